"""Heads of columns: which holds the time, which the value and in what unit, which the quality."""

import re
import unicodedata
from collections.abc import Sequence

from pulmu.model import UnitError, unit

_STAMPS = {
    "date", "datetime", "date/time", "timestamp", "time", "일시", "일자", "날짜", "시각", "시간", "측정일시",
    "측정시각", "검침일시", "계량일시", "일시분", "기준일시", "수집일시",
}  # fmt: skip
_TIMES = {"time", "시각", "시간", "측정시각", "검침시각"}
_QUALITIES = {"quality", "품질", "데이터품질", "값구분"}
_AMOUNTS = ("energy", "net fuel energy", "gross fuel energy", "normal volume", "liquid volume", "mass")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*(?:\([^()]*\))?)[)\]]\s*$")

QUALITY_WORDS = {
    "measured": 0, "valid": 0, "ok": 0, "good": 0, "정상": 0, "실측": 0, "측정": 0, "": 0,
    "estimated": 1, "추정": 1, "보정": 1, "bad": 2, "invalid": 2, "error": 2, "불량": 2, "오류": 2, "이상": 2,
}  # fmt: skip


def clean(cell: str) -> str:
    """A cell with full-width signs made plain, without space around it."""
    return unicodedata.normalize("NFKC", cell).strip()


def _bare(head: str) -> str:
    return re.sub(r"[\s_]|[(\[].*", "", head).lower()


def stamp_columns(heads: Sequence[str]) -> tuple[int, ...]:
    """Columns of the date and, where it stands apart, of the time; empty if no head names them."""
    found = [number for number, head in enumerate(heads) if _bare(head) in _STAMPS]
    if not found:
        return ()
    times = [number for number in found[1:] if _bare(heads[number]) in _TIMES]
    return (found[0], times[0]) if times else (found[0],)


def quality_column(heads: Sequence[str]) -> int | None:
    """The column that says how a value came about."""
    return next((number for number, head in enumerate(heads) if _bare(head) in _QUALITIES), None)


def unit_of_head(head: str) -> str:
    """The unit a head names: "사용전력량(kWh)", "Usage_kWh"; empty if it names none that we know."""
    bracket = _BRACKETS.search(head)
    words = [bracket[1]] if bracket else [head.rpartition("_")[2]] if "_" in head else []
    for word in words:
        try:
            return unit(word).symbol if word.strip() else ""
        except UnitError:
            continue
    return ""


def is_amount(symbol: str) -> bool:
    """Whether a meter counts amounts in the unit."""
    return bool(symbol) and unit(symbol).dimension in _AMOUNTS


def named(heads: Sequence[str], wanted: str) -> list[int]:
    """Columns that a name means: the head itself, else the head without its unit, however it is written."""
    exact = [number for number, head in enumerate(heads) if head == clean(wanted)]
    loose = [number for number, head in enumerate(heads) if _bare(head) == _bare(clean(wanted))]
    return exact or loose
