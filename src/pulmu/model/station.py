"""A station of a line: its machines, the buffer before it, set-ups, stops, operators, and what it uses."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Unique
from pulmu.model.flow import Id, Words
from pulmu.model.law import Span, Time

Rate = Annotated[float, Bounds(0)]
State = Literal["off", "idle", "heating", "set_up", "busy", "blocked", "down", "maintenance", "waiting"]
"""What a machine is doing; waiting: for an operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """The set-up from one family to another."""

    before: Annotated[Id | None, Doc("family before; any, if left out")] = None
    after: Annotated[Id | None, Doc("family after; any, if left out")] = None
    time: Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A kind of breakdown, or planned maintenance, of each machine of a station."""

    id: Id
    name: Words = ""
    kind: Literal["breakdown", "maintenance"] = "breakdown"
    counts: Annotated[
        Literal["operation", "clock", "pieces"],
        Doc("what brings it nearer: time at work, time that passes while the machine is not down, or cycles done"),
    ] = "operation"
    every: Annotated[Time | None, Doc("time until it comes; of `counts: operation` or `clock`")] = None
    every_pieces: Annotated[int | None, Bounds(1), Doc("cycles until it comes; of `counts: pieces`")] = None
    lasts: Annotated[Time, Doc("time of repair or maintenance, once somebody is there for it")]
    waits: Annotated[
        bool | None, Doc("until the cycle under way is done; left out: maintenance waits, a breakdown does not")
    ] = None
    piece: Annotated[
        Literal["resume", "repeat", "scrap"], Doc("what becomes of pieces under way: gone on with, anew, or scrap")
    ] = "resume"
    skill: Annotated[str, Doc("of the operator it takes; nobody, if left out")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What each machine of a station uses of a carrier, in the carrier's unit: per hour of a state, and per event.

    A state left out counts as idle, except off: that is none.
    """

    carrier: Id
    off: Annotated[Rate | None, Doc("per hour off; none, if left out")] = None
    idle: Annotated[Rate, Doc("per hour ready and waiting for work; of a furnace: holding its temperature")] = 0.0
    heating: Annotated[Rate | None, Doc("per hour of warming up")] = None
    set_up: Annotated[Rate | None, Doc("per hour of set-up; of a furnace: to another temperature")] = None
    busy: Annotated[Rate | None, Doc("per hour of work")] = None
    blocked: Annotated[Rate | None, Doc("per hour of waiting for a place for what is done")] = None
    down: Annotated[Rate | None, Doc("per hour broken down")] = None
    maintenance: Annotated[Rate | None, Doc("per hour of maintenance")] = None
    waiting: Annotated[Rate | None, Doc("per hour of waiting for an operator")] = None
    per_piece: Annotated[Rate, Doc("per piece that is worked on, on top")] = 0.0
    per_kg: Annotated[Rate, Doc("per kg that is worked on, on top: of a furnace, what warms its load")] = 0.0
    per_cycle: Annotated[Rate, Doc("per cycle, on top: of a furnace, per batch whatever its size")] = 0.0
    per_set_up: Annotated[Rate, Doc("per set-up, on top")] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """How many pieces a furnace takes at once; all of one family."""

    least: Annotated[int, Bounds(1, 100_000)] = 1
    most: Annotated[int, Bounds(1, 100_000)]
    longest_wait: Annotated[
        Span | None, Doc("a piece that has waited so long goes with those of its family that are there, however few")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Belt:
    """A belt or rollers: pieces go along it one behind another, in the order in which they came on.

    The station's `time` is that of the whole way. A piece comes on once the one before has gone on by a place.
    """

    places: Annotated[int, Bounds(1, 100_000), Doc("most pieces on it at once, evenly spaced")]
    accumulates: Annotated[
        bool,
        Doc("pieces close up behind one that has no place at the end, as on rollers; else all stand, as in a furnace"),
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineHours:
    """When one machine of a station works, where that is not when the others do."""

    machine: Annotated[int, Bounds(1, 10_000), Doc("which of the station's machines, from 1")]
    calendar: Annotated[Id, Doc("when it works, by id")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Machines that are alike, with one buffer before them."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    process: Annotated[str, Doc("process of the plant it belongs to, by id; none, if left out")] = ""
    step: Annotated[str, Doc("step of that process, by id")] = ""
    machines: Annotated[int, Bounds(1, 10_000), Doc("how many work side by side")] = 1
    buffer: Annotated[
        int | None, Bounds(0, 1_000_000), Doc("places for pieces that wait before it; without end, if left out")
    ] = None
    order: Annotated[
        Literal["first_come", "last_come", "priority", "shortest", "same_family"],
        Doc("which piece is next; priority: smaller numbers first; same_family: as long as there is one"),
    ] = "first_come"
    interrupts: Annotated[
        Literal["no", "resume", "repeat"],
        Doc("by priority: a piece takes the machine of one that goes after it, which goes on later, or anew"),
    ] = "no"
    blocking: Annotated[
        Literal["after", "before"],
        Doc("a piece without a place further on waits in its machine after its work, or its work does not begin"),
    ] = "after"
    time: Annotated[Time | None, Doc("time of a cycle, where a step of a route gives none")] = None
    batch: Annotated[Batch | None, Doc("of a furnace that takes several pieces at once")] = None
    belt: Annotated[Belt | None, Doc("of a conveyor, or a furnace with a belt through it")] = None
    set_up: Annotated[Time | None, Doc("set-up to another family, where `set_ups` names none; none, if left out")] = (
        None
    )
    set_ups: Annotated[tuple[SetUp, ...], Most(10_000)] = ()
    family: Annotated[str, Doc("family a machine is set up for at the start; none asks for a set-up, if left out")] = ""
    warm_up: Annotated[Time | None, Doc("before it works after it was off")] = None
    calendar: Annotated[str, Doc("when it works, by id; always, if left out")] = ""
    machine_hours: Annotated[
        tuple[MachineHours, ...], Unique("machine"), Most(10_000), Doc("calendars of single machines, in its place")
    ] = ()
    at_shift_end: Annotated[
        Literal["stop", "finish"], Doc("work under way stops and goes on at the next shift, or is finished first")
    ] = "stop"
    stops: Annotated[tuple[Stop, ...], Most(20), Unique()] = ()
    run_skill: Annotated[str, Doc("of the operator who must be there during a cycle; nobody, if left out")] = ""
    set_up_skill: Annotated[str, Doc("of the operator who sets up; nobody, if left out")] = ""
    uses: Annotated[tuple[Use, ...], Unique("carrier"), Most(20)] = ()
