"""Who judges what: the best assignment of reviewers under load, roles and conflicts, with its proof.

First the floor: the highest fit that every reviewer of every application reaches; an application for which even the
best choice stays below is given its own best and holds up nobody else. Then the largest sum of fits with that floor.
"""

from collections.abc import Iterable
from math import floor as floor_of

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from pulmu.model.errors import PulmuError, SolveError, raise_if_errors
from pulmu.support.review._programme import Pairs, Solved, pairs_of, solve
from pulmu.support.review.panel_rules import Assignment, Flags, Integers, Pair, Wanted
from pulmu.support.review.shortage import check_wanted, refusal

SECONDS = 60.0
"""Longest a single search may take before its best is told with its gap."""


def assign(wanted: Wanted, *, seed: int, seconds: float = SECONDS) -> Assignment:
    """The assignment with the highest floor, and of those with the largest sum of fits.

    The same input and seed give the same assignment; the seed decides between equally good ones.

    Raises
    ------
    InputError  There is none: which applications lack whom, how many places are missing (`review.too_few`,
        `review.role_missing`, `review.places_missing`, `review.least_load`, ...).
    SolveError  The solver found none in time (`review.no_time`).
    """
    raise_if_errors(check_wanted(wanted))
    allowed = wanted.allowed()
    levels = np.unique(wanted.fit[allowed])
    caps = _caps(wanted, allowed)
    highest = _highest_flow(wanted, allowed, levels, caps)
    low, high, proven = 0, highest, True
    best: tuple[Pairs, Solved, int] | None = None
    while low <= high:
        middle = high if high == highest else (low + high + 1) // 2  # what flow allows is mostly reached at once
        level = int(levels[middle])
        pairs, solved = _at(wanted, _above(wanted, allowed, caps, level), seed, seconds)
        if solved.chosen is not None:
            best, low = (pairs, solved, level), middle + 1
        else:
            proven, high = proven and solved.infeasible, middle - 1
    if best is None:
        pairs, solved = _at(wanted, allowed, seed, seconds)
        if solved.chosen is None:
            raise _refusal(wanted, solved, seconds)
        best = (pairs, solved, int(levels[0]))
    pairs, solved, level = best
    worth = wanted.fit[pairs.application, pairs.candidate]
    return _told(wanted, pairs, solved, worth, level, proven)


def reassign(wanted: Wanted, before: Iterable[tuple[str, str]], *, seed: int, seconds: float = SECONDS) -> Assignment:
    """The assignment that keeps as many pairs of one before as can be kept, and of those the one that fits best.

    Who stepped back, or is in a conflict now, is barred in `wanted`; everything else of it may have changed too. The
    floor of the result is the lowest fit in it.

    Raises
    ------
    InputError, SolveError  As for `assign`.
    """
    raise_if_errors(check_wanted(wanted))
    allowed = wanted.allowed()
    kept = np.asarray(_marked(wanted, before) & allowed, dtype=np.bool_)
    whole = kept.sum(axis=1) >= wanted.rules.per_application
    step = int(wanted.fit.max(initial=0)) * len(wanted.applications) * wanted.rules.per_application + 1
    # Mostly the gaps can be filled and nobody else is touched: that is a small programme, and no move is the fewest.
    for choice in (np.asarray(allowed & (kept | ~whole[:, None]), dtype=np.bool_), allowed):
        pairs = pairs_of(choice, seed)
        at = (pairs.application, pairs.candidate)
        worth = np.asarray(wanted.fit[at] + step * kept[at], dtype=np.int64)
        solved = solve(wanted, pairs, worth, seconds)
        if solved.chosen is not None and (choice is allowed or kept[at][solved.chosen].sum() == kept.sum()):
            level = int(wanted.fit[at][solved.chosen].min(initial=10_000))
            moved = int(kept.sum() - kept[at][solved.chosen].sum())
            return _told(wanted, pairs, solved, worth, level, True, moved)
    raise _refusal(wanted, solved, seconds)


