"""A test of size in the reader's words: what was compared, and how near the limit it lies."""

from typing import Protocol

from pulmu.locale.money import stepped_won, won
from pulmu.locale.words import Language, text

Side = tuple[float, float | None]
_SIGNS = {"<=": "≤", ">=": "≥"}
_NEAR_KRW = 100_000_000
"""Amounts that lie nearer to each other are written to the won: rounded, they could look the same."""
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
    is_near = test.margin is not None and abs(test.margin) < _NEAR_KRW
    left, right = (side_words(side, test.unit, language, exact=is_near) for side in (test.left, test.right))
    return f"{left} {_TURNED.get(sign, sign) if test.answer == 'no' else sign} {right}"


def margin_words(test: Compares, language: Language) -> str:
    """How far within the limit, or over it; empty where that is not known, or is no money."""
    if test.margin is None or test.unit != "KRW":
        return ""
    amount = _won(abs(test.margin), language, exact=abs(test.margin) < _NEAR_KRW)
    return text(f"size_test.{'over' if test.margin < 0 else 'margin'}", language, amount=amount)


def side_words(side: Side, unit: str, language: Language, *, exact: bool = False) -> str:
    """A number, its bounds, or that it is not known; won in steps, or to the won."""
    low = _number(side[0], unit, language, exact=exact)
    if side[1] is None:
        return text("size_test.or_more", language, amount=low) if side[0] > 0 else text("size_test.not_known", language)
    return low if side[0] == side[1] else f"{low} - {_number(side[1], unit, language, exact=exact)}"


def _number(value: float, unit: str, language: Language, *, exact: bool) -> str:
    if unit == "KRW":
        return _won(value, language, exact=exact)
    if unit == "share":
        return f"{value * 100:,.6g} %"
    return f"{value:,.6g}"


def _won(value: float, language: Language, *, exact: bool) -> str:
    return won(value, language) if exact else stepped_won(value, language)
