"""Heat that is made in one place and used in another."""

import dataclasses
from typing import Any

import pytest
from tests.plants import EDITION, NUT, fuel, good, heat_net, plant, process, q

from pulmu.carbon.batch import embedded_emissions_of_plants
from pulmu.carbon.check import check_plant
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import EmissionSource, HeatMeasurement, HeatNet, InputError

GAS = 38.9e-6 * 56.1
"""Tonnes of CO2 of a normal cubic metre."""
STANDARD = 56.1 / 0.9


def stated(net: HeatNet, gas: str = "10000 Nm3", **more: Any) -> Statement:
    boilers = tuple(EmissionSource(id=name, kind="boiler") for name in net.produced_by)
    streams = (fuel("gas", "city gas", gas, dict.fromkeys(net.produced_by, "rest")),) if boilers else ()
    streams += (fuel("oil", "diesel", "10 kL", {"a": "rest"}),)
    described = plant(process("a", good("x"), steps=[("plating", "plating")]), process("b", good("y", NUT)),
                      heat_nets=(net,), emission_sources=boilers, source_streams=streams, **more)  # fmt: skip
    return state_emissions(described, EDITION)


def imported(statement: Statement) -> dict[str, float]:
    return {name: item.heat_imported.value for name, item in statement.processes.items()}


def test_a_boiler_is_shared_by_heat_losses_and_the_outside_included() -> None:
    net = heat_net("steam", {"a": "60 GJ", "b": "30 GJ"}, produced_by=("boiler",), exported=q("10 GJ"))
    emitted = 10000 * GAS
    assert imported(stated(net)) == pytest.approx({"a": 0.6 * emitted, "b": 0.3 * emitted}, rel=1e-12)


def test_losses_fall_on_the_users_whatever_the_meter_at_the_boiler_says() -> None:
    net = heat_net("steam", {"a": "60 GJ", "b": "30 GJ"}, produced_by=("boiler",), heat_produced=q("120 GJ"))
    assert imported(stated(net)) == pytest.approx({"a": 10000 * GAS * 2 / 3, "b": 10000 * GAS / 3}, rel=1e-12)


def test_an_excluded_step_takes_its_share_of_the_heat_out() -> None:
    net = heat_net("steam", {"a": "60 GJ", "plating": "40 GJ"}, produced_by=("boiler",))
    assert imported(stated(net))["a"] == pytest.approx(0.6 * 10000 * GAS, rel=1e-12)


def test_the_user_without_meter_gets_what_the_heat_meter_leaves() -> None:
    net = heat_net("steam", {"a": "60 GJ", "b": "rest"}, produced_by=("boiler",), heat_produced=q("100 GJ"),
                   exported=q("20 GJ"))  # fmt: skip
    assert imported(stated(net)) == pytest.approx({"a": 0.6 * 10000 * GAS, "b": 0.2 * 10000 * GAS}, rel=1e-12)


@pytest.mark.parametrize(("given", "efficiency"), [({"efficiency": 0.9}, 0.9), ({}, 0.7)])
def test_without_heat_meter_the_efficiency_tells_how_much_there_was(given: dict[str, float], efficiency: float) -> None:
    net = heat_net("steam", {"a": "100 GJ", "b": "rest"}, produced_by=("boiler",), **given)
    heat = 10000 * 38.9e-3 * efficiency  # GJ
    expected = {"a": 10000 * GAS * 100 / heat, "b": 10000 * GAS * (heat - 100) / heat}
    assert imported(stated(net)) == pytest.approx(expected, rel=1e-12)


def test_the_fuel_of_a_boiler_is_nobodys_direct_emission() -> None:
    net = heat_net("steam", {"b": "60 GJ"}, produced_by=("boiler",))
    statement = stated(net)
    assert statement.processes["b"].directly_attributable.value == 0.0
    assert statement.processes["b"].attributed_direct.value == pytest.approx(10000 * GAS, rel=1e-12)


def test_bought_heat_counts_with_the_standard_factor_without_verification() -> None:
    net = heat_net("heat", {"a": "60 GJ"}, imported_from="neighbour", emission_factor=q("20 t CO2/TJ"))
    assert imported(stated(net))["a"] == pytest.approx(0.06 * STANDARD, rel=1e-12)


