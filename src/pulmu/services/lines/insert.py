"""A station put between two others: the routes that go from the one to the other go through it."""

import copy
from typing import Any


def insert_station(tree: Any, source: str, target: str) -> tuple[Any, str]:
    """The tree of a line with a new station between two, and the station's id.

    The new station has no time yet: what is missing is told at its form.

    Parameters
    ----------
    source, target : Stations by id.
    """
    made = copy.deepcopy(tree)
    stations: list[Any] = made["stations"]
    taken = {item.get("id") for item in stations if isinstance(item, dict)}
    name = next(f"station_{number}" for number in range(1, len(stations) + 2) if f"station_{number}" not in taken)
    stations.insert(_place(stations, source) + 1, {"id": name})
    for product in _dicts(made.get("products")):
        route = product.get("route")
        if isinstance(route, list):
            product["route"] = list(_through(route, source, target, name))
    return made, name


def _through(route: list[Any], source: str, target: str, name: str) -> Any:
    """The steps of a route, those from the one station to the other led through the new one."""
    stations = {_name(step): step.get("station") for step in _dicts(route)}
    for number, step in enumerate(route):
        yield step
        if _station(step) != source:
            continue
        following = step.get("next")
        if isinstance(following, dict) and following:
            aims = [key for key in following if stations.get(key) == target]
            if aims:
                step["next"] = {name if key == aims[0] else key: share for key, share in following.items()}
                yield {"station": name, "next": {aims[0]: 1}}
        elif number + 1 < len(route) and _station(route[number + 1]) == target:
            yield {"station": name}


def _place(stations: list[Any], name: str) -> int:
    found = (number for number, item in enumerate(stations) if isinstance(item, dict) and item.get("id") == name)
    return next(found, len(stations) - 1)


def _station(step: Any) -> Any:
    return step.get("station") if isinstance(step, dict) else None


def _name(step: dict[str, Any]) -> str:
    return str(step.get("id") or step.get("station") or "")


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
