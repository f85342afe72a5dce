"""Stations that wait for each other at the end of a run, from its arrays."""

from collections import Counter
from typing import Any

import numpy as np

from pulmu.twin.kernel import records as r
from pulmu.twin.standstill import Circle, FullStation, Held, find_circle


def circle_of(world: r.World) -> Circle | None:
    """The first circle of stations that will never have a place again, or None."""
    station = world.arrays["station"]
    direct = np.where(station["is_batch"] == 1, 0, station["free"])
    is_full = (station["reserved"] == 0) & (station["queued"] >= station["room"] + direct)
    return find_circle({s: _full_station(world.arrays, s) for s in np.flatnonzero(is_full).tolist()})


def _full_station(arrays: dict[str, np.ndarray], s: int) -> FullStation:
    row = arrays["station"][s]
    machines = arrays["machine"][int(row["machines_from"]) : int(row["machines_to"])]
    empty, others = machines[machines["phase"] == r.FREE], machines[machines["phase"] != r.FREE]
    if not all(_is_stuck(arrays, machine) for machine in others):
        return FullStation(None, False, 0.0)
    queue = _queue(arrays, int(row["head"]))
    families = Counter(int(arrays["operation"]["family"][piece["operation"]]) for piece in queue)
    lacks = (
        len(empty) > 0
        and bool(row["is_batch"])
        and row["patience"] < 0
        and max(families.values(), default=0) < int(row["least"])
    )
    if len(empty) and not lacks:
        return FullStation(None, False, 0.0)
    held = tuple(_held(arrays, machine) for machine in others)
    return FullStation(held, lacks, max((float(piece["queued"]) for piece in queue), default=0.0))


def _is_stuck(arrays: dict[str, np.ndarray], machine: Any) -> bool:
    """Whether a machine waits for a place further on, and takes nothing until then."""
    if machine["belt"] != r.NONE:
        belt = arrays["belt"][int(machine["belt"])]
        if belt["accumulates"] and machine["count"] < belt["places"]:
            return False
    return bool(machine["phase"] in (r.DONE, r.HOLD))


def _queue(arrays: dict[str, np.ndarray], at: int) -> list[Any]:
    found = []
    while at != r.NONE:
        found.append(arrays["piece"][at])
        at = int(found[-1]["next"])
    return found


def _held(arrays: dict[str, np.ndarray], machine: Any) -> Held:
    fate = int(arrays["piece"]["fate"][machine["head"]])
    to = fate if fate >= 0 else -3 - fate
    return Held(int(arrays["operation"]["station"][to]), float(machine["stood"]))
