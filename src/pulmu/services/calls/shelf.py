"""Calls of an agency in versions, and what of them is shown to all."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pulmu.model import ConflictError, Decoded, Document, InputError, Problem, encode, has_errors, problem
from pulmu.model.call import Call
from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.calls.around import CallsAround
from pulmu.services.records.crossing import Notice
from pulmu.services.records.deciding import CallState
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import list_documents, unknown_document
from pulmu.services.workspaces.named import Naming, find_named, named_history, own_name, save_named
from pulmu.services.workspaces.reports import needed
from pulmu.support.calls import read_call

CALLS = Naming(
    kind="call", pattern=r"(?!new$)[a-z][a-z0-9_]{0,30}", noun="a call",
    how="use at most 31 small letters, digits and _, such as ai_voucher_2026", code="call.id",
    other_code="call.other_id",
)  # fmt: skip
"""A firm keeps its application under the key of the agency and this name: 64 signs in all."""


@dataclasses.dataclass(frozen=True, slots=True)
class KeptCall:
    """A call as it stands in its agency, or stood in a version.

    Parameters
    ----------
    programme : The programme it names, as the agency has it in force; None where there is none.
    problems : What is wrong with it, that its programme is unknown included.
    state : How far it is; None before it was first published.
    notice : What is shown of it, or was; None before.
    """

    id: str
    document: Document
    version: DocumentVersion
    call: Call
    programme: Programme | None
    problems: tuple[Problem, ...]
    state: CallState | None
    notice: Notice | None

    @property
    def counts(self) -> bool:
        """Whether it can be published."""
        return self.programme is not None and not has_errors(self.problems)

    @property
    def is_shown(self) -> bool:
        """Whether it is shown to all now."""
        return self.notice is not None and self.notice.withdrawn is None

    @property
    def is_shown_as_it_stands(self) -> bool:
        """Whether what is shown is this version."""
        return self.is_shown and self.notice is not None and self.notice.number == self.version.number


def list_calls(gate: Gate, actor: Actor, packaged: Iterable[Programme]) -> tuple[KeptCall, ...]:
    """Calls of an agency as they stand, by id.

    Raises
    ------
    AccessRefused  They may not.
    """
    around = CallsAround.read(gate, actor, packaged)
    heads = list_documents(gate, actor, "call")
    return tuple(_found(gate, actor, around, head.document, None) for head in heads)


def list_binding(gate: Gate, actor: Actor, packaged: Iterable[Programme]) -> tuple[tuple[KeptCall, KeptCall], ...]:
    """Calls of an agency as they stand, by id, each with the version that binds: itself where none does yet.

    Raises
    ------
    AccessRefused  They may not.
    """
    around = CallsAround.read(gate, actor, packaged)
    found = [_found(gate, actor, around, head.document, None) for head in list_documents(gate, actor, "call")]
    return tuple((item, _binding(gate, actor, around, item)) for item in found)


def find_call(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, number: int | None = None
) -> KeptCall:
    """A call as it stands, or as it stood in a version.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    return _found(gate, actor, CallsAround.read(gate, actor, packaged), call, number)


def call_in_force(gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str) -> KeptCall:
    """A call in the version that was published last: the one that binds.

    Raises
    ------
    AccessRefused  They may not, or it was never published (`access.unknown_document`).
    """
    return calls_in_force(gate, actor, packaged, (call,))[call]


def calls_in_force(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], calls: Iterable[str]
) -> dict[str, KeptCall]:
    """Each of these calls in the version that binds, by id; what stands around them is read once.

    Raises
    ------
    AccessRefused  They may not, or one was never published (`access.unknown_document`).
    """
    around = CallsAround.read(gate, actor, packaged)
    return {call: _in_force(gate, actor, around, call) for call in calls}


def binding_version(gate: Gate, actor: Actor, packaged: Iterable[Programme], found: KeptCall) -> KeptCall:
    """The version of a call that binds; the given one where none does yet.

    Raises
    ------
    AccessRefused  They may not.
    """
    if found.state is None or found.state.version == found.version.number:
        return found
    return find_call(gate, actor, packaged, found.id, found.state.version)


