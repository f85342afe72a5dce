"""Books: what bills and exports say of each flow, and files in, looked at before they count."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.metering import BOOK_QUANTITIES, Entry
from pulmu.model import InputError, Problem, PulmuError
from pulmu.services.book_wishes import document_wish
from pulmu.services.import_book import BookImport, BookOrder, check_book_id
from pulmu.services.read_book import PeriodTotal
from pulmu.services.workspaces import books, evidence
from pulmu.services.workspaces.book_views import view_book
from pulmu.services.workspaces.people import names_of
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.pages.table_file import table_file
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/books", include_in_schema=False)
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Year = Annotated[int | None, Query(ge=1990, le=2099)]
HEADS = ("date", "quantity", "item", "partner", "number")
"""Meanings that one of the file's columns is chosen for."""
KINDS = BOOK_QUANTITIES[:-1]
"""What an amount may be: all but what is reckoned."""
SHOWN = 10
ON_A_PAGE = 40
UNCONFIRMED = "book.unconfirmed"
_FIELDS = ("book", *HEADS, "unit", "kind", "where", "default_item", "weights", "reason")


@dataclass(frozen=True, slots=True)
class Line:
    """Totals of a period, by kind; None where the book has none."""

    period: str
    by_kind: dict[str, PeriodTotal]


class Reading:
    """How a document is to be read, and into which book, as the address or the form says."""

    def __init__(
        self,
        book: Annotated[str, Query(max_length=80)] = "",
        date: Annotated[str, Query(max_length=200)] = "",
        quantity: Annotated[str, Query(max_length=200)] = "",
        item: Annotated[str, Query(max_length=200)] = "",
        partner: Annotated[str, Query(max_length=200)] = "",
        number: Annotated[str, Query(max_length=200)] = "",
        unit: Annotated[str, Query(max_length=40)] = "",
        kind: Annotated[str, Query(max_length=40)] = "",
        where: Annotated[str, Query(max_length=400)] = "",
        default_item: Annotated[str, Query(max_length=200)] = "",
        weights: Annotated[str, Query(max_length=400)] = "",
        reason: Annotated[str, Query(max_length=1000)] = "",
    ) -> None:
        given = (book, date, quantity, item, partner, number, unit, kind, where, default_item, weights, reason)
        self.fields = {name: said.strip() for name, said in zip(_FIELDS, given, strict=True)}

    @classmethod
    def of(cls, form: Form) -> "Reading":
        """As a form says."""
        return cls(**{name: form.text(name, 1000) for name in _FIELDS})

    def order(self, confirm: str = "") -> BookOrder:
        """What is to be taken in.

        Raises
        ------
        InputError  A text is not as it should be (`book.id`, `book.pair`, `book.piece_weight`).
        """
        said = self.fields
        check_book_id(said["book"])
        wish = document_wish(
            where=filter(None, [said["where"]]), item=said["default_item"],
            piece_weights=filter(None, (part.strip() for part in said["weights"].split(";"))),
        )  # fmt: skip
        columns = tuple((name, said[name]) for name in (*HEADS, "unit", "kind") if said[name])
        wish = replace(wish, columns=columns)
        return BookOrder(book=said["book"], files=(), wish=wish, confirm=confirm, reason=said["reason"])