def _at(wanted: Wanted, allowed: Flags, seed: int, seconds: float) -> tuple[Pairs, Solved]:
    pairs = pairs_of(allowed, seed)
    return pairs, solve(wanted, pairs, wanted.fit[pairs.application, pairs.candidate], seconds)


def _caps(wanted: Wanted, allowed: Flags) -> Integers:
    """(applications,)  The highest floor each could have if it were alone."""
    fit = np.where(allowed, wanted.fit, -1)
    caps = _nth_best(fit, wanted.rules.per_application)
    for role, least in wanted.rules.roles.items():
        if least > 0:
            caps = np.minimum(caps, _nth_best(np.where(wanted.with_role(role), fit, -1), least))
    return caps


def _nth_best(fit: Integers, place: int) -> Integers:
    return np.asarray(np.sort(fit, axis=1)[:, -place], dtype=np.int64)


def _above(wanted: Wanted, allowed: Flags, caps: Integers, level: int) -> Flags:
    return np.asarray(allowed & (wanted.fit >= np.minimum(caps, level)[:, None]), dtype=np.bool_)


def _highest_flow(wanted: Wanted, allowed: Flags, levels: Integers, caps: Integers) -> int:
    """Number of the highest level at which all places can be filled if roles are left aside: no floor lies above."""
    low, high = 0, levels.size - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _flows(wanted, _above(wanted, allowed, caps, int(levels[middle]))):
            low = middle
        else:
            high = middle - 1
    return low


def _flows(wanted: Wanted, allowed: Flags) -> bool:
    applications, candidates = allowed.shape
    size, count = applications + candidates + 2, wanted.rules.per_application
    graph = np.zeros((size, size), dtype=np.int32)
    graph[0, 1 : applications + 1] = count
    graph[1 : applications + 1, applications + 1 : -1] = allowed
    graph[applications + 1 : -1, -1] = wanted.most()
    return bool(maximum_flow(csr_array(graph), 0, size - 1).flow_value == applications * count)


def _marked(wanted: Wanted, before: Iterable[tuple[str, str]]) -> Flags:
    row = {name: number for number, name in enumerate(wanted.applications)}
    column = {one.id: number for number, one in enumerate(wanted.candidates)}
    marked = np.zeros(wanted.fit.shape, dtype=np.bool_)
    for application, reviewer in before:
        if application in row and reviewer in column:
            marked[row[application], column[reviewer]] = True
    return marked


def _told(
    wanted: Wanted, pairs: Pairs, solved: Solved, worth: Integers, level: int, proven: bool, moved: int = 0
) -> Assignment:
    chosen = np.flatnonzero(np.zeros(0) if solved.chosen is None else solved.chosen)
    rows, columns = pairs.application[chosen], pairs.candidate[chosen]
    found = tuple(
        sorted(
            (
                Pair(wanted.applications[row], wanted.candidates[column].id, int(wanted.fit[row, column]))
                for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
            ),
            key=lambda pair: (pair.application, pair.reviewer),
        )
    )
    if wanted.barred[rows, columns].any():
        raise SolveError.of("review.solver_failed", "assignment", "a barred pair was chosen",
                            "tell who keeps Pulmu", why="a barred pair was chosen")  # fmt: skip
    total, reached = sum(pair.fit for pair in found), int(worth[chosen].sum())
    gap = max(0, floor_of(solved.bound + 0.001) - reached)
    return Assignment(found, level, proven, total, total + gap, moved)


def _refusal(wanted: Wanted, solved: Solved, seconds: float) -> PulmuError:
    if solved.infeasible:
        return refusal(wanted, seconds)
    return SolveError.of("review.no_time", "assignment", f"no assignment was found in {seconds:.0f} seconds",
                         "give more time, or more reviewers", seconds=f"{seconds:.0f}")  # fmt: skip
