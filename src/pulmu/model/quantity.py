"""An amount as a person gives it: a number with its unit, and where it was read."""

import math
import re
from dataclasses import dataclass, field, replace

from pulmu.model.errors import InputError
from pulmu.model.source import Source
from pulmu.model.units import conversion_factor, unit

LARGEST = 1e15
"""No fact of a factory is larger; a number beyond it is a slip of the keyboard, and would overflow further on."""

CITATION = re.compile(r"(meter|book|cems):(\w[\w.-]{0,59})(?:/([a-z_]+)|\*(\w[\w.-]{0,59}))?")
"""How an amount cites a series of readings, a book and what of it, or concentration and flow of a stack:
``meter:EM-01``, ``book:rod/received``, ``cems:CO2-1*FLOW-1``."""

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d[\d_]*|\d*(?=\.\d))(?:\.\d*)?(?:[eE][+-]?\d+)?")
_TEXT = re.compile(rf"\s*({_NUMBER.pattern})\s*(.*?)\s*", re.DOTALL)


def parse_number(text: str) -> float:
    """The number a text shows: "1,234.5" is read, "12,40" is refused and not guessed.

    Raises
    ------
    InputError  Not a number, not finite or beyond any factory (`input.not_a_number`, `input.not_finite`).
    """
    stripped = text.strip()
    if stripped.lower().lstrip("+-.") in ("nan", "inf", "infinity"):
        raise InputError.of(
            "input.not_finite", "", f"{stripped!r} is not a finite number", "give the measured value", text=stripped
        )
    if not _NUMBER.fullmatch(stripped):
        hint = (
            "write 12.40; a comma separates thousands" if "," in stripped else "give digits, with a point for decimals"
        )
        raise InputError.of("input.not_a_number", "", f"{stripped!r} is not a number", hint, text=stripped)
    return check_number(float(stripped.replace(",", "").replace("_", "")))


def check_number(value: float) -> float:
    """The value itself, if it is finite and of a size a factory can have.

    Raises
    ------
    InputError  `input.not_finite`, `input.too_large`.
    """
    if not math.isfinite(value):
        raise InputError.of(
            "input.not_finite", "", f"{value} is not a finite number", "give the measured value", text=value
        )
    if abs(value) > LARGEST:
        raise InputError.of(
            "input.too_large",
            "",
            f"{value:g} is larger than any factory's figure",
            "check the digits and the unit",
            text=f"{value:g}",
        )
    return value


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as given.

    Parameters
    ----------
    value : The number, in `unit`.
    unit : A unit of the closed table, in its standard spelling.
    evidence : What proves it: a bill, a meter, a stock list.
    source : The place it was read from; None if it was made in memory. Not part of equality.
    cites : The series or book whose total it is, as the plant cites it; empty for a number that was typed.
    basis : What that total rests on, in words. Not part of equality.
    """

    value: float
    unit: str
    evidence: str = ""
    source: Source | None = field(default=None, compare=False)
    cites: str = ""
    basis: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", float(self.value))

    @classmethod
    def parse(cls, text: str) -> "Quantity":
        """The quantity a text such as "1,250 t" shows.

        Raises
        ------
        InputError  Not a number, no unit, unknown unit.
        """
        found = _TEXT.fullmatch(text)
        if not found:
            parse_number(text.split(maxsplit=1)[0] if text.split() else text)
            raise InputError.of(
                "input.not_a_number", "", f"{text!r} is not a number with a unit", 'write "1,250 t"', text=text
            )
        number, symbol = found.groups()
        if symbol[:1] == "," or (symbol[:1].isdigit() and found.end(1) == found.start(2)):  # "1,2345 t"
            parse_number(number + symbol.split()[0])
        value = parse_number(number)
        if not symbol:
            raise InputError.of(
                "input.unit_missing",
                "",
                f"{text!r} has no unit",
                'write the unit after the number: "1,250 t"',
                text=text,
            )
        return cls(value, unit(symbol).symbol)

    @property
    def dimension(self) -> str:
        """The dimension of its unit."""
        return unit(self.unit).dimension

    def to(self, wanted: str) -> float:
        """The value in another unit of the same dimension; `UnitError` otherwise."""
        return self.value if wanted == self.unit else self.value * conversion_factor(self.unit, wanted)

    def at(self, source: Source) -> "Quantity":
        """The same quantity, with the place it was read from."""
        return replace(self, source=source)

    def __str__(self) -> str:
        return f"{self.value:,.15g} {self.unit}"
