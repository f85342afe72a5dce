"""The control of a line as a page shows it: tags with their limits, interlocks, what is under way, and who may what."""

import math
from dataclasses import dataclass
from typing import Literal

from pulmu.model.guard_profile import Interlock, Limit
from pulmu.services.control.desk import GuardView
from pulmu.services.control.prove import ProvenFigure
from pulmu.twin.control import Proof
from pulmu.web.control_words import ControlWords, short
from pulmu.web.viewer import Seat

STEPS = ("read", "write", "read_back", "effects")
"""What is done with a setpoint, in order."""
_OF_STAGE = {"permissives": "read", "write": "write", "read_back": "read_back", "again": "read_back",
             "effects": "effects"}  # fmt: skip
Done = Literal["done", "now", "open"]


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag that may be written.

    Parameters
    ----------
    field : Name of its field in the form.
    now : What stands there, and how good and old that is.
    is_known : Whether there is a good reading.
    wait : Seconds until it may be changed again; 0 where it may be.
    """

    field: str
    tag: str
    name: str
    kind: str
    unit: str
    now: str
    is_known: bool
    note: str
    span: str
    low: str
    high: str
    step: str
    rate: str
    dwell: str
    wait: int
    safe: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LockRow:
    """An interlock: what it asks, and whether that holds."""

    id: str
    name: str
    state: str
    asks: str
    reads: str
    age: str


@dataclass(frozen=True, slots=True)
class SetpointRow:
    """A setpoint of what is under way, with what was done of it."""

    name: str
    value: str
    steps: tuple[tuple[str, Done], ...]
    said: str


@dataclass(frozen=True, slots=True)
class EngagedRow:
    """A tag that was written and not let go of."""

    name: str
    before: str
    written: str
    now: str
    is_owed: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What the simulator found of a figure: before, after, and the change with its interval."""

    name: str
    before: str
    after: str
    change: str


def tag_rows(view: GuardView, words: ControlWords) -> list[TagRow]:
    """Every tag that may be written."""
    readings = {item.tag: item for item in view.readings}
    rows = []
    for number, limit in enumerate(view.profile.limits):
        seen = readings.get(limit.tag)
        known = seen is not None and seen.quality == "good" and seen.value is not None
        age = None if seen is None else seen.age_s
        notes = [words.say("in_hand")] if limit.tag in view.in_hand else []
        notes += [] if known else [words.say("no_reading")]
        rows.append(TagRow(
            field=f"value-{number}", tag=limit.tag, name=words.called(limit, limit.tag), kind=limit.kind,
            unit="" if limit.unit == "1" else limit.unit, now=words.value(seen.value if seen and known else None),
            is_known=known, note=" ".join([*notes, _age(age, words)]).strip(), span=_span(limit, words),
            low=_plain(limit.low), high=_plain(limit.high), step=_plain(limit.step), rate=_plain(limit.rate_per_minute),
            dwell=f"{limit.dwell_s:g}", wait=math.ceil(seen.dwell_left_s) if seen else 0,
            safe=words.say("held") if limit.safe is None else words.value(limit.safe),
            choices=_choices(limit, words),
        ))  # fmt: skip
    return rows


def lock_rows(view: GuardView, words: ControlWords) -> list[LockRow]:
    """Every interlock, those that do not hold first."""
    known = {item.id: item for item in view.profile.interlocks}
    order = {"not_met": 0, "unknown": 1, "met": 2}
    rows = [
        LockRow(
            id=item.id, name=words.called(known[item.id], item.id) if item.id in known else item.id, state=item.state,
            asks=_asks(known[item.id], words) if item.id in known else "", reads=words.value(item.value, item.unit),
            age=_age(item.age_s, words),
        )
        for item in view.interlocks
    ]  # fmt: skip
    return sorted(rows, key=lambda row: order[row.state])


def setpoint_rows(view: GuardView, words: ControlWords) -> list[SetpointRow]:
    """The setpoints of what is proposed or under way, with how far each is."""
    if view.proposal is None and view.run is None:
        return []
    group = view.proposal.group.setpoints if view.proposal else ()
    rows = []
    for number, item in enumerate(group, start=1):
        rows.append(SetpointRow(
            name=words.tag(view, item.tag), value=words.value(item.value, item.unit), steps=_steps(view, number),
            said=_said(view, number, words),
        ))  # fmt: skip
    return rows


