"""The twin's state follows the plant: what its tags tell at a moment, and a state of the line to simulate from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pulmu.model.codec import encode
from pulmu.model.emulation import Emulation
from pulmu.model.errors import InputError
from pulmu.model.line import Line
from pulmu.model.line_state import LineState
from pulmu.model.quantity import Quantity
from pulmu.model.tag import Sample, Value
from pulmu.services.live.emulated_tags import RUN, SPEED
from pulmu.services.live.following_known import Because, NotKnown
from pulmu.services.live.following_readings import Readings, kept_samples
from pulmu.services.live.following_seen import after_start, line_seen
from pulmu.services.live.furnace import Heat
from pulmu.services.live.variant import line_at
from pulmu.twin import Engine, continued, plan_line
from pulmu.twin.control.binding import seal
from pulmu.twin.follow import LineSeen, fitted, usual_states
from pulmu.twin.follow.remaining import Numbers

__all__ = ["Because", "NotKnown", "PlantSnapshot", "kept_samples", "snapshot_of", "states_of"]
MOST_AGE = timedelta(seconds=30)
"""Older readings do not count, unless something else is asked for."""
MORE_USUAL = 16
"""Usual states beside one for each draw, so that those most like the plant are many."""
_MUCH, _SOME = 0.1, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantSnapshot:
    """A plant at a moment, as far as its tags tell.

    Parameters
    ----------
    seen : What of it is seen.
    line_state : What a run may begin from: as seen, and the rest by one draw.
    setpoints : Of the line and its furnaces, by tag, as read.
    temperatures : Of the furnaces, by station. [°C]
    taken_at : Of its oldest reading that counts.
    seal : SHA-256 of all of it in its one form.
    """

    line: str
    seen: LineSeen
    line_state: LineState
    setpoints: dict[str, Value]
    temperatures: dict[str, float]
    taken_at: datetime
    not_known: tuple[NotKnown, ...]
    seal: str = ""

    @property
    def missing(self) -> tuple[NotKnown, ...]:
        """What a tag should have told and did not: from such a snapshot nothing is proven."""
        return tuple(item for item in self.not_known if item.because != "not_seen")

    @property
    def speed(self) -> float:
        """Line speed, in percent of what the line's file says."""
        value = self.setpoints.get(SPEED, 100.0)
        return float(value) if not isinstance(value, str) else 100.0

    @property
    def is_running(self) -> bool:
        """Whether the line may run."""
        return self.setpoints.get(RUN, True) is not False

    def heats(self, settings: Emulation) -> dict[str, Heat]:
        """The furnaces as they stand; what is not known is as usual."""
        return {item.station: _heat(item.station, settings, self.setpoints, self.temperatures)
                for item in settings.furnaces}  # fmt: skip


def snapshot_of(
    samples: Iterable[Sample], line: Line, settings: Emulation, engine: Engine, *, now: datetime,
    heard_at: datetime | None = None, most_age: timedelta = MOST_AGE, pace: float = 1.0, seed: int = 0,
) -> PlantSnapshot:  # fmt: skip
    """What samples of a plant's tags tell of its line.

    A sample that is not good, or too old, is never taken as true: what it should have told is listed as not known.
    Where a tag has several samples, the last is its value, and those before tell since when.

    Parameters
    ----------
    samples : By their names in the emulated plant, in the order in which they came.
    line : A line without problems; `settings`, its furnaces.
    now : Aware of its zone; the zone tells the hour of the week where the plant does not.
    heard_at : Until when a value that did not change is known to hold: of samples that were kept.
    most_age : Older readings do not count.
    pace : Seconds of the plant that pass in one of the clock: of an emulated plant.

    Raises
    ------
    InputError  Nothing that was read counts (`live.nothing_seen`).
    """
    readings = Readings.of(samples, now, heard_at, most_age, pace)
    setpoints = _setpoints(readings, settings)
    temperatures = {
        item.station: value
        for item in settings.furnaces
        if (value := readings.number(f"{item.station}/temperature", "temperature")) is not None
    }
    heats = {item.station: _heat(item.station, settings, setpoints, temperatures) for item in settings.furnaces}
    after = after_start(readings, line)
    seen = line_seen(readings, line, heats, after)
    if not readings.counted:
        raise InputError.of(
            "live.nothing_seen", line.id, "no reading of the plant counts: none is good and new enough",
            "see that the link is there, and what the tags say: pulmu plant watch ADDRESS --now",
        )  # fmt: skip
    found = PlantSnapshot(
        line=line.id, seen=seen, line_state=LineState(), setpoints=setpoints, temperatures=temperatures,
        taken_at=min(readings.counted), not_known=(),
    )  # fmt: skip
    state = states_of(found, line, engine, count=1, seed=seed)[0]
    _doubt_inside(readings, seen, state)
    found = replace(found, line_state=state, not_known=(*readings.unknown, *_never_seen(line, seen)))
    return replace(found, seal=seal(encode(found)))


