"""A test of size in the reader's words: what was compared, and how near the limit it lies."""

from typing import Protocol

from pulmu.locale.money import won
from pulmu.locale.words import Language, text

Side = tuple[float, float | None]
_SIGNS = {"<=": "≤", ">=": "≥"}
_TURNED = {"<": "≥", "≤": ">", ">": "≤", "≥": "<"}


class Compares(Protocol):
    """A test, with its numbers where it compares numbers."""

    @property
    def answer(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def sign(self) -> str: ...
    @property
    def left(self) -> Side | None: ...
    @property
    def right(self) -> Side | None: ...
    @property
    def margin(self) -> float | None: ...


def compared_words(test: Compares, language: Language) -> str:
    """Both sides and their relation: ``KRW 158 bn ≤ KRW 180 bn``; empty where no numbers are compared."""
    if test.left is None or test.right is None:
        return ""
    sign = _SIGNS.get(test.sign, test.sign)
    left, right = (side_words(side, test.unit, language) for side in (test.left, test.right))
    return f"{left} {_TURNED.get(sign, sign) if test.answer == 'no' else sign} {right}"


def margin_words(test: Compares, language: Language) -> str:
    """How far within the limit, or over it; empty where that is not known, or is no money."""
    if test.margin is None or test.unit != "KRW":
        return ""
    return text(
        f"size_test.{'over' if test.margin < 0 else 'margin'}", language, amount=won(abs(test.margin), language)
    )


def side_words(side: Side, unit: str, language: Language) -> str:
    """A number, its bounds, or that it is not known."""
    low = _number(side[0], unit, language)
    if side[1] is None:
        return text("size_test.or_more", language, amount=low) if side[0] > 0 else text("size_test.not_known", language)
    return low if side[0] == side[1] else f"{low} - {_number(side[1], unit, language)}"


def _number(value: float, unit: str, language: Language) -> str:
    if unit == "KRW":
        return won(value, language)
    if unit == "share":
        return f"{value * 100:,.6g} %"
    return f"{value:,.6g}"
