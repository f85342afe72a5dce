"""What the classes of the metamodel say of their attributes, for everything that walks over objects."""

import dataclasses
import functools
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pulmu.twin.shell.elements import SubmodelElement
from pulmu.twin.shell.environment import Identifiable
from pulmu.twin.shell.parts import DataSpecificationIec61360


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a class of the metamodel.

    Parameters
    ----------
    key : Its name in a file.
    holds : A text, a truth value, one object, or a list of them.
    kind : Class of the objects; for a text with an enumeration, None.
    choices : Texts that are allowed; empty: any.
    """

    name: str
    key: str
    holds: Literal["text", "truth", "one", "many"]
    kind: Any
    choices: tuple[str, ...]
    required: bool


def shape_of(kind: type) -> tuple[Attribute, ...]:
    """The attributes of a class."""
    return _shape_of(kind)


@functools.cache
def _shape_of(kind: Any) -> tuple[Attribute, ...]:
    hints = typing.get_type_hints(kind)
    return tuple(_attribute(field, hints[field.name]) for field in dataclasses.fields(kind))


def _attribute(field: "dataclasses.Field[Any]", hint: Any) -> Attribute:
    required = field.default is dataclasses.MISSING
    first, *rest = field.name.split("_")
    key = first + "".join(part.capitalize() for part in rest)
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        hint = next(item for item in typing.get_args(hint) if item is not type(None))
    if typing.get_origin(hint) is tuple:
        return Attribute(field.name, key, "many", typing.get_args(hint)[0], (), required)
    if typing.get_origin(hint) is Literal:
        return Attribute(field.name, key, "text", None, typing.get_args(hint), required)
    if hint in (str, bool):
        return Attribute(field.name, key, "text" if hint is str else "truth", None, (), required)
    return Attribute(field.name, key, "one", hint, (), required)


def is_named(kind: type) -> bool:
    """Whether a file writes the kind of an object beside it (`modelType`)."""
    return issubclass(kind, SubmodelElement | Identifiable | DataSpecificationIec61360)


def objects_of(thing: Any) -> Iterator[Any]:
    """The thing and all objects below it that count: shells, submodels, concepts, elements."""
    if isinstance(thing, SubmodelElement | Identifiable):
        yield thing
    for attribute in shape_of(type(thing)):
        held = getattr(thing, attribute.name)
        if attribute.holds == "many":
            for item in held:
                yield from objects_of(item)
        elif attribute.holds == "one" and held is not None:
            yield from objects_of(held)
