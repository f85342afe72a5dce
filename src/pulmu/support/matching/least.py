"""Where limits may take stability away: the assignment with the fewest pairs that would both rather have each other.

An integer programme says the definition of `blocking_pairs` in rows. A pair has its wish, or one as good; or those the
supplier ranks no worse fill the capacity, the kind's places or the money; or it is counted. Of all assignments with the
fewest counted, in the fewest of them somebody ranked worse is seen in the place; then most applicants have a supplier;
then wishes are best; then suppliers have those they rank best; then lots decide.

Source: Hamada, Iwama and Miyazaki (2016), hospitals/residents with quota lower bounds: the fewest are NP-hard to find.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pulmu.support.matching.market import NOBODY, Market
from pulmu.support.matching.rows import INFINITE, Found, Rows, assigned, groups, limit_rows, money_of, solve
from pulmu.support.matching.stability import Limit, Numbers, blocking, breaches

MOST_PAIRS = 20_000
MOST_ENTRIES = 3_000_000
_MOST_CUTS = 50


@dataclass(frozen=True, slots=True, eq=False)
class Least:
    """An assignment, how many pairs block it, and how few there must be at least.

    Parameters
    ----------
    at_least : No assignment within the limits has fewer; equal to `blocks` where it is proven the least.
    """

    supplier: Numbers
    blocks: int
    at_least: int


def is_small(market: Market) -> bool:
    """Whether the integer programme is tried."""
    counts = np.bincount(market.supplier, minlength=1).astype(np.int64)
    return len(market.applicant) <= MOST_PAIRS and int((counts * counts).sum()) <= MOST_ENTRIES


def fewest_blocks(market: Market, seconds: float) -> Least | None:
    """The assignment with the fewest blocking pairs; None if none was found in the time.

    Parameters
    ----------
    seconds : Given to each step of the solver.
    """
    pairs, without = len(market.applicant), frozenset[Limit]()
    built, counted = _programme(market, without)
    first = _solve_exactly(market, counted, built, seconds, without)
    if first.values is None:
        return None
    values, fewest = first.values, float(first.values @ counted)
    built.rows.add(np.flatnonzero(counted), 1.0, 0, fewest)
    for goal in _goals(market, _envy(market, built) if fewest else np.zeros(len(built.high))):
        better = _solve_exactly(market, goal, built, seconds, without)
        if better.values is not None and (len(values) < len(better.values) or better.values @ goal <= values @ goal):
            values = better.values
        if not better.is_best:
            break
        built.rows.add(np.flatnonzero(goal), goal[goal != 0], -INFINITE, float(values @ goal))
    supplier = assigned(market, values[:pairs])
    bound = 0.0 if first.bound == -INFINITE else first.bound
    return Least(supplier, len(blocking(market, supplier)), max(0, int(np.ceil(bound - 1e-6))))


def blocks_without(market: Market, limit: Limit, seconds: float) -> int | None:
    """How few pairs block, as far as is found in the time, if a limit need not be kept; None if nothing is found."""
    built, counted = _programme(market, frozenset({limit}))
    found = _solve_exactly(market, counted, built, seconds, frozenset({limit}))
    return None if found.values is None else int(found.values @ counted)


def _goals(market: Market, envy: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """What is best among equals, one after the other: least envy; most have somebody; wishes; ranks; lots."""
    goals = np.zeros((5, len(envy)))
    pairs = len(market.applicant)
    goals[0] = envy
    goals[1, :pairs] = -1.0
    goals[2, :pairs] = market.applicant_rank + 1
    goals[3, :pairs] = market.supplier_rank + 1
    goals[4, :pairs] = market.lot[market.applicant] + 1
    return [goal for goal in goals if goal.any()]


def _envy(market: Market, built: "_Programme") -> NDArray[np.float64]:
    """New variables, 1 where a pair blocks and the supplier has somebody it ranks worse; which they are."""
    pairs, rank = len(market.applicant), market.supplier_rank
    of_applicant, ones = groups(market.applicant, market.applicants), np.ones(pairs, dtype=np.int64)
    first = len(built.high)
    for members in groups(market.supplier, market.suppliers):
        worse = built.sums(members, -rank, ones)  # of those ranked no better
        for level in members.tolist():
            after = members[rank[members] > rank[level]]
            if not len(after):
                continue
            nearest = int(after[np.argmin(rank[after])])
            name, high = built.variable(1.0, whole=True), built.high[worse[nearest]]
            mine = of_applicant[market.applicant[level]]
            good = mine[market.applicant_rank[mine] <= market.applicant_rank[level]]
            columns = np.concatenate(([worse[nearest], name, pairs + level], good))
            values = np.concatenate(([1.0, -high, high], np.full(len(good), -high)))
            built.rows.add(*_joined(columns, values), -INFINITE, high)
            built.envied.append(name)
    counted = np.zeros(len(built.high))
    counted[[name for name in built.envied if name >= first]] = 1.0
    return counted


def _solve_exactly(
    market: Market, goal: NDArray[np.float64], built: "_Programme", seconds: float, without: frozenset[Limit]
) -> Found:
    """Solve; a set that a solver's tolerance let pass though it is over a budget is forbidden, and again."""
    for _ in range(_MOST_CUTS):
        found = solve(goal, built.rows, np.array(built.high), seconds, np.array(built.whole))
        if found.values is None:
            return found
        over = [item.limit for item in breaches(market, assigned(market, found.values)) if item.limit not in without]
        if not over:
            return found
        for limit in over:
            made = np.flatnonzero(found.values[: len(market.applicant)])
            at = market.supplier[made] if limit.name != "pool" or market.limits is None else (
                market.limits.pool[market.supplier[made]])  # fmt: skip
            these = made[at == limit.of]
            built.rows.add(these, 1.0, 0, len(these) - 1)
    return Found(None, is_best=False, bound=found.bound, is_impossible=False)


