"""Counts of several tables that share totals, hidden together: what one table hides, no other may tell.

Lines are counts of firms; relations say which add up to which. A total that is known to anyone (how many firms of the
register are in a section) is given by a relation without a total line: its parts may move only against each other.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pulmu.support.population.other_tables import Mask, find_other_tables
from pulmu.support.population.small_cells import SMALL_CELLS, SmallCellRule


class LinkedLines:
    """Lines and their relations, gathered one by one."""

    def __init__(self, rule: SmallCellRule = SMALL_CELLS) -> None:
        """Nothing yet."""
        self._rule = rule
        self._counts: list[int] = []
        self._blocks: list[int] = []
        self._weights: list[float] = []
        self._never: list[bool] = []
        self._relations: list[dict[int, float]] = []

    def add(self, count: int, *, block: int, weight: float = 1.0, is_shown: bool = True) -> int:
        """A line; its number.

        Parameters
        ----------
        block : Lines of one block have no firm in common.
        weight : How dear it is to hide.
        is_shown : False for a line that is never published, but follows from others: it has to be safe, too.
        """
        self._counts.append(int(count))
        self._blocks.append(block)
        self._weights.append(weight)
        self._never.append(not is_shown)
        return len(self._counts) - 1

    def relate(self, parts: Iterable[int], total: int | None = None) -> None:
        """Parts that add up to a total: to a line, or to a number that is known anyway."""
        relation = dict.fromkeys(parts, 1.0)
        if total is not None:
            relation[total] = -1.0
        self._relations.append(relation)

    def shown(self) -> Mask:
        """Which lines may be shown; nothing where no way was found to hide what must be.

        Raises
        ------
        ValueError  Parts do not add up to their total.
        """
        counts = np.array(self._counts, dtype=np.float64)
        matrix = self._matrix(counts.size)
        self._check(counts)
        never = np.array(self._never, dtype=bool)
        blocks = np.array(self._blocks)
        small = (counts > 0) & (counts < self._rule.least_firms)
        hidden = find_other_tables(
            counts,
            np.full(counts.size, float(self._rule.least_firms)),
            matrix,
            np.array(self._weights),
            told=small,
            hidden=small | never,
            known_beside=lambda line: _alone(counts, blocks, line),
        )
        result: Mask = ~hidden & ~never
        return result

    def _matrix(self, size: int) -> sparse.csr_array:
        rows = [(number, line, sign) for number, row in enumerate(self._relations) for line, sign in row.items()]
        numbers, lines, signs = zip(*rows, strict=True) if rows else ((), (), ())
        return sparse.csr_array((signs, (numbers, lines)), shape=(len(self._relations), size))

    def _check(self, counts: NDArray[np.float64]) -> None:
        for row in self._relations:
            total = [line for line, sign in row.items() if sign < 0]
            parts: Sequence[int] = [line for line, sign in row.items() if sign > 0]
            if total and counts[parts].sum() != counts[total[0]]:
                raise ValueError("parts do not add up to their total")


def _alone(counts: NDArray[np.float64], blocks: NDArray[np.int64], line: int) -> NDArray[np.int64]:
    """Other lines of the block with one firm: it knows that it is there, so these count as shown."""
    others = (counts == 1) & (blocks == blocks[line])
    others[line] = False
    return np.flatnonzero(others)
