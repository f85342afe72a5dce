"""What people see of a guard and ask of it, wherever it runs: in this process, or in one of its own.

Every type here is plain: the one codec turns it into JSON and back.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal, Protocol

from pulmu.model.attribute import AnySize, Most
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.problem import Problem
from pulmu.model.setpoint import SetpointGroup, SetpointValue
from pulmu.services.control.prove import ProvenFigure
from pulmu.services.control.signed_proof import SignedProof
from pulmu.twin.control import Proof
from pulmu.twin.control.state import Phase, Stage

Shown = Annotated[SetpointValue | None, AnySize()]
"""A value as it stands in the plant; None where it is not known."""
Seconds = Annotated[float, AnySize()]
"""By the clock of the world, since 1970 in UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """What is proposed, and what the simulator found for it.

    Parameters
    ----------
    author : Who proposed, by id.
    binding : Seal of commands, state of the plant, model and limits: what is armed and committed.
    """

    group: SetpointGroup
    proof: Proof
    figures: tuple[ProvenFigure, ...] = ()
    author: str
    binding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmingView:
    """Who armed it, and until when that holds."""

    by: str
    binding: str
    expires_at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """The group that is under way, at one of its setpoints.

    Parameters
    ----------
    stage : What is waited for; effects where all setpoints are read back.
    index, count : Which setpoint of how many, from 1; the same setpoint again where it goes back.
    before : What stood there when it was written; None before.
    written : What was written; None before.
    read_back : What was read last.
    awaited : Tags that still have to be seen to move.
    """

    group: str
    stage: Stage
    index: int
    count: int
    tag: str
    before: Shown = None
    written: Shown = None
    read_back: Shown = None
    awaited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagedView:
    """A tag that was written and not let go of: it falls back if anything fails.

    Parameters
    ----------
    now : What was read last.
    is_owed : Whether it is on its way to its safe value.
    """

    tag: str
    unit: str
    before: Shown
    written: Shown
    now: Shown = None
    is_owed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InterlockView:
    """An interlock as it was read last.

    Parameters
    ----------
    state : Unknown where there is no fresh and good reading; it then blocks as if it were not met.
    age_s : How old the reading is; None where there is none.
    """

    id: str
    tag: str
    state: Literal["met", "not_met", "unknown"]
    value: Shown = None
    unit: str = "1"
    age_s: Annotated[float | None, AnySize()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """An alarm and when it was told."""

    at: Seconds
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class EndView:
    """How the last group ended.

    Parameters
    ----------
    number : Rises with each end; begins anew with the guard.
    group : Empty where what ended was no run of a group.
    problems : Why, where it was not verified.
    """

    number: int
    at: Seconds
    what: Literal["verified", "reverted", "refused", "failed_safe", "dropped", "switched_off", "expired"]
    group: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """A tag that may be written, as it was read last.

    Parameters
    ----------
    dwell_left_s : How long until its dwell lets it be written again; 0 where it may be. [s]
    """

    tag: str
    value: Shown = None
    unit: str = "1"
    quality: str = "bad"
    age_s: Annotated[float | None, AnySize()] = None
    dwell_left_s: Annotated[float, AnySize()] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardView:
    """A guard at a moment.

    Parameters
    ----------
    at : When it was looked at, by the guard's clock.
    is_switch_known : Whether the local switch is read fresh and good; where it is not, nothing is written.
    is_stopped : Somebody pressed stop: safe values only, until the local switch was set off and on.
    is_record_lost : A record could not be kept: nothing is begun.
    seal : Seal of the limits; a proof names it.
    in_hand : Tags a person took over.
    readings : Tags that may be written, as they stand.
    ended : How what was armed or under way last has ended.
    alarms : The latest, newest last.
    """

    at: Seconds
    plant: str
    phase: Phase
    is_switched_on: bool
    is_linked: bool
    is_stopped: bool
    is_record_lost: bool
    profile: GuardProfile
    seal: str
    proposal: ProposalView | None = None
    arming: ArmingView | None = None
    run: RunView | None = None
    ended: EndView | None = None
    engaged: tuple[EngagedView, ...] = ()
    in_hand: tuple[str, ...] = ()
    interlocks: tuple[InterlockView, ...] = ()
    readings: tuple[ReadingView, ...] = ()
    alarms: Annotated[tuple[AlarmView, ...], Most(100)] = ()
    is_switch_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardAnswer:
    """What a guard says to a request.

    Parameters
    ----------
    accepted : It was taken; what becomes of a commit is seen in the view.
    problems : Why it was not; every reason.
    binding : Of a proposal that was taken: what is to be armed.
    token : Of an arming that was taken: it commits once.
    """

    accepted: bool
    problems: tuple[Problem, ...] = ()
    binding: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """An entry of the guard's ledger."""

    number: int
    at: Seconds
    actor: str
    action: str
    about: str = ""
    detail: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    hash: str = ""


class GuardDesk(Protocol):
    """Where people ask a guard. Persons are named by their id in the people file; the guard knows their roles.

    Raises
    ------
    OutsideError  Of each method: the guard cannot be reached (`outside.guard`).
    """

    def view(self) -> GuardView:
        """How it stands."""
        ...

    def propose(self, person: str, group: SetpointGroup, proof: SignedProof) -> GuardAnswer:
        """Propose a group with its proof; the answer holds the binding."""
        ...

    def arm(self, person: str, binding: str) -> GuardAnswer:
        """Arm what is proposed, as it was seen; the answer holds the token."""
        ...

    def commit(self, person: str, binding: str, token: str) -> GuardAnswer:
        """Commit what is armed; it is under way when this returns."""
        ...

    def release(self, person: str) -> GuardAnswer:
        """Drop what is proposed or armed; what was verified stands on its own from now on."""
        ...

    def stop(self, person: str) -> GuardAnswer:
        """End all control: what was written goes to its safe value. Nobody is refused."""
        ...

    def beat(self, person: str) -> GuardAnswer:
        """Say that who commands is there: at least every `heartbeat_s` from before the arming until it is released."""
        ...

    def log(self, after: int, most: int) -> tuple[LogEntry, ...]:
        """Entries of the ledger after a number, oldest first."""
        ...

    def close(self) -> None:
        """Let go of the desk. Whoever committed by it falls silent."""
        ...
