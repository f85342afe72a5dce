"""Searches for other tables that have the same shown numbers: the proof that a hidden number cannot be computed."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
_MOVED = 1e-6


def find_other_tables(
    counts: Numbers,
    needs: Numbers,
    sums: sparse.csr_array,
    weights: Numbers,
    *,
    told: Mask,
    hidden: Mask,
    known_beside: Callable[[int], NDArray[np.int64]],
) -> Mask:
    """Which counts are hidden, so that every one of `told` may be larger by its need for all that is shown.

    Parameters
    ----------
    sums : Relations of the lines: what moves may not change.
    weights : How dear each is to hide.
    hidden : Lines that are hidden anyway.
    known_beside : Lines that count as shown to who is in a line.
    """
    search = Search(counts, needs, sums, weights, counts == 0, known_beside, whole=True)
    for line in told_in_order(counts, weights, told):
        hidden = search.hide_for(int(line), hidden)
    return hidden


def told_in_order(counts: Numbers, weights: Numbers, told: Mask) -> NDArray[np.int64]:
    """Lines that must be safe, the dearest and largest first."""
    order = np.flatnonzero(told & (counts > 0))
    found: NDArray[np.int64] = order[np.argsort(-weights[order] * 1e-3 - counts[order], kind="stable")]
    return found


class Search:
    """Finds for one amount other tables that the numbers shown allow."""

    def __init__(
        self, amount: Numbers, needs: Numbers, sums: sparse.csr_array, weights: Numbers, empty: Mask,
        known_beside: Callable[[int], NDArray[np.int64]], whole: bool,
    ) -> None:  # fmt: skip
        """Nothing found yet; the parameters are those of `find_other_tables`."""
        self._amount, self._needs, self._whole, self._empty = amount, needs, whole, empty
        self._known_beside = known_beside
        self._found = np.zeros((0, amount.size))
        self._costs = weights * (1.0 + np.log1p(amount / max(float(amount.mean()), 1e-9)))
        self._sums = sparse.hstack([sums, -sums], format="csr")

    def hide_for(self, line: int, hidden: Mask) -> Mask:
        """Hide what a line needs: after it, a table with the numbers shown has more there by the need."""
        need = float(self._needs[line])
        if need <= 0:
            return hidden
        own = self._known_beside(line)
        enough = self._found[:, line] >= need * (1 - _MOVED)
        if (enough & ~(self._found[:, own] != 0).any(axis=1)).any():
            return hidden
        moves = self._other_table(line, need, own, hidden)
        if moves is None:
            return np.ones_like(hidden)
        self._found = np.vstack([self._found, moves])
        moved: Mask = moves != 0
        return hidden | moved

    def _other_table(self, line: int, need: float, own: NDArray[np.int64], hidden: Mask) -> Numbers | None:
        """Moves of every line to another table, hiding as little as may be; None where none was found."""
        size = self._amount.size
        scale = 1.0 if self._whole else need
        up, down = np.full(size, np.inf), self._amount / scale
        up[self._empty] = down[self._empty] = up[own] = down[own] = 0.0
        least = np.zeros(2 * size)
        least[line], down[line] = need / scale, 0.0
        cost = np.where(hidden, 1e-3, 1.0) * self._costs
        found = self._solved(np.concatenate([cost, cost]), least, np.concatenate([up, down]))
        if found is None:
            return None
        moves = found[:size] - found[size:]
        moves = np.round(moves) if self._whole else moves * scale
        return np.where(np.abs(moves) > _MOVED * scale, moves, 0.0)

    def _solved(self, cost: Numbers, least: Numbers, most: Numbers) -> Numbers | None:
        """The cheapest moves; of firms in whole numbers, which the faster search for any numbers finds as a rule."""
        for whole in (0, 1) if self._whole else (0,):
            found = milp(
                cost,
                integrality=np.full(cost.size, whole),
                bounds=Bounds(least, most),
                constraints=LinearConstraint(self._sums, 0.0, 0.0),
            )
            if found.x is None or found.status != 0:
                return None
            if not self._whole or whole or bool((np.abs(found.x - np.round(found.x)) < _MOVED).all()):
                break
        return np.asarray(found.x, dtype=np.float64)
