"""Proof of stability: looked for anew, from the assignment alone, with nothing of what made it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pulmu.support.matching.market import NOBODY, Market, Whole

Numbers = NDArray[np.int64]
Why = Literal["room", "better", "reserved"]
LimitKind = Literal["pair", "capacity", "kind_most", "least", "kind_least", "budget", "pool"]
_NEVER = 2**31


@dataclass(frozen=True, slots=True)
class Block:
    """A pair that would both rather have each other.

    Parameters
    ----------
    why : The supplier has `room`, or holds somebody it ranks worse (`better`), or somebody on a place that is
        `reserved` for the applicant's kind.
    instead_of : Who would have to leave, the worst first; nobody where there is room.
    """

    applicant: int
    supplier: int
    why: Why
    instead_of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the round: of a supplier, of a kind at a supplier, of a pool."""

    name: LimitKind
    of: int
    kind: int = NOBODY


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that an assignment does not keep: what it has, and what is allowed or asked."""

    limit: Limit
    has: int
    allowed: int


def held_pairs(market: Market, supplier: Numbers) -> Numbers:
    """Numbers of the pairs that an assignment makes."""
    return np.flatnonzero(market.supplier == supplier[market.applicant])


def counts_of(market: Market, supplier: Numbers) -> tuple[Numbers, Numbers]:
    """How many each supplier has, and how many of each kind; shapes (suppliers,), (suppliers, kinds)."""
    who = np.flatnonzero(supplier != NOBODY)
    total = np.bincount(supplier[who], minlength=market.suppliers)
    if market.kinds is None:
        return total, total[:, None]
    kinds = market.kinds.most.shape[1]
    group = supplier[who] * kinds + market.kinds.kind[who]
    return total, np.bincount(group, minlength=market.suppliers * kinds).reshape(market.suppliers, kinds)


def spent_of(market: Market, supplier: Numbers) -> tuple[Numbers, Numbers]:
    """What those of each supplier cost, and those of each pool, in won."""
    if market.limits is None:
        return np.zeros(market.suppliers, dtype=np.int64), np.zeros(0, dtype=np.int64)
    spent = np.zeros(market.suppliers, dtype=np.int64)
    who = np.flatnonzero(supplier != NOBODY)
    np.add.at(spent, supplier[who], market.limits.cost[who].astype(np.int64))
    pools = np.zeros(len(market.limits.pool_budget), dtype=np.int64)
    has_pool = np.flatnonzero(market.limits.pool != NOBODY)
    np.add.at(pools, market.limits.pool[has_pool], spent[has_pool])
    return spent, pools


def breaches(market: Market, supplier: Numbers) -> tuple[Breach, ...]:
    """What keeps an assignment from being one of the round: a pair that is none, a limit that is not kept."""
    held = held_pairs(market, supplier)
    known = np.zeros(market.applicants, dtype=bool)
    known[market.applicant[held]] = True
    strangers = np.flatnonzero((supplier != NOBODY) & ~known)
    found = [Breach(Limit("pair", int(who)), int(supplier[who]), NOBODY) for who in strangers]
    inside = np.where(known, supplier, NOBODY)
    total, by_kind = counts_of(market, inside)
    found += _over("capacity", total, market.capacity)
    if market.kinds is not None:
        found += _over("kind_most", by_kind, market.kinds.most)
    limits = market.limits
    if limits is not None:
        spent, pools = spent_of(market, inside)
        found += _under("least", total, limits.least)
        if limits.kind_least is not None:
            found += _under("kind_least", by_kind, limits.kind_least)
        found += _over("budget", spent, np.where(limits.budget < 0, np.iinfo(np.int64).max, limits.budget))
        found += _over("pool", pools, limits.pool_budget)
    return tuple(found)


def _over(name: LimitKind, has: Numbers, most: NDArray[np.integer]) -> list[Breach]:
    return [_breach(name, place, has, most) for place in np.argwhere(has > most)]


def _under(name: LimitKind, has: Numbers, least: NDArray[np.integer]) -> list[Breach]:
    return [_breach(name, place, has, least) for place in np.argwhere(has < least)]


def _breach(name: LimitKind, place: NDArray[np.intp], has: Numbers, allowed: NDArray[np.integer]) -> Breach:
    at = tuple(int(part) for part in place)
    return Breach(Limit(name, *at), int(has[at]), int(allowed[at]))


def blocking_pairs(market: Market, supplier: Numbers) -> tuple[Block, ...]:
    """Pairs that would both rather have each other; none for a stable matching.

    Ranks decide, lots do not: who is tied with what one has is no reason to leave it. A supplier would have an
    applicant if that breaks no capacity, quota or budget once some it ranks worse have left. What must be filled (the
    least numbers) and who is left without is no concern of the two.
    """
    found = [_block(market, supplier, int(pair)) for pair in blocking(market, supplier)]
    return tuple(sorted(found, key=lambda block: (block.applicant, block.supplier)))


def blocking(market: Market, supplier: Numbers) -> Numbers:
    """Numbers of the pairs that would both rather have each other."""
    held = held_pairs(market, supplier)
    now = np.full(market.applicants, _NEVER, dtype=np.int64)
    now[market.applicant[held]] = market.applicant_rank[held]
    wants = np.flatnonzero(market.applicant_rank < now[market.applicant])
    wants = wants[has_place(market, supplier, held, wants)]
    return wants[has_money(market, supplier, held, wants)]


def has_place(market: Market, supplier: Numbers, held: Numbers, wants: Numbers) -> NDArray[np.bool_]:
    """Whether capacity and kinds let the supplier take the applicant instead of somebody worse."""
    total, by_kind = counts_of(market, supplier)
    most: Whole = market.capacity[:, None]
    reserved: Whole = np.zeros_like(by_kind)
    kind: Whole = np.zeros(market.applicants, dtype=np.int64)
    if market.kinds is not None:
        most, reserved, kind = market.kinds.most, market.kinds.reserved, market.kinds.kind
    rank, at, of = market.supplier_rank, market.supplier, kind[market.applicant]
    worst_of_kind, worst = np.full(by_kind.shape, -1, dtype=np.int64), np.full(market.suppliers, -1, dtype=np.int64)
    np.maximum.at(worst_of_kind, (at[held], of[held]), rank[held])
    free = held[by_kind[at[held], of[held]] > reserved[at[held], of[held]]]  # holds more than a reserved place
    np.maximum.at(worst, at[free], rank[free])
    s, k = at[wants], of[wants]
    same = worst_of_kind[s, k] > rank[wants]
    room_of_kind = by_kind[s, k] < most[s, k]
    entitled = (by_kind[s, k] < reserved[s, k]) & (worst[s] >= 0)
    room = (total[s] < market.capacity[s]) | (worst[s] > rank[wants]) | entitled
    return same | (room_of_kind & room)


def has_money(market: Market, supplier: Numbers, held: Numbers, wants: Numbers) -> NDArray[np.bool_]:
    """Whether the budgets let the supplier take the applicant once all it ranks worse have left."""
    limits = market.limits
    if limits is None or not market.has_budgets:
        return np.ones(len(wants), dtype=bool)
    cost = limits.cost.astype(np.int64)
    key = market.supplier.astype(np.int64) << 31 | market.supplier_rank
    order = held[np.argsort(key[held], kind="stable")]
    paid = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(cost[market.applicant[order]])))
    s, mine = market.supplier[wants].astype(np.int64), cost[market.applicant[wants]]
    starts = np.searchsorted(key[order], s << 31)
    no_worse = paid[np.searchsorted(key[order], key[wants], side="right")] - paid[starts]
    spent, pools = spent_of(market, supplier)
    fits = (limits.budget[s] < 0) | (no_worse + mine <= limits.budget[s])
    pool, now = limits.pool[s], supplier[market.applicant[wants]]
    own = np.where((now != NOBODY) & (limits.pool[now] == pool), mine, 0)
    left = np.concatenate((pools, [0]))[pool] - (spent[s] - no_worse) - own + mine
    budget = np.concatenate((limits.pool_budget, [0]))[pool]
    suffices: NDArray[np.bool_] = fits & ((pool == NOBODY) | (left <= budget))
    return suffices


def _block(market: Market, supplier: Numbers, pair: int) -> Block:
    """The pair with who would have to leave: the worst first, as many as it takes."""
    applicant, wanted = int(market.applicant[pair]), int(market.supplier[pair])
    moved = supplier.copy()
    moved[applicant] = wanted
    if not _broken_at(market, moved, wanted):
        return Block(applicant, wanted, "room", ())
    rank = market.supplier_rank[pair]
    mine = np.flatnonzero((market.supplier == wanted) & (supplier[market.applicant] == wanted))
    worse = mine[market.supplier_rank[mine] > rank]
    order = worse[np.lexsort((-market.lot[market.applicant[worse]], -market.supplier_rank[worse]))]
    out = [int(market.applicant[other]) for other in order]
    free = _without_reserve(market, supplier, applicant, mine)
    for one in [one for one in out if one in free]:
        trial = moved.copy()
        trial[one] = NOBODY
        if not _broken_at(market, trial, wanted):
            return Block(applicant, wanted, "better", (one,))
    if not market.has_budgets:
        worst = max(mine, key=lambda held: (market.applicant[held] in free, market.supplier_rank[held],
                                            market.lot[market.applicant[held]]))  # fmt: skip
        return Block(applicant, wanted, "reserved", (int(market.applicant[worst]),))
    leaving: list[int] = []
    for one in out:
        moved[one] = NOBODY
        leaving.append(one)
        if not _broken_at(market, moved, wanted):
            break
    return Block(applicant, wanted, "better", tuple(leaving))


def _without_reserve(market: Market, supplier: Numbers, applicant: int, mine: Numbers) -> set[int]:
    """Those of a supplier who hold no reserved place, or are of the applicant's kind."""
    who, kinds = market.applicant[mine].tolist(), market.kinds
    if kinds is None:
        return set(who)
    wanted = int(market.supplier[mine[0]]) if len(mine) else 0
    over = counts_of(market, supplier)[1][wanted] > kinds.reserved[wanted]
    return {one for one in who if kinds.kind[one] == kinds.kind[applicant] or over[kinds.kind[one]]}


def _broken_at(market: Market, supplier: Numbers, wanted: int) -> bool:
    """Whether a limit that may not be passed is passed at a supplier or its pool."""
    pool = NOBODY if market.limits is None else int(market.limits.pool[wanted])
    passed = (item.limit for item in breaches(market, supplier))
    return any(limit.of == (pool if limit.name == "pool" else wanted) for limit in passed
               if limit.name in ("capacity", "kind_most", "budget", "pool"))  # fmt: skip
