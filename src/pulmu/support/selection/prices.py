"""What prices on the limits prove: that no set keeps them, or that somebody is in every such set, or in none."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import eye_array, hstack

from pulmu.support.selection.limits import FAR, Limits
from pulmu.support.selection.programme import Bools, Floats, Table, one_sided, table_of

_PROOF = 1e-9


@dataclass(frozen=True, slots=True)
class Prices:
    """Choices that need not be whole, and what a unit of each limit's most and least is worth beside them."""

    choices: Floats
    above: Floats
    below: Floats


@dataclass(frozen=True, slots=True)
class Settled:
    """Who is in every set that keeps the limits, and who may be in one.

    Parameters
    ----------
    is_met : Whether there may be such a set at all.
    """

    is_met: bool
    must: Bools
    may: Bools


def least_broken(limits: Limits, lower: Bools, upper: Bools) -> Prices | None:
    """Choices that break the limits least; None where HiGHS gives no prices."""
    open_now = np.flatnonzero(upper & ~lower)
    table = table_of(limits, lower, open_now)
    if table is None or len(open_now) == 0:
        return None
    rows, sides = one_sided(table)
    number, count = rows.shape
    if number == 0:
        nothing = np.zeros(len(limits.rows))
        return Prices(upper.astype(np.float64), nothing, nothing)
    found = linprog(
        np.concatenate([np.zeros(count), np.ones(number)]),
        A_ub=hstack([rows, -eye_array(number)], format="csr"),
        b_ub=sides,
        bounds=[(0.0, 1.0)] * count + [(0.0, None)] * number,
        method="highs",
    )
    if found.status != 0:
        return None
    choices = lower.astype(np.float64)
    choices[open_now] = found.x[:count]
    return Prices(choices, *_priced(limits, table, np.asarray(found.ineqlin.marginals)))


def most_left(limits: Limits, lower: Bools, upper: Bools, row: int) -> Prices | None:
    """Choices that leave the most of one limit while they keep the others; None where HiGHS gives no prices."""
    open_now = np.flatnonzero(upper & ~lower)
    table = table_of(limits, lower, open_now)
    if table is None or len(open_now) == 0:
        return None
    rows, sides = one_sided(table)
    if rows.shape[0] == 0:
        return None
    weights = limits.matrix[[row]][:, open_now].toarray().ravel().astype(np.float64)
    unit = max(1.0, float(np.abs(weights).max()))
    towards = 1.0 if limits.most[row] != FAR else -1.0
    found = linprog(towards * weights / unit, A_ub=rows, b_ub=sides, bounds=(0.0, 1.0), method="highs")
    if found.status != 0:
        return None
    choices = lower.astype(np.float64)
    choices[open_now] = found.x
    above, below = _priced(limits, table, np.asarray(found.ineqlin.marginals))
    (above if towards > 0 else below)[row] += 1.0 / unit
    return Prices(choices, above, below)


def settled(limits: Limits, lower: Bools, upper: Bools, prices: Prices) -> Settled:
    """What the limits, weighed by the prices and summed, prove of sets that hold `lower` and lie in `upper`.

    Prices of any origin prove what they prove: a set would have to make the sum no more than nothing.
    """
    cost = limits.matrix.T @ (prices.above - prices.below)
    sides = np.where(limits.most == FAR, 0, limits.most) @ prices.above
    sides -= np.where(limits.least == -FAR, 0, limits.least) @ prices.below
    open_now = upper & ~lower
    base = float(cost[lower].sum() + np.minimum(cost[open_now], 0.0).sum() - sides)
    sure = _PROOF * (1.0 + float(np.abs(cost[upper]).sum() + abs(sides)))
    out = open_now & (base + np.maximum(cost, 0.0) > sure)
    must = open_now & (base - np.minimum(cost, 0.0) > sure)
    return Settled(base <= sure, lower | must, upper & ~out)


def _priced(limits: Limits, table: Table, marginals: Floats) -> tuple[Floats, Floats]:
    prices = np.maximum(-marginals, 0.0)
    above, below = np.zeros(len(limits.rows)), np.zeros(len(limits.rows))
    has_most, has_least = np.isfinite(table.most), np.isfinite(table.least)
    split = int(has_most.sum())
    above[table.kept[has_most]] = prices[:split] / table.unit[has_most]
    below[table.kept[has_least]] = prices[split:] / table.unit[has_least]
    return above, below
