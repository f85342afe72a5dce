"""Puts readings into time: which instants their labels mean, and what does not fit the grid of slots."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from pulmu.adapters._readings.complaints import Complaints
from pulmu.adapters._readings.layout import Layout
from pulmu.adapters._readings.stamps import NO_TIME, Local, Stamps, day_is_first, local_seconds, steady_offset
from pulmu.metering import Readings, close_days, find_interval, find_midnights, is_interval, off_grid, once, to_instants
from pulmu.metering.series import Instants
from pulmu.services.ports import Label, ReadingWish

_DAY = 86_400
_SUSPICIOUS = 24
"""Readings from which a series that never falls is looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """Readings as arrays of one length.

    Parameters
    ----------
    times : Day, seconds and offset, as `StampReader` reads them. (readings, 3)
    blank : Whether there is a time and no value. It shows the grid of slots like any other.
    """

    lines: NDArray[np.int64]
    columns: NDArray[np.int64]
    times: NDArray[np.int64]
    values: NDArray[np.float64]
    qualities: NDArray[np.int8]
    blank: NDArray[np.bool_]

    @classmethod
    def joined(cls, parts: Sequence["Taken"]) -> "Taken":
        """Parts one after the other."""
        return cls(*(np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(cls)))

    def reversed(self) -> "Taken":
        """The last one first."""
        return Taken(*(getattr(self, item.name)[::-1] for item in fields(self)))


