"""What no timetable of a shop can do better than."""

import heapq
from collections.abc import Iterable

from pulmu.plan.schedule.shop import Shop


def least_makespan(shop: Shop) -> int:
    """A makespan that no timetable is below: of the longest job, and of each machine alone.

    A machine alone is Jackson's preemptive rule over what it must do: no operation begins before what goes before it in
    its job, none ends later than what follows allows, and it may be broken off (Carlier 1982,
    doi:10.1016/S0377-2217(82)80007-6).
    """
    return max([0, *(sum(_least(shop, job)) for job in range(len(shop.jobs))),
                *(_alone(shop, machine) for machine in range(len(shop.machines)))])  # fmt: skip


def _least(shop: Shop, job: int) -> list[int]:
    return [min(way.duration for way in operation.ways) for operation in shop.jobs[job].operations]


def _alone(shop: Shop, machine: int) -> int:
    """The least makespan by what only this machine can do."""
    work = []
    for place, job in enumerate(shop.jobs):
        least = _least(shop, place)
        for step, operation in enumerate(job.operations):
            if len(operation.ways) == 1 and operation.ways[0].machine == machine:
                work.append((sum(least[:step]), least[step], sum(least[step + 1 :])))
    return _preemptive(work)


def _preemptive(work: Iterable[tuple[int, int, int]]) -> int:
    """The least end of all, each with its head, its duration and its tail, where work may be broken off."""
    coming = sorted(work)
    waiting: list[list[int]] = []
    now = span = at = 0
    while at < len(coming) or waiting:
        if not waiting:
            now = max(now, coming[at][0])
        while at < len(coming) and coming[at][0] <= now:
            heapq.heappush(waiting, [-coming[at][2], coming[at][1]])
            at += 1
        tail, left = waiting[0]
        until = coming[at][0] if at < len(coming) else now + left
        done = min(left, until - now)
        now += done
        if done == left:
            heapq.heappop(waiting)
            span = max(span, now - tail)
        else:
            waiting[0][1] = left - done
    return span
