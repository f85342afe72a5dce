"""A line as its plant shows it now: machines, queues, pieces, powers, furnaces; what is not known is said to be so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from pulmu.model.line import Line
from pulmu.model.station import Station
from pulmu.services.live.told import counted_in
from pulmu.services.live_links.feed import DEAD, Shown
from pulmu.services.live_links.held import Held
from pulmu.services.ports import KeptSamples

MOST_TAGS = 500
"""Values on a page at most."""
_FIRST = timedelta(seconds=1)
"""After the first sample, the first of every tag is there."""
_BACK = timedelta(hours=24)
"""How far back it is looked for when a machine began to do what it does."""


@dataclass(frozen=True, slots=True)
class MachineNow:
    """A machine.

    Parameters
    ----------
    shown : Its state; None where nothing was ever kept of it.
    since : When that began, a day back at most.
    """

    tag: str
    station: str
    number: int
    shown: Shown | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class StationNow:
    """A station with the tags of what it shows; empty names where the plant has none."""

    id: str
    machines: tuple[MachineNow, ...]
    queue: str
    pieces: str
    powers: tuple[str, ...]
    temperature: str
    setpoint: str


@dataclass(frozen=True, slots=True)
class LineNow:
    """A line.

    Parameters
    ----------
    rest : Tags that are kept and belong to no station, by name; so many as fit the page.
    left_out : How many do not.
    """

    stations: tuple[StationNow, ...]
    rest: tuple[str, ...]
    left_out: int

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag of the page."""
        return (*(name for item in self.stations for name in _of(item)), *self.rest)


def line_now(line: Line, values: Mapping[str, Shown], kept: KeptSamples, now: datetime) -> LineNow:
    """What the plant of a line shows."""
    stations = tuple(_station(item, values, kept, now) for item in line.stations)
    taken = {name for item in stations for name in _of(item)}
    rest = sorted(name for name in values if name not in taken)
    room = max(MOST_TAGS - len(taken), 0)
    return LineNow(stations, tuple(rest[:room]), max(len(rest) - room, 0))


def good_since(line: Line, kept: KeptSamples, start: datetime, now: datetime) -> tuple[datetime, float | None]:
    """Good pieces that left the line since a moment, or since the first that was kept if that came later.

    None where a counter was not watched all the time, or began anew.
    """
    extent = kept.extent()
    begun = start if extent is None else max(start, extent[0] + _FIRST)
    return begun, counted_since(kept, [f"line/{item.id}/good" for item in line.products], begun, now, even=False)


def counted_since(
    kept: KeptSamples, tags: Sequence[str], start: datetime, now: datetime, *, even: bool
) -> float | None:  # fmt: skip
    """What counters counted together since a moment; None where one of them is not known throughout."""
    watched = kept.watched_until()
    if watched is None or now - watched > DEAD or watched <= start:
        return None
    now = min(now, watched)
    edges = np.array([0.0, (now - start).total_seconds()])
    found = [float(counted_in(Held(kept, now), tag, start, edges, even=even)[0]) for tag in tags]
    total = sum(found)
    return total if found and np.isfinite(total) else None


def _station(item: Station, values: Mapping[str, Shown], kept: KeptSamples, now: datetime) -> StationNow:
    def name(last: str) -> str:
        return f"{item.id}/{last}" if f"{item.id}/{last}" in values else ""

    powers = tuple(name(f"{use.carrier}/{last}") for use in item.uses for last in ("power", "flow"))
    return StationNow(
        id=item.id, machines=tuple(_machines(item, values, kept, now)), queue=name("queue"), pieces=name("pieces"),
        powers=tuple(filter(None, powers)), temperature=name("temperature"), setpoint=name("temperature_set"),
    )  # fmt: skip


def _machines(item: Station, values: Mapping[str, Shown], kept: KeptSamples, now: datetime) -> Iterator[MachineNow]:
    for number in range(1, item.machines + 1):
        tag = f"{item.id}/{number}/state"
        shown = values.get(tag)
        yield MachineNow(
            tag, item.id, number, shown, None if shown is None else kept.held_since(tag, now - _BACK)
        )  # fmt: skip


def _of(item: StationNow) -> Iterator[str]:
    """Tags of a station."""
    yield from (machine.tag for machine in item.machines if machine.shown is not None)
    yield from filter(None, (item.queue, item.pieces, *item.powers, item.temperature, item.setpoint))
