"""Many draws of one production system solved at once: eliminated once by its pattern, carried out on all draws.

A system I - A whose goods all give more than their loops take back is an M-matrix, for which elimination needs no
pivots in any order (Berman and Plemmons 1994, theorem 6.2.3), and a pivot that is not positive shows a loop that
nothing leaves.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

from pulmu.carbon.factorisation import Floats, block_triangular_order
from pulmu.carbon.loops import not_solvable


class Elimination:
    """The order of a system's goods, and which of them is taken out of which.

    Parameters
    ----------
    rows, columns : (exchanges,)  A good and the one it consumes.
    size : Goods.
    """

    def __init__(self, rows: Sequence[int], columns: Sequence[int], size: int) -> None:
        self.size = size
        self.place = [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]
        pattern = csr_array((np.ones(len(self.place)), (rows, columns)), shape=(size, size)) if self.place else None
        order = np.arange(size) if pattern is None else block_triangular_order(pattern)
        rank = np.empty(size, dtype=np.int64)
        rank[_from_inputs(order, self.place)] = np.arange(size)
        self.order = np.argsort(rank).tolist()
        self.later, self.users = _filled(set(self.place), self.order, rank.tolist())

    def solve(self, shares: Floats, own: Floats) -> Floats:
        """What goods carry, of x = own + shares x. (goods, channels, draws)

        Parameters
        ----------
        shares : (exchanges, draws)  Consumption per unit of the good that consumes.
        own : (goods, channels, draws)  It becomes the result.

        Raises
        ------
        SolveError  Nothing leaves a loop in a draw (`carbon.loop_not_solvable`).
        """
        entry: dict[tuple[int, int], Floats] = {}
        for number, place in enumerate(self.place):
            entry[place] = entry[place] + shares[number] if place in entry else shares[number]
        for good in self.order:
            self._scale(good, entry, own)
            for user in self.users[good]:
                share = entry[user, good]
                own[user] += share * own[good]
                for other in self.later[good]:
                    added = share * entry[good, other]
                    entry[user, other] = entry[user, other] + added if (user, other) in entry else added
        for good in reversed(self.order):
            for other in self.later[good]:
                own[good] += entry[good, other] * own[other]
        return own

    def _scale(self, good: int, entry: dict[tuple[int, int], Floats], own: Floats) -> None:
        """Count a good free of what it takes of itself."""
        if (good, good) not in entry:
            return
        left = 1.0 - entry[good, good]
        if not (left > 0).all():
            raise not_solvable(f"draw {int(np.flatnonzero(~(left > 0))[0])}")
        own[good] /= left
        for other in self.later[good]:
            entry[good, other] = entry[good, other] / left


def _from_inputs(order: np.typing.NDArray[np.int64], place: Sequence[tuple[int, int]]) -> np.typing.NDArray[np.int64]:
    """The order from what is consumed to what consumes, whichever way it was told."""
    rank = np.argsort(order)
    ahead = sum(int(rank[row] > rank[column]) for row, column in place)
    return order if 2 * ahead >= len(place) else order[::-1]


def _filled(
    entries: set[tuple[int, int]], order: Sequence[int], rank: Sequence[int]
) -> tuple[list[list[int]], list[list[int]]]:
    """Of each good: the later ones its row holds, and the later ones whose row holds it, with what fills in."""
    takes: list[set[int]] = [set() for _ in rank]
    users: list[set[int]] = [set() for _ in rank]
    for row, column in entries:
        takes[row].add(column)
        users[column].add(row)
    for good in order:
        later = {other for other in takes[good] if rank[other] > rank[good]}
        for user in [item for item in users[good] if rank[item] > rank[good]]:
            takes[user] |= later
            for other in later:
                users[other].add(user)
    return (
        [[other for other in takes[good] if rank[other] > rank[good]] for good in range(len(rank))],
        [[user for user in users[good] if rank[user] > rank[good]] for good in range(len(rank))],
    )
