"""What a rehearsal tells: chances of being in time, and what a plan comes to, with intervals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.services.estimate import Estimate
from pulmu.twin.interval import half_width

Real = NDArray[np.float64]
_SURE = 1.959963984540054


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
    late_hours : In the mean of all runs, those in time among them; of all jobs together where it is of all. None: told
        by an earlier version.
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
    late_hours: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineLoss:
    """What the breakdowns of a machine cost: against the same runs in which it does not break down.

    Parameters
    ----------
    source : Where its upsets are told: `jobs`, or a station of the line.
    stops, down_hours : Mean of a run.
    late_hours, end_hours, won : Lateness of all jobs, the end of the last, and energy, peak, people and lateness in
        won; None where it was not looked at, as it breaks down less than others, or there is no tariff.
    """

    machine: str
    source: str
    stops: float
    down_hours: float
    late_hours: Estimate | None
    end_hours: Estimate | None
    won: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A plan that was not offered, in runs of the same random numbers.

    Parameters
    ----------
    name : `searched`: the search's; `slack`: searched with due dates brought forward by what comes between; `padded`:
        searched with time for repairs in each operation; `earlier`: the search's order, as early as it goes; `given`;
        or a rule of thumb.
    planned, expected : What was to be brought down: on paper, and in the mean of the runs. In won where there is a
        tariff; of aims in order, the first in its own unit.
    more : What is expected more than of the plan that is offered, run by run; below zero: less.
    in_time : Share of runs in which no job is late.
    late_hours : Of all late jobs together.
    """

    name: str
    planned: float
    expected: Estimate
    more: Estimate
    in_time: float
    late_hours: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which of a few plans is offered, by what each comes to in its runs.

    Parameters
    ----------
    offered, planned_best : Names, as in `Beside`; they are the same where the best on paper holds.
    value : What was to be brought down, of the plan that is offered.
    beside : The others, by what is expected of them; empty where no other was worth a rehearsal.
    anew : Names of those that were searched for because of what comes between.
    """

    offered: str
    planned_best: str
    value: Range
    beside: tuple[Beside, ...]
    anew: tuple[str, ...] = ()


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
    labour_won, overtime_hours : Of people kept busy, nights and overtime as they are paid; of people who stay longer
        than they are there by the plan. None where nothing is told of wages, or of how many are there.
    parted : Batches of a run that a furnace does in two or more, as some of it comes too late; mean.
    choice : Which of a few plans this is, and what stands beside it; None: told by an earlier version.
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
    labour_won: Range | None = None
    overtime_hours: Range | None = None
    parted: float = 0.0
    choice: Choice | None = None


def estimate(values: Real) -> Estimate:
    """Mean of runs, with its 95 % interval. (runs,)"""
    return Estimate(mean=float(values.mean()), half_width=half_width(values.tolist()))


def range_of(values: Real, planned: float) -> Range:
    """What so many runs come to. (runs,)"""
    ordered = np.sort(values)
    middle, worst = _sure(ordered, 0.5), _sure(ordered, 0.9)
    low, median, high_80, high = (float(np.quantile(ordered, share)) for share in (0.1, 0.5, 0.8, 0.9))
    return Range(
        planned=planned, mean=estimate(values), low=low, median=median, high_80=high_80, high=high,
        median_low=middle[0], median_high=middle[1], worst_low=worst[0], worst_high=worst[1],
    )  # fmt: skip


def _sure(ordered: Real, share: float) -> tuple[float, float]:
    """95 % interval of a quantile: values between which it lies by the binomial law of how many are below it."""
    count = len(ordered)
    half = _SURE * (count * share * (1.0 - share)) ** 0.5
    first, last = int(np.floor(count * share - half)), int(np.ceil(count * share + half))
    return float(ordered[max(0, first - 1)]), float(ordered[min(count - 1, last)])
