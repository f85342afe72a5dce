"""Bills of a meter: whole months only, and what is told of those that are not."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from pulmu.metering import BAD, Readings, Series
from pulmu.model import InputError, RuleError, Source
from pulmu.plan.tariff import Contract
from pulmu.reference.electricity import contracts, industrial_electricity
from pulmu.services.bill_months import Billed, BillOrder, bill_months, compare_options

SEOUL = ZoneInfo("Asia/Seoul")
HERE = Source("meter main", "a.csv")
ORDER = BillOrder(
    tariff=industrial_electricity("industrial_b", "high_a", "II"), contract=Contract(contracted_power=300.0)
)


def readings(start: date, end: date, kilowatt: float = 100.0, interval: int = 900) -> Readings:
    first = int(datetime(start.year, start.month, start.day, tzinfo=SEOUL).timestamp())
    last = int(datetime(end.year, end.month, end.day, tzinfo=SEOUL).timestamp())
    at = np.arange(first, last, interval)
    return Readings(at, np.full(len(at), kilowatt * interval / 3600), np.zeros(len(at), np.int8))


def billed(given: Readings, order: BillOrder = ORDER, **series: object) -> Billed:
    kept = Series(**{"meter": "main", "unit": "kWh", "interval": 900} | series)  # type: ignore[arg-type]
    return bill_months(kept, given, HERE, order)


def told(error: "pytest.ExceptionInfo[InputError]") -> list[tuple[str, str]]:
    return [(item.code, item.place) for item in error.value.problems]


def test_only_whole_months_have_a_bill_and_others_are_told() -> None:
    done = billed(readings(date(2026, 6, 20), date(2026, 9, 1)))
    assert [bill.month for bill in done.bills] == [(2026, 7), (2026, 8)]
    assert ("tariff.month_not_whole", "2026-06") in [(item.code, item.place) for item in done.problems]


def test_a_bad_value_leaves_a_hole() -> None:
    given = readings(date(2026, 7, 1), date(2026, 9, 1))
    given.quality[100] = BAD
    done = billed(given)
    assert [bill.month for bill in done.bills] == [(2026, 8)]
    (hole,) = [item for item in done.problems if item.code == "tariff.month_not_whole"]
    assert dict(hole.values)["slots"] == "1"


def test_a_month_asked_for_by_name_must_be_there() -> None:
    given = readings(date(2026, 6, 20), date(2026, 9, 1))
    with pytest.raises(InputError) as caught:
        billed(given, replace(ORDER, first=(2026, 6), last=(2026, 6)))
    assert told(caught) == [("tariff.month_not_whole", "2026-06")]
    with pytest.raises(InputError) as caught:
        billed(given, replace(ORDER, first=(2026, 7), last=(2026, 10)))
    assert told(caught) == [("tariff.month_unknown", "2026-10")]
    with pytest.raises(InputError) as caught:
        billed(readings(date(2026, 6, 2), date(2026, 6, 9)))
    assert told(caught) == [("tariff.month_not_whole", "2026-06")]
    with pytest.raises(InputError) as caught:
        billed(Readings())
    assert told(caught) == [("tariff.no_month", "main")]


def test_demand_of_months_before_is_remembered_from_the_readings() -> None:
    given = readings(date(2026, 1, 1), date(2026, 5, 1))
    at = int(datetime(2026, 1, 5, 10, tzinfo=SEOUL).timestamp())  # a Monday in peak load
    given.value[given.start == at] = 180 / 4
    done = billed(given, replace(ORDER, first=(2026, 3)))
    assert [bill.billed.value for bill in done.bills] == [180.0, 180.0]
    lacking = {month for bill in done.bills for month in bill.unknown_months}
    assert lacking == {(2025, 7), (2025, 8), (2025, 9), (2025, 12)}
    (warned,) = [item for item in done.problems if item.code == "tariff.memory"]
    assert dict(warned.values)["months"] == "2025-07, 2025-08, 2025-09, 2025-12"


def test_what_bills_say_of_earlier_months_counts() -> None:
    peaks = {(2025, 7): 150.0, (2025, 8): 170.0, (2025, 9): 160.0, (2025, 12): 120.0, (2026, 1): 90.0, (2026, 2): 1.0}
    done = billed(readings(date(2026, 6, 1), date(2026, 7, 1)), replace(ORDER, told_peaks=peaks))
    assert done.bills[0].billed.value == 170.0
    assert done.problems == ()


def test_megawatt_hours_and_counters_are_billed_as_kilowatt_hours() -> None:
    plain = billed(readings(date(2026, 7, 1), date(2026, 8, 1)))
    large = readings(date(2026, 7, 1), date(2026, 8, 1), 0.1)
    assert billed(large, unit="MWh").to_pay == plain.to_pay
    given = readings(date(2026, 7, 1), date(2026, 8, 1))
    stand = np.concatenate(([0.0], np.cumsum(given.value)))
    counter = Readings(np.append(given.start, given.start[-1] + 900), np.round(stand, 6), np.zeros(len(stand), np.int8))
    assert billed(counter, kind="counter").to_pay == plain.to_pay


def test_hourly_readings_do_not_tell_demand() -> None:
    with pytest.raises(InputError) as caught:
        billed(readings(date(2026, 7, 1), date(2026, 8, 1), interval=3600), interval=3600)
    assert told(caught) == [("tariff.demand_interval", "main")]


def test_five_minutes_are_put_together_to_fifteen() -> None:
    given = readings(date(2026, 7, 1), date(2026, 8, 1), interval=300)
    at = int(datetime(2026, 7, 8, 10, 5, tzinfo=SEOUL).timestamp())
    given.value[given.start == at] = 400 / 12
    assert billed(given, interval=300).bills[0].peak.kilowatt == pytest.approx((400 + 100 + 100) / 3)


def test_years_without_terms_are_refused_unless_a_day_is_named() -> None:
    old = readings(date(2018, 3, 1), date(2018, 5, 1))
    with pytest.raises(RuleError) as caught:
        billed(old)
    assert caught.value.problems[0].code == "tariff.not_in_force"
    done = billed(old, replace(ORDER, rates_of=date(2026, 6, 1)))
    assert [bill.rates_of for bill in done.bills] == [date(2026, 6, 1)] * 2


def test_options_are_those_of_the_same_contract() -> None:
    series = Series(meter="main", unit="kWh", interval=900)
    given = readings(date(2026, 7, 1), date(2026, 8, 1))
    found = compare_options(series, given, HERE, ORDER)
    assert list(found) == ["I", "II", "III"]
    assert found["II"].to_pay == billed(given).to_pay
    # 744 h of use: far beyond the 200 h at which II becomes cheaper than I
    assert found["II"].to_pay < found["I"].to_pay


def test_options_are_compared_under_the_same_deferral() -> None:
    deferred = replace(ORDER, tariff=industrial_electricity("industrial_b", "high_a", "II", deferred=True))
    given = readings(date(2026, 7, 1), date(2026, 8, 1))
    found = compare_options(Series(meter="main", unit="kWh", interval=900), given, HERE, deferred)
    assert found["II"].to_pay == billed(given, deferred).to_pay != billed(given).to_pay


@pytest.mark.parametrize("contract", contracts())
def test_every_contract_bills_a_year_around_the_reform(contract: tuple[str, str, str]) -> None:
    tariff = industrial_electricity(*contract)  # type: ignore[arg-type]
    done = billed(readings(date(2025, 11, 1), date(2026, 11, 1)), replace(ORDER, tariff=tariff))
    assert len(done.bills) == 12
    assert all(bill.to_pay.value > bill.charge.value > 0 for bill in done.bills)
    assert sum(bill.energy() for bill in done.bills) == pytest.approx(100 * 24 * 365)


def test_months_follow_the_clock_of_the_tariff() -> None:
    first = readings(date(2026, 7, 1), date(2026, 8, 1)).start[0]
    assert datetime.fromtimestamp(int(first), SEOUL) - timedelta(days=1) == datetime(2026, 6, 30, tzinfo=SEOUL)
