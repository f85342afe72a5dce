"""What happened at a plant: states, stops, alarms, gaps, setpoints, guard, oddities; and an hour of it replayed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pulmu.model.line import Line
from pulmu.model.tag import Sample, Tag
from pulmu.services.line_play import Frame, Play, machine_names
from pulmu.services.live_links.held import Held
from pulmu.services.ports import KeptSamples
from pulmu.twin import Happening
from pulmu.twin.counts import STATES

EventKind = Literal["state", "stop", "value", "alarm", "gap", "set", "guard", "unusual"]
KINDS: tuple[EventKind, ...] = ("stop", "state", "set", "guard", "unusual", "value", "alarm", "gap")
STOPS = frozenset(("down", "stopped", "maintenance"))
MOST_EVENTS = 5000
"""Of a time; of more the newest are told."""
_MOST_REPLAYED = 3000


@dataclass(frozen=True, slots=True)
class Oddity:
    """What was unusual: seen, beside what was usual until then.

    Parameters
    ----------
    since : From when on that was learned; None where nothing had to be.
    more : How many other tags it was seen of.
    """

    aspect: str
    seen: object
    low: object
    high: object
    unit: str
    since: datetime | None
    more: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Parameters
    ----------
    before, after : What the tag showed; of a gap `after` says why, and `ended` when it was heard of again. Of the guard
        `before` says who, and `after` what; of something unusual they say what was usual and what was seen.
    because : Why, where that was said.
    oddity : Of something unusual.
    """

    at: datetime
    kind: EventKind
    tag: str
    station: str
    before: str
    after: str
    ended: datetime | None = None
    because: str = ""
    oddity: Oddity | None = None


def events(
    kept: KeptSamples, start: datetime, end: datetime, kinds: frozenset[str] = frozenset(KINDS), station: str = "",
    beside: Sequence[Event] = (),
) -> tuple[Event, ...]:  # fmt: skip
    """What happened from one moment up to another, newest first.

    Parameters
    ----------
    beside : What was told of the plant elsewhere, by its guard or by watchfulness.
    """
    tags = [item for item in kept.tags() if not station or item.station == station]
    found = [event for tag in tags for event in _of_tag(kept, tag, start, end) if event.kind in kinds]
    if "gap" in kinds:
        found += _gaps(kept, {item.name: item.station for item in tags}, start, end)
    found += [item for item in beside if item.kind in kinds and start <= item.at < end
              and (not station or item.station == station)]  # fmt: skip
    found.sort(key=lambda item: (item.at, item.tag), reverse=True)
    return tuple(found[:MOST_EVENTS])


def _of_tag(kept: KeptSamples, tag: Tag, start: datetime, end: datetime) -> Iterator[Event]:
    is_state = tag.measure == "state"
    if not (is_state or tag.writable or tag.kind == "truth"):
        return
    before = kept.before(tag.name, start)
    said = "" if before is None else _text(before)
    for item in kept.samples(tag.name, start, end):
        if item.at is None:
            continue
        if item.quality != "good":
            if not said.startswith("!"):
                yield Event(item.at, "alarm", tag.name, tag.station, said, item.because or item.quality)
            said = "!"
            continue
        now = _text(item)
        if now != said and said:
            yield Event(item.at, _kind(tag, said, now), tag.name, tag.station, said.lstrip("!"), now)
        said = now


def _kind(tag: Tag, before: str, after: str) -> EventKind:
    if tag.measure == "state":
        return "stop" if after in STOPS or before in STOPS else "state"
    return "set" if tag.writable and tag.measure != "heartbeat" else "value"


def _text(item: Sample) -> str:
    if isinstance(item.value, bool):
        return str(item.value).lower()
    return f"{item.value:g}" if isinstance(item.value, float | int) else str(item.value)


def _gaps(kept: KeptSamples, stations: Mapping[str, str], start: datetime, end: datetime) -> Iterator[Event]:
    """Gaps as one event for all tags that were lost and heard of again together."""
    together: dict[tuple[int, str, datetime | None], list[str]] = {}
    for item in kept.gaps():
        if item.tag not in stations or item.start >= end or (item.end is not None and item.end < start):
            continue
        second = int(item.start.timestamp())
        ended = None if item.end is None else item.end.replace(microsecond=0)
        together.setdefault((second, item.because, ended), []).append(item.tag)
    for (second, because, ended), names in together.items():
        at = datetime.fromtimestamp(second, start.tzinfo)
        tag = names[0] if len(names) == 1 else str(len(names))
        yield Event(at, "gap", tag, stations[names[0]] if len(names) == 1 else "", "", because, ended)


def replay(line: Line, kept: KeptSamples, start: datetime, end: datetime) -> Play:
    """A time of the plant as a run to be watched: states of machines, and pieces that wait, each as a piece of its own.

    A machine of which nothing is known stands as `off`; which piece is which nobody counted, so they have no names.
    """
    held, long = Held(kept, end), (end - start).total_seconds()
    moves: list[Happening] = []
    first: list[str] = []
    for number, (place, machine) in enumerate(machine_names(line)):
        tag = f"{line.stations[place].id}/{machine}/state"
        told = [(max((item.at - start).total_seconds(), 0.0), _state(item)) for item in held.samples(tag, start, end)
                if item.at]  # fmt: skip
        first.append(told[0][1] if told and told[0][0] == 0.0 else "off")
        moves += _changes(told, number, first[-1])
    queues, serial, first_machine = list[tuple[int, ...]](), 0, 0
    for place, station in enumerate(line.stations):
        counts = [((item.at - start).total_seconds(), int(item.number)) for item in
                  held.samples(f"{station.id}/queue", start, end) if item.at and item.number is not None]  # fmt: skip
        begun = counts[0][1] if counts and counts[0][0] <= 0 else 0
        waiting = list(range(serial, serial + begun))
        serial += begun
        queues.append(tuple(waiting))
        for at, count in counts:
            while len(waiting) > max(count, 0):
                moves.append(Happening(time=at, what="loads", who=first_machine, serial=waiting.pop(0), value=0))
            while len(waiting) < count:
                moves.append(Happening(time=at, what="queues", who=place, serial=serial, value=0))
                waiting.append(serial)
                serial += 1
        first_machine += station.machines
    products = {str(piece): 0 for piece in range(serial)}
    moves.sort(key=lambda item: item.time)
    cut = moves[:_MOST_REPLAYED]
    last = long if len(moves) <= _MOST_REPLAYED else cut[-1].time
    frame = Frame(time=0.0, machines=tuple(first), queues=tuple(queues), loaded=tuple(() for _ in first))
    return Play(start=frame, end=last, products=products, moves=tuple(cut))


def _changes(told: Sequence[tuple[float, str]], machine: int, state: str) -> Iterator[Happening]:
    for at, now in told:
        if now != state:
            yield Happening(time=at, what="changes", who=machine, serial=-1, value=STATES.index(now))
        state = now


def _state(item: Sample) -> str:
    """The state as a picture of a run knows it."""
    known = {"standby": "idle", "stopped": "down"}
    word = str(item.value) if item.quality == "good" else "off"
    word = known.get(word, word)
    return word if word in STATES else "off"
