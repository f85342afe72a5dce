"""A folder that may not be written: told at the start in one sentence, and while it is served, until it may again."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests import databases
from tests.disks import freezing, shut
from tests.surface.command import COMMAND, Pulmu, environment
from tests.surface.crew import Crew
from tests.surface.outage import READ_ONLY, check_outage, served_to


@contextmanager
def frozen(path: Path) -> Iterator[None]:
    with freezing(path) as found:
        found.begin()
        yield


def start(folder: Path, language: str = "en", database: str = "") -> "subprocess.CompletedProcess[str]":
    """A place is to be opened that cannot be."""
    command = [*COMMAND, "serve", "--data", str(folder), "--port", "8420", "--workers", "0", "--lang", language]
    known = {"PULMU_DATABASE": database} if database else {}
    return subprocess.run(command, env=environment(**known), capture_output=True, text=True, timeout=60, check=False)


def told(answer: "subprocess.CompletedProcess[str]", word: str = "the store may not be written") -> None:
    """Whether one problem says it, and nothing is open."""
    assert (answer.returncode, answer.stdout) == (3, "")
    assert word in answer.stderr
    assert len(answer.stderr.splitlines()) == 2, answer.stderr


@pytest.mark.parametrize("what", ["a disk", "the folder", "the file of the place", "no place yet"])
def test_a_place_that_may_not_be_written_is_not_opened_and_says_so(what: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    if what == "no place yet":
        folder.mkdir()
    else:
        Crew(folder)
    path = folder / "place.sqlite" if what == "the file of the place" else folder
    with shut(path) if what == "a disk" else frozen(path):
        told(start(folder))
        told(start(folder, "ko"), "저장소에 쓸 수 없습니다")
    if what == "no place yet":
        assert list(folder.iterdir()) == []


def test_with_its_records_on_a_server_the_folder_counts_all_the_same(tmp_path: Path, postgres: str) -> None:
    url = databases.new_database(postgres)
    Crew(tmp_path / "data", url)
    with shut(tmp_path / "data"):
        told(start(tmp_path / "data", database=url))


def test_one_that_turned_read_only_says_so_until_it_may_be_written_again(tmp_path: Path) -> None:
    with freezing(tmp_path / "data") as folder, served_to(crew := Crew(tmp_path / "data")) as served:
        check_outage(READ_ONLY, crew, served, folder.begin, folder.end)


def test_a_backup_of_one_that_may_not_be_written_is_told(pulmu: Pulmu, tmp_path: Path) -> None:
    Crew(tmp_path / "data")
    with shut(tmp_path / "data"):
        for command in (["backup", tmp_path / "b.pulmu"], ["verify"]):
            answer = pulmu(*command, "--data", tmp_path / "data")
            assert "the store may not be written" in answer.err
            assert answer.code in (1, 3)
    assert not (tmp_path / "b.pulmu").exists()
