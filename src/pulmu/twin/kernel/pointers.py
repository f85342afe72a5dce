"""Records by place, without a reference count: the clock holds the address of every array.

An array handed to a function costs seven words and its reference is counted; a record is one address. A run hands one
record from function to function, as a C program hands a pointer to a structure. The arrays outlive the run: `World`
holds them.

The compiler is told what it cannot see: a field is at no other field's address, so that what was read stays known when
another is written; and what the plan says is never written, which `Fixed` makes a fault to try.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import errors
from numba.core.datamodel import models
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, register_model

from pulmu.twin.kernel import records as r

_WORD, _BYTE = ir.IntType(64), ir.IntType(8)
_KINDS = {"i": types.int64, "u": types.uint64, "f": types.float64}


class Place(types.Type):
    """The place of a record: one address."""

    def __init__(self, array: str) -> None:
        super().__init__(name=f"Place({array})")
        self.array = array
        fields: Any = r.RECORDS[array].fields
        self.fields = {name: (_KINDS[kind.kind], at) for name, (kind, at) in fields.items()}


register_model(Place)(models.OpaqueModel)


@infer_getattr
class _Field(AttributeTemplate):
    key = Place

    def generic_resolve(self, place: Place, name: str) -> Any:  # type: ignore[override]
        return place.fields[name][0]


def _address(context: Any, builder: Any, place: Place, start: Any, name: str) -> Any:
    kind, at = place.fields[name]
    moved = builder.gep(start, [ir.Constant(_WORD, at)])
    return builder.bitcast(moved, context.get_data_type(kind).as_pointer())


def _alone(builder: Any, place: Place, name: str) -> Any:
    """What says that no other field is at the address of this one."""
    add = builder.module.add_metadata
    zero = ir.Constant(_WORD, 0)
    field = add([f"{place.array}.{name}", add(["records of a run"]), zero])
    return add([field, field, zero])


@lower_getattr_generic(Place)
def _read(context: Any, builder: Any, place: Place, start: Any, name: str) -> Any:
    value = builder.load(_address(context, builder, place, start, name))
    if name in r.FIXED[place.array]:
        value.set_metadata("invariant.load", builder.module.add_metadata([]))
    value.set_metadata("tbaa", _alone(builder, place, name))
    return value


@lower_setattr_generic(Place)
def _write(context: Any, builder: Any, signature: Any, arguments: Any, name: str) -> None:
    place = signature.args[0]
    if name in r.FIXED[place.array]:
        raise errors.LoweringError(f"{place.array}.{name} is the plan's: a run does not write it")
    written = builder.store(arguments[1], _address(context, builder, place, arguments[0], name))
    written.set_metadata("tbaa", _alone(builder, place, name))


@intrinsic
def clock_of(_: Any, clock: Any) -> Any:
    """The record of the clock, the only one of its array."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        return builder.bitcast(array.data, _BYTE.as_pointer())

    return Place("clock")(clock), generate


def _places_of(name: str) -> Any:
    """A function that gives the record at a place of an array the clock knows."""
    place, size = Place(name), r.RECORDS[name].itemsize

    @intrinsic
    def find(_: Any, clock: Any, at: Any) -> Any:  # noqa: ARG001
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            base = _read(context, builder, signature.args[0], arguments[0], f"{name}_address")
            moved = builder.mul(arguments[1], ir.Constant(_WORD, size))
            return builder.gep(builder.inttoptr(base, _BYTE.as_pointer()), [moved])

        return place(clock, types.int64), generate

    return find


@intrinsic
def as_bits(_: Any, time: Any) -> Any:  # noqa: ARG001
    """The bits of a real number, as a whole number."""
    return types.int64(types.float64), lambda _, builder, __, arguments: builder.bitcast(arguments[0], _WORD)


@intrinsic
def as_time(_: Any, bits: Any) -> Any:  # noqa: ARG001
    """The real number of some bits."""
    kind = types.float64(types.int64)
    return kind, lambda _, builder, __, arguments: builder.bitcast(arguments[0], ir.DoubleType())


station_of = _places_of("station")
machine_of = _places_of("machine")
stop_of = _places_of("stop")
piece_of = _places_of("piece")
operation_of = _places_of("operation")
source_of = _places_of("source")
product_of = _places_of("product")
pool_of = _places_of("pool")
turn_of = _places_of("turn")
turning_of = _places_of("turning")
law_of = _places_of("law")
value_of = _places_of("value")
way_of = _places_of("way")
row_of = _places_of("row")
due_of = _places_of("due")
block_of = _places_of("block")
stream_of = _places_of("stream")
need_of = _places_of("need")
helper_of = _places_of("helper")
change_of = _places_of("change")
cell_of = _places_of("cell")
tally_of = _places_of("tally")
belt_of = _places_of("belt")
