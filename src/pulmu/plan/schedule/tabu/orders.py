"""A job shop as arrays: for each operation what comes before and after it, in its job and on its machine."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Placed, Timetable

Whole = NDArray[np.int64]
NONE = -1


class Work(NamedTuple):
    """What a search does not change: durations, and what comes before and after in the job; -1 where nothing does."""

    durations: Whole
    job_before: Whole
    job_after: Whole


class Row(NamedTuple):
    """The orders of the machines: what comes before and after on the machine; -1 where nothing does."""

    before: Whole
    after: Whole


@dataclass(frozen=True, slots=True)
class Orders:
    """A job shop with an order on each machine.

    Parameters
    ----------
    machine : Of each operation; operations count through all jobs.
    """

    work: Work
    machine: Whole
    row: Row

    def with_row(self, row: Row) -> "Orders":
        """The same work in other orders."""
        return Orders(self.work, self.machine, row)


def orders_of(shop: Shop, timetable: Timetable) -> Orders:
    """The orders of a timetable that keeps every rule; each operation stays on its machine."""
    first = firsts_of(shop)
    size = first[-1]
    durations, machine = np.zeros(size, np.int64), np.zeros(size, np.int64)
    starts = np.zeros(size, np.int64)
    for item in timetable.placed:
        at = first[item.job] + item.operation
        durations[at], machine[at], starts[at] = item.end - item.start, item.machine, item.start
    places = np.arange(size, dtype=np.int64)
    is_first, is_last = np.isin(places, first[:-1]), np.isin(places + 1, first[1:])
    work = Work(durations, np.where(is_first, NONE, places - 1), np.where(is_last, NONE, places + 1))
    ends = starts + durations
    return Orders(work, machine, row_of(machine, np.lexsort((places, ends, starts))))


def row_of(machine: Whole, order: NDArray[np.intp]) -> Row:
    """The orders of the machines in which operations come as they come in one order of all."""
    before, after = np.full(machine.size, NONE, np.int64), np.full(machine.size, NONE, np.int64)
    for place in np.unique(machine):
        line = order[machine[order] == place]
        before[line[1:]], after[line[:-1]] = line[:-1], line[1:]
    return Row(before, after)


def timetable_of(shop: Shop, orders: Orders, heads: Whole) -> Timetable:
    """The timetable in which every operation begins at its head.

    Parameters
    ----------
    heads : When each begins at the earliest.
    """
    first = firsts_of(shop)
    placed = [
        Placed(job, at - first[job], int(orders.machine[at]), int(heads[at]),
               int(heads[at] + orders.work.durations[at]))
        for job in range(len(shop.jobs)) for at in range(first[job], first[job + 1])
    ]  # fmt: skip
    return Timetable(tuple(sorted(placed, key=lambda item: (item.start, item.machine, item.job))))


def firsts_of(shop: Shop) -> list[int]:
    """Where each job begins among all operations, and at last how many there are."""
    found = [0]
    for job in shop.jobs:
        found.append(found[-1] + len(job.operations))
    return found
