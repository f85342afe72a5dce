"""Two people changed the same plant: what each changed, put together where they did not touch the same value."""

from dataclasses import dataclass
from typing import Any

from pulmu.model import Path

_GONE: Any = object()


@dataclass(frozen=True, slots=True)
class Merged:
    """The tree with both, and where both changed the same to something else: there it holds mine."""

    tree: Any
    clashes: tuple[Path, ...]


def merge(base: Any, mine: Any, theirs: Any) -> Merged:
    """Both changes on the tree they were made of."""
    clashes: list[Path] = []
    return Merged(_merge(base, mine, theirs, (), clashes), tuple(clashes))


def _merge(base: Any, mine: Any, theirs: Any, path: Path, clashes: list[Path]) -> Any:
    if _equal(mine, base):
        return theirs
    if _equal(theirs, base) or _equal(mine, theirs):
        return mine
    if isinstance(base, dict) and isinstance(mine, dict) and isinstance(theirs, dict):
        return _merge_entries(base, mine, theirs, path, clashes)
    keyed = [_by_id(tree) for tree in (base, mine, theirs)]
    if all(item is not None for item in keyed):
        before, own, other = keyed
        return list(_merge_entries(before or {}, own or {}, other or {}, path, clashes).values())
    clashes.append(path)
    return mine


def _equal(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and bool(one == other))


def _merge_entries(base: Any, mine: Any, theirs: Any, path: Path, clashes: list[Path]) -> dict[str, Any]:
    names = [*mine, *(name for name in theirs if name not in mine)]
    made = {
        name: _merge(base.get(name, _GONE), mine.get(name, _GONE), theirs.get(name, _GONE), (*path, name), clashes)
        for name in names
    }
    return {name: item for name, item in made.items() if item is not _GONE}


def _by_id(tree: Any) -> dict[str, Any] | None:
    """Entries of a list by their id; None where one has none of its own."""
    if not isinstance(tree, list):
        return None
    found: dict[str, Any] = {}
    for item in tree:
        key = item.get("id") if isinstance(item, dict) else None
        if not isinstance(key, str) or key in found:
            return None
        found[key] = item
    return found
