"""A stock of good orders, from which new ones are bred: two are mixed, and what comes of it is searched from.

After Peng, Lu, Cheng 2015 (doi:10.1016/j.cor.2014.08.006), who walk from one of a pair to the other; mixing by when an
operation can begin keeps every order free of circles, so that nothing has to be mended.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.tabu import Hunt, Orders, mix, search
from pulmu.plan.schedule.tabu.orders import Row, row_of

STOCK = 20
"""Orders that are kept at a time."""
PATIENCE = 12_500
"""Steps without anything better after which a search ends, for each."""
_NEAREST, _SAME = 0.35, 0.02
_UNCHANGED = 60
"""Children in a row that brought nothing, after which all but the best begin anew."""


@dataclass(slots=True)
class Breed:
    """A stock of orders of one job shop.

    Parameters
    ----------
    orders : The work, and orders to begin with.
    target : It is not looked for anything better.
    seed : The same seed breeds the same.
    """

    orders: Orders
    target: int
    seed: int
    stock: list[tuple[int, Row]] = field(default_factory=list)
    steps: int = 0
    _draw: np.random.Generator = field(init=False)
    _chance: NDArray[np.uint64] = field(init=False)
    _hunt: Hunt = field(init=False)
    _idle: int = 0

    def __post_init__(self) -> None:
        self._draw = np.random.default_rng(self.seed)
        self._chance = self._draw.integers(1, 2**63, 1, dtype=np.uint64)
        jobs, machines = int((self.orders.work.job_before < 0).sum()), np.unique(self.orders.machine).size
        least = 10 + jobs // max(machines, 1)
        self._hunt = Hunt(PATIENCE, self.target, least, round(least * (1.4 if jobs <= 2 * machines else 1.5)))

    @property
    def best(self) -> tuple[int, Row]:
        """The best makespan, and its orders."""
        return min(self.stock, key=lambda item: item[0])

    def take(self, row: Row) -> None:
        """Search from given orders, and keep what was found."""
        self._keep(*self._searched(row))

    def go_on(self, is_over: Callable[[], bool]) -> None:
        """Breed until the target is reached, or it is over."""
        while not is_over() and (not self.stock or self.best[0] > self.target):
            self.take(self._next())

    def _next(self) -> Row:
        if len(self.stock) < STOCK:
            return self._by_chance()
        one, other = self._draw.choice(len(self.stock), 2, replace=False)
        share = float(self._draw.uniform(_NEAREST, 1.0 - _NEAREST))
        return mix(self.orders, self.stock[one][1], self.stock[other][1], share)

    def _by_chance(self) -> Row:
        """Orders that keep to the jobs, else by chance."""
        work = self.orders.work
        first = np.flatnonzero(work.job_before < 0)
        lengths = np.diff([*first, work.durations.size])
        turns = self._draw.permutation(np.repeat(np.arange(first.size), lengths))
        order = np.zeros(turns.size, np.intp)
        order[np.argsort(turns, kind="stable")] = np.arange(turns.size)
        return row_of(self.orders.machine, order)

    def _searched(self, row: Row) -> tuple[int, Row]:
        best = Row(np.empty_like(row.before), np.empty_like(row.after))
        used = Row(row.before.copy(), row.after.copy())
        span, steps = search(self.orders.work, used, self._hunt, self._chance, best)
        if span < 0:
            raise ValueError("orders run in a circle")
        self.steps += steps
        return span, best

    def _keep(self, span: int, row: Row) -> None:
        """Keep it in place of the worst, unless there is one nearly the same."""
        self._idle += 1
        near = [place for place, (kept, other) in enumerate(self.stock)
                if kept == span and _unlike(row, other) < _SAME]  # fmt: skip
        if near:
            return self._begin_anew()
        if len(self.stock) < STOCK:
            self.stock.append((span, row))
            self._idle = 0
            return None
        worst = max(range(len(self.stock)), key=lambda place: self.stock[place][0])
        if span < self.stock[worst][0]:
            self.stock[worst] = (span, row)
            self._idle = 0
        return self._begin_anew()

    def _begin_anew(self) -> None:
        if self._idle >= _UNCHANGED:
            self.stock, self._idle = [self.best], 0


def _unlike(one: Row, other: Row) -> float:
    """Share of operations that something else follows on their machine."""
    return float((one.after != other.after).mean())
