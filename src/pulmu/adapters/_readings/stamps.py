"""Dates with times as people and programs write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_DATE = r"(\d{1,4})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,4})\s*[일.]?"
_COMPACT = r"(\d{4})(\d{2})(\d{2})"
_TIME = r"(?:(오전|오후|AM|PM)\s*)?(\d{1,2})\s*[:시]\s*(\d{1,2})\s*분?(?::?\s*(\d{1,2})(?:\.0*)?\s*초?)?\s*(AM|PM)?"
_SHORT = r"(\d{2})(\d{2})(\d{2})?"
_ZONE = r"\s*(Z|[+-]\d{2}:?\d{2})?"
_STAMP = re.compile(rf"(?:{_DATE}|{_COMPACT})(?:[\sT]*(?:{_TIME}|(?<![-/.]){_SHORT})){_ZONE}", re.IGNORECASE)
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date with a time, as read: its three numbers in their order, and the seconds after midnight (24:00 too)."""

    numbers: tuple[int, int, int]
    seconds: int
    offset: int | None

    @property
    def year_is_first(self) -> bool:
        """Whether it begins with the year."""
        return self.numbers[0] > 99


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


def day_is_first(stamps: Sequence[Stamp]) -> bool | None:
    """Whether dates that end with the year begin with the day; None where the file does not show it."""
    short = [stamp.numbers for stamp in stamps if not stamp.year_is_first]
    if any(numbers[0] > 12 for numbers in short):
        return True
    if any(numbers[1] > 12 for numbers in short):
        return False
    return None if short else True


def local_seconds(stamp: Stamp, *, day_first: bool, zone: str) -> int | None:
    """Seconds since 1970-01-01 00:00 on a clock of the zone; None where there is no such day."""
    year, month, day = stamp.numbers
    if not stamp.year_is_first:
        day, month, year = stamp.numbers if day_first else (month, year, day)
    try:
        shown = datetime(year, month, day) + timedelta(seconds=stamp.seconds)
        if stamp.offset is not None:
            instant = shown - timedelta(seconds=stamp.offset)
            shown = instant + (
                instant.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
            )
    except (ValueError, OverflowError):
        return None
    seconds = int((shown - _EPOCH).total_seconds())
    return seconds if 1970 < shown.year < 2200 else None
