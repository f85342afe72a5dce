"""A plan run with breakdowns before it is offered: chances of being in time, and what it comes to, with intervals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.costs import costs_of, load_of, peak_kw
from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.rehearse import Ran
from pulmu.plan.schedule.shop import Job, Shop
from pulmu.plan.schedule.timetable import Timetable
from pulmu.services.schedules.prices import flat_steps
from pulmu.services.schedules.rehearsed import InTime, MachineLoss, Rehearsed, estimate, range_of
from pulmu.services.schedules.stage import Stage
from pulmu.support.selection.chance import chance_of

Real = NDArray[np.float64]
POOR = 0.8
"""A job that is in time less often than this is told of."""
_MACHINES_LOOKED_AT = 12


def rehearse(
    stage: Stage,
    timetable: Timetable,
    *,
    factor: float,
    late_won: float = 0.0,
    tell: Callable[[int, int], bool] = lambda _done, _of: False,
) -> Rehearsed:
    """Run a plan again and again under what may come between.

    Parameters
    ----------
    factor : Of electricity. [kg CO2e/kWh]
    late_won : What an hour of a late job of weight 1 counts as. [KRW/h]
    tell : Hears how many runs of how many are done, those with a machine that does not fail among them; where it
        answers yes, it ends with what there is.
    """
    return _Rehearsal(stage, timetable, factor, late_won, tell).told()


@dataclass(frozen=True)
class _Rehearsal:
    stage: Stage
    timetable: Timetable
    factor: float
    late_won: float
    tell: Callable[[int, int], bool]

    def told(self) -> Rehearsed:
        """All of it."""
        stage = self.stage
        looked = sorted({item.machine for item in stage.upsets.breakdowns})
        passes = 1 + min(len(looked), _MACHINES_LOOKED_AT)
        is_over = [False]

        def go_on(number: int, done: int) -> bool:
            is_over[0] = is_over[0] or self.tell(number * stage.runs + done, passes * stage.runs)
            return is_over[0]

        ran = stage.run(self.timetable, tell=lambda done: go_on(0, done))
        worst = sorted(looked, key=lambda machine: -float(ran.down[:, machine].sum()))[:_MACHINES_LOOKED_AT]
        without = {}
        for number, machine in enumerate(worst, 1):
            if not is_over[0]:
                without[machine] = stage.run(self.timetable, without=machine, tell=partial(go_on, number))
        return self.answer(ran, without, looked)

    def answer(self, ran: Ran, without: dict[int, Ran], looked: list[int]) -> Rehearsed:
        """Of runs with all breakdowns, and of those without the ones of a machine."""
        stage, shop, prices = self.stage, self.stage.shop, self.stage.prices
        hours, late = stage.hours, ran.late(shop)
        planned = costs_of(shop, self.timetable, self._long(prices))
        long = self._long(prices)
        load = load_of(shop, self.timetable, len(long.won_per_kwh), None if stage.priced is None else prices)
        kwh = float(load.sum()) * hours
        jobs = tuple(sorted(self.chances(shop, ran), key=lambda item: item.share))
        counts = stage.priced is not None and prices.demand_won_per_kw > 0
        late_planned = sum(max(0, end - job.due) for job, end in self._ends(shop) if job.due is not None)
        return Rehearsed(
            runs=ran.count, seed=stage.seed, all_in_time=self.all_in_time(shop, ran), jobs=jobs,
            poor=tuple(item.job for item in jobs if item.is_poor),
            end_hours=range_of(ran.makespan * hours, planned["makespan"] * hours),
            late_hours=range_of(late.sum(axis=1) * hours, late_planned * hours),
            kwh=range_of(ran.kwh, kwh), footprint_kg=range_of(ran.kwh * self.factor, kwh * self.factor),
            energy_won=None if stage.priced is None else range_of(ran.won, planned["energy"]),
            peak_kw=range_of(np.maximum(ran.peak_kw, prices.billed_kw), peak_kw(long, load)),
            peak_won=range_of(stage.peak_won(ran), planned["peak"]) if counts else None,
            machines=tuple(self.losses(ran, without, looked)),
            untold=tuple(name for name, source in zip(shop.machines, stage.upsets.sources, strict=True) if not source),
            beyond=float(np.mean(ran.makespan > self.stage.laid.horizon)),
            labour_won=range_of(ran.labour_won, planned["labour"]) if prices.won_per_person_hour else None,
            overtime_hours=range_of(ran.overtime * hours, 0.0) if shop.people else None,
            parted=float(ran.parted.sum(axis=1).mean()),
        )  # fmt: skip

    def _long(self, prices: Prices) -> Prices:
        """For as many steps as the plan takes, where it has no price."""
        if self.stage.priced is None and self.timetable.makespan > len(prices.won_per_kwh):
            return flat_steps(self.stage.laid.clock, self.timetable.makespan, self.stage.laid.wages)
        return prices

    def _ends(self, shop: Shop) -> Iterator[tuple[Job, int]]:
        ends: dict[int, int] = {}
        for item in self.timetable.placed:
            ends[item.job] = max(ends.get(item.job, 0), item.end)
        for place, job in enumerate(shop.jobs):
            yield job, ends.get(place, job.release)

    def chances(self, shop: Shop, ran: Ran) -> Iterator[InTime]:
        """Of each job that somebody waits for."""
        for place, (job, end) in enumerate(self._ends(shop)):
            if job.due is not None:
                ends = ran.ends[:, place]
                yield self._in_time(job.id, np.maximum(ends - job.due, 0.0), ends, job.due, end > job.due)

    def all_in_time(self, shop: Shop, ran: Ran) -> InTime:
        """Of all together."""
        late = ran.late(shop).sum(axis=1)
        is_late = any(job.due is not None and end > job.due for job, end in self._ends(shop))
        return self._in_time("", late, ran.makespan, None, is_late)

    def _in_time(
        self, name: str, late: Real, ends: Real, due: int | None, planned_late: bool
    ) -> InTime:  # fmt: skip
        found, clock = chance_of(name, int((late <= 0.0).sum()), len(late)), self.stage.laid.clock
        middle, high = (clock.text(int(np.ceil(np.quantile(ends, share)))) for share in (0.5, 0.9))
        return InTime(
            job=name, due="" if due is None else clock.text(due), share=found.share, low=found.low, high=found.high,
            is_poor=found.share < POOR, planned_late=planned_late, median_end=middle, high_end=high,
            late_hours=estimate(late * self.stage.hours),
        )  # fmt: skip

    def losses(self, ran: Ran, without: dict[int, Ran], looked: list[int]) -> list[MachineLoss]:
        """What each machine's breakdowns cost, run by run of the same random numbers."""
        return sorted((self._loss(ran, without.get(machine), machine) for machine in looked), key=_dearness)

    def _loss(self, ran: Ran, other: Ran | None, machine: int) -> MachineLoss:
        stage, hours = self.stage, self.stage.hours
        count = 0 if other is None else min(ran.count, other.count)
        late = end = won = None
        if other is not None and count:
            late = estimate((ran.late(stage.shop)[:count] - other.late(stage.shop)[:count]).sum(axis=1) * hours)
            end = estimate((ran.makespan[:count] - other.makespan[:count]) * hours)
            if stage.priced is not None:
                won = estimate(self._won(ran)[:count] - self._won(other)[:count])
        return MachineLoss(
            machine=stage.shop.machines[machine], source=stage.upsets.sources[machine],
            stops=float(ran.stops[:, machine].mean()), down_hours=float(ran.down[:, machine].mean()) * hours,
            late_hours=late, end_hours=end, won=won,
        )  # fmt: skip

    def _won(self, ran: Ran) -> Real:
        costs = self.stage.costs(ran)
        paid = costs["energy"] + costs["labour"] + costs["peak"]
        return np.asarray(paid + costs["tardiness"] * self.stage.hours * self.late_won, np.float64)


def _dearness(loss: MachineLoss) -> tuple[float, ...]:
    told = [0.0 if item is None else -item.mean for item in (loss.won, loss.late_hours, loss.end_hours)]
    return (*told, -loss.down_hours)
