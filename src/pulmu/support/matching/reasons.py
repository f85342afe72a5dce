"""Why somebody has nobody, or not whom they wished for: each wish with what stood in its way."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pulmu.support.matching.market import NOBODY, Market
from pulmu.support.matching.stability import Numbers, blocking, counts_of, has_money, has_place, held_pairs

Refusal = Literal["full", "lot", "kind_full", "kind_lot", "reserved", "budget", "pool", "violated"]
"""The supplier, or its places for the applicant's kind, went to applicants it ranks better, or to tied ones;
the place is reserved for a kind; the money of the supplier or of its pool does not suffice; or the wish is given up for
a limit."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A wish that was not fulfilled.

    Parameters
    ----------
    wish : How the applicant ranks the supplier.
    rank, last_rank : How the supplier ranks the applicant, and the last one it took of those that stood in the way.
    lot, last_lot : Their places in the order that breaks ties.
    places : How many it takes: of the applicant's kind, where its kind was full.
    cost, left : What the applicant's voucher costs, and what is left once those not ranked worse are paid.
    """

    supplier: int
    why: Refusal
    wish: int
    rank: int
    last_rank: int
    lot: int
    last_lot: int
    places: int
    cost: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Unused:
    """A supplier with places left, and what became of those who would take it and whom it would take.

    Parameters
    ----------
    left : Places nobody has.
    elsewhere : Have one they wish for as much or more.
    kind_full : Wish for it more than for what they have; no place is left for their kind.
    no_money : The same; the money does not suffice.
    violated : The same; given up for a limit of the round.
    """

    supplier: int
    left: int
    elsewhere: int
    kind_full: int
    no_money: int
    violated: int


@dataclass(frozen=True, slots=True, eq=False)
class Reasons:
    """An assignment, laid out so that each reason is found at once."""

    market: Market
    supplier: Numbers
    total: Numbers
    by_kind: Numbers
    of_applicant: tuple[NDArray[np.intp], ...]
    held_of: dict[int, list[int]]
    place: NDArray[np.bool_]
    money: NDArray[np.bool_]


def reasons_of(market: Market, supplier: Numbers) -> Reasons:
    """Lay out an assignment."""
    held = held_pairs(market, supplier)
    every = np.arange(len(market.applicant))
    order = np.lexsort((market.supplier_lot[market.supplier], market.applicant_rank, market.applicant))
    ends = np.cumsum(np.bincount(market.applicant, minlength=market.applicants))
    held_of: dict[int, list[int]] = {}
    for pair in held.tolist():
        held_of.setdefault(int(market.supplier[pair]), []).append(pair)
    total, by_kind = counts_of(market, supplier)
    return Reasons(market, supplier, total, by_kind, tuple(np.split(order, ends[:-1])) if len(ends) else (), held_of,
                   has_place(market, supplier, held, every), has_money(market, supplier, held, every))  # fmt: skip


def refusals(reasons: Reasons, applicant: int) -> tuple[Refused, ...]:
    """The wishes an applicant ranks above what they have, best first, each with what stood in its way."""
    market, now = reasons.market, int(reasons.supplier[applicant])
    mine = reasons.of_applicant[applicant]
    own = mine[market.supplier[mine] == now]
    limit = int(market.applicant_rank[own[0]]) if now != NOBODY else np.iinfo(np.int64).max
    return tuple(_refused(reasons, int(pair)) for pair in mine if market.applicant_rank[pair] < limit)


def _refused(reasons: Reasons, pair: int) -> Refused:
    market = reasons.market
    applicant, wanted = int(market.applicant[pair]), int(market.supplier[pair])
    holders, places, of_kind = _in_the_way(reasons, pair)
    rank, lot = int(market.supplier_rank[pair]), int(market.lot[applicant])
    worst = max(holders, key=lambda held: _order(market, held), default=None)
    last = (rank, lot) if worst is None else _order(market, worst)
    why: Refusal
    if reasons.place[pair]:
        why = "violated"
        if not reasons.money[pair]:
            why = "budget" if _left(reasons, pair)[0] < _cost(market, applicant) else "pool"
    elif worst is not None and last > (rank, lot) and not of_kind and not _is_free(reasons, worst):
        why = "reserved"
    elif places and last[0] == rank:
        why = "kind_lot" if of_kind else "lot"
    else:
        why = "kind_full" if of_kind else "full"
    left = min(_left(reasons, pair)) if why in ("budget", "pool") else 0
    return Refused(wanted, why, int(market.applicant_rank[pair]), rank, last[0], lot, last[1], places,
                   _cost(market, applicant), left)  # fmt: skip


def _in_the_way(reasons: Reasons, pair: int) -> tuple[list[int], int, bool]:
    """Pairs of those who have the places, how many places, and whether they are those of the applicant's kind."""
    market = reasons.market
    applicant, wanted = int(market.applicant[pair]), int(market.supplier[pair])
    holders, places = reasons.held_of.get(wanted, []), int(market.capacity[wanted])
    if market.kinds is None:
        return holders, places, False
    kind = int(market.kinds.kind[applicant])
    most = int(market.kinds.most[wanted, kind])
    if reasons.by_kind[wanted, kind] < most:
        return holders, places, False
    return [held for held in holders if market.kinds.kind[market.applicant[held]] == kind], most, True


