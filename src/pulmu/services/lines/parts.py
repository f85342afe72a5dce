"""The parts of a line, each a page of its own, and the page on which a value is mended."""

import re
from typing import Any

from pulmu.model import AccessRefused, Path
from pulmu.model.line import Line
from pulmu.services.document_form.form import Section
from pulmu.services.document_form.shape import attributes_of, fits_in_row

PARTS: dict[str, tuple[str, ...]] = {
    "line": ("name", "name_local", "plant", "starts", "pulmu"),
    "stations": ("stations",),
    "products": ("products",),
    "sources": ("sources", "waiting"),
    "hours": ("calendars",),
    "people": ("operators",),
    "energy": ("carriers", "tariffs"),
}
"""Attributes of the line by part, in the order in which a line is described; its id cannot be changed."""
_ENTRY = re.compile(r"([a-z_]{1,60})/(\d{1,4})")


def sections_of(part: str, tree: Any) -> tuple[Section, ...]:
    """What a page shows: a part of the line, or one entry of it such as ``stations/3``.

    Raises
    ------
    AccessRefused  There is no such page (`access.unknown_part`).
    """
    if part in PARTS:
        return (Section((), Line, PARTS[part]),)
    found = _ENTRY.fullmatch(part)
    kind = _paged(found[1]) if found else None
    entries = tree.get(found[1]) if found and isinstance(tree, dict) else None
    if found is None or kind is None or not isinstance(entries, list) or int(found[2]) >= len(entries):
        raise _unknown()
    if not isinstance(entries[int(found[2])], dict):
        raise _unknown()
    return (Section((found[1], int(found[2])), kind, tuple(attributes_of(kind))),)


def part_of(name: str) -> str:
    """The part an attribute of the line belongs to."""
    return next((part for part, names in PARTS.items() if name in names), "line")


def page_of(path: Path | None, tree: Any) -> str:
    """The page on which a value is mended."""
    if not path or not isinstance(path[0], str):
        return "line"
    entries = tree.get(path[0]) if isinstance(tree, dict) else None
    number = path[1] if len(path) > 1 else None
    if _paged(path[0]) and isinstance(number, int) and isinstance(entries, list) and number < len(entries):
        return f"{path[0]}/{number}" if isinstance(entries[number], dict) else part_of(path[0])
    return part_of(path[0])


def _paged(name: str) -> type | None:
    """Class of the entries of a list that have pages of their own; None where they have none."""
    attribute = attributes_of(Line).get(name)
    is_paged = attribute is not None and attribute.kind == "list" and not fits_in_row(attribute.inner)
    return attribute.inner if attribute is not None and is_paged else None


def _unknown() -> AccessRefused:
    return AccessRefused.of("access.unknown_part", "", "the line has no such part", "choose one of its parts")
