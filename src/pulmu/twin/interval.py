"""How sure a mean of independent replications is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import stdtr, stdtrit


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean and its interval; no half width of a single value."""

    mean: float
    half_width: float | None
    confidence: float
    replications: int

    @property
    def low(self) -> float:
        """Lower end; minus infinity where nothing is known."""
        return self.mean - (math.inf if self.half_width is None else self.half_width)

    @property
    def high(self) -> float:
        """Upper end; infinity where nothing is known."""
        return self.mean + (math.inf if self.half_width is None else self.half_width)

    @property
    def sign(self) -> int:
        """1 or -1 where the interval lies on one side of 0, else 0."""
        return int(self.low > 0) - int(self.high < 0)


def interval_of(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """The mean of independent values with Student's interval.

    Source: Law, Simulation Modeling and Analysis, chapter on output data of a single system.
    """
    mean = math.fsum(values) / len(values)
    half = half_width(values, confidence)
    return Interval(mean=mean, half_width=half, confidence=confidence, replications=len(values))


def half_width(values: Sequence[float], confidence: float = 0.95) -> float | None:
    """Half the width of the interval that holds the mean with this confidence (Student's t); None of fewer than two."""
    count = len(values)
    if count < 2:
        return None
    return float(stdtrit(count - 1, (1 + confidence) / 2)) * standard_error(values)


def standard_error(values: Sequence[float]) -> float:
    """Of the mean of independent values: two or more."""
    count = len(values)
    mean = math.fsum(values) / count
    variance = math.fsum((value - mean) ** 2 for value in values) / (count - 1)
    return math.sqrt(variance / count)


def p_value(values: Sequence[float]) -> float:
    """How likely a mean at least so far from 0 is where the true mean is 0 (Student's t, two sides)."""
    mean, error = math.fsum(values) / len(values), standard_error(values)
    if error == 0:
        return 1.0 if mean == 0 else 0.0
    return float(2 * stdtr(len(values) - 1, -abs(mean) / error))
