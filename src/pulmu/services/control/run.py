"""Carries out what the guard asks for, at any plant: keeps records first, examines each write once more, tells answers.

It decides nothing. One thread drives it: readings and requests of others are handed over as events.
"""

from collections import deque
from collections.abc import Callable, Sequence

from pulmu.model import ControlRefused, OutsideError, Problem, Quantity
from pulmu.model.guard_profile import GuardProfile
from pulmu.services.control.ledger import Ledger, broken, charge_entry, entry_of, restart_of
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
    Ticked,
    Write,
    initial,
    permitted,
    step,
)


class Guard:
    """A guard with a plant behind it.

    Parameters
    ----------
    clock : This moment by both clocks.
    tell : Takes alarms.

    Raises
    ------
    OutsideError  What was kept cannot be read.
    ControlRefused  What was kept was changed since (`audit.entry_changed`, `audit.entry_missing`).
    """

    def __init__(
        self, profile: GuardProfile, plant: Plant, ledger: Ledger, clock: Callable[[], Moment],
        tell: Callable[[Problem], None],
    ) -> None:  # fmt: skip
        self._plant, self._ledger, self._clock, self._tell = plant, ledger, clock, tell
        kept = tuple(ledger.entries())
        if found := broken(kept, profile.plant):
            raise ControlRefused(*found)
        self._last: AuditEntry | None = kept[-1] if kept else None
        self._state = initial(profile, clock())
        self._todo: deque[Action] = deque()
        self.happens(restart_of(kept, clock()))

    @property
    def state(self) -> State:
        """What it knows."""
        return self._state

    def happens(self, event: Event) -> None:
        """Take an event, and carry out all that follows from it."""
        self._take(event)
        while self._todo:
            self._carry_out(self._todo.popleft())

    def tick(self) -> None:
        """Time passed; several times a second."""
        if not self._state.is_linked:
            self._look_for_link()
        self.happens(Ticked(at=self._clock()))

    def _take(self, event: Event) -> None:
        before = self._state.engaged
        turn = step(self._state, event)
        self._state = turn.state
        records = [item for item in turn.actions if isinstance(item, Record)]
        others = [item for item in turn.actions if not isinstance(item, Record)]
        is_kept = self._are_kept(records, is_changed=before != turn.state.engaged)
        if is_kept or turn.state.phase == "failed_safe":  # the safe state is reached without a record if need be
            self._todo.extend(others)
        else:
            self._leave_undone(others)
        if not is_kept and not self._state.is_record_lost:
            self._take(AuditFailed(at=self._clock()))

    def _leave_undone(self, actions: Sequence[Action]) -> None:
        """What cannot be kept is not done: alarms are told, writes count as refused."""
        self._todo.extend(item for item in actions if isinstance(item, Alarm))
        for item in actions:
            if isinstance(item, Write):
                self._take(Answered(at=self._clock(), ticket=item.ticket, outcome="refused"))

    def _are_kept(self, records: list[Record], *, is_changed: bool) -> bool:
        try:
            for record in records:
                self._keep(entry_of(self._last, record, self._state))
            if is_changed:
                self._keep(charge_entry(self._last, self._state))
        except OutsideError as error:
            for item in () if self._state.is_record_lost else error.problems:
                self._tell(item)
            return False
        return True

    def _keep(self, entry: AuditEntry) -> None:
        self._ledger.keep(entry)
        self._last = entry

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
        try:
            done = self._plant.write(action.tag, value)
        except OutsideError:
            self._take(Answered(at=self._clock(), ticket=action.ticket, outcome="unknown"))
            self._lose_link()
            return
        self._take(Answered(at=self._clock(), ticket=action.ticket, outcome=done.outcome))

    def _read(self, action: Read) -> None:
        try:
            came = self._plant.read(action.tags)
        except OutsideError:
            self._lose_link()
            return
        self._take(Sampled(at=self._clock(), samples=came, answers=action.ticket))

    def _lose_link(self) -> None:
        self._todo = deque(item for item in self._todo if not isinstance(item, Write | Read))
        self._take(LinkLost(at=self._clock()))

    def _look_for_link(self) -> None:
        try:
            self._plant.read(tuple(self._state.rules.limits)[:1])
        except OutsideError:
            return
        self.happens(LinkBack(at=self._clock()))


def quantity_of(action: Write) -> Quantity | None:
    """A write as a plant takes it: a truth as 1 or 0; None for a choice, which no plant takes yet."""
    if isinstance(action.value, bool):
        return Quantity(float(action.value), "1")
    return Quantity(float(action.value), action.unit) if isinstance(action.value, int | float) else None
