"""A place is looked through: what is whole is said to be, and every change on the disk is told."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.places import Place
from tests.records import DAERIM, HANBIT
from tests.services.care.town import files_of, served, with_everything

from pulmu.bootstrap.place import open_to_verify
from pulmu.services.care.verify import Verified, verify_place

FLIPS = 60


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed place with something of everything."""
    folder = tmp_path_factory.mktemp("whole")
    with_everything(place := Place(folder)).store.close()
    assert place.folder == folder
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def look(folder: Path) -> Verified:
    """What is found."""
    place, lost = open_to_verify(folder)
    found = verify_place(place)
    place.close()
    found.problems = [*lost, *found.problems]
    return found


def codes(found: Verified) -> set[str]:
    return {item.code for item in found.problems}


def contents(folder: Path) -> list[Any]:
    """Everything the databases keep, row by row, as they hold it, and every other file."""
    found: list[Any] = []
    for file in files_of(folder):
        if file.suffix != ".sqlite":
            found.append(file.read_bytes())
            continue
        with sqlite3.connect(file) as database:
            database.text_factory = bytes
            names = database.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
            found.append(names)
            tables = [row[0].decode() for row in names if b"CREATE TABLE" in (row[1] or b"")]
            found += [sorted(database.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in tables]
        database.close()
    return found


def test_a_whole_place_is_said_to_be_whole(copy: Path) -> None:
    found = look(copy)
    assert found.problems == []
    assert (found.workspaces, found.reports) == (2, 1)
    assert found.objects == len([file for file in files_of(copy) if "objects" in file.parts])
    assert found.entries > 8
    assert found.rows > 30


def test_a_running_place_is_verified_as_well(tmp_path: Path) -> None:
    place = with_everything(Place(tmp_path))
    assert verify_place(served(place)).problems == []
    other, _ = open_to_verify(tmp_path)  # another process, while this one has its files open
    assert verify_place(other).problems == []
    other.close()
    place.store.close()


@pytest.mark.parametrize("seed", range(FLIPS))
def test_a_byte_that_changed_is_told_or_changes_nothing_that_is_kept(whole: Path, copy: Path, seed: int) -> None:
    draw = random.Random(seed)
    file = draw.choice(files_of(copy))
    data = bytearray(file.read_bytes())
    at = draw.randrange(len(data))
    data[at] ^= 1 << draw.randrange(8)
    file.write_bytes(data)
    found = look(copy)
    if not found.problems:  # such as a byte of a page that holds nothing
        assert file.suffix in (".sqlite", ".key"), (file, at)
        assert contents(whole) == contents(copy), (file, at)


def sql(folder: Path, name: str, *statements: str) -> None:
    with sqlite3.connect(folder / name) as database:
        for statement in statements:
            database.execute(statement)
    database.close()


ROOM = f"workspaces/{HANBIT}/records.sqlite"
SPOILT: list[tuple[str, Callable[[Path], None], str]] = [
    ("state", lambda f: sql(f, ROOM, "UPDATE report_version SET state = 'frozen'"), "place.row_changed"),
    ("name", lambda f: sql(f, ROOM, "UPDATE plant SET name = 'x'"), "place.row_changed"),
    ("comment", lambda f: sql(f, ROOM, "DELETE FROM comment"), "place.row_missing"),
    ("role", lambda f: sql(f, "place.sqlite", "UPDATE membership SET role = 'company_admin'"), "place.row_changed"),
    ("received", lambda f: sql(f, ROOM, "UPDATE received SET content = '{}'"), "place.acknowledged_changed"),
    ("review", lambda f: sql(f, ROOM, "UPDATE review SET content = '[]'"), "place.acknowledged_changed"),
    ("decision", lambda f: sql(f, ROOM, "UPDATE decision SET content = '{}'"), "place.acknowledged_changed"),
    ("document", lambda f: sql(f, ROOM, "UPDATE document_version SET content = '{}'"), "place.document_changed"),
    ("more", lambda f: sql(f, "place.sqlite", "INSERT INTO membership SELECT workspace, account, 'approver', start, "
                           "\"end\", reports FROM membership"), "place.row_changed"),
    ("identity", lambda f: sql(f, "place.sqlite", "UPDATE identity SET subject = 'mine'"), "place.row_changed"),
    ("null", lambda f: sql(f, ROOM, "UPDATE link SET \"limit\" = 0"), "place.row_changed"),
    ("trigger", lambda f: sql(f, ROOM, "CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM link; END"),
     "place.database"),
    ("table", lambda f: sql(f, ROOM, "CREATE TABLE more (x)"), "place.row_changed"),
    ("text", lambda f: sql(f, ROOM, "UPDATE comment SET text = CAST(x'ff' AS TEXT)"), "place.row_changed"),
    ("reference", lambda f: sql(f, ROOM, "PRAGMA foreign_keys = OFF", "DELETE FROM plant"), "place.database"),
    ("cut", lambda f: sql(f, ROOM, "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)"),
     "audit.entry_missing"),
    ("time", lambda f: sql(f, ROOM, "UPDATE plant SET created = 'yesterday'"), "place.row_changed"),
    ("gone", lambda f: (f / ROOM).unlink(), "place.records_missing"),
    ("key", lambda f: (f / "keys" / "second_factor.key").unlink(), "outside.key_missing"),
    ("no key", lambda f: (f / "keys" / "second_factor.key").write_bytes(b"x"), "outside.key_damaged"),
    ("unknown", lambda f: (f / "workspaces" / ("c" * 32)).mkdir(), "place.workspace_unknown"),
    ("deleted", lambda f: sql(f, "place.sqlite", f"UPDATE workspace SET status = 'deleted' WHERE id = '{DAERIM}'"),
     "place.not_erased"),
    ("no database", lambda f: (f / "place.sqlite").write_bytes(b"x" * 9999), "place.database"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "code"), [item[1:] for item in SPOILT], ids=[item[0] for item in SPOILT])
def test_what_was_changed_is_told(copy: Path, spoil: Callable[[Path], None], code: str) -> None:
    spoil(copy)
    assert code in codes(look(copy))


def test_everything_that_is_wrong_is_told_at_once(copy: Path) -> None:
    objects = [file for file in files_of(copy) if "objects" in file.parts]
    objects[0].unlink()
    objects[1].write_bytes(b"other")
    sql(copy, ROOM, "UPDATE plant SET name = 'x'")
    sql(copy, "place.sqlite", "UPDATE account SET name = 'x'")
    (copy / "keys" / "second_factor.key").unlink()
    found = look(copy)
    assert codes(found) >= {
        "outside.object_missing", "outside.object_damaged", "place.row_changed", "outside.key_missing",
    }  # fmt: skip
    places = [item.place for item in found.problems if item.code == "place.row_changed"]
    assert sum(f"workspace {HANBIT}" in place for place in places) == 1
    assert sum(place.startswith("place, account") for place in places) == 1


def test_a_log_whose_entry_changed_is_told_and_left_as_it_is(whole: Path, tmp_path: Path) -> None:
    place = with_everything(Place(tmp_path / "open"))
    copied = Path(shutil.copytree(tmp_path / "open", tmp_path / "killed"))  # as a process that was killed leaves it
    place.store.close()
    log = copied / "workspaces" / HANBIT / "records.sqlite-wal"
    content = log.read_bytes()
    assert look(Path(shutil.copytree(copied, tmp_path / "sound"))).problems == []
    draw = random.Random(1)
    for number in range(20):
        spoilt = Path(shutil.copytree(copied, tmp_path / f"spoilt{number}"))
        changed = bytearray(content)
        changed[draw.randrange(32 if number else 0, len(content))] ^= 1 << draw.randrange(8)
        (spoilt / log.relative_to(copied)).write_bytes(changed)
        assert "place.log_damaged" in codes(look(spoilt))
        assert (spoilt / log.relative_to(copied)).read_bytes() == changed


def test_looking_makes_no_place(tmp_path: Path) -> None:
    from pulmu.model import InputError

    with pytest.raises(InputError) as caught:
        open_to_verify(tmp_path / "none")
    assert caught.value.problems[0].code == "input.no_place"
    assert list(tmp_path.iterdir()) == []
