"""Columns of an Arrow table as arrays of numpy."""

from typing import Any

import numpy as np
import pyarrow as pa


def arrays_of(table: pa.Table) -> dict[str, np.ndarray[Any, Any]]:
    """Every column by name; one with missing values is a masked array."""
    return {name: _array_of(table.column(place)) for place, name in enumerate(table.schema.names)}


def _array_of(column: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    if not column.null_count:
        return np.asarray(column.to_numpy())
    # Else whole numbers with a hole would become floats, which hold no more than 53 bits.
    values = column.fill_null(_blank(column.type)) if pa.types.is_primitive(column.type) else column
    return np.ma.MaskedArray(values.to_numpy(), mask=column.is_null().to_numpy())


def _blank(kind: pa.DataType) -> pa.Scalar:
    return pa.scalar(False) if pa.types.is_boolean(kind) else pa.scalar(0, pa.int32()).cast(kind)
