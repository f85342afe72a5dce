"""A full disk under a served place: what is wrong is said, reading goes on, and when there is room, all of it does."""

import subprocess
import time
from pathlib import Path

import pytest
from tests.disks import small_disk, small_files
from tests.surface.command import COMMAND, Pulmu, environment
from tests.surface.crew import Crew
from tests.surface.outage import FULL, PLANT, check_outage, served_to
from tests.surface.served import Served


@pytest.mark.parametrize("kind", ["disk", "files"])
def test_what_is_asked_is_refused_whole_until_there_is_room_and_then_done(kind: str, tmp_path: Path) -> None:
    found: list[Served] = []
    folder = tmp_path / "disk"
    kinds = {"disk": small_disk(folder, 32), "files": small_files(folder, lambda: found[0].process.pid)}
    with kinds[kind] as disk, served_to(crew := Crew(folder / "data")) as served:
        found.append(served)
        check_outage(FULL, crew, served, disk.fill, disk.empty)


def test_a_report_that_was_asked_for_is_computed_when_there_is_room(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "disk", 32) as disk,
        served_to(crew := Crew(disk.folder / "data")) as served,
        crew.at(served, "lee") as lee,
    ):
        job = lee.done("POST", f"/plants/{crew.plant}/reports", json={"year": 2026})["id"]
        disk.fill()
        command = [*COMMAND, "work", "--data", str(crew.folder), "--workers", "1"]
        working = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            assert working.stderr is not None
            assert b"outside.store_full" in working.stderr.readline()
            assert lee.done("GET", f"/jobs/{job}")["state"] in ("queued", "running")
            disk.empty()
            until = time.monotonic() + 90
            while (found := lee.done("GET", f"/jobs/{job}"))["state"] != "done":
                assert found["state"] in ("queued", "running"), found
                assert time.monotonic() < until
                time.sleep(0.2)
            assert working.poll() is None
        finally:
            working.terminate()
            working.communicate()
        assert len(lee.done("GET", "/reports")["items"][0]["versions"]) == 2


def test_a_backup_onto_a_full_disk_leaves_nothing_and_one_of_a_full_disk_is_whole(pulmu: Pulmu, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 32) as disk, served_to(crew := Crew(disk.folder / "data")) as served:
        with crew.at(served, "lee") as lee:
            lee.done("GET", "/plants")
        disk.fill()
        onto = pulmu("backup", disk.folder / "b.pulmu", "--data", crew.folder)
        assert (onto.code, onto.out) == (3, "")
        assert "there is no room left to write" in onto.err
        assert sorted(item.name for item in disk.folder.iterdir()) == ["ballast", "data"]
        of = pulmu("backup", tmp_path / "b.pulmu", "--data", crew.folder, "--lang", "ko")
        assert of.code == 0
        assert "백업은 온전하지만" in of.err
        assert "저장할 공간이 없습니다" in of.err
        assert pulmu("verify", "--backup", tmp_path / "b.pulmu").code == 0
        disk.empty()
        assert pulmu("backup", disk.folder / "b.pulmu", "--data", crew.folder).err == ""


def test_a_report_onto_a_full_disk_leaves_nothing(pulmu: Pulmu, tmp_path: Path) -> None:
    (tmp_path / "plant.yaml").write_bytes(PLANT)
    with small_disk(tmp_path / "disk", 1) as disk:
        disk.fill()
        for left in (0, 100_000):  # room for nothing, and for the first of its files
            with (disk.folder / "ballast").open("rb+") as ballast:
                ballast.truncate(ballast.seek(0, 2) - left)
            answer = pulmu("report", tmp_path / "plant.yaml", "--out", disk.folder / "out")
            assert answer.code == 3
            assert "the disk is full" in answer.err
            assert sorted(item.name for item in disk.folder.iterdir()) == ["ballast"]
        disk.empty()
        assert pulmu("report", tmp_path / "plant.yaml", "--out", disk.folder / "out").code == 0
