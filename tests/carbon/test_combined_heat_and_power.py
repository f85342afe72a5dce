"""Combined heat and power: one fuel, its emissions split between heat and electricity."""

import dataclasses
from typing import Any

import pytest
from tests.plants import EDITION, NUT, WIRE, electricity, fuel, given_users, good, heat_net, plant, process, q

from pulmu.carbon.batch import embedded_emissions_of_plants
from pulmu.carbon.check import check_plant
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import CombinedHeatAndPower, EmissionSource, Plant, WasteGas

FUEL = 10.0
"""Energy of the fuel. [TJ net]"""
EMITTED = FUEL * 56.1
REFERENCE_HEAT, REFERENCE_POWER = 0.87, 0.53
"""Of natural gas, steam, built in 2018."""


def unit(**more: Any) -> CombinedHeatAndPower:
    return CombinedHeatAndPower(**{"fuel_class": "G10", "year_of_construction": 2018, "heat_form": "steam"} | more)


def with_unit(described: CombinedHeatAndPower | None, net: Any = None, made: str | None = "3.5 TJ", serves: str = "",
              **more: Any) -> Plant:  # fmt: skip
    engine = EmissionSource(
        id="engine",
        kind="generator",
        serves=(serves,) if serves else (),
        electricity_produced=None if made is None else q(made),
        electricity_exported=more.pop("exported", None),
        combined_heat_and_power=described,
    )
    steam = heat_net("steam", {"a": "3 TJ", "b": "1 TJ"}, produced_by=("engine",), heat_produced=q("4.5 TJ"))
    streams = (fuel("gas", "Natural gas", "10 TJ net", {"engine": "rest"}),)
    return plant(
        process("a", good("x"), steps=[("a1", "forging")]),
        process("b", good("y", NUT)),
        **{"emission_sources": (engine,), "heat_nets": (net or steam,), "source_streams": streams} | more,
    )


def stated(described: Plant) -> Statement:
    return state_emissions(described, EDITION)


def share(heat: float, power: float, reference: float = REFERENCE_HEAT) -> float:
    return heat / reference / (heat / reference + power / REFERENCE_POWER)


def test_measured_outputs_split_the_emissions() -> None:
    statement = stated(with_unit(unit()))
    heat = EMITTED * share(0.45, 0.35)
    assert pytest.approx(share(0.45, 0.35), rel=1e-12) == 0.4392265193370166
    a, b = statement.processes["a"], statement.processes["b"]
    # 4 of 4.5 TJ arrived: the losses fall on the users, so that all is attributed.
    assert pytest.approx((a.heat_imported.value, b.heat_imported.value), rel=1e-12) == (0.75 * heat, 0.25 * heat)
    assert a.attributed_direct.value + b.attributed_direct.value == pytest.approx(heat, rel=1e-12)
    assert statement.total_direct_emissions.value == pytest.approx(EMITTED, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "heat", "power", "reference"),
    [
        ({"heat_efficiency": 0.5, "electricity_efficiency": 0.3}, 0.5, 0.3, REFERENCE_HEAT),
        ({"heat_efficiency": 0.5}, 0.55, 0.25, REFERENCE_HEAT),
        ({}, 0.55, 0.25, REFERENCE_HEAT),
        ({"condensate_counted": False}, 0.55, 0.25, REFERENCE_HEAT + 0.05),
        ({"heat_form": "hot_water", "condensate_counted": False}, 0.55, 0.25, 0.92),
        ({"heat_produced": q("4500 GJ")}, 0.45, 0.35, REFERENCE_HEAT),
        ({"reference_heat_efficiency": 0.8, "reference_electricity_efficiency": REFERENCE_POWER,
          "reference_evidence": "study"}, 0.55, 0.25, 0.8),
        ({"reference_heat_efficiency": 0.8, "reference_electricity_efficiency": 0.4}, 0.55, 0.25, REFERENCE_HEAT),
    ],
)  # fmt: skip
def test_what_is_not_measured_comes_from_design_then_from_the_fallback(
    given: dict[str, Any], heat: float, power: float, reference: float
) -> None:
    net = heat_net("steam", {"b": "4 TJ"}, produced_by=("engine",))
    statement = stated(with_unit(unit(**given), net))
    expected = EMITTED * share(heat, power, reference)
    assert statement.processes["b"].heat_imported.value == pytest.approx(expected, rel=1e-12)


def test_the_user_without_meter_gets_what_the_efficiency_leaves() -> None:
    net = heat_net("steam", {"a": "1 TJ", "b": "rest"}, produced_by=("engine",))
    statement = stated(with_unit(unit(heat_efficiency=0.5, electricity_efficiency=0.3), net))
    heat = EMITTED * share(0.5, 0.3)
    assert statement.processes["b"].heat_imported.value == pytest.approx(0.8 * heat, rel=1e-12)


def test_in_the_boundary_of_a_process_its_electricity_is_counted_and_taken_out_again() -> None:
    statement = stated(with_unit(unit(), serves="a1"))
    a = statement.processes["a"]
    power = EMITTED * (1 - share(0.45, 0.35))
    assert pytest.approx((a.directly_attributable.value, a.electricity_produced.value), rel=1e-12) == (power, power)
    heat = 0.75 * (EMITTED - power)
    assert a.attributed_direct.value == pytest.approx(heat, rel=1e-12)
    outside = stated(with_unit(unit())).processes["a"]
    assert a.attributed_direct.value == pytest.approx(outside.attributed_direct.value, rel=1e-12)


