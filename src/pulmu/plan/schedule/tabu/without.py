"""Times of a flexible shop without one operation, from which follows exactly what it comes to in any other place."""

from typing import NamedTuple

import numpy as np

from pulmu.plan.schedule.tabu.compiled import apart, maker
from pulmu.plan.schedule.tabu.orders import Row, Whole, Work
from pulmu.plan.schedule.tabu.times import Times


class Without(NamedTuple):
    """Of each operation, while one takes no time and is on no machine: when it ends at the earliest, and the time from
    its begin to the end of all; at last one entry for none.

    Parameters
    ----------
    place : Where each comes in the order of the times.
    reached : The latest end of all up to each place.
    """

    ends: Whole
    rests: Whole
    place: Whole
    reached: Whole


@maker
def new_without(size: int):
    """Room for so many operations."""
    return Without(np.zeros(size + 1, np.int64), np.zeros(size + 1, np.int64), np.zeros(size, np.int64),
                   np.zeros(size, np.int64))  # fmt: skip


@apart
def begin_without(work: Work, times: Times, without: Without) -> None:
    """Look at the times once, before operations are left out one by one."""
    reached = 0
    for place in range(work.durations.size):
        one = times.order[place]
        without.place[one] = place
        reached = max(reached, times.heads[one] + work.durations[one])
        without.reached[place] = reached


@apart
def leave_out(work: Work, row: Row, times: Times, without: Without, left: int) -> int:
    """Fill in the times without `left`; the makespan without it."""
    ends, rests, order = without.ends, without.rests, times.order
    size, at = work.durations.size, without.place[left]
    for place in range(at):
        one = order[place]
        ends[one] = times.heads[one] + work.durations[one]
    for place in range(at + 1, size):
        one = order[place]
        rests[one] = times.tails[one] + work.durations[one]
    ends[left] = ends[work.job_before[left]]
    rests[left] = rests[work.job_after[left]]
    span = without.reached[at - 1] if at > 0 else 0
    for place in range(at + 1, size):
        one = order[place]
        before = row.before[one] if row.before[one] != left else row.before[left]
        end = max(ends[work.job_before[one]], ends[before]) + work.durations[one]
        ends[one] = end
        span = max(span, end)
    for place in range(at - 1, -1, -1):
        one = order[place]
        after = row.after[one] if row.after[one] != left else row.after[left]
        rests[one] = max(rests[work.job_after[one]], rests[after]) + work.durations[one]
    return span
