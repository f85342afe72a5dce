"""Books: bills, invoices and exports in, looked at and confirmed; entries and totals out."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from pulmu.api.bodies import SHOWN
from pulmu.api.meter_bodies import ColumnView
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.metering import Entry, GapPolicy
from pulmu.model import InputError
from pulmu.services.book_wishes import document_wish
from pulmu.services.import_book import BookImport, BookOrder
from pulmu.services.read_book import PeriodTotal
from pulmu.services.workspaces import books
from pulmu.services.workspaces.book_views import BookPartView, book_imports
from pulmu.services.workspaces.books import Book

LARGEST_FILE = 30_000_000
"""Bytes."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}/books", tags=["books"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_FILE, "export fewer months at a time"))]
Word = Annotated[str, Query(max_length=200, pattern=SHOWN)]
Words = Annotated[list[Word] | None, Query(max_length=50)]


class BookView(BaseModel):
    """A book: how many imports it was made of, and the entries they brought, corrected ones too."""

    id: str
    imports: int
    entries: int
    at: datetime

    @classmethod
    def of(cls, book: Book) -> "BookView":
        """What is shown of a book."""
        return cls(id=book.id, imports=book.imports, entries=book.entries, at=book.at)


class EntryView(BaseModel):
    """What one line of a document says, with its place."""

    kind: str
    start: date
    end: date
    value: float
    unit: str
    item: str
    partner: str
    number: str
    quality: str
    document: str
    sha256: str
    place: str

    @classmethod
    def of(cls, entry: Entry) -> "EntryView":
        """What is shown of an entry."""
        return cls(**{name: getattr(entry, name) for name in cls.model_fields})


class DocumentRead(BaseModel):
    """How a document was read: its kind, columns, and some of its entries; a guess must be confirmed."""

    name: str
    sha256: str
    kind: str
    is_guess: bool
    columns: list[ColumnView]
    entries: list[EntryView]
    entry_count: int


class BookImported(BaseModel):
    """What an import did, or would do: `saved` says which. `confirm` is the code to confirm a guess with."""

    book: str
    saved: bool
    confirm: str
    added: int
    corrected: int
    known: int
    documents: list[DocumentRead]
    problems: list[dict[str, Any]]

    @classmethod
    def of(cls, done: BookImport, problems: list[dict[str, Any]], *, saved: bool) -> "BookImported":
        """What is shown of an import."""
        documents = [
            DocumentRead(
                name=file.name, sha256=file.sha256, kind=file.kind, is_guess=file.is_guess,
                columns=[ColumnView.of(item) for item in file.columns],
                entries=[EntryView.of(entry) for entry in file.entries[:50]], entry_count=len(file.entries),
            )
            for file in done.files
        ]  # fmt: skip
        return cls(
            book=done.book, saved=saved, confirm=done.code, added=done.added, corrected=done.corrected,
            known=done.known, documents=documents, problems=problems,
        )  # fmt: skip


class BookTotalView(BaseModel):
    """The total of a month or a year; none where days are missing or doubled and the policy refuses it."""

    period: str
    what: str
    total: float | None
    unit: str
    estimated: float
    filled: float
    covered_days: int
    expected_days: int
    entries: int

    @classmethod
    def of(cls, item: PeriodTotal) -> "BookTotalView":
        """What is shown of a total."""
        total = item.total
        return cls(
            period=item.period, what=item.what, total=total.value, unit=total.unit, estimated=total.estimated,
            filled=total.filled, covered_days=total.covered_days, expected_days=total.expected_days,
            entries=total.entries_count,
        )  # fmt: skip


class BookTotalsView(BaseModel):
    """Totals of a book by months and years, and what stands in the way of those that are not given."""

    book: str
    unit: str
    months: list[BookTotalView]
    years: list[BookTotalView]
    problems: list[dict[str, Any]]


class BookImportView(BaseModel):
    """One import of a book: who took in what, when and why, and what it changed."""

    number: int
    at: datetime
    author: str
    reason: str
    documents: list[str]
    evidence: list[str]
    added: int
    corrected: int
    withdrawn: int
    seal: str

    @classmethod
    def of(cls, item: BookPartView) -> "BookImportView":
        """What is shown of an import; its evidence by hash."""
        return cls(
            number=item.number, at=item.at, author=item.author, reason=item.reason,
            documents=[file.name for file in item.files], evidence=[file.sha256 for file in item.files],
            added=item.added, corrected=item.corrected, withdrawn=item.withdrawn, seal=item.seal,
        )  # fmt: skip


