"""The log tells of every request and holds nothing anybody sent; the numbers are read by who may."""

import io
import itertools
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from tests.surface.api.people import HOST, ORIGIN, Client, Town
from tests.surface.api.test_isolation import LEAVING, Seeded, ask

from pulmu.http.logs import set_up_logs
from pulmu.http.metrics import Watch
from pulmu.model import OutsideError

CANARY = "카나리아secret9b1d"
HERE = Watch(is_open_here=True)
TO_A_PROVIDER = ("code", "state", "nonce", "code_verifier", "client_secret", "access_token", "id_token")
MARKS = tuple(f"mark{number}of9" for number in range(len(TO_A_PROVIDER)))


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is told, with everything as it was before afterwards."""
    root, ours, uvicorn = (logging.getLogger(name) for name in ("", "pulmu", "uvicorn.error"))
    kept = root.handlers, root.level, ours.level
    stream = io.StringIO()
    set_up_logs(stream)
    yield stream
    root.handlers, level, our_level = kept
    root.setLevel(level)
    ours.setLevel(our_level)
    uvicorn.filters.clear()


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_told_by_its_route_and_not_by_its_address(town: Town, log: io.StringIO) -> None:
    kim = town.founder("kim", "한빛체결")
    log.truncate(0)
    log.seek(0)
    kim.get("/plants", params={"after": ""})
    address = f"{kim.workspace}.{'a' * 32}.{'b' * 43}"
    town.visitor().client.get(f"/api/v1/shared/{address}")
    town.visitor().client.get(f"/{address}")
    first, link, nothing = lines(log)
    assert first.pop("ms") >= 0
    assert first.pop("timestamp").endswith("Z")
    assert len(first.pop("request_id")) == 32
    assert first == {
        "event": "request", "level": "info", "logger": "pulmu.request", "method": "GET", "status": 200,
        "route": "/api/v1/workspaces/{workspace}/plants", "actor": kim.actor.id, "via": "session",
        "workspace": kim.workspace,
    }  # fmt: skip
    assert (link["route"], link["status"], "actor" in link) == ("/api/v1/shared/{address}", 404, False)
    assert (nothing["route"], nothing["status"]) == ("none", 404)
    assert address not in log.getvalue()


@pytest.mark.parametrize(("given", "is_taken"), [("proxy-7f3a-0001", True), ("a" * 64, True), ("short", False),
                         ("a" * 65, False), ('x"}\n{"event', False), ("é" * 10, False)])  # fmt: skip
def test_an_id_is_taken_over_only_where_it_is_plain(town: Town, given: str, is_taken: bool) -> None:
    answer = town.visitor().client.get("/healthz", headers={"X-Request-ID": given.encode()})
    assert (answer.headers["x-request-id"] == given) is is_taken
    assert len(answer.headers["x-request-id"]) in (len(given), 32)


def test_an_answer_to_a_fault_has_its_id_and_the_log_tells_where_but_not_what(
    town: Town, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = town.founder("kim", "한빛체결")

    def broken(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("pulmu.api.routes.plants.plants.plants", broken)
    answer = kim.client.get(kim.url("/plants", True))
    told = next(line for line in lines(log) if line["event"] == "fault")
    assert answer.headers["x-request-id"] == told["request_id"]
    assert (told["error"], told["status"], told["level"]) == ("RuntimeError", 500, "error")
    assert told["where"][-1].startswith("broken (test_log.py:")
    try:
        raise RuntimeError(CANARY)
    except RuntimeError:
        logging.getLogger("some.library").exception("it failed")
    told = lines(log)[-1]
    assert (told["event"], told["error"]) == ("it failed", "RuntimeError")
    assert CANARY not in log.getvalue()


def test_who_only_uses_the_app_is_told_nothing(town: Town, capfd: pytest.CaptureFixture[str]) -> None:
    town.visitor().client.get("/healthz")
    assert capfd.readouterr() == ("", "")


def test_what_looks_like_a_secret_is_hidden_wherever_it_stands(log: io.StringIO) -> None:
    token = f"pulmu_{'a' * 32}_{'b' * 43}"
    invitation, link = f"{'a' * 32}.{'c' * 43}", f"{'a' * 32}.{'b' * 32}.{'d' * 43}"
    logging.getLogger("x").warning("%s and %s and %s", token, invitation, link)
    logging.getLogger("x").warning("postgresql://pulmu:%s@10.0.0.1/pulmu", CANARY)
    proof = f"eyJhbGciOiJSUzI1NiJ9.{'e' * 50}.{'f' * 50}"
    logging.getLogger("x").warning("the provider sent %s", proof)
    asked = [f"{name}={mark}" for name, mark in zip(TO_A_PROVIDER, MARKS, strict=True)]
    logging.getLogger("x").warning("GET https://login.example/?%s", "&".join(asked))
    logging.getLogger("x").warning("Authorization: Basic %s", "g" * 30)
    for secret in ("b" * 43, "c" * 43, "d" * 43, CANARY, "e" * 50, "f" * 50, "g" * 30, *MARKS):
        assert secret not in log.getvalue()
    assert "login.example" in log.getvalue()
    assert "@10.0.0.1/pulmu" in log.getvalue()


def test_no_route_leaves_in_the_log_what_was_sent_to_it(
    tmp_path_factory: pytest.TempPathFactory, log: io.StringIO
) -> None:
    """Every route, as everybody, with marks in the path, query, headers, body and cookie."""
    seeded = Seeded(tmp_path_factory.mktemp("place"))
    session = seeded.own.client.cookies["__Host-pulmu_session"]
    plain = CANARY.encode().decode("latin-1")
    for (method, path, operation), visitor in itertools.product(seeded.operations, seeded.people.values()):
        if (method, path) == LEAVING:
            continue
        ask(visitor, method, path, operation, seeded.ids["own"])
        marked = dict.fromkeys(seeded.ids["own"], CANARY) | {
            "workspace": visitor.workspace or "a" * 32,
            "number": "1",
        }
        headers = {"Authorization": f"Bearer {plain}", "If-Match": plain, "Origin": ORIGIN, "User-Agent": plain}
        content = json.dumps({"email": CANARY, "password": CANARY, "text": CANARY, CANARY: CANARY}).encode()
        for more in ({"Content-Type": "application/json"}, {}):
            given = {name: value.encode("latin-1") for name, value in (headers | more).items()}
            visitor.client.request(
                method, path.format(**marked), headers=given, content=content, params={"reason": CANARY, CANARY: CANARY}
            )
    told = log.getvalue()
    assert len(lines(log)) > 500
    for secret in (CANARY, "secret9b1d", session, "secret00000", seeded.ids["own"]["address"]):
        assert secret not in told


def test_the_store_that_fails_is_told_and_counted(
    town: Town, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OutsideError.of(
            "outside.store_lost", f"postgresql://pulmu:{CANARY}@h/p", "the database is away", "start it"
        )

    with monkeypatch.context() as patch:
        patch.setattr(town.place.store, "place_reading", gone)
        assert town.visitor().client.get("/healthz").status_code == 503
    assert "outside.store_lost" in log.getvalue()
    assert CANARY not in log.getvalue()
    page = town.app.state.metrics.page(town.served).decode()
    assert 'pulmu_outside_errors_total{code="outside.store_lost"} 1.0' in page


def test_the_numbers_tell_of_requests_sessions_and_jobs_and_of_nobody(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    kim.get("/plants")
    town.visitor().client.get(f"/api/v1/shared/{CANARY}")
    page = town.app.state.metrics.page(town.served).decode()
    plants = '{method="GET",route="/api/v1/workspaces/{workspace}/plants",status="200"} 1.0'
    assert f"pulmu_requests_total{plants}" in page
    assert 'route="/api/v1/shared/{address}",status="404"} 1.0' in page
    assert "pulmu_sessions 1.0" in page
    assert "pulmu_requests_in_flight 0.0" in page
    assert 'pulmu_jobs{state="waiting"} 0.0' in page
    assert 'le="0.3"' in page
    for mark in (CANARY, kim.workspace, kim.actor.id, "한빛"):
        assert mark not in page
    town.place.pass_time(days=1)
    assert "pulmu_sessions 0.0" in town.app.state.metrics.page(town.served).decode()


@pytest.mark.parametrize(
    ("watch", "client", "given", "status"),
    [(Watch(), "127.0.0.1", "", 404), (HERE, "127.0.0.1", "", 200), (HERE, "::1", "", 200),
     (HERE, "10.0.0.7", "", 404), (HERE, "testclient", "", 404),
     (Watch(token="t" * 20), "10.0.0.7", "Bearer " + "t" * 20, 200), (Watch(token="t" * 20), "127.0.0.1", "", 404),
     (Watch(token="t" * 20, is_open_here=True), "127.0.0.1", "Bearer x", 404)],
)  # fmt: skip
def test_the_numbers_are_read_by_who_may(town: Town, watch: Watch, client: str, given: str, status: int) -> None:
    from pulmu.main import app_of

    app = app_of(town.served, (HOST,), is_secure=True, watch=watch)
    asked = Client(app, base_url=ORIGIN, client=(client, 5000), raise_server_exceptions=False)
    answer = asked.get("/metrics", headers={"Authorization": given, "X-Forwarded-For": "127.0.0.1"})
    assert answer.status_code == status
    assert ("pulmu_requests_total" in answer.text) is (status == 200)
