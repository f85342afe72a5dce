"""Totals and what a missing slot counts as."""

import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from pulmu.metering import (
    GAP_POLICIES,
    GapPolicy,
    Readings,
    Series,
    month_coverage,
    month_totals,
    months_between,
    months_within,
    period_coverage,
    period_total,
    year_totals,
)
from pulmu.model import InputError

NEW_YEAR = 1_767_193_200
SERIES = Series(meter="EM-01", unit="kWh", interval=3600)


def year(value: float = 2.0) -> Readings:
    start = NEW_YEAR + 3600 * np.arange(8760, dtype=np.int64)
    return Readings(start, np.full(8760, value), np.zeros(8760, np.int8))


def without(readings: Readings, *hours: int) -> Readings:
    return readings.take(~np.isin(np.arange(len(readings)), hours))


@pytest.mark.parametrize("policy", GAP_POLICIES)
def test_a_whole_year_has_one_total_under_every_policy(policy: GapPolicy) -> None:
    coverage = month_coverage(SERIES, year())
    [total] = year_totals(coverage, policy)
    assert (total.value, total.filled, total.missing_slots) == (17_520.0, 0.0, 0)
    assert [item.value for item in month_totals(coverage, policy)[:2]] == [1488.0, 1344.0]


@pytest.mark.parametrize(
    ("policy", "january", "whole_year"),
    [
        ("refuse", None, None),
        ("none", 1484.0, 17_516.0),
        ("month_mean", 1488.0, 17_520.0),
        ("conservative", 1488.0, 17_520.0),
    ],
)
def test_a_missing_slot_counts_as_the_policy_says(
    policy: GapPolicy, january: float | None, whole_year: float | None
) -> None:
    coverage = month_coverage(SERIES, without(year(), 5, 6))
    first, second, *_ = month_totals(coverage, policy)
    assert (january, 2) == (first.value, first.missing_slots)
    assert (second.value, second.missing_slots) == (1344.0, 0)
    assert whole_year == year_totals(coverage, policy)[0].value


def test_a_conservative_estimate_takes_the_highest_slot_of_the_month() -> None:
    readings = without(year(), 5, 6)
    readings.value[[100, 800]] = 9.0, 50.0  # of January and of February
    first, second, *_ = month_totals(month_coverage(SERIES, readings), "conservative")
    there = readings.value[:742].sum()
    assert (first.value, first.filled) == (pytest.approx(there + 2 * 9.0, rel=1e-12), 18.0)
    assert second.filled == 0.0


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


@pytest.mark.parametrize("policy", GAP_POLICIES)
@pytest.mark.parametrize("hours", [(), (5, 6), range(744), range(8760)])
def test_a_period_of_a_year_or_a_month_is_that_year_or_month(policy: GapPolicy, hours: tuple[int, ...]) -> None:
    readings = without(year(), *hours)
    coverage = month_coverage(SERIES, readings)
    for start, end, number in ((1, 2, 0), (3, 4, 2)):
        found = period_total(SERIES, readings, date(2026, start, 1), date(2026, end, 1), policy)
        if coverage:
            assert found == month_totals(coverage, policy)[number]
    found = period_total(SERIES, readings, date(2026, 1, 1), date(2027, 1, 1), policy)
    if coverage:
        assert found == year_totals(coverage, policy)[0]
    else:
        assert (found.period, found.missing_slots, found.value) == ("2026", 8760, 0.0 if policy == "none" else None)


def test_a_period_across_months_counts_its_own_slots() -> None:
    found = period_total(SERIES, year(), date(2026, 1, 10), date(2026, 2, 10), "refuse")
    assert (found.period, found.expected, found.missing_slots) == ("2026-01-10/2026-02-10", 31 * 24, 0)
    assert found.value == 2.0 * 31 * 24
    before = period_total(SERIES, year(), date(2025, 12, 31), date(2026, 1, 2), "refuse")
    assert (before.expected, before.missing_slots, before.value) == (48, 24, None)


def test_a_gap_outside_the_period_does_not_count() -> None:
    readings = without(year(), 5, 6)
    assert period_total(SERIES, readings, date(2026, 1, 2), date(2026, 2, 1), "refuse").value == 2.0 * 30 * 24
    assert period_total(SERIES, readings, date(2026, 1, 1), date(2026, 1, 2), "refuse").value is None


def test_a_missing_slot_gets_the_mean_of_its_month_within_the_period() -> None:
    readings = year()
    readings.value[:240] = 1.0  # ten days of January
    found = period_total(SERIES, without(readings, 300), date(2026, 1, 11), date(2026, 2, 11), "month_mean")
    assert (found.filled, found.value) == (2.0, 2.0 * 31 * 24)


def test_parts_of_a_period_add_up_to_it() -> None:
    readings = without(year(), 7, 3000)
    for zone in ("Asia/Seoul", "Europe/Berlin"):
        series = replace(SERIES, zone=zone)
        edges = [date(2026, 1, 1), date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 26), date(2027, 1, 1)]
        parts = [period_total(series, readings, *pair, "none") for pair in itertools.pairwise(edges)]
        whole = period_total(series, readings, edges[0], edges[-1], "none")
        assert sum(part.expected for part in parts) == whole.expected == 8760
        assert sum(part.value or 0.0 for part in parts) == whole.value
    assert parts[1].expected == 23


def test_months_of_a_period_are_cut_at_its_ends() -> None:
    months = months_within(date(2025, 12, 30), date(2026, 2, 2), "Asia/Seoul")
    assert [str(month) for month in months] == ["2025-12", "2026-01", "2026-02"]
    assert [(month.end - month.start) // 86_400 for month in months] == [2, 31, 1]


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 1, 1)])
def test_a_period_without_a_day_is_refused(end: date) -> None:
    with pytest.raises(InputError) as refused:
        period_coverage(SERIES, year(), date(2026, 1, 1), end)
    assert refused.value.problems[0].code == "meter.no_day"
