"""Carries out what the guard asks for, at any plant: keeps records first, examines each write once more, tells answers.

It decides nothing. One thread drives it: readings and requests of others are handed over as events.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Literal

from pulmu.model import ControlRefused, OutsideError, Problem, Quantity
from pulmu.model.errors import problem
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.tag import Sample, Written
from pulmu.services.control.desk import EndView
from pulmu.services.control.ends import Ends
from pulmu.services.control.hands import AtOnce, Hands
from pulmu.services.control.ledger import Ledger, broken, charge_entry, entry_of, restart_of
from pulmu.services.control.switch import switch_of
from pulmu.services.ports import Plant
from pulmu.services.records.audit import AuditEntry
from pulmu.twin.control import (
    Action,
    Alarm,
    Answered,
    AuditFailed,
    Event,
    LinkBack,
    LinkLost,
    Moment,
    Read,
    Record,
    Sampled,
    State,
    Switched,
    Ticked,
    Write,
    initial,
    permitted,
    step,
)
from pulmu.twin.control.turn import record

RECENT = 1000
"""Entries that are told without reading the ledger anew."""


class Guard:
    """A guard with a plant behind it.

    Parameters
    ----------
    clock : This moment by both clocks.
    tell : Takes alarms.
    hands : Who speaks with the plant; answers come at once, or later in the thread that drives the guard.

    Raises
    ------
    OutsideError  What was kept cannot be read.
    ControlRefused  What was kept was changed since (`audit.entry_changed`, `audit.entry_missing`).
    """

    def __init__(
        self, profile: GuardProfile, plant: Plant, ledger: Ledger, clock: Callable[[], Moment],
        tell: Callable[[Problem], None], hands: Hands | None = None,
    ) -> None:  # fmt: skip
        self._plant, self._ledger, self._clock, self._tell = plant, ledger, clock, tell
        self._hands: Hands = hands or AtOnce()
        self._is_busy, self._is_looking = False, False
        self.is_console_on = True
        self._ends = Ends()
        kept = tuple(ledger.entries())
        if found := broken(kept, profile.plant):
            raise ControlRefused(*found)
        self._last: AuditEntry | None = kept[-1] if kept else None
        self.recent: deque[AuditEntry] = deque(kept[-RECENT:], RECENT)
        self._state = initial(profile, clock())
        self._todo: deque[Action] = deque()
        self.happens(restart_of(kept, clock()))

    @property
    def ended(self) -> EndView | None:
        """How what was armed or under way last has ended."""
        return self._ends.last

    @property
    def state(self) -> State:
        """What it knows."""
        return self._state

    def happens(self, event: Event) -> None:
        """Take an event, and carry out all that follows from it."""
        self._take(event)
        self._carry_on()

    def asks(self, event: Event) -> tuple[Problem, ...]:
        """Take a request; why it was refused, or nothing."""
        records, is_kept = self._take(event)
        self._carry_on()
        refused = tuple(reason for item in records if item.what == "refused" for reason in item.reasons)
        return refused or (() if is_kept else (not_kept(),))

    def note(self, what: str, found: Problem, about: str = "", **detail: str) -> None:
        """Keep a record of something that the guard itself was never asked."""
        self._are_kept([record(self._state, what, about=about, reasons=(found,), **detail)], is_changed=False)

    def tick(self) -> None:
        """Time passed; several times a second."""
        if not self._state.is_linked:
            self._look_for_link()
        self.happens(Ticked(at=self._clock()))

    def lose_link(self) -> None:
        """The plant does not answer: what waits for it is given up."""
        self._lose_link()
        self._carry_on()

    def _carry_on(self) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        try:
            while self._todo:
                self._carry_out(self._todo.popleft())
        finally:
            self._is_busy = False

    def _take(self, event: Event) -> tuple[list[Record], bool]:
        before = self._state.engaged
        turn = step(self._state, event)
        self._state = turn.state
        records = [item for item in turn.actions if isinstance(item, Record)]
        others = [item for item in turn.actions if not isinstance(item, Record)]
        for item in records:
            self._ends.see(item)
        is_kept = self._are_kept(records, is_changed=before != turn.state.engaged)
        if is_kept or turn.state.phase == "failed_safe":  # the safe state is reached without a record if need be
            self._todo.extend(others)
        else:
            self._leave_undone(others)
        if not is_kept and not self._state.is_record_lost:
            self._take(AuditFailed(at=self._clock()))
        return records, is_kept

    def _leave_undone(self, actions: Sequence[Action]) -> None:
        """What cannot be kept is not done: alarms are told, writes count as refused."""
        self._todo.extend(item for item in actions if isinstance(item, Alarm))
        for item in actions:
            if isinstance(item, Write):
                self._take(Answered(at=self._clock(), ticket=item.ticket, outcome="refused"))

    def _are_kept(self, records: list[Record], *, is_changed: bool) -> bool:
        try:
            for item in records:
                self._keep(entry_of(self._last, item, self._state))
            if is_changed:
                self._keep(charge_entry(self._last, self._state))
        except OutsideError as error:
            for found in () if self._state.is_record_lost else error.problems:
                self._tell(found)
            return False
        return True

    def _keep(self, entry: AuditEntry) -> None:
        self._ledger.keep(entry)
        self._last = entry
        self.recent.append(entry)

    def _carry_out(self, action: Action) -> None:
        match action:
            case Alarm():
                self._tell(action.reason)
            case Write():
                self._write(action)
            case Read():
                self._read(action)

    def _write(self, action: Write) -> None:
        """Examined once more, in the state of this very moment; then handed over once."""
        stopped = permitted(action, self._state) if action.ticket in self._state.pending else ()
        if action.ticket not in self._state.pending or stopped:
            for item in stopped:
                self._tell(item)
            self._take(Answered(at=self._clock(), ticket=action.ticket, outcome="refused"))
            return
        value = quantity_of(action)
        if value is None:
            self._take(Answered(at=self._clock(), ticket=action.ticket, outcome="refused"))
            return
        self._hands.do(
            lambda: self._plant.write(action.tag, value), lambda came: self._written(action, came),
            lambda: action.ticket in self._state.pending,
        )  # fmt: skip

    def _written(self, action: Write, came: Written | OutsideError | None) -> None:
        """What became of a write; where nobody knows, the link counts as lost at once."""
        outcome = outcome_of(came)
        self._take(Answered(at=self._clock(), ticket=action.ticket, outcome=outcome))
        if outcome == "unknown":
            self._lose_link()
        self._carry_on()

    def _read(self, action: Read) -> None:
        self._hands.do(
            lambda: self._plant.read(action.tags), lambda came: self._came(action, came),
            lambda: self._state.is_linked,
        )  # fmt: skip

    def _came(self, action: Read, came: tuple[Sample, ...] | OutsideError | None) -> None:
        if isinstance(came, OutsideError):
            self._lose_link()
        elif came is not None:
            self._see_off(came)
            self._take(Sampled(at=self._clock(), samples=came, answers=action.ticket))
        self._carry_on()

    def _see_off(self, came: Sequence[Sample]) -> None:
        """What was read before a write tells of the local switch, too: nobody waits for the next look at it. It is
        never set on that way."""
        switch = self._state.profile.switch
        if switch is not None and any(item.tag == switch.tag for item in came) and self._state.is_switched_on:
            self.see_switch(came)

    def _lose_link(self) -> None:
        self._todo = deque(item for item in self._todo if not isinstance(item, Write | Read))
        self._take(LinkLost(at=self._clock()))

    def _look_for_link(self) -> None:
        """Try to read; what the local switch says is known before anything is written again."""
        if self._is_looking or not self._hands.is_idle:
            return
        self._is_looking = True
        profile = self._state.profile
        tags = (profile.switch.tag,) if profile.switch else tuple(self._state.rules.limits)[:1]
        self._hands.do(lambda: self._plant.read(tags), self._looked, lambda: True)

    def _looked(self, came: tuple[Sample, ...] | OutsideError | None) -> None:
        self._is_looking = False
        if came is None or isinstance(came, OutsideError):
            return
        self.see_switch(came)
        self.happens(LinkBack(at=self._clock()))

    def see_switch(self, samples: Sequence[Sample]) -> None:
        """Set the local switch as the plant shows it; on only where the guard's own console does not say off."""
        switch = self._state.profile.switch
        if switch is None:
            return
        found = switch_of(switch, samples, self._clock()) if self.is_console_on else False
        known = self._state.is_switched_on if self._state.is_switch_known else None
        if found is not known:
            self.happens(Switched(at=self._clock(), is_on=found))


def outcome_of(came: Written | OutsideError | None) -> Literal["accepted", "refused", "unknown"]:
    """What became of a write; one whose time was over before it left is a refusal: the plant never saw it."""
    if isinstance(came, OutsideError):
        return "unknown"
    return "refused" if came is None else came.outcome


def not_kept() -> Problem:
    """A request whose record could not be kept."""
    return problem(
        "control.audit", "request", "a record of control could not be kept",
        "make room and see to the disk; then set the local switch off and on again",
    )  # fmt: skip


def quantity_of(action: Write) -> Quantity | None:
    """A write as a plant takes it: a truth as 1 or 0; None for a choice, which no plant takes yet."""
    if isinstance(action.value, bool):
        return Quantity(float(action.value), "1")
    return Quantity(float(action.value), action.unit) if isinstance(action.value, int | float) else None
