"""Waste gas: its emissions stay where it arises; who takes it is charged for natural gas, who gives it is credited."""

from typing import Any

import pytest
from tests.plants import EDITION, NUT, fuel, given_users, good, heat_net, plant, process, q

from pulmu.carbon.check import check_plant
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import Document, EmissionSource, Plant, WasteGas, decode

COKE = 100 * 28.2e-3 * 107.0
"""Emissions of the coke that process a burns, its waste gas included. [t CO2e]"""
ENERGY = 3.2e-6
"""[TJ/Nm3]"""
OWN, NATURAL = 260.0, 56.1


def gas(users: dict[str, str], amount: str = "100000 Nm3", **more: Any) -> WasteGas:
    origin = {} if "imported_from" in more else {"produced_by": "a", "carbon_counted_by": "source_streams"}
    more = origin | more
    return WasteGas(id="gas", material="Blast furnace gas", amount=q(amount), net_calorific_value=q("3.2 MJ/Nm3"),
                    used_by=given_users(users), **more)  # fmt: skip


def with_gas(*gases: WasteGas, **more: Any) -> Plant:
    return plant(
        process("a", good("x"), steps=[("a1", "melting"), ("plating", "plating")]),
        process("b", good("y", NUT), steps=[("b1", "annealing")]),
        source_streams=(fuel("coke", "Coke oven coke", "100 t", {"a": "rest"}),),
        waste_gases=gases,
        **more,
    )


def stated(*gases: WasteGas, **more: Any) -> Statement:
    return state_emissions(with_gas(*gases, **more), EDITION)


def parts(statement: Statement, name: str) -> tuple[float, float, float]:
    item = statement.processes[name]
    return item.directly_attributable.value, item.waste_gas_imported.value, item.waste_gas_exported.value


def close(*expected: float) -> Any:
    return pytest.approx(expected, rel=1e-12)


def test_gas_burnt_where_it_arises_adds_nothing_if_its_carbon_came_with_the_coke() -> None:
    statement = stated(gas({"a1": "rest"}))
    assert parts(statement, "a") == close(COKE, 0, 0)
    assert statement.total_direct_emissions.value == pytest.approx(COKE, rel=1e-12)


def test_gas_burnt_where_it_arises_counts_itself_if_a_mass_balance_lets_its_carbon_leave() -> None:
    statement = stated(gas({"a1": "rest"}, carbon_counted_by="waste_gas"))
    assert parts(statement, "a") == close(COKE + 100000 * ENERGY * OWN, 0, 0)
    assert statement.total_direct_emissions.value == pytest.approx(COKE + 100000 * ENERGY * OWN, rel=1e-12)


def test_gas_given_to_another_process_is_charged_in_full_and_credited_by_two_thirds() -> None:
    statement = stated(gas({"a1": "60000 Nm3", "b1": "rest"}))
    energy = 40000 * ENERGY
    assert parts(statement, "a") == close(COKE, 0, energy * NATURAL * 0.667)
    assert parts(statement, "b") == close(0, energy * NATURAL, 0)
    assert statement.processes["b"].attributed_direct.value == pytest.approx(energy * NATURAL, rel=1e-12)


def test_the_carbon_of_exported_gas_stays_with_its_process() -> None:
    statement = stated(gas({"a1": "rest"}, exported=q("30000 Nm3"), carbon_counted_by="waste_gas"))
    everything = COKE + 100000 * ENERGY * OWN
    assert parts(statement, "a") == close(everything, 0, 30000 * ENERGY * NATURAL * 0.667)


def test_flared_gas_earns_no_credit() -> None:
    assert parts(stated(gas({"a1": "rest"}, flared=q("30000 Nm3"))), "a") == close(COKE, 0, 0)


def test_gas_for_the_office_or_an_excluded_step_has_left_the_process() -> None:
    statement = stated(gas({"a1": "50000 Nm3", "outside": "30000 Nm3", "plating": "20000 Nm3"}))
    assert parts(statement, "a") == close(COKE, 0, 50000 * ENERGY * NATURAL * 0.667)


def test_bought_gas_counts_with_natural_gas_and_stands_in_no_direct_emissions() -> None:
    statement = stated(gas({"b1": "rest"}, imported_from="steelworks"))
    assert parts(statement, "b") == close(0, 100000 * ENERGY * NATURAL, 0)
    assert statement.total_direct_emissions.value == pytest.approx(COKE + 100000 * ENERGY * OWN, rel=1e-12)


def test_bought_gas_that_is_sold_on_touches_no_process() -> None:
    statement = stated(gas({"b1": "60000 Nm3"}, imported_from="steelworks", exported=q("40000 Nm3")))
    assert parts(statement, "b") == close(0, 60000 * ENERGY * NATURAL, 0)
    assert parts(statement, "a") == close(COKE, 0, 0)
    assert statement.total_direct_emissions.value == pytest.approx(COKE + 60000 * ENERGY * OWN, rel=1e-12)


def test_in_a_boiler_gas_above_natural_gas_counts_as_natural_gas() -> None:
    net = heat_net("steam", {"a": "60 GJ", "b": "30 GJ"}, produced_by=("boiler",))
    statement = stated(gas({"boiler": "rest"}), heat_nets=(net,), emission_sources=(EmissionSource(id="boiler"),))
    energy = 100000 * ENERGY
    assert parts(statement, "a") == close(COKE, 0, energy * NATURAL * 0.667)
    assert statement.processes["b"].heat_imported.value == pytest.approx(energy * NATURAL / 3, rel=1e-12)
    assert parts(statement, "b") == close(0, 0, 0)


