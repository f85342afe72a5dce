"""Totals of months and years, with how much of each was measured."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

import numpy as np

from pulmu.metering.counters import amounts
from pulmu.metering.series import BAD, ESTIMATED, MEASURED, Readings, Series
from pulmu.metering.slots import Month, expected_slots, months_between

GapPolicy = Literal["refuse", "none", "month_mean"]
"""What a total is where slots are missing: not given; the sum of what is there; or missing slots at the mean of the
same month's slots."""

GAP_POLICIES: tuple[GapPolicy, ...] = get_args(GapPolicy)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a month's slots hold.

    Parameters
    ----------
    expected : Slots of the whole month.
    measured_slots, estimated_slots : Slots with a measured and with an estimated amount.
    measured, estimated : The amounts in them, in the unit of the series.
    """

    month: Month
    expected: int
    measured_slots: int
    estimated_slots: int
    measured: float
    estimated: float


@dataclass(frozen=True, slots=True)
class Total:
    """Amount of a month or a year under a gap policy.

    Parameters
    ----------
    period : "2026-03" or "2026".
    filled : What the policy put into the missing slots.
    value : The total; None where the policy refuses one.
    """

    period: str
    expected: int
    measured_slots: int
    estimated_slots: int
    measured: float
    estimated: float
    filled: float
    value: float | None

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
    found = amounts(series, readings)
    good = found.take(found.quality != BAD)
    if not len(good):
        return ()
    months = months_between(int(good.start[0]), int(good.start[-1]) + series.interval, series.zone)
    return tuple(_coverage(month, series.interval, good) for month in months)


def _coverage(month: Month, interval: int, good: Readings) -> Coverage:
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
    )


def month_totals(coverage: Iterable[Coverage], policy: GapPolicy) -> tuple[Total, ...]:
    """Totals of months under a gap policy."""
    return tuple(_month_total(item, policy) for item in coverage)


def year_totals(coverage: Iterable[Coverage], policy: GapPolicy) -> tuple[Total, ...]:
    """Totals of years, from their months under the same policy."""
    years = groupby(coverage, key=lambda item: item.month.year)
    return tuple(_year_total(str(year), month_totals(items, policy)) for year, items in years)


def _month_total(item: Coverage, policy: GapPolicy) -> Total:
    present = item.measured_slots + item.estimated_slots
    there, missing = item.measured + item.estimated, item.expected - present
    filled = missing * there / present if policy == "month_mean" and present else 0.0
    is_given = missing == 0 or policy == "none" or (policy == "month_mean" and present > 0)
    return Total(
        str(item.month),
        item.expected,
        item.measured_slots,
        item.estimated_slots,
        item.measured,
        item.estimated,
        filled,
        there + filled if is_given else None,
    )


def _year_total(year: str, months: Sequence[Total]) -> Total:
    values = [month.value for month in months if month.value is not None]
    return Total(
        year,
        sum(month.expected for month in months),
        sum(month.measured_slots for month in months),
        sum(month.estimated_slots for month in months),
        math.fsum(month.measured for month in months),
        math.fsum(month.estimated for month in months),
        math.fsum(month.filled for month in months),
        math.fsum(values) if len(values) == len(months) else None,
    )
