"""Documents into a book: what is new, once, and nothing unseen."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.surface.command import contents

from pulmu.adapters.book_store import FolderBookStore
from pulmu.metering import Entry
from pulmu.model import InputError
from pulmu.services.import_book import BookImport, BookOrder, import_book
from pulmu.services.ports import DocumentFile, DocumentWish
from pulmu.services.read_book import book_entries, book_totals


def entry(day: int, value: float, *, unit: str = "t", document: str = "a.csv", number: str = "") -> Entry:
    start = date(2026, 3, day)
    return Entry(
        kind="received", start=start, end=start + timedelta(1), value=value, unit=unit, document=document,
        sha256=document, place=f"row {day}", number=number,
    )  # fmt: skip


def document(name: str, *rows: tuple[int, float], guess: bool = False, unit: str = "t", **reading: str) -> DocumentFile:
    told = tuple({"heads": "00aa", "date": "일자", **reading}.items())
    entries = tuple(entry(day, value, document=name, unit=unit) for day, value in rows)
    return DocumentFile(name=name, sha256=name, kind="export", entries=entries, reading=told, is_guess=guess)


@pytest.fixture
def store(tmp_path: Path) -> FolderBookStore:
    return FolderBookStore(tmp_path / "store")


def take_in(store: FolderBookStore, *files: DocumentFile, **more: str) -> BookImport:
    by_name = {file.name: file for file in files}

    def read(path: str, wish: DocumentWish) -> DocumentFile:
        return by_name[path]

    return import_book(BookOrder(book="wire", files=tuple(by_name), **more), read, store)  # type: ignore[arg-type]


def codes(done: BookImport) -> list[str]:
    return [item.code for item in done.problems]


def counts(done: BookImport) -> tuple[int, int, int]:
    assert done.is_done, done.problems
    return done.added, done.known, done.corrected


def test_the_same_file_twice_changes_nothing(store: FolderBookStore) -> None:
    file = document("a.csv", (1, 5.0), (1, 5.0), (2, 7.0))
    assert counts(take_in(store, file)) == (3, 0, 0)
    before = contents(store.folder)
    assert counts(take_in(store, file)) == (0, 3, 0)
    assert contents(store.folder) == before


def test_overlapping_exports_add_only_what_is_new(store: FolderBookStore) -> None:
    short, long = document("a.csv", (1, 5.0), (2, 7.0)), document("b.csv", (1, 5.0), (2, 7.0), (3, 1.0))
    assert counts(take_in(store, short, long)) == (3, 2, 0)
    assert sum(item.value for item in book_entries(store, "wire").entries) == 13.0
    assert [item.document for item in book_entries(store, "wire").entries] == ["a.csv", "a.csv", "b.csv"]


def test_another_value_needs_a_reason(store: FolderBookStore) -> None:
    take_in(store, document("a.csv", (1, 5.0)))
    before = contents(store.folder)
    refused = take_in(store, document("b.csv", (1, 6.0), (2, 1.0)))
    assert (codes(refused), refused.problems[0].place) == (["book.other_value"], "b.csv, row 1")
    assert contents(store.folder) == before
    assert counts(take_in(store, document("b.csv", (1, 6.0), (2, 1.0)), reason="credit note")) == (1, 0, 1)
    assert [item.value for item in book_entries(store, "wire").entries] == [6.0, 1.0]
    parts = store.read("wire")
    assert [file.change.added[0].value for part in parts for file in part.files] == [5.0, 1.0]
    assert parts[1].reason == "credit note"
    assert counts(take_in(store, document("a.csv", (1, 5.0)))) == (0, 1, 0)


def test_a_guess_needs_the_code_of_what_was_shown(store: FolderBookStore) -> None:
    shown = take_in(store, document("a.csv", (1, 5.0), guess=True))
    assert (codes(shown), len(shown.code), store.books(), store.remembered()) == (["book.unconfirmed"], 8, (), ())
    other = take_in(store, document("a.csv", (1, 5.5), guess=True), confirm=shown.code)
    assert codes(other) == ["book.unconfirmed"]
    done = take_in(store, document("a.csv", (1, 5.0), guess=True), confirm=shown.code)
    assert (counts(done), done.remembered) == ((1, 0, 0), ("a.csv",))
    assert store.remembered() == (("00aa", (("heads", "00aa"), ("date", "일자"))),)


def test_a_file_read_otherwise_would_count_twice_and_is_refused(store: FolderBookStore) -> None:
    take_in(store, document("a.csv", (1, 5.0)))
    refused = take_in(store, document("a.csv", (9, 5.0), date="입고일"))
    assert (codes(refused), dict(refused.problems[0].values)) == (["book.read_otherwise"], {"names": "date"})
    assert counts(take_in(store, document("a.csv", (4, 5.0), where="item=B"))) == (1, 0, 0)


def test_a_known_file_needs_no_second_look(store: FolderBookStore) -> None:
    file = document("a.pdf", (1, 5.0), guess=True)
    take_in(store, file, confirm=take_in(store, file).code)
    assert counts(take_in(store, file)) == (0, 1, 0)


def test_an_unconfirmed_file_tells_all_that_stands_in_its_way(store: FolderBookStore) -> None:
    take_in(store, document("a.csv", (1, 5.0)))
    assert codes(take_in(store, document("b.csv", (1, 6.0), guess=True))) == ["book.unconfirmed", "book.other_value"]


def named(name: str, item: str, number: str) -> DocumentFile:
    entries = tuple(replace(entry(1, 5.0, document=name, number=number), item=item) for _ in range(1))
    return replace(document(name), entries=entries)


def test_the_same_voucher_under_another_name_counts_once(store: FolderBookStore) -> None:
    take_in(store, named("a.csv", "wire", "V-1"))
    other = named("b.csv", "wire SWRCH10A", "V-1")
    assert codes(take_in(store, other)) == ["book.renamed"]
    assert counts(take_in(store, other, reason="specification added")) == (1, 0, 0)
    assert [(item.item, item.value) for item in book_entries(store, "wire").entries] == [("wire SWRCH10A", 5.0)]


def test_the_same_day_and_amount_under_another_name_is_a_doubt(store: FolderBookStore) -> None:
    take_in(store, named("a.csv", "wire", ""))
    assert codes(take_in(store, named("b.csv", "coil", ""))) == ["book.maybe_twice"]
    assert len(book_entries(store, "wire").entries) == 2


def test_a_book_keeps_one_dimension(store: FolderBookStore) -> None:
    take_in(store, document("a.csv", (1, 5.0)))
    assert codes(take_in(store, document("b.csv", (2, 5.0), unit="kWh"))) == ["book.unit_differs"]
    assert counts(take_in(store, document("c.csv", (2, 500.0), unit="kg"))) == (1, 0, 0)
    year = book_totals(store, "wire", 2026, "none")[0].years[0]
    assert (year.total.value, year.total.unit) == (5.5, "t")


def test_quarters_are_totalled_like_months(store: FolderBookStore) -> None:
    take_in(store, document("a.csv", (1, 5.0), (2, 7.0)))
    found = book_totals(store, "wire", 2026, "none")[0]
    first, last = found.quarters[0], found.quarters[-1]
    assert (first.total.value, first.total.entries_count, last.total.entries_count) == (12.0, 2, 0)
    assert [item.period for item in found.quarters] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]


def test_a_missing_end_is_told(store: FolderBookStore) -> None:
    take_in(store, document("a.csv", (1, 5.0)))
    refused = book_totals(store, None, None, "refuse")[0]
    assert [(item.code, item.severity, item.place) for item in refused.problems] == [
        ("book.gap", "error", "wire, 2026, received")
    ]
    told = book_totals(store, None, None, "none")[0]
    assert [(item.code, item.severity) for item in told.problems] == [("book.gap", "warning")]


@pytest.mark.parametrize("name", ["", "../x", "a/b", "NUL", ".hidden", "x" * 61])
def test_a_name_that_cannot_be_one_is_refused(name: str, store: FolderBookStore) -> None:
    done = import_book(BookOrder(book=name, files=()), lambda path, wish: document("a.csv"), store)
    assert codes(done) == ["book.id"]
    with pytest.raises(InputError):
        book_entries(store, name)
