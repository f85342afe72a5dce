"""A hundred at once for what only so many may have, over HTTP: exactly as many have it, and the audit holds those."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from tests import databases
from tests.surface.crew import Crew
from tests.surface.served import Served

from pulmu.adapters.sql_store import open_store
from pulmu.services.records.audit import check_chain

CROWD, ROUNDS, OPENINGS = 100, 2, 10


@pytest.fixture(params=["sqlite", "postgres"])
def crew(request: pytest.FixtureRequest, tmp_path: Path) -> Crew:
    """A company in a place, its records in a file or on a server."""
    is_server = request.param == "postgres"
    return Crew(tmp_path / "data", databases.new_database(request.getfixturevalue("postgres")) if is_server else "")


@pytest.fixture
def served(crew: Crew) -> Iterator[Served]:
    found = Served(crew.folder, "--no-limits", "--workers", "0", database=crew.database)
    yield found
    found.end()


def at_once(ask: Callable[[int], httpx2.Response]) -> Counter[int]:
    """What so many are answered who ask at the same moment."""
    gate = threading.Barrier(CROWD)

    def one(number: int) -> int:
        gate.wait()
        return ask(number).status_code

    with ThreadPoolExecutor(CROWD) as crowd:
        return Counter(crowd.map(one, range(CROWD)))


def noted(crew: Crew) -> Counter[tuple[str, str]]:
    """What the audit holds, by deed and what it was about; the chain is whole."""
    store = open_store(crew.folder, crew.database)
    with store.reading(crew.workspace) as work:
        entries = work.entries()
        assert check_chain(entries, crew.workspace) == ()
    store.close()
    return Counter((item.action, item.about) for item in entries)


def approved_and_shared(crew: Crew, served: Served) -> None:
    """One round: everybody approves a version, then everybody opens its link."""
    version = f"/reports/{crew.draft()}/versions/{crew.number}"
    with crew.at(served, "boss", limits=httpx2.Limits(max_connections=CROWD)) as boss:
        answers = at_once(lambda number: boss.ask("POST", f"{version}/approve", json={"reason": f"no {number}"}))
        assert answers == {200: 1, 409: CROWD - 1}
        link = boss.done("POST", f"{version}/links", json={"audience": "EU", "days": 9, "limit": OPENINGS})
        answers = at_once(lambda _: boss.client.get(f"/api/v1/shared/{link['secret']}"))
        assert answers == {200: OPENINGS, 404: CROWD - OPENINGS}


def test_of_a_hundred_approvals_one_counts_and_a_link_opens_as_often_as_it_may(crew: Crew, served: Served) -> None:
    for _ in range(ROUNDS):
        approved_and_shared(crew, served)
    said = noted(crew)
    assert {about: count for (action, about), count in said.items() if action == "approve_report"} == {
        f"report:{crew.report}/{number}": 1 for number in range(1, ROUNDS + 1)
    }
    assert sum(count for (action, _), count in said.items() if action == "read_summary") == ROUNDS * OPENINGS
    store = open_store(crew.folder, crew.database)
    with store.reading(crew.workspace) as work:
        assert [(item.opened, item.limit) for item in work.links(crew.report)] == [(OPENINGS, OPENINGS)] * ROUNDS
    store.close()


def test_of_a_hundred_with_one_key_one_is_carried_out_and_all_are_answered_alike(crew: Crew, served: Served) -> None:
    with crew.at(served, "lee", limits=httpx2.Limits(max_connections=CROWD)) as lee:
        path, body = f"/plants/{crew.plant}/reports", {"year": 2026}
        seen: list[bytes] = []

        def ask(_: int) -> httpx2.Response:
            answer = lee.ask("POST", path, json=body, headers={"Idempotency-Key": "once"})
            seen.append(answer.content)
            return answer

        assert at_once(ask) == {202: CROWD}
        assert len(set(seen)) == 1
        assert len(lee.done("GET", "/jobs")["items"]) == 1
    assert sum(count for (action, _), count in noted(crew).items() if action == "start_job") == 1