def call_history(gate: Gate, actor: Actor, call: str) -> tuple[DocumentVersion, ...]:
    """Versions of a call, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    return named_history(gate, actor, CALLS, call)


def save_call(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, document: Document, *, seen: int, note: str = ""
) -> KeptCall:
    """A new version. One with problems is kept with them; it cannot be published.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The id is none (`call.id`), or not the one the document has (`call.other_id`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    save_named(gate, actor, CALLS, call, document, seen=seen, note=note)
    return find_call(gate, actor, packaged, call)


def begin_call(gate: Gate, actor: Actor, packaged: Iterable[Programme], document: Document) -> KeptCall:
    """The first version of a new call, under the id its document has.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The id is none (`call.id`).
    ConflictError  There is one of that id (`call.is_there`).
    """
    call = own_name(document)
    if call_history(gate, actor, call):
        said, mend = f"there is a call {call}", "open that one, or choose another id"
        raise ConflictError.of("call.is_there", "id", said, mend, name=call)
    return save_call(gate, actor, packaged, call, document, seen=0)


def publish_call(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, *, seen: int | None = None
) -> KeptCall:
    """Show a call to all as it stands; from here on it binds. It can be shown anew until it is reviewed.

    Parameters
    ----------
    seen : Version that was looked at before; where another was saved meanwhile, nothing is shown.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    InputError  What is wrong with it; or it is past taking applications (`call.stage`).
    ConflictError  It was changed meanwhile (`call.other_version`).
    """
    found = find_call(gate, actor, packaged, call)
    if seen is not None and seen != found.version.number:
        said, mend = f"version {found.version.number} was saved meanwhile", "look at it, then publish that one"
        raise ConflictError.of("call.other_version", f"call {call}", said, mend, number=found.version.number)
    if found.programme is None or not found.counts:
        raise InputError(*found.problems)
    about, detail = f"call:{call}/{found.version.number}", {"sha256": found.version.sha256}
    with gate.writing(actor, Deed("publish_call", about, detail=detail)) as work:
        _begin(work, found, gate)
    with gate.sending(actor, Deed("publish_call", about, detail=detail | {"shown": "yes"})) as crossing:
        crossing.publish(_notice(gate, actor, found, found.programme))
    return find_call(gate, actor, packaged, call)


def withdraw_call(gate: Gate, actor: Actor, call: str, reason: str) -> bool:
    """Show a call no more; whether it was shown. What was sent for it stays.

    Raises
    ------
    AccessRefused  They may not.
    InputError  No reason was given (`input.reason_missing`).
    """
    deed = Deed("publish_call", f"call:{call}", detail={"shown": "no"}, reason=needed(reason))
    with gate.sending(actor, deed) as crossing:
        return crossing.withdraw("call", call, gate.world.now())


def check_call(document: Document, known: Mapping[str, Programme]) -> tuple[Decoded[Call], Programme | None]:
    """The call in a document with everything that is wrong with it, and its programme, where it is known.

    Parameters
    ----------
    known : Programmes of the agency in force, by id.
    """
    tree: Any = document.tree
    programme = known.get(str(tree.get("programme"))) if isinstance(tree, dict) else None
    read = read_call(document, programme)
    if programme is not None or has_errors(read.problems):
        return read, programme
    unknown = problem(
        "call.programme_unknown", document.place(("programme",)), f"there is no programme {read.value.programme!r}",
        "give the id of one of the agency's programmes", text=read.value.programme,
    )  # fmt: skip
    return Decoded(read.value, (*read.problems, unknown)), None


def _begin(work: WorkspaceRecords, found: KeptCall, gate: Gate) -> None:
    call, now = found.call, gate.world.now()
    known = work.call_state(found.id)
    if known is None:
        state = CallState(
            call=found.id, version=found.version.number, budget_krw=_whole(call.budget_krw), places=call.places,
            changed=now,
        )  # fmt: skip
        work.add_call_state(state)
        return
    if known.stage != "taking":
        said, mend = "the call is being reviewed or decided", "what binds stays as it was published"
        raise InputError.of("call.stage", f"call {found.id}", said, mend)
    work.renew_call(
        dataclasses.replace(
            known, version=found.version.number, budget_krw=_whole(call.budget_krw), places=call.places, changed=now
        )
    )


def _notice(gate: Gate, actor: Actor, found: KeptCall, programme: Programme) -> Notice:
    content = json.dumps(
        {"call": encode(found.call), "programme": encode(programme), "version": found.version.number},
        ensure_ascii=False,
    )
    return Notice(
        kind="call", workspace=actor.workspace, id=found.id, number=found.version.number, at=gate.world.now(),
        content=content, sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip


def _found(gate: Gate, actor: Actor, around: CallsAround, call: str, number: int | None) -> KeptCall:
    kept = find_named(gate, actor, CALLS, call, number)
    read, programme = check_call(kept.document, around.programmes)
    state, notice = around.states.get(call), around.notices.get(call)
    return KeptCall(call, kept.document, kept.version, read.value, programme, read.problems, state, notice)


def _in_force(gate: Gate, actor: Actor, around: CallsAround, call: str) -> KeptCall:
    state = around.states.get(call)
    if state is None:
        raise unknown_document()
    return _found(gate, actor, around, call, state.version)


def _binding(gate: Gate, actor: Actor, around: CallsAround, found: KeptCall) -> KeptCall:
    if found.state is None or found.state.version == found.version.number:
        return found
    return _found(gate, actor, around, found.id, found.state.version)


def _whole(krw: float | None) -> int | None:
    return None if krw is None else int(krw)
