"""A request that a program sends again with its key is carried out once, and answered alike."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.surface.api.people import Town, Visitor

from pulmu.adapters.samples import sample_text

KEY = {"Idempotency-Key": "order-4711"}


def sent(who: Visitor, path: str, **more: Any) -> Any:
    return who.client.post(who.url(path, True), headers=KEY | more.pop("headers", {}), **more)


def test_the_same_request_is_answered_alike_and_done_once(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    content = sample_text("fasteners").encode()
    first = sent(kim, "/plants", params={"name": "안산공장"}, content=content)
    again = sent(kim, "/plants", params={"name": "안산공장"}, content=content)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"] == '"1"'
    assert [item.headers.get("idempotency-replayed") for item in (first, again)] == [None, "true"]
    assert len(kim.get("/plants")["items"]) == 1
    assert [item["action"] for item in kim.get("/audit")["items"]].count("write_plant") == 1


def test_another_request_with_the_same_key_is_refused(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    content = sample_text("fasteners").encode()
    plant = sent(kim, "/plants", params={"name": "안산공장"}, content=content).json()["id"]
    for path, more in (
        ("/plants", {"params": {"name": "안산공장"}, "content": content + b"\n"}),
        ("/plants", {"params": {"name": "다른 공장"}, "content": content}),
        (f"/plants/{plant}/reports", {"json": {"year": 2026}}),
    ):
        answer = sent(kim, path, **more)
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "input.idempotency_key")
    assert len(kim.get("/plants")["items"]) == 1
    assert kim.get("/jobs")["items"] == []


def test_a_key_is_its_owners_own_and_of_one_company(town: Town) -> None:
    kim, park = town.founder("kim", "한빛체결"), town.founder("park", "대림금속")
    lee = town.member(kim, "lee", "preparer")
    content = sample_text("fasteners").encode()
    made = {sent(who, "/plants", params={"name": "x"}, content=content).json()["id"] for who in (kim, park, lee)}
    assert len(made) == 3
    assert len(park.get("/plants")["items"]) == 1


def test_a_job_is_started_once(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    path = f"/plants/{kim.plant()}/reports"
    first = sent(kim, path, json={"year": 2026})
    assert town.work_off() == 1
    again = sent(kim, path, json={"year": 2026})
    assert (first.status_code, again.status_code, first.content) == (202, 202, again.content)
    assert first.headers["location"] == again.headers["location"]
    assert town.work_off() == 0
    assert len(kim.get("/jobs")["items"]) == 1


def test_what_is_refused_leaves_its_key_free(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    assert sent(kim, "/plants", params={"name": "x"}, content=b"PK\x03\x04").status_code == 422
    assert sent(kim, "/plants/nothing/reports", json={"year": 2026}).status_code == 404
    made = sent(kim, "/plants", params={"name": "x"}, content=sample_text("fasteners").encode())
    assert made.status_code == 201


def test_an_answer_is_kept_for_a_day(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    path, body = f"/reports/{kim.draft(kim.plant())}/versions/1/comments", {"text": "Which meter?"}
    first = sent(kim, path, json=body).json()["id"]
    for hours, same in ((23.9, True), (0.2, False)):
        town.place.pass_time(hours=hours)
        kim.client.cookies.clear()
        kim.enter_again("kim")
        assert (sent(kim, path, json=body).json()["id"] == first) is same


def test_a_secret_that_is_shown_once_is_not_kept_to_be_read(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    boss = town.member(kim, "boss", "approver")
    report = kim.draft(kim.plant())
    kim.post(f"/reports/{report}/versions/1/submit", inside=True, status=200)
    boss.post(f"/reports/{report}/versions/1/approve", inside=True, status=200, json={})
    path = f"/reports/{report}/versions/1/links"
    first, again = (sent(boss, path, json={"audience": "A", "days": 9}).json()["secret"] for _ in range(2))
    assert first == again
    town.place.store.close()
    kept = b"".join(file.read_bytes() for file in town.place.folder.rglob("*") if file.is_file())
    assert first.rpartition(".")[2].encode() not in kept
    assert len(boss.get(f"/reports/{report}/links")["items"]) == 1


def test_of_many_who_send_it_at_once_one_is_carried_out(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    content = sample_text("fasteners").encode()

    def send(_: int) -> Any:
        return sent(kim, "/plants", params={"name": "x"}, content=content)

    with ThreadPoolExecutor(4) as pool:  # as many heavy requests as one company may have
        answers = list(pool.map(send, range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(kim.get("/plants")["items"]) == 1


def test_killed_before_the_answer_was_kept_nothing_was_done(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = town.founder("kim", "한빛체결")
    path = f"/plants/{kim.plant()}/reports"
    monkeypatch.setattr("pulmu.adapters._sql.jobs.SqlJobs.keep_answer", lambda *_: 1 / 0)
    assert sent(kim, path, json={"year": 2026}).status_code == 500
    monkeypatch.undo()
    assert kim.get("/jobs")["items"] == []
    assert sent(kim, path, json={"year": 2026}).status_code == 202
    town.work_off()
    assert len(kim.get("/reports")["items"]) == 1


def test_who_may_not_any_more_is_told_nothing_of_what_was_answered(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    lee = town.member(kim, "lee", "preparer")
    content = sample_text("fasteners").encode()
    assert sent(lee, "/plants", params={"name": "x"}, content=content).status_code == 201
    town.place.with_member(lee.actor.id, "supplier", workspace=kim.workspace)
    with town.place.store.place_writing() as records:
        found = next(item for item in records.members(kim.workspace) if item.role == "preparer" and
                     item.account == lee.actor.id)  # fmt: skip
        records.end_membership(found)
    answer = sent(lee, "/plants", params={"name": "x"}, content=content)
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "access.forbidden")


@pytest.mark.parametrize("key", ["a b", "x" * 201, "열쇠".encode().decode("latin-1")])
def test_a_key_that_is_none_is_refused(town: Town, key: str) -> None:
    kim = town.founder("kim", "한빛체결")
    answer = kim.client.post(
        kim.url("/plants", True),
        params={"name": "x"},
        content=b"{}",
        headers={"Idempotency-Key": key.encode("latin-1")},
    )
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "input.request")
