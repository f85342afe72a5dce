"""Heads of columns: which holds the time, which the value and in what unit, which the quality, which the meter."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from pulmu.model import UnitError, unit

_STAMPS = {
    "date", "datetime", "date/time", "timestamp", "time", "day", "일시", "일자", "날짜", "시각", "시간",
    "년월일", "측정일", "측정일시", "측정일자", "측정시각", "측정시간", "검침일", "검침일시", "검침일자",
    "계량일", "계량일시", "사용일", "사용일시", "사용일자", "일시분", "기준일", "기준일시", "기준일자",
    "수집일시", "수집시각", "기록일시", "일자/시간", "일자시간", "일자/시각", "날짜/시간", "날짜/시각",
    "날짜시간", "readingdate", "readingtime", "localtime", "datetimelocal", "ts", "indexlevel0",
}  # fmt: skip
_TIMES = {"time", "hour", "시각", "시간", "시간대", "측정시각", "측정시간", "검침시각", "검침시간", "시분"}
_CORNERS = _TIMES | {"", "구분", "일시", "시간/일", "시간/일자", "시간\\일", "시간\\일자", "hour/day"}
_QUALITIES = {"quality", "품질", "데이터품질", "값구분"}
_METERS = {
    "meter", "meterid", "meterno", "meternumber", "meterserial", "계기번호", "계기", "계량기", "계량기번호",
    "계량기id", "계량기명", "계측기", "계측기번호", "계측기id", "미터", "미터번호", "고객번호", "전력고객번호",
    "tag", "tagname", "tagid", "태그", "태그명", "pointid", "포인트", "채널", "channel",
}  # fmt: skip
_SUMS = {
    "합계", "총계", "소계", "총합계", "합", "계", "누계", "월계", "일계", "월합계", "일합계", "평균", "일평균",
    "월평균", "최대", "최소", "최대값", "최소값", "최댓값", "최솟값", "최대부하", "최소부하", "최대수요",
    "피크", "부하율", "total", "subtotal", "grandtotal", "sum", "average", "avg", "mean", "max", "min",
    "maximum", "minimum", "peak",
}  # fmt: skip
_AMOUNTS = ("energy", "net fuel energy", "gross fuel energy", "normal volume", "liquid volume", "mass")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*(?:\([^()]*\))?)[)\]}]\s*$")
_SAID = re.compile(r"단위\s*[:=]?\s*|unit\s*[:=]\s*", re.IGNORECASE)
_TITLE_UNIT = re.compile(r"(?:단위|unit)\s*[:=]\s*([^\s,()\[\]]+)|[(\[]([^()\[\]]+)[)\]]", re.IGNORECASE)
_COUNTERS = re.compile(r"지침|적산|누적|누계|카운터|counter|cumul|register|standing|\btotal|totali[sz]", re.IGNORECASE)
_VOLUME = re.compile(r"m3|㎥|m\^3|입방미터|cbm", re.IGNORECASE)
_OTHER = re.compile(
    r"k?var?h?|mvarh?|k?vah?|mva|a|v|kv|hz|w|℃|°c|oc|bar|mpa|kpa|pa|m3/h|nm3/h|l/min|pf|cosφ|℃|개|ea|초|분|원",
    re.IGNORECASE,
)

QUALITY_WORDS = {
    "measured": 0, "valid": 0, "ok": 0, "good": 0, "정상": 0, "실측": 0, "측정": 0, "": 0,
    "estimated": 1, "추정": 1, "보정": 1, "bad": 2, "invalid": 2, "error": 2, "불량": 2, "오류": 2, "이상": 2,
}  # fmt: skip


def clean(cell: str) -> str:
    """A cell with full-width signs made plain, without space around it."""
    return cell.strip() if cell.isascii() else unicodedata.normalize("NFKC", cell).strip()


def clean_all(cells: Sequence[str]) -> list[str]:
    """Many cells, as `clean` makes each of them."""
    return list(map(str.strip if "".join(cells).isascii() else clean, cells))


def _bare(head: str) -> str:
    return re.sub(r"[\s_]|[(\[].*", "", head).lower()


def is_stamp(head: str) -> bool:
    """Whether a head names a date or a time."""
    return _bare(head) in _STAMPS


def is_corner(head: str) -> bool:
    """Whether a head may stand over times of the day at the side of days."""
    return _bare(head) in _CORNERS


def is_sum(text: str) -> bool:
    """Whether a head or the first cell of a row names a total, a mean or a peak of other cells."""
    return _bare(text).rstrip(":") in _SUMS


def stamp_columns(heads: Sequence[str]) -> tuple[int, ...]:
    """Columns of the date and, where it stands apart, of the time; empty if no head names them."""
    found = [number for number, head in enumerate(heads) if _bare(head) in _STAMPS]
    if not found:
        return ()
    dates = [number for number in found if _bare(heads[number]) not in _TIMES]
    first = dates[0] if dates else found[0]
    times = [number for number, head in enumerate(heads) if _bare(head) in _TIMES and number != first]
    return (first, times[0]) if times else (first,)


def quality_column(heads: Sequence[str]) -> int | None:
    """The column that says how a value came about."""
    return next((number for number, head in enumerate(heads) if _bare(head) in _QUALITIES), None)


def meter_column(heads: Sequence[str]) -> int | None:
    """The column that says which meter a row is of."""
    return next((number for number, head in enumerate(heads) if _bare(head) in _METERS), None)


def says_counter(head: str) -> bool:
    """Whether a head speaks of the standing of a counter."""
    return bool(_COUNTERS.search(head.replace("_", " ")))


def unit_text(head: str) -> str:
    """What a head writes where a unit stands: in brackets at its end, or as its last word; else empty."""
    if bracket := _BRACKETS.search(head):
        return _SAID.sub("", bracket[1]).strip()
    return re.split(r"[\s_]", head)[-1]


def unit_of_head(head: str) -> str:
    """The unit a head names: "사용전력량(kWh)", "Usage_kWh", "유효전력량 kWh"; empty if it names none that we know."""
    word = unit_text(head)
    if word == head and len(head) == 1:  # "t", "g" and "L" are columns of anything
        return ""
    return _known(word) or (_glued(word) if not _BRACKETS.search(head) else "")


def unit_of_titles(texts: Iterable[str]) -> str:
    """The unit that titles name for a whole table: "단위: kWh", "사용량(kWh)"; empty if they name none or several."""
    words = {word for text in texts for pair in _TITLE_UNIT.findall(text) for word in pair}
    found = {symbol for word in words if (symbol := _known(_SAID.sub("", word).strip()))}
    return found.pop() if len(found) == 1 else ""


def _known(word: str) -> str:
    try:
        return unit(word).symbol if word and not word.isdigit() else ""
    except UnitError:
        return ""


def _glued(word: str) -> str:
    """The unit at the end of a Korean word: "전력량kWh"."""
    found = re.search(r"[가-힣]([A-Za-z][A-Za-z0-9]*)$", word)
    return _known(found[1]) if found else ""


def is_amount(symbol: str) -> bool:
    """Whether a meter counts amounts in the unit."""
    return bool(symbol) and unit(symbol).dimension in _AMOUNTS


def is_volume(head: str) -> bool:
    """Whether a head names cubic metres without saying at which temperature and pressure."""
    return bool(_VOLUME.fullmatch(unit_text(head)))


def is_other(head: str) -> bool:
    """Whether a head names what no meter adds up: a current, a factor, reactive power."""
    symbol = unit_of_head(head)
    return (bool(symbol) and not is_amount(symbol)) or bool(_OTHER.fullmatch(unit_text(head)))


def named(heads: Sequence[str], wanted: str) -> list[int]:
    """Columns that a name means: the head itself, else the head without its unit, however it is written."""
    exact = [number for number, head in enumerate(heads) if head == clean(wanted)]
    loose = [number for number, head in enumerate(heads) if _bare(head) == _bare(clean(wanted))]
    return exact or loose
