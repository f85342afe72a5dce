"""Iterative proportional fitting where margins may be incomplete, and whole numbers of what was fitted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """A sum that cells have to reach.

    Parameters
    ----------
    weights : (cells,)  How much each cell adds to it, for one: 1 or 0 in a sum of firms, persons in a sum of persons.
    """

    name: str
    weights: NDArray[np.bool_] | Floats
    target: float


@dataclass(frozen=True, slots=True, eq=False)
class Raked:
    """Fitted cells, how often all margins were gone through, and the largest relative error left."""

    cells: Floats
    rounds: int
    error: float


def rake(seed: Floats, margins: Sequence[Constraint], *, tolerance: float = 1e-10, most: int = 2000) -> Raked:
    """Cells nearest to a seed (in relative entropy) that reach margins, which need not name every cell.

    Each margin in turn moves its cells to its sum, by one factor where all count alike; a cell that no margin names
    keeps its seed. Margins that exclude one another leave an error, which is told and not hidden.

    Raises
    ------
    ValueError  A margin asks for something of cells that are all nought, or of none.
    """
    cells = seed.astype(np.float64, copy=True)
    sums = [_Sum(margin) for margin in margins]
    for item in sums:
        if item.target > 0 and not item.of(cells).sum() > 0:
            raise ValueError(f"no cell can hold anything of {item.name}")
    error, rounds = np.inf, 0
    while error > tolerance and rounds < most:
        for item in sums:
            item.scale(cells)
        error, rounds = max((item.error(cells) for item in sums), default=0.0), rounds + 1
    return Raked(cells, rounds, error)


class _Sum:
    """A margin, ready to be gone through often: the cells that count, and their few different weights."""

    def __init__(self, margin: Constraint) -> None:
        self.name, self.target = margin.name, margin.target
        self.cells = np.flatnonzero(margin.weights)
        self.weights, self.kind = np.unique(margin.weights[self.cells].astype(np.float64), return_inverse=True)

    def of(self, cells: Floats) -> Floats:
        """What the cells of each weight add."""
        return self.weights * np.bincount(self.kind, cells[self.cells], self.weights.size)

    def scale(self, cells: Floats) -> None:
        """Move cells to the sum: each by a power of one factor, its weight; the nearest there is."""
        parts = self.of(cells)
        if not parts.sum() > 0:
            return
        if self.weights.size == 1:
            cells[self.cells] *= self.target / parts.sum()
            return
        exponents = self.weights / self.weights.max()
        beyond = lambda power: float(parts @ np.exp(power * exponents)) - self.target  # noqa: E731
        power = brentq(beyond, *_around(beyond), xtol=1e-14)
        cells[self.cells] *= np.exp(power * exponents)[self.kind]

    def error(self, cells: Floats) -> float:
        return float(abs(self.of(cells).sum() - self.target) / max(abs(self.target), 1.0))


def _around(rising: Callable[[float], float]) -> tuple[float, float]:
    """Two powers between which a sum is reached."""
    low = high = 0.0
    while rising(low) > 0 and low > -600:
        low = 2 * low - 1
    while rising(high) < 0 and high < 600:
        high = 2 * high + 1
    return low, high


def whole(values: Floats, total: int) -> Ints:
    """Whole numbers near values, with a given sum: what was cut off goes where most was cut off, in order where equal.

    Raises
    ------
    ValueError  Nothing but noughts, or a number below nought, cannot be shared out.
    """
    if values.min(initial=0.0) < 0 or (total and not values.sum() > 0):
        raise ValueError("only shares of something can be made whole")
    exact = values * (total / values.sum()) if total else np.zeros_like(values)
    found = np.floor(exact).astype(np.int64)
    missing = total - int(found.sum())
    found[np.argsort(found - exact, kind="stable")[:missing]] += 1
    return found


def spread_whole(values: Floats, total: int, start: float) -> Ints:
    """Whole numbers near values, with a given sum, such that every run of neighbours is right to within one.

    Parameters
    ----------
    start : Where the first step falls, from 0 to below 1: drawn, so that small cells get their turn.
    """
    if not total:
        return np.zeros(values.size, np.int64)
    steps = np.floor(np.cumsum(values) * (total / values.sum()) + start).astype(np.int64)
    steps[-1] = total  # sums of floats end beside it
    found: Ints = np.diff(np.minimum(steps, total), prepend=0)
    return found
