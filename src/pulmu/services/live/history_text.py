"""What cells of a historian's export say: times, numbers and qualities, in the forms that strangers write."""

import math
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from pulmu.model.tag import Quality

DateOrder = Literal["ymd", "dmy", "mdy"]
TIME_HEADS = (
    "time",
    "timestamp",
    "datetime",
    "date",
    "일시",
    "시각",
    "시간",
    "날짜",
    "측정일시",
    "수집시각",
    "logtime",
)
TAG_HEADS = ("tag", "tagname", "tagid", "name", "point", "pointname", "item", "signal", "태그", "태그명", "포인트")
VALUE_HEADS = ("value", "val", "data", "measurement", "값", "측정값", "데이터")
QUALITY_HEADS = ("quality", "qual", "status", "statuscode", "opcquality", "품질", "신뢰도")
NO_VALUE = frozenset((
    "", "-", "--", "nan", "null", "none", "n/a", "#n/a", "bad", "bad input", "i/o timeout", "no data", "nodata",
    "comm fail", "error", "결측", "불량", "없음",
))  # fmt: skip
_QUALITIES: dict[str, Quality] = {
    "good": "good", "g": "good", "ok": "good", "valid": "good", "192": "good", "정상": "good", "양호": "good",
    "": "good",
    "uncertain": "uncertain", "u": "uncertain", "64": "uncertain", "questionable": "uncertain", "추정": "uncertain",
    "estimated": "uncertain", "stale": "stale",
}  # fmt: skip
_DATE = re.compile(
    r"(\d{1,4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,4})\s*일?[T ,.]*"
    r"(?:(오전|오후)\s*)?(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(AM|PM|am|pm)?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+|[+-]?\d{1,3}(\.\d{3})+,\d+")
_EXCEL = datetime(1899, 12, 30)


@lru_cache(maxsize=4096)
def moment_of(text: str, order: DateOrder, zone: str) -> datetime | None:
    """The moment a text says, in UTC; None where it says none. A time that names no zone is of the one given."""
    found = _moment(text.strip(), order)
    if found is None:
        return None
    try:
        return (found if found.tzinfo is not None else found.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _moment(text: str, order: DateOrder) -> datetime | None:
    if len(text) > 40:
        return None
    if text[:4].isdecimal() and text[4:5] == "-":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return _numbered(text)
    parts = _DATE.fullmatch(text)
    return None if parts is None else _of_parts(parts, order)


def _numbered(text: str) -> datetime | None:
    """A date written without signs, a day of Excel's count, or seconds since 1970."""
    for form, length in (("%Y%m%d%H%M%S", 14), ("%Y%m%d%H%M", 12), ("%Y%m%d", 8)):
        if len(text) == length:
            try:
                return datetime.strptime(text, form)
            except ValueError:
                break
    number = float(text)
    if 20_000 <= number < 80_000:
        return _EXCEL + timedelta(seconds=round(number * 86_400, 3))
    if 1e8 <= number < 1e10:
        return datetime.fromtimestamp(number, UTC)
    return datetime.fromtimestamp(number / 1000, UTC) if 1e11 <= number < 1e13 else None


def _of_parts(parts: re.Match[str], order: DateOrder) -> datetime | None:
    first, second, third, half, hour, minute, second_, fraction, ampm, offset = parts.groups()
    if len(first) > 2:
        year, month, day = int(first), int(second), int(third)
    elif order == "mdy":
        month, day, year = int(first), int(second), int(third)
    else:
        day, month, year = int(first), int(second), int(third)
    year += 2000 if year < 100 else 0
    hours = int(hour or 0)
    half = half or {"am": "오전", "pm": "오후"}.get((ampm or "").lower())
    if half:
        hours = hours % 12 + (12 if half == "오후" else 0)
    try:
        found = datetime(year, month, day) + timedelta(
            hours=hours,
            minutes=int(minute or 0),
            seconds=int(second_ or 0),
            microseconds=int((fraction or "0")[:6].ljust(6, "0")),
        )
    except (ValueError, OverflowError):
        return None
    if hours > 24 or int(minute or 0) > 59 or int(second_ or 0) > 60:
        return None
    return found if not offset else datetime.fromisoformat(found.isoformat() + offset.replace("Z", "+00:00"))


def order_of(texts: list[str]) -> DateOrder | None:
    """In which order day and month stand, by dates that leave no choice; None where all leave it open."""
    may_be: set[DateOrder] = {"dmy", "mdy"}
    seen = False
    for text in texts:
        parts = _DATE.fullmatch(text.strip())
        if parts is None or len(parts[1]) > 2:
            continue
        seen = True
        if int(parts[1]) > 12:
            may_be.discard("mdy")
        if int(parts[2]) > 12:
            may_be.discard("dmy")
    if not seen:
        return "ymd"
    return next(iter(may_be)) if len(may_be) == 1 else None


def comma_is_decimal(texts: list[str]) -> bool | None:
    """Whether a comma parts decimals, by numbers that leave no choice; None where those that have one leave it open."""
    is_open = False
    for text in texts:
        plain = text.strip()
        if "," not in plain:
            continue
        if _GROUPED.fullmatch(plain):
            if "." in plain or plain.count(",") > 1:
                return False
            is_open = True
        elif _COMMA.fullmatch(plain):
            return True
    return None if is_open else False


def number_of(text: str, *, is_comma: bool) -> float | None:
    """The number a text shows; None where it shows none, or one that is not finite."""
    plain = text.strip().replace("\u00a0", "")
    if is_comma:
        plain = plain.replace(".", "").replace(",", ".")
    elif "," in plain:
        if not _GROUPED.fullmatch(plain):
            return None
        plain = plain.replace(",", "")
    if "_" in plain:
        return None
    try:
        found = float(plain)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def quality_of(text: str) -> Quality:
    """The quality a word says: what is not known as good or uncertain is bad. Of a number, OPC's two top bits say."""
    plain = text.strip().casefold()
    if plain in _QUALITIES:
        return _QUALITIES[plain]
    if plain.isdecimal() and len(plain) <= 3:
        return {3: "good", 1: "uncertain"}.get(int(plain) >> 6, "bad")  # type: ignore[return-value]
    return "bad"
