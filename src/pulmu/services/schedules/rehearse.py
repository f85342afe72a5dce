"""A plan run with breakdowns before it is offered: chances of being in time, and what it comes to, with intervals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.costs import costs_of, load_of, peak_kw
from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.rehearse import Ran, run_all
from pulmu.plan.schedule.shop import Job, Shop
from pulmu.plan.schedule.timetable import Timetable
from pulmu.services.estimate import Estimate
from pulmu.services.schedules.lay import MOST_DAYS, Down, Laid, closed_spans
from pulmu.services.schedules.prices import Priced, flat_steps
from pulmu.services.schedules.rehearse_draws import DrawnUpsets
from pulmu.services.schedules.upsets import Upsets
from pulmu.support.selection.chance import chance_of
from pulmu.twin.interval import half_width

Real = NDArray[np.float64]
POOR = 0.8
"""A job that is in time less often than this is told of."""
_MACHINES_LOOKED_AT = 12
_SURE = 1.959963984540054
_DAY = 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What the runs come to.

    Parameters
    ----------
    planned : Without upsets.
    mean : With the 95 % interval that comes of the number of runs.
    low, median, high_80, high : What 10, 50, 80 and 90 of 100 runs stay below.
    median_low, median_high : 95 % interval of the median, by the number of runs.
    worst_low, worst_high : The same of `high`.
    """

    planned: float
    mean: Estimate
    low: float
    median: float
    high_80: float
    high: float
    median_low: float
    median_high: float
    worst_low: float
    worst_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InTime:
    """How likely a job is in time.

    Parameters
    ----------
    job : Its id; empty for all jobs together.
    share : Of the runs.
    low, high : 95 % interval of it (Wilson).
    planned_late : Whether it is late even if nothing comes between.
    median_end, high_end : On the plant's clock, what half and nine of ten runs have done it by.
    """

    job: str
    due: str
    share: float
    low: float
    high: float
    is_poor: bool
    planned_late: bool
    median_end: str
    high_end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineLoss:
    """What the breakdowns of a machine cost: against the same runs in which it does not break down.

    Parameters
    ----------
    source : Where its upsets are told: `jobs`, or a station of the line.
    stops, down_hours : Mean of a run.
    late_hours, end_hours, won : Lateness of all jobs, the end of the last, and energy, peak and lateness in won; None
        where it was not looked at, as it breaks down less than others, or there is no tariff.
    """

    machine: str
    source: str
    stops: float
    down_hours: float
    late_hours: Estimate | None
    end_hours: Estimate | None
    won: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """A plan after its rehearsal.

    Parameters
    ----------
    runs : How many were made; fewer than were asked for where it was ended early.
    all_in_time : That no job is late.
    jobs : The least likely first; those that nobody waits for are left out.
    poor : Jobs that are in time in fewer than 80 of 100 runs.
    end_hours, late_hours : To the end of the last job; of all late jobs together.
    energy_won, peak_won : None without a tariff, or where the peak does not count.
    kwh, peak_kw, footprint_kg : Footprint by an annual factor.
    machines : Those that break down, the dearest first.
    untold : Machines of which neither breakdowns nor spread are told: they never fail here.
    beyond : Share of runs that end after the last known price; the last day's prices come again there.
    """

    runs: int
    seed: int
    all_in_time: InTime
    jobs: tuple[InTime, ...]
    poor: tuple[str, ...]
    end_hours: Range
    late_hours: Range
    kwh: Range
    energy_won: Range | None
    peak_kw: Range
    peak_won: Range | None
    footprint_kg: Range
    machines: tuple[MachineLoss, ...]
    untold: tuple[str, ...]
    beyond: float


def rehearse(
    laid: Laid,
    timetable: Timetable,
    upsets: Upsets,
    priced: Priced | None,
    *,
    runs: int,
    seed: int,
    factor: float,
    late_won: float = 0.0,
    begin: int = 0,
    downs: tuple[Down, ...] = (),
    tell: Callable[[int, int], bool] = lambda _done, _of: False,
) -> Rehearsed:
    """Run a plan again and again under what may come between.

    Parameters
    ----------
    factor : Of electricity. [kg CO2e/kWh]
    late_won : What an hour of a late job of weight 1 counts as. [KRW/h]
    begin : What was to begin before it has begun as planned.
    tell : Hears how many runs of how many are done, those with a machine that does not fail among them; where it
        answers yes, it ends with what there is.
    """
    return _Rehearsal(laid, timetable, upsets, priced, runs, seed, factor, late_won, begin, downs, tell).told()