def _falls(taken: Taken) -> bool:
    """Whether the latest reading stands first: what neighbours show is then read from the last row up."""
    seconds = np.diff(taken.times[:, 1])
    return bool((seconds < 0).sum() > (seconds > 0).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Readings in time."""

    readings: Readings
    interval: int
    label: Label
    closing: int


def place_in_time(
    taken: Taken,
    days: Sequence[tuple[int, int, int]],
    wanted: tuple[ReadingWish, str],
    layout: Layout,
    complain: Complaints,
) -> Placed:
    """Readings with their instants; everything that does not fit is told.

    Raises
    ------
    InputError  Nothing shows the order of day and month, or the length of an interval; or there are no readings.
    """
    wish, shown = wanted
    taken = taken.reversed() if _falls(taken) else taken
    if taken.blank.all():
        raise complain.whole("meter.no_readings", "the file has heads and no readings", "choose another file")
    return _Placing(taken, wish, shown, layout, complain).place(days)


@dataclass(frozen=True, slots=True, eq=False)
class _Placing:
    taken: Taken
    wish: ReadingWish
    shown: str
    layout: Layout
    complain: Complaints

    def place(self, days: Sequence[tuple[int, int, int]]) -> Placed:
        """Instants of all readings."""
        day, seconds, offset = self.taken.times.T
        is_date = seconds == NO_TIME
        seconds = np.where(is_date, 0, seconds)
        first = day_is_first([days[number] for number in np.unique(day).tolist()])
        if first is None:
            raise self.complain.whole(
                "meter.day_or_month",
                "the dates do not show whether the day or the month stands first",
                "write dates as 2026-01-31",
            )
        shown = local_seconds(Stamps(days, day, seconds, offset), day_first=first, zone=self.wish.zone)
        for number in np.flatnonzero(~shown.exists).tolist():
            text = "-".join(map(str, days[int(day[number])]))
            self._complain(number, "input.not_a_date", f"there is no day {text}", "write it as 2026-01-31", text=text)
        if not is_date.all():
            self._refuse_dates(np.flatnonzero(is_date).tolist(), days)
        interval = self._interval(shown.seconds)
        closed = self._midnights(shown.seconds, seconds, interval)
        closing = int((closed != shown.seconds).sum())
        ends_day = closing > 0 or bool((seconds == _DAY).any())
        told = "start" if is_date.all() else self.shown  # a date alone names its own day
        label: Label = self.wish.label or ("end" if ends_day else _label(told) or self.wish.usual_label)
        start = self._instants(closed, shown)
        if self.wish.kind == "interval" and label == "end":
            start = start - interval
        if shown.exists.all():  # else the grid would be measured on stand-ins
            self._check_grid(closed, interval)
            self._check_twice(start)
        filled = ~self.taken.blank
        readings = Readings(start[filled], self.taken.values[filled], self.taken.qualities[filled])
        self._suspect_counter(readings)
        return Placed(readings, interval, label, closing)

    def _refuse_dates(self, numbers: Sequence[int], days: Sequence[tuple[int, int, int]]) -> None:
        for number in numbers:
            text = "-".join(map(str, days[int(self.taken.times[number, 0])]))
            self._complain(
                number,
                "meter.not_a_time",
                f"{text!r} is a date without a time, while other rows have one",
                "write 2026-03-04 09:15, or delete the row if it holds no reading",
                text=text,
            )

    def _interval(self, local: Instants) -> int:
        # A few corrected rows may stand far apart; a whole file of another interval is told apart by its steps.
        found = find_interval(local)
        if found and not _mostly(np.diff(local), (-found, found)):  # the rows stand in no order
            found = find_interval(np.unique(local))
        interval = self.wish.interval if self.wish.interval and len(local) < 5 else found
        if interval is None:
            raise self.complain.whole(
                "meter.no_interval",
                "one reading alone does not show how long its interval is",
                "give a file with at least two readings",
            )
        return interval

    def _midnights(self, local: Instants, seconds: NDArray[np.int64], interval: int) -> Instants:
        found = find_midnights(local, interval)
        # Only neighbours that follow one another show which day a midnight belongs to.
        if not found.closing or not _mostly(np.diff(local), (interval, interval - _DAY, interval + _DAY)):
            return local
        for number in [*found.opening, *np.flatnonzero(seconds == _DAY).tolist()]:
            self._complain(
                number,
                "meter.midnight",
                "this midnight begins the day of its date, while others in the file end it",
                "write all midnights in one way, as 24:00 of the day that ends or 00:00 of the next",
            )
        return close_days(local)

    def _instants(self, local: Instants, shown: Local) -> Instants:
        offset = steady_offset(local, self.wish.zone)
        if offset is not None:
            return local - offset
        start, exists = to_instants(local, self.wish.zone)
        for number in np.flatnonzero(~exists & ~shown.has_offset & ~self.taken.blank).tolist():
            self._complain(
                number,
                "meter.no_such_time",
                f"clocks of {self.wish.zone} skip this time",
                "check the zone (--zone), or write the time with its offset",
                zone=self.wish.zone,
            )
        return np.where(shown.has_offset, shown.instants + (local - shown.seconds), start)

    def _check_grid(self, local: Instants, interval: int) -> None:
        if not is_interval(interval):
            return  # told as such when the series is made
        for number in off_grid(local, interval).tolist():
            if self.taken.blank[number]:
                continue
            self._complain(
                number,
                "meter.off_grid",
                f"this time is not on the grid of {interval // 60} minutes",
                "correct the time, or delete the row",
                minutes=interval // 60,
            )

    def _check_twice(self, instants: Instants) -> None:
        good = ~self.taken.blank & ~np.isnan(self.taken.values)
        twice = once(Readings(instants[good], self.taken.values[good], self.taken.qualities[good]))[1]
        first: dict[int, int] = {}
        for number in np.flatnonzero(good & np.isin(instants, twice)).tolist() if twice else ():
            start, line = int(instants[number]), int(self.taken.lines[number])
            if start in first:
                self._complain(
                    number,
                    "meter.two_values",
                    f"row {first[start]} gives another value for the same time",
                    "keep one of them",
                    other=first[start],
                )
            first.setdefault(start, line)

    def _suspect_counter(self, readings: Readings) -> None:
        """Amounts go up and down; what only ever rises, by little against what it is, is likely a standing."""
        if self.wish.kind != "interval" or len(readings) < _SUSPICIOUS:
            return
        value = readings.value[np.argsort(readings.start, kind="stable")]
        rise = np.diff(value)
        if (rise >= 0).all() and value[-1] > value[0] and np.median(value) > 10 * rise.mean() and value[0] > 0:
            self.complain.warn(
                "meter.looks_like_counter",
                "the values never fall, as those of a counter do",
                "look at the file; if they are standings, import it anew as another meter with --kind counter",
            )

    def _complain(self, number: int, code: str, message: str, mend: str, **values: object) -> None:
        line, column = int(self.taken.lines[number]), self.layout.stamps[0]
        if self.layout.shape != "rows":
            column = int(self.taken.columns[number])
        self.complain.cell(line, column, code, message, mend, **values)


def _mostly(steps: Instants, wanted: tuple[int, ...]) -> bool:
    """Whether at least half of the steps are among those wanted; a row that stands twice is no step."""
    steps = steps[steps != 0]
    return bool(np.isin(steps, wanted).sum() * 2 >= len(steps))


def _label(text: str) -> Label | None:
    return "start" if text == "start" else "end" if text == "end" else None
