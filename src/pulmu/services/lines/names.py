"""What may be named where in a line: its own entries, and those of the plant it stands in."""

from collections.abc import Iterator
from typing import Any

from pulmu.model.line import OUT
from pulmu.services.document_form.shape import Attribute

_LISTS: dict[tuple[str, str], str] = {
    ("Line", "plant"): "plants",
    ("Carrier", "meter"): "meters",
    ("Carrier", "tariff"): "tariffs",
    ("Operators", "calendar"): "calendars",
    ("Station", "calendar"): "calendars",
    ("Station", "process"): "processes",
    ("Station", "step"): "process_steps",
    ("Station", "run_skill"): "skills",
    ("Station", "set_up_skill"): "skills",
    ("MachineHours", "calendar"): "calendars",
    ("Stop", "skill"): "skills",
    ("Use", "carrier"): "carriers",
    ("LineProduct", "good"): "goods",
    ("RouteStep", "station"): "stations",
    ("RouteStep", "rework_to"): "steps",
    ("RouteStep", "next"): "steps",
    ("LineSource", "products"): "products",
    ("Waiting", "product"): "products",
    ("Waiting", "step"): "steps",
}
Names = list[tuple[str, str]]
"""Values to choose from, with words beside them."""


def list_for(attribute: Attribute) -> str:
    """The list an input offers; empty where it offers none."""
    return _LISTS.get((attribute.owner.__name__, attribute.name), "")


def offered(name: str, line: Any, plant: Any) -> Names:
    """Values of a list.

    Parameters
    ----------
    line : Tree of the line as it was typed.
    plant : Tree of the plant it stands in; None where there is none.
    """
    match name:
        case "skills":
            found = (skill for pool in _all(line, "operators") for skill in _texts(pool.get("skills")))
            return [(skill, "") for skill in dict.fromkeys(found)]
        case "steps":
            return [*_steps(line), (OUT, "")]
        case "processes" | "meters":
            return _entries(plant, name)
        case "process_steps":
            return [pair for entry in _all(plant, "processes") for pair in _entries(entry, "steps")]
        case "goods":
            return [pair for entry in _all(plant, "processes") for pair in _entries(entry, "goods")]
    return _entries(line, name)


def _steps(line: Any) -> Names:
    names = dict(_entries(line, "stations"))
    steps = (step for product in _all(line, "products") for step in _all(product, "route"))
    found = {str(step.get("id") or step.get("station") or ""): str(step.get("station") or "") for step in steps}
    return [(key, names.get(station, "")) for key, station in found.items() if key]


def _entries(tree: Any, name: str) -> Names:
    return [
        (item["id"], str(item.get("name_local") or item.get("name") or ""))
        for item in _all(tree, name)
        if isinstance(item.get("id"), str) and item["id"]
    ]


def _all(tree: Any, name: str) -> Iterator[dict[str, Any]]:
    found = tree.get(name) if isinstance(tree, dict) else None
    return (item for item in (found if isinstance(found, list) else ()) if isinstance(item, dict))


def _texts(found: Any) -> list[str]:
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []
