"""Books on disk: never lost, never twice, never changed unseen."""

import os
from datetime import date
from pathlib import Path

import pytest
from tests.soak.book_kills import ROWS, run

from pulmu.adapters.book_store import FolderBookStore
from pulmu.metering import Change, Entry
from pulmu.model import OutsideError
from pulmu.services.ports import BookFile, BookPart

ENTRY = Entry(
    kind="received", start=date(2026, 3, 4), end=date(2026, 3, 5), value=1.25, unit="t", item="선재 SWRCH10A",
    partner="포스코", number="V-1", document="입고.xlsx", sha256="9f2c", place="sheet 입고, cell D7",
    details=(("country", "KR"),),
)  # fmt: skip
PART = BookPart(
    (
        BookFile(
            name="입고.xlsx",
            sha256="9f2c",
            kind="export",
            reading=(("date", "일자"),),
            change=Change((ENTRY,), (ENTRY,)),
        ),
    ),
    "it's a correction",
)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    store = FolderBookStore(tmp_path / "store")
    assert (store.books(), store.read("wire"), store.remembered()) == ((), (), ())
    store.append("wire", PART, after=0)
    store.append("선재", BookPart(()), after=0)
    assert store.books() == ("wire", "선재")
    assert store.read("wire") == (PART,)
    store.remember("00aa", (("date", "일자"),))
    store.remember("00aa", (("date", "출고일"),))
    assert store.remembered() == (("00aa", (("date", "출고일"),)),)


def test_the_second_of_two_imports_at_once_is_refused(tmp_path: Path) -> None:
    store = FolderBookStore(tmp_path)
    store.append("wire", PART, after=0)
    with pytest.raises(OutsideError) as refused:
        store.append("wire", BookPart(()), after=0)
    assert refused.value.problems[0].code == "outside.store_busy"
    assert [file.name for file in (tmp_path / "books" / "wire").iterdir()] == ["000001.json"]


@pytest.mark.parametrize("damage", ["cut", "hole", "foreign", "digit", "version"])
def test_a_damaged_book_is_told_and_not_guessed(damage: str, tmp_path: Path) -> None:
    store = FolderBookStore(tmp_path)
    store.append("wire", PART, after=0)
    store.append("wire", PART, after=1)
    first, second = sorted((tmp_path / "books" / "wire").glob("*.json"))
    if damage == "hole":
        first.unlink()
    else:
        whole = second.read_bytes()
        changed = {
            "cut": whole[:-9],
            "foreign": b"\xff\xfe no book",
            "digit": whole.replace(b"1.25", b"1.26"),
            "version": whole.replace(b'"version": 1', b'"version": 2'),
        }
        assert changed[damage] != whole
        second.write_bytes(changed[damage])
    with pytest.raises(OutsideError) as told:
        store.read("wire")
    assert told.value.problems[0].code == "outside.store_damaged"


def test_a_file_in_the_way_is_an_outside_problem(tmp_path: Path) -> None:
    (tmp_path / "books").write_text("")
    with pytest.raises(OutsideError) as told:
        FolderBookStore(tmp_path).append("wire", PART, after=0)
    assert told.value.problems[0].code in ("outside.store", "outside.store_busy")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killed_imports_leave_every_entry_once() -> None:
    told = run(4)
    assert (told["wrong"], told["leftovers"], told["entries"]) == (0, 0, 5 * ROWS)
    assert told["kills"] >= 1
