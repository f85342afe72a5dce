"""Which of several lines is best: the fully sequential procedure of Kim and Nelson.

The best is found with at least the confidence, where it is better than the second by the indifference or more. Values
of the same number belong together (common random numbers); that they are tied only helps. They are taken as normal.
Source: Kim and Nelson 2001, "A fully sequential procedure for indifference-zone selection in simulation", ACM
Transactions on Modeling and Computer Simulation 11(3), with c = 1.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selected:
    """The best, by place, and how many values of each were looked at.

    Parameters
    ----------
    sure : False where the most values did not suffice: then the best so far.
    """

    best: int
    counts: tuple[int, ...]
    sure: bool


def select_best(
    values: Callable[[int, int], Sequence[float]],
    systems: int,
    indifference: float,
    *,
    confidence: float = 0.95,
    first: int = 10,
    most: int = 10_000,
) -> Selected:
    """Which system has the largest mean.

    Parameters
    ----------
    values : (system, count) gives its first `count` values.
    indifference : The smallest difference that matters, in the unit of the values; above 0.
    """
    if systems < 1 or indifference <= 0 or not 2 <= first <= most:
        raise ValueError("at least one system, an indifference above 0, and 2 or more first values are needed")
    counts = [first] * systems
    if systems == 1:
        return Selected(0, tuple(counts), sure=True)
    start = [values(system, first) for system in range(systems)]
    spread = {(a, b): _variance(start[a], start[b]) for a in range(systems) for b in range(systems) if a != b}
    h2 = ((2 * (1 - confidence) / (systems - 1)) ** (-2 / (first - 1)) - 1) * (first - 1)
    left, count = list(range(systems)), first
    while True:
        sums = {system: math.fsum(values(system, count)) for system in left}
        left = [
            a
            for a in left
            if all(
                sums[a] >= sums[b] - max(0.0, h2 * spread[a, b] / indifference - indifference * count) / 2
                for b in left
                if a != b
            )
        ] or [max(left, key=lambda system: sums[system])]
        for system in left:
            counts[system] = count
        if len(left) == 1 or count >= most:
            return Selected(max(left, key=lambda system: sums[system]), tuple(counts), sure=len(left) == 1)
        count += 1


def _variance(one: Sequence[float], other: Sequence[float]) -> float:
    pairs = [a - b for a, b in zip(one, other, strict=True)]
    mean = math.fsum(pairs) / len(pairs)
    return math.fsum((pair - mean) ** 2 for pair in pairs) / (len(pairs) - 1)
