"""Numbers of many cells: plain ones at once, all others with care."""

import re
from collections.abc import Sequence

_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,17})?").fullmatch
_TRAILED = re.compile(r"([+-]?[\d.,_]+(?:[eE][+-]?\d+)?)\s*([^\d\s.,_+-].*)")

BLANKS = {
    "", "-", "--", "---", "–", "—", "n/a", "#n/a", "na", "null", "none", "nan", ".", "결측", "미수신", "미검침", "누락",
    "자료없음", "자료 없음", "해당없음", "no data", "missing",
}  # fmt: skip
"""What people and programs write where there is no value. None of it is zero."""


def plain_numbers(texts: Sequence[str]) -> tuple[list[float], list[int]]:
    """Values of cells that hold digits and at most one point, and the positions of the other cells, NaN meanwhile.

    Equal to `parse_number` wherever a value is given.
    """
    nan = float("nan")
    values = [float(text) if _PLAIN(text) else nan for text in texts]
    return values, [number for number, value in enumerate(values) if value != value]  # noqa: PLR0124 - NaN


def without_unit(text: str) -> tuple[str, str]:
    """A number and the unit written behind it: "12.5 kWh"."""
    found = _TRAILED.fullmatch(text)
    return (found[1], found[2].strip()) if found else (text, "")
