"""Slots: which are expected, which are filled, which are filled twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.metering.series import BAD, Instants, Readings, joined
from pulmu.model import InputError


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A run of empty slots, half-open. [s since 1970, UTC]"""

    start: int
    end: int
    slots: int


@dataclass(frozen=True, slots=True)
class Extent:
    """How far readings reach. [s since 1970, UTC]

    Parameters
    ----------
    first, last : Start of the first slot and end of the last, a bad value included; both 0 where there is none.
    gaps : Runs of empty slots between them.
    """

    first: int
    last: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month of a zone, half-open. [s since 1970, UTC]"""

    year: int
    month: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def expected_slots(start: int, end: int, interval: int) -> int:
    """How many slots lie between two instants."""
    return max(0, end - start) // interval


def off_grid(local: Instants, interval: int) -> Instants:
    """Positions of times that are no boundary between slots: slots are counted from midnight of the clock.

    Parameters
    ----------
    local : Seconds since 1970-01-01 00:00 on a clock of the zone.
    """
    return np.flatnonzero(local % interval != 0)


def once(readings: Readings) -> tuple[Readings, tuple[int, ...]]:
    """Readings in order of time, a repeated one once; and the slots that were given two different values."""
    if bool((np.diff(readings.start) > 0).all()):  # as meters send them
        return readings, ()
    order = np.lexsort((readings.quality, readings.value, readings.start))
    found = readings.take(order)
    same_slot = np.diff(found.start) == 0
    same = same_slot & (np.diff(found.value) == 0) & (np.diff(found.quality) == 0)
    twice = tuple(np.unique(found.start[1:][same_slot & ~same]).tolist())
    return found.take(np.concatenate(([True], ~same))), twice


def latest(parts: Sequence[Readings]) -> Readings:
    """One reading per slot, in order of time: of several parts the last one counts."""
    whole = joined(*parts)
    _, position = np.unique(whole.start[::-1], return_index=True)
    return whole.take(len(whole) - 1 - position)


@dataclass(frozen=True, slots=True)
class News:
    """What an import brings against what is kept already.

    Parameters
    ----------
    fresh : Readings of empty slots.
    different : Readings of slots that were never given this value.
    known : How many readings were there already, or were corrected since.
    """

    fresh: Readings
    different: Readings
    known: int


def news(parts: Sequence[Readings], incoming: Readings) -> News:
    """Compare readings with the parts that are kept."""
    kept = joined(*parts)
    seen = set(kept.start.tolist())
    given = set(zip(kept.start.tolist(), kept.value.tolist(), kept.quality.tolist(), strict=True))
    rows = list(zip(incoming.start.tolist(), incoming.value.tolist(), incoming.quality.tolist(), strict=True))
    is_fresh = np.array([row[0] not in seen for row in rows], np.bool_)
    is_known = np.array([row in given for row in rows], np.bool_)
    return News(incoming.take(is_fresh), incoming.take(~is_fresh & ~is_known), int(is_known.sum()))


def gaps(readings: Readings, interval: int) -> tuple[Gap, ...]:
    """Runs of empty slots between the first and the last reading; a slot with a bad value is empty.

    Parameters
    ----------
    readings : Amounts of slots, one per slot, in order of time.
    """
    if not len(readings):
        return ()
    good = readings.start[readings.quality != BAD]
    edges = np.concatenate(([readings.start[0] - interval], good, [readings.start[-1] + interval]))
    missing = np.diff(edges) // interval - 1
    return tuple(Gap(int(edges[n] + interval), int(edges[n + 1]), int(missing[n])) for n in np.flatnonzero(missing > 0))


def months_between(start: int, end: int, zone: str) -> tuple[Month, ...]:
    """All months of the calendar years that the span touches, by the clock of the zone."""
    clock = ZoneInfo(zone)
    first = datetime.fromtimestamp(start, UTC).astimezone(clock).year
    last = datetime.fromtimestamp(max(start, end - 1), UTC).astimezone(clock).year
    names = [(year, month) for year in range(first, last + 1) for month in range(1, 13)]
    edges = [int(datetime(year, month, 1, tzinfo=clock).timestamp()) for year, month in [*names, (last + 1, 1)]]
    return tuple(Month(*name, edges[n], edges[n + 1]) for n, name in enumerate(names))


def clock_change(start: int, end: int, zone: str, interval: int) -> date | None:
    """The first day of the years that a span touches on which slots stop being counted from midnight.

    Where clocks are put on or back by a whole number of slots, nothing is lost; by a part of one, slots no longer fit.
    """
    months = months_between(start, end, zone)
    clock = ZoneInfo(zone)
    noon = datetime(months[0].year, 1, 1, 12)
    offsets = ((noon + timedelta(days=day)).replace(tzinfo=clock) for day in range(366 * (len(months) // 12)))
    first = noon.replace(tzinfo=clock).utcoffset() or timedelta()
    for shown in offsets:
        if shown.year > months[-1].year:
            return None
        if ((shown.utcoffset() or timedelta()) - first) % timedelta(seconds=interval):
            return shown.date()
    return None


def months_within(start: date, end: date, zone: str) -> tuple[Month, ...]:
    """The calendar months of a period of days, its first and last month only as far as the period goes.

    Parameters
    ----------
    start, end : Half-open; days of the zone.

    Raises
    ------
    InputError  The period has no day (`meter.no_day`).
    """
    if end <= start:
        raise InputError.of(
            "meter.no_day",
            f"{start} to {end}",
            "the period ends before it has a day",
            "give a last day that is not before the first",
            start=start,
            end=end,
        )
    clock = ZoneInfo(zone)
    last = end - timedelta(days=1)
    count = 12 * (last.year - start.year) + last.month - start.month + 1
    names = [divmod(12 * start.year + start.month - 1 + number, 12) for number in range(count)]
    days = [start, *(date(year, month + 1, 1) for year, month in names[1:]), end]
    edges = [int(datetime(day.year, day.month, day.day, tzinfo=clock).timestamp()) for day in days]
    return tuple(Month(year, month + 1, edges[n], edges[n + 1]) for n, (year, month) in enumerate(names))