def test_bought_heat_counts_with_the_suppliers_factor_if_it_is_verified() -> None:
    net = heat_net("heat", {"a": "60 GJ"}, imported_from="neighbour", emission_factor=q("20 kg CO2/GJ"),
                   emission_factor_verification="VR-H-1")  # fmt: skip
    assert imported(stated(net))["a"] == pytest.approx(0.06 * 20, rel=1e-12)


def test_bought_heat_by_another_standard_fuel() -> None:
    net = heat_net("heat", {"a": "60 GJ"}, imported_from="neighbour", standard_fuel="Other bituminous coal")
    assert imported(stated(net))["a"] == pytest.approx(0.06 * 94.6 / 0.9, rel=1e-12)


def test_losses_of_bought_heat_fall_on_its_users() -> None:
    # 100 GJ were bought and 90 arrived: all that was bought is attributed (Annex III A.2.2).
    net = heat_net("heat", {"a": "60 GJ", "b": "30 GJ"}, imported_from="neighbour", heat_produced=q("100 GJ"))
    assert sum(imported(stated(net)).values()) == pytest.approx(0.1 * STANDARD, rel=1e-12)


def test_heat_recovered_from_exhaust_takes_along_the_fuel_it_saves() -> None:
    net = heat_net("waste heat", {"b": "60 GJ"}, recovered_from="a", exported=q("20 GJ"))
    statement = stated(net)
    mix = 73.2 / 0.9  # of the diesel that a burns: Q/0.90 of it would have made the heat
    a, b = statement.processes["a"], statement.processes["b"]
    oil = 10e3 * 35.2e-6 * 73.2
    assert pytest.approx((a.heat_exported.value, b.heat_imported.value), rel=1e-12) == (
        0.08 * mix,
        0.06 * mix,
    )
    assert a.attributed_direct.value == pytest.approx(oil - 0.08 * mix, rel=1e-12)


def test_a_process_that_gives_away_more_than_it_burns_is_floored_at_zero() -> None:
    net = heat_net("waste heat", {"b": "900 GJ"}, recovered_from="a")
    assert stated(net).processes["a"].attributed_direct.value == 0.0


def test_fuel_whose_heat_reached_nobody_is_refused_and_not_lost() -> None:
    net = heat_net("steam", {"a": "rest"}, produced_by=("boiler",), heat_produced=q("0 GJ"))
    with pytest.raises(InputError) as caught:
        stated(net)
    assert caught.value.problems[0].code == "carbon.not_assigned"


def test_recovered_heat_of_unknown_fuel_counts_with_the_standard_factor() -> None:
    net = heat_net("waste heat", {"a": "60 GJ"}, recovered_from="b")
    assert imported(stated(net))["a"] == pytest.approx(0.06 * STANDARD, rel=1e-12)
    blend = fuel("blend", "own", "5 t", {"b": "rest"}, emission_factor=q("2.9 t CO2/t"))
    described = plant(process("a", good("x")), process("b", good("y", NUT)), heat_nets=(net,), source_streams=(blend,))
    found = state_emissions(described, EDITION)
    assert found.processes["b"].heat_exported.value == pytest.approx(0.06 * STANDARD, rel=1e-12)


@pytest.mark.parametrize("origin", ["exothermic", "electricity"])
def test_heat_of_a_reaction_or_of_electricity_carries_nothing(origin: Any) -> None:
    net = heat_net("waste heat", {"b": "60 GJ"}, recovered_from="a", origin=origin)
    statement = stated(net)
    assert statement.processes["a"].heat_exported.value == 0.0
    assert statement.processes["b"].heat_imported.value == 0.0


def test_process_materials_are_no_fuel_of_recovered_heat() -> None:
    net = heat_net("waste heat", {"b": "60 GJ"}, recovered_from="a")
    soda = fuel("soda", "Na2CO3", "100 t", {"a": "rest"}, method="process")
    described = plant(process("a", good("x")), process("b", good("y", NUT)), heat_nets=(net,),
                      source_streams=(soda, fuel("oil", "diesel", "10 kL", {"a": "rest"})))  # fmt: skip
    found = state_emissions(described, EDITION)
    assert found.processes["b"].heat_imported.value == pytest.approx(0.06 * 73.2 / 0.9, rel=1e-12)
    batch = embedded_emissions_of_plants([described], EDITION)
    assert [item.attributed_direct.value for item in found.processes.values()] == list(batch.attributed_direct)


