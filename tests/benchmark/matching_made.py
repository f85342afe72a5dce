"""Rounds made up for the benchmark: some suppliers are wished for more than others, and wishes are alike."""

import numpy as np
from numpy.typing import NDArray

from pulmu.support.matching import NO_LIMIT, NOBODY, Kinds, Limits, Market

KINDS = 4


def made(
    applicants: int, suppliers: int, wishes: int, places: tuple[int, int], *, ties: int = 0, seed: int = 1
) -> Market:
    """A round.

    Parameters
    ----------
    places : Fewest and most places of a supplier.
    ties : Into how many ranks a supplier sorts those who ask it; 0: no ties.
    """
    random = np.random.default_rng(seed)
    liked = random.gumbel(size=suppliers)  # as in a choice where everybody sees the same merits, and has a taste
    named = np.empty((applicants, wishes), dtype=np.int64)
    for start in range(0, applicants, 2_000):
        rows = slice(start, min(start + 2_000, applicants))
        score = liked + random.gumbel(size=(rows.stop - rows.start, suppliers))
        best = np.argpartition(-score, wishes, axis=1)[:, :wishes]
        named[rows] = np.take_along_axis(best, np.argsort(-np.take_along_axis(score, best, 1), axis=1), 1)
    who, whom = np.repeat(np.arange(applicants), wishes), named.ravel()
    worth = random.integers(0, ties, len(who)) if ties else _strict(whom, random.random(len(who)))
    return Market(
        applicants, suppliers, who, whom, np.tile(np.arange(wishes), applicants), worth,
        random.integers(places[0], places[1] + 1, suppliers), random.permutation(applicants),
        random.permutation(suppliers),
    )  # fmt: skip


def _strict(group: NDArray[np.int64], value: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rank of each value within its group, from 0."""
    order = np.lexsort((value, group))
    starts = np.searchsorted(group[order], group[order], side="left")
    ranks = np.empty(len(group), dtype=np.int64)
    ranks[order] = np.arange(len(group)) - starts
    return ranks


def with_kinds(market: Market, seed: int = 2) -> Market:
    """The same with four kinds of applicants, at most half of the places for one of them and some reserved."""
    random = np.random.default_rng(seed)
    most = np.repeat(((market.capacity + 1) // 2)[:, None], KINDS, axis=1)
    reserved = np.where(np.arange(KINDS) == 0, np.minimum(1, market.capacity)[:, None], 0)
    return _replaced(market, kinds=Kinds(random.integers(0, KINDS, market.applicants), most, reserved))


def with_limits(market: Market, pools: int, short: float, seed: int = 3) -> Market:
    """The same with vouchers of different worth, pools with less money than asked for, and some least numbers."""
    random = np.random.default_rng(seed)
    cost = random.choice([80, 120, 150, 200], market.applicants) * 1_000_000
    pool = random.integers(0, pools, market.suppliers)
    money = np.full(pools, int(cost.sum() * short / pools))
    asked = np.bincount(market.supplier, minlength=market.suppliers)
    least = np.zeros(market.suppliers, dtype=np.int64)
    least[random.choice(np.flatnonzero((asked >= 3) & (market.capacity > 0)), 10, replace=False)] = 1
    return _replaced(market, limits=Limits(least, None, cost, np.full(market.suppliers, NO_LIMIT), pool, money))


def _replaced(market: Market, kinds: Kinds | None = None, limits: Limits | None = None) -> Market:
    return Market(
        market.applicants, market.suppliers, market.applicant, market.supplier, market.applicant_rank,
        market.supplier_rank, market.capacity, market.lot, market.supplier_lot, kinds, limits,
    )  # fmt: skip


assert NOBODY == -1
