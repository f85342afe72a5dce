"""How many replications: looks at the data that together keep the error that was agreed.

Who looks at an interval again and again, and stops when it pleases, is wrong more often than the interval says. Here
look k (from 0) may err with share (1 - confidence) / 2 ** (k + 1). The shares of all looks sum to what was agreed, so
the interval at which one stops holds the truth with at least the confidence, whatever made one stop (Bonferroni's
inequality over looks; each interval is Student's, so replications are taken as normal). The price is an interval wider
than Student's of a fixed number: by a fifth at a first look of 10.
Source: for procedures that stop by a half width, and what they lose without this: Law, Simulation Modeling and
Analysis, chapter on output data of a single system; Chow and Robbins 1965, Annals of Mathematical Statistics 36(2).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pulmu.twin.interval import Interval, interval_of
from pulmu.twin.statistics.measures import Measure, values_of
from pulmu.twin.statistics.runner import Runner, Runs, run_until

_MARGIN = 1.1
"""A little more than the last interval asks for, so that one more look most often suffices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How exact an answer is wanted.

    Parameters
    ----------
    half_width : In the figure's unit.
    relative : As a share of the mean; the wider of the two suffices where both are given.
    first, most : Replications at the first look, and at most.
    """

    half_width: float | None = None
    relative: float | None = None
    confidence: float = 0.95
    first: int = 10
    most: int = 1000

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if not 2 <= self.first <= self.most:
            raise ValueError(f"{self.first} first replications of at most {self.most}: at least 2, not more than most")
        if self.half_width is None and self.relative is None:
            raise ValueError("neither a half width nor a relative one is wanted")


@dataclass(frozen=True, slots=True)
class Found:
    """An interval, and whether it is as narrow as was wanted."""

    interval: Interval
    reached: bool
    looks: int


def confidence_at(look: int, confidence: float) -> float:
    """Confidence of the interval at a look, from 0, that all looks together keep the confidence."""
    return float(1 - (1 - confidence) / 2 ** (look + 1))


def next_count(count: int, half: float, wanted: float, most: int) -> int:
    """Replications for the next look: twice as many at least, and what the half width asks for."""
    asked = _MARGIN * count * (half / wanted) ** 2 if half < 1000 * wanted else most
    return min(max(2 * count, math.ceil(asked)), most)


def estimate_until(values: Callable[[int], Sequence[float]], precision: Precision) -> Found:
    """Take values until the interval of their mean is narrow enough.

    Parameters
    ----------
    values : Gives the first `n` values; asked for more at each look.
    """
    count, look = precision.first, 0
    while True:
        interval = interval_of(values(count), confidence_at(look, precision.confidence))
        wanted = max(precision.half_width or 0.0, (precision.relative or 0.0) * abs(interval.mean))
        half = interval.half_width or 0.0
        if half <= wanted or count >= precision.most or math.isnan(half):
            return Found(interval, half <= wanted, look + 1)
        count, look = next_count(count, half, wanted, precision.most), look + 1


def simulate_until(runs: Runs, measure: Measure, precision: Precision, runner: Runner) -> Found:
    """Run replications of a line until a figure is as exact as was wanted; `runs` keeps them."""

    def values(count: int) -> Sequence[float]:
        run_until(runner, [runs], count)
        return values_of(measure, runs.results[:count]) or [math.nan] * count

    return estimate_until(values, precision)
