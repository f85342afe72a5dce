"""An export as a file: whole under its name or not there, and safe to unpack anywhere."""

import errno
import os
import shutil
import stat
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.places import codes
from tests.records import DAERIM, HANBIT

from pulmu.adapters.workspace_export import FolderExports
from pulmu.services.export.part import Part, json_part, rows_part, table_part
from pulmu.services.export.store import PackedFile

NAME, OTHER = "e" * 32, "f" * 32


def manifest(files: tuple[PackedFile, ...]) -> Part:
    return json_part("manifest.json", {"files": [item.path for item in files]})


def parts(*paths: str) -> list[Part]:
    return [Part(path, (b"content of ", path.encode())) for path in paths]


def home(folder: Path) -> Path:
    return folder / "workspaces" / HANBIT / "exports"


def test_it_is_opened_when_it_was_published_and_not_before(tmp_path: Path) -> None:
    exports = FolderExports(tmp_path)
    packed = exports.write(HANBIT, NAME, parts("a.txt", "b/가.txt"), manifest)
    assert exports.open(HANBIT, NAME) is None
    exports.publish(HANBIT, NAME)
    opened = exports.open(HANBIT, NAME)
    assert opened is not None
    with opened[0] as file, zipfile.ZipFile(file) as archive:
        assert (packed.size, packed.files) == (opened[1], 3)
        assert archive.namelist() == ["a.txt", "b/가.txt", "manifest.json"]
        assert archive.read("b/가.txt") == "content of b/가.txt".encode()
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    if os.name == "posix":
        assert stat.S_IMODE((home(tmp_path) / f"{NAME}.zip").stat().st_mode) == 0o600
    assert (exports.open(DAERIM, NAME), exports.open(HANBIT, OTHER)) == (None, None)
    assert exports.workspaces() == (HANBIT,)
    exports.drop(HANBIT, NAME)
    exports.drop(HANBIT, NAME)
    assert list(home(tmp_path).iterdir()) == []


def test_the_same_parts_are_the_same_file(tmp_path: Path) -> None:
    exports = FolderExports(tmp_path)
    first, second = (exports.write(HANBIT, name, parts("a.csv", "b.pdf"), manifest) for name in (NAME, OTHER))
    assert first == second


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../x", "a\\x", "a//x", "a/ ", "x.", "", "A.txt"])
def test_a_path_that_leads_elsewhere_is_a_fault_of_ours(tmp_path: Path, path: str) -> None:
    exports = FolderExports(tmp_path)
    with pytest.raises(ValueError, match="leads elsewhere"):
        exports.write(HANBIT, NAME, parts("a.txt", path), manifest)
    assert list(home(tmp_path).iterdir()) == []


@pytest.mark.parametrize(("workspace", "name"), [("../x", NAME), (HANBIT, "../x"), (HANBIT, "")])
def test_a_name_leads_nowhere(tmp_path: Path, workspace: str, name: str) -> None:
    exports = FolderExports(tmp_path)
    for act in (exports.open, exports.drop, exports.publish, lambda *at: exports.write(*at, parts("a"), manifest)):
        with pytest.raises(Exception, match=r"no name of an export|no such workspace"):
            act(workspace, name)
    assert list(tmp_path.iterdir()) == []


def test_what_the_disk_refuses_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exports = FolderExports(tmp_path)

    def full(*_: Any, **__: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(zipfile._ZipWriteFile, "write", full)  # type: ignore[attr-defined]
    assert codes(lambda: exports.write(HANBIT, NAME, parts("a"), manifest)) == ["outside.store_full"]
    assert list(home(tmp_path).iterdir()) == []


def test_an_export_leaves_room_for_what_people_save(tmp_path: Path) -> None:
    exports = FolderExports(tmp_path, reserve=1 << 60)
    assert codes(lambda: exports.write(HANBIT, NAME, parts("a"), manifest)) == ["outside.export_room"]
    assert list(home(tmp_path).iterdir()) == []
    looked: list[int] = []
    usage = shutil.disk_usage

    def look(where: Path) -> Any:
        looked.append(1)
        return usage(where) if len(looked) < 3 else (1, 1, 0)

    def long() -> Iterator[bytes]:
        while True:
            yield bytes(8 << 20)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda where: SimpleNamespace(free=look(where)[2]))
        exports = FolderExports(tmp_path, reserve=1)
        assert codes(lambda: exports.write(HANBIT, NAME, [Part("a", long())], manifest)) == ["outside.export_room"]
    assert (len(looked), list(home(tmp_path).iterdir())) == (3, [])


def test_a_fault_in_making_its_parts_leaves_nothing_and_stays_what_it_is(tmp_path: Path) -> None:
    def failing() -> Iterator[Part]:
        yield from parts("a")
        raise KeyError("b")

    with pytest.raises(KeyError):
        FolderExports(tmp_path).write(HANBIT, NAME, failing(), manifest)
    assert list(home(tmp_path).iterdir()) == []


def test_only_what_is_old_and_not_to_be_kept_is_swept(tmp_path: Path) -> None:
    exports = FolderExports(tmp_path)
    exports.sweep(HANBIT, set(), datetime.now(UTC))
    for name in (NAME, OTHER):
        exports.write(HANBIT, name, parts("a"), manifest)
        exports.publish(HANBIT, name)
    exports.write(HANBIT, "0" * 32, parts("a"), manifest)
    (home(tmp_path) / "other.zip").touch()
    exports.sweep(HANBIT, set(), datetime.now(UTC) - timedelta(hours=1))
    assert len(list(home(tmp_path).iterdir())) == 4
    exports.sweep(HANBIT, {NAME}, datetime.now(UTC) + timedelta(hours=1))
    assert sorted(item.name for item in home(tmp_path).iterdir()) == [f"{NAME}.zip", "other.zip"]


def test_long_tables_are_made_piece_by_piece() -> None:
    made: list[int] = []

    def rows() -> Iterator[dict[str, int]]:
        for number in range(5000):
            made.append(number)
            yield {"n": number}

    pieces = iter(rows_part("x", {"a": 1}, "rows", rows()).content)
    next(pieces)
    assert made == []
    next(pieces)
    assert len(made) == 1000
    table = iter(table_part("x", ("n",), ([row["n"]] for row in rows())).content)
    next(table)
    next(table)
    assert len(made) == 2000
