"""What no timetable of a shop can do better than."""

import heapq
from collections.abc import Iterable

from pulmu.plan.schedule.shop import Shop

Least = list[list[int]]
"""The shortest duration of each operation, by job."""


def least_makespan(shop: Shop) -> int:
    """A makespan that no timetable is below: of the longest job, of each machine alone, and of machines together.

    A machine alone is Jackson's preemptive rule over what it must do: no operation begins before what goes before it in
    its job, none ends later than what follows allows, and it may be broken off (Carlier 1982,
    doi:10.1016/S0377-2217(82)80007-6).
    """
    least = [[min(way.duration for way in operation.ways) for operation in job.operations] for job in shop.jobs]
    return max([0, *(sum(row) for row in least),
                *(_alone(shop, least, machine) for machine in range(len(shop.machines))),
                *(_together(shop, least, machines) for machines in _rooms(shop))])  # fmt: skip


def _alone(shop: Shop, least: Least, machine: int) -> int:
    """The least makespan by what only this machine can do; nothing of a furnace, which does much at once."""
    if shop.holds_at(machine) > 0.0:
        return 0
    work = []
    for job, row in zip(shop.jobs, least, strict=True):
        for step, operation in enumerate(job.operations):
            if all(way.machine == machine for way in operation.ways):
                work.append((sum(row[:step]), row[step], sum(row[step + 1 :])))
    return _preemptive(work)


def _rooms(shop: Shop) -> set[frozenset[int]]:
    """Machines among which some operation may choose, and all that are named; none with a furnace."""
    found = {frozenset(way.machine for way in operation.ways) for job in shop.jobs for operation in job.operations}
    rooms = {room for room in (*found, frozenset[int]().union(*found)) if len(room) > 1}
    return {room for room in rooms if not any(shop.holds_at(machine) > 0.0 for machine in room)}


def _together(shop: Shop, least: Least, machines: frozenset[int]) -> int:
    """The least makespan by what only these can do: none begins before the least head, none ends later than the least
    tail before the end, and they can do no better than to share fairly."""
    work, heads, tails = 0, [], []
    for job, row in zip(shop.jobs, least, strict=True):
        steps = [step for step, item in enumerate(job.operations) if all(way.machine in machines for way in item.ways)]
        if steps:
            heads.append(sum(row[: steps[0]]))
            tails.append(sum(row[steps[-1] + 1 :]))
            work += sum(row[step] for step in steps)
    return min(heads, default=0) + min(tails, default=0) + -(-work // len(machines))


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
