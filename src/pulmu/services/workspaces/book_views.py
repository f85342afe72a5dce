"""A book as people look at it: what counts, its totals, and who took in what."""

import json
from dataclasses import dataclass
from datetime import datetime

from pulmu.metering import Entry, GapPolicy
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.ports import BookPart
from pulmu.services.read_book import BookTotals, book_entries, totals_of_entries, years_of_entries
from pulmu.services.records.sealed import SealedPart
from pulmu.services.workspaces.books import known_book
from pulmu.services.workspaces.measured import Measured, counted


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A document an import was read from."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPartView:
    """One import of a book: who took in what, when and why, and what it changed."""

    number: int
    at: datetime
    author: str
    reason: str
    files: tuple[SourceFile, ...]
    added: int
    corrected: int
    withdrawn: int
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookView:
    """A book.

    Parameters
    ----------
    entries : Those that count, in order of time.
    years : Years they touch, the newest first.
    year : The one that is totalled; the newest where none was asked for.
    """

    book: str
    entries: tuple[Entry, ...]
    years: tuple[int, ...]
    year: int
    totals: BookTotals
    imports: tuple[BookPartView, ...]


def view_book(
    gate: Gate, measured: Measured, actor: Actor, book: str, year: int | None, policy: GapPolicy = "none"
) -> BookView:
    """A book with the totals of one year.

    Raises
    ------
    AccessRefused  They may not, or there is no such book (`access.unknown_book`).
    OutsideError  The store cannot be used.
    """
    with gate.reading(actor, "read_readings") as work:
        known_book(work, book)
        store = measured.books(actor.workspace, counted(work, "book"))
        sealed = work.sealed_parts("book", book)
    found = book_entries(store, book)
    entries = tuple(sorted(found.entries, key=lambda item: (item.start, item.end, item.item, item.number)))
    years = sorted(years_of_entries(entries), reverse=True)
    chosen = year if year is not None else next(iter(years), gate.world.now().year)
    return BookView(
        book=book, entries=entries, years=tuple(years), year=chosen, totals=totals_of_entries(found, chosen, policy),
        imports=tuple(_import(part, kept) for part, kept in zip(sealed, found.parts, strict=True)),
    )  # fmt: skip


def book_imports(gate: Gate, measured: Measured, actor: Actor, book: str) -> tuple[BookPartView, ...]:
    """Imports of a book in order.

    Raises
    ------
    AccessRefused, OutsideError  As for `view_book`.
    """
    with gate.reading(actor, "read_readings") as work:
        known_book(work, book)
        kept = measured.books(actor.workspace, counted(work, "book")).read(book)
        return tuple(_import(part, one) for part, one in zip(work.sealed_parts("book", book), kept, strict=True))


def _import(part: SealedPart, kept: BookPart) -> BookPartView:
    changes = [file.change for file in kept.files]
    return BookPartView(
        number=part.number, at=part.at, author=part.author, reason=part.reason,
        files=tuple(SourceFile(item["name"], item["sha256"]) for item in json.loads(part.head)["files"]),
        added=sum(len(item.added) for item in changes), corrected=sum(len(item.corrected) for item in changes),
        withdrawn=sum(len(item.withdrawn) for item in changes), seal=part.seal,
    )  # fmt: skip
