"""Tables of plants repeated, one copy for each draw: a draw is one more plant, computed by the same formulas."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from pulmu.carbon.tables.rows import OUTSIDE, GasPartRows, PartRows, Tables, UseRows

_PARTS = {
    "process": "activity_level",
    "net": "heat.total",
    "generator": "generator_process",
    "unit": "unit_net",
}
NUMBERED: Mapping[type, Mapping[str, str]] = {
    Tables: {
        "plant_of_process": "plants",
        "other_process": "activity_level",
        "gas_process": "activity_level",
        "heat_source": "activity_level",
        "unit_net": "heat.total",
        "unit_process": "activity_level",
        "generator_process": "activity_level",
        "source_flow": "electricity.total",
        "source_generator": "generator_process",
        "source_unit": "unit_net",
        "dedicated_source": "source_flow",
        "dedicated_use": "electricity.flow",
        "bought_process": "activity_level",
        "delivery_of": "bought_process",
        "own_row": "activity_level",
        "own_column": "activity_level",
    },
    UseRows: {"flow": "total", "process": "activity_level"},
    PartRows: {**_PARTS, "use": "streams.flow"},
    GasPartRows: {**_PARTS, "use": "gases.flow"},
}
"""Columns that number rows, and a column with one entry for each row they number."""
NAMES = ("plants", "process")
"""Columns of names of the tables; a copy does without."""


def repeated(tables: Tables, times: int) -> Tables:
    """The rows so many times, numbered through: first all of the first copy."""
    copies: Tables = _repeated(tables, tables, times)
    return copies


def _repeated(rows: Any, whole: Tables, times: int) -> Any:
    numbered = NUMBERED[type(rows)]
    changed: dict[str, object] = {}
    for item in dataclasses.fields(rows):
        value = getattr(rows, item.name)
        if dataclasses.is_dataclass(value):
            changed[item.name] = _repeated(value, whole, times)
        elif rows is not whole or item.name not in NAMES:
            changed[item.name] = _copies(value, _size(numbered, item.name, rows, whole), times)
        else:
            changed[item.name] = value
    return dataclasses.replace(rows, **changed)


def _size(numbered: Mapping[str, str], name: str, rows: Any, whole: Tables) -> int | None:
    """How many rows a column numbers; None if it holds values."""
    if name not in numbered:
        return None
    owner, _, column = numbered[name].rpartition(".")
    holder = getattr(whole, owner) if owner else rows if hasattr(rows, column) else whole
    return len(getattr(holder, column))


def _copies(values: Any, size: int | None, times: int) -> Any:
    if size is None:
        given = np.asarray(values)
        return np.tile(given, (times,) + (1,) * (given.ndim - 1))
    numbers = np.asarray(values, dtype=np.int64)
    shifted = numbers + size * np.arange(times)[:, None]
    return np.where(numbers == OUTSIDE, OUTSIDE, shifted).ravel()
