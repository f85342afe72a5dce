"""Sending letters to the firms that applied from a workspace of their own: one act, each letter once."""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pulmu.model import Problem, warning
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.letters.kept import KeptLetter, LettersRun, find_run
from pulmu.services.records.crossing import Delivery
from pulmu.services.records.store import Crossing, WorkspaceRecords

FORMAT = "pulmu.letter/1"
LARGEST_FILE = 2_000_000
"""Bytes of a letter that goes whole; of a larger one the decision goes, and the agency hands over the file itself."""


@dataclass(frozen=True, slots=True)
class LetterStanding:
    """A letter, and how far it is on its way.

    Parameters
    ----------
    way : `deliver` to a workspace, `paper` to who applied on paper.
    sent : When this very letter was sent; None before.
    taken : When the firm took it in.
    is_older : Whether another decision was made since it was written.
    """

    letter: KeptLetter
    way: str
    sent: datetime | None
    taken: datetime | None
    is_older: bool


@dataclass(frozen=True, slots=True)
class LettersStanding:
    """All letters of a call, and what is left to do with them.

    Parameters
    ----------
    unwritten : Decisions that stand and have no letter.
    """

    run: LettersRun
    letters: tuple[LetterStanding, ...]
    unwritten: int

    @property
    def to_send(self) -> tuple[LetterStanding, ...]:
        """Those that can be sent and are not."""
        return tuple(item for item in self.letters if item.way == "deliver" and item.sent is None)

    @property
    def sent(self) -> tuple[LetterStanding, ...]:
        """Those that were sent."""
        return tuple(item for item in self.letters if item.sent is not None)

    @property
    def on_paper(self) -> tuple[LetterStanding, ...]:
        """Those the agency has to send on paper."""
        return tuple(item for item in self.letters if item.way == "paper")

    @property
    def stale(self) -> int:
        """How many decisions are not told by a letter as they stand."""
        return self.unwritten + sum(item.is_older for item in self.letters)


def letters_standing(gate: Gate, actor: Actor, call: str) -> LettersStanding:
    """The letters of a call with what became of each.

    Raises
    ------
    AccessRefused  They may not.
    """
    run = find_run(gate, actor, call)
    with gate.reading(actor, "read_letters") as work:
        numbers = decisions_that_stand(work, call)
    with gate.seeing(actor, "read_letters") as crossing:
        sent = {item.id: item for item in crossing.sent() if item.kind == "letter" and item.about == call}
    letters = tuple(_standing(actor, item, sent, numbers) for item in run.letters)
    known = {item.application for item in run.letters}
    return LettersStanding(run, letters, sum(key not in known for key in numbers))


def decisions_that_stand(work: WorkspaceRecords, call: str) -> dict[str, int]:
    """Number of the last decision of each application that stands and was not withdrawn."""
    ended = {item.id for item in work.all_received("application", call) if item.ended is not None}
    last = {item.application: item for item in work.decisions(call)}
    return {key: item.number for key, item in last.items() if key not in ended and item.outcome != "withdrawn"}


def delivery_id(agency: str, letter: KeptLetter) -> str:
    """The same letter of the same decision is one delivery, however often it is sent."""
    parts = ["letter", agency, letter.application, letter.decision, letter.sha256]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _standing(actor: Actor, item: KeptLetter, sent: dict[str, Delivery], numbers: dict[str, int]) -> LetterStanding:
    found = sent.get(delivery_id(actor.workspace, item))
    is_older = numbers.get(item.application, item.decision) != item.decision
    return LetterStanding(
        item, "deliver" if item.sender else "paper", found.at if found else None, found.taken if found else None,
        is_older,
    )  # fmt: skip


def send_letters(gate: Gate, actor: Actor, call: str, run: LettersRun, some: list[KeptLetter]) -> Iterator[Problem]:
    """Send some letters in one transaction; those whose receiver is no more are told of."""
    deliveries = [_delivery(gate, actor, call, run, item) for item in some]
    detail = {"letters": str(len(some)), "run": str(run.version)}
    deed = Deed("send_letters", f"call:{call}", detail=detail)
    try:
        with gate.sending(actor, deed) as crossing:
            _all(crossing, deliveries)
    except ValueError:  # a firm's workspace is no more: the others get theirs
        for letter, item in zip(some, deliveries, strict=True):
            try:
                with gate.sending(actor, Deed("send_letters", f"call:{call}", detail={"to": item.receiver})) as one:
                    one.send(item)
            except ValueError:
                said, mend = f"the workspace of {letter.name} is no more", "send the letter on paper"
                yield warning("letter.no_receiver", f"application {letter.number}", said, mend, name=letter.name)


def _all(crossing: Crossing, deliveries: list[Delivery]) -> None:
    for item in deliveries:
        crossing.send(item)


def _delivery(gate: Gate, actor: Actor, call: str, run: LettersRun, letter: KeptLetter) -> Delivery:
    content = letter_content(gate, actor.workspace, call, run.language, letter)
    return Delivery(
        id=delivery_id(actor.workspace, letter), kind="letter", sender=actor.workspace, receiver=letter.sender,
        about=call, at=gate.world.now(), content=content, sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip


def letter_content(gate: Gate, workspace: str, call: str, language: str, letter: KeptLetter) -> str:
    """What a firm is sent: the decision as it stands, so that its page can show it, and the file itself."""
    told: Any = json.loads(gate.objects.get(workspace, letter.told))
    data = gate.objects.get(workspace, letter.sha256)
    whole = base64.b64encode(data).decode() if len(data) <= LARGEST_FILE else ""
    for item in told["decisions"]:  # by what results are counted is the agency's
        for name in ("size", "province", "section"):
            item.pop(name, None)
    tree = {
        "format": FORMAT, "application": letter.application, "call": call, "decision": letter.decision,
        "language": language, "told": told,
        "file": {"name": letter.file, "sha256": letter.sha256, "size": letter.size, "content": whole},
    }  # fmt: skip
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
