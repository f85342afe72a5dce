"""Totals of months and years, with how much of each was measured."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal, get_args

import numpy as np

from pulmu.metering.counters import amounts, resets
from pulmu.metering.series import BAD, ESTIMATED, MEASURED, Instants, Readings, Series
from pulmu.metering.slots import Month, expected_slots, months_between, months_within

GapPolicy = Literal["refuse", "none", "month_mean", "conservative"]
"""What a total is where slots are missing: not given; the sum of what is there; missing slots at the mean of the same
month's slots; or each at the highest of them, as the monitoring rules ask of an estimate."""

GAP_POLICIES: tuple[GapPolicy, ...] = get_args(GapPolicy)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a month's slots hold.

    Parameters
    ----------
    expected : Slots of the whole month.
    measured_slots, estimated_slots : Slots with a measured and with an estimated amount.
    measured, estimated : The amounts in them, in the unit of the series.
    resets : Instants at which a counter stood lower than before for no known reason, in the month of the last missing
        slot. [s since 1970, UTC]
    highest : The largest amount of one slot; 0 where there is none.
    """

    month: Month
    expected: int
    measured_slots: int
    estimated_slots: int
    measured: float
    estimated: float
    resets: tuple[int, ...] = ()
    highest: float = 0.0


@dataclass(frozen=True, slots=True)
class Total:
    """Amount of a month, a year or another period under a gap policy.

    Parameters
    ----------
    period : "2026-03" or "2026"; any other span of days as "2026-03-10/2026-04-10", the last day excluded.
    filled : What the policy put into the missing slots.
    value : The total; None where the policy refuses one.
    resets : How often a counter stood lower than before for no known reason.
    """

    period: str
    expected: int
    measured_slots: int
    estimated_slots: int
    measured: float
    estimated: float
    filled: float
    value: float | None
    resets: int = 0

    @property
    def missing_slots(self) -> int:
        """Slots without a value, or with a bad one."""
        return self.expected - self.measured_slots - self.estimated_slots


def month_coverage(series: Series, readings: Readings) -> tuple[Coverage, ...]:
    """Coverage of every month of the years that the readings touch.

    This is the definition; a store may compute the same in its own way.

    Parameters
    ----------
    readings : One reading per slot, in order of time.
    """
    good = _good_amounts(series, readings)
    if not len(good):
        return ()
    months = months_between(int(good.start[0]), int(good.start[-1]) + series.interval, series.zone)
    return _coverages(series, readings, good, months)


def period_coverage(series: Series, readings: Readings, start: date, end: date) -> tuple[Coverage, ...]:
    """Coverage of each month of a period of days; the first and the last only as far as the period goes.

    This is the definition; a store may compute the same in its own way.

    Parameters
    ----------
    readings : One reading per slot, in order of time.
    start, end : Half-open; days of the zone of the series.

    Raises
    ------
    InputError  The period has no day (`meter.no_day`).
    """
    months = months_within(start, end, series.zone)
    return _coverages(series, readings, _good_amounts(series, readings), months)


def _good_amounts(series: Series, readings: Readings) -> Readings:
    found = amounts(series, readings)
    return found.take(found.quality != BAD)


def _coverages(series: Series, readings: Readings, good: Readings, months: Iterable[Month]) -> tuple[Coverage, ...]:
    fallen = resets(series, readings)
    return tuple(_coverage(month, series.interval, good, fallen) for month in months)


def _coverage(month: Month, interval: int, good: Readings, fallen: Instants) -> Coverage:
    first, last = np.searchsorted(good.start, [month.start, month.end])
    inside = good.take(np.arange(first, last))
    measured = inside.value[inside.quality == MEASURED]
    estimated = inside.value[inside.quality == ESTIMATED]
    return Coverage(
        month,
        expected_slots(month.start, month.end, interval),
        len(measured),
        len(estimated),
        math.fsum(measured.tolist()),
        math.fsum(estimated.tolist()),
        tuple(fallen[(month.start <= fallen - interval) & (fallen - interval < month.end)].tolist()),
        float(inside.value.max(initial=0.0)),
    )


def month_totals(coverage: Iterable[Coverage], policy: GapPolicy) -> tuple[Total, ...]:
    """Totals of months under a gap policy."""
    return tuple(_month_total(item, policy) for item in coverage)


def year_totals(coverage: Iterable[Coverage], policy: GapPolicy) -> tuple[Total, ...]:
    """Totals of years, from their months under the same policy."""
    years = groupby(coverage, key=lambda item: item.month.year)
    return tuple(_sum(str(year), month_totals(items, policy)) for year, items in years)


def period_total(series: Series, readings: Readings, start: date, end: date, policy: GapPolicy) -> Total:
    """Total of a period of days under a gap policy.

    Parameters
    ----------
    readings : One reading per slot, in order of time.
    start, end : Half-open; days of the zone of the series.

    Returns
    -------
    Its value is None where a month of it, as far as the period goes, has none under the policy.

    Raises
    ------
    InputError  The period has no day (`meter.no_day`).
    """
    return total_of_period(period_coverage(series, readings, start, end), start, end, policy)


def total_of_period(coverage: Iterable[Coverage], start: date, end: date, policy: GapPolicy) -> Total:
    """Total of a period of days from the coverage of its months, `period_coverage`."""
    return _sum(_period_name(start, end), month_totals(coverage, policy))


def _period_name(start: date, end: date) -> str:
    if (start.month, start.day, end.month, end.day) == (1, 1, 1, 1) and end.year == start.year + 1:
        return f"{start.year:04d}"
    last = end - timedelta(days=1)
    if start.day == 1 and end.day == 1 and (start.year, start.month) == (last.year, last.month):
        return f"{start.year:04d}-{start.month:02d}"
    return f"{start}/{end}"


def _month_total(item: Coverage, policy: GapPolicy) -> Total:
    present = item.measured_slots + item.estimated_slots
    there, missing = item.measured + item.estimated, item.expected - present
    each = {"month_mean": there / present if present else 0.0, "conservative": item.highest}.get(policy, 0.0)
    filled = missing * each
    is_given = missing == 0 or policy == "none" or (policy in ("month_mean", "conservative") and present > 0)
    return Total(
        str(item.month),
        item.expected,
        item.measured_slots,
        item.estimated_slots,
        item.measured,
        item.estimated,
        filled,
        there + filled if is_given else None,
        len(item.resets),
    )


def _sum(period: str, months: Sequence[Total]) -> Total:
    values = [month.value for month in months if month.value is not None]
    return Total(
        period,
        sum(month.expected for month in months),
        sum(month.measured_slots for month in months),
        sum(month.estimated_slots for month in months),
        math.fsum(month.measured for month in months),
        math.fsum(month.estimated for month in months),
        math.fsum(month.filled for month in months),
        math.fsum(values) if len(values) == len(months) else None,
        sum(month.resets for month in months),
    )
