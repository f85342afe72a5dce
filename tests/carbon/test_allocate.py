"""Sharing a flow among its users."""

import pytest
from tests.plants import EDITION, NUT, WIRE, fuel, good, plant, process, q

from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import EmissionSource


def stated(users: dict[str, str], *sources: EmissionSource, amount: str = "1000 Nm3") -> Statement:
    return state_emissions(
        plant(
            process("a", good("x", produced="3000 t"), steps=[("a1", "annealing"), ("a2", "forging")]),
            process("b", good("y", NUT, produced="1000 t")),
            process("c", good("z", WIRE, produced="2000 t")),
            source_streams=(fuel("gas", "city gas", amount, users),),
            emission_sources=sources,
        ),
        EDITION,
    )


def shares(statement: Statement) -> dict[str, float]:
    return {name: figure.to("Nm3") for name, figure in statement.shared[0].users}


def burnt(statement: Statement) -> dict[str, float]:
    """Gas behind the direct emissions of each process."""
    return {name: item.directly_attributable.value / (38.9e-6 * 56.1) for name, item in statement.processes.items()}


def test_sub_meters_are_reconciled_to_the_main_meter() -> None:
    statement = stated({"a": "620 Nm3", "b": "340 Nm3"})
    assert shares(statement) == pytest.approx({"a": 620 / 0.96, "b": 340 / 0.96}, rel=1e-12)
    assert statement.shared[0].reconciliation_factor == pytest.approx(1000 / 960, rel=1e-12)


def test_sub_meters_that_fit_are_left_alone() -> None:
    statement = stated({"a": "600 Nm3", "b": "0.4 1000 Nm3"})
    assert shares(statement) == {"a": 600.0, "b": 400.0}
    assert statement.shared[0].reconciliation_factor is None


def test_what_is_burnt_outside_takes_part_in_the_reconciliation() -> None:
    assert burnt(stated({"a": "600 Nm3", "outside": "200 Nm3"}))["a"] == pytest.approx(750.0, rel=1e-12)


def test_one_unknown_takes_the_remainder_and_nothing_is_reconciled() -> None:
    assert shares(stated({"a": "620 Nm3", "b": "rest"})) == pytest.approx({"a": 620.0, "b": 380.0}, rel=1e-12)


def test_a_main_meter_alone_goes_to_its_one_user() -> None:
    assert shares(stated({"b": "rest"})) == {"b": 1000.0}


def test_several_unknowns_share_the_remainder_by_the_mass_of_their_goods() -> None:
    found = shares(stated({"a": "rest", "b": "rest", "c": "200 Nm3"}))
    assert found == pytest.approx({"a": 600.0, "b": 200.0, "c": 200.0}, rel=1e-12)


def test_equipment_that_serves_several_is_split_by_what_each_put_through() -> None:
    oven = EmissionSource(id="oven", serves=("a", "b"), throughput={"a": q("900 t"), "b": q("1800000 kg")})
    assert burnt(stated({"oven": "rest"}, oven)) == pytest.approx({"a": 1000 / 3, "b": 2000 / 3, "c": 0.0}, rel=1e-12)


def test_without_throughput_it_is_split_by_the_mass_of_goods() -> None:
    oven = EmissionSource(id="oven", serves=("a", "b"))
    assert burnt(stated({"oven": "rest"}, oven)) == pytest.approx({"a": 750.0, "b": 250.0, "c": 0.0}, rel=1e-12)


def test_unmetered_equipment_that_serves_several_brings_the_mass_of_all_of_them() -> None:
    # a and b through one oven, c by itself: 1,000 by 3,000 + 1,000 to 2,000.
    oven = EmissionSource(id="oven", serves=("a", "b"))
    found = burnt(stated({"oven": "rest", "c": "rest"}, oven))
    assert found == pytest.approx({"a": 500.0, "b": 1000 / 6, "c": 2000 / 6}, rel=1e-12)


def test_two_unmetered_furnaces_of_one_process_do_not_count_its_goods_twice() -> None:
    # The functional unit of the goods decides (Annex III A.2), not how many furnaces a process has.
    found = burnt(stated({"a1": "rest", "a2": "rest", "b": "rest"}))
    assert found == pytest.approx({"a": 750.0, "b": 250.0, "c": 0.0}, rel=1e-12)


def test_a_fuel_nobody_burnt_is_no_error() -> None:
    statement = stated({"a": "0 Nm3", "b": "0 Nm3"}, amount="0 Nm3")
    assert statement.total_direct_emissions.value == 0.0
