"""Orders between two others: each operation comes between where it comes in the one and in the other."""

import numpy as np

from pulmu.plan.schedule.tabu.orders import Orders, Row, Whole, row_of
from pulmu.plan.schedule.tabu.timing import middles_of


def mix(orders: Orders, one: Row, other: Row, share: float) -> Row:
    """Orders that are `share` of the way from one to another.

    Operations come by when they can begin, early and late, as mixed; that breaks no order of a job, so the orders of
    the machines run in no circle.
    """
    middles: Whole = (1.0 - share) * middles_of(orders, one) + share * middles_of(orders, other)  # type: ignore[assignment]
    return row_of(orders.machine, np.argsort(middles, kind="stable"))
