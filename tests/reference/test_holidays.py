"""Public holidays of Korea: those of the moon by the moon, substitutes by the rule, and an end that is told."""

import math
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from pulmu.reference import are_holidays_known, is_day_off, public_holidays

KOREA = timezone(timedelta(hours=9))
_LUNAR_DAY = {"설날": 1, "부처님오신날": 8, "추석": 15}
"""Day of the month of the moon, which begins with the new moon."""


def new_moon(number: int) -> datetime:
    """A new moon since 2000, to some minutes: mean, with the largest terms of Meeus, Astronomical Algorithms, 49."""
    t = number / 1236.85
    day = 2451550.09766 + 29.530588861 * number + 0.00015437 * t**2
    sun = math.radians(2.5534 + 29.10535670 * number - 0.0000014 * t**2)
    moon = math.radians(201.5643 + 385.81693528 * number + 0.0107582 * t**2)
    node = math.radians(160.7108 + 390.67050284 * number - 0.0016118 * t**2)
    day += -0.40720 * math.sin(moon) + 0.17241 * math.sin(sun) + 0.01608 * math.sin(2 * moon)
    day += 0.01039 * math.sin(2 * node) + 0.00739 * math.sin(moon - sun) - 0.00514 * math.sin(moon + sun)
    day += 0.00208 * math.sin(2 * sun) - 0.00111 * math.sin(moon - 2 * node) - 0.00057 * math.sin(moon + 2 * node)
    day += 0.00056 * math.sin(2 * moon + sun) - 0.00042 * math.sin(3 * moon) + 0.00042 * math.sin(sun + 2 * node)
    seconds = (day - 2440587.5) * 86_400 - 70  # from dynamical to civil time
    return datetime.fromtimestamp(seconds, UTC)


def test_days_of_the_moon_are_counted_from_the_new_moon_in_korean_time() -> None:
    begins = {new_moon(number).astimezone(KOREA).date() for number in range(220, 380)}
    checked = 0
    for holiday in public_holidays().values():
        name = holiday.name_local.split(",")[0]
        if name in _LUNAR_DAY:
            checked += 1
            assert holiday.day - timedelta(days=_LUNAR_DAY[name] - 1) in begins, holiday
    assert checked == 33


def test_korean_new_year_of_2027_and_2028_is_a_day_later_than_in_china() -> None:
    for day in (date(2027, 2, 7), date(2028, 1, 27)):
        assert public_holidays()[day].name_local == "설날"
        (moon,) = [at for number in range(300, 380) if (at := new_moon(number)).astimezone(KOREA).date() == day]
        assert (moon + timedelta(hours=8)).date() == day - timedelta(days=1)


def test_a_substitute_is_the_next_day_that_is_none() -> None:
    found = public_holidays()
    for item in found.values():
        if item.kind == "substitute":
            before = item.day - timedelta(days=1)
            assert is_day_off(before), item
            assert item.day.weekday() < 5, item


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_days_that_move_when_they_fall_on_a_weekend_have_their_substitute(year: int) -> None:
    for month, day in ((3, 1), (5, 1), (5, 5), (7, 17), (8, 15), (10, 3), (10, 9), (12, 25)):
        on = date(year, month, day)
        assert on in public_holidays()
        if on.weekday() >= 5:
            monday = on + timedelta(days=7 - on.weekday())
            assert public_holidays()[monday].kind == "substitute", on
    for on in (date(year, 1, 1), date(year, 6, 6)):
        monday = on + timedelta(days=7 - on.weekday())
        assert on.weekday() < 5 or monday not in public_holidays()


def test_a_day_named_for_once_is_one_of_them() -> None:
    named = [item.day for item in public_holidays().values() if item.kind == "temporary"]
    assert named == [date(2020, 8, 17), date(2023, 10, 2), date(2024, 10, 1), date(2025, 1, 27),
                     date(2025, 6, 3)]  # fmt: skip


def test_days_that_were_made_holidays_in_2026_were_none_before() -> None:
    found = public_holidays()
    assert date(2025, 5, 1) not in found
    assert date(2025, 7, 17) not in found


def test_where_the_table_ends_only_weekends_are_known() -> None:
    assert are_holidays_known(date(2018, 1, 1))
    assert are_holidays_known(date(2028, 12, 31))
    assert not are_holidays_known(date(2017, 12, 31))
    assert not are_holidays_known(date(2029, 1, 1))
    assert not is_day_off(date(2029, 1, 1))
    assert is_day_off(date(2029, 1, 6))