@dataclass(frozen=True)
class _Rehearsal:
    laid: Laid
    timetable: Timetable
    upsets: Upsets
    priced: Priced | None
    runs: int
    seed: int
    factor: float
    late_won: float
    begin: int
    downs: tuple[Down, ...]
    tell: Callable[[int, int], bool]

    def told(self) -> Rehearsed:
        """All of it."""
        shop, prices = self.shop(), self.prices()
        drawn = DrawnUpsets(self.upsets, shop, self.timetable, self.seed, 60.0 * self.laid.clock.minutes)
        looked = sorted({item.machine for item in self.upsets.breakdowns})
        passes = 1 + min(len(looked), _MACHINES_LOOKED_AT)
        is_over = [False]

        def go_on(number: int, done: int) -> bool:
            is_over[0] = is_over[0] or self.tell(number * self.runs + done, passes * self.runs)
            return is_over[0]

        ran = run_all(shop, self.timetable, drawn, prices, self.runs, begin=self.begin,
                      tell=lambda done: go_on(0, done))  # fmt: skip
        worst = sorted(looked, key=lambda machine: -float(ran.down[:, machine].sum()))[:_MACHINES_LOOKED_AT]
        without = {}
        for number, machine in enumerate(worst, 1):
            if not is_over[0]:
                without[machine] = run_all(shop, self.timetable, drawn, prices, self.runs, begin=self.begin,
                                           without=machine, tell=lambda done, n=number: go_on(n, done))  # type: ignore[misc]  # fmt: skip
        return self.answer(shop, prices, ran, without, looked)

    def shop(self) -> Shop:
        """The shop with its closed spans known for longer: delays may run past the plan."""
        clock = self.laid.clock
        days = min(MOST_DAYS, 2 * (-(-self.laid.horizon * clock.minutes // _DAY)) + 14)
        return replace(self.laid.shop, closed=closed_spans(self.laid.jobs, clock, self.downs, days))

    def prices(self) -> Prices:
        """Of the horizon."""
        return flat_steps(self.laid.clock, self.laid.horizon) if self.priced is None else self.priced.prices

    def answer(
        self, shop: Shop, prices: Prices, ran: Ran, without: dict[int, Ran], looked: list[int]
    ) -> Rehearsed:  # fmt: skip
        hours, late = self.hours, ran.late(shop)
        planned = costs_of(shop, self.timetable, self._long(prices))
        load = load_of(shop, self.timetable, len(self._long(prices).won_per_kwh))
        kwh = float(load.sum()) * hours
        jobs = tuple(sorted(self.chances(shop, ran), key=lambda item: item.share))
        counts = self.priced is not None and prices.demand_won_per_kw > 0
        late_planned = sum(max(0, end - job.due) for job, end in self._ends(shop) if job.due is not None)
        return Rehearsed(
            runs=ran.count, seed=self.seed, all_in_time=self.all_in_time(shop, ran), jobs=jobs,
            poor=tuple(item.job for item in jobs if item.is_poor),
            end_hours=_range(ran.makespan * hours, planned["makespan"] * hours),
            late_hours=_range(late.sum(axis=1) * hours, late_planned * hours),
            kwh=_range(ran.kwh, kwh), footprint_kg=_range(ran.kwh * self.factor, kwh * self.factor),
            energy_won=None if self.priced is None else _range(ran.won, planned["energy"]),
            peak_kw=_range(np.maximum(ran.peak_kw, prices.billed_kw), peak_kw(self._long(prices), load)),
            peak_won=_range(_peak_won(ran, prices), planned["peak"]) if counts else None,
            machines=tuple(self.losses(shop, prices, ran, without, looked)),
            untold=tuple(name for name, source in zip(shop.machines, self.upsets.sources, strict=True) if not source),
            beyond=float(np.mean(ran.makespan > self.laid.horizon)),
        )  # fmt: skip

    @property
    def hours(self) -> float:
        return self.laid.clock.minutes / 60

    def _long(self, prices: Prices) -> Prices:
        """For as many steps as the plan takes, where it has no price."""
        if self.priced is None and self.timetable.makespan > len(prices.won_per_kwh):
            return flat_steps(self.laid.clock, self.timetable.makespan)
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
                yield self._in_time(job.id, ran.ends[:, place] <= job.due, ran.ends[:, place], job.due, end > job.due)

    def all_in_time(self, shop: Shop, ran: Ran) -> InTime:
        """Of all together."""
        late = ran.late(shop).max(axis=1, initial=0.0)
        is_late = any(job.due is not None and end > job.due for job, end in self._ends(shop))
        return self._in_time("", late <= 0.0, ran.makespan, None, is_late)

    def _in_time(
        self, name: str, hits: NDArray[np.bool_], ends: Real, due: int | None, planned_late: bool
    ) -> InTime:  # fmt: skip
        found, clock = chance_of(name, int(hits.sum()), len(hits)), self.laid.clock
        middle, high = (clock.text(int(np.ceil(np.quantile(ends, share)))) for share in (0.5, 0.9))
        return InTime(
            job=name, due="" if due is None else clock.text(due), share=found.share, low=found.low, high=found.high,
            is_poor=found.share < POOR, planned_late=planned_late, median_end=middle, high_end=high,
        )  # fmt: skip

    def losses(
        self, shop: Shop, prices: Prices, ran: Ran, without: dict[int, Ran], looked: list[int]
    ) -> list[MachineLoss]:  # fmt: skip
        """What each machine's breakdowns cost, run by run of the same random numbers."""
        found = [self._loss(shop, prices, ran, without.get(machine), machine) for machine in looked]
        return sorted(found, key=_dearness)

    def _loss(self, shop: Shop, prices: Prices, ran: Ran, other: Ran | None, machine: int) -> MachineLoss:
        count = 0 if other is None else min(ran.count, other.count)
        late = end = won = None
        if other is not None and count:
            late = _estimate((ran.late(shop).sum(axis=1)[:count] - other.late(shop).sum(axis=1)[:count]) * self.hours)
            end = _estimate((ran.makespan[:count] - other.makespan[:count]) * self.hours)
            if self.priced is not None:
                one, two = self._won(shop, prices, ran), self._won(shop, prices, other)
                won = _estimate(one[:count] - two[:count])
        return MachineLoss(
            machine=shop.machines[machine], source=self.upsets.sources[machine],
            stops=float(ran.stops[:, machine].mean()), down_hours=float(ran.down[:, machine].mean()) * self.hours,
            late_hours=late, end_hours=end, won=won,
        )  # fmt: skip

    def _won(self, shop: Shop, prices: Prices, ran: Ran) -> Real:
        return ran.won + _peak_won(ran, prices) + ran.tardiness(shop) * self.hours * self.late_won


def _peak_won(ran: Ran, prices: Prices) -> Real:
    return prices.demand_won_per_kw * np.maximum(0.0, ran.peak_kw - prices.free_kw)


def _dearness(loss: MachineLoss) -> tuple[float, ...]:
    told = [0.0 if item is None else -item.mean for item in (loss.won, loss.late_hours, loss.end_hours)]
    return (*told, -loss.down_hours)


def _estimate(values: Real) -> Estimate:
    return Estimate(mean=float(values.mean()), half_width=half_width(values.tolist()))


def _range(values: Real, planned: float) -> Range:
    ordered = np.sort(values)
    middle, worst = _sure(ordered, 0.5), _sure(ordered, 0.9)
    low, median, high_80, high = (float(np.quantile(ordered, share)) for share in (0.1, 0.5, 0.8, 0.9))
    return Range(
        planned=planned, mean=_estimate(values), low=low, median=median, high_80=high_80, high=high,
        median_low=middle[0], median_high=middle[1], worst_low=worst[0], worst_high=worst[1],
    )  # fmt: skip


def _sure(ordered: Real, share: float) -> tuple[float, float]:
    """95 % interval of a quantile: values between which it lies by the binomial law of how many are below it."""
    count = len(ordered)
    half = _SURE * (count * share * (1.0 - share)) ** 0.5
    first, last = int(np.floor(count * share - half)), int(np.ceil(count * share + half))
    return float(ordered[max(0, first - 1)]), float(ordered[min(count - 1, last)])
