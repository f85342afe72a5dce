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
    wishes, worth = _by_wish(market), _by_worth(market)
    ends = np.cumsum(np.bincount(market.applicant, minlength=market.applicants))
    turn = np.concatenate((np.zeros(1, dtype=np.int64), ends[:-1])) if market.applicants else ends.copy()
    most = np.minimum(market.capacity, np.bincount(market.supplier, minlength=market.suppliers)).astype(np.int64)
    start, count = np.cumsum(most) - most, np.zeros(market.suppliers, dtype=np.int64)
    holds = np.empty(int(most.sum()), dtype=np.int64)  # pairs held, by supplier from its start on
    free: NDArray[np.integer] = np.flatnonzero(turn < ends)
    steps = asked = 0
    while len(free):
        asking = wishes[turn[free]]
        turn[free] += 1
        steps, asked = steps + 1, asked + len(asking)
        touched = np.flatnonzero(np.bincount(market.supplier[asking], minlength=market.suppliers))
        rivals = np.concatenate((holds[_ranges(start[touched], count[touched])], asking))
        rivals = rivals[np.argsort(worth[rivals])]
        kept = _chosen(market, rivals)
        count[touched] = np.bincount(market.supplier[rivals[kept]], minlength=market.suppliers)[touched]
        holds[_ranges(start[touched], count[touched])] = rivals[kept]
        gone = market.applicant[rivals[~kept]]
        free = gone[turn[gone] < ends[gone]]
    held = holds[_ranges(start, count)]
    supplier = np.full(market.applicants, NOBODY, dtype=np.int64)
    supplier[market.applicant[held]] = market.supplier[held]
    return Matching(supplier, steps, asked)


def _ranges(starts: Pairs, sizes: Pairs) -> Pairs:
    """Numbers from each start on, as many as its size."""
    before = np.cumsum(sizes) - sizes
    return np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))


def _by_wish(market: Market) -> Pairs:
    """Pairs by applicant, each one's best wish first."""
    number = _one_number(market.applicant, market.applicant_rank, market.supplier_lot[market.supplier])
    return np.argsort(number).astype(np.int64)


def _by_worth(market: Market) -> Pairs:
    """A number for each pair: by supplier, and within it the better the smaller."""
    return _one_number(market.supplier, market.supplier_rank, market.lot[market.applicant])


def _one_number(first: NDArray[np.integer], second: NDArray[np.integer], third: NDArray[np.integer]) -> Pairs:
    """Numbers that sort as the three do, one after the other; no two are equal where no two of the three are."""
    sizes = [int(part.max(initial=0)) + 1 for part in (first, second, third)]
    if sizes[0] * sizes[1] * sizes[2] < 2**62:
        joined: Pairs = (first.astype(np.int64) * sizes[1] + second) * sizes[2] + third
        return joined
    numbers = np.empty(len(first), dtype=np.int64)
    numbers[np.lexsort((third, second, first))] = np.arange(len(first))
    return numbers


def _chosen(market: Market, rivals: Pairs) -> NDArray[np.bool_]:
    """Which of the pairs, by supplier and worth, are kept: the best of a kind for its reserve, then the others."""
    supplier, kinds = market.supplier[rivals], market.kinds
    if kinds is None:
        return _first(supplier, market.capacity)
    kind = kinds.kind[market.applicant[rivals]]
    order = np.lexsort((kind, supplier))  # stable: within a kind as before
    group = supplier[order].astype(np.int64) * kinds.most.shape[1] + kind[order]
    may, reserved = np.empty(len(rivals), dtype=bool), np.empty(len(rivals), dtype=bool)
    may[order], reserved[order] = _first(group, kinds.most.ravel()), _first(group, kinds.reserved.ravel())
    left = np.flatnonzero(may)
    left = left[np.lexsort((~reserved[left], supplier[left]))]  # a reserve comes before every rank
    kept = np.zeros(len(rivals), dtype=bool)
    kept[left] = _first(supplier[left], market.capacity)
    return kept


def _first(group: NDArray[np.integer], most: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Whether each stands among the first of its group, as many as the group may have; groups stand together."""
    if not len(group):
        return np.zeros(0, dtype=bool)
    starts = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    sizes = np.diff(np.concatenate((starts, [len(group)])))
    place = np.arange(len(group)) - np.repeat(starts, sizes)
    first: NDArray[np.bool_] = place < most[group]
    return first
