"""A share of votes that may be known by its bounds only; comparisons do not turn on binary fractions."""

from typing import NamedTuple

from pulmu.model.finding import Answer
from pulmu.support.rules.tolerance import tolerance

TOLERANCE = tolerance("share")
"""0.1 + 0.2 is 30 %."""


class Span(NamedTuple):
    """The least and the most a share can be; equal where it is told."""

    low: float
    high: float

    @property
    def told(self) -> float | None:
        """The share, if it is known."""
        return self.low if self.low == self.high else None

    def plus(self, other: "Span") -> "Span":
        """The sum; nobody holds more than all."""
        return Span(min(1.0, self.low + other.low), min(1.0, self.high + other.high))

    def times(self, other: "Span") -> "Span":
        """The product."""
        return Span(self.low * other.low, self.high * other.high)

    def whole_from(self, limit: float) -> "Span":
        """The same, counted whole once it reaches a limit."""
        return Span(*(1.0 if reaches(bound, limit) else bound for bound in self))

    def reaches(self, limit: float) -> Answer:
        """Whether it is at least as much as a limit."""
        if reaches(self.low, limit):
            return Answer.YES
        return Answer.UNKNOWN if reaches(self.high, limit) else Answer.NO

    def __str__(self) -> str:
        if self.told is not None:
            return percent(self.low)
        return f"{percent(self.low)} to {percent(self.high)}"


NONE = Span(0.0, 0.0)


def reaches(share: float, limit: float) -> bool:
    """Whether a share is at least as much as another."""
    return share >= limit - TOLERANCE


def percent(share: float) -> str:
    """A share as people write it."""
    return f"{share * 100:.8g} %"