@dataclass(slots=True)
class _Programme:
    """A programme while it is built: rows, and the highest value of each variable: pairs made, that block, sums."""

    rows: Rows
    high: list[float]
    whole: list[bool]
    envied: list[int] = field(default_factory=list)

    def variable(self, high: float, *, whole: bool) -> int:
        """A new variable from 0 to `high`."""
        self.high.append(high)
        self.whole.append(whole)
        return len(self.high) - 1

    def sums(self, members: Numbers, rank: NDArray[np.integer], weight: NDArray[np.integer]) -> dict[int, int]:
        """For each pair the variable that sums the weights of the pairs made that are ranked no worse."""
        order = members[np.argsort(rank[members], kind="stable")]
        found: dict[int, int] = {}
        before, total = np.zeros(0, dtype=np.int64), 0
        for level in np.split(order, np.flatnonzero(np.diff(rank[order])) + 1) if len(order) else ():
            total += int(weight[level].sum())
            name = self.variable(total, whole=False)
            columns = np.concatenate(([name], before, level))
            values = np.concatenate(([1.0], -np.ones(len(before)), -weight[level].astype(np.float64)))
            self.rows.add(columns, values, 0, 0)
            before = np.array([name])
            found |= dict.fromkeys(level.tolist(), name)
        return found

    def total(self, members: Numbers, weight: NDArray[np.integer]) -> int:
        """The variable that sums the weights of the pairs made."""
        name = self.variable(float(weight[members].sum()), whole=False)
        values = np.concatenate(([1.0], -weight[members].astype(np.float64)))
        self.rows.add(np.concatenate(([name], members)), values, 0, 0)
        return name


Excuse = tuple[Numbers, NDArray[np.float64], int]
"""Variables, what each weighs, and from which sum on the supplier would not take the applicant."""


