import contextlib
import os
import sys
import time
from pathlib import Path

import pytest

from pulmu.adapters.folder import only_run_in, remove_files, write_folder
from pulmu.model import InputError, OutsideError

OLD = {"report.json": b"old json", "report.xlsx": b"old xlsx", "report.pdf": b"old pdf"}
NEW = {"report.json": b"new json", "report.xlsx": b"new xlsx", "report.pdf": b"new pdf"}


def content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def code_of(path: Path | str, files: dict[str, bytes]) -> str:
    with pytest.raises(OutsideError) as caught:
        write_folder(str(path), files)
    return caught.value.problems[0].code


def fail_at(monkeypatch: pytest.MonkeyPatch, name: str, number: int, error: BaseException) -> None:
    """Let the n-th call of a function of `os` fail, and only that one."""
    real, calls = getattr(os, name), iter(range(1_000))

    def failing(*args: object, **kwargs: object) -> object:
        if next(calls) == number:
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(os, name, failing)


def test_a_new_folder_holds_the_files_and_nothing_else(tmp_path: Path) -> None:
    write_folder(str(tmp_path / "out" / "fasteners"), NEW)
    assert {f"fasteners/{name}": data for name, data in NEW.items()} == content(tmp_path / "out")
    assert names_in(tmp_path / "out") == ["fasteners"]


def test_files_are_replaced_and_other_files_stay(tmp_path: Path) -> None:
    write_folder(str(tmp_path), OLD)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_bytes(b"mine")
    write_folder(str(tmp_path), NEW)
    assert content(tmp_path) == NEW | {"notes/mine.txt": b"mine"}
    assert sorted([*NEW, "notes"]) == names_in(tmp_path)


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "in use")])
def test_a_failure_in_the_middle_leaves_all_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: OSError
) -> None:
    before = {"report.json": b"old json", "report.xlsx": b"old xlsx", "mine.txt": b"mine"}
    write_folder(str(tmp_path), before)
    fail_at(monkeypatch, "replace", number, error)
    assert code_of(tmp_path, NEW) == ("outside.disk_full" if error.errno == 28 else "outside.cannot_write")
    assert before == content(tmp_path)
    assert sorted(before) == names_in(tmp_path)


