"""Electricity: out of the certificates of steel and aluminium, but own generation is taken out of direct emissions."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from tests.plants import EDITION, NUT, bought, electricity, fuel, good, heat_net, plant, process, q

from pulmu.carbon.batch import embedded_emissions_of_plants
from pulmu.carbon.check import check_plant
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import (
    CombinedHeatAndPower,
    ElectricityBalance,
    ElectricitySource,
    EmissionSource,
    InputError,
    Plant,
)

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


def engine(made: str, serves: tuple[str, ...] = ("forging",), **more: Any) -> EmissionSource:
    return EmissionSource(id="engine", kind="generator", serves=serves, electricity_produced=q(made), **more)


def line(**more: Any) -> ElectricitySource:
    """A direct line that meets its conditions, unless told otherwise."""
    given: dict[str, Any] = {
        "kind": "direct_line",
        "amount": q("200 MWh"),
        "emission_factor": q("0.1 t CO2e/MWh"),
        "producer": "wind farm",
        "agreement": "single-line diagram 4",
        "smart_meters_at_both_ends": True,
    }
    return ElectricitySource(**{"id": "line"} | given | more)


def own(amount: str, **more: Any) -> ElectricitySource:
    return ElectricitySource(
        **{"id": "own", "kind": "own_generation", "generator": "engine", "amount": q(amount)} | more
    )


def indirect(statement: Statement) -> dict[str, float | None]:
    return {
        name: None if item.attributed_indirect is None else item.attributed_indirect.value
        for name, item in statement.processes.items()
    }


def agrees(described: Plant) -> None:
    """The arrays say what the figures say."""
    batch = embedded_emissions_of_plants([described], EDITION)
    found = list(indirect(state_emissions(described, EDITION)).values())
    np.testing.assert_allclose(batch.attributed_indirect, [np.nan if x is None else x for x in found], rtol=1e-12)


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
        line(amount=q("0.2 GWh")),
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


GRID_SOURCE = ElectricitySource(id="grid", amount=q("700 MWh"))


@pytest.mark.parametrize("missing", [{"producer": ""}, {"agreement": ""}, {"smart_meters_at_both_ends": False}])
@pytest.mark.parametrize("kind", ["direct_line", "power_purchase_agreement"])
def test_a_factor_from_elsewhere_counts_only_where_the_electricity_really_flows(
    kind: str, missing: dict[str, Any]
) -> None:
    users = {"a": "rest"}
    proven = with_power(electricity(users, GRID_SOURCE, line(kind=kind)))
    unproven = with_power(electricity(users, GRID_SOURCE, line(kind=kind, **missing)))
    assert indirect(state_emissions(proven, EDITION))["a"] == pytest.approx(700 * GRID + 20, rel=1e-12)
    assert indirect(state_emissions(unproven, EDITION))["a"] == pytest.approx(900 * GRID, rel=1e-12)
    assert "carbon.electricity_conditions" in {item.code for item in check_plant(unproven)}
    assert "carbon.electricity_conditions" not in {item.code for item in check_plant(proven)}


def test_what_is_unproven_counts_with_the_factor_the_plant_gives_for_its_grid() -> None:
    grid = dataclasses.replace(GRID_SOURCE, emission_factor=q("0.6 t CO2e/MWh"))
    described = with_power(electricity({"a": "rest"}, grid, line(producer="")))
    assert indirect(state_emissions(described, EDITION))["a"] == pytest.approx(900 * 0.6, rel=1e-12)


def test_own_generation_is_a_source_with_the_factor_of_its_fuel() -> None:
    balance = electricity({"a": "600 MWh", "b": "rest"}, GRID_SOURCE, own("100 MWh"))
    described = with_power(balance, engine("100 MWh"), oil={"engine": "4 kL", "a": "rest"})
    statement = state_emissions(described, EDITION)
    everything = 700 * GRID + 0.4 * OIL
    assert indirect(statement) == pytest.approx({"a": everything * 600 / 800, "b": everything * 200 / 800}, rel=1e-12)
    assert statement.processes["a"].electricity_produced.value == pytest.approx(0.4 * OIL, rel=1e-12)
    agrees(described)


@pytest.mark.parametrize("serves", [("a",), ()])
def test_what_waste_heat_drives_counts_zero_in_the_mean(serves: tuple[str, ...]) -> None:
    described = with_power(
        electricity({"a": "60 MWh", "b": "rest"}, GRID_SOURCE, own("300 MWh")), engine("300 MWh", serves)
    )
    bought_power = 700 * GRID
    found = indirect(state_emissions(described, EDITION))
    assert found == pytest.approx({"a": bought_power * 60 / 1000, "b": bought_power * 940 / 1000}, rel=1e-12)
    assert {item.code: item.severity for item in check_plant(described)}["carbon.generator_burns_nothing"] == "warning"
    agrees(described)


def test_a_power_house_of_its_own_takes_nothing_out_of_a_process_and_feeds_all() -> None:
    balance = electricity({"a": "60 MWh", "b": "rest"}, own("80 MWh"))
    described = with_power(
        balance, engine("100 MWh", (), electricity_exported=q("20 MWh")), oil={"engine": "4 kL", "a": "rest"}
    )
    statement = state_emissions(described, EDITION)
    assert statement.processes["a"].electricity_produced.value == 0.0
    assert statement.processes["a"].attributed_direct.value == pytest.approx(0.6 * OIL, rel=1e-12)
    assert indirect(statement) == pytest.approx({"a": 0.4 * OIL * 0.6, "b": 0.4 * OIL * 0.2}, rel=1e-12)
    assert not [item for item in check_plant(described) if item.code.startswith("carbon.power")]
    agrees(described)


def test_electricity_of_combined_heat_and_power_is_a_source_with_its_part() -> None:
    unit = CombinedHeatAndPower(fuel_class="L7", year_of_construction=2018, heat_form="steam",
                                heat_produced=q("150 GJ"))  # fmt: skip
    made = engine("30 MWh", (), combined_heat_and_power=unit)
    balance = electricity({"a": "rest"}, own("30 MWh", kind="own_combined_heat_and_power"))
    net = heat_net("steam", {"b": "150 GJ"}, produced_by=("engine",))
    described = dataclasses.replace(with_power(balance, made, oil={"engine": "10 kL"}), heat_nets=(net,))
    energy = 10e3 * 35.2e-6
    heat, power = 0.15 / energy / 0.80, 30 * 3.6e-3 / energy / 0.442
    statement = state_emissions(described, EDITION)
    assert indirect(statement)["a"] == pytest.approx(OIL * power / (heat + power), rel=1e-12)
    assert statement.processes["b"].heat_imported.value == pytest.approx(OIL * heat / (heat + power), rel=1e-12)
    agrees(described)


def test_a_dedicated_source_goes_to_its_processes_and_the_mean_of_the_others_to_the_rest() -> None:
    wind = line(dedicated_to=("a",), dedicated_evidence="own feeder, hourly meters")
    described = with_power(electricity({"a": "500 MWh", "b": "rest"}, GRID_SOURCE, wind))
    found = indirect(state_emissions(described, EDITION))
    assert found == pytest.approx({"a": 20 + 300 * GRID, "b": 400 * GRID}, rel=1e-12)
    agrees(described)


def test_a_source_dedicated_to_two_processes_is_shared_by_their_consumption() -> None:
    wind = line(dedicated_to=("a", "b"), dedicated_evidence="own feeder")
    described = with_power(electricity({"a": "300 MWh", "b": "100 MWh", "outside": "500 MWh"}, GRID_SOURCE, wind))
    found = indirect(state_emissions(described, EDITION))
    assert found == pytest.approx({"a": 15 + 150 * GRID, "b": 5 + 50 * GRID}, rel=1e-12)
    agrees(described)


def test_without_proof_a_dedicated_source_counts_in_the_mean() -> None:
    wind = line(dedicated_to=("a",))
    described = with_power(electricity({"a": "500 MWh", "b": "rest"}, GRID_SOURCE, wind))
    mean = (700 * GRID + 20) / 900
    assert indirect(state_emissions(described, EDITION)) == pytest.approx({"a": 500 * mean, "b": 400 * mean}, rel=1e-12)


def test_a_plant_of_dedicated_sources_alone_needs_no_mean() -> None:
    wind = line(amount=q("900 MWh"), dedicated_to=("a",), dedicated_evidence="own feeder")
    described = with_power(electricity({"a": "rest"}, wind))
    assert indirect(state_emissions(described, EDITION)) == pytest.approx({"a": 90, "b": 0}, rel=1e-12)
    agrees(described)


def test_a_dedicated_source_that_gives_more_than_its_process_took_is_refused() -> None:
    wind = line(dedicated_to=("b",), dedicated_evidence="own feeder")
    described = with_power(electricity({"a": "800 MWh", "b": "rest"}, GRID_SOURCE, wind))
    with pytest.raises(InputError) as caught:
        state_emissions(described, EDITION)
    assert caught.value.problems[0].code == "carbon.dedicated_exceeds"


WRONG: list[tuple[str, Plant]] = [
    ("carbon.unbundled_certificate", with_power(electricity({"a": "rest"}, line(kind="unbundled_certificate")))),
    ("input.missing_field", with_power(electricity({"a": "rest"}, own("9 MWh", generator="")))),
    ("carbon.unknown_reference", with_power(electricity({"a": "rest"}, own("9 MWh", generator="motor")))),
    ("carbon.electricity_generator", with_power(electricity({"a": "rest"}, own("9 MWh", kind="own_combined_heat_and_power")), engine("9 MWh"))),  # noqa: E501
    ("carbon.electricity_generator", with_power(electricity({"a": "rest"}, own("9 MWh")), EmissionSource(id="engine", serves=("a",)))),  # noqa: E501
    ("carbon.power_exceeds", with_power(electricity({"a": "rest"}, own("9 MWh")), engine("8 MWh"))),
    ("carbon.power_unassigned", with_power(electricity({"a": "rest"}, own("9 MWh")), engine("20 MWh"))),
    ("carbon.power_unassigned", with_power(ElectricityBalance(), engine("20 MWh", ()))),
    ("carbon.dedicated_unproven", with_power(electricity({"a": "rest"}, line(dedicated_to=("a",))))),
    ("carbon.unknown_reference", with_power(electricity({"a": "rest"}, line(dedicated_to=("forging",))))),
    ("carbon.ignored_field", with_power(electricity({"a": "rest"}, line(dedicated_evidence="x")))),
    ("carbon.ignored_field", with_power(electricity({"a": "rest"}, line(generator="engine")), engine("9 MWh"))),
    ("carbon.ignored_field", with_power(electricity({"a": "rest"}, own("9 MWh", emission_factor=q("1 t CO2e/MWh"))), engine("9 MWh"))),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(("code", "described"), WRONG)
def test_what_is_wrong_with_electricity_is_told(code: str, described: Plant) -> None:
    assert code in {item.code for item in check_plant(described)}


def test_the_energy_of_each_process_is_told() -> None:
    balance = electricity({"a": "600 MWh", "b": "rest"}, GRID_SOURCE, own("60 MWh"))
    made = engine("100 MWh", electricity_exported=q("40 MWh"))
    net = heat_net("waste heat", {"b": "60 GJ"}, recovered_from="a")
    described = dataclasses.replace(with_power(balance, made, oil={"engine": "4 kL", "a": "rest"}), heat_nets=(net,))
    found = {
        name: {kind: figure.value for kind, figure in item.energy.items()}
        for name, item in state_emissions(described, EDITION).processes.items()
    }
    assert found == {
        "a": {"heat_given": 0.06, "electricity_made": 100, "electricity_exported": 40, "electricity_taken": 600},
        "b": {"heat_taken": 0.06, "electricity_taken": 160},
    }
