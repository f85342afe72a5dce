"""A place is backed up while it is used, and restored whole or not at all."""

import json
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import databases
from tests.places import Place
from tests.records import DAERIM, HANBIT
from tests.services.care.town import PREPARER, files_of, with_everything
from tests.surface.command import Pulmu

from pulmu.adapters._sql.engine import sqlite_engine, transaction
from pulmu.adapters._sql.migrate import migrate
from pulmu.adapters.samples import read_sample
from pulmu.adapters.sql_store import open_store
from pulmu.services.workspaces.plants import add_plant


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed place with something of everything."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    with_everything(Place(folder)).store.close()
    exports = folder / "workspaces" / HANBIT / "exports"
    exports.mkdir()
    (exports / f"{'e' * 32}.zip").write_bytes(b"the same once more")
    return folder


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(whole, tmp_path / "data"))


@pytest.fixture
def backup(pulmu: Pulmu, data: Path, tmp_path: Path) -> Path:
    """A backup with the key."""
    assert pulmu("backup", tmp_path / "b.pulmu", "--data", data, "--with-keys").code == 0
    return tmp_path / "b.pulmu"


def kept(folder: Path, url: str = "") -> list[object]:
    """What a place says of a company."""
    store = open_store(folder, url)
    with store.place_reading() as place:
        accounts = place.accounts()
        linked = [place.identities(item.id) for item in accounts]
        found: list[object] = [place.workspaces(), accounts, (place.members(HANBIT), linked)]
    with store.reading(HANBIT) as work:
        found += [work.plants(), work.reports(), work.entries()]
        for report in work.reports():
            found += [work.report_versions(report.id), work.links(report.id), work.comments(report.id, 1)]
    store.close()
    return found


def objects(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in files_of(folder) if "objects" in file.parts}


def test_what_was_backed_up_is_restored_verified_and_the_same(
    pulmu: Pulmu, data: Path, backup: Path, tmp_path: Path
) -> None:
    before, files = kept(data), objects(data)
    with zipfile.ZipFile(backup) as archive:
        assert not [name for name in archive.namelist() if "exports" in name]
    answer = pulmu("restore", backup, "--data", tmp_path / "again")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith(f"Restored: {tmp_path / 'again'}\n")
    assert kept(tmp_path / "again") == before
    assert objects(tmp_path / "again") == files
    assert (tmp_path / "again/keys/second_factor.key").read_bytes() == (data / "keys/second_factor.key").read_bytes()
    assert not [item for item in tmp_path.iterdir() if item.name.startswith(".")]
    assert pulmu("backup", backup, "--data", data).code == 1  # it is not replaced


def test_a_backup_names_the_workspaces_it_holds(pulmu: Pulmu, backup: Path) -> None:
    answer = pulmu("verify", "--backup", backup)
    assert answer.code == 0
    assert f"  {HANBIT}  한빛볼트\n" in answer.out
    assert json.loads(pulmu("verify", "--backup", backup, "--json").out)["workspaces"][DAERIM] == "대림금속"


