"""The parts of a plant, each a page of its own, and the page on which a value is mended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pulmu.model import AccessRefused, Path, Plant
from pulmu.services.plant_editor.shape import attributes_of

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
_PLANT: type = Plant
EXPORTS = "exports_to_eu"
_ADDRESS = re.compile(r"[a-z_]{1,60}(?:/[a-z_]{1,60}|/\d{1,4}){0,8}")


@dataclass(frozen=True, slots=True)
class Section:
    """Some attributes of one thing: the plant itself, or an entry of it.

    Parameters
    ----------
    path : Where the thing stands.
    names : Which of its attributes are shown.
    """

    path: Path
    kind: type
    names: tuple[str, ...]

    @property
    def address(self) -> str:
        """The same as forms and pages name it."""
        return "/".join(map(str, self.path))


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
    return kind is not None and not all(item.is_cell for item in attributes_of(kind).values())


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
    """Where a value stands in a form of the unchanged tree: names of entries become the number of their row."""
    parts: list[str] = []
    at, kind = tree, _PLANT
    for place, name in enumerate(path):
        parts.append(str(name))
        at = _inside(at, name)
        attribute = attributes_of(kind).get(name) if isinstance(name, str) else None
        if attribute is not None and attribute.kind in ("mapping", "scenarios") and isinstance(at, dict):
            return "/".join((*parts, *_row(attribute.kind, at, path[place + 1 :])))
        kind = attribute.inner or kind if attribute is not None else kind
    return "/".join(parts)


def _row(kind: str, entries: dict[str, Any], rest: Path) -> tuple[str, ...]:
    """Row and part of what stands below a mapping; nothing where it has no row."""
    if kind == "mapping":
        keys: list[Path] = [(name,) for name in entries]
    else:
        keys = [(name, inner) for name, item in entries.items() if isinstance(item, dict) for inner in item]
    length = len(keys[0]) if keys else 1
    key = rest[:length]
    return (str(keys.index(key)), *map(str, rest[length:])) if key in keys else ()


def _inside(at: Any, name: str | int) -> Any:
    if isinstance(at, dict):
        return at.get(name)
    return at[name] if isinstance(at, list) and isinstance(name, int) and name < len(at) else None


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
            at = _inside(at, name)
        else:
            attribute = attributes_of(kind).get(name)
            if attribute is None or attribute.kind != "list" or attribute.inner is None or place + 1 == len(path):
                raise _unknown()
            kind, at = attribute.inner, _inside(at, name)
    if not isinstance(at, dict) or not isinstance(path[-1], int):
        raise _unknown()
    return path, kind


def _unknown() -> AccessRefused:
    return AccessRefused.of("access.unknown_part", "", "the plant has no such part", "choose one of its parts")
