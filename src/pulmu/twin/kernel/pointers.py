"""Records by place, without a reference count: the clock holds the address of every array.

An array handed to a function costs seven words and its reference is counted; a record is one address. A run hands one
record from function to function, as a C program hands a pointer to a structure. The arrays outlive the run: `World`
holds them.
"""

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from pulmu.twin.kernel import records as r

_WORD = ir.IntType(64)


def _places_of(name: str, record: "np.dtype[Any]") -> Any:
    """A function that gives the record at a place of an array the clock knows."""
    kind, size = numba.from_dtype(record), record.itemsize
    offset = dict(r.CLOCK.fields or {})[f"{name}_address"][1]

    @intrinsic
    def place(_: Any, clock: Any, at: Any) -> Any:  # noqa: ARG001
        def generate(context: Any, builder: Any, __: Any, arguments: Any) -> Any:
            base = builder.ptrtoint(arguments[0], _WORD)
            field = builder.inttoptr(builder.add(base, ir.Constant(_WORD, offset)), _WORD.as_pointer())
            moved = builder.mul(arguments[1], ir.Constant(_WORD, size))
            base = builder.load(field)
            base.set_metadata("invariant.load", builder.module.add_metadata([]))
            address = builder.add(base, moved)
            return builder.inttoptr(address, context.get_value_type(kind))

        return kind(clock, types.int64), generate

    return place


@intrinsic
def as_bits(_: Any, time: Any) -> Any:  # noqa: ARG001
    """The bits of a real number, as a whole number."""
    return types.int64(types.float64), lambda _, builder, __, arguments: builder.bitcast(arguments[0], _WORD)


@intrinsic
def as_time(_: Any, bits: Any) -> Any:  # noqa: ARG001
    """The real number of some bits."""
    kind = types.float64(types.int64)
    return kind, lambda _, builder, __, arguments: builder.bitcast(arguments[0], ir.DoubleType())


station_of = _places_of("station", r.STATION)
machine_of = _places_of("machine", r.MACHINE)
stop_of = _places_of("stop", r.STOP)
piece_of = _places_of("piece", r.PIECE)
operation_of = _places_of("operation", r.OPERATION)
source_of = _places_of("source", r.SOURCE)
product_of = _places_of("product", r.PRODUCT)
pool_of = _places_of("pool", r.POOL)
turn_of = _places_of("turn", r.TURN)
turning_of = _places_of("turning", r.TURNING)
law_of = _places_of("law", r.LAW)
value_of = _places_of("value", r.VALUE)
way_of = _places_of("way", r.WAY)
row_of = _places_of("row", r.EVENT)
due_of = _places_of("due", r.DUE)
block_of = _places_of("block", r.BLOCK)
stream_of = _places_of("stream", r.STREAM)
need_of = _places_of("need", r.NEED)
helper_of = _places_of("helper", r.HELPER)
change_of = _places_of("change", r.CHANGE)
todo_of = _places_of("todo", r.TODO)
cell_of = _places_of("cell", r.CELL)
tally_of = _places_of("tally", r.TALLY)
belt_of = _places_of("belt", r.BELT)
