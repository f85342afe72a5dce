"""Which numbers of a statistic of a real register may be shown, so that no firm can be read from it.

A table counts firms, and adds their amounts, by up to a few groups; with it stand its totals over every group. A number
is hidden where it stands for fewer than five firms, or where one firm makes up most of it; further numbers are hidden
until nothing hidden can be computed from what is shown. The proof is another table with the same shown numbers, where
the hidden one is larger by the margin of the rule: one is found for each, and what is hidden later leaves it valid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pulmu.support.population.other_tables import Mask, Numbers, Search, told_in_order

_TOTALS_DEARER = 3.0


@dataclass(frozen=True, slots=True)
class SmallCellRule:
    """When a number tells of single firms.

    Parameters
    ----------
    least_firms : A count under it is not shown, and what is shown leaves a span of so many firms for it.
    dominant_share : A sum is not shown if its largest firm makes up more than this share: the (n, k) rule with n = 1.
    least_span : What is shown leaves a hidden sum a span of this share of it at the least, and as much as would end the
        dominance of its largest firm.
    """

    least_firms: int = 5
    dominant_share: float = 0.5
    least_span: float = 0.2


SMALL_CELLS = SmallCellRule()


@dataclass(frozen=True, slots=True)
class Lines:
    """The table by some of its groups, the others added up, and what of it may be shown.

    Parameters
    ----------
    keys : One array for each group kept.
    counts : Firms of each line, hidden ones too: show them by the mask alone.
    values : Sums of each line, one row each amount; likewise.
    count_shown : Whether the count may be shown.
    values_shown : Whether its sums, and averages made of them, may be shown: the same for every amount, as amounts are
        often differences of each other.
    """

    keys: tuple[NDArray[Any], ...]
    counts: NDArray[np.int64]
    values: Numbers
    count_shown: Mask
    values_shown: Mask


def hide_small_cells(
    keys: Sequence[NDArray[Any]],
    counts: NDArray[Any],
    values: Sequence[NDArray[Any]] = (),
    largest: Sequence[NDArray[Any]] = (),
    *,
    rule: SmallCellRule = SMALL_CELLS,
) -> Mapping[tuple[int, ...], Lines]:
    """What may be shown of a table and of all its totals.

    Parameters
    ----------
    keys : One array for each group (size, section, province); each cell stands once.
        A cell that is absent is known to be empty.
    counts : Firms of each cell.
    values : Sums of each cell, one array for each amount. An amount that may be under nought is given as two.
    largest : The largest amount of one firm in each cell, for each amount.

    Returns
    -------
    By the groups kept: (0, 1) is the table of two groups itself in the order given, (0,) the totals by the first,
    () the whole.
    Publish nothing of this table but these: another total of it needs a group of its own.

    Raises
    ------
    ValueError  Arrays of unlike length, a cell twice, a sum without its largest, or an amount under nought.
    """
    table = _Table.of(keys, counts, values, largest)
    small = (table.counts > 0) & (table.counts < rule.least_firms)
    hidden = _protected(
        table, table.counts[None, :], np.full((1, small.size), float(rule.least_firms)), small, small, True
    )
    values_hidden = hidden
    if table.values.size:
        dominated = (table.largest > rule.dominant_share * table.values).any(axis=0)
        told = small | dominated
        needs = np.stack([_span(*pair, rule) for pair in zip(table.values, table.largest, strict=True)])
        values_hidden = _protected(table, table.values, needs, told, hidden | told, False)
    return {
        kept: Lines(lines.keys, table.counts[lines.rows].astype(np.int64), table.values[:, lines.rows],
                    ~hidden[lines.rows], ~values_hidden[lines.rows])
        for kept, lines in table.blocks.items()
    }  # fmt: skip


def _span(sums: Numbers, largest: Numbers, rule: SmallCellRule) -> Numbers:
    """How much larger each sum must be able to be by all that is shown."""
    needed = np.maximum(largest / rule.dominant_share - sums, rule.least_span * sums)
    some = sums[sums > 0]
    return np.where(sums > 0, needed, some.min() if some.size else 0.0)


@dataclass(frozen=True, slots=True)
class _Block:
    keys: tuple[NDArray[Any], ...]
    rows: slice


@dataclass(frozen=True, slots=True)
class _Table:
    """All lines, the cells first: what each adds up (`cells`), and each total as lines one step finer (`sums`)."""

    blocks: dict[tuple[int, ...], _Block]
    counts: Numbers
    values: Numbers
    largest: Numbers
    cells: sparse.csr_array
    sums: sparse.csr_array
    weights: Numbers

    @staticmethod
    def of(keys: Sequence[NDArray[Any]], counts: Any, values: Any, largest: Any) -> "_Table":
        firms = np.asarray(counts, dtype=np.float64)
        size, groups = firms.size, len(keys)
        amounts = np.array(values, dtype=np.float64).reshape(-1, size) if len(values) else np.zeros((0, size))
        most = np.array(largest, dtype=np.float64).reshape(-1, size) if len(largest) else np.zeros((0, size))
        _check(keys, firms, amounts, most)
        codes = [np.unique(np.asarray(key), return_inverse=True) for key in keys]
        kept_sets = [kept for count in range(groups, -1, -1) for kept in combinations(range(groups), count)]
        blocks, members, weights, steps, at = dict[tuple[int, ...], _Block](), [], [], [], 0
        lines_of: dict[tuple[int, ...], NDArray[np.int64]] = {}
        for kept in kept_sets:
            line, first = _lines(kept, codes, size, whole=len(kept) == groups)
            lines_of[kept] = line + at
            blocks[kept] = _Block(tuple(np.asarray(keys[group])[first] for group in kept), slice(at, at + first.size))
            members.append(sparse.csr_array((np.ones(size), (line, np.arange(size))), shape=(first.size, size)))
            weights.append(np.full(first.size, _TOTALS_DEARER ** (groups - len(kept))))
            if len(kept) < groups:
                finer = tuple(sorted({*kept, next(group for group in range(groups) if group not in kept)}))
                steps.append(np.unique(np.stack([lines_of[kept], lines_of[finer]]), axis=1))
            at += first.size
        cells = sparse.vstack(members, format="csr")
        total, part = np.concatenate(steps, axis=1) if steps else np.zeros((2, 0), np.int64)
        sums = sparse.csr_array((np.ones(part.size), (total - size, part)), shape=(at - size, at))
        sums = sums - sparse.eye_array(at - size, at, k=size, format="csr")
        top = np.stack([(cells.multiply(row[None, :])).max(axis=1).toarray().ravel() for row in most]) if most.size else np.zeros((0, at))  # fmt: skip # noqa: E501
        return _Table(
            blocks, cells @ firms, (cells @ amounts.T).T, top, cells, sparse.csr_array(sums), np.concatenate(weights)
        )


def _check(keys: Sequence[NDArray[Any]], firms: Numbers, amounts: Numbers, most: Numbers) -> None:
    if not all(np.asarray(key).shape == firms.shape for key in keys):
        raise ValueError("every group has one key for each cell")
    if keys and len(set(zip(*(np.asarray(key).tolist() for key in keys), strict=True))) != firms.size:
        raise ValueError("a cell stands twice")
    if not keys and firms.size != 1:
        raise ValueError("a table without groups has one cell")
    if amounts.shape != most.shape:
        raise ValueError("each amount needs the largest of one firm in each cell")
    if not (np.isfinite(firms).all() and np.isfinite(amounts).all() and np.isfinite(most).all()):
        raise ValueError("every number of a table is known")
    if (firms < 0).any() or (amounts < 0).any():
        raise ValueError("no count or amount is under nought: give gains and losses as two amounts")


def _lines(kept: tuple[int, ...], codes: Sequence[Any], size: int, *, whole: bool) -> tuple[Any, Any]:
    """The line of each cell by the groups kept, and the first cell of each line."""
    if whole:
        return np.arange(size), np.arange(size)
    index = np.zeros(size, dtype=np.int64)
    for group in kept:
        index = index * codes[group][0].size + codes[group][1].ravel()
    _, first, line = np.unique(index, return_index=True, return_inverse=True)
    return line.ravel(), first


def _protected(table: _Table, amounts: Numbers, needs: Numbers, told: Mask, hidden: Mask, whole: bool) -> Mask:
    """What is hidden so that every line of `told` keeps its span in each amount."""
    order = told_in_order(table.counts, table.weights, told)
    for amount, need in zip(amounts, needs, strict=True):
        search = Search(amount, need, table.sums, table.weights, table.counts == 0, _Insiders(table).beside, whole)
        for line in order:
            hidden = search.hide_for(int(line), hidden)
    return hidden


class _Insiders:
    """Lines of one firm: each firm knows its own amount, so to others they count as shown."""

    def __init__(self, table: _Table) -> None:
        self._singles = np.flatnonzero(table.counts == 1)
        self._present = table.cells[:, table.counts[: table.cells.shape[1]] > 0]
        self._firm = sparse.csr_array(self._present[self._singles])

    def beside(self, line: int) -> NDArray[np.int64]:
        """Those that are not in a line."""
        if not self._singles.size:
            return self._singles
        inside = np.asarray((self._firm @ self._present[[line]].T).todense()).ravel()
        outside: NDArray[np.int64] = self._singles[inside == 0]
        return outside