class BookQuery:
    """How the document of the body is read, where it does not show it itself."""

    def __init__(
        self,
        file_name: Annotated[Word, Query(description="name of the file, as problems show it")] = "document",
        columns: Annotated[Words, Query(description="what columns mean: date=전표일자,quantity=수량,unit=kg")] = None,
        where: Annotated[Words, Query(description="take only rows with this value: HEAD=VALUE")] = None,
        item: Annotated[Word, Query(description="name of the item where the document names none")] = "",
        piece_weights: Annotated[Words, Query(description="what one piece weighs: ITEM=0.021 kg")] = None,
        confirm: Annotated[Word, Query(description="the code that was shown with the columns or values")] = "",
        reason: Annotated[str, Query(max_length=1000, pattern=SHOWN, description="why kept entries are replaced")] = "",
    ) -> None:
        self.file_name, self.confirm, self.reason = file_name, confirm, reason.strip()
        self.columns, self.where, self.item, self.piece_weights = columns or (), where or (), item, piece_weights or ()

    def order(self, book: str) -> BookOrder:
        """What is to be taken into a book."""
        wish = document_wish(columns=self.columns, where=self.where, item=self.item, piece_weights=self.piece_weights)
        return BookOrder(book=book, files=(), wish=wish, confirm=self.confirm, reason=self.reason)


@routes.get("", responses=told(401, 403, 404, 422))
def list_books(actor: Asking, place: AnyPlace, paging: Asked) -> Page[BookView]:
    """Books of the workspace, by id."""
    return paging.page(books.books(place.gate, actor), lambda item: (item.id,), BookView.of)


@routes.post("/{book}/imports", responses=told(401, 403, 404, 409, 413, 422, 503), openapi_extra=_FILE)
def import_document(
    book: str,
    request: Request,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    wanted: Annotated[BookQuery, Depends()],
    preview: Annotated[bool, Query(description="tell what was understood, and keep nothing")] = False,
) -> BookImported:
    """Take a bill, an invoice or an export into a book. All that is new is added, or nothing.

    Columns and values that are a guess must be confirmed with the code that a `preview` tells.
    """
    act = books.look_at_document if preview else books.import_document
    done = act(place.gate, place.measured, actor, wanted.order(book), content, wanted.file_name)
    if not done.is_done and not preview:
        raise InputError(*done.problems)
    return BookImported.of(done, problems_tree(done.problems, language_of(request), in_place=True), saved=not preview)


@routes.get("/{book}", responses=told(401, 403, 404, 422, 503))
def read_book(book: str, actor: Asking, place: AnyPlace, paging: Asked) -> Page[EntryView]:
    """Entries of a book that count, each with its document and the place in it."""
    found = books.entries_of(place.gate, place.measured, actor, book).entries

    def fetch(after: int, most: int) -> list[tuple[int, Entry]]:
        return list(enumerate(found[after : after + most], start=after + 1))

    return paging.numbered(fetch, lambda pair: pair[0], lambda pair: EntryView.of(pair[1]))


@routes.get("/{book}/imports", responses=told(401, 403, 404, 422, 503))
def list_book_imports(book: str, actor: Asking, place: AnyPlace, paging: Asked) -> Page[BookImportView]:
    """Imports of a book in order, each with its seal."""
    found = book_imports(place.gate, place.measured, actor, book)

    def fetch(after: int, most: int) -> tuple[BookPartView, ...]:
        return found[after : after + most]

    return paging.numbered(fetch, lambda item: item.number, BookImportView.of)


@routes.get("/{book}/totals", responses=told(401, 403, 404, 422, 503))
def totals(
    book: str,
    request: Request,
    actor: Asking,
    place: AnyPlace,
    year: Annotated[int | None, Query(ge=1990, le=2099, description="year to total; else all")] = None,
    gaps: Annotated[GapPolicy, Query(description="what a missing day counts as")] = "refuse",
    consumed: Annotated[bool, Query(description="reckon from opening and closing stock what was consumed")] = False,
) -> BookTotalsView:
    """Totals of months and years, with how many days are covered, and what was estimated."""
    found = books.totals_of(place.gate, place.measured, actor, book, year, gaps, consumed=consumed)
    months, years = ([BookTotalView.of(item) for item in items] for items in (found.months, found.years))
    problems = problems_tree(found.problems, language_of(request), in_place=True)
    return BookTotalsView(book=found.book, unit=found.unit, months=months, years=years, problems=problems)
