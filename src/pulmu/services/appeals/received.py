"""Appeals at their agency: each with the decision it is about, where it stands, and until when it is to be answered."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.appeals.delivered import DeliveredLetters
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.records.deciding import DecisionRecord
from pulmu.services.records.store import Crossing, WorkspaceRecords
from pulmu.services.workspaces.documents import unknown_document
from pulmu.services.workspaces.kept_document import document_of
from pulmu.support.calls.appeals import LastDay, answer_until, appeal_until

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
    told : When the letter of that decision was delivered in the place; None where it was not.
    until : Last day for it, from that delivery, else from the decision; None where nothing was decided.
    answer_until : Last day of the answer.
    further, delay_reason : Days by which the answer was put off, and why the firm was told it was.
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
    told: datetime | None
    until: LastDay | None
    answer_until: LastDay
    further: int
    delay_reason: str
    withdrawn: datetime | None
    is_taken: bool

    @property
    def ends(self) -> datetime | None:
        """First moment that is too late for it; None where nothing was decided."""
        return None if self.until is None else self.until.over

    @property
    def answer_by(self) -> datetime:
        """First moment at which an answer is too late."""
        return self.answer_until.over

    @property
    def is_late(self) -> bool:
        """Whether it came too late; nobody but the agency judges what becomes of it then."""
        return self.ends is not None and self.at >= self.ends

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
    letters: DeliveredLetters
    delays: Mapping[str, Any]


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
        delays = dict(_delays(work))
    with gate.seeing(actor, "read_received") as crossing:
        letters = DeliveredLetters(actor.workspace, call.id, crossing.sent())
        waiting = [item for item in crossing.waiting(_MOST_WAITING) if item.about == call.id]
        known = {item.id for item in taken}
        fresh = [_unread(crossing, item) for item in waiting if item.kind == "appeal" and item.id not in known]
    left = [(item.sender, item.content, item.at) for item in gone]
    left += [(item.sender, item.content, item.at) for item in waiting if item.kind == "appeal_withdrawal"]
    withdrawn = {(sender, _named(content, "withdraws")): at for sender, content, at in left}
    every = sorted((*taken, *fresh), key=lambda item: (item.at, item.id))
    return _Came(tuple(every), frozenset(item.id for item in fresh), withdrawn, letters, delays)


def _delays(work: WorkspaceRecords) -> Iterator[tuple[str, Any]]:
    """Answers that were put off, by appeal."""
    for head in work.documents("appeal_delay"):
        version = work.document_version("appeal_delay", head.document, head.number)
        if version is not None:
            yield head.document, document_of(version.content).tree


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
    told = None if decision is None else came.letters.told(work, application, decision.number)
    until = None if decision is None else appeal_until(call, told or decision.at)
    delay = came.delays.get(item.id, {"further": 0, "reason": ""})
    withdrawn = came.withdrawn.get((item.sender, item.id))
    return Appeal(
        id=item.id, call=call.id, source=item.source, sender=item.sender, application=application, name=item.name,
        at=item.at, sha256=item.sha256, grounds=_named(item.content, "grounds"), decision=decision, verdict=verdict,
        told=told, until=until, answer_until=answer_until(call, item.at, delay["further"]),
        further=delay["further"], delay_reason=delay["reason"],
        withdrawn=item.ended if withdrawn is None and verdict is None else withdrawn,
        is_taken=item.id not in came.waiting,
    )  # fmt: skip


def _own_application(work: WorkspaceRecords, call: Call, item: Received) -> str:
    """The application it is about; an appeal about another's application is about none."""
    known = work.received(_named(item.content, "application"))
    if known is None or known.kind != "application" or known.about != call.id:
        return ""
    return known.id if item.source == "upload" or known.sender == item.sender else ""
