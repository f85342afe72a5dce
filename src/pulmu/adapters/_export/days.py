"""Days and months as people and programs write them."""

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet."""
_SERIALS = range(32_874, 73_051)
"""1990 to 2099."""

_FULL = re.compile(r"(\d{4})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,2})\s*[일.]?(?:[\sT(].*)?", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-/.년]\s*(\d{1,2})\s*[월.]?|(\d{4})(\d{2})")
_SHORT = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,4}\.?|\d{6}")
_PARTED = re.compile(r"\s*(?:~|∼|〜|–|부터|\bto\b|(?<=\d)\s+-\s+(?=\d))\s*")


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says of days: a half-open span, or that it may be read in two ways."""

    start: date | None = None
    end: date | None = None
    is_ambiguous: bool = False


def days_of(cell: object, *, is_month: bool = False) -> Told:
    """The days that a cell names.

    Parameters
    ----------
    is_month : The head asks for months: spreadsheets keep a typed month as its first day.
    """
    if isinstance(cell, bool):
        return Told()
    if isinstance(cell, int | float):
        return _of_number(cell, is_month=is_month)
    text = str(cell).strip().rstrip("까지").strip()
    parts = _PARTED.split(text)
    if len(parts) == 2 and all(parts):
        first, last = days_of(parts[0]), days_of(parts[1])
        whole = first.start and last.end and first.start < last.end
        return Told(first.start, last.end) if whole else Told(is_ambiguous=first.is_ambiguous or last.is_ambiguous)
    return _of_text(text, is_month=is_month)


def _of_number(number: float, *, is_month: bool) -> Told:
    if not math.isfinite(number):
        return Told()
    if int(number) in _SERIALS:  # what stands behind the point is the time
        return _spread(_EPOCH + timedelta(days=int(number)), is_month=is_month)
    return _of_text(str(int(number)), is_month=is_month) if number == int(number) else Told()


def _of_text(text: str, *, is_month: bool) -> Told:
    if len(text) == 5 and text.isdecimal() and int(text) in _SERIALS:
        return _spread(_EPOCH + timedelta(days=int(text)), is_month=is_month)
    found = _FULL.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        day = _date(*map(int, found.groups()[:3]))
        return _spread(day, is_month=is_month) if day else Told()
    found = _MONTH.fullmatch(text)
    if found:
        year, month = (int(part) for part in found.groups() if part)
        first = _date(year, month, 1)
        if first:
            return _spread(first, is_month=True)
    return Told(is_ambiguous=_SHORT.fullmatch(text.partition(" ")[0]) is not None)


def _spread(day: date, *, is_month: bool) -> Told:
    if is_month and day.day == 1:
        return Told(day, (day + timedelta(days=32)).replace(day=1))
    return Told(day, day + _DAY)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1990 <= year < 2100 else None
    except ValueError:
        return None


_SPAN = re.compile(
    r"(\d{4}[-/.년]\s*\d{1,2}[-/.월]\s*\d{1,2}일?\.?)\s*(?:~|∼|〜|–|부터|to|-)\s*(\d{4}[-/.년]\s*\d{1,2}[-/.월]\s*\d{1,2}일?)"
)
_MONTH_IN = re.compile(r"(?<!\d)(\d{4}\s*[-/.년]\s*\d{1,2})\s*월?(?![-/.\d]|\s*월?\s*\d{1,2}\s*일)")
_AS_OF = re.compile(r"(?:기준|현재|as of)", re.IGNORECASE)
_DAY_IN = re.compile(r"(?<!\d)\d{4}\s*[-/.년]\s*\d{1,2}\s*[-/.월]\s*\d{1,2}(?!\d)")
_PRINTED = re.compile("출력|인쇄|작성|발행|print", re.IGNORECASE)


def span_in(text: str) -> Told:
    """The span, month or day of a count that a title or a sheet's name tells; not the day it was printed."""
    if _PRINTED.search(text):
        return Told()
    found = _SPAN.search(text)
    if found:
        return days_of(f"{found[1]} ~ {found[2]}")
    day = _DAY_IN.search(text) if _AS_OF.search(text) else None
    if day:
        return days_of(day[0])
    month = _MONTH_IN.search(text)
    return days_of(month[1]) if month else Told()
