"""What an engineer allows to be written into a plant: the limits file of the guard.

It is no safety function. What keeps people and machines safe stays in the plant's own safety system.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.flow import Id, Words
from pulmu.model.setpoint import SetpointValue, TagName, UnitText

LimitKind = Literal["number", "whole", "truth", "choice"]
Clock = Literal["source", "server"]
Role = Annotated[str, Text(40, r"[a-z][a-z_]*", "engineer")]
Choice = Annotated[str, Text(60)]
SealText = Annotated[str, Text(64, r"[0-9a-f]{64}", "9f2c...")]
Age = Annotated[float, Bounds(0.1, 60), Doc("greatest age of a reading that counts [s]")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What must be seen to move after the write, or it goes back."""

    tag: TagName
    moves: Annotated[
        Literal["up", "down", "with", "against"],
        Doc("up or down; or with the change of the setpoint, or against it"),
    ]
    by: Annotated[float, Bounds(0), Doc("least movement, in the unit of that tag")]
    within_s: Annotated[float, Bounds(0.1, 3600), Doc("how long it may take [s]")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What may be written to one tag. A tag without a limit is never written."""

    tag: TagName
    name: Words = ""
    name_local: Words = ""
    kind: LimitKind = "number"
    unit: UnitText = "1"
    low: Annotated[float | None, Doc("least value")] = None
    high: Annotated[float | None, Doc("greatest value")] = None
    choices: Annotated[tuple[Choice, ...], Most(100), Doc("values a choice may take")] = ()
    step: Annotated[float | None, Bounds(0), Doc("greatest change in one write, from the value read back last")] = None
    rate_per_minute: Annotated[float | None, Bounds(0), Doc("greatest sum of changes in any minute")] = None
    dwell_s: Annotated[float, Bounds(0, 86_400), Doc("least time between two writes [s]")] = 0.0
    tolerance: Annotated[float, Bounds(0), Doc("how far the value read back may be off")] = 0.0
    safe: Annotated[SetpointValue | None, Doc("value it falls back to; it is held where it is, if left out")] = None
    age_s: Age = 5.0
    age_by: Annotated[Clock, Doc("clock that dates its readings: of the device, or of the server that read it")] = (
        "server"
    )
    effects: Annotated[tuple[Effect, ...], Most(10)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interlock:
    """What must hold in the plant for anything to be written; not known, or too old, is as if it did not."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    tag: TagName
    unit: UnitText = "1"
    equals: Annotated[SetpointValue | None, Doc("value it must have")] = None
    low: Annotated[float | None, Doc("least value it must have")] = None
    high: Annotated[float | None, Doc("greatest value it may have")] = None
    age_s: Age = 2.0
    age_by: Annotated[Clock, Doc("clock that dates its readings: of the device, or of the server that read it")] = (
        "source"
    )
    guards: Annotated[tuple[TagName, ...], Most(200), Doc("tags it is asked for; all, if left out")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSwitch:
    """The key switch at the plant: on where it is read fresh, good and true; off in every other case."""

    tag: TagName
    age_s: Annotated[float, Bounds(0.1, 10), Doc("greatest age of a reading that counts [s]")] = 3.0
    age_by: Annotated[Clock, Doc("clock that dates its readings: of the device, or of the server that read it")] = (
        "server"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchdog:
    """A tag the guard counts up while it lives, so that the plant's controller falls back by itself if it does not."""

    tag: TagName
    every_s: Annotated[float, Bounds(0.1, 2), Doc("time between two counts [s]")] = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardRoles:
    """Who may do what, by role."""

    propose: Annotated[tuple[Role, ...], Most(20)] = ("engineer", "operator")
    arm: Annotated[tuple[Role, ...], Most(20)] = ("engineer",)
    commit: Annotated[tuple[Role, ...], Most(20)] = ("engineer", "operator")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedLine:
    """A line that was watched beside the plant, read only, before anything is written; both seals are told with it."""

    report: Annotated[SealText, Doc("seal of the report of watching that passed")]
    line: Annotated[SealText, Doc("seal of the line that was watched")]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardProfile:
    """The limits of one plant, as its engineer signs them."""

    pulmu: Annotated[Literal["guard/1"], Doc("kind and version of this document")] = "guard/1"
    id: Id
    plant: Annotated[Id, Doc("plant whose tags these are")]
    version: Annotated[int, Bounds(1, 1_000_000), Doc("rises with every change; an older one is refused")]
    made_by: Annotated[str, Text(100, r"\S.*", "Kim Seo-yeon"), Doc("engineer who answers for it")]
    made_on: date
    two_persons: Annotated[bool, Doc("whether who arms must be another than who proposed")] = True
    arm_expires_s: Annotated[float, Bounds(1, 30), Doc("how long an arming holds [s]")] = 30.0
    request_age_s: Annotated[float, Bounds(0.5, 30), Doc("how old a request may be when it arrives [s]")] = 10.0
    snapshot_age_s: Annotated[
        float, Bounds(1, 900), Doc("how old the state of the plant it was simulated from may be [s]")
    ]
    model_age_s: Annotated[
        float, Bounds(60, 31_536_000), Doc("how long ago the model may have been fitted to the plant [s]")
    ]
    models: Annotated[
        tuple[SealText, ...], Most(100), Doc("seals of the models that may prove a setpoint; any, if left out")
    ] = ()
    tag_map: Annotated[
        SealText | None,
        Doc("seal of the map of tags it is written through; none, if left out: the plant has the twin's names"),
    ] = None
    watched: Annotated[
        WatchedLine | None,
        Doc("what was watched beside the plant, through this map, and passed; only its line may prove a setpoint"),
    ] = None
    heartbeat_s: Annotated[float, Bounds(0.2, 4), Doc("longest silence of who commands before the safe state [s]")] = (
        2.0
    )
    answer_s: Annotated[float, Bounds(0.1, 4), Doc("how long the plant may take to answer [s]")] = 2.0
    safe_within_s: Annotated[float, Bounds(0.5, 5), Doc("within how long the safe state is reached [s]")] = 5.0
    clock_s: Annotated[float, Bounds(0.01, 5), Doc("how far clocks may be apart, and how far one may jump [s]")] = 1.0
    switch: Annotated[
        LocalSwitch | None, Doc("key switch at the plant; the guard's own console alone, if left out")
    ] = None
    watchdog: Annotated[Watchdog | None, Doc("what tells the plant's controller that the guard lives")] = None
    roles: GuardRoles = field(default_factory=GuardRoles)
    limits: Annotated[tuple[Limit, ...], Unique("tag"), Most(500)]
    interlocks: Annotated[tuple[Interlock, ...], Unique(), Most(200)] = ()
