"""Random rounds of matching, small enough to try everything."""

import itertools
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from pulmu.support.matching import NO_LIMIT, NOBODY, Kinds, Limits, Market, breaches


def market(
    random: Random, *, ties: bool = True, kinds: int = 0, most: int = 4, reserved: bool = False, limits: str = ""
) -> Market:
    """A round with up to `most` on each side.

    Parameters
    ----------
    limits : Some of "least", "budget", "pool".
    """
    applicants, suppliers = random.randint(1, most), random.randint(1, most)
    pairs = [pair for pair in itertools.product(range(applicants), range(suppliers)) if random.random() < 0.8]
    capacity = [random.randint(0, 2) for _ in range(suppliers)]
    return Market(
        applicants,
        suppliers,
        np.array([a for a, _ in pairs], dtype=np.int64),
        np.array([s for _, s in pairs], dtype=np.int64),
        np.array(ranks(random, pairs, 0, ties=ties), dtype=np.int64),
        np.array(ranks(random, pairs, 1, ties=ties), dtype=np.int64),
        np.array(capacity, dtype=np.int64),
        np.array(random.sample(range(applicants), applicants), dtype=np.int64),
        np.array(random.sample(range(suppliers), suppliers), dtype=np.int64),
        _kinds(random, applicants, capacity, kinds, reserved) if kinds else None,
        _limits(random, applicants, capacity, kinds, limits) if limits else None,
    )


def _kinds(random: Random, applicants: int, capacity: list[int], kinds: int, reserved: bool) -> Kinds:
    most = [[random.randint(0, 2) for _ in range(kinds)] for _ in capacity]
    kept = [[0] * kinds for _ in capacity]
    for supplier, places in enumerate(capacity):
        for _ in range(random.randint(0, places) if reserved else 0):
            kind = random.randrange(kinds)
            kept[supplier][kind] += kept[supplier][kind] < most[supplier][kind]
    return Kinds(np.array([random.randrange(kinds) for _ in range(applicants)]), np.array(most), np.array(kept))


def _limits(random: Random, applicants: int, capacity: list[int], kinds: int, limits: str) -> Limits:
    suppliers = len(capacity)
    least = (
        np.array([random.randint(0, places) for places in capacity]) if "least" in limits else 0 * np.array(capacity)
    )
    kind_least = np.zeros((suppliers, kinds), dtype=np.int64)
    if kinds and "least" in limits:
        kind_least[random.randrange(suppliers), random.randrange(kinds)] = 1
    has = "budget" in limits
    return Limits(
        least,
        kind_least if kinds else None,
        np.array([random.randint(1, 4) for _ in range(applicants)]),
        np.array([random.choice([NO_LIMIT, 0, 3, 4, 5]) if has else NO_LIMIT for _ in range(suppliers)]),
        np.array([random.choice([NOBODY, 0, 0, 1]) if "pool" in limits else NOBODY for _ in range(suppliers)]),
        np.array([random.randint(2, 9), random.randint(0, 9)]),
    )


def ranks(random: Random, pairs: list[tuple[int, int]], side: int, *, ties: bool) -> list[int]:
    """How one side ranks the other: in any order, or with ties."""
    if ties:
        return [random.randint(1, 3) for _ in pairs]
    found = {}
    for who in {pair[side] for pair in pairs}:
        mine = [pair for pair in pairs if pair[side] == who]
        random.shuffle(mine)
        found |= {pair: place for place, pair in enumerate(mine)}
    return [found[pair] for pair in pairs]


def every_assignment(market: Market) -> Iterator[tuple[int, ...]]:
    """Every assignment that keeps all limits, by trying."""
    wishes = [[NOBODY, *market.supplier[market.applicant == a].tolist()] for a in range(market.applicants)]
    for assignment in itertools.product(*wishes):
        if not breaches(market, np.array(assignment, dtype=np.int64)):
            yield assignment


def every_stable(market: Market) -> Iterator[tuple[int, ...]]:
    """Every stable matching, by trying all assignments."""
    return (assignment for assignment in every_assignment(market) if not blocks_of(market, assignment))


def blocks_of(market: Market, assignment: Sequence[int]) -> set[tuple[int, int]]:
    """The pairs that would both rather have each other, as the definition says it."""
    return {
        (a, s)
        for a, s in zip(market.applicant.tolist(), market.supplier.tolist(), strict=True)
        if rank_of(market, a, s) < rank_of(market, a, assignment[a])
        and (_would_choose if market.has_reserves else _would_make_room)(market, assignment, a, s)
    }


def _worth(market: Market, applicant: int, supplier: int) -> int:
    return int(market.supplier_rank[(market.applicant == applicant) & (market.supplier == supplier)][0])


