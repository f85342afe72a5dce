"""A standstill: stations that are full of pieces which wait for each other's places, and will for ever.

A run does not look for it: it never ends by itself, so the end of the run shows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.model.errors import SolveError

LEAST_STEP = 1e-6
"""Less than this in a million happenings, and the clock stands for all that a person sees of it. [s]"""


@dataclass(frozen=True, slots=True)
class Held:
    """A machine at the end of a run: the station its piece waits for a place at, and since when. [s]"""

    target: int
    since: float


@dataclass(frozen=True, slots=True)
class FullStation:
    """A station without a place for one more piece.

    Parameters
    ----------
    held : Its machines that wait for a place further on, or None where one of its machines may yet take a piece.
    lacks_family : Whether a machine is free, and no family has enough pieces in the queue for it.
    last : When the last piece joined its queue. [s]
    """

    held: tuple[Held, ...] | None
    lacks_family: bool
    last: float


@dataclass(frozen=True, slots=True)
class Circle:
    """Stations, by place, that wait for each other: each with those it waits for."""

    since: float
    waits: tuple[tuple[int, tuple[int, ...]], ...]


def find_circle(full: Mapping[int, FullStation]) -> Circle | None:
    """The first circle of stations that will never have a place again, or None.

    A station stands still if it is full and each of its machines waits for a station that stands still: the largest set
    of which this is true. Of it, a circle is a part that waits for none outside itself.
    """
    ways = {number: _ways(number, item) for number, item in full.items()}
    stands = {number for number, to in ways.items() if to is not None}
    while lost := {number for number in stands if not stands.issuperset(ways[number] or ())}:
        stands -= lost
    circles = [_circle(full, part, ways) for part in _closed_parts(stands, ways)]
    return min(circles, key=lambda item: (item.since, item.waits), default=None)


def _ways(number: int, station: FullStation) -> tuple[int, ...] | None:
    """What a full station waits for: itself, where its buffer holds too few pieces of every family."""
    if station.held is None:
        return None
    own = [number] if station.lacks_family else []
    return tuple(sorted({*own, *(item.target for item in station.held)}))


def _closed_parts(stands: set[int], ways: Mapping[int, tuple[int, ...] | None]) -> list[frozenset[int]]:
    reached = {number: _reached(number, ways) for number in stands}
    parts = {frozenset(found) for number, found in reached.items() if all(number in reached[other] for other in found)}
    return [part for part in parts if part]


def _reached(start: int, ways: Mapping[int, tuple[int, ...] | None]) -> set[int]:
    found, todo = set[int](), [start]
    while todo:
        for to in ways[todo.pop()] or ():
            if to not in found:
                found.add(to)
                todo.append(to)
    return found


def _circle(
    full: Mapping[int, FullStation], part: frozenset[int], ways: Mapping[int, tuple[int, ...] | None]
) -> Circle:
    times = [full[number].last for number in part]
    times += [item.since for number in part for item in full[number].held or ()]
    return Circle(max(times), tuple((number, ways[number] or ()) for number in sorted(part)))


def time_stands(now: float) -> SolveError:
    """That a million events came at one moment: some time is so short that the clock does not go on. [s]"""
    return SolveError.of(
        "line.time_stands", "", f"time does not go on after {now / 3600:g} h: what takes next to no time is repeated",
        "check the units of the times, and for a route that goes round", hours=f"{now / 3600:g}",
    )  # fmt: skip