def test_without_the_key_a_copy_is_asked_for_or_everybody_begins_anew(pulmu: Pulmu, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "no-key.pulmu"
    assert "key is not in it" in pulmu("backup", file, "--data", data).out
    with zipfile.ZipFile(file) as archive:
        key = (data / "keys/second_factor.key").read_bytes()
        assert not any("keys" in name or key in archive.read(name) for name in archive.namelist())
    refused = pulmu("restore", file, "--data", tmp_path / "again", "--json")
    assert [item["code"] for item in refused.problems()] == ["input.backup_key"]
    assert not (tmp_path / "again").exists()
    assert pulmu("restore", file, "--data", tmp_path / "again", "--key", data / "keys/second_factor.key").code == 0
    wrong = tmp_path / "wrong.key"
    wrong.write_bytes(b"wrong")
    assert pulmu("restore", file, "--data", tmp_path / "wrong", "--key", wrong).code == 1
    assert not (tmp_path / "wrong").exists()
    assert pulmu("restore", file, "--data", tmp_path / "new", "--new-key").code == 0
    store = open_store(tmp_path / "new")
    with store.place_reading() as place:
        assert [item.second_factor for item in place.accounts()] == [""]
        assert place.last_entry().action == "forget_second_factor"  # type: ignore[union-attr]
    store.close()


def test_a_backup_of_a_place_in_use_is_of_one_moment(pulmu: Pulmu, tmp_path: Path) -> None:
    place = with_everything(Place(tmp_path / "data"))
    ended = threading.Event()

    def write() -> None:
        while not ended.is_set():
            add_plant(place.gate, PREPARER, "또 하나", read_sample("fasteners"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            file = tmp_path / f"{number}.pulmu"
            assert pulmu("backup", file, "--data", tmp_path / "data", "--with-keys").code == 0
            answer = pulmu("restore", file, "--data", tmp_path / str(number))
            assert (answer.code, answer.err) == (0, "")
    finally:
        ended.set()
        writer.join()
        place.store.close()


def test_a_folder_that_is_not_empty_is_left_alone(pulmu: Pulmu, data: Path, backup: Path) -> None:
    before = {file: file.read_bytes() for file in files_of(data)}
    answer = pulmu("restore", backup, "--data", data)
    assert answer.code == 1
    assert "the folder is not empty" in answer.err
    assert {file: file.read_bytes() for file in files_of(data)} == before


def test_a_damaged_place_is_backed_up_and_restored_only_on_purpose(pulmu: Pulmu, data: Path, tmp_path: Path) -> None:
    with sqlite3.connect(data / "place.sqlite") as database:
        database.execute("UPDATE workspace SET name = 'x'")
    database.close()
    assert pulmu("backup", tmp_path / "b.pulmu", "--data", data, "--with-keys").code == 0
    answer = pulmu("restore", tmp_path / "b.pulmu", "--data", tmp_path / "again")
    assert answer.code == 1
    assert "Nothing was restored" in answer.out
    assert not (tmp_path / "again").exists()
    assert pulmu("restore", tmp_path / "b.pulmu", "--data", tmp_path / "again", "--accept-damage").code == 0
    assert (tmp_path / "again" / "place.sqlite").is_file()


def test_a_backup_of_an_older_form_is_brought_on(pulmu: Pulmu, data: Path, tmp_path: Path) -> None:
    for file in (data / "place.sqlite", data / "workspaces" / HANBIT / "records.sqlite"):
        part, of = ("place", "") if file.name == "place.sqlite" else ("workspace", HANBIT)
        engine = sqlite_engine(file)
        with transaction(engine, file.name, writes=True) as connection:
            migrate(connection, part, file.name, to="0001", workspace=of)  # type: ignore[arg-type]
        engine.dispose()
    old = tmp_path / "old.pulmu"
    with zipfile.ZipFile(old, "w") as archive:
        parts = []
        names = {
            "records/place.sqlite": data / "place.sqlite",
            "keys/second_factor.key": data / "keys/second_factor.key",
        }
        names |= {f"records/{key}.sqlite": data / f"workspaces/{key}/records.sqlite" for key in (HANBIT, DAERIM)}
        names |= {file.relative_to(data).as_posix(): file for file in files_of(data) if "objects" in file.parts}
        for name, file in names.items():
            parts.append(add(archive, name, file.read_bytes()))
        archive.writestr("manifest.json", manifest(parts))
    answer = pulmu("restore", old, "--data", tmp_path / "again")
    assert (answer.code, answer.err) == (0, "")
    assert kept(tmp_path / "again")[3:] == kept(data)[3:]


def test_a_backup_goes_to_postgresql_and_comes_back(
    pulmu: Pulmu, data: Path, backup: Path, tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = databases.new_database(postgres)
    before, files = kept(data), objects(data)
    monkeypatch.setenv("PULMU_DATABASE", url)
    answer = pulmu("restore", backup, "--data", tmp_path / "served")
    assert (answer.code, answer.err) == (0, "")
    assert kept(tmp_path / "served", url) == before
    assert not list((tmp_path / "served").rglob("*.sqlite"))
    assert pulmu("verify", "--data", tmp_path / "served").code == 0
    again = pulmu("restore", backup, "--data", tmp_path / "second")
    assert "holds a place already" in again.err
    assert not (tmp_path / "second").exists()
    assert pulmu("backup", tmp_path / "pg.pulmu", "--data", tmp_path / "served", "--with-keys").code == 0
    monkeypatch.delenv("PULMU_DATABASE")
    answer = pulmu("restore", tmp_path / "pg.pulmu", "--data", tmp_path / "home")
    assert (answer.code, answer.err) == (0, "")
    assert kept(tmp_path / "home") == before
    assert objects(tmp_path / "home") == files


def add(archive: zipfile.ZipFile, name: str, content: bytes, **more: int) -> dict[str, object]:
    import hashlib

    archive.writestr(zipfile.ZipInfo(name), content, **more)  # type: ignore[arg-type]
    return {"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def manifest(parts: list[dict[str, object]], **more: object) -> str:
    given = {"format": "pulmu.backup/1", "program": "pulmu 0", "at": "2027", "has_key": True, "workspaces": {}}
    return json.dumps(given | {"parts": parts} | more)


def hostile(name: str, **more: int) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("manifest.json", manifest([add(archive, name, b"x" * 999, **more)]))

    return write


def lies(**more: object) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            parts = [add(archive, "records/place.sqlite", b"x") | more]
            archive.writestr("manifest.json", manifest(parts))

    return write


def no_manifest(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("records/place.sqlite", b"x")


HOSTILE = [
    hostile("../place.sqlite"), hostile("/etc/passwd"), hostile(f"workspaces/{HANBIT}/../../x"), hostile("C:/x"),
    hostile(f"workspaces/{HANBIT}/a\\b"), hostile(f"workspaces/{HANBIT}/records.sqlite"), hostile("keys/other"),
    hostile(f"workspaces/{HANBIT}//x"), hostile("place.sqlite"), hostile(f"workspaces/{HANBIT}/"),
    hostile(f"workspaces/{HANBIT}/big", compress_type=zipfile.ZIP_DEFLATED), no_manifest, lies(sha256="0" * 64),
    lies(size=2), lies(path="records/other.sqlite"), lies(size="x"), lambda file: file.write_bytes(b"no zip"),
    lambda file: file.write_bytes(b""),
]  # fmt: skip


@pytest.mark.parametrize("write", HOSTILE)
def test_a_hostile_archive_writes_nothing(pulmu: Pulmu, tmp_path: Path, write: Callable[[Path], None]) -> None:
    write(tmp_path / "h.pulmu")
    for more in ((), ("--accept-damage",)):
        answer = pulmu("restore", tmp_path / "h.pulmu", "--data", tmp_path / "in" / "data", "--json", *more)
        assert answer.code == 1
        assert {item["code"] for item in answer.problems()} == {"input.backup"}
    assert [file.name for file in files_of(tmp_path)] == ["h.pulmu"]


@pytest.mark.parametrize("seed", range(12))
def test_a_byte_that_changed_in_a_backup_is_told_or_changes_nothing(
    pulmu: Pulmu, data: Path, backup: Path, tmp_path: Path, seed: int
) -> None:
    import random

    draw, content = random.Random(seed), bytearray(backup.read_bytes())
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    backup.write_bytes(content)
    answer = pulmu("restore", backup, "--data", tmp_path / "again")
    if answer.code == 0:
        assert kept(tmp_path / "again") == kept(data)
        assert objects(tmp_path / "again") == objects(data)
    else:
        assert not (tmp_path / "again").exists()
