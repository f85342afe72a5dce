"""Heads and tails: when each operation can begin at the earliest, and the time from its end to the end of all."""

from typing import NamedTuple

import numpy as np

from pulmu.plan.schedule.tabu.compiled import apart, inside, maker
from pulmu.plan.schedule.tabu.orders import Row, Whole, Work


class Times(NamedTuple):
    """Heads and tails, and room to find them in; all but `waiting` hold from one move to the next.

    Parameters
    ----------
    order : One order of all that breaks none of the orders.
    place : Where each comes in it.
    reached : The latest end of all up to each place.
    waiting : 0 everywhere but while times are found.
    """

    heads: Whole
    tails: Whole
    order: Whole
    place: Whole
    reached: Whole
    waiting: Whole


@maker
def new_times(size: int):
    """Room for the times of so many operations."""
    return Times(np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64),
                 np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64))  # fmt: skip


@inside
def end_of(work: Work, times: Times, at: int) -> int:
    """When an operation ends at the earliest; 0 for none."""
    return 0 if at < 0 else times.heads[at] + work.durations[at]


@inside
def rest_of(work: Work, times: Times, at: int) -> int:
    """From the begin of an operation to the end of all; 0 for none."""
    return 0 if at < 0 else times.tails[at] + work.durations[at]


@apart
def find_times(work: Work, row: Row, times: Times) -> int:
    """Fill in heads and tails; the makespan, or -1 where the orders run in a circle."""
    found = _first_ones(work, row, times)
    at = span = 0
    while at < found:
        one = times.order[at]
        head = max(end_of(work, times, work.job_before[one]), end_of(work, times, row.before[one]))
        times.heads[one], times.place[one] = head, at
        span = max(span, head + work.durations[one])
        times.reached[at] = span
        at += 1
        found = _let_go(times, work.job_after[one], found)
        found = _let_go(times, row.after[one], found)
    if found < work.durations.size:
        return -1
    for place in range(found - 1, -1, -1):
        one = times.order[place]
        times.tails[one] = max(rest_of(work, times, work.job_after[one]), rest_of(work, times, row.after[one]))
    return span


@inside
def _first_ones(work: Work, row: Row, times: Times) -> int:
    found = 0
    for one in range(work.durations.size):
        times.waiting[one] = (work.job_before[one] >= 0) + (row.before[one] >= 0)
        if times.waiting[one] == 0:
            times.order[found] = one
            found += 1
    return found


@inside
def _let_go(times: Times, one: int, found: int) -> int:
    if one < 0:
        return found
    times.waiting[one] -= 1
    if times.waiting[one] > 0:
        return found
    times.order[found] = one
    return found + 1
