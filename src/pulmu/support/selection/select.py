"""Who is chosen: down the published order, or the set with the most points; unique in both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.model import SolveError
from pulmu.support.selection.cases import Cases
from pulmu.support.selection.conflicts import Conflict, conflicts_of
from pulmu.support.selection.ending import take_until_money_ends
from pulmu.support.selection.first import STEP, FirstSet, Tell, untold
from pulmu.support.selection.limits import Ints, Limit, LimitName, Limits, limits_of
from pulmu.support.selection.order import in_order, passing_total, total_points
from pulmu.support.selection.programme import Bools, Solved, best_set, relaxed
from pulmu.support.selection.terms import Candidate, Terms


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection, its candidates in the published order.

    Parameters
    ----------
    ranked : All candidates, first one first.
    totals : Their points with bonus. [hundredths of a point]
    passed : Which of them reached the passing points.
    chosen : Which of them are chosen.
    bound : No set that keeps the terms has more points; only for `most_points`. [hundredths of a point]
    is_proven : Whether the set is proven to have the most points; always for `in_order`.
    ties_settled : Whether the published order decided among sets of equal points.
    ended_by : Limits of money that ended the list.
    conflicts : Sets of terms that cannot be met together; then nobody is chosen.
    """

    terms: Terms
    ranked: tuple[Candidate, ...]
    totals: tuple[int, ...]
    passed: tuple[bool, ...]
    chosen: tuple[bool, ...]
    bound: int
    is_proven: bool = True
    ties_settled: bool = True
    ended_by: tuple[LimitName, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def points(self) -> int:
        """Points of all chosen together. [hundredths of a point]"""
        return sum(total for total, chosen in zip(self.totals, self.chosen, strict=True) if chosen)

    @property
    def chosen_ids(self) -> tuple[str, ...]:
        """Ids of the chosen, in the published order."""
        return tuple(item.id for item, chosen in zip(self.ranked, self.chosen, strict=True) if chosen)

    @property
    def amount_krw(self) -> int:
        """What all chosen ask for together. [KRW]"""
        return sum(item.amount_krw for item, chosen in zip(self.ranked, self.chosen, strict=True) if chosen)


def select(candidates: Sequence[Candidate], terms: Terms, *, tell: Tell = untold) -> Selection:
    """Choose under the published terms.

    `in_order`: everyone in the order of rank who can be taken so that the terms can still be met as a whole: quotas and
    the money they need stay reserved. `most_points`: the set with the most points among all that keep the terms; among
    sets of equal points the first one in the published order.

    Parameters
    ----------
    tell : Is told how many candidates are decided, of how many, at every hundredth and before every search; what it
        raises ends the selection.

    Raises
    ------
    SolveError  No selection was found within the effort allowed (`selection.not_solved`).
    """
    ranked = tuple(candidates[number] for number in in_order(candidates, terms))
    totals = np.array([total_points(item, terms) for item in ranked], dtype=np.int64)
    passed = np.array([passing_total(item, terms) >= terms.passing_points for item in ranked], dtype=bool)
    limits = limits_of(ranked, terms)
    found = _chosen(totals, passed, limits, terms, tell)
    nobody = np.zeros(len(ranked), dtype=bool)
    chosen = nobody if found is None else found.chosen
    return Selection(
        terms,
        ranked,
        tuple(totals.tolist()),
        tuple(passed.tolist()),
        tuple(chosen.tolist()),
        bound=found.bound if found else 0,
        is_proven=found is None or found.is_proven,
        ties_settled=found is None or found.ties_settled,
        ended_by=found.ended_by if found else (),
        conflicts=conflicts_of(limits, passed) if found is None else (),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    chosen: Bools
    bound: int
    is_proven: bool = True
    ties_settled: bool = True
    ended_by: tuple[LimitName, ...] = ()


def _chosen(totals: Ints, passed: Bools, limits: Limits, terms: Terms, tell: Tell) -> _Found | None:
    nobody = np.zeros(len(totals), dtype=bool)
    if terms.mode == "in_order":
        witness = nobody
        if not all(row.only_caps for row in limits.rows):
            known = Cases(limits, passed, lambda: tell(0, len(totals), STEP)).some_set()
            if known is None:
                return None
            witness = known
        return _down_the_list(FirstSet(limits, witness, passed, tell), totals, terms)
    tell(0, len(totals), STEP)
    solved = best_set(totals, limits, nobody, passed)
    return None if solved is None else _most_points(solved, totals, passed, limits, tell)


def _down_the_list(state: FirstSet, totals: Ints, terms: Terms) -> _Found:
    ended: tuple[LimitName, ...] = ()
    if terms.over_budget == "end":
        ended = take_until_money_ends(state)
    else:
        state.take_in(range(len(totals)))
    return _Found(state.taken, int(totals @ state.taken), ended_by=ended)


def _most_points(solved: Solved, totals: Ints, passed: Bools, limits: Limits, tell: Tell) -> _Found:
    if not solved.is_proven:
        return _Found(solved.chosen, solved.bound, is_proven=False, ties_settled=False)
    lower, upper = _still_open(solved, totals, passed, limits)
    everyone = np.arange(len(totals), dtype=np.int64)
    with_points = limits.with_row(Limit(LimitName("points"), everyone, totals, least=solved.value))
    state = FirstSet(with_points, solved.chosen, upper, tell)
    try:
        state.take_in(np.flatnonzero(lower).tolist())
        state.take_in(range(len(totals)))
    except SolveError:
        return _Found(solved.chosen, solved.bound, ties_settled=False)
    return _Found(state.taken, solved.bound)


def _still_open(solved: Solved, totals: Ints, passed: Bools, limits: Limits) -> tuple[Bools, Bools]:
    """Who is chosen in every set of the most points, and who may be in one, by what a change would lose."""
    nobody = np.zeros(len(totals), dtype=bool)
    found = relaxed(totals, limits, nobody, passed)
    if found is None:
        return nobody, passed
    choices = found.choices
    sure = found.most - found.lost < solved.value - 0.5  # points are whole: half a hundredth is far more than rounding
    return sure & (choices > 0.5) & solved.chosen, passed & ~(sure & (choices < 0.5) & ~solved.chosen)
