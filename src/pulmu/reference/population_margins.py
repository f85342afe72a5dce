"""Published counts of Korean firms, each with its status and source: what a synthetic population is fitted to."""

import functools
from dataclasses import dataclass
from typing import Final, Literal

from pulmu.reference.table import load_table

MarginStatus = Literal["reported", "derived", "missing"]

_PLAIN: Final = {"trillion_krw": 1e12, "billion_krw": 1e9, "million_krw": 1e6, "percent": 0.01}
"""What one of a unit is in won, or as a share."""


@dataclass(frozen=True, slots=True)
class Margin:
    """A figure of the statistics, or the note that there is none.

    Parameters
    ----------
    size_class : In the words of the statistics: ``sme`` is small and medium together, ``mid`` is mid-sized.
    value : None where no source was found.
    low, high : Bounds that rounding leaves to a derived value; None of a printed one.
    """

    year: int
    size_class: str
    section: str
    dimension: str
    category: str
    metric: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    status: MarginStatus
    source: str
    note: str

    @property
    def plain_value(self) -> float | None:
        """The value as a count, in won, or as a share between 0 and 1."""
        return None if self.value is None else self.value * _PLAIN.get(self.unit, 1.0)


@functools.cache
def population_margins() -> tuple[Margin, ...]:
    """Every row, in the order of the table."""
    return tuple(Margin(**row) for row in load_table("population_margins").rows)
