"""What can be filled in of a document, read from the attributes of its model: no field is described twice."""

import dataclasses
import functools
import types
from dataclasses import MISSING, dataclass
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from pulmu.model import Period, Quantity, known_units
from pulmu.model.attribute import Bounds, Dimensions, Short, Text
from pulmu.model.codec import attributes, unwrap_annotated

Kind = Literal[
    "text", "number", "whole", "yes_or_no", "date", "period", "choice", "amount", "names",
    "lines", "fact", "object", "list", "mapping", "scenarios",
]  # fmt: skip
CELLS: frozenset[str] = frozenset(
    {"text", "number", "whole", "yes_or_no", "date", "period", "choice", "amount", "names", "lines", "fact"}
)
"""Kinds that are filled in where they stand; the others hold more of them."""
FLOWS = ("mass", "normal volume", "liquid volume", "net fuel energy", "gross fuel energy", "energy")
"""Dimensions of what flows, where an attribute names none."""
_SCALARS: dict[Any, Kind] = {
    str: "text", float: "number", int: "whole", bool: "yes_or_no", date: "date", Period: "period", Quantity: "amount",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a class of the model.

    Parameters
    ----------
    owner : Class it belongs to; its sentence is found by both.
    is_required : Whether it must be given.
    default : What counts if it is left out; None where nothing does.
    choices : Codes to choose from.
    units : Units an amount may be given in.
    may_be_rest : Whether 'rest' may stand in place of an amount.
    longest : Signs a text may have.
    is_share : Whether it is a share of a whole: 0.2, which may be typed as 20 %.
    short : Attribute of the object that may be written alone in its place; empty where none may.
    inner : Class of the object or of the entries of the list.
    value : What the entries of a mapping hold.
    """

    owner: type
    name: str
    kind: Kind
    is_required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    may_be_rest: bool = False
    longest: int = 400
    is_share: bool = False
    short: str = ""
    inner: type | None = None
    value: "Attribute | None" = None

    def whole(self, node: Any) -> Any:
        """A value as an object, where it was written as one of its attributes alone."""
        is_alone = bool(self.short) and isinstance(node, str | int | float) and not isinstance(node, bool)
        return {self.short: node} if is_alone else node

    @property
    def is_cell(self) -> bool:
        """Whether it is filled in where it stands."""
        return self.kind in CELLS

    @property
    def holds(self) -> str:
        """Name of the class of what it holds."""
        return self.entry.__name__

    @property
    def entry(self) -> type:
        """Class of what it holds."""
        return self.inner or object

    @property
    def item(self) -> "Attribute":
        """What an entry by name holds."""
        return self.value or self

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of its inputs, below its own name."""
        if self.kind == "amount":
            return ("value", "unit", "evidence")
        return ("year", "start", "end") if self.kind == "period" else ("",)


@functools.cache
def attributes_of(kind: type) -> dict[str, Attribute]:
    """What can be filled in of a class, in the order of the model."""
    return {
        name: _attribute(kind, name, hint, default)
        for name, (hint, default) in attributes(kind).items()
        if not name.startswith("_")
    }


def _attribute(owner: type, name: str, hint: Any, default: Any) -> Attribute:
    bare, metadata = _plain(hint)
    known = Attribute(owner, name, "text", default is MISSING, None if default is MISSING else default)
    if is_fact(hint):
        return dataclasses.replace(known, kind="fact")
    origin = get_origin(bare)
    if origin is Literal:
        return dataclasses.replace(known, kind="choice", choices=tuple(str(item) for item in get_args(bare)))
    if origin is tuple:
        inner = unwrap_annotated(get_args(bare)[0])[0]
        return _texts(known, get_args(bare)[0]) if _is_word(inner) else _holding(known, "list", inner)
    if origin is dict:
        return _mapping(known, get_args(bare)[1])
    if bare in _SCALARS:
        return _scalar(known, bare, hint, metadata)
    short = next((item.by for item in metadata if isinstance(item, Short)), "")
    return dataclasses.replace(_holding(known, "object", bare), short=short)


def _plain(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type behind annotations and optionality; of several the one that is no fixed word."""
    bare, metadata = unwrap_annotated(hint)
    if get_origin(bare) in (Union, types.UnionType):
        kinds = [item for item in get_args(bare) if item is not type(None)]
        wanted = next((item for item in kinds if get_origin(unwrap_annotated(item)[0]) is not Literal), kinds[0])
        inner, more = _plain(wanted)
        return inner, (*more, *metadata)
    return bare, metadata


def is_fact(hint: Any) -> bool:
    """Whether it takes a fact as it was written: text, number, yes or no; or a list of words."""
    kinds = set(get_args(unwrap_annotated(hint)[0]))
    return {str, bool, int, float} <= kinds


def _is_word(kind: Any) -> bool:
    """Whether one is written as a word or a number, and not as a thing of several attributes."""
    return kind in _SCALARS or get_origin(kind) is Literal


def _texts(known: Attribute, hint: Any) -> Attribute:
    """Several texts: names beside each other, words to choose from, or sentences, each on a line."""
    bare = unwrap_annotated(hint)[0]
    if get_origin(bare) is Literal:
        return dataclasses.replace(known, kind="names", choices=tuple(str(item) for item in get_args(bare)))
    rule = next((item for item in unwrap_annotated(hint)[1] if isinstance(item, Text)), Text())
    is_prose = rule.longest > Text().longest and not rule.pattern
    return dataclasses.replace(known, kind="lines" if is_prose else "names", longest=rule.longest)


def _scalar(known: Attribute, bare: type, hint: Any, metadata: tuple[Any, ...]) -> Attribute:
    longest = min((item.longest for item in metadata if isinstance(item, Text)), default=400)
    dimensions = next((item.allowed for item in metadata if isinstance(item, Dimensions)), FLOWS)
    return dataclasses.replace(
        known,
        kind=_SCALARS[bare],
        longest=longest,
        units=units_of(dimensions) if bare is Quantity else (),
        may_be_rest="rest" in _words(hint),
        is_share=any(isinstance(item, Bounds) and (item.low, item.high) == (0, 1) for item in metadata),
    )


def _words(hint: Any) -> tuple[Any, ...]:
    """Fixed words that may stand in place of something else."""
    bare, _ = unwrap_annotated(hint)
    if get_origin(bare) is Literal:
        return get_args(bare)
    return tuple(word for part in get_args(bare) for word in _words(part))


def _mapping(known: Attribute, hint: Any) -> Attribute:
    if get_origin(unwrap_annotated(hint)[0]) is dict:
        inner = get_args(unwrap_annotated(hint)[0])[1]
        return dataclasses.replace(known, kind="scenarios", value=_attribute(known.owner, known.name, inner, MISSING))
    return dataclasses.replace(known, kind="mapping", value=_attribute(known.owner, known.name, hint, MISSING))


def _holding(known: Attribute, kind: Kind, inner: type) -> Attribute:
    return dataclasses.replace(known, kind=kind, inner=inner)


@functools.cache
def units_of(dimensions: tuple[str, ...]) -> tuple[str, ...]:
    """Units of dimensions, those of ratios of two units too."""
    found: list[str] = []
    for dimension in dimensions:
        above, per, below = dimension.partition(" per ")
        own = known_units(dimension)
        ratios = [f"{top}/{bottom}" for top in known_units(above) for bottom in known_units(below)] if per else []
        found += own or ratios
    return tuple(dict.fromkeys(found))


def fits_in_row(kind: type | None, widest: int = 400) -> bool:
    """Whether an entry of a class can be filled in in one row, of so many attributes at most."""
    known = attributes_of(kind).values() if kind is not None else ()
    return all(item.is_cell for item in known) and len(known) <= widest
