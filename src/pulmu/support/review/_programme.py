"""The integer programme of an assignment: one variable for each pair that may be, solved by HiGHS, then checked."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from pulmu.model.errors import SolveError
from pulmu.support.review._relaxed import Relaxed, relax
from pulmu.support.review._rows import Pairs, Rows, institution_rows, rows_of
from pulmu.support.review.panel_rules import Flags, Integers, Wanted

_INFEASIBLE = 2
_EXACT = 0.001
_SMALL = 3000
"""Pairs up to which whole pairs are chosen at once."""
_WHOLE = 40_000
"""Pairs up to which all conditions on institutions are solved together where choosing some anew leaves a gap."""
_WIDER = (50, 200)
"""How many applications beside the crowded ones are chosen anew: few first."""
_WIDER_SPLIT = (0, 50, 200)
"""The same beside those that the linear programme splits."""
_SPLIT = 1e-6
_NEAR = 0.001
"""Share of the bound that a choice among more than `_WHOLE` pairs may stay below it: whole pairs take long there."""


@dataclass(frozen=True, slots=True)
class Solved:
    """Chosen pairs, and what no choice exceeds; `chosen` is None where there is none, or none was found in time."""

    chosen: Flags | None
    bound: float
    infeasible: bool


def solve(wanted: Wanted, pairs: Pairs, worth: Integers, seconds: float) -> Solved:
    """The choice of pairs with the largest worth under all conditions.

    Raises
    ------
    SolveError  The solver failed (`review.solver_failed`).
    """
    rows = rows_of(wanted, pairs)
    solved = _flow(wanted, pairs, worth, rows, seconds)
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
    found = _among(worth, [*rows, institution_rows(wanted, pairs, free)], open_to, seconds)
    return None if found is None else found.chosen


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


def _flow(wanted: Wanted, pairs: Pairs, worth: Integers, rows: list[Rows], seconds: float) -> Solved:
    """The best choice without institutions: by the linear programme where its best is whole, which proves itself.

    Else whole pairs are chosen among those let in; what a pair left out could add at most says which may matter.
    """
    if pairs.size < _SMALL:
        return _solve(worth.astype(np.float64), rows, seconds)
    relaxed = relax(pairs, worth, rows, seconds)
    if relaxed is None:
        return _solve(worth.astype(np.float64), rows, seconds)
    if not relaxed.is_possible:
        return Solved(None, relaxed.bound, infeasible=True)
    if relaxed.is_whole:
        chosen = np.asarray(relaxed.share > 0.5, dtype=np.bool_)
        _check(chosen, rows)
        return Solved(chosen, relaxed.bound, infeasible=False)
    some = _mended(wanted, pairs, worth, rows, relaxed, seconds)
    reached = -np.inf if some is None else float(worth[some].sum())
    near = _NEAR * relaxed.bound if pairs.size > _WHOLE else 0.0
    if some is not None and reached + _EXACT >= np.floor(relaxed.bound - near + _EXACT):
        return Solved(some, relaxed.bound, infeasible=False)
    may_matter = relaxed.held | (relaxed.gain >= reached - relaxed.bound)
    found = _among(worth, rows, np.asarray(may_matter, dtype=np.bool_), seconds)
    return found or _solve(worth.astype(np.float64), rows, seconds)


def _mended(
    wanted: Wanted, pairs: Pairs, worth: Integers, rows: list[Rows], relaxed: Relaxed, seconds: float
) -> Flags | None:
    """The linear programme's choice where it is whole, and the panels it splits chosen anew, first few and then more.

    Mostly few panels are split, and the others stay as the best of the whole has them: so it comes near the bound.
    """
    apart = np.abs(relaxed.share - np.rint(relaxed.share)) > _SPLIT
    split = np.zeros(len(wanted.applications), dtype=np.bool_)
    split[pairs.application[apart]] = True
    taken = np.asarray(relaxed.share > 0.5, dtype=np.bool_)
    order = np.unique(pairs.application, return_index=True)[1].argsort()
    best, most = None, -1
    for more in _WIDER_SPLIT:
        free = split.copy()
        free[order[:more]] = True
        open_to = np.asarray(np.where(free[pairs.application], relaxed.held, taken), dtype=np.bool_)
        found = _among(worth, rows, open_to, seconds / len(_WIDER_SPLIT))
        if found is not None and found.chosen is not None and int(worth[found.chosen].sum()) > most:
            best, most = found.chosen, int(worth[found.chosen].sum())
        if most + _EXACT >= np.floor(relaxed.bound + _EXACT) or free.all():
            break
    return best


def _among(worth: Integers, rows: list[Rows], held: Flags, seconds: float) -> Solved | None:
    """The best choice among some pairs; None where there is none, or none was found in time."""
    at = np.flatnonzero(held)
    less = [Rows(csr_array(row.matrix[:, at]), row.low, row.high) for row in rows]
    solved = _solve(worth[at].astype(np.float64), less, seconds)
    if solved.chosen is None:
        return None
    chosen = np.zeros(held.size, dtype=np.bool_)
    chosen[at[solved.chosen]] = True
    return Solved(chosen, solved.bound, infeasible=False)


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