def engaged_rows(view: GuardView, words: ControlWords) -> list[EngagedRow]:
    """What was written and not let go of."""
    return [
        EngagedRow(
            words.tag(view, item.tag), words.value(item.before, item.unit), words.value(item.written, item.unit),
            words.value(item.now, item.unit), item.is_owed,
        )
        for item in view.engaged
    ]  # fmt: skip


def figure_rows(figures: tuple[ProvenFigure, ...], words: ControlWords) -> list[FigureRow]:
    """What the simulator found, before and after."""
    return [
        FigureRow(words.figure(item), words.three(item.before, item.unit), words.three(item.after, item.unit),
                  words.by(item))
        for item in figures
    ]  # fmt: skip


def bound_to(proof: Proof, binding: str = "") -> list[tuple[str, str]]:
    """What an arming is bound to, in short: name of the part, beginning of its seal; all of it once it is proposed."""
    parts = (("all", binding), ("commands", proof.commands), ("snapshot", proof.snapshot), ("model", proof.model),
             ("limits", proof.profile))  # fmt: skip
    return [(name, short(seal)) for name, seal in parts if seal]


def key_of(view: GuardView | None) -> str:
    """What changes where the forms of the page are other ones."""
    if view is None:
        return "none"
    parts = (view.phase, view.is_switched_on, view.is_linked, view.is_stopped, view.is_record_lost,
             view.proposal and view.proposal.binding, view.arming and view.arming.binding, bool(view.engaged),
             bool(view.run))  # fmt: skip
    return "|".join(str(part) for part in parts)


def may_arm(view: GuardView, seat: Seat, person: str) -> str:
    """Why somebody may not arm what is proposed, as the key of its words; empty where they may."""
    if not seat.reaches("arm_setpoint"):
        return "role"
    if view.proposal is not None and view.profile.two_persons and view.proposal.author == person:
        return "author"
    if not view.is_switched_on:
        return "switch"
    if not view.is_linked:
        return "link"
    return "" if seat.actor.may("arm_setpoint") else "code"


def _steps(view: GuardView, number: int) -> tuple[tuple[str, Done], ...]:
    run = view.run
    if run is None:
        return tuple((name, "open") for name in STEPS)
    at = STEPS.index(_OF_STAGE[run.stage])
    if run.stage == "effects":
        return tuple((name, "now" if name == "effects" else "done") for name in STEPS)
    if number < run.index:
        return tuple((name, "open" if name == "effects" else "done") for name in STEPS)
    if number > run.index:
        return tuple((name, "open") for name in STEPS)
    return tuple((name, "done" if spot < at else "now" if spot == at else "open") for spot, name in enumerate(STEPS))


def _said(view: GuardView, number: int, words: ControlWords) -> str:
    run = view.run
    if run is None or number != run.index:
        return ""
    unit = words.unit(view, run.tag)
    said = [words.say(f"did.{name}", value=words.value(value, unit))
            for name, value in (("before", run.before), ("written", run.written), ("read_back", run.read_back))
            if value is not None]  # fmt: skip
    if run.awaited:
        said.append(words.say("did.awaited", tags=", ".join(run.awaited)))
    return " · ".join(said)


def _age(age: float | None, words: ControlWords) -> str:
    return "" if age is None else words.say("age", seconds=f"{age:,.1f}" if age < 100 else f"{age:,.0f}")


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _span(limit: Limit, words: ControlWords) -> str:
    if limit.kind == "truth":
        return words.say("truth_either")
    if limit.kind == "choice":
        return ", ".join(limit.choices)
    return words.say("span", low=_plain(limit.low), high=_plain(limit.high))


def _choices(limit: Limit, words: ControlWords) -> tuple[tuple[str, str], ...]:
    if limit.kind == "truth":
        return (("yes", words.say("truth_yes")), ("no", words.say("truth_no")))
    return tuple((item, item) for item in limit.choices)


def _asks(item: Interlock, words: ControlWords) -> str:
    if item.equals is not None:
        return words.say("asks_equal", value=words.value(item.equals, item.unit))
    low, high = _plain(item.low) or "…", _plain(item.high) or "…"
    return words.say("span", low=low, high=f"{high} {item.unit}".strip())
