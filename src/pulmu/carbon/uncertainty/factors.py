"""Uncertain inputs as columns of draws: what is measured by one meter, or read from one table, is one draw."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from pulmu.carbon.draws import normal_draws
from pulmu.carbon.factorisation import Floats, Integers
from pulmu.carbon.tables.rows import Tables
from pulmu.carbon.uncertainty.laws import Law, Shape, factors_of
from pulmu.carbon.uncertainty.leaves import Leaf, Place


@dataclass(frozen=True, slots=True)
class Factor:
    """What makes some inputs uncertain, independent of every other factor.

    Parameters
    ----------
    name : Of what is told of it.
    leaves : Numbers of the inputs it moves.
    correlation : Of the normal numbers behind any two of its inputs: 1 for one meter or one table, 0 for independent.
    """

    name: str
    leaves: tuple[int, ...]
    law: Law
    correlation: float = 1.0


class Inputs:
    """Factors of a plant, laid out: standard normal numbers in, factors on the rows of its tables out.

    Attributes
    ----------
    factor_of : (numbers,)  The factor each standard normal number belongs to.
    """

    def __init__(self, leaves: Sequence[Leaf], factors: Sequence[Factor]) -> None:
        self.factors = tuple(factors)
        self.parts: list[tuple[Factor, slice, slice]] = []
        numbers = columns = 0
        of_column: list[tuple[int, ...]] = []
        for factor in factors:
            members = [factor.leaves] if factor.correlation == 1 else [(leaf,) for leaf in factor.leaves]
            wide = len(members) + (0 < factor.correlation < 1)
            self.parts.append((factor, slice(numbers, numbers + wide), slice(columns, columns + len(members))))
            of_column += members
            numbers, columns = numbers + wide, columns + len(members)
        self.size, self.columns = numbers, columns
        self.factor_of: Integers = np.repeat(
            np.arange(len(self.parts)), [part[1].stop - part[1].start for part in self.parts]
        )
        self.laws = _laws(self.parts)
        self.moves = _moves(leaves, of_column)

    def normal(self, seed: Sequence[int], start: int, stop: int) -> Floats:
        """Standard normal numbers (draws, numbers); the first hundred of a thousand are those of a hundred."""
        return normal_draws(seed, start, stop, self.size)

    def correlated(self, normal: Floats) -> Floats:
        """Standard normal numbers of the columns (draws, columns), correlated within each factor."""
        if self.size == self.columns:
            return normal
        result = np.empty((len(normal), self.columns))
        for factor, given, to in self.parts:
            own = normal[:, given]
            if own.shape[1] > to.stop - to.start:
                shared = np.sqrt(factor.correlation) * own[:, :1]
                own = np.sqrt(1 - factor.correlation) * own[:, 1:] + shared
            result[:, to] = own
        return result

    def of_columns(self, correlated: Floats) -> Floats:
        """Factors (draws, columns), of mean one."""
        if len(self.laws) == 1:
            ((shape, (_, relative)),) = self.laws.items()
            return factors_of(shape, relative, correlated)
        result = np.empty_like(correlated)
        for shape, (columns, relative) in self.laws.items():
            result[:, columns] = factors_of(shape, relative, correlated[:, columns])
        return result

    def apply(self, tables: Tables, factors: Floats) -> Tables:
        """The copies of the rows, one for each draw, with their inputs drawn, in place."""
        for place, rows, moved in self.moves:
            target = _column(tables, place, len(factors))
            by = 1.0 + (moved @ (factors - 1.0).T).T
            target[:, rows] *= by[..., None] if target.ndim == 3 else by
        return tables

    def rows_of(self, place: tuple[str, ...], size: int, factors: Floats) -> Floats:
        """Factors (draws, rows) on every row of a column."""
        result = np.ones((len(factors), size))
        for (name, _), rows, moved in self.moves:
            if name == place:
                result[:, rows] = 1.0 + (moved @ (factors - 1.0).T).T
        return result


def _laws(parts: Sequence[tuple[Factor, slice, slice]]) -> dict[Shape, tuple[Integers, Floats]]:
    """Columns of each shape, and their relative standard uncertainties."""
    found: dict[Shape, list[tuple[int, float]]] = {}
    for factor, _, to in parts:
        found.setdefault(factor.law.shape, []).extend((n, factor.law.relative) for n in range(to.start, to.stop))
    return {
        shape: (np.array([n for n, _ in items], dtype=np.int64), np.array([value for _, value in items]))
        for shape, items in found.items()
    }


def _moves(leaves: Sequence[Leaf], of_column: Sequence[tuple[int, ...]]) -> list[tuple[Place, Integers, csr_array]]:
    """Per column of the tables: which rows move, and by which columns of factors (rows, columns)."""
    found: dict[Place, dict[tuple[int, int], float]] = {}
    for column, members in enumerate(of_column):
        for leaf in members:
            for target in leaves[leaf].targets:
                entries = found.setdefault(target.place, {})
                entries[target.row, column] = entries.get((target.row, column), 0.0) + target.weight
    result = []
    for place, entries in found.items():
        rows, numbers = np.unique([row for row, _ in entries], return_inverse=True)
        shape = (len(rows), len(of_column))
        at = (numbers, [column for _, column in entries])
        result.append((place, rows, csr_array((list(entries.values()), at), shape=shape)))
    return result


def _column(tables: Tables, place: Place, draws: int) -> Any:
    """A view of the column, (draws, rows) or with parts."""
    whole: Any = tables
    column = functools.reduce(getattr, place[0], whole)
    rows = column.reshape(draws, -1, *column.shape[1:])
    return rows if place[1] is None else rows[..., place[1]]
