"""Difficulties an agency was sent: the newest version of each."""

import json
from dataclasses import dataclass
from datetime import datetime

from pulmu.model import Document, decode, has_errors
from pulmu.model.voice import Voice
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.crossing import Received
from pulmu.services.records.store import WorkspaceRecords
from pulmu.support.voices import Raised


@dataclass(frozen=True, slots=True)
class HeardVoice:
    """A difficulty that was sent.

    Parameters
    ----------
    key : The same through all versions.
    sender, name : The firm, and what it is called.
    at : When its newest version was sent.
    """

    key: str
    sender: str
    name: str
    at: datetime
    sha256: str
    voice: Voice

    @property
    def raised(self) -> Raised:
        """As it is gathered."""
        return Raised(self.key, self.sender, self.voice)


def hear(gate: Gate, actor: Actor) -> tuple[HeardVoice, ...]:
    """The newest version of every voice, sent last first; nothing is written by looking.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "read_received") as work:
        return heard_in(work)


def heard_in(work: WorkspaceRecords) -> tuple[HeardVoice, ...]:
    """The newest version of every voice, sent last first; what cannot be read is left out."""
    newest: dict[str, Received] = {}
    for head in work.all_received("voice"):
        before = newest.get(head.about)
        if before is None or (before.at, before.id) < (head.at, head.id):
            newest[head.about] = head
    whole = (work.received(head.id) for head in newest.values())
    found = [voice for item in whole if item is not None and (voice := _heard(item)) is not None]
    return tuple(sorted(found, key=lambda item: (-item.at.timestamp(), item.key)))


def _heard(item: Received) -> HeardVoice | None:
    try:
        tree = json.loads(item.content)["voice"]
    except (ValueError, KeyError, TypeError):
        return None
    decoded = decode(Voice, Document(tree, item.name))
    if has_errors(decoded.problems):
        return None
    return HeardVoice(item.about, item.sender, item.name, item.at, item.sha256, decoded.value)
