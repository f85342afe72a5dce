"""Bills of a workspace's meter: kept with the readings they rest on, and the same when they are looked at again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.places import Place
from tests.surface.api.people import Town, Visitor

from pulmu.model import AccessRefused, InputError
from pulmu.model.paid_bill import PaidBill, PaidLine
from pulmu.services.bills import kept
from pulmu.services.bills.wish import read_wish
from pulmu.services.workspaces.electricity import electricity_meters

SEOUL = ZoneInfo("Asia/Seoul")
WISH = {"contracted_power": 300}


def quarters(first: str, last: str, power: float = 100.0) -> bytes:
    """A file of quarter-hours from a day to before another, more by day than by night."""
    at, end = (datetime.fromisoformat(day).replace(tzinfo=SEOUL) for day in (first, last))
    rows = ["시각,사용량(kWh)"]
    while at < end:
        rows.append(f"{at:%Y-%m-%d %H:%M},{power / 4 * (2 if 9 <= at.hour < 18 else 1)}")
        at += timedelta(minutes=15)
    return "\n".join(rows).encode()


def take_in(who: Visitor, meter: str, content: bytes, **more: object) -> None:
    who.post("/meters/imports", inside=True, status=200, params={"meter": meter} | more, content=content)


@pytest.fixture(scope="module")
def boss(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    founder = Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")
    who = founder.town.member(founder, "lee", "preparer")
    take_in(who, "main", quarters("2026-06-01", "2026-08-10"))
    return who


def test_bills_are_kept_and_the_same_when_later_readings_came(boss: Visitor) -> None:
    place = boss.town.served
    made = kept.compute_bills(place.gate, place.measured, boss.actor, "main", WISH)
    assert (made.number, made.first, made.last, made.is_counterfactual) == (1, "2026-06", "2026-07", False)
    take_in(boss, "main", quarters("2026-08-10", "2026-09-01"))
    again = kept.find_bills(place.gate, place.measured, boss.actor, "main", 1)
    assert again.listed == made
    assert again.billed.to_pay == made.to_pay
    assert [bill.month for bill in again.billed.bills] == [(2026, 6), (2026, 7)]
    newer = kept.compute_bills(place.gate, place.measured, boss.actor, "main", WISH)
    assert (newer.number, newer.last) == (2, "2026-08")
    assert kept.list_bills(place.gate, boss.actor, "main") == (newer, made)
    assert kept.newest_bills(place.gate, boss.actor) == (newer,)


def test_options_and_mean_days_are_of_the_same_months(boss: Visitor) -> None:
    place = boss.town.served
    bills = kept.find_bills(place.gate, place.measured, boss.actor, "main", 1)
    options = kept.options_of(bills)
    assert options["II"].to_pay == bills.billed.to_pay
    (summer,) = kept.days_of(bills)
    assert (summer.season, summer.days) == ("summer", 43), "45 weekdays less 3 June and 17 July, holidays"
    assert summer.power[:36].tolist() == [100.0] * 36
    assert summer.power[36:72].tolist() == [200.0] * 36
    assert [summer.bands[hour * 4] for hour in (0, 8, 15, 21, 22)] == ["light", "mid", "peak", "mid", "light"]


def test_a_paid_bill_is_checked_against_its_month(boss: Visitor) -> None:
    place = boss.town.served
    bills = kept.find_bills(place.gate, place.measured, boss.actor, "main", 1)
    (july,) = [bill for bill in bills.billed.bills if bill.month == (2026, 7)]
    paid = PaidBill(month="2026-07", lines=(PaidLine(id="to_pay", won=july.to_pay.value + 500_000),))
    assert kept.check_kept(bills, paid).over == 500_000
    with pytest.raises(InputError) as caught:
        kept.check_kept(bills, PaidBill(month="2025-07", lines=()))
    assert [item.code for item in caught.value.problems] == ["tariff.paid_month"]


def test_a_meter_of_gas_and_one_nobody_has_are_refused(boss: Visitor) -> None:
    place = boss.town.served
    take_in(boss, "gas", b"time,gas (MJ)\n2026-01-01 00:00,1\n2026-01-01 00:15,2\n2026-01-01 00:30,2\n")
    with pytest.raises(InputError) as caught:
        kept.compute_bills(place.gate, place.measured, boss.actor, "gas", WISH)
    assert [item.code for item in caught.value.problems] == ["tariff.not_electricity"]
    assert [item.series.meter for item in electricity_meters(place.gate, boss.actor)] == ["main"]
    with pytest.raises(AccessRefused):
        kept.compute_bills(place.gate, place.measured, boss.actor, "nobody", WISH)


def test_a_wish_is_told_everything_that_is_wrong_with_it() -> None:
    with pytest.raises(InputError) as caught:
        read_wish({"option": "IV", "power_factor": 120, "first": "2026-13", "colour": "red"})
    assert {item.place for item in caught.value.problems} == {
        "option", "power_factor", "first", "colour", "contracted_power",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [("2026-03", "2026-02", "tariff.months"), ("2025-01", "2026-01", "tariff.too_many_months")],
)
def test_a_span_of_months_is_a_year_at_most(first: str, last: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_wish(WISH | {"first": first, "last": last})
    assert [item.code for item in caught.value.problems] == [code]


def test_one_month_named_is_that_month() -> None:
    _, order = read_wish(WISH | {"first": "2026-03", "peaks": [{"month": "2025-12", "kw": "480"}]})
    assert (order.first, order.last, dict(order.told_peaks)) == ((2026, 3), (2026, 3), {(2025, 12): 480.0})


def test_who_may_only_look_computes_nothing(boss: Visitor) -> None:
    place = boss.town.served
    looker = boss.town.founder("park", "이웃").actor
    with pytest.raises(AccessRefused):
        kept.compute_bills(place.gate, place.measured, looker, "main", WISH)
