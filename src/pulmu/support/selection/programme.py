"""Integer programmes over yes-or-no choices, by HiGHS; what it answers is checked again in whole numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_array, vstack

from pulmu.model import SolveError
from pulmu.support.selection.limits import FAR, Ints, Limits

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

_MOST_CUTS = 50
_MANY = 150
"""Open choices above which a programme is first solved over the few that its prices leave in doubt."""
_FEW = 100
_OPTIMAL, _INFEASIBLE, _OTHER = 0, 2, 4


@dataclass(frozen=True, slots=True)
class Effort:
    """Where a search may stop.

    Parameters
    ----------
    nodes : Nodes of branch and bound; a count and not a time, so that every machine gives the same answer.
    gap : Relative distance to the bound that is good enough.
    """

    nodes: int = 20_000
    gap: float = 0.0


FULL = Effort()


@dataclass(frozen=True, slots=True)
class Solved:
    """A best set and the most any set could reach; they are equal where it is proven the best.

    Parameters
    ----------
    chosen : One flag for each candidate.
    value : Sum of the gains of the chosen: exact.
    bound : No set that keeps the limits has more.
    """

    chosen: Bools
    value: int
    bound: int

    @property
    def is_proven(self) -> bool:
        """Whether no other set can have more."""
        return self.value >= self.bound


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The answer where choices need not be whole.

    Parameters
    ----------
    most : No whole set has more.
    choices : Between 0 and 1.
    lost : How far `most` falls if a candidate is chosen or left out against its choice of 0 or 1.
    """

    most: float
    choices: Floats
    lost: Floats


def best_set(gains: Ints, limits: Limits, lower: Bools, upper: Bools, *, effort: Effort = FULL) -> Solved | None:
    """The set with the highest sum of gains; None where no set keeps the limits.

    Parameters
    ----------
    gains : Whole number for each candidate.
    lower, upper : Who must be chosen, and who may be.

    Raises
    ------
    SolveError  The search was given up and nothing was found (`selection.not_solved`).
    """
    if np.count_nonzero(upper & ~lower) > _MANY:
        near = _near_the_prices(gains, limits, lower, upper, effort)
        if near is not None:
            return near
    return _searched(gains, limits, lower, upper, effort)


def _near_the_prices(gains: Ints, limits: Limits, lower: Bools, upper: Bools, effort: Effort) -> Solved | None:
    """Solve over the candidates in doubt only; None where that does not prove it the best of all.

    Whoever would cost more points against its choice than the answer stays below the relaxed most is in no better set.
    """
    found = relaxed(gains, limits, lower, upper)
    if found is None:
        return None
    open_now = upper & ~lower
    by_loss = np.flatnonzero(open_now)[np.argsort(found.lost[open_now], kind="stable")]
    for many in (_FEW, 3 * _FEW, 12 * _FEW):
        doubtful = np.zeros(limits.number, dtype=bool)
        doubtful[by_loss[:many]] = True
        doubtful |= open_now & (found.choices > _SURE) & (found.choices < 1 - _SURE)
        fixed = (found.choices > 0.5) & ~doubtful
        solved = _searched(gains, limits, lower | (fixed & open_now), lower | (fixed & open_now) | doubtful, effort)
        if solved is not None and effort.gap:
            return solved
        if solved is None or not solved.is_proven:
            continue
        outside = open_now & ~doubtful
        least_lost = float(found.lost[outside].min(initial=np.inf))
        bound = int(np.floor(found.most - min(least_lost, found.most) + _SURE))
        if solved.value >= bound or solved.value >= int(np.floor(found.most + _SURE)):
            return Solved(solved.chosen, solved.value, solved.value)
    return None


_SURE = 1e-6


def _searched(gains: Ints, limits: Limits, lower: Bools, upper: Bools, effort: Effort) -> Solved | None:
    """Branch and bound over the open choices."""
    open_now = np.flatnonzero(upper & ~lower)
    if len(open_now) == 0:
        return Solved(lower.copy(), int(gains @ lower), int(gains @ lower)) if limits.hold(lower) else None
    table = table_of(limits, lower, open_now)
    if table is None:
        return None
    rows, least, most = table.rows, table.least, table.most
    for _ in range(_MOST_CUTS):
        answer = _asked(gains[open_now], rows, least, most, effort)
        if answer.status == _INFEASIBLE:
            return None
        if answer.x is None:
            raise given_up()
        chosen = lower.copy()
        chosen[open_now] = answer.x > 0.5
        if limits.hold(chosen):
            value = int(gains @ chosen)
            bound = value if answer.status == _OPTIMAL and effort.gap == 0 else _whole_bound(answer, int(gains @ lower))
            return Solved(chosen, value, max(bound, value))
        # HiGHS let a limit be broken by a rounding: this very set is cut off, and it looks again.
        cut = np.where(chosen[open_now], 1.0, -1.0)
        rows = vstack([rows, csr_array(cut.reshape(1, -1))], format="csr")
        least = np.append(least, -np.inf)
        most = np.append(most, float(chosen[open_now].sum()) - 1.0)
    raise given_up()