def _is_free(reasons: Reasons, held: int) -> bool:
    """Whether one who has a place does not hold it for the reserve of their kind."""
    kinds, market = reasons.market.kinds, reasons.market
    if kinds is None:
        return True
    at = (int(market.supplier[held]), int(kinds.kind[market.applicant[held]]))
    return bool(reasons.by_kind[at] > kinds.reserved[at])


def _order(market: Market, pair: int) -> tuple[int, int]:
    return int(market.supplier_rank[pair]), int(market.lot[market.applicant[pair]])


def _cost(market: Market, applicant: int) -> int:
    return 0 if market.limits is None else int(market.limits.cost[applicant])


def _left(reasons: Reasons, pair: int) -> tuple[int, int]:
    """What is left to a supplier, and to its pool, once those it does not rank worse are paid."""
    market, limits, without = reasons.market, reasons.market.limits, 2**62
    if limits is None:
        return without, without
    wanted, applicant, rank = int(market.supplier[pair]), int(market.applicant[pair]), market.supplier_rank[pair]
    costs = {held: int(limits.cost[market.applicant[held]]) for held in reasons.held_of.get(wanted, [])}
    worse = sum(cost for held, cost in costs.items() if market.supplier_rank[held] > rank)
    own = int(limits.budget[wanted]) - sum(costs.values()) + worse if limits.budget[wanted] >= 0 else without
    pool = int(limits.pool[wanted])
    if pool == NOBODY:
        return own, without
    inside = (reasons.supplier != NOBODY) & (limits.pool[reasons.supplier] == pool)
    inside[applicant] = False
    return own, int(limits.pool_budget[pool]) - int(limits.cost[inside].sum()) + worse


def unused(reasons: Reasons) -> tuple[Unused, ...]:
    """Suppliers with places left, and what became of those who would take them."""
    market, supplier = reasons.market, reasons.supplier
    now = np.full(market.applicants, 2**31, dtype=np.int64)
    held = held_pairs(market, supplier)
    now[market.applicant[held]] = market.applicant_rank[held]
    others = supplier[market.applicant] != market.supplier
    wishes = others & (market.applicant_rank < now[market.applicant])
    blocked = np.zeros(len(others), dtype=bool)
    blocked[blocking(market, supplier)] = True
    columns = [others & ~wishes, wishes & ~reasons.place, wishes & reasons.place & ~reasons.money, blocked]
    counts = [np.bincount(market.supplier[chosen], minlength=market.suppliers) for chosen in columns]
    left = market.capacity - reasons.total
    return tuple(
        Unused(at, int(left[at]), *(int(count[at]) for count in counts)) for at in np.flatnonzero(left > 0).tolist()
    )