@pytest.mark.parametrize("number", range(3))
def test_an_interrupt_in_the_middle_leaves_all_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    write_folder(str(tmp_path), OLD)
    fail_at(monkeypatch, "replace", number, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_folder(str(tmp_path), NEW)
    assert content(tmp_path) == OLD


@pytest.mark.parametrize("number", range(4))
def test_a_full_disk_leaves_no_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    fail_at(monkeypatch, "fsync", number, OSError(28, "No space left on device"))
    if number < len(NEW):
        assert code_of(tmp_path / "a" / "b", NEW) == "outside.disk_full"
        assert names_in(tmp_path) == []
    else:  # a folder that cannot be flushed is no failure: Windows never can
        write_folder(str(tmp_path / "a" / "b"), NEW)


def test_a_failed_rename_of_the_new_folder_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_at(monkeypatch, "rename", 0, PermissionError(13, "in use"))
    assert code_of(tmp_path / "a" / "b", NEW) == "outside.cannot_write"
    assert names_in(tmp_path) == []


def test_killed_at_any_moment_each_file_is_whole(tmp_path: Path) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    for step in range(3):
        folder = tmp_path / str(step)
        write_folder(str(folder), OLD)
        child = os.fork()
        if child == 0:
            _die_at_replace(folder, step)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        left = {name: data for name, data in content(folder).items() if not name.startswith(".pulmu-")}
        assert OLD.keys() == left.keys()
        assert all(data in (OLD[name], NEW[name]) for name, data in left.items())
        write_folder(str(folder), NEW)
        assert {name: data for name, data in content(folder).items() if not name.startswith(".pulmu-")} == NEW


def _die_at_replace(folder: Path, step: int) -> None:
    real, calls = os.replace, iter(range(100))

    def deadly(*args: object) -> object:
        if next(calls) == step:
            os._exit(9)
        return real(*args)  # type: ignore[arg-type]

    os.replace = deadly  # type: ignore[assignment]
    write_folder(str(folder), NEW)
    os._exit(0)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    assert code_of(tmp_path / "out", NEW) == "outside.cannot_write"
    assert code_of(tmp_path / "out" / "below", NEW) == "outside.cannot_write"
    assert content(tmp_path) == {"out": b"a file"}


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").mkdir()
    assert code_of(tmp_path, NEW) == "outside.cannot_write"
    assert names_in(tmp_path) == ["report.pdf"]


@pytest.mark.parametrize("path", ["a\0b", "x" * 5_000])
def test_a_name_no_folder_can_have_is_told(tmp_path: Path, path: str) -> None:
    assert code_of(f"{tmp_path}/{path}", NEW) == "outside.cannot_write"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user with limited rights")
def test_a_folder_without_the_right_to_write_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    assert code_of(tmp_path / "closed", NEW) == "outside.cannot_write"
    assert code_of(tmp_path / "closed" / "new", NEW) == "outside.cannot_write"


@pytest.mark.parametrize("name", ["../report.json", "a/b", "a\\b", "", ".", "..", "C:x", "a\nb", "NUL\0"])
def test_a_file_name_with_a_separator_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        write_folder(str(tmp_path / "out"), {"good.json": b"", name: b""})
    assert caught.value.problems[0].code == "input.file_name"
    assert names_in(tmp_path) == []


def test_a_link_in_the_folder_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").write_bytes(b"precious")
    (tmp_path / "out" / "report.json").symlink_to(tmp_path / "elsewhere")
    write_folder(str(tmp_path / "out"), NEW)
    assert (tmp_path / "elsewhere").read_bytes() == b"precious"
    assert (tmp_path / "out" / "report.json").read_bytes() == b"new json"


@pytest.mark.skipif(os.name != "posix", reason="rights by umask are POSIX")
def test_the_rights_are_those_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_folder(str(tmp_path / "out"), NEW)
    finally:
        os.umask(before)
    assert tuple(path.stat().st_mode & 0o777 for path in (tmp_path / "out", tmp_path / "out" / "report.json")) == (
        0o755,
        0o644,
    )


def test_what_a_killed_run_left_is_swept_after_a_day_and_not_before(tmp_path: Path) -> None:
    for name, age in ((".pulmu-old", 2 * 86_400), (".pulmu-new", 3_600), ("pulmu", 2 * 86_400)):
        (tmp_path / name / "new").mkdir(parents=True)
        os.utime(tmp_path / name, (time.time() - age, time.time() - age))
    write_folder(str(tmp_path), NEW)
    assert names_in(tmp_path) == sorted([*NEW, ".pulmu-new", "pulmu"])


def test_a_folder_is_held_by_one_run_at_a_time_and_given_back(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    with only_run_in(str(folder)):
        with pytest.raises(OutsideError) as caught, only_run_in(str(folder)):
            pass
        write_folder(str(folder), NEW)
    assert caught.value.problems[0].code == "outside.folder_in_use"
    with only_run_in(str(folder)):
        pass
    assert names_in(folder) == sorted(NEW)


def test_a_held_folder_that_is_left_empty_by_a_failure_goes_again(tmp_path: Path) -> None:
    with contextlib.suppress(KeyboardInterrupt), only_run_in(str(tmp_path / "deep" / "out")):
        raise KeyboardInterrupt
    assert names_in(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows holds a file, not the folder")
def test_where_a_folder_cannot_be_held_it_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def unknown(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", unknown)
    with only_run_in(str(tmp_path / "out")):
        write_folder(str(tmp_path / "out"), NEW)
    assert content(tmp_path / "out") == NEW


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutsideError) as caught, only_run_in(str(tmp_path / "out")):
        pass
    assert caught.value.problems[0].code == "outside.cannot_write"


def test_files_are_taken_away_and_what_cannot_be_is_told(tmp_path: Path) -> None:
    write_folder(str(tmp_path), NEW)
    remove_files(str(tmp_path), ("report.json", "report.txt"))
    assert names_in(tmp_path) == ["report.pdf", "report.xlsx"]
    (tmp_path / "report.json").mkdir()
    with pytest.raises(OutsideError) as caught:
        remove_files(str(tmp_path), ("report.json",))
    assert caught.value.problems[0].code == "outside.cannot_write"
