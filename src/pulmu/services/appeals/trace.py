"""Appeals at their agency, and everything behind the decision one is about."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pulmu.model import encode
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.crossing import Received
from pulmu.services.records.deciding import DecisionRecord, Review
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import unknown_document
from pulmu.support.calls.appeals import appeal_ends

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal as its agency has it.

    Parameters
    ----------
    decision : The decision it is about: the last made before it came; None where none was.
    verdict : The decision that settled it; None while it is open.
    is_late : Whether it came after the days the call sets.
    """

    id: str
    call: str
    application: str
    name: str
    at: datetime
    grounds: str
    decision: DecisionRecord | None
    verdict: DecisionRecord | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything behind a decision, of the applicant's own case only.

    Parameters
    ----------
    application : What was sent, as it was sent: facts, documents, answers.
    decisions : Every decision on it, with the reasons that were told.
    reviews : Reviewers' parts in it, with their points and remarks.
    entries : What the audit says of the call as a whole and of this application.
    """

    appeal: Appeal
    call_version: int
    call_sha256: str
    application: Received
    decisions: tuple[DecisionRecord, ...]
    reviews: tuple[Review, ...]
    entries: tuple[AuditEntry, ...]


def note_of(appeal: str) -> str:
    """The note of the decision that settles an appeal."""
    return f"appeal {appeal}"


def list_appeals(gate: Gate, actor: Actor, call: Call) -> tuple[Appeal, ...]:
    """Appeals that came in, oldest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "read_received") as work:
        return tuple(_appeal(work, call, item) for item in work.whole_received("appeal", call.id))


def find_appeal(work: WorkspaceRecords, call: Call, appeal: str) -> Appeal:
    """One of them.

    Raises
    ------
    AccessRefused  There is none (`access.unknown_document`).
    """
    item = work.received(appeal)
    if item is None or item.kind != "appeal" or item.about != call.id:
        raise unknown_document()
    return _appeal(work, call, item)


def trace(gate: Gate, actor: Actor, call: Call, appeal: str) -> Trace:
    """Everything behind the decision an appeal is about. That it was looked at is noted.

    Raises
    ------
    AccessRefused  They may not, or there is no such appeal.
    """
    with gate.disclosing(actor, Deed("read_received", f"appeal:{appeal}", detail={"trace": call.id})) as work:
        found = find_appeal(work, call, appeal)
        application = work.received(found.application)
        state = work.call_state(call.id)
        if application is None or state is None:
            raise unknown_document()
        version = work.document_version("call", call.id, state.version)
        reviews = tuple(item for item in work.whole_reviews(call.id) if item.application == found.application)
        return Trace(
            found, state.version, "" if version is None else version.sha256, application,
            tuple(_decisions(work, call.id, found.application)), reviews,
            tuple(item for item in _entries(work) if _concerns(item, call.id, found.application)),
        )  # fmt: skip


def trace_file(found: Trace, *, names: bool = True) -> bytes:
    """The trace as a JSON file with its hash.

    Parameters
    ----------
    names : False for the applicant: reviewers and officers are numbered, as they are not told who judged.
    """
    tree: dict[str, Any] = encode(found, full=True)
    shown = (tree["appeal"]["decision"], tree["appeal"]["verdict"])
    for item in (tree["application"], *tree["decisions"], *tree["reviews"], *filter(None, shown)):
        item["content"] = _parsed(item["content"])
    if not names:
        _number(tree["reviews"], "reviewer", "reviewer")
        for item in tree["reviews"]:
            item["assigned_by"] = ""
        named = [tree["appeal"][key] for key in ("decision", "verdict") if tree["appeal"][key] is not None]
        _number([*named, *tree["decisions"], *tree["entries"]], ("author", "actor"), "person")
        for item in tree["entries"]:
            item |= {"address": "", "detail": {}, "reason": ""}
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True)
    return (json.dumps({"sha256": hashlib.sha256(text.encode()).hexdigest(), "trace": tree}, ensure_ascii=False,
                       indent=1, sort_keys=True) + "\n").encode()  # fmt: skip


def _number(items: list[dict[str, Any]], keys: str | tuple[str, ...], word: str) -> None:
    known: dict[str, str] = {}
    for item in items:
        for key in (keys,) if isinstance(keys, str) else keys:
            if key in item:
                item[key] = known.setdefault(item[key], f"{word} {len(known) + 1}")


def _parsed(content: str) -> Any:
    try:
        return json.loads(content) if content else None
    except ValueError:
        return content


def _appeal(work: WorkspaceRecords, call: Call, item: Received) -> Appeal:
    told = _parsed(item.content)
    told = told if isinstance(told, dict) else {}
    application = str(told.get("application", ""))
    known = work.received(application)
    if known is None or known.kind != "application" or known.about != call.id or known.sender != item.sender:
        application = ""  # an appeal about another's application is about none
    made = tuple(_decisions(work, call.id, application)) if application else ()
    verdict = next((one for one in made if one.note == note_of(item.id)), None)
    before = [one for one in made if one.at <= item.at]
    decision = before[-1] if before else None
    ends = None if decision is None else appeal_ends(call, decision.at)
    late = ends is not None and item.at >= ends
    return Appeal(
        item.id, call.id, application, item.name, item.at, str(told.get("grounds", "")), decision, verdict, late
    )


def _decisions(work: WorkspaceRecords, call: str, application: str) -> Iterator[DecisionRecord]:
    last = work.decision(call, application)
    for number in range(1, 0 if last is None else last.number + 1):
        found = work.decision(call, application, number)
        if found is not None:
            yield found


def _entries(work: WorkspaceRecords) -> Iterator[AuditEntry]:
    after = 0
    while some := work.entries(after, _AT_ONCE):
        yield from some
        after = some[-1].number


def _concerns(entry: AuditEntry, call: str, application: str) -> bool:
    """Of the call as a whole, or of this application; nothing that names another one."""
    about, said = entry.about, " ".join(entry.detail.values())
    if application in about or application[:12] in said:
        return True
    is_of_call = about == f"call:{call}" or about.startswith((f"call:{call}/", f"document:call/{call}"))
    return is_of_call and entry.action != "receive_delivery"
