"""Times of the day and days of a month as heads of columns and cells at the side write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

DAY = 86_400
_HOUR = r"(\d{1,2})(?:\s*:\s*(\d{2})(?::(\d{2})(?:\.0*)?)?|\s*시(?:\s*(\d{1,2})\s*분)?)?"
_CLOCK = re.compile(_HOUR)
_RANGE = re.compile(rf"{_HOUR}\s*[~\-–]\s*{_HOUR}")
_NAMED = re.compile(r"(?:h|hr|hour|he)[\s_]?(\d{1,2})", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{2})(\d{2})")
_SPAN = re.compile(r"1 day, 0:00:00|1899-12-31|1900-01-01(?: 00:00:00)?")
_SHOWN = re.compile(r"(?:1899-12-3[01]|1900-01-0[01]) (\d{2}:\d{2}:\d{2})")
_STEPS = {24: 3600, 48: 1800, 96: 900}

Span = tuple[int, int | None]
"""A time of the day, and the end of its interval where both are written. [s after midnight]"""


def parse_clock(text: str) -> Span | None:
    """The time of a day a text shows; a bare number is none, for it may count anything."""
    if _SPAN.fullmatch(text):
        return DAY, None
    if shown := _SHOWN.fullmatch(text):
        text = shown[1]
    if found := _RANGE.fullmatch(text):
        parts = found.groups()
        start, end = _seconds(*parts[:4]), _seconds(*parts[4:])
        if start is None or end is None or not (start < (end or DAY) <= DAY):
            return None
        return start, end or DAY
    if text.isdigit():
        return None
    found = _CLOCK.fullmatch(text)
    seconds = _seconds(*found.groups()) if found else _named(text)
    return None if seconds is None else (seconds, None)


def _seconds(hour: str, minute: str | None, second: str | None, minute_ko: str | None) -> int | None:
    total = int(hour) * 3600 + int(minute or minute_ko or 0) * 60 + int(second or 0)
    return total if total <= DAY and int(minute or minute_ko or 0) < 60 and int(second or 0) < 60 else None


def _named(text: str) -> int | None:
    found = _NAMED.fullmatch(text)
    return int(found[1]) * 3600 if found and int(found[1]) <= 24 else None


def clock_text(seconds: int) -> str:
    """A time of the day as dates are followed by."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


@dataclass(frozen=True, slots=True)
class Clocks:
    """Columns whose heads are times of the day.

    Parameters
    ----------
    columns, spans : One time per column, in order.
    label : Which end of its interval a time names, where the heads show it.
    """

    columns: tuple[int, ...]
    spans: tuple[Span, ...]
    label: str


def clock_heads(heads: Sequence[str]) -> Clocks | None:
    """Columns of a day's times; None where the heads are no such thing."""
    found = [(column, span) for column, head in enumerate(heads) if (span := parse_clock(head)) is not None]
    found = found if len(found) >= 4 else _numbers(heads) or _compact(heads)
    if len(found) < 4:
        return None
    columns, spans = zip(*found, strict=True)
    if spans[-1][0] == 0:  # 00:15 … 23:45, 00:00: the last one closes the day
        spans = (*spans[:-1], (DAY, None))
    return Clocks(columns, spans, _label(spans))


def _label(spans: Sequence[Span]) -> str:
    if all(end is not None for _, end in spans):
        return "start"
    starts = [start for start, _ in spans]
    return "end" if DAY in starts else "start" if 0 in starts else ""


def _numbers(heads: Sequence[str]) -> list[tuple[int, Span]]:
    """Heads 1 … 24, 0 … 23, 1 … 96: only a whole day of them is one."""
    found = [(column, int(head)) for column, head in enumerate(heads) if re.fullmatch(r"\d{1,2}", head)]
    numbers = [number for _, number in found]
    step = _STEPS.get(len(found))
    if step is None or numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] > 1:
        return []
    return [(column, (number * step, None)) for column, number in found]


def _compact(heads: Sequence[str]) -> list[tuple[int, Span]]:
    """Heads 0015 … 2400."""
    found = [(column, shown) for column, head in enumerate(heads) if (shown := _COMPACT.fullmatch(head))]
    times = [(column, _seconds(shown[1], shown[2], None, None)) for column, shown in found]
    if any(seconds is None for _, seconds in times) or len(times) not in _STEPS:
        return []
    return [(column, (seconds, None)) for column, seconds in times if seconds is not None]


_DAY_HEAD = re.compile(r"(?:(\d{4})\s*[-/.년]\s*)?(?:(\d{1,2})\s*[-/.월]\s*)?(\d{1,2})\s*[일.]?(?:\s*\([^)]*\))?")
_FULL = re.compile(r"(?<!\d)(20\d{2})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d{2})\s*[-/.년]\s*(\d{1,2})(?!\d)")


def parse_day(text: str) -> tuple[int | None, int | None, int] | None:
    """Year, month and day that a text names; None for what it leaves out, None if it is no day."""
    found = _DAY_HEAD.fullmatch(text.removesuffix(" 00:00:00"))
    if not found or (found[1] and not found[2]):
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if day is None or not 1 <= day <= 31 or (month is not None and not 1 <= month <= 12):
        return None
    return year, month, day


def days_named(texts: Sequence[str]) -> set[str]:
    """Days that the titles of a table name in full: "2026년 3월 4일", "2026-03-04"."""
    found = {tuple(map(int, parts)) for text in texts for parts in _FULL.findall(text)}
    return {f"{year:04d}-{month:02d}-{day:02d}" for year, month, day in found if 1 <= month <= 12 and 1 <= day <= 31}


def years_named(texts: Sequence[str]) -> set[int]:
    """Years that the titles of a table name: "2026년"."""
    return {int(year) for text in texts for year in re.findall(r"(?<!\d)(20\d{2})\s*년", text)}


def months_named(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Months that the titles of a table name: "2026년 3월", "2026-03"."""
    found = {(int(year), int(month)) for text in texts for year, month in _MONTH.findall(text)}
    return {(year, month) for year, month in found if 1 <= month <= 12}
