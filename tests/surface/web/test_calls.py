"""The calls of an agency in the browser: begun, read, published, withdrawn, and brought from stage to stage."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from tests.services.calls.agency import CALL, OPEN, call_document, received
from tests.surface.api.people import Town
from tests.surface.web.agency import Agency, founded, inputs
from tests.surface.web.seats import said

from pulmu.bootstrap.support import packaged_programmes
from pulmu.locale import percent
from pulmu.services.access.gate import Deed
from pulmu.services.calls.shelf import KeptCall, find_call, save_call
from pulmu.services.records.deciding import Review

PAGE = f"/calls/{CALL}"
AWARDS = "innovation_awards_round"


@pytest.fixture
def agency(town: Town) -> Agency:
    return founded(town)


@pytest.fixture
def stands(town: Town, agency: Agency) -> Any:
    """A call as it stands in the agency's workspace."""

    def found(name: str = CALL) -> KeptCall:
        officer = agency.people["agency_officer"]
        return find_call(town.place.gate, officer.actor, packaged_programmes(), name)

    return found


def of_sample(agency: Agency, name: str = CALL) -> None:
    assert agency.send("agency_officer", "/calls/sample", sample=name).status_code == 303


def changed(agency: Agency, town: Town, seen: int, **more: object) -> None:
    """A version with changes."""
    actor = agency.people["agency_officer"].actor
    save_call(town.place.gate, actor, packaged_programmes(), CALL, call_document(**more), seen=seen)


def test_a_sample_is_begun_and_read_in_words(agency: Agency) -> None:
    assert "아직 공고가 없습니다" in said(agency.open("agency_officer", "/calls"))
    of_sample(agency)
    page = said(agency.open("agency_officer", PAGE))
    for words in (
        "아직 공고하지 않았습니다", "회사들에게는 보이지 않습니다", "2026. 12. 1. 09:00", "2026. 12. 18. 15:00",
        "20억 원", "14건", f"선정된 것의 {percent(0.4, 'ko')} 이상", "활용 계획 점수가 높은 쪽", "신청 금액이 적은 쪽",
        "추첨", "60점이 안 되면",
        "신청마다 평가위원 3명", "중견기업 확인서 해당하면 반드시",
    ):  # fmt: skip
        assert words in page, words
    listed = said(agency.open("reviewer", "/calls"))
    assert "AI 바우처 수요기업 모집 (예시) 공고 전" in listed
    of_sample(agency, AWARDS)
    agency.people["agency_officer"].client.headers["Accept-Language"] = "en"
    page = said(agency.open("agency_officer", f"/calls/{AWARDS}"))
    assert "order, silver tower 2 85" in page
    assert "Nobody gets the same or a lower award" in page


def test_a_sample_that_is_there_is_not_begun_again(agency: Agency, stands: Any) -> None:
    of_sample(agency)
    again = agency.send("agency_officer", "/calls/sample", sample=CALL)
    assert again.status_code == 409
    assert "이미 있습니다" in said(again.text)
    assert stands().version.number == 1
    assert agency.send("agency_officer", "/calls/sample", sample="none").status_code == 422


def publish(agency: Agency, number: int = 1) -> Any:
    return agency.send("agency_officer", f"{PAGE}/publish", seen=str(number))


def apply(town: Town, agency: Agency, *keys: str) -> None:
    """Applications that the officer entered."""
    actor = agency.people["agency_officer"].actor
    with town.place.gate.writing(actor, Deed("take_in_upload", "test")) as work:
        for key in keys:
            work.add_received(received(key))


def test_a_call_of_a_programme_begins_with_what_the_programme_says(agency: Agency, stands: Any) -> None:
    page = agency.open("agency_officer", "/calls?programme=data_voucher")
    assert '<option value="data_voucher" selected>' in page
    given = {"programme": "data_voucher", "id": "data_2027", "year": "2027", "opens": "2027-01-04", "opens_at": "10:00",
             "closes": "2027-01-29", "closes_at": "16:00"}  # fmt: skip
    begun = agency.send("agency_officer", "/calls/new", **given)
    assert begun.headers["location"].endswith("/calls/data_2027/edit")
    found = stands("data_2027")
    assert found.counts, found.problems
    assert (found.call.programme, found.call.year, found.call.opens_at, found.call.closes_at) == (
        "data_voucher", 2027, "10:00", "16:00",
    )  # fmt: skip
    assert found.call.name_ko == f"{found.programme.name_ko} 2027"
    assert [(item.id, item.least_share) for item in found.call.quotas] == [("youth", 0.3)]
    for wrong, status in (({"id": "data_2027"}, 409), ({"id": "No"}, 422), ({"id": "new"}, 422)):
        answer = agency.send("agency_officer", "/calls/new", **given | wrong)
        assert answer.status_code == status
        assert 'value="2027-01-04"' in answer.text
    assert agency.send("agency_officer", "/calls/new", **given | {"programme": "none_such"}).status_code == 404


