"""The linear programme behind an assignment: fast on the pairs that matter, with a bound that no pair left out exceeds.

Where nobody holds two of the roles asked for, it is a flow, and its best corner is whole. It is solved on the best
pairs of each application and reviewer; what is left out is priced by the duals and let in until none would gain.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csc_array, vstack

from pulmu.support.review._rows import Pairs, Rows
from pulmu.support.review.panel_rules import Flags, Integers

Reals = npt.NDArray[np.float64]

_FIRST = (20, 40)
"""Best pairs of each application and of each reviewer that are let in at first."""
_ROUNDS = 12
_TOLERANCE = 1e-6
_SOLVED, _INFEASIBLE = 0, 2


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best of the linear programme.

    Parameters
    ----------
    share : (pairs,)  How much of each pair is taken; 0 where a pair was left out.
    held : (pairs,)  Pairs that were let in.
    gain : (pairs,)  What a whole pair more could add at most; negative where it would cost.
    bound : No choice of pairs is worth more.
    is_possible : Whether there is any choice, even in parts.
    """

    share: Reals
    held: Flags
    gain: Reals
    bound: float
    is_possible: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether no pair is taken in part."""
        return bool(np.abs(self.share - np.rint(self.share)).max(initial=0.0) <= _TOLERANCE)


@dataclass(frozen=True, slots=True)
class _Conditions:
    matrix: csc_array
    low: Reals
    high: Reals

    def priced(self, duals: Reals) -> float:
        """What the conditions alone allow, at the duals."""
        return float(duals @ np.where(duals > 0, _finite(self.high), _finite(self.low)))


def relax(pairs: Pairs, worth: Integers, rows: list[Rows], seconds: float) -> Relaxed | None:
    """The best of the linear programme; None where it was not found in time."""
    conditions = _Conditions(
        csc_array(vstack([row.matrix for row in rows])),
        np.concatenate([row.low for row in rows]),
        np.concatenate([row.high for row in rows]),
    )
    value = worth.astype(np.float64)
    held = _best(pairs.application, worth, _FIRST[0]) | _best(pairs.candidate, worth, _FIRST[1])
    for _ in range(_ROUNDS):
        status, share, duals = _solved(value, conditions, held, seconds / 2)
        if status == _INFEASIBLE:
            if held.all():
                return Relaxed(share, held, share, -np.inf, is_possible=False)
            held = np.ones_like(held)
            continue
        if status != _SOLVED:
            return None
        gain = np.asarray(value - conditions.matrix.T @ duals, dtype=np.float64)
        better = np.asarray(~held & (gain > _TOLERANCE), dtype=np.bool_)
        if not better.any():
            return Relaxed(share, held, gain, conditions.priced(duals) + float(np.maximum(gain, 0.0).sum()))
        held = held | better
    return None


def _solved(value: Reals, conditions: _Conditions, held: Flags, seconds: float) -> tuple[int, Reals, Reals]:
    """Status, shares of all pairs, and the dual of each condition: what one more of it is worth."""
    at = np.flatnonzero(held)
    matrix, low, high = conditions.matrix[:, at].tocsr(), conditions.low, conditions.high
    equal = low == high
    below, above = np.isfinite(high) & ~equal, np.isfinite(low) & ~equal
    found = linprog(
        -value[at],
        A_ub=vstack([matrix[below], -matrix[above]]), b_ub=np.concatenate([high[below], -low[above]]),
        A_eq=matrix[equal], b_eq=high[equal], bounds=(0, 1), method="highs-ds", options={"time_limit": seconds},
    )  # fmt: skip
    share, duals = np.zeros(value.size), np.zeros(low.size)
    if found.status == _SOLVED:
        share[at] = found.x
        duals[equal] = -found.eqlin.marginals
        of_below, of_above = np.split(found.ineqlin.marginals, [int(below.sum())])
        duals[below] -= of_below
        duals[above] += of_above
    return int(found.status), share, duals


def _best(group: Integers, worth: Integers, count: int) -> Flags:
    """(pairs,)  The best of each group, in the order of the pairs where they are equal."""
    order = np.lexsort((-worth, group))
    sorted_group = group[order]
    rank = np.arange(order.size) - np.searchsorted(sorted_group, sorted_group)
    held = np.zeros(order.size, dtype=np.bool_)
    held[order[rank < count]] = True
    return held


def _finite(limits: Reals) -> Reals:
    """Limits, 0 where there is none: a dual of such a side is 0."""
    return np.where(np.isfinite(limits), limits, 0.0)
