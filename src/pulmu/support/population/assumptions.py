"""What the margins leave open, by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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

    def of(self, name: str, items: Sequence[str], other: float = 0.0) -> Floats:
        """Values of these items; another for those that are not named."""
        known = self._values[name]
        return np.array([known.get(item, other) for item in items], np.float64)


def assumptions_from(rows: Iterable[Mapping[str, Any]]) -> Assumptions:
    """Assumptions of the packaged table, or of one changed."""
    known = tuple(Assumption(*(row[key] for key in ("assumption", "item", "value", "unit", "reason"))) for row in rows)
    values: dict[str, dict[str, float]] = {}
    for row in known:
        values.setdefault(row.name, {})[row.item] = row.value
    return Assumptions(known, values)
