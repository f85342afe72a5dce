"""A set that keeps the limits, looked for by exchanges: finds one where there are many, and proves nothing."""

import numpy as np
from numpy.typing import NDArray

from pulmu.support.selection.limits import FAR, Limits
from pulmu.support.selection.programme import Bools, Floats

_STEPS = 6_000
_MOST_CELLS = 400_000
"""Open choices times limits above which one step costs more than it is worth."""
_SMALL = 1e-9
_WAITS = 6
"""Steps for which a choice that was changed stays as it is."""


def exchanged(limits: Limits, lower: Bools, upper: Bools, start: Bools) -> Bools | None:
    """A set that holds `lower` and lies in `upper`; None where none was found, which proves nothing.

    One choice after the other is changed, each time the one after which the limits are broken least; limits that stay
    broken weigh more and more (Morris, 1993: the breakout method). The same question has the same answer.

    Parameters
    ----------
    start : Choices to begin from.
    """
    open_now = np.flatnonzero(upper & ~lower)
    if not 0 < len(open_now) * len(limits.rows) <= _MOST_CELLS:
        return None
    chosen = (start & upper) | lower
    found = _Walk(limits, chosen, open_now).walk()
    if found is not None:
        chosen[open_now] = found
    return chosen if found is not None and limits.hold(chosen) else None


class _Walk:
    """Changes open choices one by one; weights of a limit are told in its heaviest one."""

    def __init__(self, limits: Limits, chosen: Bools, open_now: NDArray[np.int64]) -> None:
        part = limits.matrix[:, open_now].toarray().astype(np.float64)
        self.unit = np.maximum(np.abs(part).max(axis=1), 1.0)
        self.step = part / self.unit[:, None]
        self.least = np.where(limits.least == -FAR, -np.inf, limits.least / self.unit)
        self.most = np.where(limits.most == FAR, np.inf, limits.most / self.unit)
        self.sums = limits.weighed(chosen) / self.unit
        self.chosen = chosen[open_now]
        self.weight = np.ones(len(self.unit))
        self.waits = np.zeros(len(open_now), dtype=np.int64)

    def walk(self) -> Bools | None:
        """Open choices that keep the limits."""
        random = np.random.default_rng(0)
        for number in range(_STEPS):
            broken = self._broken(self.sums)
            if not (broken > _SMALL).any():
                return self.chosen
            changes = np.where(self.chosen, -1.0, 1.0)
            after = self._broken(self.sums[:, None] + self.step * changes)
            cost = self.weight @ after + np.where(self.waits > number, np.inf, 0.0)
            now = float(self.weight @ broken)
            best = float(cost.min())
            if best >= now:
                self.weight[broken > _SMALL] += 1.0
            if np.isfinite(best):
                self._change(int(random.choice(np.flatnonzero(cost <= best + _SMALL))), changes, number)
        return None

    def _broken(self, sums: Floats) -> Floats:
        """By how much each limit is broken."""
        shape = (-1,) + (1,) * (sums.ndim - 1)
        over, under = sums - self.most.reshape(shape), self.least.reshape(shape) - sums
        return np.asarray(np.maximum(np.maximum(over, under), 0.0))

    def _change(self, one: int, changes: Floats, number: int) -> None:
        self.sums += self.step[:, one] * changes[one]
        self.chosen[one] = ~self.chosen[one]
        self.waits[one] = number + _WAITS