def test_in_a_boiler_gas_below_natural_gas_keeps_its_own_factor() -> None:
    net = heat_net("steam", {"a": "60 GJ", "b": "30 GJ"}, produced_by=("boiler",))
    light = gas({"boiler": "rest"}, emission_factor=q("44.4 t CO2/TJ"))
    statement = stated(light, heat_nets=(net,), emission_sources=(EmissionSource(id="boiler"),))
    assert statement.processes["b"].heat_imported.value == pytest.approx(100000 * ENERGY * 44.4 / 3, rel=1e-12)


def test_own_power_from_waste_gas_takes_out_no_more_than_natural_gas() -> None:
    engine = EmissionSource(id="engine", kind="generator", serves=("b1",), electricity_produced=q("30 MWh"))
    statement = stated(gas({"engine": "rest"}), emission_sources=(engine,))
    item = statement.processes["b"]
    energy = 100000 * ENERGY
    assert parts(statement, "b") == close(0, energy * NATURAL, 0)
    assert item.electricity_produced.value == pytest.approx(energy * NATURAL, rel=1e-12)
    assert item.attributed_direct.value == pytest.approx(0, abs=1e-9)


def test_a_process_that_gives_away_more_than_it_emits_is_floored_at_zero() -> None:
    statement = stated(gas({"a1": "rest"}, amount="90000000 Nm3", exported=q("80000000 Nm3")))
    assert statement.processes["a"].attributed_direct.value == 0.0


def test_a_furnace_shared_by_both_processes_takes_the_gas_out_of_one_of_them() -> None:
    oven = EmissionSource(id="oven", serves=("a1", "b1"), throughput={"a1": q("30 t"), "b1": q("10 t")})
    statement = stated(gas({"oven": "rest"}), emission_sources=(oven,))
    energy = 25000 * ENERGY
    assert parts(statement, "a") == close(COKE, 0, energy * NATURAL * 0.667)
    assert parts(statement, "b") == close(0, energy * NATURAL, 0)


BOILER = {"emission_sources": (EmissionSource(id="boiler", kind="boiler"),),
          "heat_nets": (heat_net("steam", {"a": "20 GJ", "a1": "90 GJ"}, produced_by=("boiler",)),)}  # fmt: skip
NEIGHBOUR = {"imported_from": "steelworks"}


@pytest.mark.parametrize(
    ("code", "described"),
    [
        ("carbon.waste_gas_origin", with_gas(gas({"a1": "rest"}, produced_by="", carbon_counted_by=None))),
        ("carbon.waste_gas_origin", with_gas(gas({"a1": "rest"}, produced_by="a", **NEIGHBOUR))),
        ("carbon.waste_gas_carbon", with_gas(gas({"a1": "rest"}, carbon_counted_by=None))),
        ("carbon.ignored_field", with_gas(gas({"a1": "rest"}, carbon_counted_by="waste_gas", **NEIGHBOUR))),
        ("carbon.waste_gas_flared_import", with_gas(gas({"a1": "rest"}, flared=q("1 Nm3"), **NEIGHBOUR))),
        ("carbon.waste_gas_inside", with_gas(gas({"boiler": "rest"}), **BOILER)),
        ("carbon.unknown_reference", with_gas(gas({"a1": "rest"}, produced_by="a1"))),
        ("carbon.unknown_reference", with_gas(gas({"a2": "rest"}))),
        ("carbon.reconciliation", with_gas(gas({"a1": "50000 Nm3"}, exported=q("20000 Nm3")))),
        ("carbon.rest_negative", with_gas(gas({"a1": "rest"}, exported=q("200000 Nm3")))),
        ("carbon.users_unit", with_gas(gas({"a1": "1 t"}))),
        ("carbon.several_rests", with_gas(gas({"boiler": "rest", "b": "rest"}), **BOILER)),
        ("carbon.factor_mismatch", with_gas(WasteGas(id="g", material="Blast furnace gas", amount=q("5 Nm3"), **NEIGHBOUR))),  # noqa: E501
        ("input.missing_field", with_gas(WasteGas(id="g", amount=q("5 GJ net"), **NEIGHBOUR))),
        ("input.fuel_unknown", with_gas(WasteGas(id="g", material="smoke", amount=q("5 GJ net"), **NEIGHBOUR))),
        ("carbon.implausible", with_gas(gas({"a1": "rest"}, emission_factor=q("2600 t CO2/TJ")))),
        ("carbon.waste_gas_as_stream",
         plant(source_streams=(fuel("bfg", "Blast furnace gas", "10 t", {"bolts": "rest"}),))),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_waste_gas_is_told(code: str, described: Plant) -> None:
    assert code in {item.code for item in check_plant(described)}


def test_a_sound_waste_gas_is_left_in_peace() -> None:
    described = with_gas(gas({"a1": "60000 Nm3", "b1": "rest"}, exported=q("10000 Nm3"), flared=q("1000 Nm3")))
    assert not [item for item in check_plant(described) if "waste_gases" in item.place]


def test_a_word_that_is_no_choice_is_told_and_no_traceback() -> None:
    tree = {"id": "g", "amount": "5 t", "carbon_counted_by": "coke"}
    told = decode(WasteGas, Document(tree, "gas.yaml")).problems
    assert [item.code for item in told] == ["input.not_a_choice"]
    assert decode(WasteGas, Document(tree | {"carbon_counted_by": None}, "gas.yaml")).unwrap().carbon_counted_by is None
