"""A value as a plant shows it, with the range it lies in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import chdtri, stdtrit

from pulmu.twin.interval import half_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value and its interval; an end is infinite where nothing bounds it.

    Parameters
    ----------
    count : Observations it rests on.
    """

    value: float
    low: float
    high: float
    confidence: float
    count: int

    def holds(self, value: float) -> bool:
        """Whether a value lies in the interval, its ends included."""
        return self.low <= value <= self.high


def mean_of(values: Sequence[float], confidence: float) -> Estimate:
    """The mean of independent times, with Student's interval cut off at 0; one time alone bounds nothing above."""
    mean = math.fsum(values) / len(values)
    half = half_width(values, confidence)
    if half is None:
        return Estimate(value=mean, low=0.0, high=math.inf, confidence=confidence, count=len(values))
    return Estimate(
        value=mean, low=max(mean - half, 0.0), high=mean + half, confidence=confidence, count=len(values)
    )  # fmt: skip


def spread_of(values: Sequence[float], confidence: float) -> Estimate | None:
    """The coefficient of variation, by the jackknife; None of fewer than three times.

    Source: Tukey 1958, "Bias and confidence in not-quite large samples", Annals of Mathematical Statistics 29.
    """
    count = len(values)
    if count < 3:
        return None
    total, squares = math.fsum(values), math.fsum(value * value for value in values)
    whole = _cv(total, squares, count)
    pseudo = [
        count * whole - (count - 1) * _cv(total - value, squares - value * value, count - 1) for value in values
    ]  # fmt: skip
    mean = math.fsum(pseudo) / count
    half = half_width(pseudo, confidence) or 0.0
    return Estimate(
        value=whole, low=max(mean - half, 0.0), high=max(mean + half, 0.0), confidence=confidence, count=count
    )  # fmt: skip


def time_between(events: int, exposure: float, confidence: float) -> Estimate:
    """Mean time between events that come independently of each other, from their number in a span of time.

    The interval is exact for a Poisson number (Garwood 1936, "Fiducial limits for the Poisson distribution", Biometrika
    28). Without an event the time is at least the lower end; the value is then the span itself.
    """
    tail = (1 - confidence) / 2
    most = float(chdtri(2 * events + 2, tail)) / 2
    fewest = float(chdtri(2 * events, 1 - tail)) / 2 if events else 0.0
    return Estimate(
        value=exposure / max(events, 1), low=exposure / most, high=exposure / fewest if fewest else math.inf,
        confidence=confidence, count=events,
    )  # fmt: skip


def quantile(confidence: float, freedom: float) -> float:
    """How many standard errors half an interval is wide (Student's t)."""
    return float(stdtrit(freedom, (1 + confidence) / 2))


def _cv(total: float, squares: float, count: int) -> float:
    mean = total / count
    variance = max(squares - count * mean * mean, 0.0) / (count - 1)
    return math.sqrt(variance) / mean if mean else 0.0
