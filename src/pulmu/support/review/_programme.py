"""The integer programme of an assignment: one variable for each pair that may be, solved by HiGHS, then checked."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from pulmu.model.errors import SolveError
from pulmu.support.review.panel_rules import Flags, Integers, Wanted

_INFEASIBLE = 2
_EXACT = 0.001
_WHOLE = 40_000
"""Pairs up to which all conditions on institutions are solved together where choosing some anew leaves a gap."""
_WIDER = (50, 200)
"""How many applications beside the crowded ones are chosen anew: few first."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Conditions on sums of pairs: `low <= matrix @ chosen <= high`."""

    matrix: csr_array
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs that may be chosen, by number of application and candidate."""

    application: Integers
    candidate: Integers

    @property
    def size(self) -> int:
        """How many there are."""
        return int(self.application.size)


@dataclass(frozen=True, slots=True)
class Solved:
    """Chosen pairs, and what no choice exceeds; `chosen` is None where there is none, or none was found in time."""

    chosen: Flags | None
    bound: float
    infeasible: bool


def pairs_of(allowed: Flags, seed: int) -> Pairs:
    """The pairs in an order drawn from the seed: among equally good assignments the order decides, not the file."""
    random = np.random.default_rng(seed)
    application, candidate = np.nonzero(allowed)
    order = np.lexsort(
        (random.permutation(allowed.shape[1])[candidate], random.permutation(allowed.shape[0])[application])
    )
    return Pairs(application[order].astype(np.int64), candidate[order].astype(np.int64))


def rows_of(wanted: Wanted, pairs: Pairs) -> list[Rows]:
    """Conditions on the size of panels, the load and the roles; those on institutions are added where they bite."""
    size, count = len(wanted.applications), float(wanted.rules.per_application)
    rows = [
        _by(pairs.application, np.ones(pairs.size), size, count, count),
        Rows(_matrix(pairs.candidate, np.ones(pairs.size), len(wanted.candidates)),
             wanted.least().astype(np.float64), wanted.most().astype(np.float64)),
    ]  # fmt: skip
    for role, least in sorted(wanted.rules.roles.items()):
        rows.append(_by(pairs.application, wanted.with_role(role)[pairs.candidate], size, float(least), np.inf))
    return rows


def solve(wanted: Wanted, pairs: Pairs, worth: Integers, seconds: float) -> Solved:
    """The choice of pairs with the largest worth under all conditions.

    Raises
    ------
    SolveError  The solver failed (`review.solver_failed`).
    """
    rows = rows_of(wanted, pairs)
    solved = _solve(worth.astype(np.float64), rows, seconds)
    if solved.chosen is None or not (crowded := _crowded(wanted, pairs, solved.chosen)).any():
        return solved
    return _uncrowded(wanted, pairs, worth, rows, solved.chosen, solved.bound, crowded, seconds)


def _uncrowded(
    wanted: Wanted, pairs: Pairs, worth: Integers, rows: list[Rows], chosen: Flags, bound: float, crowded: Flags,
    seconds: float,
) -> Solved:  # fmt: skip
    """The best choice when institutions count too; what the choice without them is worth is never exceeded.

    Their conditions are many and bite in few panels: those panels and some more are chosen anew while the others stay,
    which mostly reaches the same worth and so proves itself.
    """
    best, most = None, -1
    order = np.unique(pairs.application, return_index=True)[1].argsort()
    for more in _WIDER:
        free = crowded.copy()
        free[order[:more]] = True
        open_to = np.asarray(free[pairs.application] | chosen, dtype=np.bool_)
        found = _within(wanted, pairs, worth, rows, open_to, free, seconds)
        if found is not None and int(worth[found].sum()) > most:
            best, most = found, int(worth[found].sum())
        if most >= bound - _EXACT or (best is not None and more >= len(wanted.applications)):
            break
    if best is not None and (most >= bound - _EXACT or pairs.size > _WHOLE):
        return Solved(best, max(bound, float(most)), infeasible=False)
    every = np.ones(len(wanted.applications), dtype=np.bool_)
    return _solve(worth.astype(np.float64), [*rows, institution_rows(wanted, pairs, every)], seconds)


def _within(
    wanted: Wanted, pairs: Pairs, worth: Integers, rows: list[Rows], open_to: Flags, free: Flags, seconds: float
) -> Flags | None:
    some = Pairs(pairs.application[open_to], pairs.candidate[open_to])
    less = [Rows(csr_array(row.matrix[:, np.flatnonzero(open_to)]), row.low, row.high) for row in rows]
    solved = _solve(worth[open_to].astype(np.float64), [*less, institution_rows(wanted, some, free)], seconds)
    if solved.chosen is None:
        return None
    chosen = np.zeros(pairs.size, dtype=np.bool_)
    chosen[np.flatnonzero(open_to)[solved.chosen]] = True
    return chosen


def institution_rows(wanted: Wanted, pairs: Pairs, panels: Flags) -> Rows:
    """No more of one institution than may be, for some panels."""
    kinds = wanted.institution_numbers()[pairs.candidate]
    row = np.full(len(wanted.applications), -1, dtype=np.int64)
    row[panels] = np.arange(int(panels.sum()))
    held = np.flatnonzero((row[pairs.application] >= 0) & (kinds >= 0))
    width = int(kinds.max(initial=-1)) + 1
    size = int(panels.sum()) * width
    at = row[pairs.application[held]] * width + kinds[held]
    matrix = csr_array(coo_array((np.ones(held.size), (at, held)), (size, pairs.size)))
    most = float(wanted.rules.most_of_institution or 0)
    return Rows(matrix, np.full(size, -np.inf), np.full(size, most))


def _crowded(wanted: Wanted, pairs: Pairs, chosen: Flags) -> Flags:
    """(applications,)  Panels with too many of one institution."""
    crowded = np.zeros(len(wanted.applications), dtype=np.bool_)
    if wanted.rules.most_of_institution is None:
        return crowded
    kinds = wanted.institution_numbers()[pairs.candidate]
    held = chosen & (kinds >= 0)
    width = int(kinds.max(initial=-1)) + 1
    number = pairs.application[held] * width + kinds[held]
    seen, times = np.unique(number, return_counts=True)
    crowded[seen[times > wanted.rules.most_of_institution] // max(width, 1)] = True
    return crowded


def _solve(worth: npt.NDArray[np.float64], rows: list[Rows], seconds: float) -> Solved:
    if worth.size == 0:
        empty = np.zeros(0, dtype=np.bool_)
        fits = all((row.low <= 0).all() and (row.high >= 0).all() for row in rows)
        return Solved(empty if fits else None, 0.0, infeasible=not fits)
    found = milp(
        -worth,
        constraints=[LinearConstraint(row.matrix, row.low, row.high) for row in rows],
        bounds=Bounds(0.0, 1.0),
        integrality=np.ones(worth.size),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.status == _INFEASIBLE:
        return Solved(None, 0.0, infeasible=True)
    if found.status not in (0, 1):
        raise SolveError.of("review.solver_failed", "assignment", f"the solver stopped: {found.message}",
                            "tell who keeps Pulmu", why=str(found.message))  # fmt: skip
    bound = np.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    if found.x is None:
        return Solved(None, bound, infeasible=False)
    chosen = np.asarray(found.x > 0.5, dtype=np.bool_)
    _check(chosen, rows)
    return Solved(chosen, bound, infeasible=False)


def _check(chosen: Flags, rows: list[Rows]) -> None:
    """Whole numbers only: what the solver says within its tolerance has to hold exactly."""
    whole = chosen.astype(np.float64)
    for row in rows:
        sums = row.matrix @ whole
        if (sums < row.low).any() or (sums > row.high).any():
            raise SolveError.of("review.solver_failed", "assignment", "the solver broke a condition",
                                "tell who keeps Pulmu", why="a condition does not hold")  # fmt: skip


def _by(number: Integers, weight: npt.NDArray[np.float64] | Flags, size: int, low: float, high: float) -> Rows:
    return Rows(_matrix(number, weight, size), np.full(size, low), np.full(size, high))


def _matrix(number: Integers, weight: npt.NDArray[np.float64] | Flags, size: int) -> csr_array:
    columns = np.arange(number.size)
    return csr_array(coo_array((np.asarray(weight, dtype=np.float64), (number, columns)), (size, number.size)))
