"""Books of a workspace: bills and exports in, looked at and confirmed before; entries and totals out."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from pulmu.metering import GapPolicy
from pulmu.model import AccessRefused
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.import_book import BookImport, BookOrder, import_book
from pulmu.services.ports import BookPart, BookStore, DocumentFile, DocumentReader, DocumentWish
from pulmu.services.read_book import BookEntries, BookTotals, book_entries, book_totals
from pulmu.services.records.audit import START
from pulmu.services.records.sealed import SealedPart
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.evidence import evidence_record, shown_file_name
from pulmu.services.workspaces.measured import Measured, counted
from pulmu.services.workspaces.meters import check_alike
from pulmu.services.workspaces.sealing import following_part


@dataclass(frozen=True, slots=True)
class Book:
    """A book in the list: how many imports it was made of, and entries they brought, corrected ones too."""

    id: str
    imports: int
    entries: int
    at: datetime


class _Unchanged(Exception):  # noqa: N818 - no error: leaves the transaction without a trace
    def __init__(self, done: BookImport) -> None:
        super().__init__()
        self.done = done


def books(gate: Gate, actor: Actor) -> tuple[Book, ...]:
    """Books of the workspace, by id."""
    with gate.reading(actor, "read_readings") as work:
        return tuple(Book(head.name, head.parts, head.rows, head.at) for head in work.sealed_heads("book"))


def entries_of(gate: Gate, measured: Measured, actor: Actor, book: str) -> BookEntries:
    """Imports of a book, and the entries that count.

    Raises
    ------
    AccessRefused  They may not, or there is no such book (`access.unknown_book`).
    """
    return book_entries(_opened(gate, measured, actor, book), book)


def totals_of(
    gate: Gate, measured: Measured, actor: Actor, book: str, year: int | None, policy: GapPolicy, *, consumed: bool
) -> BookTotals:
    """Totals of months and years of a book.

    Raises
    ------
    AccessRefused  As for `entries_of`.
    """
    return book_totals(_opened(gate, measured, actor, book), book, year, policy, consumed=consumed)[0]


def look_at_document(
    gate: Gate, measured: Measured, actor: Actor, order: BookOrder, content: bytes, name: str,
    *, as_confirmed: bool = False,
) -> BookImport:  # fmt: skip
    """How a document is read, and what an import would do. Nothing is kept.

    Parameters
    ----------
    as_confirmed : Whether to tell what an import would do once the guess is confirmed with the code told.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "write_readings") as work:
        check_alike(work, "book", order.book)
        store = measured.books(actor.workspace, counted(work, "book"))
    order, read = _named(order, name), _reader(measured, content)
    found = import_book(order, read, store, is_trial=True)
    if as_confirmed and found.code and found.code != order.confirm:
        return import_book(replace(order, confirm=found.code), read, store, is_trial=True)
    return found


def import_document(
    gate: Gate, measured: Measured, actor: Actor, order: BookOrder, content: bytes, name: str
) -> BookImport:
    """Take a document into a book: all that is new, or nothing if anything is wrong or not confirmed.

    Raises
    ------
    AccessRefused  They may not.
    """
    order, read = _named(order, name), _reader(measured, content)
    with gate.reading(actor, "write_readings") as work:
        store = measured.books(actor.workspace, counted(work, "book"))
    read(order.files[0], replace(order.wish, remembered=store.remembered()))  # the long part, before others wait
    record = evidence_record(gate, actor, order.files[0], content)
    detail: dict[str, str] = {}
    deed = Deed("write_readings", f"book:{order.book[:64]}", detail=detail, reason=order.reason[:1000])
    try:
        with gate.writing(actor, deed) as work:
            check_alike(work, "book", order.book)
            before = work.sealed_head("book", order.book)
            number = before.parts + 1 if before else 1
            store = measured.books(actor.workspace, counted(work, "book"))
            done = import_book(order, read, store)
            if not done.is_done or len(parts := store.read(order.book)) < number:
                raise _Unchanged(done)
            new = _part(gate, actor, order, parts[-1], store.content_hash(order.book, number))
            part, head = following_part(before, new, actor.workspace)
            work.add_sealed_part(part, head)
            gate.objects.put(actor.workspace, content)
            work.add_evidence(record)
            detail |= {"part": str(number), "rows": str(part.rows), "seal": part.seal}
    except _Unchanged as found:
        return found.done
    return done


def _part(gate: Gate, actor: Actor, order: BookOrder, part: BookPart, sha256: str) -> SealedPart:
    files = [{"name": file.name, "sha256": file.sha256, "kind": file.kind} for file in part.files]
    changes = [file.change for file in part.files]
    return SealedPart(
        what="book", name=order.book, number=0, at=gate.world.now(), author=actor.id, reason=order.reason,
        rows=sum(len(change.added) + len(change.corrected) for change in changes), first=0, last=0,
        head=json.dumps({"sha256": sha256, "files": files}, ensure_ascii=False, sort_keys=True), previous=START,
    )  # fmt: skip


def known_book(work: WorkspaceRecords, book: str) -> None:
    """Refuse a book that is not there.

    Raises
    ------
    AccessRefused  There is none (`access.unknown_book`).
    """
    if len(book) > 64 or work.sealed_head("book", book) is None:
        said, mend = "there is no such book", "choose one of the list"
        raise AccessRefused.of("access.unknown_book", "book", said, mend)


def _opened(gate: Gate, measured: Measured, actor: Actor, book: str) -> BookStore:
    with gate.reading(actor, "read_readings") as work:
        known_book(work, book)
        return measured.books(actor.workspace, counted(work, "book"))


def _named(order: BookOrder, name: str) -> BookOrder:
    return replace(order, files=(shown_file_name(name),))


def _reader(measured: Measured, content: bytes) -> DocumentReader:
    """Reads the document once for each wish: the second time while others wait."""
    known: dict[DocumentWish, DocumentFile] = {}

    def read(path: str, wish: DocumentWish) -> DocumentFile:
        if wish not in known:
            known[wish] = measured.read_document(content, path, wish)
        return known[wish]

    return read
