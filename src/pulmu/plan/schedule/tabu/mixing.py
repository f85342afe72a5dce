"""Orders between two others: each operation comes between where it comes in the one and in the other."""

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.tabu.orders import Orders, Row, Whole, row_of
from pulmu.plan.schedule.tabu.timing import middles_of, middles_of_choice
from pulmu.plan.schedule.tabu.ways import Choice, Ways, choice_by


def mix(orders: Orders, one: Row, other: Row, share: float) -> Row:
    """Orders that are `share` of the way from one to another.

    Operations come by when they can begin, early and late, as mixed; that breaks no order of a job, so the orders of
    the machines run in no circle.
    """
    middles: Whole = (1.0 - share) * middles_of(orders, one) + share * middles_of(orders, other)  # type: ignore[assignment]
    return row_of(orders.machine, np.argsort(middles, kind="stable"))


def mix_choices(ways: Ways, one: Choice, other: Choice, share: float, is_other: NDArray[np.bool_]) -> Choice:
    """A choice that is `share` of the way from one to another in its orders.

    Parameters
    ----------
    is_other : (operations,)  Which take their way from the other.
    """
    middles = (1.0 - share) * middles_of_choice(ways, one) + share * middles_of_choice(ways, other)
    return choice_by(ways, np.where(is_other, other.taken, one.taken), np.argsort(middles, kind="stable"))
