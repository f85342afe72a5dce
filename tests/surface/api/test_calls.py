"""Calls over the API: kept in versions, published, gone on with, decided within their money."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.services.calls.agency import CALL, received
from tests.surface.api.people import Town, Visitor

from pulmu.adapters.samples import sample_call_text

TEXT = sample_call_text(CALL).replace("budget_krw: 2_000_000_000", "budget_krw: 1000")


@pytest.fixture
def officer(town: Town) -> Visitor:
    town.place.at = datetime(2026, 12, 18, 5, 59, tzinfo=UTC)  # a minute before it closes
    return town.member(town.founder("lim", "지원기관"), "officer", "agency_officer")


def put(who: Visitor, text: str, seen: int, name: str = CALL, status: int = 200) -> Any:
    return who.call("PUT", f"/calls/{name}", inside=True, status=status, content=text.encode(),
                    headers={"If-Match": f'"{seen}"'})  # fmt: skip


def test_a_call_is_kept_and_published_as_it_stands(officer: Visitor) -> None:
    saved = put(officer, TEXT, 0)
    assert (saved["version"], saved["shown_version"], saved["stage"], saved["problems"]) == (1, 0, None, [])
    shown = officer.post(f"/calls/{CALL}/publish", inside=True, status=200)
    assert (shown["shown_version"], shown["stage"], shown["budget_krw"]) == (1, "taking", 1000)
    assert put(officer, TEXT.replace("2026-12-18", "soon"), 1)["counts"] is False
    assert officer.refusal("POST", f"/calls/{CALL}/publish")[0] == 422
    listed = officer.get("/calls")["items"]
    assert [(item["id"], item["version"], item["shown_version"]) for item in listed] == [(CALL, 2, 1)]
    assert [item["number"] for item in officer.get(f"/calls/{CALL}/versions")["items"]] == [2, 1]
    gone = officer.post(f"/calls/{CALL}/withdraw", inside=True, status=200, json={"reason": "잘못"})
    assert gone["shown_version"] == 0
    assert put(officer, TEXT, 0, status=412)["problems"][0]["code"] == "store.stale"


def test_a_file_is_checked_and_not_kept(officer: Visitor) -> None:
    found = officer.post("/calls/check", inside=True, status=200, content=b"id: x\nprogramme: y\n")
    assert {item["code"] for item in found} == {"input.missing_field"}
    assert officer.refusal("GET", "/calls/x") == (404, "access.unknown_document")


def test_decisions_are_made_together_and_never_beyond_the_money(officer: Visitor, town: Town) -> None:
    put(officer, TEXT, 0)
    officer.post(f"/calls/{CALL}/publish", inside=True, status=200)
    with town.place.store.writing(officer.workspace) as work:
        for key in ("a1", "a2"):
            work.add_received(received(key))
    stage = f"/calls/{CALL}/stage"
    assert officer.refusal("POST", stage, json={"seen": "taking"}) == (422, "call.still_open")
    town.place.pass_time(minutes=1)
    assert officer.post(stage, inside=True, status=200, json={"seen": "taking"}) == {"stage": "reviewing"}
    assert officer.refusal("POST", stage, json={"seen": "taking"}) == (409, "store.call_moved")
    assert officer.post(stage, inside=True, status=200, json={"seen": "reviewing"}) == {"stage": "opened"}
    wishes = [{"application": key, "outcome": "selected", "amount_krw": 600} for key in ("a1", "a2")]
    path = f"/calls/{CALL}/decisions"
    assert officer.refusal("POST", path, json={"decisions": wishes}) == (422, "call.over_budget")
    assert officer.get(path)["items"] == []
    wishes[1]["amount_krw"] = 400
    made = officer.post(path, inside=True, status=200, json={"decisions": wishes})
    assert [(item["application"], item["number"], item["amount_krw"]) for item in made] == [
        ("a1", 1, 600), ("a2", 1, 400),
    ]  # fmt: skip
    assert len(officer.get(path)["items"]) == 2
    assert officer.get("/calls")["items"][0]["committed_krw"] == 1000
    assert officer.refusal("POST", path, json={"decisions": wishes}) == (409, "store.decided")
