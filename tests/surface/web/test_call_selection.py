"""The page of a selection: nothing before scores are opened, then a reason for each, and decisions as chosen."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.services.calls.agency import CALL, PACKAGED, call_document
from tests.services.calls.test_choose import MAX, application
from tests.surface.api.people import Town
from tests.surface.web.agency import Agency, founded
from tests.surface.web.seats import said

from pulmu.services.calls.shelf import call_in_force, publish_call, save_call
from pulmu.services.calls.stages import go_on
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing.sealed import seal_of

PAGE = f"/calls/{CALL}/selection"
BEFORE_IT_CLOSES = datetime(2026, 12, 18, 5, 59, tzinfo=UTC)


@pytest.fixture
def agency(town: Town) -> Agency:
    """One whose call takes applications for a minute more."""
    town.place.at = BEFORE_IT_CLOSES
    made = founded(town)
    actor, gate = made.people["agency_officer"].actor, town.place.gate
    save_call(gate, actor, PACKAGED, CALL, call_document(places=1, budget_krw=1000), seen=0)
    publish_call(gate, actor, PACKAGED, CALL)
    with town.place.store.writing(actor.workspace) as work:
        for key, share in (("대림금속", 0.9), ("한빛볼트", 0.8), ("낮은점수", 0.5)):
            work.add_received(application(key))
            content, digest = seal_of({name: round(most * share) * 100 for name, most in MAX.items()}, "")
            work.add_review(
                Review(call=CALL, application=key, reviewer="r1", assigned_by="k", assigned_at=BEFORE_IT_CLOSES,
                       state="sealed", sealed_at=BEFORE_IT_CLOSES, content=content, sha256=digest)
            )  # fmt: skip
    return made


def opened(agency: Agency, town: Town) -> None:
    town.place.pass_time(minutes=1)
    actor, gate = agency.people["agency_officer"].actor, town.place.gate
    call = call_in_force(gate, actor, PACKAGED, CALL).call
    go_on(gate, actor, call, "taking")
    go_on(gate, actor, call, "reviewing")


def chosen(agency: Agency, town: Town, **fields: str) -> str:
    """Have it chosen, do the work, and go where it leads; what that page says."""
    started = agency.send("agency_officer", f"{PAGE}/choose", **fields)
    assert started.status_code == 303, said(started.text)
    town.work_off()
    client = agency.people["agency_officer"].client
    return said(client.get(started.headers["location"], follow_redirects=True).text)


def test_before_scores_are_opened_nobody_is_chosen(agency: Agency) -> None:
    page = said(agency.open("agency_officer", PAGE))
    assert "아직 선정안이 없습니다" in page
    assert "점수를 연 다음에" in page
    answer = agency.send("agency_officer", f"{PAGE}/choose", seen="0")
    assert (answer.status_code, "봉인" in said(answer.text)) == (422, True)


def test_each_has_a_reason_and_all_is_decided_as_chosen(agency: Agency, town: Town) -> None:
    opened(agency, town)
    page = chosen(agency, town, seen="0", chances="yes")
    for words in (
        "신청 3건 가운데 1건이 선정 대상입니다",
        "높은 조합은 없다는 것이 증명되었습니다",
        "대림금속",
        "예비",
        "60점",
    ):
        assert words in page, words
    stale: Any = agency.send("agency_officer", f"{PAGE}/choose", seen="0")
    assert stale.status_code == 409
    assert agency.send("agency_officer", f"{PAGE}/decide", seen="2").status_code == 422
    assert agency.send("agency_officer", f"{PAGE}/decide", seen="1").status_code == 303
    assert "3건을 결정했습니다" in said(agency.open("agency_officer", PAGE))


def test_who_does_not_decide_sees_no_selection(agency: Agency) -> None:
    for role in ("reviewer", "company_admin"):
        if role in agency.people:
            agency.open(role, PAGE, status=403)
