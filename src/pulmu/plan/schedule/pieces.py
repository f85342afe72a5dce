"""Tables over the begin of an operation, in a constraint programme: straight pieces where there are few."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

Table = NDArray[np.int64]
_MOST = 40
"""So many pieces are told one by one; a table of more is looked up."""


class Builder:
    """Puts tables into a model."""

    def __init__(self, model: cp_model.CpModel) -> None:
        self._model = model

    def at_least(
        self, start: cp_model.IntVar, low: int, table: Table, taken: cp_model.IntVar | None
    ) -> cp_model.LinearExprT:  # fmt: skip
        """A number that is not below the table where an operation begins; at least 0 where it is not taken.

        Parameters
        ----------
        table : (steps,)  For begins from `low` on.
        """
        least, most = int(table.min()), int(table.max())
        if least == most:
            return least * (1 if taken is None else taken)
        pieces = list(pieces_of(table))
        cost = self._model.new_int_var(min(least, 0) if taken is not None else least, max(most, 0), "")
        if len(pieces) > _MOST:
            self._looked_up(start, low, table, cost, taken)
        else:
            self._by_piece(start, low, pieces, cost, taken)
        return cost

    def equal(self, place: cp_model.IntVar, table: Table) -> cp_model.IntVar:
        """What a table says at a place from 0 on."""
        found = self._model.new_int_var(int(table.min()), int(table.max()), "")
        self._model.add_element(place, table.tolist(), found)
        return found

    def _looked_up(
        self, start: cp_model.IntVar, low: int, table: Table, cost: cp_model.IntVar, taken: cp_model.IntVar | None
    ) -> None:
        if taken is None:
            self._model.add_element(start - low, table.tolist(), cost)
            return
        place = self._model.new_int_var(0, len(table) - 1, "")
        self._model.add(place == start - low).only_enforce_if(taken)
        self._model.add(cost >= self.equal(place, table)).only_enforce_if(taken)
        self._model.add(cost >= 0).only_enforce_if(taken.negated())

    def _by_piece(
        self,
        start: cp_model.IntVar,
        low: int,
        pieces: list[tuple[int, int, int, int]],
        cost: cp_model.IntVar,
        taken: cp_model.IntVar | None,
    ) -> None:
        model, chosen = self._model, []
        for first, last, value, slope in pieces:
            one = model.new_bool_var("")
            model.add_linear_constraint(start, low + first, low + last).only_enforce_if(one)
            model.add(cost >= value + slope * (start - low - first)).only_enforce_if(one)
            chosen.append(one)
        least = [min(value, value + slope * (last - first)) for first, last, value, slope in pieces]
        model.add_exactly_one([*chosen, *(() if taken is None else (taken.negated(),))])
        model.add(cost >= sum(value * one for value, one in zip(least, chosen, strict=True)))


def pieces_of(table: Table) -> Iterator[tuple[int, int, int, int]]:
    """Straight pieces of a table: first and last place, the value at the first, and by how much it rises each step."""
    first = 0
    while first < len(table):
        slope = int(table[first + 1] - table[first]) if first + 1 < len(table) else 0
        bends = np.flatnonzero(np.diff(table[first:]) != slope)
        last = first + int(bends[0]) if bends.size else len(table) - 1
        yield first, last, int(table[first]), slope
        first = last + 1


def runs_of(values: Table) -> Iterator[tuple[int, int, int]]:
    """Where a value stays the same: start, end, value."""
    first = 0
    while first < len(values):
        bends = np.flatnonzero(values[first:] != values[first])
        end = first + int(bends[0]) if bends.size else len(values)
        yield first, end, int(values[first])
        first = end
