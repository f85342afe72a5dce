"""Chance as a test tells it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.rehearse import Cause

Real = NDArray[np.float64]
NEVER = 1e9


class Told:
    """Stops and lengths as a test tells them: the same in each run."""

    def __init__(self, stops: Sequence[tuple[Cause, Sequence[float], float]] = (),
                 factors: dict[tuple[int, int], float] | None = None) -> None:  # fmt: skip
        self.causes = [cause for cause, _, _ in stops]
        self.told, self.lengths = stops, factors or {}

    def factors(self, first: int, count: int, tasks: Sequence[tuple[int, int]]) -> Real:
        return np.tile([self.lengths.get(task, 1.0) for task in tasks], (count, 1))

    def stops(self, first: int, count: int, most: int) -> tuple[Real, Real]:
        until = np.full((count, len(self.told), most), NEVER)
        lasts = np.ones((count, len(self.told), most))
        for number, (_, times, long) in enumerate(self.told):
            until[:, number, : len(times)] = times[:most]
            lasts[:, number] = long
        return until, lasts