def measured(**more: Any) -> HeatMeasurement:
    given = {"mass": q("50 t"), "enthalpy_supplied": q("2800 MJ/t"), "enthalpy_returned": q("300 kWh/t")}
    return HeatMeasurement(**given | more)


@pytest.mark.parametrize(
    ("given", "gigajoules"),
    [
        ({}, 50 * (2.8 - 1.08)),
        ({"condensate": "not_returned", "enthalpy_returned": None}, 50 * (2.8 - 0.37697)),
        ({"enthalpy_returned": None}, 50 * (2.8 - 0.37697)),
        ({"condensate": "in_product", "enthalpy_returned": None}, 50 * 2.8),
        ({"lost": q("6 GJ")}, 50 * (2.8 - 1.08) - 6),
    ],
)
def test_heat_by_its_medium(given: dict[str, Any], gigajoules: float) -> None:
    net = heat_net("steam", {"a": "60 GJ", "b": "rest"}, produced_by=("boiler",), measured=measured(**given))
    emitted = 10000 * GAS
    expected = {"a": 60 / gigajoules * emitted, "b": (gigajoules - 60) / gigajoules * emitted}
    assert imported(stated(net)) == pytest.approx(expected, rel=1e-12)


def told(net: HeatNet, **more: Any) -> set[str]:
    boilers = tuple(EmissionSource(id=name, kind="boiler") for name in net.produced_by)
    streams = (fuel("gas", "city gas", "10000 Nm3", {"boiler": "rest"}),) if boilers else ()
    return {item.code for item in check_plant(plant(process("a", good("x", **more)), process("b", good("y", NUT)),
            heat_nets=(net,), emission_sources=boilers, source_streams=streams))}  # fmt: skip


STEAM: dict[str, Any] = {"produced_by": ("boiler",)}


@pytest.mark.parametrize(
    ("code", "net"),
    [
        ("carbon.heat_told_twice", heat_net("s", {"a": "9 GJ"}, **STEAM, measured=measured(), heat_produced=q("9 GJ"))),
        ("carbon.heat_measured_negative", heat_net("s", {"a": "9 GJ"}, **STEAM, measured=measured(lost=q("1 TJ")))),
        ("carbon.condensate_assumed", heat_net("s", {"a": "9 GJ"}, **STEAM, measured=measured(enthalpy_returned=None))),
        ("carbon.ignored_field", heat_net("s", {"a": "9 GJ"}, **STEAM, measured=measured(condensate="in_product"))),
        ("carbon.ignored_field", heat_net("s", {"a": "9 GJ"}, **STEAM, origin="exhaust")),
        ("carbon.recovered_heat", heat_net("s", {"a": "9 GJ"}, recovered_from="b")),
        ("carbon.heat_exceeds_fuel", heat_net("s", {"a": "99 GJ"}, **STEAM, measured=measured())),
        ("carbon.heat_exceeds_fuel", heat_net("s", {"a": "rest"}, **STEAM, measured=measured(mass=q("900 t")))),
    ],
)  # fmt: skip
def test_what_is_wrong_with_measured_or_recovered_heat_is_told(code: str, net: HeatNet) -> None:
    assert code in told(net)


def test_heat_of_nitric_acid_must_be_said_to_be_that_of_a_reaction() -> None:
    net = heat_net("s", {"b": "9 GJ"}, recovered_from="a", origin="exhaust")
    assert "carbon.nitric_acid_heat" in told(net, cn_code="28080000")
    assert "carbon.nitric_acid_heat" not in told(dataclasses.replace(net, origin="exothermic"), cn_code="28080000")


def test_measured_heat_with_its_rest_is_sound() -> None:
    net = heat_net("steam", {"a": "60 GJ", "b": "rest"}, produced_by=("boiler",), measured=measured())
    assert not [code for code in told(net) if "heat" in code or "rest" in code or "condensate" in code]


def test_recovered_heat_with_its_origin_is_sound() -> None:
    assert "carbon.recovered_heat" not in told(heat_net("s", {"a": "9 GJ"}, recovered_from="b", origin="exhaust"))
