"""Totals and what a missing slot counts as."""

import numpy as np
import pytest

from pulmu.metering import GapPolicy, Readings, Series, month_coverage, month_totals, months_between, year_totals

NEW_YEAR = 1_767_193_200
SERIES = Series(meter="EM-01", unit="kWh", interval=3600)


def year(value: float = 2.0) -> Readings:
    start = NEW_YEAR + 3600 * np.arange(8760, dtype=np.int64)
    return Readings(start, np.full(8760, value), np.zeros(8760, np.int8))


def without(readings: Readings, *hours: int) -> Readings:
    return readings.take(~np.isin(np.arange(len(readings)), hours))


@pytest.mark.parametrize("policy", ["refuse", "none", "month_mean"])
def test_a_whole_year_has_one_total_under_every_policy(policy: GapPolicy) -> None:
    coverage = month_coverage(SERIES, year())
    [total] = year_totals(coverage, policy)
    assert (total.value, total.filled, total.missing_slots) == (17_520.0, 0.0, 0)
    assert [item.value for item in month_totals(coverage, policy)[:2]] == [1488.0, 1344.0]


@pytest.mark.parametrize(
    ("policy", "january", "whole_year"),
    [("refuse", None, None), ("none", 1484.0, 17_516.0), ("month_mean", 1488.0, 17_520.0)],
)
def test_a_missing_slot_counts_as_the_policy_says(
    policy: GapPolicy, january: float | None, whole_year: float | None
) -> None:
    coverage = month_coverage(SERIES, without(year(), 5, 6))
    first, second, *_ = month_totals(coverage, policy)
    assert (january, 2) == (first.value, first.missing_slots)
    assert (second.value, second.missing_slots) == (1344.0, 0)
    assert whole_year == year_totals(coverage, policy)[0].value


def test_a_month_without_any_reading_is_not_made_up() -> None:
    coverage = month_coverage(SERIES, without(year(), *range(744)))
    assert month_totals(coverage, "month_mean")[0].value is None
    assert year_totals(coverage, "month_mean")[0].value is None


def test_estimated_values_count_and_are_told_apart() -> None:
    readings = year()
    readings.quality[:10], readings.quality[10:15] = 1, 2
    total = month_totals(month_coverage(SERIES, readings), "none")[0]
    assert (total.estimated, total.estimated_slots, total.missing_slots) == (20.0, 10, 5)
    assert total.value == 2.0 * (744 - 5)


def test_scaling_the_values_scales_the_totals() -> None:
    one, three = (year_totals(month_coverage(SERIES, year(value)), "refuse")[0].value for value in (1.0, 3.0))
    assert one is not None
    assert three == pytest.approx(3 * one)


def test_nothing_read_is_no_month() -> None:
    assert month_coverage(SERIES, Readings()) == ()
    assert len(months_between(NEW_YEAR - 1, NEW_YEAR + 1, "Asia/Seoul")) == 24
