"""The parts of a plant, each a page of its own, and the page on which a value is mended."""

import re
from collections.abc import Iterator
from typing import Any

from pulmu.model import AccessRefused, Path, Plant
from pulmu.services.document_form.address import address_in, inside
from pulmu.services.document_form.form import Section
from pulmu.services.document_form.shape import attributes_of, fits_in_row

PARTS: dict[str, tuple[str, ...]] = {
    "company": ("company", "installation", "period", "months_monitored"),
    "processes": ("processes",),
    "equipment": ("emission_sources",),
    "streams": ("source_streams",),
    "electricity": ("electricity",),
    "heat": ("heat_nets", "waste_gases"),
    "purchases": ("purchases",),
    "outsourced": ("outsourced_steps",),
    "exports": (),
    "meters": ("meters",),
    "monitoring": ("measured_sources", "electrolysis", "carbon_dioxide_transfers"),
    "decisions": ("decisions", "price_scenarios", "pulmu"),
}
"""Attributes of the plant by part, in the order in which a plant is described."""
USUAL = frozenset(
    {
        "name",
        "name_local",
        "address",
        "kind",
        "method",
        "serves",
        "produced",
        "heat_produced",
        "produced_by",
        "supplier",
        "used_by",
        "steps",
        "goods",
        "own_precursors",
        "exports_to_eu",
        "verified",
        "evidence",
        "sources",
    }
)
"""Attributes most plants give, though they need not; forms show the others further down until they are given."""
_PLANT: type = Plant
EXPORTS = "exports_to_eu"
_ADDRESS = re.compile(r"[a-z_]{1,60}(?:/[a-z_]{1,60}|/\d{1,4}){0,8}")


def sections_of(part: str, tree: Any) -> tuple[Section, ...]:
    """What a page shows: a part of the plant, or one entry of it such as ``processes/0/goods/1``.

    Raises
    ------
    AccessRefused  There is no such page (`access.unknown_part`).
    """
    if part == "exports":
        return tuple(Section(path, kind, (EXPORTS,)) for path, kind in _exporting(tree))
    if part in PARTS:
        return (Section((), Plant, PARTS[part]),)
    path, kind = _entry(part, tree)
    return (Section(path, kind, tuple(attributes_of(kind))),)


def part_of(path: Path) -> str:
    """The part a path belongs to."""
    return next((part for part, names in PARTS.items() if path and path[0] in names), "company")


def has_page(kind: type | None) -> bool:
    """Whether an entry of a class does not fit into one row, and has a page of its own."""
    return not fits_in_row(kind)


def page_of(path: Path, tree: Any) -> str:
    """The page on which a value is mended."""
    page, at = part_of(path), tree
    kind = _PLANT
    known = attributes_of(kind)
    for place, name in enumerate(path):
        if isinstance(name, int):
            at = at[name] if isinstance(at, list) and name < len(at) else None
            if has_page(kind) and isinstance(at, dict):
                page = "/".join(map(str, path[: place + 1]))
            continue
        attribute = known.get(name)
        if attribute is None or attribute.inner is None:
            break
        kind, known = attribute.inner, attributes_of(attribute.inner)
        at = at.get(name) if isinstance(at, dict) else None
    return page


def address_of(path: Path, tree: Any) -> str:
    """Where a value of a plant stands in a form of the unchanged tree."""
    return address_in(Plant, path, tree)


def _exporting(tree: Any) -> Iterator[tuple[Path, type]]:
    """Everything that can be exported: goods of processes, and goods that come back from other firms."""
    for attribute in attributes_of(Plant).values():
        if attribute.inner is None or not isinstance(tree, dict) or attribute.kind != "list":
            continue
        for number, entry in _entries(tree.get(attribute.name)):
            path: Path = (attribute.name, number)
            inner = attributes_of(attribute.inner)
            if EXPORTS in inner:
                yield path, attribute.inner
            for nested in inner.values():
                if nested.kind == "list" and nested.inner is not None and EXPORTS in attributes_of(nested.inner):
                    for place, _ in _entries(entry.get(nested.name)):
                        yield (*path, nested.name, place), nested.inner


def _entries(node: Any) -> Iterator[tuple[int, Any]]:
    return (
        (number, item) for number, item in enumerate(node if isinstance(node, list) else ()) if isinstance(item, dict)
    )


def _entry(part: str, tree: Any) -> tuple[Path, type]:
    if not _ADDRESS.fullmatch(part):
        raise _unknown()
    path: Path = tuple(int(item) if item.isdigit() else item for item in part.split("/"))
    kind, at = _PLANT, tree
    for place, name in enumerate(path):
        if isinstance(name, int):
            at = inside(at, name)
        else:
            attribute = attributes_of(kind).get(name)
            if attribute is None or attribute.kind != "list" or attribute.inner is None or place + 1 == len(path):
                raise _unknown()
            kind, at = attribute.inner, inside(at, name)
    if not isinstance(at, dict) or not isinstance(path[-1], int):
        raise _unknown()
    return path, kind


def _unknown() -> AccessRefused:
    return AccessRefused.of("access.unknown_part", "", "the plant has no such part", "choose one of its parts")