def test_electricity_that_leaves_the_site_is_nobodys_indirect_emission() -> None:
    grid = electricity({"a": "rest"})
    power = EMITTED * (1 - share(0.45, 0.35))
    grid_part = 1000 * 0.4173
    for exported, kept in ((None, 1.0), (q("0.7 TJ"), 0.8), (q("3.5 TJ"), 0.0)):
        described = with_unit(unit(), serves="a", electricity=grid, exported=exported)
        indirect = stated(described).processes["a"].attributed_indirect
        assert indirect is not None
        assert indirect.value == pytest.approx(grid_part + kept * power, rel=1e-12)


def test_waste_gas_in_the_unit_counts_as_natural_gas() -> None:
    gas = WasteGas(id="bfg", material="Blast furnace gas", amount=q("10 TJ net"), produced_by="b",
                   carbon_counted_by="source_streams", used_by=given_users({"engine": "rest"}))  # fmt: skip
    statement = stated(with_unit(unit(), source_streams=(), waste_gases=(gas,)))
    assert statement.processes["a"].heat_imported.value == pytest.approx(0.75 * EMITTED * share(0.45, 0.35), rel=1e-12)
    assert statement.processes["b"].waste_gas_exported.value == pytest.approx(EMITTED * 0.667, rel=1e-12)


def test_two_units_and_a_boiler_share_a_net() -> None:
    other = EmissionSource(id="turbine", electricity_produced=q("1 TJ"), combined_heat_and_power=unit())
    described = with_unit(unit(heat_produced=q("4.5 TJ")), heat_net("steam", {"a": "3 TJ", "b": "rest"},
                          produced_by=("engine", "turbine", "boiler"), efficiency=0.9))  # fmt: skip
    more = (fuel("g2", "Natural gas", "4 TJ net", {"turbine": "rest"}),
            fuel("g3", "Natural gas", "2 TJ net", {"boiler": "rest"}))  # fmt: skip
    described = dataclasses.replace(
        described,
        emission_sources=(*described.emission_sources, other, EmissionSource(id="boiler", kind="boiler")),
        source_streams=(*described.source_streams, *more),
    )
    emitted = EMITTED * share(0.45, 0.35) + 4 * 56.1 * share(0.55, 0.25) + 2 * 56.1
    heat = 4.5 + 4 * 0.55 + 2 * 0.9
    statement = stated(described)
    assert statement.processes["a"].heat_imported.value == pytest.approx(emitted * 3 / heat, rel=1e-12)
    assert statement.processes["b"].heat_imported.value == pytest.approx(emitted * (heat - 3) / heat, rel=1e-12)
    batch = embedded_emissions_of_plants([described], EDITION)
    assert [item.attributed_direct.value for item in statement.processes.values()] == list(batch.attributed_direct)


CASES: dict[str, Plant] = {
    "carbon.combined_not_described": with_unit(None),
    "carbon.combined_without_net": with_unit(unit(), heat_net("steam", {"a": "1 TJ"}, imported_from="neighbour")),
    "input.missing_field": with_unit(unit(), made=None),
    "carbon.combined_efficiency_assumed": with_unit(unit(), heat_net("s", {"a": "4 TJ"}, produced_by=("engine",))),
    "carbon.combined_reference_unproven": with_unit(unit(reference_heat_efficiency=0.8)),
    "rule.no_reference_efficiency": with_unit(unit(fuel_class="O14", year_of_construction=2010)),
    "carbon.ignored_field": with_unit(unit(heat_efficiency=0.5)),
    "carbon.power_exceeds": with_unit(unit(), exported=q("4 TJ")),
    "carbon.heat_exceeds_fuel": with_unit(unit(), heat_net("s", {"a": "20 TJ"}, produced_by=("engine",))),
    "carbon.no_calorific_value": with_unit(
        unit(),
        source_streams=(fuel("g", "own", "10 t", {"engine": "rest"}, emission_factor=q("2.9 t CO2/t")),),
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_what_is_wrong_with_a_unit_is_told(code: str) -> None:
    assert code in {item.code for item in check_plant(CASES[code])}


@pytest.mark.parametrize(
    ("fuel_class", "form", "year"), [("O14", "direct", 2020), ("O14", "steam", 2015), ("O14", "hot_water", 2012)]
)
def test_a_cell_with_a_dash_is_refused(fuel_class: str, form: str, year: int) -> None:
    described = with_unit(unit(fuel_class=fuel_class, heat_form=form, year_of_construction=year))
    assert "rule.no_reference_efficiency" in {item.code for item in check_plant(described)}


def test_a_sound_unit_is_left_in_peace() -> None:
    described = with_unit(unit(), serves="a1", electricity=electricity({"a": "rest"}), exported=q("1 TJ"))
    assert not [item for item in check_plant(described) if item.place.startswith(("emission_sources", "heat_nets"))]


def test_a_generator_may_stand_in_a_power_house_of_its_own() -> None:
    engine = EmissionSource(id="engine", kind="generator", electricity_produced=q("100 MWh"))
    described = plant(
        process("a", good("x", WIRE)),
        source_streams=(fuel("oil", "diesel", "10 kL", {"engine": "4 kL", "a": "rest"}),),
        emission_sources=(engine,),
    )
    assert not [item for item in check_plant(described) if item.severity == "error"]
    item = stated(described).processes["a"]
    assert item.electricity_produced.value == 0.0
    assert item.attributed_direct.value == pytest.approx(6e3 * 35.2e-6 * 73.2, rel=1e-12)
