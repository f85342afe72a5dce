"""How a guard stands, as people are shown it: its state beside what was read from the plant last."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pulmu.model.guard_profile import Interlock
from pulmu.model.tag import Sample
from pulmu.services.control.desk import (
    AlarmView,
    ArmingView,
    EndView,
    EngagedView,
    GuardView,
    InterlockView,
    LogEntry,
    ProposalView,
    ReadingView,
    RunView,
    Shown,
)
from pulmu.services.control.signed_proof import SignedProof
from pulmu.services.records.audit import AuditEntry
from pulmu.twin.control import State
from pulmu.twin.control.permissive import is_asked, since_written
from pulmu.twin.control.running import wanted_now
from pulmu.twin.control.state import Run


@dataclass(frozen=True, slots=True)
class Reading:
    """A sample, and when it came by the clock that only runs."""

    sample: Sample
    came: float

    def age(self, state: State) -> float:
        """How old it is, by its own time and by when it came. [s]"""
        stamp = self.sample.received or self.sample.at
        said = math.inf if stamp is None else state.now.wall - stamp.timestamp()
        return max(said, state.now.monotonic - self.came, 0.0)


Readings = Mapping[str, Reading]


def view_of(
    state: State, readings: Readings, proposed: SignedProof | None, alarms: Iterable[AlarmView], ended: EndView | None
) -> GuardView:  # fmt: skip
    """The guard at this moment."""
    tags = state.rules.limits
    return GuardView(
        at=state.now.wall, plant=state.plant, phase=state.phase, is_switched_on=state.is_switched_on,
        is_switch_known=state.is_switch_known,
        is_linked=state.is_linked, is_stopped=state.is_killed, is_record_lost=state.is_record_lost,
        profile=state.profile, seal=state.rules.seal, proposal=_proposal(state, proposed), arming=_arming(state),
        run=None if state.run is None else _run(state, state.run, readings),
        ended=ended, engaged=tuple(_engaged(state, tag, readings) for tag in state.engaged),
        in_hand=tuple(sorted(state.overridden)),
        interlocks=tuple(_interlock(state, item, readings.get(item.tag)) for item in state.profile.interlocks),
        readings=tuple(_reading(state, tag, readings.get(tag)) for tag in tags), alarms=tuple(alarms),
    )  # fmt: skip


def _proposal(state: State, proposed: SignedProof | None) -> ProposalView | None:
    found = state.proposal
    if found is None:
        return None
    figures = proposed.figures if proposed is not None and proposed.proof == found.proof else ()
    return ProposalView(
        group=found.group, proof=found.proof, figures=figures, author=found.author.id, binding=found.binding
    )


def _arming(state: State) -> ArmingView | None:
    found = state.arming
    if found is None:
        return None
    left = state.profile.arm_expires_s - (state.now.monotonic - found.at)
    return ArmingView(by=found.by.id, binding=found.binding, expires_at=state.now.wall + left)


def _run(state: State, run: Run, readings: Readings) -> RunView:
    is_over = run.stage == "effects"
    tag = run.setpoints[-1].tag if is_over else wanted_now(state, run)[0]
    touched = next((item for item in reversed(run.touched) if item.tag == tag), None)
    number = len(run.setpoints) if is_over else run.index + (state.phase != "reverting")
    return RunView(
        group=run.proposal.group.id, stage=run.stage, index=number, count=len(run.setpoints), tag=tag,
        before=_shown(touched.before) if touched else None, written=_shown(touched.written) if touched else None,
        read_back=_now(state, tag, readings), awaited=tuple(item.tag for item in run.awaited),
    )  # fmt: skip


def _engaged(state: State, tag: str, readings: Readings) -> EngagedView:
    item, limit = state.engaged[tag], state.rules.limits[tag]
    return EngagedView(
        tag=tag, unit=limit.unit, before=_shown(item.before), written=_shown(item.written),
        now=_now(state, tag, readings), is_owed=tag in state.owed,
    )  # fmt: skip


def _now(state: State, tag: str, readings: Readings) -> Shown:
    """What was read last, by whoever read it."""
    seen, watched = state.samples.get(tag), readings.get(tag)
    if seen is not None and (watched is None or seen.received >= watched.came):
        return _shown(seen.sample.value)
    return _shown(watched.sample.value) if watched is not None else None


def _interlock(state: State, item: Interlock, reading: Reading | None) -> InterlockView:
    if reading is None:
        return InterlockView(id=item.id, tag=item.tag, state="unknown", unit=item.unit)
    sample, age = reading.sample, reading.age(state)
    is_known = sample.quality == "good" and sample.value is not None and sample.unit == item.unit and age <= item.age_s
    met = "unknown" if not is_known else "met" if is_asked(item, sample.value) else "not_met"
    return InterlockView(
        id=item.id, tag=item.tag, state=met, value=_shown(sample.value), unit=sample.unit, age_s=_finite(age)  # type: ignore[arg-type]
    )  # fmt: skip


def _reading(state: State, tag: str, reading: Reading | None) -> ReadingView:
    limit = state.rules.limits[tag]
    left = max(limit.dwell_s - since_written(state, tag), 0.0)
    if reading is None:
        return ReadingView(tag=tag, unit=limit.unit, dwell_left_s=left)
    item = reading.sample
    return ReadingView(
        tag=tag, value=_shown(item.value), unit=item.unit, quality=item.quality, age_s=_finite(reading.age(state)),
        dwell_left_s=left,
    )  # fmt: skip


def _shown(value: object) -> Shown:
    """A value as JSON can hold it."""
    if isinstance(value, float):
        return _finite(value)
    return value if isinstance(value, bool | int | str) else None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def log_entry(entry: AuditEntry) -> LogEntry:
    """An entry of the ledger, as it is shown."""
    return LogEntry(
        number=entry.number, at=entry.at.timestamp(), actor=entry.actor, action=entry.action, about=entry.about,
        detail=entry.detail, reason=entry.reason, hash=entry.hash,
    )  # fmt: skip
