"""What happens to the guard. Time comes with each event, by two clocks: one only runs, one people read."""

import math
from dataclasses import dataclass
from typing import Literal

from pulmu.model.setpoint import SetpointGroup
from pulmu.model.tag import Sample


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant by both clocks.

    Parameters
    ----------
    monotonic : Clock that only runs; spans are measured by it. [s]
    wall : Clock of the world, since 1970 in UTC. [s]
    """

    monotonic: float
    wall: float

    @property
    def is_time(self) -> bool:
        """Whether both are numbers that a clock shows."""
        return math.isfinite(self.monotonic) and math.isfinite(self.wall)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks, as the gate knows them."""

    id: str
    plant: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks, which of their requests it is, and when they made it.

    Parameters
    ----------
    sequence : Rises with every request to this guard; one that does not is a repeat.
    made_at : By the clock of the world. [s]
    """

    by: Person
    sequence: int
    made_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the simulator found for a group, and what it looked at.

    Parameters
    ----------
    commands, snapshot, model, profile : Seals (SHA-256) of the setpoints, of the state of the plant the run began
        from, of the model, and of the limits.
    snapshot_at, model_at : When the plant stood so; when the model was fitted to it. By the clock of the world. [s]
    violations : Limits the simulated plant went beyond.
    line, bounds : Seals of what the model is made of: the line, and its furnaces and bounds.
    report, tag_map : Seals of the report of watching the line beside the plant that passed, and of the map the plant
        was read through; empty where it was not watched, and where there was no map.
    """

    commands: str
    snapshot: str
    snapshot_at: float
    model: str
    model_at: float
    profile: str
    violations: int
    line: str = ""
    bounds: str = ""
    report: str = ""
    tag_map: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A tag the guard wrote: what stood there before, and what was written."""

    tag: str
    before: object
    written: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Switched:
    """The local switch at the plant was set, or is not known any more.

    Parameters
    ----------
    is_on : None where it is not read fresh and good: nothing is written then, and nobody is thought to have set it.
    """

    at: Moment
    is_on: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """Somebody stopped all control."""

    at: Moment
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    """A person took a tag over by hand, or gave it back."""

    at: Moment
    tag: str
    is_on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """Who commands is alive; the number rises with each."""

    at: Moment
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """Readings came from the plant.

    Parameters
    ----------
    answers : Ticket of the read they answer; 0 for those that came by themselves.
    """

    at: Moment
    samples: tuple[Sample, ...]
    answers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Somebody proposes a group, with its proof."""

    at: Moment
    request: Request
    group: SetpointGroup
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Armed:
    """Somebody arms what is proposed, as they saw it.

    Parameters
    ----------
    binding : Seal of what they saw.
    token : Drawn at random by who calls; it commits once.
    """

    at: Moment
    request: Request
    binding: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """Somebody commits what is armed."""

    at: Moment
    request: Request
    binding: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """Somebody lets go: what is proposed or armed is dropped, what was verified stands on its own from now on."""

    at: Moment
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of a write."""

    at: Moment
    ticket: int
    outcome: Literal["accepted", "refused", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLost:
    """The plant cannot be reached."""

    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkBack:
    """The plant can be reached again."""

    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """Time passed."""

    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarted:
    """The guard starts anew; what it had written and not let go of stands in the audit.

    Parameters
    ----------
    is_first : It never ran before: its ledger is empty.
    """

    at: Moment
    sequence: int = 0
    touched: tuple[Touched, ...] = ()
    is_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFailed:
    """A record could not be kept."""

    at: Moment


Event = (
    Switched | Killed | Overridden | Heartbeat | Sampled | Proposed | Armed | Committed | Released | Answered
    | LinkLost | LinkBack | Ticked | Restarted | AuditFailed
)  # fmt: skip
