"""What the guard knows at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pulmu.model.guard_profile import GuardProfile, Interlock, Limit
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.model.tag import Sample
from pulmu.twin.control.action import Write
from pulmu.twin.control.binding import profile_seal
from pulmu.twin.control.event import Moment, Person, Proof, Touched

Phase = Literal[
    "disarmed", "armed", "committed", "writing", "verifying", "verified", "reverting", "reverted", "failed_safe"
]
Stage = Literal["permissives", "write", "read_back", "again", "effects"]


@dataclass(frozen=True)
class Rules:
    """The limits, with what is looked up in them at every step."""

    profile: GuardProfile

    @cached_property
    def seal(self) -> str:
        """Their seal."""
        return profile_seal(self.profile)

    @cached_property
    def limits(self) -> Mapping[str, Limit]:
        """Limit of each tag that may be written."""
        return {limit.tag: limit for limit in self.profile.limits}

    @cached_property
    def memory_s(self) -> float:
        """How long a change is remembered, for rate and dwell. [s]"""
        return max(60.0, *(limit.dwell_s for limit in self.profile.limits), 0.0)

    @cached_property
    def interlocks(self) -> Mapping[str, tuple[Interlock, ...]]:
        """Interlocks of each tag that may be written."""
        return {
            tag: tuple(item for item in self.profile.interlocks if not item.guards or tag in item.guards)
            for tag in self.limits
        }

    @cached_property
    def tags(self) -> frozenset[str]:
        """Every tag the guard looks at."""
        effects = (effect.tag for limit in self.profile.limits for effect in limit.effects)
        return frozenset((*self.limits, *(item.tag for item in self.profile.interlocks), *effects))


@dataclass(frozen=True, slots=True)
class Seen:
    """A reading, when it came, and which read it answers (0: none)."""

    sample: Sample
    received: float
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A group that was found in order, and what it is sealed by."""

    group: SetpointGroup
    proof: Proof
    author: Person
    binding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arming:
    """Who armed what, when, and by which token."""

    by: Person
    token: str
    binding: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A movement that must be seen."""

    tag: str
    start: float
    by: float
    direction: int
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A committed group on its way.

    Parameters
    ----------
    index : Setpoint that is dealt with; of a group that goes back, the number of tags that still have to.
    ticket : Answer that is waited for; 0 for none.
    deadline : When it must have come. [s]
    cycles : Times the value was read back and was not yet there.
    touched : What was written, in order.
    prior : What was in charge before it.
    """

    proposal: Proposal
    arming: Arming
    begun: float
    stage: Stage = "permissives"
    index: int = 0
    ticket: int = 0
    deadline: float = 0.0
    cycles: int = 0
    touched: tuple[Touched, ...] = ()
    prior: Mapping[str, Touched] = field(default_factory=dict)
    awaited: tuple[Awaited, ...] = ()

    @property
    def setpoints(self) -> tuple[Setpoint, ...]:
        """Setpoints of its group."""
        return self.proposal.group.setpoints


@dataclass(frozen=True, slots=True)
class Move:
    """A change the guard made: when, and how far. For rate and dwell."""

    tag: str
    at: float
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All the guard knows.

    Parameters
    ----------
    clock : Wall less monotonic clock, as it was when they were last found in order, and when that was. [s]
    is_switch_known : Whether the local switch is read fresh and good; where it is not, nothing is written.
    beat : Number of the last sign of life, and when it came.
    engaged : Tags written and not let go of: what falls back if anything fails.
    pending : Writes whose outcome is not known.
    owed : Tags that still have to be brought to their safe value.
    looks_first : Whether the plant must be read before a safe value is written: somebody may have been there.
    read_ticket, read_until : The read that is waited for where no group runs, and until when.
    is_record_lost : Whether a record could not be kept: then nothing is begun.
    safe_until : When the safe state must have been reached. [s]
    """

    rules: Rules
    now: Moment
    clock: tuple[float, float]
    phase: Phase = "disarmed"
    is_switched_on: bool = False
    is_switch_known: bool = False
    is_killed: bool = False
    is_record_lost: bool = False
    is_linked: bool = False
    overridden: frozenset[str] = frozenset()
    beat: tuple[int, float] | None = None
    samples: Mapping[str, Seen] = field(default_factory=dict)
    sequence: int = 0
    spent: tuple[str, ...] = ()
    proposal: Proposal | None = None
    arming: Arming | None = None
    run: Run | None = None
    engaged: Mapping[str, Touched] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    ticket: int = 0
    pending: Mapping[int, Write] = field(default_factory=dict)
    owed: tuple[str, ...] = ()
    looks_first: bool = False
    read_ticket: int = 0
    read_until: float = 0.0
    safe_until: float = 0.0

    @property
    def profile(self) -> GuardProfile:
        """The limits."""
        return self.rules.profile

    @property
    def plant(self) -> str:
        """The plant it guards."""
        return self.rules.profile.plant


def initial(profile: GuardProfile, now: Moment) -> State:
    """A guard that knows nothing yet: read only, and without a link."""
    return State(rules=Rules(profile), now=now, clock=(now.wall - now.monotonic, now.monotonic))
