"""The limits of a round as rows of an integer programme: one variable for each pair, 1 where it is made."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from pulmu.support.matching.market import NOBODY, Market, Whole
from pulmu.support.matching.stability import Limit, Numbers

INFINITE = float("inf")


@dataclass(slots=True)
class Rows:
    """Rows of a programme while they are gathered: low <= values * variables <= high."""

    columns: list[Numbers] = field(default_factory=list)
    values: list[NDArray[np.float64]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, columns: Numbers, values: NDArray[np.number] | float, low: float, high: float) -> None:
        """One row."""
        self.columns.append(columns)
        self.values.append(np.broadcast_to(np.asarray(values, dtype=np.float64), columns.shape))
        self.low.append(low)
        self.high.append(high)

    @property
    def entries(self) -> int:
        """Numbers that are not 0."""
        return sum(len(columns) for columns in self.columns)

    def constraint(self, variables: int) -> LinearConstraint:
        """All rows as one constraint."""
        lengths = [len(columns) for columns in self.columns]
        rows = np.repeat(np.arange(len(lengths)), lengths)
        columns = np.concatenate(self.columns) if lengths else np.zeros(0, dtype=np.int64)
        values = np.concatenate(self.values) if lengths else np.zeros(0)
        table = csr_array((values, (rows, columns)), shape=(len(lengths), variables))
        return LinearConstraint(table, np.array(self.low), np.array(self.high))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a solver said: the values, whether they are the best there are, and a bound of the best."""

    values: Numbers | None
    is_best: bool
    bound: float
    is_impossible: bool


def solve(
    goal: NDArray[np.float64], rows: Rows, high: NDArray[np.float64], seconds: float,
    whole: NDArray[np.bool_] | None = None,
) -> Found:  # fmt: skip
    """The numbers from 0 to `high` that keep the rows at the least goal; whole ones, unless `whole` says which."""
    variables = len(goal)
    if not variables:
        fits = all(low <= 0 <= high for low, high in zip(rows.low, rows.high, strict=True))
        return Found(np.zeros(0, dtype=np.int64) if fits else None, True, 0.0, not fits)
    integrality = np.ones(variables) if whole is None else whole.astype(np.float64)
    said = milp(goal, integrality=integrality, bounds=Bounds(0, high), constraints=rows.constraint(variables),
                options={"time_limit": seconds, "mip_rel_gap": 0.0})  # fmt: skip
    values = None if said.x is None else np.round(said.x).astype(np.int64)
    bound = said.get("mip_dual_bound")
    return Found(values, said.status == 0, -INFINITE if bound is None else float(bound), said.status == 2)


@dataclass(frozen=True, slots=True)
class Money:
    """Costs and budgets in their largest common unit, so that a solver's tolerance is far from one unit."""

    unit: int
    cost: Whole
    budget: Whole
    pool_budget: Whole


def money_of(market: Market) -> Money:
    """The money of a round; budgets are rounded down, which changes nothing: what is spent is a multiple."""
    limits = market.limits
    if limits is None:
        none = np.zeros(0, dtype=np.int64)
        return Money(1, np.zeros(market.applicants, dtype=np.int64), none, none)
    unit = int(np.gcd.reduce(limits.cost.astype(np.int64), initial=0)) or 1
    return Money(unit, limits.cost // unit, limits.budget // unit, limits.pool_budget // unit)


def limit_rows(market: Market, *, without: frozenset[Limit] = frozenset()) -> Rows:
    """Everybody has one at most, and every limit is kept but those named."""
    rows = Rows()
    for mine in groups(market.applicant, market.applicants):
        rows.add(mine, 1.0, 0, 1)
    at = groups(market.supplier, market.suppliers)
    limits = market.limits
    for supplier, mine in enumerate(at):
        least = 0 if limits is None or Limit("least", supplier) in without else int(limits.least[supplier])
        rows.add(mine, 1.0, least, int(market.capacity[supplier]))
    if market.kinds is not None:
        kinds = market.kinds.most.shape[1]
        of_kind = groups(market.supplier * kinds + market.kinds.kind[market.applicant], market.suppliers * kinds)
        for group, mine in enumerate(of_kind):
            supplier, kind = divmod(group, kinds)
            free = limits is None or limits.kind_least is None or Limit("kind_least", supplier, kind) in without
            least = 0 if free or limits is None or limits.kind_least is None else int(limits.kind_least[supplier, kind])
            rows.add(mine, 1.0, least, int(market.kinds.most[supplier, kind]))
    if limits is not None:
        money = money_of(market)
        for supplier, mine in enumerate(at):
            if limits.budget[supplier] >= 0 and Limit("budget", supplier) not in without:
                rows.add(mine, money.cost[market.applicant[mine]], 0, int(money.budget[supplier]))
        for pool in range(len(limits.pool_budget)):
            if Limit("pool", pool) not in without:
                mine = np.flatnonzero(limits.pool[market.supplier] == pool)
                rows.add(mine, money.cost[market.applicant[mine]], 0, int(money.pool_budget[pool]))
    return rows


def groups(of: NDArray[np.integer], count: int) -> list[Numbers]:
    """Numbers of the pairs of each group."""
    order = np.argsort(of, kind="stable")
    ends = np.cumsum(np.bincount(of, minlength=count))
    return [part.astype(np.int64) for part in np.split(order, ends[:-1])] if count else []


def least_limits(market: Market) -> tuple[Limit, ...]:
    """Every least number that is asked for."""
    limits = market.limits
    if limits is None:
        return ()
    own = [Limit("least", int(supplier)) for supplier in np.flatnonzero(limits.least)]
    if limits.kind_least is None:
        return tuple(own)
    by_kind = [Limit("kind_least", int(at[0]), int(at[1])) for at in np.argwhere(limits.kind_least)]
    return (*own, *by_kind)


def asked_by(market: Market, limit: Limit) -> int:
    """How many a least number asks for."""
    limits = market.limits
    if limits is None:
        return 0
    if limit.name == "least":
        return int(limits.least[limit.of])
    return 0 if limits.kind_least is None else int(limits.kind_least[limit.of, limit.kind])


def assigned(market: Market, made: Numbers) -> Numbers:
    """Supplier of each applicant, where `made` is 1 for the pairs that are made."""
    supplier = np.full(market.applicants, NOBODY, dtype=np.int64)
    chosen = np.flatnonzero(made[: len(market.applicant)])
    supplier[market.applicant[chosen]] = market.supplier[chosen]
    return supplier
