"""Where limits may take stability away: the assignment with the fewest pairs that would both rather have each other.

An integer programme says the definition of `blocking_pairs` in rows. A pair has its wish, or one as good; or those the
supplier ranks no worse fill the capacity, the kind's places or the money; or it is counted. Of all assignments with the
fewest counted, most applicants have a supplier; then wishes are best; then suppliers have those they rank best; then
lots decide.

Source: Hamada, Iwama and Miyazaki (2016), hospitals/residents with quota lower bounds: the fewest are NP-hard to find.
"""

from dataclasses import dataclass

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


def fewest_blocks(market: Market, seconds: float, *, without: frozenset[Limit] = frozenset()) -> Least | None:
    """The assignment with the fewest blocking pairs; None if none was found in the time.

    Parameters
    ----------
    seconds : Given to each step of the solver.
    without : Limits that need not be kept.
    """
    pairs = len(market.applicant)
    rows, high, counted = _programme(market, without)
    first = _solve_exactly(market, counted, rows, high, seconds, without)
    if first.values is None:
        return None
    values = first.values
    rows.add(np.flatnonzero(counted), 1.0, 0, float(values @ counted))
    for goal in _goals(market, len(high)):
        better = _solve_exactly(market, goal, rows, high, seconds, without)
        if better.values is None or not better.is_best:
            break
        values = better.values
        rows.add(np.flatnonzero(goal), goal[goal != 0], -INFINITE, float(values @ goal))
    supplier = assigned(market, values[:pairs])
    blocks = len(blocking(market, supplier)) if not without else int(values @ counted)
    bound = 0.0 if first.bound == -INFINITE else first.bound
    return Least(supplier, blocks, max(0, int(np.ceil(bound - 1e-6))))


def _goals(market: Market, variables: int) -> list[NDArray[np.float64]]:
    """What is best among equals, one after the other: most have somebody; best wishes; best ranks; earliest lots."""
    goals = np.zeros((4, variables))
    pairs = len(market.applicant)
    goals[0, :pairs] = -1.0
    goals[1, :pairs] = market.applicant_rank + 1
    goals[2, :pairs] = market.supplier_rank + 1
    goals[3, :pairs] = market.lot[market.applicant] + 1
    return list(goals)


def _solve_exactly(
    market: Market, goal: NDArray[np.float64], rows: Rows, high: NDArray[np.float64], seconds: float,
    without: frozenset[Limit],
) -> Found:  # fmt: skip
    """Solve; a set that a solver's tolerance let pass though it is over a budget is forbidden, and again."""
    for _ in range(_MOST_CUTS):
        found = solve(goal, rows, high, seconds)
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
            rows.add(these, 1.0, 0, len(these) - 1)
    return Found(None, is_best=False, bound=found.bound, is_impossible=False)


def _programme(market: Market, without: frozenset[Limit]) -> tuple[Rows, NDArray[np.float64], NDArray[np.float64]]:
    """Rows, highest values and which variables count: pairs made, pairs that block, and what excuses each."""
    pairs = len(market.applicant)
    rows = limit_rows(market, without=without)
    of_applicant = groups(market.applicant, market.applicants)
    of_supplier = groups(market.supplier, market.suppliers)
    pool_members = _pool_members(market)
    variables = 2 * pairs
    for pair in range(pairs):
        excuses = _excuses(market, pair, of_supplier, pool_members, without)
        if excuses is None:
            continue
        mine = of_applicant[market.applicant[pair]]
        good = mine[market.applicant_rank[mine] <= market.applicant_rank[pair]]
        columns, values = [good, np.array([pairs + pair])], [np.ones(len(good)), np.ones(1)]
        if len(excuses) == 1:
            members, weights, full = excuses[0]
            columns.append(members)
            values.append(weights / full)
        else:
            for members, weights, full in excuses:
                columns.append(np.array([variables]))
                values.append(np.ones(1))
                sign = np.concatenate((weights, [-float(full)]))
                rows.add(np.concatenate((members, [variables])), sign, 0, INFINITE)
                variables += 1
        rows.add(*_joined(np.concatenate(columns), np.concatenate(values)), 1, INFINITE)
    counted = np.zeros(variables)
    counted[pairs : 2 * pairs] = 1.0
    return rows, np.ones(variables), counted


def _joined(columns: Numbers, values: NDArray[np.float64]) -> tuple[Numbers, NDArray[np.float64]]:
    """A row with each variable once."""
    names, at = np.unique(columns, return_inverse=True)
    return names, np.bincount(at, weights=values).astype(np.float64)


Excuse = tuple[Numbers, NDArray[np.float64], int]
"""Pairs, what each weighs, and from which weight on the supplier would not take the applicant."""


def _excuses(
    market: Market, pair: int, of_supplier: list[Numbers], pool_members: list[Numbers], without: frozenset[Limit]
) -> list[Excuse] | None:
    """What would keep the supplier from taking the applicant; None if it never could."""
    applicant, supplier = int(market.applicant[pair]), int(market.supplier[pair])
    others = of_supplier[supplier]
    others = others[market.applicant[others] != applicant]
    no_worse = others[market.supplier_rank[others] <= market.supplier_rank[pair]]
    ones = np.ones(len(no_worse))
    found: list[Excuse] = [(no_worse, ones, int(market.capacity[supplier]))]
    if market.kinds is not None:
        kind = market.kinds.kind
        same = no_worse[kind[market.applicant[no_worse]] == kind[applicant]]
        found.append((same, np.ones(len(same)), int(market.kinds.most[supplier, kind[applicant]])))
    if market.limits is not None:
        money = money_of(market)
        cost = int(money.cost[applicant])
        if market.limits.budget[supplier] >= 0 and Limit("budget", supplier) not in without:
            weights = money.cost[market.applicant[no_worse]].astype(np.float64)
            found.append((no_worse, weights, int(money.budget[supplier]) - cost + 1))
        pool = int(market.limits.pool[supplier])
        if pool != NOBODY and Limit("pool", pool) not in without:
            inside = pool_members[pool]
            worse = (market.supplier[inside] == supplier) & (market.supplier_rank[inside] > market.supplier_rank[pair])
            inside = inside[~worse & (market.applicant[inside] != applicant)]
            weights = money.cost[market.applicant[inside]].astype(np.float64)
            found.append((inside, weights, int(money.pool_budget[pool]) - cost + 1))
    if any(full <= 0 for _, _, full in found):
        return None
    return [item for item in found if item[1].sum() >= item[2]]


def _pool_members(market: Market) -> list[Numbers]:
    if market.limits is None:
        return []
    pool = market.limits.pool[market.supplier]
    return [np.flatnonzero(pool == number) for number in range(len(market.limits.pool_budget))]
