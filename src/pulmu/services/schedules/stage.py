"""What plans are run on, each under the same random numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.rehearse import Ran, run_all
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Timetable
from pulmu.services.schedules.lay import MOST_DAYS, Down, Laid, closed_spans
from pulmu.services.schedules.prices import Priced, flat_steps
from pulmu.services.schedules.rehearse_draws import DrawnUpsets
from pulmu.services.schedules.upsets import Upsets

Real = NDArray[np.float64]
_DAY = 1440
_LOOKED_AT, _STOPS = 64, 8
"""Runs, and stops of each cause in them, from which it is told how long a machine is down."""


@dataclass(frozen=True)
class Stage:
    """A shop with its upsets.

    Parameters
    ----------
    runs : How often a plan is run.
    begin : What was to begin before it has begun as planned.
    """

    laid: Laid
    upsets: Upsets
    priced: Priced | None
    runs: int
    seed: int
    begin: int = 0
    downs: tuple[Down, ...] = ()

    @property
    def hours(self) -> float:
        """Length of a step. [h]"""
        return self.laid.clock.minutes / 60

    @cached_property
    def shop(self) -> Shop:
        """The shop with its closed spans known for longer: delays may run past the plan."""
        clock = self.laid.clock
        days = min(MOST_DAYS, 2 * (-(-self.laid.horizon * clock.minutes // _DAY)) + 14)
        return replace(self.laid.shop, closed=closed_spans(self.laid.jobs, clock, self.downs, days))

    @cached_property
    def prices(self) -> Prices:
        """Of the horizon."""
        return (
            flat_steps(self.laid.clock, self.laid.horizon, self.laid.wages)
            if self.priced is None
            else self.priced.prices
        )

    @cached_property
    def _drawn(self) -> DrawnUpsets:
        return DrawnUpsets(self.upsets, self.shop, self.seed, 60.0 * self.laid.clock.minutes)

    def run(
        self, timetable: Timetable, *, without: int | None = None, tell: Callable[[int], bool] = lambda _done: False
    ) -> Ran:
        """Runs of a plan; stops come at the same numbers whatever is planned."""
        return run_all(self.shop, timetable, self._drawn.of(timetable), self.prices, self.runs, begin=self.begin,
                       without=without, tell=tell)  # fmt: skip

    def peak_won(self, ran: Ran) -> Real:
        """For what of the peak is above the demand that is billed anyway. (runs,) [KRW a month]"""
        return self.prices.demand_won_per_kw * np.maximum(0.0, ran.peak_kw - self.prices.free_kw)

    def costs(self, ran: Ran) -> Mapping[str, Real]:
        """Costs by name, as `Aim` names them; what was moved against a given timetable is not among them. (runs,)"""
        return {
            "makespan": ran.makespan, "tardiness": ran.tardiness(self.shop), "energy": ran.won,
            "peak": self.peak_won(ran), "labour": ran.labour_won,
        }  # fmt: skip

    @cached_property
    def down_shares(self) -> tuple[float, ...]:
        """Steps that each machine is down for each step at work, in the long run. (machines,)"""
        until, lasts = self._drawn.stops(0, min(self.runs, _LOOKED_AT), _STOPS)
        found = [0.0] * len(self.shop.machines)
        for place, cause in enumerate(self._drawn.causes):
            found[cause.machine] += float(lasts[:, place].mean() / until[:, place].mean())
        return tuple(found)
