"""A stock of good ones, from which new ones are bred: two are mixed, and what comes of it is searched from.

After Peng, Lu, Cheng 2015 (doi:10.1016/j.cor.2014.08.006), who walk from one of a pair to the other; mixing by when an
operation can begin keeps every order free of circles, so that nothing has to be mended.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic

import numpy as np

from pulmu.plan.schedule.kinds import Chance, Kind, One

STOCK = 20
"""So many are kept at a time."""
_NEAREST, _SAME = 0.35, 0.02
_UNCHANGED = 60
"""Children in a row that brought nothing, after which all but the best begin anew."""


@dataclass(slots=True)
class Breed(Generic[One]):
    """A stock of orders of one job shop, or of choices of a flexible one.

    Parameters
    ----------
    target : It is not looked for anything better.
    seed : The same seed breeds the same.
    """

    kind: Kind[One]
    target: int
    seed: int
    stock: list[tuple[int, One]] = field(default_factory=list)
    steps: int = 0
    _draw: np.random.Generator = field(init=False)
    _chance: Chance = field(init=False)
    _idle: int = 0

    def __post_init__(self) -> None:
        self._draw = np.random.default_rng(self.seed)
        self._chance = self._draw.integers(1, 2**63, 1, dtype=np.uint64)

    @property
    def best(self) -> tuple[int, One]:
        """The best makespan, and what has it."""
        return min(self.stock, key=lambda item: item[0])

    def take(self, one: One) -> None:
        """Search from a given one, and keep what was found."""
        span, best, steps = self.kind.searched(one, self.target, self._chance)
        self.steps += steps
        self._keep(span, best)

    def go_on(self, is_over: Callable[[], bool]) -> None:
        """Breed until the target is reached, or it is over."""
        while not is_over() and (not self.stock or self.best[0] > self.target):
            self.take(self._next())

    def _next(self) -> One:
        if len(self.stock) < STOCK:
            return self.kind.by_chance(self._draw)
        one, other = self._draw.choice(len(self.stock), 2, replace=False)
        share = float(self._draw.uniform(_NEAREST, 1.0 - _NEAREST))
        return self.kind.mixed(self.stock[one][1], self.stock[other][1], share, self._draw)

    def _keep(self, span: int, one: One) -> None:
        """Keep it in place of the worst, unless there is one nearly the same."""
        self._idle += 1
        near = [place for place, (kept, other) in enumerate(self.stock)
                if kept == span and self.kind.unlike(one, other) < _SAME]  # fmt: skip
        if near:
            return self._begin_anew()
        if len(self.stock) < STOCK:
            self.stock.append((span, one))
            self._idle = 0
            return None
        worst = max(range(len(self.stock)), key=lambda place: self.stock[place][0])
        if span < self.stock[worst][0]:
            self.stock[worst] = (span, one)
            self._idle = 0
        return self._begin_anew()

    def _begin_anew(self) -> None:
        if self._idle >= _UNCHANGED:
            self.stock, self._idle = [self.best], 0
