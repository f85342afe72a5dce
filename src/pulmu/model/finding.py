"""Yes, no, or unknown, with the reason: the three-valued answer of a rule.

Stored as 0, 1, 2 (no, unknown, yes): AND is the minimum, OR the maximum, NOT two minus the value.
"""

from dataclasses import dataclass
from enum import IntEnum

from pulmu.model.source import Source


class Answer(IntEnum):
    """No, unknown, yes; ordered so that AND is `min` and OR is `max`."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __str__(self) -> str:
        return self.name.lower()


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
    """

    name: str
    answer: Answer
    detail: str = ""
    source: Source | None = None
    parts: tuple["Finding", ...] = ()

    def missing(self) -> list[str]:
        """Names of the facts that are not given and could still change the answer."""
        if self.answer is not Answer.UNKNOWN:
            return []
        if not self.parts:
            return [self.name]
        return [name for part in self.parts for name in part.missing()]

    def explain(self) -> str:
        """The finding and its parts as indented text."""
        return "\n".join(self._lines(0))

    def _lines(self, level: int) -> list[str]:
        text = f"{self.name}: {self.answer}" + (f", {self.detail}" if self.detail else "")
        text = "  " * level + text + (f"  [{self.source}]" if self.source else "")
        return [text, *(line for part in self.parts for line in part._lines(level + 1))]


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
    return Finding(name, min((part.answer for part in parts), default=Answer.YES), parts=parts)


def any_of(name: str, *parts: Finding) -> Finding:
    """Yes as soon as one part is; no if every part is."""
    return Finding(name, max((part.answer for part in parts), default=Answer.NO), parts=parts)


def negation(name: str, part: Finding) -> Finding:
    """No for yes, yes for no; unknown stays unknown."""
    return Finding(name, Answer(2 - part.answer), parts=(part,))