def test_a_call_with_wrong_days_is_kept_told_and_not_published(agency: Agency, stands: Any) -> None:
    given = {"programme": "data_voucher", "id": "odd", "year": "2027", "opens": "soon", "closes": "2027-01-29"}
    assert agency.send("agency_officer", "/calls/new", **given).status_code == 303
    page = agency.open("agency_officer", "/calls/odd")
    assert "/calls/odd/edit#opens" in page
    assert "고칠 곳이 있음" in said(agency.open("agency_officer", "/calls"))
    assert agency.send("agency_officer", "/calls/odd/publish", seen="1").status_code == 422
    assert not stands("odd").is_shown
    agency.open("agency_officer", "/calls/odd/publish")


def test_a_call_whose_programme_is_unknown_says_so_at_its_field(agency: Agency, town: Town) -> None:
    of_sample(agency)
    changed(agency, town, 1, programme="none_such")
    page = agency.open("agency_officer", PAGE)
    assert f"{PAGE}/edit#programme" in page
    assert "none_such" in said(page)
    assert publish(agency, 2).status_code == 422


def test_it_is_published_as_it_was_looked_at_and_then_withdrawn(agency: Agency, town: Town, stands: Any) -> None:
    of_sample(agency)
    page = said(agency.open("agency_officer", f"{PAGE}/publish"))
    assert "공고하면 무엇이 정해집니까?" in page
    assert "추첨" in page
    changed(agency, town, 1, places=9)
    late = publish(agency, 1)
    assert late.status_code == 409
    assert "2판이 저장되었습니다" in said(late.text)
    assert not stands().is_shown
    assert publish(agency, 2).status_code == 303
    assert stands().is_shown_as_it_stands
    assert "모든 회사에 이 2판이 보입니다" in said(agency.open("agency_officer", f"{PAGE}?done=published"))
    assert agency.send("agency_officer", f"{PAGE}/withdraw", reason=" ").status_code == 422
    assert stands().is_shown
    assert agency.send("agency_officer", f"{PAGE}/withdraw", reason="예산이 없어짐").status_code == 303
    assert not stands().is_shown
    assert "게시를 중단했습니다" in said(agency.open("reviewer", PAGE))


def test_an_older_version_is_shown_until_the_newer_is_published(agency: Agency, town: Town) -> None:
    now = town.place.at
    begins, ends = (now - timedelta(days=1)).date(), (now + timedelta(days=13)).date()
    changed(agency, town, 0, opens=begins.isoformat(), closes=ends.isoformat(), closes_at="23:00")
    publish(agency)
    apply(town, agency, "a", "b")
    sooner = (now + timedelta(days=5)).date().isoformat()
    changed(agency, town, 1, opens=begins.isoformat(), closes=sooner, closes_at="23:00", places=9)
    page = said(agency.open("agency_officer", PAGE))
    assert "모든 회사에 1판이 보입니다. 보고 계신 2판은 보이지 않습니다." in page
    assert "구속력이 있는 것은 1판입니다" in page
    assert "마감까지 13일" in page
    assert "받은 신청은 2건입니다" in page
    assert "지난 1판입니다" in said(agency.open("agency_officer", f"{PAGE}?version=1"))
    again = said(agency.open("agency_officer", f"{PAGE}/publish"))
    assert "받은 신청이 2건 있습니다" in again
    assert "선정 수 14 9" in again
    assert publish(agency, 2).status_code == 303
    assert "마감까지 5일" in said(agency.open("agency_officer", "/calls"))


