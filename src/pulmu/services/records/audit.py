"""The audit: every write and every disclosure, in a chain where each entry seals the one before."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from pulmu.model import Problem, problem

START = "0" * 64
"""What the first entry of a chain seals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what, to what, when, from where and why.

    Parameters
    ----------
    number : 1, 2, 3 without a hole.
    actor : Account, token or link, by id.
    about : What was changed or disclosed, such as `report:ID/2`.
    detail : What a reader needs to follow it; no secret and no volume.
    reason : Why something was downloaded or corrected, in the words of who did it.
    previous, hash : Seal of the entry before, and of this one.
    """

    number: int = 0
    at: datetime
    actor: str
    action: str
    about: str = ""
    detail: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    address: str = ""
    previous: str = START
    hash: str = ""


def sealed(entry: AuditEntry, workspace: str) -> AuditEntry:
    """The entry with its seal, SHA-256 of its content, of the seal before, and of the workspace it belongs to."""
    content = [
        workspace, entry.number, entry.at.isoformat(), entry.actor, entry.action, entry.about,
        sorted(entry.detail.items()), entry.reason, entry.address, entry.previous,
    ]  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return replace(entry, hash=hashlib.sha256(text.encode()).hexdigest())


def following(last: AuditEntry | None, workspace: str, entry: AuditEntry) -> AuditEntry:
    """The entry in its place after the last one, sealed."""
    number, previous = (last.number + 1, last.hash) if last else (1, START)
    return sealed(replace(entry, number=number, previous=previous), workspace)


def check_chain(
    entries: Iterable[AuditEntry], workspace: str, kept: tuple[int, str] | None = None
) -> tuple[Problem, ...]:
    """Where a chain is broken; nothing if it is whole.

    Parameters
    ----------
    entries : The whole chain in order.
    kept : Number and seal of an entry as they were noted elsewhere: what was cut off at the end is missed by them.
    """
    known = tuple(entries)
    found = [_changed(entry, workspace) for entry in known if sealed(entry, workspace).hash != entry.hash]
    if known and (known[0].number, known[0].previous) != (1, START):
        found.append(_missing(f"audit {workspace}, before entry {known[0].number}"))
    found += [
        _missing(f"audit {workspace}, between entries {before.number} and {after.number}")
        for before, after in pairwise(known)
        if (before.number + 1, before.hash) != (after.number, after.previous)
    ]
    if kept is not None and kept not in {(entry.number, entry.hash) for entry in known}:
        found.append(_missing(f"audit {workspace}, entry {kept[0]}"))
    return tuple(found)


def _changed(entry: AuditEntry, workspace: str) -> Problem:
    return problem(
        "audit.entry_changed", f"audit {workspace}, entry {entry.number}, {entry.at.date()}",
        "the entry is not as it was written", "restore the newest backup that verifies, and find out who could write",
        number=entry.number,
    )  # fmt: skip


def _missing(place: str) -> Problem:
    return problem(
        "audit.entry_missing", place, "entries are missing, or stand out of order",
        "restore the newest backup that verifies, and find out who could write",
    )  # fmt: skip
