"""Pages of a review: the pool and its conflicts, a proposal, a reviewer's own pages, and points only once opened."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.records import hash_of
from tests.services.calls.agency import CALL, PACKAGED, call_document
from tests.services.reviewing.test_proposals import sent
from tests.surface.api.people import Town, Visitor
from tests.surface.web.agency import Agency, founded
from tests.surface.web.seats import said

from pulmu.model import problem
from pulmu.services.calls.shelf import call_in_force, publish_call, save_call
from pulmu.services.calls.stages import go_on
from pulmu.services.records.account import Membership
from pulmu.web.review_view import Names, by_firm

PAGE, POOL, SCORES = (f"/calls/{CALL}/reviews{part}" for part in ("", "/pool", "/scores"))
CRITERIA: list[dict[str, Any]] = [
    {"id": "plan", "name_ko": "계획", "most": 60, "step": 0.5},
    {"id": "team", "name_ko": "역량", "most": 40},
]


@pytest.fixture
def agency(town: Town) -> Agency:
    """One at review, with two applications and three reviewers with accounts."""
    town.place.at = datetime(2026, 12, 18, 5, 59, tzinfo=UTC)
    made = founded(town, "agency")
    actor, gate = made.people["agency_officer"].actor, town.place.gate
    given = {"criteria": CRITERIA, "quotas": [], "choosing": {"mode": "in_order"}}
    panel = {"per_application": 2, "calibration": "additive", "seal_by": "2026-12-28"}
    save_call(gate, actor, PACKAGED, CALL, call_document(**given, reviewing=panel), seen=0)
    publish_call(gate, actor, PACKAGED, CALL)
    with town.place.store.writing(actor.workspace) as work:
        answers = [{"id": "why", "text": "불량을 줄입니다"}]
        number = "222-22-22222"
        work.add_received(sent("대림", name="대림금속", title="압출 검사", business_number=number, answers=answers))
        work.add_received(sent("한빛", name="한빛볼트", partners=[{"role": "supplier", "name": "푸른AI"}]))
    for name in ("yoon", "han"):
        made.people[name] = town.member(made.people["company_admin"], name, "reviewer")
        made.people[name].client.headers["Accept-Language"] = "ko"
    town.place.pass_time(minutes=1)
    go_on(gate, actor, call_in_force(gate, actor, PACKAGED, CALL).call, "taking")
    return made


def account(agency: Agency, who: str) -> str:
    return agency.people[who].actor.id


def pool_of(agency: Agency, *who: str, past: str = "없음") -> Any:
    rows = "\n".join(f"{account(agency, one)},{one},{past}" for one in who)
    table = f"평가위원,이름,경력\n{rows}\n".encode()
    return agency.send("agency_officer", POOL, {"file": ("pool.csv", table)}, seen="0")


def assigned(agency: Agency) -> None:
    assert pool_of(agency, "reviewer", "yoon", "han").status_code == 303
    for application, who in (("대림", "yoon"), ("대림", "han"), ("한빛", "yoon")):
        answer = agency.send("agency_officer", f"{PAGE}/assign", application=application, reviewer=account(agency, who))
        assert answer.status_code == 303, said(answer.text)


def seal(agency: Agency, who: str, application: str, plan: str, team: str, step: str = "seal") -> Any:
    path = f"/reviews/{CALL}/{application}/{step}"
    fields = {"points/plan": plan, "points/team": team, "remark": f"{who}의 의견"}
    return agency.send(who, path, **fields)


def test_without_a_list_the_page_says_what_to_do_and_a_table_is_taken(agency: Agency) -> None:
    assert "평가위원 명단 올리기" in said(agency.open("agency_officer", PAGE))
    page = said(agency.open("agency_officer", POOL))
    assert "아직 평가위원 명단이 없습니다" in page
    assert pool_of(agency, "reviewer", "yoon", past="").status_code == 303
    page = said(agency.open("agency_officer", POOL))
    assert "평가위원 2명이 있고 평가할 수 없는 경우가 4건" in page
    assert "4건은 확인하면 해소할 수 있습니다" in page
    again = agency.send("agency_officer", POOL, {"file": ("pool.csv", "평가위원\nx\n".encode())}, seen="1")
    assert (again.status_code, "pool.csv" in said(again.text)) == (422, True)
    assert agency.send("agency_officer", POOL, seen="1").status_code == 422


def test_who_is_told_by_email_gets_their_account_and_who_has_none_is_named(agency: Agency) -> None:
    email = "yoon@example.org"
    rows = {"reviewer": email, "name": "윤슬기", "worked_for": "없음"}
    answer = agency.send("agency_officer", f"{POOL}/reviewer", seen="0", **rows)
    assert answer.status_code == 303, said(answer.text)
    other = {"reviewer": "nobody@elsewhere.example", "name": "모르는 사람"}
    assert agency.send("agency_officer", f"{POOL}/reviewer", seen="1", **other).status_code == 303
    page = agency.open("agency_officer", POOL)
    assert f"edit={account(agency, 'yoon')}" in page
    assert "1명은 이 작업 공간의 평가위원 계정이 없어" in said(page)
    gone = agency.send("agency_officer", f"{POOL}/reviewer", seen="2", do="remove", reviewer=other["reviewer"])
    assert gone.status_code == 303
    assert "nobody@elsewhere.example" not in agency.open("agency_officer", POOL)
    stale = agency.send("agency_officer", f"{POOL}/reviewer", seen="2", **rows)
    assert (stale.status_code, "윤슬기" in stale.text) == (409, True)


def test_a_gap_is_cleared_with_a_reason_and_a_conflict_is_not(agency: Agency) -> None:
    assert pool_of(agency, "yoon", past="").status_code == 303
    fields = {"seen": "1", "reviewer": account(agency, "yoon"), "ground": "history_unknown", "application": "대림"}
    assert agency.send("agency_officer", f"{POOL}/clear", **fields, why="").status_code == 422
    assert (
        agency.send("agency_officer", f"{POOL}/clear", **fields, why="증명서를 보았음", every="yes").status_code == 303
    )
    page = said(agency.open("agency_officer", POOL))
    assert "증명서를 보았음" in page
    assert "평가할 수 없는 경우가 0건" in page
    one = {"reviewer": account(agency, "yoon"), "name": "윤", "worked_for": "대림금속"}
    assert agency.send("agency_officer", f"{POOL}/reviewer", seen="2", **one).status_code == 303
    assert "신청기업 재직" in said(agency.open("agency_officer", POOL))
    wrong = agency.send("agency_officer", f"{POOL}/clear", **fields | {"seen": "3", "ground": "employer"}, why="괜찮음")
    assert wrong.status_code == 422


def test_a_problem_of_an_application_names_its_firm() -> None:
    names = Names({}, {"3f07": "보람정밀"})
    found = by_firm([problem("review.too_few", name, "too few", "find more") for name in ("3f07", "reviewers")], names)
    assert [item.place for item in found] == ["보람정밀", "reviewers"]


def test_a_proposal_is_shown_assigned_and_taken_back(agency: Agency) -> None:
    assert pool_of(agency, "reviewer").status_code == 303
    short = agency.send("agency_officer", f"{PAGE}/propose")
    assert (short.status_code, "2명" in said(short.text)) == (422, True)
    table = [{"reviewer": account(agency, who), "name": who, "worked_for": "없음"} for who in ("yoon", "han")]
    for number, row in enumerate(table, 1):
        assert agency.send("agency_officer", f"{POOL}/reviewer", seen=str(number), **row).status_code == 303
    assert agency.send("agency_officer", f"{PAGE}/propose").status_code == 303
    page = said(agency.open("agency_officer", PAGE))
    assert "새로 배정할 평가는 4건입니다" in page
    assert "더 잘 맞는 배정은 없습니다" in page
    assert agency.send("agency_officer", f"{PAGE}/assign-proposed", seen="9").status_code == 422
    assert agency.send("agency_officer", f"{PAGE}/assign-proposed", seen="1").status_code == 303
    assert "4건이 남았습니다" in said(agency.open("agency_officer", PAGE))
    chosen = agency.open("agency_officer", PAGE).split('id="pair"')[1]
    pair = chosen.split('<option value="')[1].split('"')[0]
    assert agency.send("agency_officer", f"{PAGE}/take-back", pair=pair, reason="바꿈").status_code == 303
    assert agency.send("agency_officer", f"{PAGE}/take-back", pair=pair, reason="바꿈").status_code == 409
    assert agency.send("agency_officer", f"{PAGE}/take-back", pair="x", reason="바꿈").status_code == 404
    assert "회수함" in said(agency.open("agency_officer", PAGE))


def test_a_reviewer_looks_over_seals_once_and_sees_nobody_elses_points(agency: Agency) -> None:
    assigned(agency)
    listed = said(agency.open("yoon", "/reviews"))
    assert "평가할 신청이 2건 남았습니다" in listed
    assert "2026. 12. 28." in listed
    page = agency.open("yoon", f"/reviews/{CALL}/대림")
    assert ("압출 검사" in page, "불량을 줄입니다" in page, "222-22-22222" in page) == (True, True, False)
    for plan, team in (("60.5", "1"), ("1.25", "1"), ("많이", "1"), ("", "1"), ("NaN", "1"), ("-1", "1")):
        assert seal(agency, "yoon", "대림", plan, team, "look").status_code == 422, plan
        assert seal(agency, "yoon", "대림", plan, team).status_code == 422, plan
    looked = seal(agency, "yoon", "대림", "41.5", "30", "look")
    assert (looked.status_code, "모두 71.5점입니다" in said(looked.text)) == (200, True)
    assert "평가할 신청이 2건" in said(agency.open("yoon", "/reviews"))
    back = agency.send(
        "yoon", f"/reviews/{CALL}/대림/seal", **{"do": "back", "points/plan": "41.5", "points/team": "30"}
    )
    assert 'value="41.5"' in back.text
    assert seal(agency, "yoon", "대림", "41.5", "30").status_code == 303
    assert seal(agency, "yoon", "대림", "60", "40").status_code == 409
    assert agency.send("yoon", f"/reviews/{CALL}/대림/decline", reason="늦게").status_code == 409
    assert "71.5점으로 제출했습니다" in said(agency.open("yoon", f"/reviews/{CALL}/대림"))
    for who, path in (
        ("han", f"/reviews/{CALL}/대림"),
        ("han", "/reviews"),
        ("agency_officer", PAGE),
        ("yoon", "/reviews"),
    ):
        shown = agency.open(who, path)
        assert "41.5" not in shown, (who, path)
        assert "71.5" not in shown, (who, path)
        assert "yoon의 의견" not in shown, (who, path)
    agency.open("han", f"/reviews/{CALL}/한빛", status=404)
    agency.open("reviewer", f"/reviews/{CALL}/대림", status=404)
    agency.open("agency_officer", SCORES, status=422)


def test_a_reviewer_steps_back_with_a_reason_the_officer_reads(agency: Agency) -> None:
    assigned(agency)
    assert agency.send("han", f"/reviews/{CALL}/대림/decline", reason=" ").status_code == 422
    assert agency.send("han", f"/reviews/{CALL}/대림/decline", reason="전 직장입니다").status_code == 303
    agency.open("han", f"/reviews/{CALL}/대림", status=404)
    assert "전 직장입니다" in said(agency.open("agency_officer", PAGE))
    assert seal(agency, "han", "대림", "1", "1").status_code == 404


def test_points_stand_side_by_side_once_opened_and_who_is_missing_is_named(agency: Agency) -> None:
    assigned(agency)
    seal(agency, "yoon", "대림", "41.5", "30")
    seal(agency, "han", "대림", "20", "10")
    assert agency.send("agency_officer", f"{PAGE}/open").status_code == 422
    answer = agency.send("agency_officer", f"{PAGE}/open", reason="기한이 지났습니다")
    assert answer.status_code == 303
    page = agency.open("agency_officer", SCORES)
    for words in ("제출하지 않은 평가 1건", "yoon 71.5", "han 30", "50.75", "한빛 – yoon", "yoon의 의견"):
        assert words in said(page), words
    assert '<svg class="dots"' in page
    table = agency.open("agency_officer", f"{SCORES}/file.csv")
    assert "yoon,71.5,41.5,30.0,yoon의 의견" in table
    assert "late" not in agency.open("yoon", "/reviews")
    assert "이미 열려" in said(agency.open("yoon", f"/reviews/{CALL}/한빛"))
    late = seal(agency, "yoon", "한빛", "1", "1")
    assert (late.status_code, "평가" in said(late.text)) == (422, True)
    assert agency.send("agency_officer", f"{PAGE}/propose").status_code == 422
    agency.open("yoon", SCORES, status=403)


def test_who_judges_decides_nothing_and_who_decides_does_not_judge(agency: Agency, town: Town) -> None:
    boss, officer = agency.people["company_admin"], agency.people["agency_officer"]
    with town.place.store.place_writing() as place:
        place.add_membership(Membership(workspace=officer.workspace, account=officer.actor.id, role="reviewer",
                                        start=town.place.at.date()))  # fmt: skip
    second: Visitor = town.member(boss, "second", "agency_officer")
    agency.people["second"] = second
    assert pool_of(agency, "agency_officer", "yoon").status_code == 303
    for who in ("agency_officer", "second"):
        answer = agency.send(who, f"{PAGE}/assign", application="대림", reviewer=officer.actor.id)
        assert (answer.status_code, "평가위원이 될 수 없습니다" in said(answer.text)) == (422, True)
    assert "담당자라 평가 못 함" in said(agency.open("agency_officer", POOL))
    for path in (PAGE, POOL, SCORES):
        agency.open("yoon", path, status=403)
        agency.open("plant_user", path, status=403)
    agency.open("agency_officer", "/reviews")
    agency.open("plant_user", "/reviews", status=403)


def test_who_left_is_marked_and_cannot_come_in(agency: Agency, town: Town) -> None:
    assigned(agency)
    yoon = account(agency, "yoon")
    with town.place.store.place_writing() as place:
        (found,) = place.memberships(yoon)
        place.end_membership(replace(found, end=town.place.at.date() - timedelta(days=1)))
    assert agency.people["yoon"].client.get(agency.address("/reviews"), follow_redirects=False).status_code in (
        303,
        404,
    )
    assert "이제 평가위원이 아님" in said(agency.open("agency_officer", PAGE))


def test_what_a_stranger_wrote_is_shown_as_text(agency: Agency, town: Town) -> None:
    officer = agency.people["agency_officer"]
    evil = "<script>alert(1)</script>"
    with town.place.store.writing(officer.workspace) as work:
        work.add_received(sent("evil", name=evil, title=evil, answers=[{"id": "why", "text": evil}]))
    assert pool_of(agency, "yoon").status_code == 303
    agency.send("agency_officer", f"{PAGE}/assign", application="evil", reviewer=account(agency, "yoon"))
    for who, path in (("agency_officer", PAGE), ("agency_officer", POOL), ("yoon", "/reviews"),
                      ("yoon", f"/reviews/{CALL}/evil")):  # fmt: skip
        assert "<script>alert" not in agency.open(who, path)


def test_a_reviewer_takes_the_papers_of_what_they_judge_and_of_nothing_else(agency: Agency) -> None:
    hostile = b"<html><script>alert(1)</script></html>"
    place, room = agency.people["agency_officer"].town.place, agency.people["agency_officer"].workspace
    sha = place.gate.objects.put(room, hostile)
    paper = {"id": "plan", "file": "<b>계획</b>.html", "sha256": sha, "size": len(hostile), "media_type": "text/html"}
    with place.store.writing(room) as work:
        for key in ("서류", "남의서류"):
            record = sent(key, name=key)
            content = json.dumps(json.loads(record.content) | {"papers": [paper]}, ensure_ascii=False)
            work.add_received(replace(record, content=content, sha256=hash_of(content)))
    assert pool_of(agency, "yoon", "han").status_code == 303
    for key, who in (("서류", "yoon"), ("남의서류", "han")):
        answer = agency.send("agency_officer", f"{PAGE}/assign", application=key, reviewer=account(agency, who))
        assert answer.status_code == 303, said(answer.text)
    page = agency.open("yoon", f"/reviews/{CALL}/서류")
    assert "&lt;b&gt;계획" in page and "<b>계획" not in page
    client = agency.people["yoon"].client
    took = client.get(agency.address(f"/reviews/{CALL}/서류/papers/plan"))
    assert took.content == hostile
    assert took.headers["content-disposition"].startswith("attachment")
    assert took.headers["content-type"] == "application/octet-stream"
    assert took.headers["x-content-type-options"] == "nosniff"
    for path in ("남의서류/papers/plan", "서류/papers/other", "한빛/papers/plan"):
        assert client.get(agency.address(f"/reviews/{CALL}/{path}")).status_code == 404
    with place.store.reading(room) as work:
        noted = [item for item in work.entries(0, 1000) if item.about == "paper:서류"]
    assert [(item.actor, item.detail["paper"]) for item in noted] == [(account(agency, "yoon"), "plan")]
    seal_reason = agency.send("yoon", f"/reviews/{CALL}/서류/decline", reason="아는 곳입니다")
    assert seal_reason.status_code == 303
    assert client.get(agency.address(f"/reviews/{CALL}/서류/papers/plan")).status_code == 404


def test_the_first_page_of_a_reviewer_says_what_waits(agency: Agency) -> None:
    assert "평가할 신청" not in said(agency.open("yoon", ""))
    assigned(agency)
    assert "평가할 신청 2건" in said(agency.open("yoon", ""))
    assert seal(agency, "yoon", "대림", "40", "20").status_code in (303, 422)
    agency.people["yoon"].client.headers["Accept-Language"] = "en"
    assert "Applications to judge: " in said(agency.open("yoon", ""))
    assert "평가할 신청" not in said(agency.open("agency_officer", ""))
