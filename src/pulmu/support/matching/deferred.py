"""Deferred acceptance: applicants ask in the order of their wishes, suppliers hold the best of those who asked so far.

Applicants who are free ask all at once in each step. Who is asked by more than they take keeps the best; the others go
on to their next wish. The result does not depend on the order of asking, and no applicant gets a better supplier by
another list of wishes (ties being broken by lots drawn before). Limits that may take stability away are not looked at.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.support.matching.market import NOBODY, Market

Pairs = NDArray[np.int64]
_LARGEST = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """What came of a round.

    Parameters
    ----------
    supplier : Of each applicant, or `NOBODY`; shape (applicants,).
    steps : Steps of asking.
    asked : How many times somebody asked.
    """

    supplier: NDArray[np.int64]
    steps: int
    asked: int


def defer(market: Market) -> Matching:
    """The matching by deferred acceptance with the applicants asking.

    It is stable: no applicant and supplier would both rather have each other than what they have (`blocking_pairs`
    proves it independently). Under the lots it is the best stable one for every applicant.
    """
    wishes = _by_wish(market)
    ends = np.cumsum(np.bincount(market.applicant, minlength=market.applicants))
    turn = np.concatenate((np.zeros(1, dtype=np.int64), ends[:-1])) if market.applicants else ends.copy()
    priority = market.supplier_rank.astype(np.int64) * market.applicants + market.lot[market.applicant]
    held: Pairs = np.empty(0, dtype=np.int64)
    free: NDArray[np.integer] = np.flatnonzero(turn < ends)
    steps = asked = 0
    while len(free):
        asking = wishes[turn[free]]
        turn[free] += 1
        steps, asked = steps + 1, asked + len(asking)
        touched = np.zeros(market.suppliers, dtype=bool)
        touched[market.supplier[asking]] = True
        contested = touched[market.supplier[held]]
        rivals = np.concatenate((held[contested], asking))
        kept = _chosen(market, rivals, priority)
        gone = market.applicant[rivals[~kept]]
        held = np.concatenate((held[~contested], rivals[kept]))
        free = gone[turn[gone] < ends[gone]]
    supplier = np.full(market.applicants, NOBODY, dtype=np.int64)
    supplier[market.applicant[held]] = market.supplier[held]
    return Matching(supplier, steps, asked)


def _by_wish(market: Market) -> Pairs:
    """Pairs by applicant, each one's best wish first."""
    order = np.lexsort((market.supplier_lot[market.supplier], market.applicant_rank, market.applicant))
    return order.astype(np.int64)


def _chosen(market: Market, rivals: Pairs, priority: Pairs) -> NDArray[np.bool_]:
    """Which of the pairs their suppliers keep: the best of each kind for its reserve, then the best of the others."""
    supplier, first = market.supplier[rivals].astype(np.int64), priority[rivals]
    kinds = market.kinds
    if kinds is None:
        return _best(supplier, first, market.capacity)
    group = supplier * kinds.most.shape[1] + kinds.kind[market.applicant[rivals]]
    kept = _best(group, first, kinds.most.ravel())
    left = np.flatnonzero(kept)
    reserved = _best(group[left], first[left], kinds.reserved.ravel())
    first_of_all = np.where(reserved, first[left] - _LARGEST, first[left])  # a reserve comes before every rank
    kept[left] = _best(supplier[left], first_of_all, market.capacity)
    return kept


def _best(group: NDArray[np.integer], priority: Pairs, most: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Whether each stands among the best of its group, as many as the group may have."""
    order = np.lexsort((priority, group))
    sorted_group = group[order]
    starts = np.flatnonzero(np.concatenate(([True], sorted_group[1:] != sorted_group[:-1]))) if len(group) else order
    sizes = np.diff(np.concatenate((starts, [len(group)])))
    place = np.arange(len(group)) - np.repeat(starts, sizes)
    found = np.empty(len(group), dtype=bool)
    found[order] = place < most[sorted_group]
    return found