def _asked(gains: Ints, rows: csr_array, least: Floats, most: Floats, effort: Effort) -> OptimizeResult:
    for presolve in (True, False):  # what presolve leaves open (infeasible or unbounded), the search settles
        answer = milp(
            -gains.astype(np.float64),
            integrality=np.ones(len(gains)),
            bounds=Bounds(0.0, 1.0),
            constraints=[LinearConstraint(rows, least, most)] if rows.shape[0] else [],
            options={"node_limit": effort.nodes, "mip_rel_gap": effort.gap, "presolve": presolve},
        )
        if answer.status != _OTHER or "infeasible" not in answer.message:
            break
    return answer


def relaxed(gains: Ints, limits: Limits, lower: Bools, upper: Bools) -> Relaxed | None:
    """The best where choices need not be whole; None where HiGHS gives no prices."""
    open_now = np.flatnonzero(upper & ~lower)
    table = table_of(limits, lower, open_now)
    if len(open_now) < 2 or table is None:
        return None
    rows, sides = one_sided(table)
    found = linprog(
        -gains[open_now].astype(np.float64),
        A_ub=rows if rows.shape[0] else None,
        b_ub=sides if rows.shape[0] else None,
        bounds=(0.0, 1.0),
        method="highs",
    )
    if found.status != 0:
        return None
    choices, lost = lower.astype(np.float64), np.zeros(limits.number)
    choices[open_now] = found.x
    lost[open_now] = np.abs(found.lower.marginals) + np.abs(found.upper.marginals)
    return Relaxed(int(gains @ lower) - float(found.fun), choices, lost)


@dataclass(frozen=True, slots=True)
class Table:
    """Limits over the open choices as HiGHS takes them: scaled, with the position and unit of each."""

    rows: csr_array
    least: Floats
    most: Floats
    kept: Ints
    unit: Floats


def one_sided(table: Table) -> tuple[csr_array, Floats]:
    above, below = np.isfinite(table.most), np.isfinite(table.least)
    rows = vstack([table.rows[above], -table.rows[below]], format="csr")
    return rows, np.concatenate([table.most[above], -table.least[below]])


def table_of(limits: Limits, lower: Bools, open_now: Ints) -> Table | None:
    """The limits over the open choices as HiGHS takes them; None where those who must be chosen break one for good.

    The weights of a row are brought near one to a thousand, so that amounts in won do not drown HiGHS's tolerance.
    """
    weighed = limits.weighed(lower)
    part = limits.matrix[:, open_now]
    least = np.where(limits.least == -FAR, -np.inf, (limits.least - np.where(limits.least == -FAR, 0, weighed)))
    most = np.where(limits.most == FAR, np.inf, (limits.most - np.where(limits.most == FAR, 0, weighed)))
    size = np.diff(part.indptr)
    if bool(((least > 0) | (most < 0))[size == 0].any()):
        return None
    kept = np.flatnonzero((size > 0) & ~_never_broken(part, least, most))
    part = csr_array(part[kept])
    largest = abs(part).max(axis=1).toarray().ravel() if len(kept) else np.ones(0)
    unit = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(largest, 1))) - 3, 0)
    matrix = csr_array(part.astype(np.float64).multiply(1.0 / unit[:, None])) if len(kept) else part.astype(np.float64)
    return Table(matrix, least[kept] / unit, most[kept] / unit, kept, unit)


def _never_broken(part: csr_array, least: Floats, most: Floats) -> Bools:
    """Which rows hold whatever is chosen of these."""
    heaviest = np.asarray(part.maximum(0).sum(axis=1)).ravel()
    lightest = np.asarray(part.minimum(0).sum(axis=1)).ravel()
    return np.asarray((heaviest <= most) & (lightest >= least))


def _whole_bound(answer: OptimizeResult, base: int) -> int:
    """The bound of a maximum told as a minimum, as the whole number it allows."""
    bound = answer.mip_dual_bound
    if bound is None or not np.isfinite(bound):
        raise given_up()
    return base + int(np.floor(-bound + _SURE))


def given_up() -> SolveError:
    """The search came to its end before it had an answer."""
    return SolveError.of(
        "selection.not_solved",
        "",
        "the search for a selection was given up before one was found",
        "ask for fewer quotas at a time, or select in the order of rank",
    )
