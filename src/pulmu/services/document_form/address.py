"""Where a value of a document stands in a form of it."""

from typing import Any

from pulmu.model import Path
from pulmu.services.document_form.shape import attributes_of


def address_in(kind: type, path: Path, tree: Any) -> str:
    """Where a value stands in a form of the unchanged tree: names of entries become the number of their row."""
    parts: list[str] = []
    at = tree
    for place, name in enumerate(path):
        parts.append(str(name))
        at = inside(at, name)
        attribute = attributes_of(kind).get(name) if isinstance(name, str) else None
        if attribute is not None and attribute.kind in ("mapping", "scenarios") and isinstance(at, dict):
            return "/".join((*parts, *_row(attribute.kind, at, path[place + 1 :])))
        kind = attribute.inner or kind if attribute is not None else kind
    return "/".join(parts)


def inside(at: Any, name: str | int) -> Any:
    """What stands in a node under a name or number; None where nothing does."""
    if isinstance(at, dict):
        return at.get(name)
    return at[name] if isinstance(at, list) and isinstance(name, int) and name < len(at) else None


def _row(kind: str, entries: dict[str, Any], rest: Path) -> tuple[str, ...]:
    """Row and part of what stands below a mapping; nothing where it has no row."""
    if kind == "mapping":
        keys: list[Path] = [(name,) for name in entries]
    else:
        keys = [(name, inner) for name, item in entries.items() if isinstance(item, dict) for inner in item]
    length = len(keys[0]) if keys else 1
    key = rest[:length]
    return (str(keys.index(key)), *map(str, rest[length:])) if key in keys else ()
