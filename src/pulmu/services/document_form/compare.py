"""What has changed between two versions of a plant."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pulmu.model import InputError, Path, Quantity

_PARTS = frozenset({"value", "unit", "evidence"})
_MOST = 500


@dataclass(frozen=True, slots=True)
class Change:
    """A value that was added, removed or changed.

    Parameters
    ----------
    path : Where it stands in the newer tree, or stood in the older one if it is gone.
    before, after : As text; None where there was or is none.
    """

    path: Path
    before: str | None
    after: str | None


def changes(before: Any, after: Any, most: int = _MOST) -> tuple[Change, ...]:
    """What has changed, in the order of the newer tree; entries of lists are told apart by their id.

    Parameters
    ----------
    most : Changes at most; whoever changed more has a new plant.
    """
    found = []
    for change in _changes(before, after, ()):
        found.append(change)
        if len(found) >= most:
            break
    return tuple(found)


def _changes(before: Any, after: Any, path: Path) -> Iterator[Change]:
    if _same(before, after):
        return
    if _holds(before) and _holds(after) and isinstance(before, dict) == isinstance(after, dict):
        old, new = _entries(before), _entries(after)
        for key, (place, item) in new.items():
            yield from _changes(old.get(key, (0, None))[1], item, (*path, place))
        for key, (place, item) in old.items():
            if key not in new:
                yield from _changes(item, None, (*path, place))
        if isinstance(after, list) and list(old) != list(new) and old.keys() == new.keys():
            yield Change(path, ", ".join(map(str, old)), ", ".join(map(str, new)))
    elif _holds(before) and after is None:
        for place, item in _entries(before).values():
            yield from _changes(item, None, (*path, place))
    elif _holds(after) and before is None:
        for place, item in _entries(after).values():
            yield from _changes(None, item, (*path, place))
    else:
        yield Change(path, shown(before), shown(after))


def _same(before: Any, after: Any) -> bool:
    """Whether both say the same, in whichever way it is written; what is empty says nothing."""
    if before in (None, "", {}, []) and after in (None, "", {}, []):
        return True
    if _holds(before) or _holds(after):
        return type(before) is type(after) and bool(before == after)
    return bool(_meant(before) == _meant(after))


def _holds(tree: Any) -> bool:
    """Whether it holds further values; an amount with its unit is one value."""
    return isinstance(tree, list) or (isinstance(tree, dict) and not _is_amount(tree))


def _is_amount(tree: dict[str, Any]) -> bool:
    return "value" in tree and tree.keys() <= _PARTS


def _entries(tree: Any) -> dict[Any, tuple[Any, Any]]:
    """Place and content of each entry: of a list by its id, or its number where it has none of its own."""
    if isinstance(tree, dict):
        return {key: (key, item) for key, item in tree.items()}
    found: dict[Any, tuple[Any, Any]] = {}
    for number, item in enumerate(tree):
        key = item.get("id") if isinstance(item, dict) else item
        known = key if isinstance(key, str) and key and key not in found else number
        found[known] = (number, item)
    return found


def shown(tree: Any) -> str | None:
    """A value in one line."""
    if tree is None:
        return None
    if isinstance(tree, dict) and _is_amount(tree):
        evidence = f" ({tree['evidence']})" if tree.get("evidence") else ""
        return f"{tree['value']} {tree.get('unit', '')}".strip() + evidence
    if isinstance(tree, bool):
        return "true" if tree else "false"
    return str(tree)


def _meant(tree: Any) -> Any:
    if isinstance(tree, dict) and _is_amount(tree):
        return (_number(f"{tree['value']} {tree.get('unit') or ''}"), tree.get("evidence") or "")
    said = shown(tree)
    return None if said is None else (_number(said), "")


def _number(said: str) -> Any:
    try:
        return str(Quantity.parse(said))
    except InputError:
        try:
            return float(said)
        except ValueError:
            return said.strip()
