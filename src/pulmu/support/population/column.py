"""A column of many firms: values, which of them are known, and the words that codes stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]
Known = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Values of one fact.

    Parameters
    ----------
    known : Where a value is known; None where all are.
    labels : Words; then values are their numbers.
    """

    values: Values
    known: Known | None = None
    labels: tuple[str, ...] = ()

    def texts(self) -> list[str | None]:
        """Words, for a few firms."""
        known = np.ones(self.values.size, bool) if self.known is None else self.known
        return [self.labels[code] if is_known else None for code, is_known in zip(self.values, known, strict=True)]


Columns = Mapping[str, Column]


def labelled(labels: Sequence[str], codes: Values, known: Known | None = None) -> Column:
    """A column of words, kept as their numbers."""
    return Column(codes.astype(np.uint8), known, tuple(labels))


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def days(numbers: Values, known: Known | None = None) -> Column:
    """A column of dates, from days since 1970-01-01."""
    return Column(numbers.astype("datetime64[D]"), known)


def rows_of(columns: Columns) -> int:
    """How many firms."""
    return int(next(iter(columns.values())).values.size)


def joined(parts: Sequence[Columns]) -> dict[str, Column]:
    """Columns of several parts, one after the other."""
    return {name: _joined([part[name] for part in parts]) for name in parts[0]}


def _joined(columns: Sequence[Column]) -> Column:
    values = np.concatenate([column.values for column in columns])
    if all(column.known is None for column in columns):
        return Column(values, None, columns[0].labels)
    known = [np.ones(column.values.size, bool) if column.known is None else column.known for column in columns]
    return Column(values, np.concatenate(known), columns[0].labels)
