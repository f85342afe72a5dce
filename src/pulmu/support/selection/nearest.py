"""The nearest change by which one candidate would have been chosen, or would not: exact, by choosing again."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from pulmu.support.selection.limits import limits_of
from pulmu.support.selection.order import passing_total
from pulmu.support.selection.programme import best_set
from pulmu.support.selection.select import Selection, select


@dataclass(frozen=True, slots=True)
class Nearest:
    """How far a candidate is from the other outcome, all else being equal.

    Parameters
    ----------
    points : Points more with which it would be chosen, or points it can lose and still be; None where no points would
        do it. [hundredths of a point]
    amount_krw : The most it could have asked for and been chosen; None where asking for less does not help. [KRW]
    """

    id: str
    is_chosen: bool
    points: int | None
    amount_krw: int | None = None


def nearest_change(selection: Selection, id: str) -> Nearest:
    """What would have had to be different for one candidate. It chooses again many times: ask it for one, not for all.

    Raises
    ------
    KeyError  There is no such candidate.
    """
    number = next((n for n, item in enumerate(selection.ranked) if item.id == id), None)
    if number is None:
        raise KeyError(id)
    if selection.conflicts:
        return Nearest(id, is_chosen=False, points=None)
    if selection.chosen[number]:
        return Nearest(id, is_chosen=True, points=_can_lose(selection, number))
    return Nearest(id, is_chosen=False, points=_needs(selection, number), amount_krw=_could_ask(selection, number))


def _can_lose(selection: Selection, number: int) -> int:
    """The most points it can lose and still be chosen."""
    most = _above_passing(selection, number)
    if selection.terms.mode == "most_points" and selection.is_proven:
        without = _best(selection, without=number)
        margin = most if without is None else min(most, selection.points - without)
        return margin if margin == 0 or _is_chosen(selection, number, points=-margin) else margin - 1
    if _is_chosen(selection, number, points=-most):
        return most
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _is_chosen(selection, number, points=-middle) else (low, middle)
    return low


def _above_passing(selection: Selection, number: int) -> int:
    candidate, terms = selection.ranked[number], selection.terms
    return min(candidate.points, passing_total(candidate, terms) - terms.passing_points)


def _needs(selection: Selection, number: int) -> int | None:
    """The fewest points more with which it is chosen."""
    candidate, terms = selection.ranked[number], selection.terms
    low = max(0, terms.passing_points - passing_total(candidate, terms))
    if terms.mode == "most_points":
        forced = _best(selection, forced=number)
        if forced is None:
            return None
        low = max(low, selection.points - forced)
        return low if _is_chosen(selection, number, points=low) else low + 1
    high = max(low, selection.totals[0] - selection.totals[number]) + 1
    if not _is_chosen(selection, number, points=high):
        return None
    low -= 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _is_chosen(selection, number, points=middle) else (middle, high)
    return high


def _best(selection: Selection, *, forced: int | None = None, without: int | None = None) -> int | None:
    """Most points of a set with or without one candidate."""
    lower = np.zeros(len(selection.ranked), dtype=bool)
    upper = np.array(selection.passed, dtype=bool)
    if forced is not None:
        lower[forced] = upper[forced] = True
    if without is not None:
        upper[without] = False
    totals = np.array(selection.totals, dtype=np.int64)
    solved = best_set(totals, limits_of(selection.ranked, selection.terms), lower, upper)
    return None if solved is None else solved.value


def _could_ask(selection: Selection, number: int) -> int | None:
    asked = selection.ranked[number].amount_krw
    if not selection.passed[number] or asked == 0 or not _is_chosen(selection, number, amount_krw=0):
        return None
    low, high = 0, asked
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _is_chosen(selection, number, amount_krw=middle) else (low, middle)
    return low


def _is_chosen(selection: Selection, number: int, *, points: int = 0, amount_krw: int | None = None) -> bool:
    old = selection.ranked[number]
    new = dataclasses.replace(
        old, points=old.points + points, amount_krw=old.amount_krw if amount_krw is None else amount_krw
    )
    again = select((*selection.ranked[:number], new, *selection.ranked[number + 1 :]), selection.terms)
    return old.id in again.chosen_ids
