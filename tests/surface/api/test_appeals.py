"""Appeals over REST: a firm's own, those of an agency, once-keys, and what others are told."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.services.calls.agency import CALL
from tests.surface.api.people import Town, Visitor
from tests.surface.web.test_appeals import Decided


@pytest.fixture
def decided(town: Town) -> Iterator[Decided]:
    yield Decided(town)


def put(who: Visitor, path: str, grounds: str, seen: int) -> Any:
    return who.call("PUT", path, inside=True, json={"grounds": grounds}, headers={"If-Match": f'"{seen}"'})


def test_from_the_grounds_to_the_answer(decided: Decided) -> None:
    own, firm, officer = f"/appeals/{decided.receipt}", decided.firm, decided.agency.people["second"]
    empty = firm.get(own)
    assert (empty["version"], empty["days"], empty["source"], empty["answer_days"]) == (0, 10, "", 14)
    assert empty["answer_source"] == "행정기본법, 제36조제2항, secondary"
    assert put(decided.writer, own, "이유", 0)["version"] == 1
    stale = {"json": {"grounds": "x"}, "headers": {"If-Match": '"0"'}}
    assert decided.writer.refusal("PUT", own, **stale) == (412, "store.stale")
    assert decided.writer.refusal("POST", f"{own}/submit", json={"seen": 1})[0] == 403
    receipt = firm.post(f"{own}/submit", inside=True, status=200, json={"seen": 1})
    assert firm.post(f"{own}/submit", inside=True, status=200, json={"seen": 1})["id"] == receipt["id"]
    assert [item["application"] for item in firm.get("/appeals")["items"]] == [decided.receipt]
    path = f"/calls/{CALL}/appeals"
    (listed,) = officer.get(path)["items"]
    assert (listed["id"], listed["state"], listed["is_late"], listed["decision"]) == (receipt["id"], "open", False, 1)
    one = officer.get(f"{path}/{receipt['id']}")
    assert (one["may_settle"], one["trace"]["scores"]["points"]) == (True, 5000)
    first = decided.agency.people["agency_officer"]
    assert first.get(f"{path}/{receipt['id']}")["may_settle"] is False
    body = {"verdict": "rejected", "reason": "다시 보았습니다.", "seen": 1}
    settle = f"{path}/{receipt['id']}/settle"
    assert first.refusal("POST", settle, json=body) == (403, "appeal.four_eyes")
    assert officer.refusal("POST", settle, json=body | {"seen": 9}) == (409, "store.decided")
    assert officer.refusal("POST", settle, json=body | {"verdict": "upheld"}) == (422, "appeal.verdict")
    made = officer.post(settle, inside=True, status=200, json=body)
    assert (made["number"], made["outcome"]) == (2, "not_selected")
    assert officer.post(settle, inside=True, status=200, json=body) == made
    (sent,) = firm.get(own)["sent"]
    assert (sent["state"], sent["answer"]["reason"], sent["answer"]["decision"]) == ("rejected", "다시 보았습니다.", 2)
    assert firm.refusal("POST", f"{own}/withdraw", json={}) == (422, "appeal.none_stands")


def test_the_trace_is_one_file_with_the_same_hash_for_the_same_records(decided: Decided) -> None:
    path = decided.appealed()
    officer = decided.agency.people["second"]
    files = [officer.client.get(officer.url(f"{path}/trace{query}", True)) for query in ("", "", "?names=false")]
    first, again, plain = (json.loads(item.content) for item in files)
    assert first == again
    assert plain["sha256"] != first["sha256"]
    assert officer.actor.id not in files[2].text and decided.agency.people["agency_officer"].actor.id in files[0].text
    assert files[0].headers["content-disposition"].startswith("attachment")


def test_one_on_paper_is_entered_once_by_its_key(decided: Decided) -> None:
    officer, path = decided.agency.people["second"], f"/calls/{CALL}/appeals"
    body = {"application": "한빛볼트", "grounds": "글"}
    key = {"Idempotency-Key": "paper-1"}
    answers = [officer.client.post(officer.url(path, True), json=body, headers=key) for _ in range(2)]
    assert [item.status_code for item in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    (made,) = officer.get(path)["items"]
    assert made["source"] == "upload"
    ended = officer.post(f"{path}/{made['id']}/end", inside=True, status=200, json={"reason": "전화"})
    assert ended["state"] == "withdrawn"
    late = officer.client.post(officer.url(path, True), json=body, headers=key)
    assert (late.content, late.headers["idempotency-replayed"]) == (answers[0].content, "true")
    assert len(officer.get(path)["items"]) == 1


def test_who_has_no_part_in_it_is_told_nothing(decided: Decided) -> None:
    path = decided.appealed()
    reviewer = decided.agency.people["reviewer"]
    for where in (f"/calls/{CALL}/appeals", path, f"{path}/trace"):
        assert reviewer.refusal("GET", where)[0] == 403
        assert decided.firm.refusal("GET", where)[0] in (403, 404)
    other = decided.town.founder("park", "다른금속")
    own = f"/appeals/{decided.receipt}"
    assert other.refusal("GET", own) == (404, "access.unknown_document")
    assert other.refusal("POST", f"{own}/submit", json={"seen": 1}) == (404, "access.unknown_document")
    assert other.get("/appeals")["items"] == []
