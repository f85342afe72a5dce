"""Electricity: out of the certificates of steel and aluminium, but own generation is taken out of direct emissions."""

import pytest
from tests.plants import EDITION, NUT, bought, electricity, fuel, good, plant, process, q

from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import ElectricityBalance, ElectricitySource, EmissionSource, Plant

OIL = 10e3 * 35.2e-6 * 73.2
GRID = 0.4173
"""Korean grid at the consumption end, 2023, for the footprint."""


def with_power(balance: ElectricityBalance, *sources: EmissionSource, oil: dict[str, str] | None = None) -> Plant:
    return plant(
        process("a", good("x"), steps=[("forging", "forging"), ("plating", "plating")]),
        process("b", good("y", NUT)),
        source_streams=(fuel("oil", "diesel", "10 kL", oil or {"a": "rest"}),),
        emission_sources=sources,
        electricity=balance,
        purchases=(bought("rod", {"a": "1050 t"}, direct="2 t CO2e/t", indirect=q("0.2 t CO2e/t")),),
    )


def stated(balance: ElectricityBalance, *sources: EmissionSource, oil: dict[str, str] | None = None) -> Statement:
    return state_emissions(with_power(balance, *sources, oil=oil), EDITION)


def engine(made: str) -> EmissionSource:
    return EmissionSource(id="engine", kind="generator", serves=("forging",), electricity_produced=q(made))


def test_own_generation_is_taken_out_of_the_direct_emissions_of_its_process() -> None:
    statement = stated(ElectricityBalance(), engine("35 MWh"), oil={"engine": "4 kL", "a": "6 kL"})
    a = statement.processes["a"]
    assert pytest.approx((a.directly_attributable.value, a.electricity_produced.value), rel=1e-12) == (OIL, 0.4 * OIL)
    assert a.attributed_direct.value == pytest.approx(0.6 * OIL, rel=1e-12)


def test_what_own_generation_takes_out_comes_back_as_indirect() -> None:
    statement = stated(
        electricity({"a": "600 MWh", "b": "rest"}), engine("35 MWh"), oil={"engine": "4 kL", "a": "rest"}
    )
    indirect = statement.processes["a"].attributed_indirect
    assert indirect is not None
    assert indirect.value == pytest.approx(600 * GRID + 0.4 * OIL, rel=1e-12)


def test_a_process_that_only_generates_is_left_with_nothing_and_never_below() -> None:
    assert (
        stated(ElectricityBalance(), engine("1 MWh"), oil={"engine": "rest"}).processes["a"].attributed_direct.value
        == 0
    )


def test_the_grid_factor_is_for_the_footprint_alone() -> None:
    statement = stated(electricity({"a": "600 MWh", "plating": "100 MWh", "b": "rest"}))
    values = {
        name: item.attributed_indirect.value for name, item in statement.processes.items() if item.attributed_indirect
    }
    assert values == pytest.approx({"a": 600 * GRID, "b": 300 * GRID}, rel=1e-12)
    assert statement.goods["x"].counted.value == statement.goods["x"].direct.value
    indirect = statement.goods["x"].indirect
    assert indirect is not None
    assert indirect.value == pytest.approx(0.6 * GRID, rel=1e-12)


def test_several_sources_count_with_their_mean() -> None:
    sources = (
        ElectricitySource(id="grid", amount=q("700 MWh")),
        ElectricitySource(id="line", kind="direct_line", amount=q("0.2 GWh"), emission_factor=q("0.1 t CO2e/MWh")),
        ElectricitySource(id="roof", kind="own_renewable", amount=q("100 MWh")),
    )
    statement = stated(electricity({"a": "rest"}, *sources))
    indirect = statement.processes["a"].attributed_indirect
    assert indirect is not None
    assert indirect.value == pytest.approx(700 * GRID + 200 * 0.1, rel=1e-12)


def test_an_unknown_factor_leaves_the_footprint_untold_and_guesses_nothing() -> None:
    source = ElectricitySource(id="ppa", kind="power_purchase_agreement", amount=q("100 MWh"))
    statement = stated(electricity({"a": "rest"}, source))
    assert statement.processes["a"].attributed_indirect is None
    assert statement.goods["x"].indirect is None


def test_a_plant_abroad_has_no_korean_grid() -> None:
    described = with_power(electricity({"a": "rest"}))
    abroad = plant(*described.processes, country="VN", electricity=described.electricity)
    assert state_emissions(abroad, EDITION).goods["x"].indirect is None


def test_electricity_not_given_is_not_zero() -> None:
    assert stated(ElectricityBalance()).processes["a"].attributed_indirect is None


def test_no_electricity_at_all_is_no_error() -> None:
    none = ElectricitySource(id="grid", amount=q("0 MWh"))
    try:
        stated(electricity({"a": "0 MWh"}, none))
    except ZeroDivisionError:
        pytest.fail("a plant without electricity is answered with a traceback")
