"""Limits for a given number of chosen: then a share of them is a whole number, and the limit is that much tighter."""

import numpy as np
from scipy.optimize import linprog

from pulmu.support.selection.limits import Ints, Limit, LimitName, Limits
from pulmu.support.selection.programme import Bools, one_sided, table_of

SHARES = ("quota_least_share", "quota_most_share")
_SURE = 1e-6


def has_shares(limits: Limits) -> bool:
    """Whether the number of chosen matters for a quota."""
    return any(row.name.kind in SHARES for row in limits.rows)


def totals_open(limits: Limits, lower: Bools, upper: Bools) -> range | None:
    """Numbers of chosen that could keep the limits if choices need not be whole; None where HiGHS cannot tell."""
    open_now = np.flatnonzero(upper & ~lower)
    table = table_of(limits, lower, open_now)
    if table is None or len(open_now) == 0:
        return None
    rows, sides = one_sided(table)
    if rows.shape[0] == 0:
        return None
    ends = []
    for towards in (1.0, -1.0):
        found = linprog(np.full(len(open_now), towards), A_ub=rows, b_ub=sides, bounds=(0.0, 1.0), method="highs")
        if found.status != 0:
            return None
        ends.append(towards * float(found.fun))
    taken = int(np.count_nonzero(lower))
    return range(taken + int(np.ceil(ends[0] - _SURE)), taken + int(np.floor(ends[1] + _SURE)) + 1)


def with_total(limits: Limits, total: int) -> Limits:
    """The limits for exactly so many chosen."""
    everyone = np.arange(limits.number, dtype=np.int64)
    exactly = Limit(LimitName("places"), everyone, np.ones(limits.number, np.int64), total, total)
    rows = [_whole(row, total) if row.name.kind in SHARES else row for row in limits.rows]
    return Limits.of(limits.number, [exactly, *(row for row in rows if row.name.kind != "places")])


def _whole(row: Limit, total: int) -> Limit:
    """A share of so many, in members: the smallest weight counts once for everyone chosen, which is a known sum."""
    smallest = int(row.weights.min(initial=0))
    more: Ints = row.weights - smallest
    unit = int(np.gcd.reduce(more)) or 1
    least = None if row.least is None else -((smallest * total - row.least) // unit)
    most = None if row.most is None else (row.most - smallest * total) // unit
    inside = np.flatnonzero(more)
    return Limit(row.name, row.members[inside], more[inside] // unit, least, most)
