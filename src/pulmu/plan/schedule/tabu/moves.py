"""Moves of one operation along its machine: what they would come to, and doing them.

A stretch of a machine runs from an operation `first` to a later one `last`. Forward, `first` goes right behind `last`;
backward, `last` goes right before `first`. What a move comes to is the longest way through what was moved, over heads
and tails as they were, which is an estimate (Balas, Vazacopoulos 1998, doi:10.1287/mnsc.44.2.262).
"""

from typing import NamedTuple

import numpy as np

from pulmu.plan.schedule.tabu.compiled import inside, maker
from pulmu.plan.schedule.tabu.orders import Row, Whole, Work
from pulmu.plan.schedule.tabu.times import Times, end_of, rest_of

FORWARD, BACKWARD = 0, 1


class Stretch(NamedTuple):
    """Room for the operations of a stretch, and the heads they would have."""

    ones: Whole
    heads: Whole


@maker
def new_stretch(size: int):
    """Room for so many."""
    return Stretch(np.zeros(size, np.int64), np.zeros(size, np.int64))


@inside
def may_go(work: Work, times: Times, first: int, last: int, way: int) -> bool:
    """Whether a move is sure to leave no circle: no way through the jobs leads from one end to the other."""
    if way == FORWARD:
        follower = work.job_after[first]
        if follower < 0:
            return True
        slack = rest_of(work, times, last) - rest_of(work, times, follower)
        return bool(slack >= (follower == last or work.durations[follower] == 0))
    leader = work.job_before[last]
    if leader < 0:
        return True
    slack = end_of(work, times, first) - end_of(work, times, leader)
    return bool(slack >= (leader == first or work.durations[leader] == 0))


@inside
def value_of(work: Work, row: Row, times: Times, stretch: Stretch, first: int, last: int, way: int):
    """The longest way through what would be moved."""
    if way == FORWARD:
        return _forward(work, row, times, stretch, first, last)
    return _backward(work, row, times, stretch, first, last)


@inside
def _forward(work: Work, row: Row, times: Times, stretch: Stretch, first: int, last: int):
    end = end_of(work, times, row.before[first])
    count, one = 0, row.after[first]
    while True:
        head = max(end, end_of(work, times, work.job_before[one]))
        stretch.ones[count], stretch.heads[count] = one, head
        end = head + work.durations[one]
        count += 1
        if one == last:
            break
        one = row.after[one]
    head = max(end, end_of(work, times, work.job_before[first]))
    tail = max(rest_of(work, times, row.after[last]), rest_of(work, times, work.job_after[first]))
    rest = tail + work.durations[first]
    return max(head + rest, _through(work, times, stretch, count, rest))


@inside
def _backward(work: Work, row: Row, times: Times, stretch: Stretch, first: int, last: int):
    head = max(end_of(work, times, row.before[first]), end_of(work, times, work.job_before[last]))
    end = head + work.durations[last]
    count, one = 0, first
    while one != last:
        begin = max(end, end_of(work, times, work.job_before[one]))
        stretch.ones[count], stretch.heads[count] = one, begin
        end = begin + work.durations[one]
        count += 1
        one = row.after[one]
    rest = rest_of(work, times, row.after[last])
    longest = _through(work, times, stretch, count, rest)
    rest = max(_rest_before(work, times, stretch, count, rest), rest_of(work, times, work.job_after[last]))
    return max(longest, head + work.durations[last] + rest)


@inside
def _through(work: Work, times: Times, stretch: Stretch, count: int, rest: int) -> int:
    """The longest way through the first so many of a stretch, where `rest` follows the last of them."""
    longest = 0
    for place in range(count - 1, -1, -1):
        one = stretch.ones[place]
        rest = max(rest, rest_of(work, times, work.job_after[one])) + work.durations[one]
        longest = max(longest, stretch.heads[place] + rest)
    return longest


@inside
def _rest_before(work: Work, times: Times, stretch: Stretch, count: int, rest: int) -> int:
    """From the begin of the first of a stretch to the end of all, where `rest` follows the last of them."""
    for place in range(count - 1, -1, -1):
        one = stretch.ones[place]
        rest = max(rest, rest_of(work, times, work.job_after[one])) + work.durations[one]
    return rest


@inside
def do(row: Row, first: int, last: int, way: int) -> None:
    """Do a move."""
    if way == FORWARD:
        _join(row, row.before[first], row.after[first])
        _join_between(row, last, first, row.after[last])
    else:
        _join(row, row.before[last], row.after[last])
        _join_between(row, row.before[first], last, first)


@inside
def _join(row: Row, one: int, other: int) -> None:
    if one >= 0:
        row.after[one] = other
    if other >= 0:
        row.before[other] = one


@inside
def _join_between(row: Row, one: int, middle: int, other: int) -> None:
    _join(row, one, middle)
    _join(row, middle, other)
