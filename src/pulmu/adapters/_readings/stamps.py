"""Dates with times as people and programs write them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

_DATE = r"(\d{1,4})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,4})\s*[일.]?"
_COMPACT = r"(\d{4})(\d{2})(\d{2})"
_WEEKDAY = r"(?:\s*\(?(?:[월화수목금토일](?:요일)?|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\)?)?"
_TIME = (
    r"(?:(오전|오후|AM|PM)\s*)?(\d{1,2})\s*(?:[:시]\s*(\d{1,2})\s*분?(?::?\s*(\d{1,2})(?:\.0*)?\s*초?)?|시)\s*(AM|PM)?"
)
_SHORT = r"(\d{2})(\d{2})(\d{2})?"
_ZONE = r"\s*(Z|[+-]\d{2}:?\d{2})?"
_STAMP = re.compile(rf"(?:{_DATE}|{_COMPACT}){_WEEKDAY}(?:[\sT]*(?:{_TIME}|(?<![-/.]){_SHORT})){_ZONE}", re.IGNORECASE)
_DATE_ALONE = re.compile(rf"(?:{_DATE}|{_COMPACT}){_WEEKDAY}", re.IGNORECASE)
_EPOCH = datetime(1970, 1, 1)

_PLAIN_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}").fullmatch
_PLAIN_CLOCK = re.compile(r"\d{1,2}:\d{1,2}(?::\d{1,2})?(?:Z|[+-]\d{2}:?\d{2})?").fullmatch
_BEGINS = re.compile(rf"(?:{_DATE}|{_COMPACT})")

NO_TIME = -1
"""Stands for the seconds where a text is a date alone."""

NO_OFFSET = -1_000_000
"""Stands where a text names no zone."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date with a time, as read: its three numbers in their order, and the seconds after midnight (24:00 too).

    A date alone has `NO_TIME`.
    """

    numbers: tuple[int, int, int]
    seconds: int
    offset: int | None


def parse_stamp(text: str) -> Stamp | None:
    """A date with a time; None if the text is none."""
    found = _STAMP.fullmatch(text)
    if not found:
        return None
    parts = found.groups()
    numbers = tuple(int(part) for part in (parts[:3] if parts[0] else parts[3:6]))
    half = (parts[6] or parts[10] or "").upper()
    hour, minute, second = (int(part or 0) for part in (parts[7:10] if parts[7] else parts[11:14]))
    hour = _of_half_day(hour, half)
    seconds = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or seconds > 86_400 or hour < 0:
        return None
    return Stamp((numbers[0], numbers[1], numbers[2]), seconds, _offset(parts[14]))


def parse_date_or_stamp(text: str) -> Stamp | None:
    """A date with a time, or a date alone, whose seconds are then `NO_TIME`; None if the text is neither."""
    found = parse_stamp(text)
    alone = None if found else _DATE_ALONE.fullmatch(text)
    if not alone:
        return found
    parts = alone.groups()
    year, month, day = (int(part) for part in (parts[:3] if parts[0] else parts[3:6]))
    return Stamp((year, month, day), NO_TIME, None)


def begins_with_date(text: str) -> bool:
    """Whether a text begins as a date does, whatever follows."""
    return bool(_BEGINS.match(text))


def _of_half_day(hour: int, half: str) -> int:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return -1
    return hour % 12 + (12 if half in ("PM", "오후") else 0)


def _offset(text: str | None) -> int | None:
    if not text:
        return None
    if text.upper() == "Z":
        return 0
    size = int(text[1:3]) * 3600 + int(text[-2:]) * 60
    return -size if text[0] == "-" else size


@dataclass(frozen=True, slots=True, eq=False)
class Stamps:
    """Many dates with times.

    Parameters
    ----------
    day : Position of the date among `days`; -1 where the text is no date with a time.
    seconds : After midnight.
    offset : Of the zone that the text names, else `NO_OFFSET`. [s]
    """

    days: Sequence[tuple[int, int, int]]
    day: NDArray[np.int64]
    seconds: NDArray[np.int64]
    offset: NDArray[np.int64]


@dataclass(slots=True)
class StampReader:
    """Reads many texts. A date and a time it has seen before are not read again.

    Parameters
    ----------
    parse : The careful reader of one text; what is remembered never differs from it.
    """

    parse: Callable[[str], Stamp | None] = parse_date_or_stamp
    days: list[tuple[int, int, int]] = field(default_factory=list)
    _days: dict[tuple[int, int, int], int] = field(default_factory=dict)
    _dates: dict[str, int] = field(default_factory=dict)
    _clocks: dict[str, tuple[int, int]] = field(default_factory=dict)

    def read(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Day, seconds and offset of each text, as in `Stamps`. (texts, 3)"""
        found: list[tuple[int, int, int]] = []
        dates, clocks = self._dates.get, self._clocks.get
        for text in texts:
            date, _, clock = text.rpartition(" ") if " " in text else text.partition("T")
            day, at = dates(date), clocks(clock)
            found.append(self._carefully(text, date, clock) if day is None or at is None else (day, *at))
        return np.array(found, np.int64).reshape(-1, 3)

    def _carefully(self, text: str, date: str, clock: str) -> tuple[int, int, int]:
        stamp = self.parse(text)
        if stamp is None:
            return -1, 0, NO_OFFSET
        if stamp.numbers not in self._days:
            self._days[stamp.numbers] = len(self.days)
            self.days.append(stamp.numbers)
        day = self._days[stamp.numbers]
        offset = NO_OFFSET if stamp.offset is None else stamp.offset
        # Between a plain date and a plain time nothing can be shared out in two ways.
        if _PLAIN_DATE(date) and _PLAIN_CLOCK(clock):
            self._dates[date] = day
            self._clocks[clock] = (stamp.seconds, offset)
        return day, stamp.seconds, offset


