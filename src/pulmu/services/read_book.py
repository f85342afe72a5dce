"""From the entries of a book to totals, and to what they rest on."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pulmu.metering import BOOK_QUANTITIES, BookTotal, Entry, GapPolicy, book_total, standing
from pulmu.model import InputError, Problem, problem, warning
from pulmu.services.import_book import check_book_id
from pulmu.services.ports import BookPart, BookStore


@dataclass(frozen=True, slots=True)
class PeriodTotal:
    """Total of one quantity of a book over a month ("2026-03"), a quarter ("2026Q1") or a year ("2026")."""

    period: str
    what: str
    total: BookTotal


@dataclass(frozen=True, slots=True)
class BookTotals:
    """Totals of one book, and what stands in the way of those that are not given."""

    book: str
    unit: str
    months: tuple[PeriodTotal, ...]
    quarters: tuple[PeriodTotal, ...]
    years: tuple[PeriodTotal, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class BookEntries:
    """The imports of a book, and the entries that count now."""

    book: str
    parts: tuple[BookPart, ...]
    entries: tuple[Entry, ...]


def book_entries(store: BookStore, book: str) -> BookEntries:
    """What a book holds.

    Raises
    ------
    InputError  The store does not hold the book (`book.unknown`).
    OutsideError  The store cannot be used.
    """
    check_book_id(book)
    names = store.books()
    if book not in names:
        known = ", ".join(names[:10]) or "none"
        raise InputError.of(
            "book.unknown",
            book,
            "the store does not hold this book",
            f"check --store and --book; it holds: {known}",
            known=known,
        )
    parts = store.read(book)
    return BookEntries(book, parts, standing(file.change for part in parts for file in part.files))


def book_totals(
    store: BookStore, book: str | None, year: int | None, policy: GapPolicy, *, consumed: bool = False
) -> tuple[BookTotals, ...]:
    """Totals of months and years of one book or of all: of every kind of entry, and of what was consumed by stock.

    Parameters
    ----------
    year : None for all years that the entries touch.
    consumed : Whether to reckon from opening and closing stock what was consumed.

    Raises
    ------
    InputError  The store does not hold the book (`book.unknown`).
    OutsideError  The store cannot be used.
    """
    names = (book,) if book is not None else store.books()
    return tuple(totals_of_entries(book_entries(store, name), year, policy, consumed=consumed) for name in names)


def totals_of_entries(found: BookEntries, year: int | None, policy: GapPolicy, *, consumed: bool = False) -> BookTotals:
    """Totals of what was read of a book; as `book_totals`."""
    kinds = {entry.kind for entry in found.entries}
    wanted = [what for what in BOOK_QUANTITIES if what in kinds or (what == "consumed" and consumed)]
    years = years_of_entries(found.entries) if year is None else [year]
    of_months = tuple(
        PeriodTotal(f"{start:%Y-%m}", what, _total(found, start, end, what, policy))
        for number in years
        for start, end in _months(number)
        for what in wanted
    )
    of_quarters = tuple(
        PeriodTotal(f"{number}Q{quarter + 1}", what, _total(found, *_quarter(number, quarter), what, policy))
        for number in years
        for quarter in range(4)
        for what in wanted
    )
    of_years = tuple(
        PeriodTotal(str(number), what, _total(found, date(number, 1, 1), date(number + 1, 1, 1), what, policy))
        for number in years
        for what in wanted
    )
    unit = found.entries[0].unit if found.entries else ""
    problems = tuple(
        item
        for one in of_years
        for item in total_problems(found.book, one.period, one.what, one.total, is_needed=policy == "refuse")
    )
    return BookTotals(found.book, unit, of_months, of_quarters, of_years, problems)


def _quarter(year: int, quarter: int) -> tuple[date, date]:
    end = date(year + 1, 1, 1) if quarter == 3 else date(year, 3 * quarter + 4, 1)
    return date(year, 3 * quarter + 1, 1), end


def _total(found: BookEntries, start: date, end: date, what: str, policy: GapPolicy) -> BookTotal:
    return book_total(found.entries, start, end, what=what, unit=found.entries[0].unit, policy=policy)


def total_problems(
    book: str, period: str, what: str, total: BookTotal, *, is_needed: bool = True
) -> tuple[Problem, ...]:
    """What a reader of a total must know: errors where there is none, else warnings.

    Parameters
    ----------
    is_needed : Whether a stock that nobody counted stands in the way.
    """
    place = f"{book}, {period}, {what}"
    tell = problem if total.value is None else warning
    found: list[Problem] = []
    if what in ("opening_stock", "closing_stock") and not total.entries_count:
        tell = problem if is_needed else warning
        found.append(
            tell(
                "book.stock_unknown",
                place,
                "nobody counted the stock of that day",
                "take in the count, or the ledger that begins or ends there",
            )
        )
    elif total.gaps:
        days = ", ".join(map(str, total.gaps[:5]))
        missing = total.expected_days - total.covered_days
        found.append(
            tell(
                "book.gap",
                place,
                f"{missing} of {total.expected_days} days are not covered: {days}",
                "take in what is missing, or choose with --gaps what a missing day counts as",
                missing=missing,
                expected=total.expected_days,
                days=days,
            )
        )
    if total.overlaps:
        days = ", ".join(map(str, total.overlaps[:5]))
        found.append(
            tell(
                "book.overlap",
                place,
                f"two documents speak of the same days and may be counted twice: {days}",
                "keep one meter or material in a book; correct the wrong document with --correct",
                days=days,
            )
        )
    if total.empty_months:
        months = ", ".join(total.empty_months)
        found.append(
            warning(
                "book.empty_month",
                place,
                f"months without an entry: {months}",
                "see whether nothing happened in them or an export is missing",
                months=months,
            )
        )
    return tuple(found)


def years_of_entries(entries: tuple[Entry, ...]) -> list[int]:
    """Years that lie inside the entries; a stock at the very end of a year does not begin the next."""
    if not entries:
        return []
    first = min(entry.start for entry in entries).year
    last = max(entry.end.toordinal() - 1 for entry in entries)
    return list(range(first, date.fromordinal(last).year + 1))


def _months(year: int) -> list[tuple[date, date]]:
    edges = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    return list(pairwise(edges))
