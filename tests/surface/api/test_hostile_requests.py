"""Requests nobody sends in good faith: they are refused, cost little, and are told nothing."""

import json
import logging
from collections.abc import Iterator

import pytest
from tests.surface.api.people import Town, Visitor

from pulmu.api.app import describe
from pulmu.http.upload import LARGEST_BODY
from pulmu.model import OutsideError

JSON = {"Content-Type": "application/json"}


def nuls(visitor: Visitor) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Requests with a NUL wherever a text may stand."""
    me = {"email": "a@b.example", "name": "x", "password": "푸른 자전거 바퀴", "workspace": "x"}
    yield "POST", "/api/v1/sessions", {"json": {"email": "a\0@b.example", "password": "x"}}
    for name in ("email", "name", "workspace"):
        yield "POST", "/api/v1/accounts", {"json": me | {name: "a\0@b.example"}}
    room = f"/api/v1/workspaces/{visitor.workspace}"
    yield "POST", f"{room}/tokens", {"json": {"name": "a\0", "scopes": ["read_plant"], "days": 1}}
    yield "POST", f"{room}/invitations", {"json": {"email": "a\0@b.example", "role": "preparer"}}
    yield "POST", f"{room}/reports/x/versions/1/comments", {"json": {"text": "a\0"}}
    yield "POST", f"{room}/reports/x/versions/1/comments", {"json": {"text": "a", "about": "a\0"}}
    yield "POST", f"{room}/reports/x/versions/1/withdraw", {"json": {"reason": "a\0"}}
    yield "GET", f"{room}/reports/x/versions/1/files/x?reason=%00", {}
    yield "POST", f"{room}/plants?name=x&file_name=a%00.yaml", {"content": b"{}"}
    yield "POST", f"{room}/plants?name=%00", {"content": b"{}"}


def test_no_nul_reaches_the_store(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    for method, path, body in nuls(kim):
        answer = kim.client.request(method, path, **body)  # type: ignore[arg-type]
        assert answer.status_code == 422, (path, answer.text)
    for path in ("/plants/%00", "/reports/a%00/links", "/%00", "/plants/%00/versions"):
        assert kim.refusal("GET", path) == (404, "input.address")
    assert kim.refusal("GET", f"/shared/{kim.workspace}.%00.x", inside=False) == (404, "input.address")


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"email": "\xff"}', b"{", b"", b"\x00", b"null", b'{"email": "\\ud800", "password": "x"}',
     b'{"\\ud800": 1}', b'{"email": %s}' % (b"9" * 5000), b'{"email": NaN}', "{}".encode("utf-16")],
)  # fmt: skip
def test_a_body_that_is_none_is_told_as_the_description_says(town: Town, body: bytes) -> None:
    answer = town.visitor().client.post("/api/v1/sessions", content=body, headers=JSON)
    assert answer.status_code == 422
    assert {item["code"] for item in answer.json()["problems"]} == {"input.request"}


def test_who_is_not_known_sends_no_endless_body(town: Town) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += LARGEST_BODY // 2
            yield b" " * (LARGEST_BODY // 2)

    for method, path in (("POST", "/sessions"), ("POST", "/accounts"), ("PUT", "/second-factor")):
        asked = town.visitor()
        assert asked.refusal(method, path, inside=False, content=endless(), headers=JSON) == (
            413, "input.body_too_large",
        )  # fmt: skip
    long = json.dumps({"email": "a" * 200, "password": "x"}).encode().ljust(LARGEST_BODY)
    assert town.visitor().client.post("/api/v1/sessions", content=long, headers=JSON).status_code == 401
    for path in describe(town.app)["paths"].values():
        assert all("413" in item["responses"] for item in path.values() if "requestBody" in item)


def test_where_the_store_is_is_told_to_who_cares_for_the_place_only(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    where = "postgresql+psycopg://pulmu:***@10.1.2.3/pulmu"

    def gone() -> None:
        raise OutsideError.of("outside.store_lost", where, "the database does not answer", "start it")

    monkeypatch.setattr(town.place.store, "place_reading", gone)
    with caplog.at_level(logging.ERROR):
        for path in ("/healthz", f"/api/v1/workspaces/{'a' * 32}/plants"):
            answer = town.visitor().client.get(path, headers={"Cookie": "__Host-pulmu_session=x"})
            assert answer.status_code == 503
            assert "10.1.2.3" not in answer.text
    assert "10.1.2.3" in caplog.text


def test_faults_and_forged_hosts_carry_the_headers_too(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = town.founder("kim", "한빛체결")
    monkeypatch.setattr("pulmu.api.routes.plants.plants.plants", None)
    for answer in (kim.client.get(kim.url("/plants", True)), kim.client.get("/healthz", headers={"Host": "evil"})):
        assert answer.status_code in (500, 400)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_another_host_of_the_domain_sets_nobodys_session(town: Town) -> None:
    """It could set a cookie for the whole domain, and have somebody work in a session of its own."""
    kim = town.founder("kim", "한빛체결")
    session = kim.client.cookies["__Host-pulmu_session"]
    victim = town.visitor()
    assert victim.client.get("/api/v1/me", headers={"Cookie": f"pulmu_session={session}"}).status_code == 401
    assert victim.client.get("/api/v1/me", headers={"Cookie": f"__Host-pulmu_session={session}"}).status_code == 200
    left = kim.client.delete("/api/v1/sessions/current").headers["set-cookie"].lower()
    for word in ("__host-pulmu_session=", "secure", "path=/", "max-age=0"):
        assert word in left
