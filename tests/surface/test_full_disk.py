"""A full disk under a served place: what is wrong is said, reading goes on, and when there is room, all of it does."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.disks import SmallDisk, SmallFiles, small_disk, small_files
from tests.surface.command import COMMAND, Pulmu, environment
from tests.surface.crew import Crew, Member
from tests.surface.served import Served

from pulmu.adapters.samples import sample_text
from pulmu.adapters.sql_store import open_store
from pulmu.bootstrap import open_place
from pulmu.services.care.verify import verify_place

PLANT = sample_text("fasteners").encode()
READINGS = "\n".join(["date,Usage (kWh)", *(f"2026-01-01 {hour:02d}:00,{hour}" for hour in range(24))]).encode()
LINES = "일자,품목,수량(kg)\n2026-01-05,볼트,120\n".encode()
BOOK = {"file_name": "a.csv", "columns": "date=일자,item=품목,quantity=수량(kg),kind=received,unit=kg"}


@contextmanager
def served_on(kind: str, folder: Path) -> Iterator[tuple["SmallDisk | SmallFiles", Crew, Served]]:
    """A served place whose disk can be filled."""
    found: list[Served] = []
    with small_disk(folder, 32) if kind == "disk" else small_files(folder, lambda: found[0].process.pid) as disk:
        crew = Crew(folder / "data")
        crew.report = crew.draft()
        crew.age_sessions()
        found.append(Served(folder / "data", "--no-limits", "--workers", "0"))
        try:
            yield disk, crew, found[0]
        finally:
            found[0].end()


def asks(crew: Crew, confirm: list[str]) -> list[tuple[str, str, str, dict[str, Any]]]:
    """What people and programs ask for, each of them writing."""
    plant, version = f"/plants/{crew.plant}", f"/reports/{crew.report}/versions/1"
    key = {"headers": {"Idempotency-Key": "order-4711"}}
    file = {"params": {"meter": "EM-01", "file_name": "a.csv"}, "content": READINGS}
    return [
        ("lee", "POST", "/plants", {"params": {"name": "둘째 공장"}, "content": PLANT} | key),
        ("lee", "PUT", plant, {"content": PLANT + b"\n", "headers": {"If-Match": '"1"'}}),
        ("lee", "POST", "/meters/imports", file),
        ("lee", "POST", "/books/wire/imports", {"params": BOOK | {"confirm": confirm}, "content": LINES}),
        ("lee", "POST", "/evidence", {"params": {"file_name": "b.txt"}, "content": b"bill " * 20_000}),
        ("lee", "POST", f"{plant}/reports", {"json": {"year": 2026}}),
        ("boss", "POST", f"{version}/approve", {"json": {"reason": "looked at"}}),
        ("lee", "GET", f"{version}/files/report.json", {"params": {"reason": "for the importer"}}),
    ]  # fmt: skip


def refused(answer: httpx2.Response) -> str:
    """The code of what is wrong, told as it should be."""
    assert answer.status_code == 507, answer.text
    assert (answer.headers["content-type"], answer.headers["retry-after"]) == ("application/problem+json", "30")
    (told,) = answer.json()["problems"]
    assert (told["place"], told["values"]) == ("", {}), "where it lies is not for who asks"
    return str(told["code"])


def kept(crew: Crew) -> list[object]:
    """What a company has, as it is on the disk."""
    store = open_store(crew.folder)
    with store.reading(crew.workspace) as work:
        found: list[object] = [work.plants(), work.entries(), work.all_evidence(), work.jobs(0, 99)]
        found += [work.sealed_heads("meter"), work.sealed_heads("book"), work.report_versions(crew.report)]
    with store.place_reading() as place:
        found.append(place.queued_jobs())
    store.close()
    return found


def check_nothing_writes(crew: Crew, people: dict[str, Member], confirm: list[str], served: Served) -> None:
    """Each is refused and says why, in both languages, and on a page too."""
    for user, method, path, more in asks(crew, confirm):
        assert refused(people[user].ask(method, path, **more)) == "outside.store_full", path
    with crew.at(served, "boss", "ko") as korean:
        told = korean.ask("POST", f"/reports/{crew.report}/versions/1/approve", json={"reason": "확인"}).json()
        assert told["problems"][0]["message"] == "저장할 공간이 없습니다."
        page = korean.client.get(f"/w/{crew.workspace}/audit")
        assert (page.status_code, page.headers["retry-after"]) == (507, "30")
        assert "저장할 공간이 없습니다" in page.text


def check_reading_goes_on(crew: Crew, lee: Member) -> None:
    """Lists and pages are there; who watches the place is told."""
    for path in ("/plants", f"/plants/{crew.plant}", "/meters", "/reports", "/jobs"):
        assert lee.ask("GET", path).status_code == 200, path
    for path in ("", f"/plants/{crew.plant}"):
        assert lee.client.get(f"/w/{crew.workspace}{path}").status_code == 200, path
    health = lee.client.get("/healthz")
    assert (health.status_code, health.json()["status"]) == (503, "failing")
    assert health.json()["problems"][0]["code"] == "outside.store_full"


def check_all_is_done(crew: Crew, people: dict[str, Member], confirm: list[str]) -> None:
    """The same requests succeed, the one with a key once."""
    lee = people["lee"]
    assert lee.client.get("/healthz").json() == {"status": "ok"}
    for user, method, path, more in asks(crew, confirm):
        answer = people[user].ask(method, path, **more)
        assert answer.is_success, answer.text
    again = lee.ask("POST", "/plants", **asks(crew, confirm)[0][3])
    assert again.headers["idempotency-replayed"] == "true"
    assert [item["name"] for item in lee.done("GET", "/plants")["items"]].count("둘째 공장") == 1
    assert lee.done("GET", "/meters/EM-01")["imports"] == 1
    assert lee.done("GET", "/reports")["items"][0]["versions"][0]["state"] == "frozen"


def check_whole(folder: Path) -> None:
    """Everything is as it was written, and no half file is left."""
    place = open_place(folder)
    assert [item for item in verify_place(place).problems if item.severity == "error"] == []
    place.close()
    assert list(folder.rglob("*.tmp")) == []


@pytest.mark.parametrize("kind", ["disk", "files"])
def test_what_is_asked_is_refused_whole_until_there_is_room_and_then_done(kind: str, tmp_path: Path) -> None:
    with served_on(kind, tmp_path / "disk") as (disk, crew, served):
        with crew.at(served, "lee") as lee, crew.at(served, "boss") as boss:
            people = {"lee": lee, "boss": boss}
            boss.done("GET", "/plants")  # a database is opened by making files beside it
            looked = lee.done("POST", "/books/wire/imports", params=BOOK | {"preview": True}, content=LINES)
            confirm, before = looked["confirm"], kept(crew)
            disk.fill()
            check_nothing_writes(crew, people, confirm, served)
            check_reading_goes_on(crew, lee)
            assert kept(crew) == before, "something is half done"
            disk.empty()
            check_all_is_done(crew, people, confirm)
        code, _, said = served.stop()
        assert code == 0
        assert "Traceback" not in said
        check_whole(crew.folder)


def test_a_report_that_was_asked_for_is_computed_when_there_is_room(tmp_path: Path) -> None:
    with served_on("disk", tmp_path / "disk") as (disk, crew, served), crew.at(served, "lee") as lee:
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
    with served_on("disk", tmp_path / "disk") as (disk, crew, served):
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
