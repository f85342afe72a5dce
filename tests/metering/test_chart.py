"""Pictures of a series: nothing is lost in the thinning, and days are counted by the clock."""

import math
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pulmu.metering import BAD, ESTIMATED, Readings, Series, chart, day_coverage, local_days, period_coverage

NEW_YEAR = 1_767_193_200
"""2026-01-01 00:00 in Seoul."""
HOURLY = Series(meter="EM-01", unit="kWh", interval=3600)

rows = st.dictionaries(
    st.integers(0, 400), st.tuples(st.floats(0, 1e6, allow_subnormal=False), st.sampled_from([0, 1, 2])), max_size=60
)


def made(found: dict[int, tuple[float, int]]) -> Readings:
    hours = sorted(found)
    return Readings(
        NEW_YEAR + 3600 * np.array(hours, np.int64),
        np.array([found[hour][0] for hour in hours], np.float64),
        np.array([found[hour][1] for hour in hours], np.int8),
    )


@given(rows, st.integers(0, 380), st.integers(1, 400), st.integers(1, 50))
def test_every_amount_of_the_span_is_in_one_bucket(
    found: dict[int, tuple[float, int]], first: int, hours: int, points: int
) -> None:
    readings = made(found)
    start, end = NEW_YEAR + 3600 * first, NEW_YEAR + 3600 * (first + hours)
    picture = chart(readings, start, end, 3600, points)
    inside = {
        hour: value for hour, (value, quality) in found.items() if first <= hour < first + hours and quality != BAD
    }
    assert len(picture.start) <= points
    assert picture.total == math.fsum(inside.values())
    assert picture.measured.sum() + picture.estimated.sum() == len(inside)
    assert picture.measured.sum() + picture.estimated.sum() + picture.missing.sum() == hours
    assert picture.estimated.sum() == sum(found[hour][1] == ESTIMATED for hour in inside)
    for number, at in enumerate(picture.start.tolist()):
        values = [value for hour, value in inside.items() if at <= NEW_YEAR + 3600 * hour < at + picture.length]
        if values:
            assert (picture.lowest[number], picture.highest[number]) == (min(values), max(values))
            assert math.isclose(picture.mean[number], math.fsum(values) / len(values), rel_tol=1e-12, abs_tol=1e-300)
        else:
            assert math.isnan(picture.mean[number])


@given(rows, st.integers(0, 20), st.integers(1, 20))
def test_days_sum_to_the_months(found: dict[int, tuple[float, int]], first: int, count: int) -> None:
    start = date(2026, 1, 1 + first)
    end = date.fromordinal(start.toordinal() + count)
    days = day_coverage(made(found), start, end, 3600, "Asia/Seoul")
    months = period_coverage(HOURLY, made(found), start, end)
    assert len(days.expected) == count
    assert days.expected.sum() == sum(month.expected for month in months)
    assert days.measured.sum() == sum(month.measured_slots for month in months)
    assert days.estimated.sum() == sum(month.estimated_slots for month in months)


@given(st.lists(st.integers(0, 7_000_000_000), max_size=30), st.sampled_from(["Asia/Seoul", "Europe/Berlin", "UTC"]))
def test_a_day_is_that_of_the_clock_on_the_wall(instants: list[int], zone: str) -> None:
    clock = ZoneInfo(zone)
    expected = [datetime.fromtimestamp(at, clock).date().toordinal() - date(1970, 1, 1).toordinal() for at in instants]
    assert local_days(np.array(instants, np.int64), zone).tolist() == expected


def test_the_days_on_which_clocks_change_have_23_and_25_hours() -> None:
    nothing = Readings()
    march = day_coverage(nothing, date(2026, 3, 28), date(2026, 3, 31), 3600, "Europe/Berlin")
    october = day_coverage(nothing, date(2026, 10, 24), date(2026, 10, 27), 3600, "Europe/Berlin")
    assert (march.expected.tolist(), october.expected.tolist()) == ([24, 23, 24], [24, 25, 24])