def day_is_first(days: Sequence[tuple[int, int, int]]) -> bool | None:
    """Whether dates that end with the year begin with the day; None where the file does not show it."""
    short = [numbers for numbers in days if numbers[0] <= 99]
    if any(numbers[0] > 12 for numbers in short):
        return True
    if any(numbers[1] > 12 for numbers in short):
        return False
    return None if short else True


@dataclass(frozen=True, slots=True, eq=False)
class Local:
    """What clocks of a zone show at many stamps.

    Parameters
    ----------
    seconds : Since 1970-01-01 00:00 on a clock of the zone; 0 where there is no such day.
    exists : Whether there is such a day.
    instants : Where the text names its offset; else without meaning. [s since 1970, UTC]
    has_offset : Whether the text names its offset.
    """

    seconds: NDArray[np.int64]
    exists: NDArray[np.bool_]
    instants: NDArray[np.int64]
    has_offset: NDArray[np.bool_]


def local_seconds(stamps: Stamps, *, day_first: bool, zone: str) -> Local:
    """Stamps on a clock of a zone."""
    midnights = np.array([_midnight(numbers, day_first) for numbers in stamps.days] or [-1], np.int64)
    exists = midnights[stamps.day] >= 0
    local = np.where(exists, midnights[stamps.day] + stamps.seconds, 0)
    has_offset = exists & (stamps.offset != NO_OFFSET)
    instants = local - stamps.offset
    if has_offset.any():
        known, where = np.unique(instants[has_offset], return_inverse=True)
        shifts = np.array([_shift(instant, zone) for instant in known.tolist()], np.int64)
        local[has_offset] = (known + shifts)[where]
    return Local(local, exists, instants, has_offset)


def _midnight(numbers: tuple[int, int, int], day_first: bool) -> int:
    year, month, day = numbers
    if numbers[0] <= 99:
        day, month, year = numbers if day_first else (numbers[1], numbers[0], numbers[2])
    try:
        seconds = int((datetime(year, month, day) - _EPOCH).total_seconds())
    except (ValueError, OverflowError):
        return -1
    return seconds if 1970 < year < 2200 else -1


def steady_offset(local: NDArray[np.int64], zone: str) -> int | None:
    """The one offset that a zone has on all days of these local times; None where clocks are put on or back. [s]"""
    days = np.unique(np.add.outer(np.unique(local // 86_400), (-1, 0, 1, 2)))
    found = {_shift(day * 86_400, zone) for day in days.tolist()}
    return found.pop() if len(found) == 1 else None


def _shift(instant: int, zone: str) -> int:
    """Offset of a zone at an instant. [s]"""
    clock = datetime.fromtimestamp(instant, ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    return int((clock.utcoffset() or timedelta()).total_seconds())
