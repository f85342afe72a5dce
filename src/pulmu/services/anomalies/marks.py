"""What people found when they looked at an alarm: that something was there, or that it was false.

A mark belongs to the hours and the kind of an alarm, so that the next look at the same meter shows it again.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pulmu.model import AccessRefused, Document
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.anomalies.kept import find_kept
from pulmu.services.records.document import DocumentVersion
from pulmu.services.workspaces.documents import add_version, list_documents

MarkKind = Literal["seen", "false", "open"]
"""Looked at, and something was there; looked at, and nothing was; taken back."""
FORMAT = "pulmu.anomaly_mark/1"


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody found, and when they said so."""

    mark: MarkKind
    kind: str
    start: datetime
    end: datetime
    author: str
    at: datetime

    def is_of(self, alarm: dict[str, Any]) -> bool:
        """Whether an alarm is of the same kind and shares time with the one that was marked."""
        start, end = (datetime.fromisoformat(alarm[name]) for name in ("start", "end"))
        return alarm["kind"] == self.kind and start < self.end and self.start < end


@dataclass(frozen=True, slots=True)
class Tally:
    """How many alarms people looked at, and how many of those were false."""

    alarms: int
    looked_at: int
    false: int

    @property
    def precision(self) -> float | None:
        """Share of those looked at that were not false; None where nobody looked."""
        return 1 - self.false / self.looked_at if self.looked_at else None


def mark_alarm(gate: Gate, actor: Actor, meter: str, number: int, alarm: str, mark: MarkKind) -> Mark:
    """Say what an alarm was found to be; what was said before stays in its history.

    Raises
    ------
    AccessRefused  They may not, or there is no such alarm (`access.unknown_document`, `access.unknown_alarm`).
    """
    found = find_kept(gate, actor, meter, number).alarm(alarm)
    if found is None:
        raise AccessRefused.of("access.unknown_alarm", "alarm", "there is no such alarm", "look at the list anew")
    said = {"mark": mark, **{name: found[name] for name in ("kind", "start", "end")}}
    deed = Deed("mark_anomaly", f"meter:{meter[:64]}", detail={"alarm": alarm, "mark": mark})
    document = Document({"pulmu": FORMAT, "meter": meter, "alarm": alarm, **said}, f"{meter}.mark.json")
    with gate.writing(actor, deed) as work:
        kept = add_version(gate, actor, work, "anomaly_mark", f"{meter}/{alarm}", document, json.dumps(said))
    return _mark(kept)


def marks_of(gate: Gate, actor: Actor, meter: str) -> tuple[Mark, ...]:
    """All that was said of a meter's alarms, newest first; what was taken back with them.

    Raises
    ------
    AccessRefused  They may not.
    """
    heads = list_documents(gate, actor, "anomaly_mark")
    found = [_mark(head) for head in heads if head.document.rpartition("/")[0] == meter]
    return tuple(sorted(found, key=lambda item: item.at, reverse=True))


def mark_on(marks: Iterable[Mark], alarm: dict[str, Any]) -> Mark | None:
    """What was said last of an alarm; None where nobody said anything, or took it back."""
    found = next((item for item in marks if item.is_of(alarm)), None)
    return None if found is None or found.mark == "open" else found


def tally(marks: Sequence[Mark], alarms: Sequence[dict[str, Any]]) -> Tally:
    """Of alarms, those looked at and those that were false."""
    said = [found.mark for item in alarms if (found := mark_on(marks, item)) is not None]
    return Tally(len(alarms), len(said), said.count("false"))


def _mark(head: DocumentVersion) -> Mark:
    note = json.loads(head.note)
    start, end = (datetime.fromisoformat(note[name]) for name in ("start", "end"))
    return Mark(note["mark"], note["kind"], start, end, head.author, head.at)
