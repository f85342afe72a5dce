"""Who judges what: the best assignment of reviewers under load, roles and conflicts, with its proof.

First the floor: the highest fit that every reviewer of every application reaches; an application for which even the
best choice stays below is given its own best and holds up nobody else. Then the largest sum of fits with that floor.
"""

from collections.abc import Iterable
from math import floor as floor_of

import numpy as np

from pulmu.model.errors import PulmuError, SolveError, raise_if_errors
from pulmu.support.review._floor import above, caps_of, highest_by_flow
from pulmu.support.review._programme import Solved, solve
from pulmu.support.review._rows import Pairs, pairs_of
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
    caps = caps_of(wanted, allowed)
    highest = highest_by_flow(wanted, allowed, levels, caps)
    low, high, proven = 0, highest, True
    best: tuple[Pairs, Solved, int] | None = None
    while low <= high:
        middle = high if high == highest else (low + high + 1) // 2  # what flow allows is mostly reached at once
        level = int(levels[middle])
        pairs, solved = _at(wanted, above(wanted, allowed, caps, level), seed, seconds)
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
