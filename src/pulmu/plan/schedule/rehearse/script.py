"""A timetable as flat arrays: what a compiled run reads."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.costs import power_of
from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.shop import Shop, Spans
from pulmu.plan.schedule.timetable import Placed, Timetable

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
_DAY = 1440
QUARTER = 15
"""Length of a bin of the load. [min]"""


class Script(NamedTuple):
    """What is done one after the other, in the order of the plan; times in steps.

    Parameters
    ----------
    job, machine, start, length, kw : (tasks,)  As planned; a task follows all that must have ended before it.
    setup : (tasks,)  Steps between the task before it on its machine and itself.
    ready : (jobs,)  Releases.
    closed_from : (machines + 1,)  Where the closed spans of a machine begin among all.
    closed_start, closed_end : Spans in order of time; none touches another.
    idle_kw : (machines,)
    won : (steps + 1,)  What a kW costs from the start up to each step. [KRW/kW]
    base : (bins,)  Drawn besides in each quarter of an hour. [kW]
    bins_per_step, hours_per_step : How many quarters, and hours, a step has.
    begin : Before this step nothing came otherwise than planned.
    """

    job: Whole
    machine: Whole
    start: Real
    length: Real
    kw: Real
    setup: Real
    ready: Real
    closed_from: Whole
    closed_start: Real
    closed_end: Real
    idle_kw: Real
    won: Real
    base: Real
    bins_per_step: float
    hours_per_step: float
    begin: float


def script_of(shop: Shop, timetable: Timetable, prices: Prices, *, begin: int = 0, steps: int = 0) -> Script:
    """The script of a timetable that breaks no rule.

    Parameters
    ----------
    begin : What was to begin before it has begun so.
    steps : How far load and prices reach at least; beyond the last price the prices of the last day come again.
    """
    tasks = sorted(timetable.placed, key=lambda item: (item.start, item.end, item.operation))
    spans = [_merged(shop.closed_at(machine)) for machine in range(len(shop.machines))]
    won = _longer(prices.won_per_kwh, steps, prices.minutes_per_step)
    return Script(
        job=_whole(item.job for item in tasks), machine=_whole(item.machine for item in tasks),
        start=_real(item.start for item in tasks), length=_real(item.end - item.start for item in tasks),
        kw=_real(power_of(shop, item) for item in tasks), setup=_real(_setups(shop, tasks)),
        ready=_real(job.release for job in shop.jobs),
        closed_from=np.cumsum([0, *(len(own) for own in spans)], dtype=np.int64),
        closed_start=_real(span[0] for own in spans for span in own),
        closed_end=_real(span[1] for own in spans for span in own),
        idle_kw=_real(shop.idle(machine) for machine in range(len(shop.machines))),
        won=np.concatenate([[0.0], np.cumsum(won) * prices.hours]), base=_base(prices, len(won)),
        bins_per_step=prices.minutes_per_step / QUARTER, hours_per_step=prices.hours, begin=float(begin),
    )  # fmt: skip


def _setups(shop: Shop, tasks: Sequence[Placed]) -> Iterator[int]:
    last: dict[int, str] = {}
    for item in tasks:
        family = shop.jobs[item.job].operations[item.operation].family
        before = last.get(item.machine)
        yield 0 if before is None or item.end == item.start else shop.setup(item.machine, before, family)
        if item.end > item.start:
            last[item.machine] = family


def _merged(spans: Spans) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _longer(values: Sequence[float], steps: int, minutes: int) -> Real:
    """Values for so many steps at least: the last day's, or all there are of less, come again."""
    known = np.array(values)
    more = max(0, steps - len(known))
    day = known[-max(1, _DAY // minutes) :]
    return np.concatenate([known, np.resize(day, more)]) if more else known


def _base(prices: Prices, steps: int) -> Real:
    """What is drawn besides, by quarters of an hour; nothing after a part of one at the end."""
    own = _longer(prices.base_kw, steps, prices.minutes_per_step) if prices.base_kw else np.zeros(steps)
    if prices.minutes_per_step >= QUARTER:
        return np.repeat(own, prices.minutes_per_step // QUARTER)
    count = prices.steps_of_mean
    return np.asarray(np.append(own, np.zeros(-len(own) % count)).reshape(-1, count).mean(axis=1), np.float64)


def _whole(values: Iterable[int]) -> Whole:
    return np.fromiter(values, np.int64)


def _real(values: Iterable[float]) -> Real:
    return np.fromiter(values, np.float64)
