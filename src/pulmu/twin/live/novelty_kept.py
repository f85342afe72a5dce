"""A watch as a tree of JSON and back: what was learned outlives the process that learned it."""

import base64
import math
from dataclasses import fields, is_dataclass
from typing import Any, cast

from pulmu.twin.live.novelty import Watch
from pulmu.twin.live.novelty_budget import Tail
from pulmu.twin.live.novelty_habit import Aspect, Counts, Echo, Extent, Habit

FORM = "watch/1"
_PARTS: dict[str, type] = {
    "extent": Extent, "jump": Extent, "still": Extent, "often": Extent, "clock": Extent, "step": Extent,
    "states": Counts, "changes": Counts, "writers": Counts, "echo": Echo,
}  # fmt: skip


def watch_tree(watch: Watch) -> dict[str, Any]:
    """What was learned; numbers that are not finite as text, as JSON has none."""
    return {"form": FORM, **_tree(watch)}


def read_watch(tree: dict[str, Any]) -> Watch:
    """What was learned.

    Raises
    ------
    ValueError  It is not such a tree.
    """
    if tree.get("form") != FORM:
        raise ValueError("it is no watch, or one of another version")
    try:
        told = {name: _value(item) for name, item in tree.items() if name not in ("form", "habits", "tails", "told")}
        return Watch(
            **told,
            habits={name: cast("Habit", _part(Habit, item)) for name, item in tree["habits"].items()},
            tails={cast("Aspect", name): cast("Tail", _part(Tail, item)) for name, item in tree["tails"].items()},
            told={name: (_number(item[0]), _number(item[1])) for name, item in tree["told"].items()},
        )
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"it is no watch: {error}") from error


def _tree(value: Any) -> Any:
    if is_dataclass(value):
        return {item.name: _tree(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, dict):
        return {name: _tree(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_tree(item) for item in value]
    if isinstance(value, bytearray):
        return {"bits": base64.b64encode(value).decode()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": repr(value)}
    return value


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"float"}:
            return float(value["float"])
        if set(value) == {"bits"}:
            return bytearray(base64.b64decode(value["bits"]))
        return {name: _value(item) for name, item in value.items()}
    return [_value(item) for item in value] if isinstance(value, list) else value


def _number(value: Any) -> float:
    return float(_value(value))


def _part(kind: type, tree: dict[str, Any]) -> object:
    return kind(**{name: _part(_PARTS[name], item) if name in _PARTS else _value(item) for name, item in tree.items()})
