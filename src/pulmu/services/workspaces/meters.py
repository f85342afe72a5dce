"""Meters of a workspace: files in, what is known of each, and who took in what."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from pulmu.metering import Series
from pulmu.model import AccessRefused, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.import_readings import Imported, ImportOrder, import_readings, reading_wish, usual_meter
from pulmu.services.ports import Evidence, ReadingFile, ReadingReader, ReadingStore, ReadingWish, SeriesHead
from pulmu.services.records.sealed import SealedHead, SealedKind, SealedPart
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.evidence import evidence_record
from pulmu.services.workspaces.measured import Measured, counted
from pulmu.services.workspaces.sealing import Signed, evidence_of_head, following_part, part_of_meter, series_of_head


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter in the list.

    Parameters
    ----------
    first, last : The first and the last instant of its readings; 0 where it has none. [s since 1970, UTC]
    imports, rows : How many imports it was made of, and rows of all of them, corrected ones too.
    """

    series: Series
    first: int
    last: int
    imports: int
    rows: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MeterImport:
    """One import of a meter: who took in what, when and why."""

    number: int
    at: datetime
    author: str
    reason: str
    rows: int
    first: int
    last: int
    evidence: tuple[Evidence, ...]
    seal: str


class _Unchanged(Exception):  # noqa: N818 - no error: leaves the transaction without a trace
    def __init__(self, done: Imported) -> None:
        super().__init__()
        self.done = done


def meters(gate: Gate, actor: Actor) -> tuple[Meter, ...]:
    """Meters of the workspace, by id."""
    with gate.reading(actor, "read_readings") as work:
        return tuple(_meter(head) for head in work.sealed_heads("meter"))


def read_meter(gate: Gate, actor: Actor, meter: str) -> Meter:
    """A meter.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    """
    with gate.reading(actor, "read_readings") as work:
        return _meter(known_meter(work, meter))


def meter_imports(
    gate: Gate, actor: Actor, meter: str, after: int = 0, most: int | None = None
) -> tuple[MeterImport, ...]:
    """Imports of a meter in order, from the one after a number.

    Raises
    ------
    AccessRefused  As for `read_meter`.
    """
    with gate.reading(actor, "read_readings") as work:
        known_meter(work, meter)
        return tuple(_import(part) for part in work.sealed_parts("meter", meter, after, most))


def look_at_file(
    gate: Gate, measured: Measured, actor: Actor, order: ImportOrder, content: bytes, name: str
) -> Imported:
    """What an import would do, and how the file is read. Nothing is kept.

    Raises
    ------
    AccessRefused  They may not.
    """
    order, read = _named(order, name), _reader(measured, content)
    with gate.reading(actor, "write_readings") as work:
        check_alike(work, "meter", order.meter)
        store = measured.readings(actor.workspace, counted(work, "meter"))
    return import_readings(order, read, store, is_trial=True)


def import_file(
    gate: Gate, measured: Measured, actor: Actor, order: ImportOrder, content: bytes, name: str
) -> Imported:
    """Take in what is new of a file: all of it or nothing. The file is kept as evidence.

    Raises
    ------
    AccessRefused  They may not.
    """
    order, read = _named(order, name), _reader(measured, content)
    with gate.reading(actor, "write_readings") as work:
        store = measured.readings(actor.workspace, counted(work, "meter"))
        kept = _kept(store, work, order.meter)
    read(order.files[0], reading_wish(order, kept))  # the long part, before others have to wait
    record = evidence_record(gate, actor, order.files[0], content)

    def keep_file(work: WorkspaceRecords) -> None:
        gate.objects.put(actor.workspace, content)
        work.add_evidence(record)

    return grow(gate, measured, actor, order, read, keep_file)


def grow(
    gate: Gate,
    measured: Measured,
    actor: Actor,
    order: ImportOrder,
    read: ReadingReader,
    keep_file: Callable[[WorkspaceRecords], None] = lambda _: None,
    *,
    with_gaps: bool = True,
) -> Imported:
    """Add to a meter in one transaction: the part in the store, its seal, and the entry of the audit.

    A part that lies in the store without its seal never counted, and the next one takes its place.

    Raises
    ------
    AccessRefused  They may not.
    """
    detail: dict[str, str] = {}
    about = f"meter:{order.meter[:64]}"
    try:
        with gate.writing(actor, Deed("write_readings", about, detail=detail, reason=order.reason[:1000])) as work:
            check_alike(work, "meter", order.meter)
            before = work.sealed_head("meter", order.meter)
            store = measured.readings(actor.workspace, counted(work, "meter"))
            done = import_readings(order, read, store, with_gaps=with_gaps)
            number = before.parts + 1 if before else 1
            if done.series is None or store.count(order.meter) < number:
                raise _Unchanged(done)
            stored = store.part(order.meter, number)
            signed = Signed(author=actor.id, at=gate.world.now(), reason=order.reason)
            part, head = following_part(
                before,
                part_of_meter(order.meter, stored, store.content_hash(order.meter, number), signed),
                actor.workspace,
            )
            work.add_sealed_part(part, head)
            keep_file(work)
            detail |= {"part": str(number), "rows": str(part.rows), "seal": part.seal}
    except _Unchanged as found:
        return found.done
    return done


def known_meter(work: WorkspaceRecords, meter: str) -> SealedHead:
    """What is known of a meter.

    Raises
    ------
    AccessRefused  There is none (`access.unknown_meter`).
    """
    head = work.sealed_head("meter", meter) if len(meter) <= 64 else None
    if head is None:
        said, mend = "there is no such meter", "choose one of the list"
        raise AccessRefused.of("access.unknown_meter", "meter", said, mend)
    return head


def _kept(store: ReadingStore, work: WorkspaceRecords, meter: str) -> SeriesHead | None:
    check_alike(work, "meter", meter)
    return store.head(meter)


def _named(order: ImportOrder, name: str) -> ImportOrder:
    """The order of the one file, with a name that can be shown, and the meter's id."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in re.split(r"[\\/]", name)[-1])[:200] or "file"
    return replace(order, files=(shown,), meter=order.meter or usual_meter(order.only, (shown,)))


def _reader(measured: Measured, content: bytes) -> ReadingReader:
    """Reads the file once for each wish: the second time while others wait."""
    known: dict[ReadingWish, ReadingFile] = {}

    def read(path: str, wish: ReadingWish) -> ReadingFile:
        if wish not in known:
            known[wish] = measured.read_readings(content, path, wish)
        return known[wish]

    return read


def check_alike(work: WorkspaceRecords, what: SealedKind, name: str) -> None:
    """Two meters or books never differ by what some file systems take for the same.

    Raises
    ------
    InputError  `meter.id_alike`.
    """
    others = (head.name for head in work.sealed_heads(what) if head.name != name)
    alike = [other for other in others if _bare(other) == _bare(name)]
    if alike:
        raise InputError.of(
            "meter.id_alike", what, f"there is one named {alike[0]!r} already, which differs by its writing only",
            "write its id as it is, or give this one another", known=alike[0],
        )  # fmt: skip


def _bare(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().rstrip(".")


def _meter(head: SealedHead) -> Meter:
    return Meter(series_of_head(head.head), head.first, head.last, head.parts, head.rows, head.at)


def _import(part: SealedPart) -> MeterImport:
    return MeterImport(
        part.number, part.at, part.author, part.reason, part.rows, part.first, part.last, evidence_of_head(part.head),
        part.seal,
    )  # fmt: skip
