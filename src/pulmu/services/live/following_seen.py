"""From readings of a plant to what is seen of its line."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from pulmu.model.line import Line, LineSource
from pulmu.model.station import Station
from pulmu.model.week import DAYS
from pulmu.services.live.emulated_tags import RUN
from pulmu.services.live.following_readings import Change, Readings
from pulmu.services.live.furnace import Heat
from pulmu.twin.counts import STATES
from pulmu.twin.follow import LineSeen, MachineSeen
from pulmu.twin.week import DAY, WEEK, clock_seconds, date_of, offset_of

HELD = ("standby", "stopped")
"""Shown by a machine whose controller has it stand: what it was at goes on later."""
_PAUSED = frozenset(("off", "down", "maintenance", "waiting", *HELD))
_LOADED = frozenset(("busy", "set_up", "blocked"))


def line_seen(readings: Readings, line: Line, heats: dict[str, Heat], after: float) -> LineSeen:
    """What is seen of a line.

    Parameters
    ----------
    heats : Furnaces as they stand, by station.
    """
    inside = readings.number("line/inside", "inside")
    queues = {item.id: readings.number(f"{item.id}/queue", "queue") for item in line.stations}
    return LineSeen(
        after=after,
        machines=tuple(_machine(readings, item, number, heats.get(item.id))
                       for item in line.stations for number in range(1, item.machines + 1)),
        queues={name: round(count) for name, count in queues.items() if count is not None},
        inside=None if inside is None else round(inside),
        arrived={source.id: at for source in line.sources if (at := _arrived(readings, line, source)) is not None},
    )  # fmt: skip


def after_start(readings: Readings, line: Line) -> float:
    """How long after the line's `starts` it is: by the plant's own clock, else by ours in its zone. [s]"""
    text = readings.text("line/clock", "clock") if readings.has("line/clock") else None
    first, day = offset_of(line.starts), date_of(line.starts)
    if text is not None and text[:3] in DAYS and text[3:4] == " ":
        return (DAYS.index(text[:3]) * DAY + clock_seconds(text[4:]) - first) % WEEK
    now = readings.heard_at or readings.now
    clock = clock_seconds(f"{now:%H:%M}") + now.second
    if day is not None and now.date() >= day:
        return (now.date() - day).days * DAY + clock - clock_seconds(line.starts.split()[1])
    return (now.weekday() * DAY + clock - first) % WEEK


def _machine(readings: Readings, station: Station, number: int, heat: Heat | None) -> MachineSeen:
    tag = f"{station.id}/{number}/state"
    state = readings.text(tag, "state")
    if state is not None and state not in (*STATES, *HELD):
        readings.doubt(tag, "state")
        state = None
    changes = readings.changes(tag) if state is not None else ()
    is_held = state in HELD or (state == "heating" and heat is not None and not heat.is_ready)
    worked, ended = _worked(readings, station, changes) if state in ("busy", "off", *HELD) else (None, False)
    return MachineSeen(
        station=station.id, machine=number, state=None if is_held else state,
        lasted=readings.ago(changes[0][0]) if len(changes) > 1 else None, worked=worked, ended=ended,
        loaded=_loaded(changes) if state not in (None, "idle") else None,
    )  # fmt: skip


def _loaded(changes: tuple[Change, ...]) -> bool | None:
    """Whether a machine held pieces before it went off, down or was held."""
    before = next((str(state) for _, state in changes if state not in _PAUSED), None)
    return None if before is None else before in _LOADED


def _worked(readings: Readings, station: Station, changes: tuple[Change, ...]) -> tuple[float | None, bool]:
    """Time at work since a cycle began, and whether others may have ended since; None: its past is not known. [s]"""
    counted = readings.changes(f"{station.id}/pieces") if station.machines == 1 else ()
    is_one = station.machines == 1 and readings.has(f"{station.id}/pieces")
    last = counted[0][0] if len(counted) > 1 else None
    total, until = 0.0, 0.0
    for begin, state, end in _spans(readings, changes):
        if last is not None and begin <= last:
            return (total + readings.ago(last) - until if state == "busy" else total), False
        if state == "busy":
            total += end
        elif state not in _PAUSED:
            return total, not is_one
        until += end
    return None, False


def _spans(readings: Readings, changes: tuple[Change, ...]) -> Iterator[tuple[datetime, str, float]]:
    """(since when, state, how long), the last first; the first that was seen began before."""
    until = 0.0
    for begin, state in changes:
        ago = readings.ago(begin)
        yield begin, str(state), ago - until
        until = ago


def _arrived(readings: Readings, line: Line, source: LineSource) -> float | None:
    """How long ago pieces of a source arrived: its station's queue rose by several. [s]"""
    firsts = {item.route[0].station for item in line.products if item.id in source.products}
    feeds = [item for item in line.sources if item.products.keys() & source.products.keys()]
    if source.every is None or source.lot < 2 or len(firsts) > 1 or len(feeds) > 1:
        return None
    queue = readings.changes(f"{firsts.pop()}/queue")
    for (at, later), (_, before) in pairwise(queue):
        if isinstance(later, float) and isinstance(before, float) and later - before >= 2:
            return readings.ago(at)
    return None


def is_running(readings: Readings) -> bool | None:
    """Whether the line may run; None where that is not known."""
    return readings.truth(RUN, "setpoint")
