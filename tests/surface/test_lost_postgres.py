"""A database server that goes away under a served place and comes back: clear answers, nothing lost or doubled."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests import databases
from tests.databases import ServerToStop
from tests.surface.crew import Crew
from tests.surface.program import Program, at_work, differences
from tests.surface.served import Served

from pulmu.adapters.samples import sample_text
from pulmu.bootstrap.place import open_place
from pulmu.services.care.verify import verify_place

PLANT = sample_text("fasteners").encode()


@pytest.fixture(scope="module")
def server() -> Iterator[ServerToStop]:
    with databases.server_to_stop() as found:
        yield found


@pytest.fixture
def crew(server: ServerToStop, tmp_path: Path) -> Crew:
    return Crew(tmp_path / "data", databases.new_database(server.url))


@pytest.fixture
def served(crew: Crew) -> Iterator[Served]:
    found = Served(crew.folder, "--no-limits", "--workers", "1", database=crew.database)
    yield found
    found.end()


def lost(answer: httpx2.Response) -> None:
    """Whether it says that the database is away, and nothing of where it is."""
    assert answer.status_code == 503, answer.text
    (told,) = answer.json()["problems"]
    assert (told["code"], told["place"], told["values"]) == ("outside.store_lost", "", {})
    assert answer.headers["retry-after"] == "5"


def until(found: Any, seconds: float = 90) -> Any:
    """What is found in the end."""
    last = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < last, "it does not come"
        time.sleep(0.2)
    return value


def check_whole(crew: Crew) -> None:
    place = open_place(crew.folder, crew.database)
    assert [item for item in verify_place(place).problems if item.severity == "error"] == []
    place.close()


def test_what_programs_send_while_the_server_comes_and_goes_is_there_once(
    server: ServerToStop, crew: Crew, served: Served
) -> None:
    with crew.at(served, "lee") as lee, crew.at(served, "kim") as kim:
        programs = [Program(lee, "a"), Program(kim, "b"), Program(lee, "c")]
        with at_work(programs):
            for how in ("cut", "cut", "immediate", "fast", "cut"):
                time.sleep(1.0)
                if how == "cut":
                    server.cut()
                    continue
                server.stop(how)
                lost(lee.ask("GET", "/plants"))
                time.sleep(0.5)
                server.start()
            until(lambda: all(len(program.taken) >= 5 for program in programs))
        said = sum((program.said for program in programs), Counter[tuple[int, str]]())
        assert set(said) == {(201, ""), (200, ""), (503, "outside.store_lost")}
        assert differences(programs, lee) == ""
        code, _, told = served.stop()
    assert code == 0
    assert "Traceback" not in told
    check_whole(crew)


def test_a_place_says_that_its_database_is_away_and_goes_on_when_it_is_back(
    server: ServerToStop, crew: Crew, served: Served
) -> None:
    with crew.at(served, "lee") as lee, crew.at(served, "lee", "ko") as korean:
        job = lee.done("POST", f"/plants/{crew.plant}/reports", json={"year": 2026})["id"]
        until(lambda: lee.done("GET", f"/jobs/{job}")["state"] == "running")
        server.stop("immediate")
        try:
            health = lee.client.get("/healthz")
            assert (health.status_code, health.json()["status"]) == (503, "failing")
            for method, path, more in (
                ("GET", "/plants", {}),
                ("POST", "/plants", {"params": {"name": "x"}, "content": PLANT}),
                ("POST", "/evidence", {"params": {"file_name": "b.txt"}, "content": b"bill"}),
                ("GET", f"/jobs/{job}/events", {}),
            ):
                lost(lee.ask(method, path, **more))  # type: ignore[arg-type]
            page = korean.client.get(f"/w/{crew.workspace}")
            assert (page.status_code, page.headers["retry-after"]) == (503, "5")
            assert "데이터베이스가 응답하지 않습니다" in page.text
            time.sleep(6.0)  # the worker looked again meanwhile, in vain
        finally:
            server.start()
        until(lambda: lee.ask("GET", "/plants").is_success, 20)
        assert lee.client.get("/healthz").json() == {"status": "ok"}
        done = until(lambda: (found := lee.done("GET", f"/jobs/{job}"))["state"] == "done" and found, 60)
        assert done["result"]
        ((report),) = lee.done("GET", "/reports")["items"]
        assert len(report["versions"]) == 1
        assert [item["name"] for item in lee.done("GET", "/plants")["items"]] == ["안산공장"]
    assert served.process.poll() is None
    check_whole(crew)
