"""Bills of gas of a workspace's meter: what is asked, what is refused, and the same as from the command."""

from dataclasses import replace
from datetime import date

import pytest
from tests.places import Place
from tests.services.bills.test_kept import quarters, take_in
from tests.surface.api.people import Town, Visitor

from pulmu.model import AccessRefused, InputError
from pulmu.services.access.actor import Grant
from pulmu.services.bills.gas import gas_bills, gas_meters, gas_tree, read_gas_wish, told_prices
from pulmu.services.gas_months import GasBilled, GasOrder

WISH = {"heating_value": 42.5, "prices": [{"month": "2026-06", "won": 21.5}, {"month": "2026-07", "won": 22}]}


def hours_of_gas(first: str, last: str, power: float = 100.0) -> bytes:
    """A file of a gas meter, Nm3 in each quarter."""
    return quarters(first, last, power).replace("사용량(kWh)".encode(), "사용량(Nm3)".encode())


@pytest.fixture(scope="module")
def boss(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    founder = Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")
    who = founder.town.member(founder, "lee", "preparer")
    take_in(who, "main", quarters("2026-06-01", "2026-06-03"))
    take_in(who, "gas", hours_of_gas("2026-06-01", "2026-08-10"))
    return who


def billed(boss: Visitor, **wish: object) -> GasBilled:
    place = boss.town.served
    return gas_bills(place.gate, place.measured, boss.actor, "gas", WISH | wish)


def test_a_bill_by_hand(boss: Visitor) -> None:
    """30 days of 9 h x 200 and 15 h x 100 Nm3 = 99,000 Nm3; x 42.5 = 4,207,500 MJ; x 21.5 = 90,461,250; tax a tenth."""
    june = billed(boss).bills[0]
    assert (june.month, june.heat.value, june.charge.value) == ((2026, 6), 4_207_500.0, 90_461_250.0)
    assert june.to_pay.value == 99_507_375.0
    assert [bill.month for bill in billed(boss).bills] == [(2026, 6), (2026, 7)]
    assert [bill.month for bill in billed(boss, last="2026-06").bills] == [(2026, 6)]
    assert gas_tree(billed(boss))["to_pay"] == sum(bill.to_pay.value for bill in billed(boss).bills)


def test_only_meters_of_gas_are_offered_and_no_other_is_billed(boss: Visitor) -> None:
    place = boss.town.served
    assert [item.series.meter for item in gas_meters(place.gate, boss.actor)] == ["gas"]
    with pytest.raises(InputError) as refused:
        gas_bills(place.gate, place.measured, boss.actor, "main", WISH)
    assert refused.value.problems[0].code == "tariff.not_gas"
    with pytest.raises(AccessRefused):
        gas_bills(place.gate, place.measured, boss.actor, "nobody", WISH)
    stranger = replace(boss.actor, grants=(Grant("verifier"),))
    with pytest.raises(AccessRefused):
        gas_bills(place.gate, place.measured, stranger, "gas", WISH)


def test_a_wish_is_an_order_and_everything_wrong_with_it_is_told_at_once() -> None:
    order = read_gas_wish({**WISH, "supply_cost": "2.5", "rates_of": "2024-10-01", "first": "2026-06"})
    assert order == GasOrder(
        first=(2026, 6), last=(2026, 6), heating_value=42.5, prices={(2026, 6): 21.5, (2026, 7): 22.0},
        supply_cost=2.5, rates_of=date(2024, 10, 1),
    )  # fmt: skip
    wrong = {"heating_value": 0, "supply_cost": -1, "first": "June", "prices": told_prices(["soon", "2026-01 x"])}
    with pytest.raises(InputError) as refused:
        read_gas_wish(wrong)
    places = {item.place for item in refused.value.problems}
    assert {"heating_value", "supply_cost", "first"} <= places
    assert sum("prices" in place for place in places) >= 2


@pytest.mark.parametrize("said", ["2026-01=21.5", "2026-01 21.5", " 2026-01 = 21.5 ", "2026-01  21.5"])
def test_a_price_may_be_written_as_people_do(said: str) -> None:
    assert told_prices([said]) == [{"month": "2026-01", "won": "21.5"}]
