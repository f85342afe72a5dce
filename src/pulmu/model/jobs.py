"""Jobs that are to be made in a shop, and the machines that make them: what a schedule is made from.

Times are local, on the clock of the plant; a shift and a price begin by the same clock.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.flow import Words
from pulmu.model.law import Time
from pulmu.model.week import Calendar, Day

_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
Moment = Annotated[str, Text(16, rf"{_DAY}[ T]{_CLOCK}", "2026-06-08 08:00"), Doc("day and time of the plant's clock")]
DayOrMoment = Annotated[str, Text(16, rf"{_DAY}(?:[ T]{_CLOCK})?", "2026-06-12 17:00")]
Label = Annotated[
    str, Text(60, r"\w(?:[\w.-]| (?! ))*", "DRAW-1"), Doc("short name as people use it; letters, digits, _ . - space")
]
Family = Annotated[
    str,
    Text(60),
    Doc("goods that need no set-up between them, a diameter or an alloy; at a furnace its temperature"),
]
Minutes = Annotated[float, Bounds(0, 100_000)]
Kilowatts = Annotated[float, Bounds(0, 1_000_000)]
FuelRate = Annotated[float, Bounds(0, 1_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineStop:
    """A time in which a machine does nothing, such as maintenance."""

    start: Moment
    end: Moment
    reason: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineSetUp:
    """Minutes from one family to another; `*` stands for any that no other entry names."""

    before: Annotated[str, Text(60), Doc("family before; * for any")] = "*"
    after: Annotated[str, Text(60), Doc("family after; * for any")] = "*"
    minutes: Minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineBreakdown:
    """A kind of breakdown of a machine: how often, and how long until it works again."""

    name: Words = ""
    every: Annotated[Time, Doc("time until it comes, by its law; a time alone is a constant one")]
    lasts: Annotated[Time, Doc("time until the machine works again, by the clock")]
    counts: Annotated[
        Literal["operation", "clock"], Doc("what brings it nearer: time at work, or time that passes")
    ] = "operation"
    piece: Annotated[Literal["resume", "repeat"], Doc("work under way is gone on with, or done anew")] = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineRest:
    """What a machine may be switched to between two operations, where that costs less than waiting: standby, or off."""

    name: Annotated[str, Text(60), Doc("such as standby or off")]
    kw: Annotated[Kilowatts, Doc("power in it [kW]")] = 0.0
    down_minutes: Annotated[Minutes, Doc("from work to it [min]")] = 0.0
    up_minutes: Annotated[Minutes, Doc("from it to work, as a furnace warms up [min]")] = 0.0
    down_kw: Annotated[Kilowatts, Doc("power while it goes down [kW]")] = 0.0
    up_kw: Annotated[Kilowatts, Doc("power while it comes up [kW]")] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """People who mind machines, and when they are there."""

    id: Label
    people: Annotated[float, Bounds(0, 10_000), Doc("how many are there")]
    calendar: Annotated[str, Text(60), Doc("id of the calendar they work by; all the time, if left out")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wages:
    """What an hour of a person costs who is kept busy: more at night and on days off, and both add up.

    Labor Standards Act (근로기준법), Article 56(2) and (3): half as much again on a day off, and from 22:00 to 06:00.
    """

    won_per_hour: Annotated[float, Bounds(0, 10_000_000), Doc("of one person on a working day [KRW/h]")]
    night_share: Annotated[float, Bounds(0, 10), Doc("paid besides from 22:00 to 06:00, as a share of it")] = 0.5
    day_off_share: Annotated[float, Bounds(0, 10), Doc("paid besides on days off and public holidays")] = 0.5
    days_off: Annotated[tuple[Day, ...], Most(7)] = ("sun",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopMachine:
    """A machine: it does one operation at a time, or a furnace one batch, without a break."""

    id: Label
    name: Words = ""
    name_local: Words = ""
    calendar: Annotated[str, Text(60), Doc("id of the calendar it works by; all the time, if left out")] = ""
    idle_kw: Annotated[Kilowatts, Doc("power while it waits between operations [kW]")] = 0.0
    holds: Annotated[
        float, Bounds(0, 1_000_000), Doc("of a furnace: loads it takes at once, in a unit of its own; else left out")
    ] = 0.0
    rests: Annotated[tuple[MachineRest, ...], Most(20)] = ()
    stops: Annotated[tuple[MachineStop, ...], Most(1000)] = ()
    set_ups: Annotated[tuple[MachineSetUp, ...], Most(2000)] = ()
    breakdowns: Annotated[tuple[MachineBreakdown, ...], Most(20)] = ()
    spread: Annotated[
        float, Bounds(0, 10), Doc("standard deviation of how long an operation takes, as a share of what is told")
    ] = 0.0
    process: Annotated[str, Text(60), Doc("process or step of the plant whose electricity it draws, by id")] = ""
    fuel: Annotated[str, Text(60), Doc("source stream of the plant that it burns, by id")] = ""
    furnace: Annotated[str, Text(60), Doc("who of the plant burns it, by id, such as a furnace")] = ""
    idle_fuel_per_hour: Annotated[
        FuelRate, Doc("burnt while it waits between operations, in the unit of the stream per hour")
    ] = 0.0
    station: Annotated[str, Text(60), Doc("station of a line that it is one of: it breaks down as that does")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobWay:
    """A machine that may do an operation."""

    machine: Label
    minutes: Annotated[float, Bounds(0.01, 100_000), Doc("how long it takes there, for the whole job [min]")]
    kw: Annotated[Kilowatts, Doc("mean power meanwhile [kW]")] = 0.0
    fuel_per_hour: Annotated[FuelRate, Doc("burnt meanwhile, in the unit of the machine's stream per hour")] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOperation:
    """One step of a job; any one of its ways does it."""

    name: Words = ""
    family: Family = ""
    load: Annotated[
        float, Bounds(0, 1_000_000), Doc("what the whole job takes of what a furnace holds, in the furnace's unit")
    ] = 0.0
    people: Annotated[float, Bounds(0, 1000), Doc("whom it keeps busy; 0.5 where one minds two machines")] = 0.0
    scrap: Annotated[
        float, Bounds(0, 0.99), Doc("share of what it begins with that is scrapped: more is begun for it")
    ] = 0.0
    ways: Annotated[tuple[JobWay, ...], Most(50)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopJob:
    """What is ordered: operations that follow each other."""

    id: Label
    name: Words = ""
    release: Annotated[DayOrMoment | None, Doc("nothing of it begins before; a day alone is its first moment")] = None
    due: Annotated[DayOrMoment | None, Doc("it should be done by then; a day alone is its last moment")] = None
    weight: Annotated[float, Bounds(0, 1000), Doc("how much its lateness counts beside others'")] = 1.0
    tonnes: Annotated[float | None, Bounds(0, 1_000_000), Doc("mass of the job, for figures per tonne [t]")] = None
    operations: Annotated[tuple[JobOperation, ...], Most(200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """A shop and its jobs, from a moment on.

    Parameters
    ----------
    step_minutes : Times of the schedule are whole steps; durations are rounded up to them.
    """

    pulmu: Annotated[Literal["jobs/1"], Doc("kind and version of this document")] = "jobs/1"
    id: Label
    name: Words = ""
    name_local: Words = ""
    start: Annotated[Moment, Doc("the schedule begins then")]
    step_minutes: Annotated[int, Bounds(1, 60), Doc("a divisor of 60 [min]")] = 15
    calendars: Annotated[tuple[Calendar, ...], Unique(), Most(200)] = ()
    crews: Annotated[
        tuple[Crew, ...], Unique(), Most(200), Doc("people who are there; nobody is counted, if left out")
    ] = ()
    wages: Wages | None = None
    machines: Annotated[tuple[ShopMachine, ...], Unique(), Most(500)]
    jobs: Annotated[tuple[ShopJob, ...], Unique(), Most(5000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOperation:
    """When an operation is done, and where."""

    job: Label
    operation: Annotated[int, Bounds(1, 200), Doc("its place in the job, from 1")]
    machine: Label
    start: Moment
    end: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTimetable:
    """A timetable that was made before: by hand, or by Pulmu."""

    pulmu: Annotated[Literal["timetable/1"], Doc("kind and version of this document")] = "timetable/1"
    operations: Annotated[tuple[GivenOperation, ...], Most(20_000)]
