"""What a firm was told of its application: the newest letter with its reasons, and those before it."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pulmu.model import Document, OutsideError, decode, has_errors
from pulmu.model.decision import Decision, Decisions
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.workspaces.documents import unknown_document
from pulmu.services.workspaces.evidence import shown_file_name

_AT_ONCE = 1_000
"""Deliveries of a workspace that wait; whoever has more takes some in first."""


@dataclass(frozen=True, slots=True)
class OwnLetter:
    """A letter a firm was sent.

    Parameters
    ----------
    id : Of its delivery.
    application : Receipt of the application it is about.
    number : Of the decision: a later one takes the place of an earlier.
    told : The decision and its call; None where it cannot be read, as where a later version of Pulmu wrote it.
    file, sha256, size : Of the letter itself.
    has_file : Whether the file came with it.
    taken : Whether the firm took it in.
    """

    id: str
    at: datetime
    application: str
    number: int
    told: Decisions | None
    language: str
    file: str
    sha256: str
    size: int
    has_file: bool
    taken: bool

    @property
    def decision(self) -> Decision | None:
        """What is told."""
        return None if self.told is None else self.told.decisions[0]


def own_letters(gate: Gate, actor: Actor, agency: str, call: str) -> tuple[OwnLetter, ...]:
    """Letters on a firm's application to a call, the one that counts first. Looking takes nothing in.

    Raises
    ------
    AccessRefused  They may not.
    """
    found = [_letter(item) for item in _contents(gate, actor, agency, call)]
    return tuple(sorted(found, key=lambda item: (item.number, item.at, item.id), reverse=True))


def own_letter_file(gate: Gate, actor: Actor, agency: str, call: str, letter: str) -> tuple[OwnLetter, bytes]:
    """The file of a letter, byte for byte as its agency keeps it.

    Raises
    ------
    AccessRefused  They may not, or there is no such letter, or it came without its file
        (`access.unknown_document`).
    OutsideError  It is not what its hash says (`outside.letter_damaged`).
    """
    item = next((one for one in _contents(gate, actor, agency, call) if one.id == letter), None)
    found = None if item is None else _letter(item)
    if item is None or found is None or not found.has_file:
        raise unknown_document()
    try:
        content = base64.b64decode(_tree(item.content)["file"]["content"], validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if hashlib.sha256(content).hexdigest() != found.sha256:
        said, mend = "the letter is not the file its agency keeps", "ask the agency to send it again"
        raise OutsideError.of("outside.letter_damaged", found.file, said, mend)
    return found, content


def take_in_letter(gate: Gate, actor: Actor, agency: str, call: str, letter: str) -> bool:
    """Take a letter in: it becomes a record of the firm, and its agency sees when; whether it was waiting.

    Raises
    ------
    AccessRefused  They may not, or there is no such letter (`access.unknown_document`).
    """
    with gate.seeing(actor, "receive_delivery") as crossing:
        found = crossing.delivery(letter)
        name = crossing.workspace_name(agency)
    if found is None or not _is_of(found, agency, call) or found.receiver != actor.workspace:
        raise unknown_document()
    if found.taken is not None:
        return False
    with gate.writing(actor, Deed("receive_delivery", f"letter:{letter}", detail={"sha256": found.sha256})) as work:
        work.add_received(
            Received(id=found.id, kind="letter", about=call, sender=agency, name=name, at=found.at,
                     content=found.content, sha256=found.sha256)
        )  # fmt: skip
    with gate.sending(actor, Deed("receive_delivery", f"letter:{letter}", detail={"receipt": "yes"})) as crossing:
        return crossing.take(letter, gate.world.now())


def _contents(gate: Gate, actor: Actor, agency: str, call: str) -> list[Delivery | Received]:
    """What waits, and what was taken in: a letter is both for a moment."""
    with gate.reading(actor, "read_application") as work:
        kept = [item for item in work.whole_received("letter", call) if item.sender == agency]
    known = {item.id for item in kept}
    with gate.seeing(actor, "read_application") as crossing:
        waiting = crossing.waiting(_AT_ONCE)
    return [*kept, *(item for item in waiting if _is_of(item, agency, call) and item.id not in known)]


def _is_of(item: Delivery, agency: str, call: str) -> bool:
    return (item.kind, item.sender, item.about) == ("letter", agency, call)


def _letter(item: Delivery | Received) -> OwnLetter:
    """A letter as a firm can use it: whatever another workspace sent is read with care."""
    tree = _tree(item.content)
    file: Any = tree.get("file") if isinstance(tree.get("file"), dict) else {}
    number = tree.get("decision")
    return OwnLetter(
        id=item.id, at=item.at, application=str(tree.get("application", ""))[:100],
        number=number if isinstance(number, int) else 0, told=_told(tree.get("told")),
        language="en" if tree.get("language") == "en" else "ko", file=shown_file_name(str(file.get("name", "letter"))),
        sha256=str(file.get("sha256", ""))[:64], size=file["size"] if isinstance(file.get("size"), int) else 0,
        has_file=isinstance(file.get("content"), str) and bool(file["content"]), taken=isinstance(item, Received),
    )  # fmt: skip


def _told(tree: Any) -> Decisions | None:
    decoded = decode(Decisions, Document(tree, "letter"))
    return None if has_errors(decoded.problems) or len(decoded.value.decisions) != 1 else decoded.value


def _tree(content: str) -> dict[str, Any]:
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return tree if isinstance(tree, dict) else {}
