"""A round as it stands, as a market of numbers; with what keeps a wish out of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pulmu.model.matching_round import MatchingApplicant, MatchingRound, MatchingSupplier
from pulmu.support.matching.lots import draw_lots
from pulmu.support.matching.market import NO_LIMIT, NOBODY, Kinds, Limits, Market
from pulmu.support.matching.read import names_in
from pulmu.support.matching.steps import Progress

OutWhy = Literal["conflict", "not_taken", "refused"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A wish that is in no market: a conflict of the round, a supplier that does not take the applicant, a refusal.

    Parameters
    ----------
    wish : Rank of the wish, from 0.
    by : Who refused; empty elsewhere.
    """

    supplier: str
    wish: int
    why: OutWhy
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """A market with the names of its numbers.

    Parameters
    ----------
    left_out : By applicant, in the order of wishes.
    """

    market: Market
    applicants: tuple[MatchingApplicant, ...]
    suppliers: tuple[MatchingSupplier, ...]
    kinds: tuple[str, ...]
    pools: tuple[str, ...]
    left_out: Mapping[str, tuple[LeftOut, ...]]


@dataclass(frozen=True, slots=True)
class _Standing:
    """Places and money that proposals which stand have taken."""

    places: Counter[str]
    of_kind: Counter[tuple[str, str]]
    cost: Counter[str]
    pool: Counter[str]


def number(given: MatchingRound, progress: Progress) -> Numbered:
    """The market of who is left: without those with a proposal that stands, and without refused pairs."""
    by_id = {item.id: item for item in given.applicants}
    busy = {item.applicant for item in progress.standing}
    taken = _standing(given, progress, by_id)
    applicants = tuple(item for item in given.applicants if item.id not in busy)
    kinds = tuple(dict.fromkeys(item.kind for item in given.applicants))
    pools = tuple(item.id for item in given.pools)
    pairs, left_out = _pairs(given, applicants, progress)
    who, whom, wish, worth = np.array(pairs, dtype=np.int64).reshape(-1, 4).T
    capacity = np.array([item.places - taken.places[item.id] for item in given.suppliers], dtype=np.int64)
    of_kinds = _kinds(given, applicants, kinds, capacity, taken)
    market = Market(
        len(applicants),
        len(given.suppliers),
        who,
        whom,
        wish,
        worth,
        capacity,
        draw_lots(given.lot_seed, [item.id for item in applicants]),
        draw_lots(given.lot_seed, [item.id for item in given.suppliers]),
        of_kinds,
        _limits(given, applicants, kinds if of_kinds else (), taken),
    )
    return Numbered(market, applicants, given.suppliers, kinds, pools, left_out)


def _standing(given: MatchingRound, progress: Progress, by_id: Mapping[str, MatchingApplicant]) -> _Standing:
    pool_of = {item.id: item.pool for item in given.suppliers}
    found = _Standing(Counter(), Counter(), Counter(), Counter())
    for item in progress.standing:
        applicant = by_id[item.applicant]
        found.places[item.supplier] += 1
        found.of_kind[item.supplier, applicant.kind] += 1
        found.cost[item.supplier] += applicant.cost_krw
        found.pool[pool_of[item.supplier]] += applicant.cost_krw
    return found


def _pairs(
    given: MatchingRound, applicants: tuple[MatchingApplicant, ...], progress: Progress
) -> tuple[list[tuple[int, int, int, int]], dict[str, tuple[LeftOut, ...]]]:
    """Wishes that both sides would have, and the others with the reason."""
    number_of = {item.id: place for place, item in enumerate(given.suppliers)}
    orders = [_order(item) for item in given.suppliers]
    conflicts = {(item.applicant, item.supplier): item.reason for item in given.conflicts}
    refused = {(item.applicant, item.supplier): item for item in progress.refused}
    pairs, left_out = [], {}
    for place, applicant in enumerate(applicants):
        out: list[LeftOut] = []
        for rank, entry in enumerate(applicant.wishes):
            for name in names_in(entry):
                supplier, key = number_of[name], (applicant.id, name)
                order, last = orders[supplier]
                worth = order.get(applicant.id, last)
                if key in conflicts:
                    out.append(LeftOut(name, rank, "conflict", conflicts[key]))
                elif key in refused:
                    out.append(LeftOut(name, rank, "refused", refused[key].reason, refused[key].refused_by))
                elif worth is None:
                    out.append(LeftOut(name, rank, "not_taken"))
                else:
                    pairs.append((place, supplier, rank, worth))
        if out:
            left_out[applicant.id] = tuple(out)
    return pairs, left_out


def _order(supplier: MatchingSupplier) -> tuple[dict[str, int], int | None]:
    """Rank of each whom a supplier names, and that of all others; None where it does not take them."""
    order = {name: rank for rank, entry in enumerate(supplier.order) for name in names_in(entry)}
    takes_others = not supplier.order if supplier.takes_others is None else supplier.takes_others
    return order, len(supplier.order) if takes_others else None


def _kinds(
    given: MatchingRound, applicants: tuple[MatchingApplicant, ...], kinds: tuple[str, ...],
    capacity: NDArray[np.int64], taken: _Standing,
) -> Kinds | None:  # fmt: skip
    if not any(item.kinds for item in given.suppliers):
        return None
    place = {kind: at for at, kind in enumerate(kinds)}
    most = np.repeat(capacity[:, None], len(kinds), axis=1)
    reserved = np.zeros_like(most)
    for at, supplier in enumerate(given.suppliers):
        for quota in supplier.kinds:
            kind, has = place.get(quota.kind), taken.of_kind[supplier.id, quota.kind]
            if kind is None:
                continue
            if quota.most is not None:
                most[at, kind] = min(most[at, kind], max(0, quota.most - has))
            free = int(capacity[at]) - int(reserved[at].sum())  # open places may have used up what is reserved
            reserved[at, kind] = min(max(0, quota.reserved - has), most[at, kind], free)
    return Kinds(np.array([place[item.kind] for item in applicants], dtype=np.int64), most, reserved)


def _limits(
    given: MatchingRound, applicants: tuple[MatchingApplicant, ...], kinds: tuple[str, ...], taken: _Standing
) -> Limits | None:
    suppliers = given.suppliers
    has_money = any(item.budget_krw is not None or item.pool for item in suppliers)
    if not has_money and not any(item.least or any(quota.least for quota in item.kinds) for item in suppliers):
        return None
    pool = {item.id: place for place, item in enumerate(given.pools)}
    place = {kind: at for at, kind in enumerate(kinds)}
    kind_least = np.zeros((len(suppliers), len(kinds)), dtype=np.int64)
    for at, supplier in enumerate(suppliers):
        for quota in supplier.kinds:
            if quota.kind in place:
                has = taken.of_kind[supplier.id, quota.kind]
                kind_least[at, place[quota.kind]] = max(0, quota.least - has)
    return Limits(
        np.array([max(0, item.least - taken.places[item.id]) for item in suppliers], dtype=np.int64),
        kind_least if kinds else None,
        np.array([item.cost_krw for item in applicants], dtype=np.int64),
        np.array([NO_LIMIT if item.budget_krw is None else item.budget_krw - taken.cost[item.id] for item in suppliers],
                 dtype=np.int64),
        np.array([pool[item.pool] if item.pool else NOBODY for item in suppliers], dtype=np.int64),
        np.array([item.budget_krw - taken.pool[item.id] for item in given.pools], dtype=np.int64),
    )  # fmt: skip