def _would_make_room(market: Market, assignment: Sequence[int], a: int, s: int) -> bool:
    """Whether the limits allow the applicant once some of those that the supplier ranks worse have left."""
    worse = [b for b, has in enumerate(assignment) if has == s and _worth(market, b, s) > _worth(market, a, s)]
    for count in range(len(worse) + 1):
        for leaving in itertools.combinations(worse, count):
            new = [NOBODY if b in leaving else has for b, has in enumerate(assignment)]
            new[a] = s
            passed = {(item.limit.name, item.limit.of) for item in breaches(market, np.array(new))}
            here = {("capacity", s), ("kind_most", s), ("budget", s)}
            if market.limits is not None:
                here.add(("pool", int(market.limits.pool[s])))
            if not passed & here:
                return True
    return False


def _would_choose(market: Market, assignment: Sequence[int], a: int, s: int) -> bool:
    """Whether the supplier, of those it has and the applicant, would choose the applicant; who is there wins ties."""
    kinds = market.kinds
    assert kinds is not None
    queue = sorted([a, *(b for b, has in enumerate(assignment) if has == s)],
                   key=lambda b: (_worth(market, b, s), b == a))  # fmt: skip
    chosen: list[int] = []
    for is_reserve in (True, False):
        for b in queue:
            kind = int(kinds.kind[b])
            most = int((kinds.reserved if is_reserve else kinds.most)[s, kind])
            has = sum(int(kinds.kind[other]) == kind for other in chosen)
            if b not in chosen and has < most and len(chosen) < market.capacity[s]:
                chosen.append(b)
    return a in chosen


def rank_of(market: Market, applicant: int, supplier: int) -> float:
    """How an applicant ranks what it has; nobody is worse than anybody it asked."""
    found = market.applicant_rank[(market.applicant == applicant) & (market.supplier == supplier)]
    return float(found[0]) if len(found) else float("inf")


def opposed(random: Random, *, kinds: int = 0, count: int = 4) -> Market:
    """A round of as many on each side, whose wishes and worths run round in a ring: it has several stable matchings."""
    first, second = random.sample(range(count), count), random.sample(range(count), count)
    pairs = [(a, s) for a in range(count) for s in range(count) if random.random() < 0.95]
    ahead = [(second[s] - first[a]) % count for a, s in pairs]
    kind = np.array([random.randrange(kinds or 1) for _ in range(count)])
    kind_most = np.array([[random.random() < 0.9] * (kinds or 1) for _ in range(count)], dtype=np.int64)
    return Market(
        count,
        count,
        np.array([a for a, _ in pairs]),
        np.array([s for _, s in pairs]),
        np.array(ahead),
        np.array([count - 1 - steps for steps in ahead]),
        np.ones(count, dtype=np.int64),
        np.array(random.sample(range(count), count)),
        np.array(random.sample(range(count), count)),
        Kinds(kind, kind_most, 0 * kind_most) if kinds else None,
    )


def scarce(random: Random, limits: str) -> Market:
    """A round without a stable assignment, and one more applicant who may change that.

    0 (1 won) would have A, then B; 1 (1 won) B, then A; 2 (2 won) A alone. A has 2 won and ranks 1, 2, 0; B has 1 place
    and ranks 0, 1. Whoever has A, somebody leaves for it or is left by it.

    Source: McDermid and Manlove (2010), Keeping partners together, an example of theirs.
    """
    wishes = [(0, 0), (0, 1), (1, 1), (1, 0), (2, 0), *((3, s) for s in random.sample([0, 1], random.randint(0, 2)))]
    worth = {0: [1, 2, 0], 1: [0, 1]}
    for order in worth.values():
        order.insert(random.randrange(len(order) + 1), 3)
    seen: dict[int, int] = {}
    rank = [seen.update({a: seen.get(a, -1) + 1}) or seen[a] for a, _ in wishes]  # type: ignore[func-returns-value]
    own, pool = ([2, NO_LIMIT], [NOBODY, NOBODY]) if "budget" in limits else ([NO_LIMIT, NO_LIMIT], [0, NOBODY])
    return Market(
        4,
        2,
        np.array([a for a, _ in wishes]),
        np.array([s for _, s in wishes]),
        np.array(rank),
        np.array([worth[s].index(a) for a, s in wishes]),
        np.array([4, 1]),
        np.array(random.sample(range(4), 4)),
        np.array(random.sample(range(2), 2)),
        None,
        Limits(np.array([0, 0]), None, np.array([1, 1, 2, random.choice([1, 2])]), np.array(own), np.array(pool),
               np.array([2])),
    )  # fmt: skip
