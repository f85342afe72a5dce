"""The total of a book as an amount of a plant."""

from pulmu.metering import BOOK_QUANTITIES, BookTotal, GapPolicy, book_total
from pulmu.model import Period, Problem, Quantity, problem
from pulmu.services.ports import BookStore
from pulmu.services.read_book import BookEntries, book_entries, total_problems

USUAL_QUANTITIES: dict[str | int, str] = {
    "amount": "used",
    "used_by": "used",
    "received": "received",
    "produced": "produced",
    "exports_to_eu": "sent_out",
    "sent_out": "sent_out",
    "returned": "returned",
    "opening_stock": "opening_stock",
    "closing_stock": "closing_stock",
    "scrap": "scrap",
}
"""What of a book each attribute means, unless it says otherwise or the book knows only one."""

_SHOWN_FILES = 3


def total_of_book(
    store: BookStore, citation: str, book: str, what: str, span: Period, policy: GapPolicy
) -> tuple[Quantity | Problem, tuple[Problem, ...]]:
    """The total of a book over a span, or the problem that stands in its way; with warnings.

    Raises
    ------
    InputError  The store does not hold the book, or its entries are of different dimensions.
    """
    found = book_entries(store, book)
    wanted = _quantity(found, what, is_named="/" in citation)
    if isinstance(wanted, Problem):
        return wanted, ()
    total = book_total(found.entries, span.start, span.end, what=wanted, unit=None, policy=policy)
    told = total_problems(book, str(span), wanted, total)
    if total.value is None or not total.entries_count:
        return told[0] if told and total.value is None else _empty(book, wanted, span), ()
    return Quantity(total.value, total.unit, cites=citation, basis=_basis(total, wanted, span, policy)), told


def _quantity(found: BookEntries, what: str, *, is_named: bool) -> str | Problem:
    """What of the book is meant: what is named, else what the attribute means, else the only thing the book knows."""
    kinds = list(dict.fromkeys(entry.kind for entry in found.entries))
    known = [*kinds, "consumed"] if {"opening_stock", "closing_stock"} & set(kinds) else [*kinds]
    if what in known:
        return what
    if not is_named and len(kinds) == 1:
        return kinds[0]
    choices = ", ".join(f"book:{found.book}/{name}" for name in known)
    return problem(
        "book.which_quantity",
        "",
        f"the book does not say which of its amounts is meant by {what or 'it'}"
        if not is_named or what in BOOK_QUANTITIES
        else f"a book has no {what}",
        f"write one of: {choices}",
        what=what,
        choices=choices,
    )


def _empty(book: str, what: str, span: Period) -> Problem:
    return problem(
        "book.no_entries",
        "",
        f"the book {book} has no {what} in {span}",
        "take in the documents of that time, or type the number",
        book=book,
        what=what,
        period=span,
    )


def _basis(total: BookTotal, what: str, span: Period, policy: GapPolicy) -> str:
    files = total.documents
    parts = [
        f"{what}: {total.entries_count:,} entries, {span}",
        f"{total.covered_days} of {total.expected_days} days covered, gap policy {policy}" if total.gaps else "",
        f"{total.estimated:,.6g} {total.unit} of it estimated" if total.estimated else "",
        *(f"{item.name} (sha256 {item.sha256[:12]})" for item in files[:_SHOWN_FILES]),
        f"{len(files) - _SHOWN_FILES} more files" if len(files) > _SHOWN_FILES else "",
    ]
    return "; ".join(part for part in parts if part)
