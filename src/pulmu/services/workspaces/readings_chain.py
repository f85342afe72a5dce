"""Whether meters and books of a workspace are as they were taken in; which import, day and row is not."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from pulmu.model import OutsideError, Problem, problem
from pulmu.services.ports import ReadingStore, StoredPart
from pulmu.services.records.audit import START, AuditEntry
from pulmu.services.records.sealed import SealedHead, SealedKind, SealedPart
from pulmu.services.records.store import Store, WorkspaceRecords
from pulmu.services.workspaces.measured import Measured
from pulmu.services.workspaces.sealing import day_hash, head_of_meter, marks_of, sealed, unpacked

SHOWN = 5
"""Rows of a day, and days of an import, told one by one."""
_MEND = "restore the newest backup that verifies, and find out who could write"
_KINDS: tuple[SealedKind, ...] = ("meter", "book")


@dataclass(frozen=True, slots=True)
class Noted:
    """What the audit says of an import: its number and its seal."""

    what: str
    name: str
    number: int
    seal: str


def verify_readings(store: Store, measured: Measured, workspace: str) -> tuple[Problem, ...]:
    """Where meters and books of a workspace are not as they were taken in; nothing where all are.

    Records say what was sealed, the audit repeats each seal, so that what is cut off is missed, and the files are read
    anew. The audit itself is checked elsewhere.

    Raises
    ------
    AccessRefused  There is no such workspace.
    OutsideError  The records cannot be read.
    """
    found: list[Problem] = []
    with store.reading(workspace) as work:
        noted = noted_in(work.entries())
        for what in _KINDS:
            heads = {head.name: head for head in work.sealed_heads(what)}
            for name in sorted(heads.keys() | {item.name for item in noted if item.what == what}):
                parts = work.sealed_parts(what, name)
                said = [item for item in noted if (item.what, item.name) == (what, name)]
                found += check_parts(parts, heads.get(name), said, workspace, f"{what} {name}")
                found += _files(work, measured, what, name, parts)
    return tuple(found)


def noted_in(entries: Sequence[AuditEntry]) -> list[Noted]:
    """What an audit says of imports."""
    kept = [entry for entry in entries if entry.action == "write_readings" and entry.detail.get("part", "").isdigit()]
    pairs = [(entry, *entry.about.partition(":")[::2]) for entry in kept]
    return [Noted(what, name, int(entry.detail["part"]), entry.detail.get("seal", "")) for entry, what, name in pairs]


def check_parts(
    parts: Sequence[SealedPart], head: SealedHead | None, noted: Sequence[Noted], workspace: str, place: str
) -> Iterator[Problem]:
    """Where the records of a meter or a book are not a whole chain, or not the one the audit speaks of."""
    previous = START
    for number, part in enumerate(parts, start=1):
        if part.number != number or part.previous != previous:
            yield _missing(place, number)
        if sealed(part, workspace).seal != part.seal:
            yield _record_changed(place, part.number)
        previous = part.seal
    if head is None or (head.parts, head.seal) != (len(parts), previous):
        yield _missing(place, len(parts) + 1)
    seals = {part.number: part.seal for part in parts}
    for item in noted:
        if item.number not in seals:
            yield _missing(place, item.number)
        elif seals[item.number] != item.seal:
            yield _record_changed(place, item.number)


def _files(
    work: WorkspaceRecords, measured: Measured, what: SealedKind, name: str, parts: Sequence[SealedPart]
) -> Iterator[Problem]:
    counts = {name: max((part.number for part in parts), default=0)}
    parts = [part for part in parts if sealed(part, work.workspace).seal == part.seal]
    if what == "meter":
        store = measured.readings(work.workspace, counts)
        for part in parts:
            yield from _file_of_meter(store, part)
        return
    books = measured.books(work.workspace, counts)
    for part in parts:
        try:
            if books.content_hash(name, part.number) != json.loads(part.head)["sha256"]:
                yield _file_changed(part)
        except OutsideError as error:
            yield _unreadable(part, error)


def _file_of_meter(store: ReadingStore, part: SealedPart) -> Iterator[Problem]:
    try:
        if store.content_hash(part.name, part.number) == json.loads(part.head)["sha256"]:
            return
        stored = store.part(part.name, part.number)
    except OutsideError as error:
        yield _unreadable(part, error)
        return
    found = tuple(changed_rows(part, stored))
    yield from found
    if not found:
        yield _file_changed(part)


def changed_rows(part: SealedPart, stored: StoredPart) -> Iterator[Problem]:
    """Days and rows of a part that are not as they were sealed; what it says of itself, too."""
    if json.loads(head_of_meter(stored, "")) != json.loads(part.head) | {"sha256": ""}:
        yield _file_changed(part)
    if len(stored.readings) != part.rows:
        yield problem(
            "audit.rows_missing", _place(part), f"{part.rows:,} rows were taken in, {len(stored.readings):,} lie there",
            _MEND, then=f"{part.rows:,}", now=f"{len(stored.readings):,}",
        )  # fmt: skip
        return
    is_other = marks_of(stored.readings) != np.frombuffer(part.marks, "<u2")
    first, told = 0, 0
    for day in unpacked(part.days):
        end = first + day.rows
        if day_hash(stored.readings, first, end) != day.sha256:
            told += 1
            if told <= SHOWN:
                yield from _rows(part, day.day, first, np.flatnonzero(is_other[first:end]).tolist())
        first = end
    if told > SHOWN:
        yield problem(
            "audit.more_days", _place(part), f"{told - SHOWN:,} more days are changed", _MEND, count=told - SHOWN
        )


def _rows(part: SealedPart, day: int, first: int, changed: Sequence[int]) -> Iterator[Problem]:
    place = f"{_place(part)}, {date(1970, 1, 1) + timedelta(days=day)}"
    if not changed:  # one time in 65,536 the mark of a changed row is that of the one before
        yield problem("audit.day_changed", place, "readings of this day are not as they were taken in", _MEND)
    for row in changed[:SHOWN]:
        yield problem(
            "audit.row_changed", f"{place}, row {first + row + 1:,}", "this reading is not as it was taken in", _MEND,
            day=date(1970, 1, 1) + timedelta(days=day), row=first + row + 1,
        )  # fmt: skip
    if len(changed) > SHOWN:
        more = len(changed) - SHOWN
        yield problem("audit.more_rows", place, f"{more:,} more readings of this day are changed", _MEND, count=more)


def _place(part: SealedPart) -> str:
    return f"{part.what} {part.name}, import {part.number}"


def _missing(place: str, number: int) -> Problem:
    said = f"import {number} is missing, or stands out of order"
    return problem("audit.import_missing", place, said, _MEND, number=number)


def _record_changed(place: str, number: int) -> Problem:
    said = f"what is said of import {number} is not as it was sealed"
    return problem("audit.record_changed", place, said, _MEND, number=number)


def _file_changed(part: SealedPart) -> Problem:
    return problem("audit.file_changed", _place(part), "its file is not as it was written", _MEND)


def _unreadable(part: SealedPart, error: OutsideError) -> Problem:
    days = [date(1970, 1, 1) + timedelta(days=item.day) for item in unpacked(part.days)]
    span = f"{days[0]} to {days[-1]}, rows 1 to {part.rows:,}" if days else f"{part.rows:,} rows"
    return problem(
        "audit.file_unreadable", f"{_place(part)}, {span}", f"its file is damaged or gone: {error.problems[0].message}",
        _MEND, reason=error.problems[0].message,
    )  # fmt: skip
