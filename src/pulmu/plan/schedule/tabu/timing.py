"""Times of given orders, for those who do not search."""

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.tabu.compiled import entry
from pulmu.plan.schedule.tabu.orders import Orders, Row, Whole
from pulmu.plan.schedule.tabu.times import find_times, new_times


def heads_of(orders: Orders, row: Row) -> Whole:
    """When each operation begins at the earliest."""
    heads: Whole = _timed(orders.work, row)[1]
    return heads


def middles_of(orders: Orders, row: Row) -> NDArray[np.float64]:
    """The earliest and the latest begin of each operation, added: where it comes in these orders."""
    span, heads, tails = _timed(orders.work, row)
    found: NDArray[np.float64] = (heads + (span - tails - orders.work.durations)).astype(np.float64)
    return found


@entry
def _timed(work, row):
    times = new_times(work.durations.size)
    span = find_times(work, row, times)
    return span, times.heads, times.tails