def states_of(snapshot: PlantSnapshot, line: Line, engine: Engine, *, count: int, seed: int = 0) -> list[LineState]:
    """So many draws of where the line stands; all agree in what is seen."""
    now = line_at(line, snapshot.speed, set(), set(), {})
    usual = usual_states(now, snapshot.seen.after, engine, count=count + MORE_USUAL, seed=seed)
    plan = plan_line(continued(now, LineState(after=Quantity(snapshot.seen.after, "s"))))
    return [fitted(plan, snapshot.seen, usual, Numbers(seed, number)) for number in range(count)]


def _setpoints(readings: Readings, settings: Emulation) -> dict[str, Value]:
    found: dict[str, Value | None] = {
        RUN: readings.truth(RUN, "setpoint"), SPEED: readings.number(SPEED, "setpoint")
    }  # fmt: skip
    for item in settings.furnaces:
        name = f"{item.station}/temperature_set"
        found[name] = readings.number(name, "setpoint")
        name = f"{item.station}/standby"
        found[name] = readings.truth(name, "setpoint")
    return {name: value for name, value in found.items() if value is not None}


def _heat(
    station: str, settings: Emulation, setpoints: dict[str, Value], temperatures: dict[str, float]
) -> Heat:  # fmt: skip
    usual = Heat.of(next(item for item in settings.furnaces if item.station == station))
    setpoint = setpoints.get(f"{station}/temperature_set", usual.setpoint)
    return replace(
        usual,
        setpoint=float(setpoint) if not isinstance(setpoint, str) else usual.setpoint,
        temperature=temperatures.get(station, usual.temperature),
        standby=setpoints.get(f"{station}/standby") is True,
    )


def _doubt_inside(readings: Readings, seen: LineSeen, state: LineState) -> None:
    """What was read of pieces inside must be about what stands in queues and machines."""
    if seen.inside is None:
        return
    held = sum(item.pieces for item in state.waiting)
    held += sum(item.pieces for machine in state.machines for item in machine.pieces)
    if abs(held - seen.inside) > max(_SOME, _MUCH * seen.inside):
        readings.doubt("line/inside", "inside")


def _never_seen(line: Line, seen: LineSeen) -> Iterator[NotKnown]:
    """What no tag tells: it is drawn from its law, or as the model usually has it at this hour."""
    if len(line.products) > 1:
        yield NotKnown(what="products", where=line.id, because="not_seen")
    cycles = [item.station for item in seen.machines if item.state == "busy" and (item.worked is None or item.ended)]
    for name in dict.fromkeys(cycles):
        yield NotKnown(what="cycle", where=name, because="not_seen")
    for station in line.stations:
        if station.stops:
            yield NotKnown(what="stops", where=station.id, because="not_seen")
    for source in line.sources:
        if source.every is not None and source.id not in seen.arrived:
            yield NotKnown(what="source", where=source.id, because="not_seen")
