"""What chance brings to the runs of a plan, from the twin's laws and streams."""

from collections.abc import Sequence
from copy import copy
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.rehearse import Cause
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Timetable
from pulmu.services.schedules.upsets import Upsets, spread_law
from pulmu.twin.kernel.draws import Draws
from pulmu.twin.streams import name_hash, stream_key, stream_keys

Real = NDArray[np.float64]
_MOST_KEPT = 100_000_000
"""Bytes of stops that are kept for another pass over the same runs."""


class DrawnUpsets:
    """Draws by name: of a breakdown for each run, of an operation one for each run, whatever else is planned."""

    def __init__(
        self, upsets: Upsets, shop: Shop, seed: int, seconds_per_step: float
    ) -> None:  # fmt: skip
        self.shop, self.seed, self.step, self.upsets = shop, seed, seconds_per_step, upsets
        self.causes: Sequence[Cause] = [Cause(item.machine, item.is_clock, item.is_anew) for item in upsets.breakdowns]
        self._laws = [(Draws(item.every), Draws(item.lasts)) for item in upsets.breakdowns]
        self._names = [name_hash(f"{what}/{item.stream}") for item in upsets.breakdowns for what in ("every", "lasts")]
        self._spread = cache(lambda cv: Draws(spread_law(cv)))
        self._kept: dict[tuple[int, int, int], tuple[Real, Real]] = {}
        self._bytes = 0
        self._widths: dict[tuple[int, int], float] = {}

    def of(self, timetable: Timetable) -> "DrawnUpsets":
        """For a plan: how far each operation spreads goes by its machine there. Stops are drawn once for all plans."""
        found = copy(self)
        found._widths = {
            (item.job, item.operation): self.upsets.widths[item.machine].of((item.end - item.start) * self.step)
            for item in timetable.placed
        }
        return found

    def factors(self, first: int, count: int, tasks: Sequence[tuple[int, int]]) -> Real:
        """A number of each operation's own stream for each run; 1 where its machine does not spread."""
        found = np.ones((count, len(tasks)))
        for at, (job, operation) in enumerate(tasks):
            cv = self._widths[job, operation]
            if cv > 0.0:
                key = stream_key(self.seed, 0, name_hash(f"length/{self.shop.jobs[job].id}/{operation + 1}"))
                found[:, at] = self._spread(cv).row(key, first, count)
        return found

    def stops(self, first: int, count: int, most: int) -> tuple[Real, Real]:
        """As the twin draws them for so many replications. [steps]"""
        asked = (first, count, most)
        if asked in self._kept:
            return self._kept[asked]
        until, lasts = (np.empty((count, len(self._laws), most)) for _ in range(2))
        for run in range(count):
            keys = stream_keys(self.seed, first + run, self._names)
            for number, (every, long) in enumerate(self._laws):
                until[run, number] = every.row(keys[2 * number], 0, most)
                lasts[run, number] = long.row(keys[2 * number + 1], 0, most)
        until /= self.step
        lasts /= self.step
        self._bytes += until.nbytes * 2
        if self._bytes < _MOST_KEPT:
            self._kept[asked] = (until, lasts)
        return until, lasts
