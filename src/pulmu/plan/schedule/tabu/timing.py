"""Times of given orders, for those who do not search."""

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.tabu.compiled import entry
from pulmu.plan.schedule.tabu.orders import Orders, Row, Whole, Work
from pulmu.plan.schedule.tabu.times import find_times, new_times
from pulmu.plan.schedule.tabu.ways import Choice, Ways


def heads_of(orders: Orders, row: Row) -> Whole:
    """When each operation begins at the earliest."""
    heads: Whole = _timed(orders.work, row)[1]
    return heads


def heads_of_choice(ways: Ways, choice: Choice) -> Whole:
    """When each operation begins at the earliest, in the steps of the ways."""
    heads: Whole = _timed(_work_of(ways, choice), Row(choice.before, choice.after))[1]
    return heads


def middles_of(orders: Orders, row: Row) -> NDArray[np.float64]:
    """The earliest and the latest begin of each operation, added: where it comes in these orders."""
    return _middles(orders.work, row)


def middles_of_choice(ways: Ways, choice: Choice) -> NDArray[np.float64]:
    """The earliest and the latest begin of each operation, added, in the steps of the ways."""
    return _middles(_work_of(ways, choice), Row(choice.before, choice.after))


def _middles(work: Work, row: Row) -> NDArray[np.float64]:
    span, heads, tails = _timed(work, row)
    found: NDArray[np.float64] = (heads + (span - tails - work.durations)).astype(np.float64)
    return found


def _work_of(ways: Ways, choice: Choice) -> Work:
    return Work(ways.duration[choice.taken], ways.job_before, ways.job_after)


@entry
def _timed(work, row):
    times = new_times(work.durations.size)
    span = find_times(work, row, times)
    return span, times.heads, times.tails
