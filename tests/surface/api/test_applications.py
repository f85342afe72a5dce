"""A firm applies over the API, and its agency looks at what came."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.services.calls.agency import CALL
from tests.surface.api.people import Town, Visitor

from pulmu.adapters.samples import sample_call_text, sample_firm_text

WHOLE: dict[str, Any] = {
    "call": CALL, "name": "한빛체결", "title": "표면 결함 검사", "cost_krw": 100_000_000, "asked_krw": 40_000_000,
    "documents": [{"id": item, "file": f"{item}.pdf"}
                  for item in ("business_registration", "supplier_agreement", "mid_sized_certificate")],
    "answers": [{"id": item, "text": "검사를 자동으로 합니다."} for item in ("problem", "use")],
    "partners": [{"role": "demand_firm", "name": "한빛체결"}, {"role": "supplier", "name": "가온소프트"}],
}  # fmt: skip


@pytest.fixture
def officer(town: Town) -> Visitor:
    """Of an agency whose call is shown and open."""
    town.place.at = datetime(2026, 12, 5, 3, tzinfo=UTC)
    who = town.member(town.founder("lim", "지원기관"), "officer", "agency_officer")
    who.call("PUT", f"/calls/{CALL}", inside=True, content=sample_call_text(CALL).encode(),
             headers={"If-Match": '"0"'})  # fmt: skip
    who.post(f"/calls/{CALL}/publish", inside=True, status=200)
    return who


@pytest.fixture
def firm(town: Town, officer: Visitor) -> Visitor:
    """Who founded a firm's workspace, and may write and send."""
    assert officer.workspace
    return town.founder("kim", "한빛체결")


def put(who: Visitor, path: str, tree: dict[str, Any], seen: int) -> Any:
    return who.call("PUT", path, inside=True, content=json.dumps(tree).encode(), headers={"If-Match": f'"{seen}"'})


def test_from_the_board_to_the_list_of_the_agency(firm: Visitor, officer: Visitor, town: Town) -> None:
    (shown,) = firm.get("/board/calls")["items"]
    assert (shown["agency"], shown["agency_name"], shown["call"]) == (officer.workspace, "지원기관", CALL)
    path = f"/applications/{officer.workspace}/{CALL}"
    whole = firm.get(f"/board/calls/{officer.workspace}/{CALL}")
    assert (whole["tree"]["id"], whole["programme_tree"]["id"]) == (CALL, "ai_voucher")
    firm.call("PUT", "/firm", inside=True, content=sample_firm_text().encode(), headers={"If-Match": '"0"'})
    empty = firm.get(path)
    assert (empty["version"], empty["is_open"], empty["is_complete"], empty["counts"]) == (0, True, False, False)
    draft = firm.post(f"{path}/draft", inside=True, status=200)
    assert all(item["source"] for item in draft["tree"]["facts"])
    assert draft["tree"]["name"] == "한빛체결 주식회사"
    gaps = put(firm, path, draft["tree"], 0)
    assert "document.business_registration" in [item["name"] for item in gaps["given"] if item["answer"] == "no"]
    assert firm.refusal("POST", f"{path}/submit", json={"seen": 1}) == (422, "application.missing")
    assert put(firm, path, WHOLE, 1)["is_complete"]
    receipt = firm.post(f"{path}/submit", inside=True, status=200, json={"seen": 2})
    assert firm.post(f"{path}/submit", inside=True, status=200, json={"seen": 2})["id"] == receipt["id"]
    assert firm.refusal("POST", f"{path}/submit", json={"seen": 1}) == (409, "store.document_changed")
    (listed,) = officer.get(f"/calls/{CALL}/applications")["items"]
    assert (listed["id"], listed["sha256"], listed["name"]) == (receipt["id"], receipt["sha256"], "한빛체결")
    assert listed["standing"] in ("complete", "open")
    one = officer.get(f"/calls/{CALL}/applications/{receipt['id']}")
    assert one["firm"]["companies"][0]["id"] == "hanbit"
    assert one["application"]["title"] == "표면 결함 검사"
    assert one["explained"][0].startswith("ai_voucher.eligible")
    assert firm.get(path)["sent"][0]["taken"] is not None
    town.place.pass_time(minutes=1)
    back = firm.post(f"{path}/withdraw", inside=True, status=200, json={"reason": "협약 무산"})
    assert back["kind"] == "withdrawal"
    assert officer.get(f"/calls/{CALL}/applications")["items"] == []
    assert firm.get(path)["counts"] is False


def test_a_firm_sees_no_applications_and_an_agency_no_drafts(firm: Visitor, officer: Visitor) -> None:
    path = f"/applications/{officer.workspace}/{CALL}"
    put(firm, path, WHOLE, 0)
    assert firm.refusal("GET", f"/calls/{CALL}/applications")[0] == 404
    assert officer.refusal("GET", path)[0] == 403
    assert officer.get(f"/calls/{CALL}/applications")["items"] == []
    assert officer.refusal("GET", f"/calls/{CALL}/applications/{'0' * 64}") == (404, "access.unknown_document")
    assert [item["call"] for item in firm.get("/applications")["items"]] == [CALL]


def test_what_cannot_be_read_of_an_application_never_stops_the_list(officer: Visitor, town: Town) -> None:
    from tests.services.calls.agency import received

    odd = ["[]", "nothing", '{"application": 7, "firm": {"companies": 3}}', '{"application": {"cost_krw": "many"}}']
    with town.place.store.writing(officer.workspace) as work:
        for number, content in enumerate(odd):
            work.add_received(received(f"odd{number}", content=content))
    listed = officer.get(f"/calls/{CALL}/applications")["items"]
    assert [item["standing"] for item in listed] == ["incomplete"] * len(odd)
    assert officer.get(f"/calls/{CALL}/applications/odd3")["problems"]


def test_an_officer_takes_in_what_came_on_paper(officer: Visitor) -> None:
    path = f"/calls/{CALL}/applications"
    template = officer.client.get(officer.url(f"/calls/{CALL}/application-table", True))
    assert template.content.startswith(b"PK")
    good, bad = "기업명,신청금액\nA정밀,1000\n", "기업명,신청금액\nA정밀,1000\nB정밀,많이\n"
    sent = {"inside": True, "status": 200, "params": {"file_name": "a.csv"}}
    wrong = officer.post(path, content=bad.encode(), **sent)
    assert (wrong["rows"], wrong["kept"], wrong["left_out"]) == (2, 0, 1)
    assert [item["code"] for item in wrong["problems"]] == ["application.amount"]
    assert officer.get(path)["items"] == []
    assert officer.post(path, content=good.encode(), **sent)["kept"] == 1
    sent["params"] = {"file_name": "a.csv", "only_sound": "true"}
    again = officer.post(path, content=bad.encode(), **sent)
    assert (again["kept"], again["known"], again["left_out"]) == (0, 1, 1)
    assert [item["source"] for item in officer.get(path)["items"]] == ["upload"]
