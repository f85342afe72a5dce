"""A flexible shop as arrays: the ways of each operation, which of them is taken, and the orders of the machines."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.shop import Operation, Shop
from pulmu.plan.schedule.tabu.orders import NONE, Whole, firsts_of, row_of
from pulmu.plan.schedule.timetable import Placed, Timetable


class Ways(NamedTuple):
    """What a search does not change; operations count through all jobs, ways through all operations.

    Parameters
    ----------
    first : (operations + 1,)  Where the ways of each begin, and at last how many there are.
    machine, duration : (ways,)
    operation : (ways,)  Whose way it is.
    job_before, job_after : (operations,)  -1 where nothing is.
    unit : Steps of these durations to one step of the shop.
    """

    first: Whole
    machine: Whole
    duration: Whole
    operation: Whole
    job_before: Whole
    job_after: Whole
    unit: int


class Choice(NamedTuple):
    """The way that each operation takes, and what comes before and after it on that machine; -1 where nothing does."""

    taken: Whole
    before: Whole
    after: Whole


def ways_of(shop: Shop) -> Ways:
    """The ways of a shop: on each machine the shortest.

    Where something takes no time, every operation is made to take some, so little that it comes to less than a step in
    all: then whatever can begin before something else also ends before it, and no order runs in a circle by chance.
    """
    operations = [operation for job in shop.jobs for operation in job.operations]
    shortest = [_shortest(operation) for operation in operations]
    duration = np.array([found for row in shortest for found in row.values()], np.int64)
    counts = np.array([len(row) for row in shortest], np.int64)
    jobs = firsts_of(shop)
    places = np.arange(len(operations), dtype=np.int64)
    unit = 1 if duration.all() else len(operations) + 1
    return Ways(
        np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        np.array([found for row in shortest for found in row], np.int64),
        duration * unit + (unit > 1), np.repeat(places, counts),
        np.where(np.isin(places, jobs[:-1]), NONE, places - 1),
        np.where(np.isin(places + 1, jobs[1:]), NONE, places + 1),
        unit,
    )  # fmt: skip


def _shortest(operation: Operation) -> dict[int, int]:
    found: dict[int, int] = {}
    for way in operation.ways:
        found[way.machine] = min(way.duration, found.get(way.machine, way.duration))
    return found


def choice_of(shop: Shop, ways: Ways, timetable: Timetable) -> Choice:
    """The machines and the orders of a timetable that keeps every rule."""
    first, size = firsts_of(shop), ways.job_before.size
    taken, starts, ends = (np.zeros(size, np.int64) for _ in range(3))
    for item in timetable.placed:
        at = first[item.job] + item.operation
        row = slice(int(ways.first[at]), int(ways.first[at + 1]))
        taken[at] = row.start + int(np.flatnonzero(ways.machine[row] == item.machine)[0])
        starts[at], ends[at] = item.start, item.end
    return choice_by(ways, taken, np.lexsort((np.arange(size), ends, starts)))


def choice_by(ways: Ways, taken: Whole, order: NDArray[np.intp]) -> Choice:
    """Given ways, and on each machine the operations as they come in one order of all."""
    return Choice(taken, *row_of(ways.machine[taken], order))


def timetable_by(shop: Shop, ways: Ways, choice: Choice, heads: Whole) -> Timetable:
    """The timetable in which every operation begins at its head.

    Parameters
    ----------
    heads : When each begins at the earliest, in the steps of the ways.
    """
    first = firsts_of(shop)
    durations, machines = ways.duration[choice.taken] // ways.unit, ways.machine[choice.taken]
    starts = heads // ways.unit
    placed = [
        Placed(job, at - first[job], int(machines[at]), int(starts[at]), int(starts[at] + durations[at]))
        for job in range(len(shop.jobs)) for at in range(first[job], first[job + 1])
    ]  # fmt: skip
    return Timetable(tuple(sorted(placed, key=lambda item: (item.start, item.machine, item.job))))