@routes.get("")
def list_books(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """All books, and the way in for a document."""
    return _list(request, seat, place, ())


@routes.post("/files")
def send_file(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """Keep a document, and look at it before anything of it counts."""
    sent, book = form.files.get("file"), form.text("book", 80)
    try:
        check_book_id(book)
        if sent is None:
            raise InputError.of("input.no_file_chosen", "file", "no file was chosen", "choose a file")
        record = evidence.add_evidence(place.gate, seat.actor, sent.name, sent.content, "internal")
    except InputError as error:
        return _list(request, seat, place, error.problems, book, 422)
    return RedirectResponse(f"{seat.base}/books/files/{record.sha256}?book={book}", 303)


@routes.get("/files/{sha256}")
def look_at_file(
    request: Request, seat: Seated, sha256: Digest, place: AnyPlace, reading: Annotated[Reading, Depends()]
) -> Response:
    """How a document would be read, and everything wrong in it."""
    return _looked(request, seat, place, sha256, reading)


@routes.post("/files/{sha256}")
def take_file(request: Request, seat: Seated, sha256: Digest, form: AnyForm, place: AnyPlace) -> Response:
    """Take in what is new of it: all, or nothing."""
    reading, confirm = Reading.of(form), form.text("confirm", 80)
    record, content = evidence.file_to_take_in(place.gate, seat.actor, sha256)
    try:
        done = books.import_document(
            place.gate, place.measured, seat.actor, reading.order(confirm), content, record.name
        )
    except InputError as error:
        return _looked(request, seat, place, sha256, reading, error.problems, 422)
    if not done.is_done:
        return _looked(request, seat, place, sha256, reading, status=422)
    counts = f"added={done.added}&known={done.known}&corrected={done.corrected}"
    return RedirectResponse(f"{seat.base}/books/{done.book}?{counts}", 303)


@routes.get("/{book}")
def show_book(
    request: Request, seat: Seated, place: AnyPlace, book: Annotated[str, Path(max_length=80)], year: Year = None,
    start: Annotated[int, Query(ge=0, le=10**7)] = 0,
    added: Annotated[int | None, Query(ge=0, le=10**9)] = None,
    known: Annotated[int, Query(ge=0, le=10**9)] = 0,
    corrected: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:  # fmt: skip
    """Months and quarters of a year, entries with their places, and who took in what."""
    language = language_of(request)
    found = view_book(place.gate, place.measured, seat.actor, book, year)
    kinds = list(dict.fromkeys(item.what for item in found.totals.years))
    here = f"{seat.base}/books/{book}"
    return show(
        request, "one_book.html", seat=seat, noun="books", crumbs=_crumbs(seat, language, (book, here)), book=found,
        here=here, kinds=kinds, months=_lines(found.totals.months), quarters=_lines(found.totals.quarters),
        years={item.what: item for item in found.totals.years}, page=found.entries[start : start + ON_A_PAGE],
        start=start, on_a_page=ON_A_PAGE, problems=told(found.totals.problems, language), days_of=days_of,
        taken=None if added is None else {"added": added, "known": known, "corrected": corrected},
        names=names_of(place.store, (item.author for item in found.imports)),
        may_see_evidence=seat.actor.may("read_evidence"),
    )  # fmt: skip


@routes.get("/{book}/entries.csv")
def read_entries(
    request: Request, seat: Seated, place: AnyPlace, book: Annotated[str, Path(max_length=80)]
) -> Response:  # fmt: skip
    """All entries that count, as a table for a spreadsheet."""
    language = language_of(request)
    found = books.entries_of(place.gate, place.measured, seat.actor, book)
    names = ("start", "end", "kind", "item", "partner", "number", "amount", "unit", "quality", "document", "place")
    return table_file("entries.csv", [text(f"web.books.{name}", language) for name in names], _rows(found.entries))


def _rows(entries: tuple[Entry, ...]) -> Iterator[list[object]]:
    for item in entries:
        yield [item.start, item.end - timedelta(days=1), item.kind, item.item, item.partner, item.number, item.value,
               item.unit, item.quality, item.document, item.place]  # fmt: skip


def days_of(entry: Entry) -> tuple[date, date]:
    """The first and the last day of an entry."""
    return entry.start, max(entry.start, entry.end - timedelta(days=1))


def _list(
    request: Request, seat: Seat, place: AnyPlace, problems: tuple[Problem, ...], book: str = "", status: int = 200
) -> Response:
    language = language_of(request)
    return show(
        request, "books.html", seat=seat, noun="books", crumbs=_crumbs(seat, language), status=status, book=book,
        books=books.books(place.gate, seat.actor), may_add=seat.actor.may("write_readings"),
        problems=told(problems, language),
    )  # fmt: skip


def _looked(
    request: Request, seat: Seat, place: AnyPlace, sha256: str, reading: Reading,
    problems: tuple[Problem, ...] = (), status: int = 200,
) -> Response:  # fmt: skip
    language = language_of(request)
    record, content = evidence.file_to_take_in(place.gate, seat.actor, sha256)
    try:
        done = books.look_at_document(
            place.gate, place.measured, seat.actor, reading.order(), content, record.name, as_confirmed=True
        )
    except PulmuError as error:
        done = BookImport(book=reading.fields["book"], problems=error.problems)
    found = [item for item in dict.fromkeys((*problems, *done.problems)) if item.code != UNCONFIRMED]
    file = done.files[0] if done.files else None
    return show(
        request, "book_file.html", seat=seat, noun="books", status=status, record=record, said=reading.fields,
        crumbs=_crumbs(seat, language, (record.name, f"{seat.base}/books/files/{sha256}")), done=done, file=file,
        problems=told(found, language), may_take=bool(file) and done.is_done, sha256=sha256, heads=HEADS, kinds=KINDS,
        entries=file.entries[:SHOWN] if file else (), days_of=days_of, fields=_FIELDS,
        known_books=[item.id for item in books.books(place.gate, seat.actor)],
    )  # fmt: skip


def _lines(totals: tuple[PeriodTotal, ...]) -> list[Line]:
    found: dict[str, dict[str, PeriodTotal]] = {}
    for item in totals:
        found.setdefault(item.period, {})[item.what] = item
    return [Line(period, by_kind) for period, by_kind in found.items()]


def _crumbs(seat: Seat, language: Language, *more: tuple[str, str]) -> tuple[Crumb, ...]:
    first = Crumb(name=text("web.noun.books", language), href=f"{seat.base}/books")
    return (first, *(Crumb(name=name, href=href) for name, href in more))
