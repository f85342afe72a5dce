"""Appeals at their agency: each with the decision it is about, where it stands, and until when it is to be answered."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.records.deciding import DecisionRecord
from pulmu.services.records.store import Crossing, WorkspaceRecords
from pulmu.services.workspaces.documents import unknown_document
from pulmu.support.calls.appeals import answer_ends, last_moment

State = Literal["open", "withdrawn", "upheld", "rejected"]
_MOST_WAITING = 10_000


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal as its agency has it.

    Parameters
    ----------
    source : `delivery`, or `upload` where an officer entered it from paper.
    application : The application it is about; empty where it is about none of who sent it.
    decision : The decision it is about: the last made before it came; None where none was.
    verdict : The decision that settled it; None while it is open.
    ends : First moment that is too late for it; None where nothing was decided.
    answer_by : First moment at which an answer is too late.
    withdrawn : When it was taken back.
    is_taken : Whether it was taken in: one that was sent just now waits still.
    """

    id: str
    call: str
    source: str
    sender: str
    application: str
    name: str
    at: datetime
    sha256: str
    grounds: str
    decision: DecisionRecord | None
    verdict: DecisionRecord | None
    ends: datetime | None
    is_late: bool
    answer_by: datetime
    withdrawn: datetime | None
    is_taken: bool

    @property
    def state(self) -> State:
        """Where it stands; a verdict counts also where the firm took it back too late."""
        if self.verdict is not None:
            return verdict_of(self.verdict)
        return "open" if self.withdrawn is None else "withdrawn"


@dataclass(frozen=True, slots=True)
class _Came:
    """What came for a call, taken in or not."""

    appeals: tuple[Received, ...]
    waiting: frozenset[str]
    withdrawn: Mapping[tuple[str, str], datetime]


def list_appeals(gate: Gate, actor: Actor, call: Call) -> tuple[Appeal, ...]:
    """Appeals that came in, oldest first; those that wait to be taken in stand among them.

    Raises
    ------
    AccessRefused  They may not.
    """
    came = _came(gate, actor, call)
    with gate.reading(actor, "read_received") as work:
        return tuple(_appeal(work, call, item, came) for item in came.appeals)


def find_appeal(gate: Gate, actor: Actor, call: Call, appeal: str) -> Appeal:
    """One of them.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    came = _came(gate, actor, call)
    found = next((item for item in came.appeals if item.id == appeal), None)
    if found is None:
        raise unknown_document()
    with gate.reading(actor, "read_received") as work:
        return _appeal(work, call, found, came)


def verdict_of(made: DecisionRecord) -> Literal["upheld", "rejected"]:
    """What was decided on the appeal by the decision that settled it."""
    return "upheld" if json.loads(made.content)["appeal"]["verdict"] == "upheld" else "rejected"


def note_of(appeal: str) -> str:
    """The note of the decision that settles an appeal."""
    return f"appeal {appeal}"


def decisions_on(work: WorkspaceRecords, call: str, application: str) -> Iterator[DecisionRecord]:
    """Every decision on an application, in order."""
    last = work.decision(call, application)
    for number in range(1, 0 if last is None else last.number + 1):
        found = work.decision(call, application, number)
        if found is not None:
            yield found


def parsed(content: str) -> Any:
    """A content as a tree; as it is where it is none."""
    try:
        return json.loads(content) if content else None
    except (ValueError, RecursionError):
        return content


def _came(gate: Gate, actor: Actor, call: Call) -> _Came:
    with gate.reading(actor, "read_received") as work:
        taken = work.whole_received("appeal", call.id)
        gone = work.whole_received("appeal_withdrawal", call.id)
    with gate.seeing(actor, "read_received") as crossing:
        waiting = [item for item in crossing.waiting(_MOST_WAITING) if item.about == call.id]
        known = {item.id for item in taken}
        fresh = [_unread(crossing, item) for item in waiting if item.kind == "appeal" and item.id not in known]
    left = [(item.sender, item.content, item.at) for item in gone]
    left += [(item.sender, item.content, item.at) for item in waiting if item.kind == "appeal_withdrawal"]
    withdrawn = {(sender, _named(content, "withdraws")): at for sender, content, at in left}
    every = sorted((*taken, *fresh), key=lambda item: (item.at, item.id))
    return _Came(tuple(every), frozenset(item.id for item in fresh), withdrawn)


def _unread(crossing: Crossing, item: Delivery) -> Received:
    return Received(
        id=item.id, kind=item.kind, about=item.about, sender=item.sender, name=crossing.workspace_name(item.sender),
        at=item.at, content=item.content, sha256=item.sha256,
    )  # fmt: skip


def _named(content: str, name: str) -> str:
    tree = parsed(content)
    return str(tree.get(name, "")) if isinstance(tree, dict) else ""


def _appeal(work: WorkspaceRecords, call: Call, item: Received, came: _Came) -> Appeal:
    application = _own_application(work, call, item)
    made = tuple(decisions_on(work, call.id, application)) if application else ()
    verdict = next((one for one in made if one.note == note_of(item.id)), None)
    before = made if verdict is None else made[: verdict.number - 1]
    decision = next((one for one in reversed(before) if one.at <= item.at), None)
    ends = None if decision is None else last_moment(call, decision.at)
    withdrawn = came.withdrawn.get((item.sender, item.id))
    return Appeal(
        id=item.id, call=call.id, source=item.source, sender=item.sender, application=application, name=item.name,
        at=item.at, sha256=item.sha256, grounds=_named(item.content, "grounds"), decision=decision, verdict=verdict,
        ends=ends, is_late=ends is not None and item.at >= ends, answer_by=answer_ends(call, item.at),
        withdrawn=item.ended if withdrawn is None and verdict is None else withdrawn,
        is_taken=item.id not in came.waiting,
    )  # fmt: skip


def _own_application(work: WorkspaceRecords, call: Call, item: Received) -> str:
    """The application it is about; an appeal about another's application is about none."""
    known = work.received(_named(item.content, "application"))
    if known is None or known.kind != "application" or known.about != call.id:
        return ""
    return known.id if item.source == "upload" or known.sender == item.sender else ""