def test_it_goes_on_from_stage_to_stage_and_says_what_each_needs(agency: Agency, town: Town, stands: Any) -> None:
    changed(agency, town, 0, closes=(town.place.at + timedelta(days=2)).date().isoformat())
    publish(agency)
    page = agency.open("agency_officer", PAGE)
    assert "접수가 끝나야 합니다" in said(page)
    assert f"{PAGE}/stage" not in page
    early = agency.send("agency_officer", f"{PAGE}/stage", seen="taking")
    assert early.status_code == 422
    assert stands().state.stage == "taking"
    apply(town, agency, "a", "b")
    changed(agency, town, 1, opens="2026-10-01", closes="2026-10-09")
    assert "마감이 이미 지났습니다" in said(agency.open("agency_officer", f"{PAGE}/publish"))
    publish(agency, 2)
    assert agency.send("agency_officer", f"{PAGE}/stage", seen="taking").status_code == 303
    with town.place.gate.writing(agency.people["agency_officer"].actor, Deed("assign_review", "test")) as work:
        work.add_review(Review(call=CALL, application="a", reviewer="r", assigned_by="o", assigned_at=OPEN))
    assert "평가 1건 가운데 1건이 아직 제출되지 않았습니다" in said(agency.open("agency_officer", PAGE))
    assert agency.send("agency_officer", f"{PAGE}/stage", seen="reviewing").status_code == 422
    assert agency.send("agency_officer", f"{PAGE}/stage", seen="taking").status_code == 409
    opened = agency.send("agency_officer", f"{PAGE}/stage", seen="reviewing", reason="위원이 아픔")
    assert opened.status_code == 303
    assert "아직 결정하지 않은 신청이 2건" in said(agency.open("agency_officer", PAGE))
    assert agency.send("agency_officer", f"{PAGE}/stage", seen="opened").status_code == 422
    for nonsense in ("", "published", "nowhere"):
        assert agency.send("agency_officer", f"{PAGE}/stage", seen=nonsense).status_code == 422
    assert stands().state.stage == "opened"
    assert publish(agency, 2).status_code == 422
    assert "점수 공개, 결정 중" in said(agency.open("reviewer", "/calls"))


def test_the_form_sent_as_it_was_shown_changes_nothing(agency: Agency, stands: Any) -> None:
    for name in (CALL, AWARDS):
        of_sample(agency, name)
        path = f"/calls/{name}/edit"
        before = stands(name).document.tree
        answer = agency.send("agency_officer", path, **inputs(agency.open("agency_officer", path)))
        assert answer.headers["location"].endswith("saved=same")
        assert (stands(name).version.number, stands(name).document.tree) == (1, before)


def test_what_is_typed_is_saved_with_every_problem_at_its_field(agency: Agency, stands: Any) -> None:
    of_sample(agency)
    sent = inputs(agency.open("agency_officer", f"{PAGE}/edit"))
    wrong = {"budget_krw": "많이", "choosing/ties/0/by": "nobody", "criteria/1/most": "40.123", "closes": "2026-11-01",
             "quotas/0/least_share": "1.4", "name_ko": "<script>alert(1)</script>"}  # fmt: skip
    assert agency.send("agency_officer", f"{PAGE}/edit", **sent | wrong).status_code == 303
    page = agency.open("agency_officer", f"{PAGE}/edit")
    for address in ("budget_krw", "choosing/ties/0/by", "criteria/1/most", "closes", "quotas/0/least_share"):
        assert f'href="#{address}"' in page, address
        assert f'id="{address}"' in page, address
    kept = inputs(page)
    assert {name: kept[name] for name in wrong} == wrong
    assert "<script>alert" not in page
    shown = agency.open("agency_officer", PAGE)
    assert f"{PAGE}/edit#choosing/ties/0/by" in shown
    assert "<script>alert" not in shown
    assert not stands().counts
    good = {"budget_krw": "3000000000", "places": "20"}
    assert agency.send("agency_officer", f"{PAGE}/edit", **kept | sent | good | {"seen": "2"}).status_code == 303
    assert (stands().call.budget_krw, stands().call.places, stands().counts) == (3_000_000_000, 20, True)


def test_it_is_checked_as_one_types_and_nothing_is_saved(agency: Agency, stands: Any) -> None:
    of_sample(agency)
    sent = inputs(agency.open("agency_officer", f"{PAGE}/edit"))
    answer = agency.send("agency_officer", f"{PAGE}/check", **sent | {"places": "many", "programme": "none_such"})
    assert {item["address"] for item in answer.json()["problems"]} == {"places"}
    answer = agency.send("agency_officer", f"{PAGE}/check", **sent | {"programme": "none_such"})
    assert [item["address"] for item in answer.json()["problems"]] == ["programme"]
    assert stands().version.number == 1


def test_of_two_officers_the_second_is_told_and_may_save_on_top(agency: Agency, stands: Any) -> None:
    of_sample(agency)
    first = inputs(agency.open("agency_officer", f"{PAGE}/edit"))
    second = dict(first)
    agency.send("agency_officer", f"{PAGE}/edit", **first | {"places": "9"})
    clash = agency.send("agency_officer", f"{PAGE}/edit", **second | {"budget_krw": "500", "places": "11"})
    assert clash.status_code == 409
    assert "2판을 저장했습니다" in said(clash.text)
    assert stands().call.places == 9
    kept = inputs(clash.text)
    assert (kept["budget_krw"], kept["places"], kept["onto"]) == ("500", "11", "2")
    assert agency.send("agency_officer", f"{PAGE}/edit", **kept | {"do": "onto"}).status_code == 303
    assert (stands().call.budget_krw, stands().call.places, stands().version.number) == (500, 11, 3)
    versions = said(agency.open("agency_officer", f"{PAGE}/versions"))
    assert "선정 수 9 11" in versions


