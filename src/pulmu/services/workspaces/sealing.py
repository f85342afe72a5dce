"""Seals of parts: the content of each day, whose it is, who took it in and why, and the seal of the part before."""

import dataclasses
import hashlib
import itertools
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pulmu.metering import Exchange, Readings, Series, local_days
from pulmu.services.ports import Evidence, StoredPart
from pulmu.services.records.audit import START
from pulmu.services.records.sealed import SealedHead, SealedPart

_DAY = struct.Struct("<iI32s")


@dataclass(frozen=True, slots=True)
class SealedDay:
    """Rows of one day of a part: its number since 1970-01-01, how many, and their SHA-256."""

    day: int
    rows: int
    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who took a part in, when and why."""

    author: str
    at: datetime
    reason: str


def sealed(part: SealedPart, workspace: str) -> SealedPart:
    """The part with its seal, over all that it says and the workspace it belongs to."""
    content = [
        workspace, part.what, part.name, part.number, part.at.isoformat(), part.author, part.reason, part.rows,
        part.first, part.last, part.head, hashlib.sha256(part.days).hexdigest(),
        hashlib.sha256(part.marks).hexdigest(), part.previous,
    ]  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return replace(part, seal=hashlib.sha256(text.encode()).hexdigest())


def following_part(last: SealedHead | None, part: SealedPart, workspace: str) -> tuple[SealedPart, SealedHead]:
    """The part in its place after those that are there, sealed; and what is known of the whole then."""
    number, previous = (last.parts + 1, last.seal) if last else (1, START)
    done = sealed(replace(part, number=number, previous=previous), workspace)
    spans = [(item.first, item.last) for item in (last, part) if item and item.rows]
    head = SealedHead(
        what=part.what, name=part.name, parts=number, seal=done.seal, rows=part.rows + (last.rows if last else 0),
        first=min((first for first, _ in spans), default=0), last=max((end for _, end in spans), default=0),
        at=part.at, head=part.head,
    )  # fmt: skip
    return done, head


def part_of_meter(meter: str, stored: StoredPart, sha256: str, signed: Signed) -> SealedPart:
    """What is sealed of a part of a meter, as it lies in the store."""
    rows = stored.readings
    return SealedPart(
        what="meter", name=meter, number=0, at=signed.at, author=signed.author, reason=signed.reason, rows=len(rows),
        first=int(rows.start.min()) if len(rows) else 0, last=int(rows.start.max()) if len(rows) else 0,
        head=head_of_meter(stored, sha256), days=_packed(days_of(stored)), marks=marks_of(rows).tobytes(),
        previous=START,
    )  # fmt: skip


def head_of_meter(stored: StoredPart, sha256: str) -> str:
    """What a part of a meter is about, with the hash of its file, as canonical JSON."""
    tree = {
        "sha256": sha256,
        "series": dataclasses.asdict(stored.series),
        "evidence": [dataclasses.asdict(item) for item in stored.evidence],
        "reason": stored.reason,
    }
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def series_of_head(head: str) -> Series:
    """The series of a meter's part."""
    tree = json.loads(head)["series"]
    return Series(**tree | {"exchanges": tuple(Exchange(**item) for item in tree["exchanges"])})


def evidence_of_head(head: str) -> tuple[Evidence, ...]:
    """The files of a meter's part."""
    return tuple(Evidence(**item) for item in json.loads(head)["evidence"])


def days_of(stored: StoredPart) -> tuple[SealedDay, ...]:
    """Each day of a part by the clock of its zone, with the hash of its rows in their order."""
    rows = stored.readings
    day = local_days(rows.start, stored.series.zone)
    edges = [*np.flatnonzero(np.diff(day, prepend=day[0] - 1)).tolist(), len(day)] if len(day) else []
    return tuple(
        SealedDay(int(day[first]), end - first, day_hash(rows, first, end)) for first, end in itertools.pairwise(edges)
    )


def day_hash(readings: Readings, first: int, end: int) -> bytes:
    """SHA-256 of some rows: their instants, values and qualities, each as they are in memory of any machine."""
    columns = ((readings.start, "<i8"), (readings.value, "<f8"), (readings.quality, "i1"))
    found = hashlib.sha256()
    for column, kind in columns:
        found.update(column[first:end].astype(kind, copy=False).tobytes())
    return found.digest()


def unpacked(days: bytes) -> tuple[SealedDay, ...]:
    """Days as they were kept."""
    return tuple(SealedDay(*item) for item in _DAY.iter_unpack(days))


def marks_of(readings: Readings) -> NDArray[np.uint16]:
    """A short mark of each row: it finds a changed one, but for one in 65,536; the hash of its day misses none."""
    found = readings.start.astype(np.uint64)
    with np.errstate(over="ignore"):
        for column in (readings.value.view(np.uint64), readings.quality.astype(np.uint64)):
            found = (found ^ column) * np.uint64(0x9E3779B97F4A7C15)
            found ^= found >> np.uint64(29)
        found *= np.uint64(0xBF58476D1CE4E5B9)
    return (found >> np.uint64(48)).astype("<u2")


def _packed(days: tuple[SealedDay, ...]) -> bytes:
    return b"".join(_pack(days))


def _pack(days: tuple[SealedDay, ...]) -> Iterator[bytes]:
    for item in days:
        yield _DAY.pack(item.day, item.rows, item.sha256)
