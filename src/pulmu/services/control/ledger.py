"""What the guard keeps of everything it was asked and did: a chain like the audit's, and where to begin again."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

from pulmu.model import Problem
from pulmu.services.records.audit import AuditEntry, check_chain, following
from pulmu.twin.control import Moment, Record, Restarted, State, Touched

IN_CHARGE = "guard.in_charge"
"""Entry that tells what the guard has written and not let go of."""


class Ledger(Protocol):
    """Keeps entries; what it has taken is there after a power cut."""

    def entries(self) -> Iterable[AuditEntry]:
        """All of them, in order."""
        ...

    def keep(self, entry: AuditEntry) -> None:
        """Add one; it is on the disk when this returns.

        Raises
        ------
        OutsideError  It could not be kept.
        """
        ...


def chain_name(plant: str) -> str:
    """What the chain of a plant's guard is sealed with."""
    return f"control:{plant}"


def entry_of(last: AuditEntry | None, record: Record, state: State) -> AuditEntry:
    """A record in its place in the chain."""
    detail = dict(record.detail) | {"phase": record.phase, "sequence": str(state.sequence)}
    if record.reasons:
        detail["reasons"] = ", ".join(item.code for item in record.reasons)
    entry = AuditEntry(
        at=_moment(record.wall), actor=record.by or "guard", action=f"control.{record.what}", about=record.about,
        detail=detail, reason="; ".join(str(item) for item in record.reasons),
    )  # fmt: skip
    return following(last, chain_name(state.plant), entry)


def charge_entry(last: AuditEntry | None, state: State) -> AuditEntry:
    """What is in charge now, with every digit."""
    said = {tag: json.dumps([item.before, item.written]) for tag, item in state.engaged.items()}
    entry = AuditEntry(at=_moment(state.now.wall), actor="guard", action=IN_CHARGE, detail=said)
    return following(last, chain_name(state.plant), entry)


def broken(entries: Iterable[AuditEntry], plant: str) -> tuple[Problem, ...]:
    """Where the chain of a plant's guard is broken."""
    return check_chain(entries, chain_name(plant))


def restart_of(entries: Iterable[AuditEntry], at: Moment) -> Restarted:
    """Where a guard begins that was stopped somewhere: what it left behind, and which requests it has taken."""
    sequence, touched, is_first = 0, dict[str, str](), True
    for entry in entries:
        is_first = False
        sequence = max(sequence, int(entry.detail.get("sequence", "0")))
        if entry.action == IN_CHARGE:
            touched = entry.detail
    left = tuple(_touched(tag, text) for tag, text in touched.items())
    return Restarted(at=at, sequence=sequence, touched=left, is_first=is_first)


def _touched(tag: str, text: str) -> Touched:
    before, written = json.loads(text)
    return Touched(tag=tag, before=before, written=written)


def _moment(wall: float) -> datetime:
    return datetime.fromtimestamp(wall, UTC)
