"""Names of elements: there where one must be, of allowed signs, and each once (AASd-002, 021, 022, 077, 117, 134)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from pulmu.twin.shell.elements import (
    AnnotatedRelationshipElement,
    Entity,
    Operation,
    OperationVariable,
    SubmodelElement,
    SubmodelElementCollection,
)
from pulmu.twin.shell.environment import Identifiable, Submodel
from pulmu.twin.shell.notes import Notes

_Named = TypeVar("_Named", bound=Identifiable | SubmodelElement)
_NAME = re.compile(r"[a-zA-Z](?:[a-zA-Z0-9_-]*[a-zA-Z0-9_])?")
_MEND = "ask whoever wrote the file to name the element"


def name_itself(thing: Identifiable, place: str, notes: Notes) -> Identifiable:
    """A shell, submodel or concept whose short name has the form of one."""
    if thing.id_short is None or _is_name(thing.id_short):
        return _without_doubles(thing, place, notes)
    return _without_doubles(replace(thing, id_short=_formed(thing.id_short, place, notes)), place, notes)


def name_elements(thing: Any, place: str, notes: Notes) -> Any:
    """A thing whose elements below it have names, each its own."""
    taken: set[str] = set()
    if isinstance(thing, Operation):
        lists = ("input_variables", "output_variables", "inoutput_variables")
        given: dict[str, Any] = {name: tuple(_variables(getattr(thing, name), taken, place, notes)) for name in lists}
        thing = replace(thing, **{name: value for name, value in given.items() if value != getattr(thing, name)})
    elif name := _holder(thing):
        held = getattr(thing, name)
        items = tuple(_named(item, taken, place, number, notes) for number, item in enumerate(held))
        thing = replace(thing, **{name: items}) if items != held else thing
    return _without_doubles(thing, place, notes)


def _holder(thing: Any) -> str:
    if isinstance(thing, Submodel):
        return "submodel_elements"
    if isinstance(thing, SubmodelElementCollection):
        return "value"
    if isinstance(thing, Entity):
        return "statements"
    return "annotations" if isinstance(thing, AnnotatedRelationshipElement) else ""


def _variables(
    items: Iterable[OperationVariable], taken: set[str], place: str, notes: Notes
) -> Iterator[OperationVariable]:
    for number, item in enumerate(items):
        yield replace(item, value=_named(item.value, taken, place, number, notes))


def _named(item: SubmodelElement, taken: set[str], place: str, number: int, notes: Notes) -> SubmodelElement:
    name = item.id_short
    if name is None:
        name = _free(f"{type(item).__name__}{number}", taken)
        notes.warn(
            "shell.name_missing", f"{place}[{number}]", f"the element has no idShort (AASd-117): named {name}", _MEND,
            value=name,
        )  # fmt: skip
    elif not _is_name(name):
        name = _formed(name, f"{place}/{name}", notes)
    if name in taken:
        other = _free(name, taken)
        notes.warn(
            "shell.name_twice", place, f"two elements are named {name} (AASd-022): one is named {other}",
            "give each element a name of its own", text=name, value=other,
        )  # fmt: skip
        name = other
    taken.add(name)
    return item if name == item.id_short else replace(item, id_short=name)


def _is_name(text: str) -> bool:
    return len(text) <= 128 and _NAME.fullmatch(text) is not None


def _formed(text: str, place: str, notes: Notes) -> str:
    """A name of allowed signs, as close to the given one as can be."""
    plain = re.sub(r"[^a-zA-Z0-9_-]", "_", text)[:128]
    plain = plain if plain[:1].isalpha() else f"N{plain}"[:128]
    plain = re.sub(r"-+$", "_", plain)
    notes.warn(
        "shell.name_form", place, f"{text!r} is no idShort (AASd-002): named {plain}",
        "use letters, digits, _ and -, a letter first", text=text, value=plain,
    )  # fmt: skip
    return plain


def _free(name: str, taken: set[str]) -> str:
    """The name itself, or with the first number that is free."""
    number, tried = 2, name
    while tried in taken:
        tried = f"{name[:120]}_{number}"
        number += 1
    return tried


def _without_doubles(thing: _Named, place: str, notes: Notes) -> _Named:
    """Its qualifiers and extensions, each with a name of its own."""
    changes: dict[str, Any] = {}
    for held, naming, constraint in (("qualifiers", "type", "AASd-021"), ("extensions", "name", "AASd-077")):
        items = getattr(thing, held, ())
        taken: set[str] = set()
        named = []
        for item in items:
            name = getattr(item, naming)
            free = _free(name, taken)
            taken.add(free)
            named.append(item if free == name else replace(item, **{naming: free}))
            if free != name:
                notes.warn(
                    "shell.said_twice", place, f"two {held} are named {name} ({constraint}): one is named {free}",
                    "give each a name of its own", text=name, constraint=constraint, value=free,
                )  # fmt: skip
        if tuple(named) != items:
            changes[held] = tuple(named)
    return replace(thing, **changes) if changes else thing
