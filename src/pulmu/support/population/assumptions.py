"""What the margins leave open, by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pulmu.support.population.rake import Floats


@dataclass(frozen=True, slots=True)
class Assumption:
    """One value that no statistic gives, and what it rests on."""

    name: str
    item: str
    value: float
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All of them."""

    rows: tuple[Assumption, ...]
    _values: Mapping[str, Mapping[str, float]]

    def one(self, name: str) -> float:
        """A single value."""
        return self._values[name][""]

    def items(self, name: str) -> Mapping[str, float]:
        """Values by item, in order."""
        return self._values[name]

    def with_value(self, name: str, value: float, item: str = "") -> "Assumptions":
        """The same with one value changed: what a result owes to it is seen by making the population again.

        Raises
        ------
        KeyError  There is no such assumption.
        """
        if item not in self._values[name]:
            raise KeyError(item)
        rows = tuple(replace(row, value=value) if (row.name, row.item) == (name, item) else row for row in self.rows)
        return _of(rows)

    def of(self, name: str, items: Sequence[str], other: float = 0.0) -> Floats:
        """Values of these items; another for those that are not named."""
        known = self._values[name]
        return np.array([known.get(item, other) for item in items], np.float64)


def assumptions_from(rows: Iterable[Mapping[str, Any]]) -> Assumptions:
    """Assumptions of the packaged table, or of one changed."""
    names = ("assumption", "item", "value", "unit", "reason")
    return _of(tuple(Assumption(*(row[name] for name in names)) for row in rows))


def _of(known: tuple[Assumption, ...]) -> Assumptions:
    values: dict[str, dict[str, float]] = {}
    for row in known:
        values.setdefault(row.name, {})[row.item] = row.value
    return Assumptions(known, values)