def test_a_file_begins_a_call_and_a_newer_one_is_a_version(agency: Agency, stands: Any) -> None:
    of_sample(agency)
    yaml = agency.people["agency_officer"].client.get(agency.address(f"{PAGE}/file/yaml"))
    assert yaml.headers["content-disposition"].startswith("attachment")
    text, found = re.subn(r"places: ('?)14", r"places: \g<1>15", yaml.text)
    assert found == 1
    sent = agency.send("agency_officer", "/calls/upload", files={"file": ("call.yaml", text.encode())})
    assert sent.headers["location"].endswith(f"{CALL}?saved=2")
    assert stands().call.places == 15
    late = agency.send("agency_officer", "/calls/upload", seen="1", files={"file": ("call.yaml", text.encode())})
    assert late.status_code == 409
    for content in (b"", b"PK\x03\x04xxxx", b"a: &a [1]\nb: *a\n", b"[" * 5000, b"- 1\n", b"id: ../x\n", b"{"):
        answer = agency.send("agency_officer", "/calls/upload", files={"file": ("call.yaml", content)})
        assert answer.status_code == 422, content


def test_each_role_sees_and_does_what_is_its_own(agency: Agency) -> None:
    of_sample(agency)
    for role in ("reviewer", "company_admin"):
        page = agency.open(role, PAGE)
        for deed in ("edit", "publish", "withdraw", "stage"):
            assert f"{PAGE}/{deed}" not in page, deed
        assert "받은 신청" not in said(page)
        agency.open(role, f"{PAGE}/versions")
        agency.open(role, f"{PAGE}/file/json")
        agency.open(role, f"{PAGE}/edit", status=403)
        agency.open(role, f"{PAGE}/publish", status=403)
        for path in ("edit", "check", "publish", "withdraw", "stage"):
            fields = {"seen": "1", "reason": "why"} if path != "stage" else {"seen": "taking"}
            assert agency.send(role, f"{PAGE}/{path}", **fields).status_code in (403, 404), path
        for path in ("new", "sample"):
            given = {"sample": AWARDS, "programme": "ai_voucher", "id": "x"}
            assert agency.send(role, f"/calls/{path}", **given).status_code == 403, path
        upload = agency.send(role, "/calls/upload", files={"file": ("x.yaml", b"id: x\n")})
        assert upload.status_code == 403
    for path in ("/calls", PAGE, f"{PAGE}/versions", f"{PAGE}/file/yaml", f"{PAGE}/edit", f"{PAGE}/publish"):
        agency.open("plant_user", path, status=403)
    for path in ("/calls/none_such", "/calls/none_such/edit", "/calls/NO", f"{PAGE}?version=7"):
        agency.open("agency_officer", path, status=404)


def test_the_full_page_is_said_in_both_languages(agency: Agency, town: Town, stands: Any) -> None:
    of_sample(agency)
    ladder = {"rungs": [{"id": "first", "name_ko": "대상", "places": 1}], "no_repeat": "any", "repeat_years": 3}
    ties = [{"by": name, "order": order} for name in ("need", "bonus", "asked_krw", "received", "business_age_years")
            for order in ("more",)]  # fmt: skip
    choosing = {"mode": "in_order", "beyond_budget": "stop", "ties": ties, "per_group": 2}
    reviewing = {"per_application": 5, "leave_out": "highest_and_lowest", "relatives": False, "note": "비밀"}
    more = {"ladder": ladder, "choosing": choosing, "reviewing": reviewing, "tracks": [{"id": "one", "places": 3}],
            "quotas": [{"id": "q", "when": {"fact": "listed", "operator": "equals", "value": True}, "most_share": 0.5}],
            "one_bonus_only": True, "appeal_days": 0, "budget_krw": None, "places": None}  # fmt: skip
    changed(agency, town, 1, **more)
    assert stands().counts, stands().problems
    page = said(agency.open("agency_officer", PAGE))
    for words in ("거기서 멈춥니다", "가점이 많은 쪽", "업력이 큰 쪽", "대상", "3년 동안",
                  "금액 한도 없음", "선정 수 한도 없음", "최고점과 최저점을 빼고", "비밀", "가점은 하나만",
                  "3건, 금액 한도 없음"):  # fmt: skip
        assert words in page, words
    assert "친족의 신청" not in page
    agency.people["agency_officer"].client.headers["Accept-Language"] = "en"
    page = said(html.unescape(agency.open("agency_officer", PAGE)))
    assert "ends the list" in page
    assert "need for it" in page
