"""Elements with their meaning, in one line each; and ids that follow from what they name."""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pulmu.twin.shell.elements import (
    ElementType,
    MultiLanguageProperty,
    Property,
    SubmodelElement,
    SubmodelElementCollection,
    SubmodelElementList,
)
from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.parts import AdministrativeInformation, Key, LangString, Reference, ValueType

IDTA = "https://admin-shell.io/idta/"
Words = Mapping[str, str]
"""A text by language; languages without one are left out."""
_SPACE = uuid.UUID("6c0f4d0e-3a4b-5a51-9a53-7d1f6f0a2c11")


def identify(base: str, *names: str) -> str:
    """An id below a base of the user's; without one a UUID that follows from the names (version 5)."""
    if base:
        return "/".join((base.rstrip("/"), *map(_quoted, names)))
    return uuid.uuid5(_SPACE, "\n".join(names)).urn


def _quoted(name: str) -> str:
    """A name as part of an address: every sign but letters, digits and - _ . by its bytes."""
    plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    return "".join(chr(byte) if chr(byte) in plain else f"%{byte:02X}" for byte in name.encode())


def short_names(ids: Sequence[str]) -> Iterator[str]:
    """A short name for each, of allowed signs, each once."""
    taken: set[str] = set()
    for id_ in ids:
        plain = re.sub(r"[^a-zA-Z0-9_]", "_", id_)[:100]
        plain = plain if plain[:1].isalpha() else f"N_{plain}"
        name, number = plain, 2
        while name in taken:
            name, number = f"{plain}_{number}", number + 1
        taken.add(name)
        yield name


def meaning(value: str) -> Reference:
    """What an id outside means."""
    return Reference(type="ExternalReference", keys=(Key(type="GlobalReference", value=value),))


def pointing(*keys: tuple[Any, str]) -> Reference:
    """Where an object of a shell stands."""
    return Reference(type="ModelReference", keys=tuple(Key(type=kind, value=value) for kind, value in keys))


def words(texts: Words) -> tuple[LangString, ...]:
    """Texts in their languages."""
    return tuple(LangString(language=language, text=text) for language, text in texts.items() if text)


def number(value: float) -> str:
    """A number as XML Schema writes one, every digit kept."""
    return repr(float(value))


def text(name: str | None, value: str, semantic_id: str, kind: ValueType = "xs:string", **more: Any) -> Property:
    """A property."""
    return Property(id_short=name, value_type=kind, value=value, semantic_id=meaning(semantic_id), **more)


def told(name: str, texts: Words, semantic_id: str) -> MultiLanguageProperty:
    """A text in languages."""
    return MultiLanguageProperty(id_short=name, value=words(texts), semantic_id=meaning(semantic_id))


def collected(name: str | None, semantic_id: str, *elements: SubmodelElement | None) -> SubmodelElementCollection:
    """Elements by name; those that are None are left out."""
    return SubmodelElementCollection(id_short=name, semantic_id=meaning(semantic_id), value=given(elements))


def listed(
    name: str, semantic_id: str, kind: ElementType, element_id: str, items: Sequence[SubmodelElement] = ()
) -> SubmodelElementList:
    """Elements of one kind, by their place."""
    return SubmodelElementList(
        id_short=name,
        semantic_id=meaning(semantic_id),
        semantic_id_list_element=meaning(element_id),
        type_value_list_element=kind,
        value_type_list_element="xs:string" if kind == "Property" else None,
        value=tuple(items),
    )


def given(elements: Iterable[SubmodelElement | None]) -> tuple[SubmodelElement, ...]:
    """Elements that are there."""
    return tuple(item for item in elements if item is not None)


def made(
    id_: str, name: str, semantic_id: Reference, version: tuple[str, str], template: str,
    elements: Iterable[SubmodelElement | None],
) -> Submodel:  # fmt: skip
    """A submodel of a template.

    Parameters
    ----------
    version : Version and revision of the template.
    """
    return Submodel(
        id=id_,
        id_short=name,
        kind="Instance",
        semantic_id=semantic_id,
        administration=AdministrativeInformation(version=version[0], revision=version[1], template_id=template),
        submodel_elements=given(elements),
    )
