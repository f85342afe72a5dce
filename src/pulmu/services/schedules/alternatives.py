"""Plans worth a rehearsal beside the best on paper: with slack, earlier, as given, and by rules of thumb."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from pulmu.plan.schedule import breaches
from pulmu.plan.schedule.dispatch import in_order
from pulmu.plan.schedule.rehearse import Ran
from pulmu.plan.schedule.shop import Shop, Way
from pulmu.plan.schedule.timetable import Placed, Timetable
from pulmu.services.schedules.choose import Candidate

_MOST, _MOST_WORK = 7, 3_000_000
"""Plans that are compared at most, and operations in all their runs."""
_NEARLY = 1e-9
_BY_WHEN = 0.8
"""Due dates are brought forward by what so many of the runs end a job later at most."""


def with_slack(shop: Shop, planned: Timetable, ran: Ran) -> Shop | None:
    """The shop with due dates brought forward by how late what comes between makes each job; None: it makes none late.

    Parameters
    ----------
    ran : Runs of what was planned, of the same jobs.
    """
    ends = [max((item.end for item in planned.placed if item.job == place), default=0)
            for place in range(len(shop.jobs))]  # fmt: skip
    later = np.ceil(np.maximum(np.quantile(ran.ends, _BY_WHEN, axis=0) - ends, 0.0)).astype(int).tolist()
    jobs = tuple(job if job.due is None else replace(job, due=max(0, job.due - more))
                 for job, more in zip(shop.jobs, later, strict=True))  # fmt: skip
    return None if jobs == shop.jobs else replace(shop, jobs=jobs)


def padded(shop: Shop, down_shares: Sequence[float]) -> Shop | None:
    """The shop with each operation longer by how long its machine is down meanwhile; None: none ever is.

    Parameters
    ----------
    down_shares : Of the first machines; others stay as they are.
    """
    if not any(down_shares):
        return None
    shares = (*down_shares, *(0.0,) * (len(shop.machines) - len(down_shares)))

    def longer(way: Way) -> Way:
        return replace(way, duration=math.ceil(way.duration * (1.0 + shares[way.machine]) - _NEARLY))

    jobs = tuple(replace(job, operations=tuple(
        replace(item, ways=tuple(longer(way) for way in item.ways)) for item in job.operations
    )) for job in shop.jobs)  # fmt: skip
    return replace(shop, jobs=jobs)


def unpadded(shop: Shop, planned: Timetable) -> Timetable:
    """A timetable of the padded shop in the shop itself: each operation begins as there, and ends when it is done."""
    return Timetable(tuple(
        replace(item, end=item.start + next(
            way.duration for way in shop.jobs[item.job].operations[item.operation].ways if way.machine == item.machine
        ))
        for item in planned.placed
    ))  # fmt: skip


def earlier(shop: Shop, planned: Timetable, stays: Iterable[Placed], begin: int) -> Timetable:
    """The same order and machines, each operation as early as it goes."""
    there = set(stays)
    free = sorted((item for item in planned.placed if item not in there),
                  key=lambda item: (item.start, item.end, item.operation))  # fmt: skip
    soon = (replace(item, start=begin, end=begin + item.end - item.start) for item in free)
    return in_order(shop, soon, kept=sorted(there, key=lambda item: (item.start, item.end)), begin=begin)


def worth_running(
    candidates: Iterable[Candidate], shop: Shop, fixed: Iterable[Placed], steps: int, begin: int, runs: int
) -> list[Candidate]:
    """Of candidates the first few that are distinct, break no rule, end in time and leave what is fixed."""
    most = min(_MOST, max(2, _MOST_WORK // max(1, runs * shop.size)))
    return [item for item, _ in zip(_distinct(candidates, shop, set(fixed), steps, begin), range(most), strict=False)]


def _distinct(
    candidates: Iterable[Candidate], shop: Shop, fixed: set[Placed], steps: int, begin: int
) -> Iterator[Candidate]:
    seen: set[frozenset[Placed]] = set()
    for item in candidates:
        placed = frozenset(item.timetable.placed)
        is_allowed = not seen or (
            fixed <= placed
            and not any(one.start < begin for one in placed - fixed)
            and next(breaches(shop, item.timetable, steps=steps), None) is None
        )
        if placed not in seen and is_allowed:
            seen.add(placed)
            yield item
