"""What people ask for while nothing can be written, how it is refused, and that all of it succeeds afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from tests.surface.crew import Crew, Member
from tests.surface.served import Served

from pulmu.adapters.samples import sample_text
from pulmu.adapters.sql_store import open_store
from pulmu.bootstrap.place import open_place
from pulmu.services.care.verify import verify_place

PLANT = sample_text("fasteners").encode()
READINGS = "\n".join(["date,Usage (kWh)", *(f"2026-01-01 {hour:02d}:00,{hour}" for hour in range(24))]).encode()
LINES = "일자,품목,수량(kg)\n2026-01-05,볼트,120\n".encode()
BOOK = {"file_name": "a.csv", "columns": "date=일자,item=품목,quantity=수량(kg),kind=received,unit=kg"}


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


@dataclass(frozen=True)
class Outage:
    """What stands in the way, and how it is told."""

    code: str
    status: int
    korean: str


FULL = Outage("outside.store_full", 507, "저장할 공간이 없습니다")
READ_ONLY = Outage("outside.store_read_only", 503, "저장소에 쓸 수 없습니다")


def told_well(answer: httpx2.Response, outage: Outage) -> None:
    """Whether an answer says what is wrong as it should."""
    assert answer.status_code == outage.status, answer.text
    assert (answer.headers["content-type"], answer.headers["retry-after"]) == ("application/problem+json", "30")
    (told,) = answer.json()["problems"]
    assert (told["code"], told["place"], told["values"]) == (outage.code, "", {}), "where it lies is not for who asks"


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


def check_nothing_writes(
    outage: Outage, crew: Crew, people: dict[str, Member], confirm: list[str], served: Served
) -> None:
    """Each is refused and says why, in both languages, and on a page too."""
    for user, method, path, more in asks(crew, confirm):
        told_well(people[user].ask(method, path, **more), outage)
    with crew.at(served, "boss", "ko") as korean:
        told = korean.ask("POST", f"/reports/{crew.report}/versions/1/approve", json={"reason": "확인"}).json()
        assert told["problems"][0]["message"] == f"{outage.korean}."
        page = korean.client.get(f"/w/{crew.workspace}/audit")
        assert (page.status_code, page.headers["retry-after"]) == (outage.status, "30")
        assert outage.korean in page.text


def check_reading_goes_on(outage: Outage, crew: Crew, lee: Member) -> None:
    """Lists and pages are there; who watches the place is told."""
    for path in ("/plants", f"/plants/{crew.plant}", "/meters", "/reports", "/jobs"):
        assert lee.ask("GET", path).status_code == 200, path
    for path in ("", f"/plants/{crew.plant}"):
        assert lee.client.get(f"/w/{crew.workspace}{path}").status_code == 200, path
    health = lee.client.get("/healthz")
    assert (health.status_code, health.json()["status"]) == (503, "failing")
    assert health.json()["problems"][0]["code"] == outage.code


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


@contextmanager
def served_to(crew: Crew) -> Iterator[Served]:
    """A place whose sessions were not used for some minutes: noting that they are needs writing."""
    crew.draft()
    crew.age_sessions()
    served = Served(crew.folder, "--no-limits", "--workers", "0")
    try:
        yield served
    finally:
        served.end()


def check_outage(
    outage: Outage, crew: Crew, served: Served, begin: Callable[[], object], end: Callable[[], object]
) -> None:
    """What is asked is refused whole until it ends, and then done without help."""
    with crew.at(served, "lee") as lee, crew.at(served, "boss") as boss:
        people = {"lee": lee, "boss": boss}
        boss.done("GET", "/plants")  # a database is opened by making files beside it
        looked = lee.done("POST", "/books/wire/imports", params=BOOK | {"preview": True}, content=LINES)
        confirm, before = looked["confirm"], kept(crew)
        begin()
        check_nothing_writes(outage, crew, people, confirm, served)
        check_reading_goes_on(outage, crew, lee)
        assert kept(crew) == before, "something is half done"
        end()
        check_all_is_done(crew, people, confirm)
    code, _, said = served.stop()
    assert code == 0
    assert "Traceback" not in said
    check_whole(crew.folder)
