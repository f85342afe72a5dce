"""Amounts thinned to what a picture has room for, and how much of each day is there."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pulmu.metering.series import BAD, ESTIMATED, Instants, Readings, Values

_DAY = 86_400


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A span of slots in buckets of one length, the last one cut off by the end of the span.

    Parameters
    ----------
    length : Length of a bucket, a whole number of slots. [s]
    start : (buckets,)  Start of each. [s since 1970, UTC]
    lowest, mean, highest : (buckets,)  Of the amounts of its slots; NaN where it has none.
    measured, estimated, missing : (buckets,)  Slots of each kind.
    total : Sum of all amounts of the span, exact.
    """

    length: int
    start: Instants
    lowest: Values
    mean: Values
    highest: Values
    measured: Instants
    estimated: Instants
    missing: Instants
    total: float


@dataclass(frozen=True, slots=True, eq=False)
class DayCoverage:
    """Slots of each day of a period, by the clock of the zone.

    Parameters
    ----------
    first : The first day; the others follow it.
    expected, measured, estimated : (days,)
    """

    first: date
    expected: Instants
    measured: Instants
    estimated: Instants


def chart(amounts: Readings, start: int, end: int, interval: int, points: int) -> Chart:
    """Amounts of a span in at most so many buckets.

    Parameters
    ----------
    amounts : Amounts of slots, one per slot, in order of time.
    start, end : Half-open. [s since 1970, UTC]
    """
    good = _within(amounts, start, end)
    slots = max(1, -(-(end - start) // interval))
    length = interval * -(-slots // points)
    edges = start + length * np.arange(-(-slots * interval // length), dtype=np.int64)
    place = (good.start - start) // length
    count = np.bincount(place, minlength=len(edges))
    estimated = np.bincount(place[good.quality == ESTIMATED], minlength=len(edges))
    expected = (np.minimum(edges + length, end) - edges) // interval
    lowest, mean, highest = (np.full(len(edges), math.nan) for _ in range(3))
    if len(good):
        first = np.flatnonzero(np.diff(place, prepend=-1))
        which = place[first]
        lowest[which] = np.minimum.reduceat(good.value, first)
        highest[which] = np.maximum.reduceat(good.value, first)
        mean[which] = np.add.reduceat(good.value, first) / count[which]
    missing = np.maximum(expected - count, 0)
    total = math.fsum(good.value.tolist())
    return Chart(length, edges, lowest, mean, highest, count - estimated, estimated, missing, total)


def day_coverage(amounts: Readings, first: date, end: date, interval: int, zone: str) -> DayCoverage:
    """How many slots of each day hold an amount.

    Parameters
    ----------
    amounts : Amounts of slots, one per slot, in order of time.
    first, end : Half-open; days of the zone.
    """
    edges = day_edges(first, end, zone)
    good = _within(amounts, int(edges[0]), int(edges[-1]))
    days = len(edges) - 1
    place = np.searchsorted(edges, good.start, side="right") - 1
    count = np.bincount(place, minlength=days)
    estimated = np.bincount(place[good.quality == ESTIMATED], minlength=days)
    return DayCoverage(first, np.diff(edges) // interval, count - estimated, estimated)


def day_edges(first: date, end: date, zone: str) -> NDArray[np.int64]:
    """Midnights of days by the clock of a zone, that of `end` too. [s since 1970, UTC]"""
    clock = ZoneInfo(zone)
    days = (first + timedelta(days=number) for number in range((end - first).days + 1))
    return np.array([int(datetime(day.year, day.month, day.day, tzinfo=clock).timestamp()) for day in days], np.int64)


def local_days(instants: Instants, zone: str) -> Instants:
    """The day of each instant by the clock of a zone, as days since 1970-01-01."""
    return local_clock(instants, zone) // _DAY


def local_clock(instants: Instants, zone: str) -> Instants:
    """What the clock of a zone shows at each instant. [s since 1970-01-01 00:00 by that clock]"""
    clock = ZoneInfo(zone)
    shown = instants.copy()
    days, which = np.unique(instants // _DAY, return_inverse=True)
    edges = np.unique(np.concatenate((days, days + 1)))
    offset = dict(zip(edges.tolist(), (_offset(int(edge) * _DAY, clock) for edge in edges), strict=True))
    first = np.array([offset[day] for day in days.tolist()], np.int64)
    is_even = np.array([offset[day] == offset[day + 1] for day in days.tolist()], np.bool_)
    if len(instants):
        shown += first[which]
    for number in np.flatnonzero(~is_even[which]).tolist():  # clocks were changed on that day
        at = int(instants[number])
        shown[number] = at + _offset(at, clock)
    return shown


def _offset(instant: int, clock: ZoneInfo) -> int:
    found = datetime.fromtimestamp(instant, UTC).astimezone(clock).utcoffset()
    return int(found.total_seconds()) if found is not None else 0


def _within(amounts: Readings, start: int, end: int) -> Readings:
    found = amounts.take(np.arange(*np.searchsorted(amounts.start, [start, end])))
    return found.take(found.quality != BAD)