def _programme(market: Market, without: frozenset[Limit]) -> tuple[_Programme, NDArray[np.float64]]:
    """The programme, and which variables count."""
    pairs = len(market.applicant)
    built = _Programme(limit_rows(market, without=without), [1.0] * (2 * pairs), [True] * (2 * pairs))
    of_applicant = groups(market.applicant, market.applicants)
    excuses = _excuses(market, built, without)
    for pair in range(pairs):
        if any(full <= 0 for _, _, full in excuses[pair]):
            continue  # the supplier can never take the applicant
        mine = of_applicant[market.applicant[pair]]
        good = mine[market.applicant_rank[mine] <= market.applicant_rank[pair]]
        columns, values = [good, np.array([pairs + pair])], [np.ones(len(good)), np.ones(1)]
        could = [item for item in excuses[pair] if _most(built, item) >= item[2]]
        for members, weights, full in could[:1]:  # one of them may be a fraction: alone it must be whole
            columns.append(members)
            values.append(weights / full)
        for members, weights, full in could[1:]:
            name = built.variable(1.0, whole=True)
            columns.append(np.array([name]))
            values.append(np.ones(1))
            built.rows.add(
                *_joined(np.concatenate((members, [name])), np.concatenate((weights, [-float(full)]))), 0, INFINITE
            )
        built.rows.add(*_joined(np.concatenate(columns), np.concatenate(values)), 1, INFINITE)
    counted = np.zeros(len(built.high))
    counted[pairs : 2 * pairs] = 1.0
    return built, counted


def _most(built: _Programme, excuse: Excuse) -> float:
    """The most that an excuse could sum to."""
    members, weights, _ = excuse
    highest = zip(members.tolist(), weights.tolist(), strict=True)
    return float(sum(weight * built.high[member] for member, weight in highest if weight > 0))


def _joined(columns: Numbers, values: NDArray[np.float64]) -> tuple[Numbers, NDArray[np.float64]]:
    """A row with each variable once."""
    names, at = np.unique(columns, return_inverse=True)
    return names, np.bincount(at, weights=values).astype(np.float64)


def _excuses(market: Market, built: _Programme, without: frozenset[Limit]) -> list[list[Excuse]]:
    """For each pair what would keep the supplier from taking the applicant."""
    pairs, rank = len(market.applicant), market.supplier_rank
    one, ones = np.ones(1), np.ones(pairs, dtype=np.int64)
    found: list[list[Excuse]] = [[] for _ in range(pairs)]
    for supplier, members in enumerate(groups(market.supplier, market.suppliers)):
        for pair, name in built.sums(members, rank, ones).items():
            found[pair].append((np.array([name]), one, int(market.capacity[supplier])))
    if market.kinds is not None:
        kinds = market.kinds.most.shape[1]
        group = market.supplier.astype(np.int64) * kinds + market.kinds.kind[market.applicant]
        for number, members in enumerate(groups(group, market.suppliers * kinds)):
            for pair, name in built.sums(members, rank, ones).items():
                found[pair].append((np.array([name]), one, int(market.kinds.most[divmod(number, kinds)])))
    if market.limits is not None and market.has_budgets:
        _money_excuses(market, built, without, found)
    return found


def _money_excuses(market: Market, built: _Programme, without: frozenset[Limit], found: list[list[Excuse]]) -> None:
    """Money that those ranked no worse use up, of the supplier and of its pool."""
    limits, money = market.limits, money_of(market)
    if limits is None:
        return
    weight = money.cost[market.applicant]
    of_applicant, pool_of = groups(market.applicant, market.applicants), limits.pool[market.supplier]
    pools = [built.total(np.flatnonzero(pool_of == pool), weight) for pool in range(len(limits.pool_budget))]
    for supplier, members in enumerate(groups(market.supplier, market.suppliers)):
        has_budget = limits.budget[supplier] >= 0 and Limit("budget", supplier) not in without
        pool = int(limits.pool[supplier])
        has_pool = pool != NOBODY and Limit("pool", pool) not in without
        if not (has_budget or has_pool):
            continue
        total = built.total(members, weight)
        for pair, name in built.sums(members, market.supplier_rank, weight).items():
            cost = int(weight[pair])
            if has_budget:
                found[pair].append((np.array([name]), np.ones(1), int(money.budget[supplier]) - cost + 1))
            if has_pool:
                own = of_applicant[market.applicant[pair]]
                own = own[pool_of[own] == pool]
                names = np.concatenate(([pools[pool], name, total], own))
                weights = np.concatenate(([1.0, 1.0, -1.0], np.full(len(own), -float(cost))))
                found[pair].append((names, weights, int(money.pool_budget[pool]) - cost + 1))
