"""Yes, no, or unknown, with the reason: the three-valued answer of a rule.

Stored as 0, 1, 2 (no, unknown, yes): AND is the minimum, OR the maximum, NOT two minus the value.
"""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from pulmu.model.source import Source


class Answer(IntEnum):
    """No, unknown, yes; ordered so that AND is `min` and OR is `max`."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Bounded:
    """A number known exactly, or only between bounds, with what it was made of.

    Parameters
    ----------
    low, high : The least and the most it can be; equal where it is known, -inf and inf where nothing is.
    parameter : Name of the parameter of which it is the value, if it is one.
    inputs : What it was computed from.
    """

    name: str
    low: float
    high: float
    unit: str = ""
    source: Source | None = None
    parameter: str | None = None
    inputs: tuple["Bounded | Finding", ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def __str__(self) -> str:
        if self.is_known:
            return f"{self.low:,.15g} {self.unit}".rstrip()
        if math.isinf(self.high):
            return f"{self.low:,.15g} {self.unit}".rstrip() + " or more" if self.low > 0 else "not known"
        return f"{self.low:,.15g} to {self.high:,.15g} {self.unit}".rstrip()

    def lines(self, level: int) -> list[str]:
        """The number and its inputs as indented text."""
        text = "  " * level + f"{self.name} = {self}" + (f"  [{self.source}]" if self.source else "")
        return [text, *(line for item in self.inputs for line in item.lines(level + 1))]


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison of two numbers: `left sign right`, as the rule asks it."""

    left: Bounded
    sign: str
    right: Bounded

    @property
    def margin(self) -> float | None:
        """How far the left lies on the side that was asked for; negative beyond it; None where not known."""
        if not (self.left.is_known and self.right.is_known):
            return None
        return self.right.low - self.left.low if self.sign in ("<", "<=") else self.left.low - self.right.low


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of a rule, with what it was made of.

    Parameters
    ----------
    name : What was asked.
    answer : No, unknown or yes.
    detail : The comparison as text, or what is missing.
    source : The article; None where the parts carry theirs.
    parts : The findings it joins.
    compared : The two numbers, where it compares numbers.
    parameters : Names of the parameters whose values it read itself, not through its parts.
    joined : How the parts make the answer: all of them, any of them, or not.
    fact : Name of the one fact it asks for, where it asks for one.
    """

    name: str
    answer: Answer
    detail: str = ""
    source: Source | None = None
    parts: tuple["Finding", ...] = ()
    compared: Compared | None = None
    parameters: tuple[str, ...] = ()
    joined: Literal["", "all", "any", "not"] = ""
    fact: str = ""

    def missing(self) -> list[str]:
        """Names of the facts that are not given and could still change the answer."""
        if self.answer is not Answer.UNKNOWN:
            return []
        if not self.parts:
            return [self.name]
        return [name for part in self.parts for name in part.missing()]

    def explain(self) -> str:
        """The finding and its parts as indented text."""
        return "\n".join(self.lines(0))

    def lines(self, level: int) -> list[str]:
        """The finding and its parts as lines of text, indented."""
        text = f"{self.name}: {self.answer}" + (f", {self.detail}" if self.detail else "")
        text = "  " * level + text + (f"  [{self.source}]" if self.source else "")
        return [text, *(line for part in self.parts for line in part.lines(level + 1))]


def below(name: str, value: float | None, limit: float, unit: str, source: Source) -> Finding:
    """Whether a value lies below a limit; unknown if it is not given."""
    return _compare(name, value, limit, unit, source, "<")


def at_least(name: str, value: float | None, limit: float, unit: str, source: Source) -> Finding:
    """Whether a value reaches a limit; unknown if it is not given."""
    return _compare(name, value, limit, unit, source, ">=")


def _compare(name: str, value: float | None, limit: float, unit: str, source: Source, sign: str) -> Finding:
    if value is None:
        return Finding(name, Answer.UNKNOWN, "not given", source)
    holds = value < limit if sign == "<" else value >= limit
    shown = sign if holds else {"<": ">=", ">=": "<"}[sign]
    return Finding(name, Answer.YES if holds else Answer.NO, f"{value:,.15g} {shown} {limit:,.15g} {unit}", source)


def all_of(name: str, *parts: Finding) -> Finding:
    """Yes if every part is; no as soon as one is, even where another is unknown."""
    return Finding(name, min((part.answer for part in parts), default=Answer.YES), parts=parts, joined="all")


def any_of(name: str, *parts: Finding) -> Finding:
    """Yes as soon as one part is; no if every part is."""
    return Finding(name, max((part.answer for part in parts), default=Answer.NO), parts=parts, joined="any")


def negation(name: str, part: Finding) -> Finding:
    """No for yes, yes for no; unknown stays unknown."""
    return Finding(name, Answer(2 - part.answer), parts=(part,), joined="not")
