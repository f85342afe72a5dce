"""Pages of appeals: a firm writes, sends, takes back and reads the answer; an officer looks into it and settles."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.services.calls.agency import CALL, PACKAGED, call_document
from tests.services.calls.test_choose import MAX, application
from tests.surface.api.people import Town, Visitor
from tests.surface.web.agency import founded
from tests.surface.web.seats import said

from pulmu.services.calls.choose import choose, decide_as_chosen, keep_selection
from pulmu.services.calls.shelf import call_in_force, publish_call, save_call
from pulmu.services.calls.stages import go_on
from pulmu.services.calls.take_in import take_in
from pulmu.services.records.crossing import Delivery
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing.sealed import seal_of

GROUNDS = "활용 계획의 점수가 낮습니다.\n<script>alert('x')</script> & \"따옴표\""
BEFORE_IT_CLOSES = datetime(2026, 12, 18, 5, 59, tzinfo=UTC)
PAGE = f"/calls/{CALL}/appeals"


class Decided:
    """An agency whose call is decided, and a firm that was not selected."""

    def __init__(self, town: Town) -> None:
        self.town = town
        town.place.at = BEFORE_IT_CLOSES
        self.agency = founded(town, kind="agency")
        boss = self.agency.people["company_admin"]
        self.agency.people["second"] = town.member(boss, "second", "agency_officer")
        self.firm = town.founder("kim", "대림금속")
        self.writer = town.member(self.firm, "writer", "preparer")
        for who in (*self.agency.people.values(), self.firm, self.writer):
            who.client.headers["Accept-Language"] = "ko"
        self.receipt = "a" * 64
        self._decide()
        town.place.pass_time(minutes=2)

    def _decide(self) -> None:
        actor, gate = self.agency.people["agency_officer"].actor, self.town.place.gate
        save_call(gate, actor, PACKAGED, CALL, call_document(places=1, budget_krw=1000, appeal_days=10), seen=0)
        publish_call(gate, actor, PACKAGED, CALL)
        own = application("대림금속")
        with self.town.place.store.crossing(self.firm.workspace, writes=True) as crossing:
            crossing.send(
                Delivery(id=self.receipt, kind="application", sender=self.firm.workspace, receiver=actor.workspace,
                         about=CALL, at=BEFORE_IT_CLOSES, content=own.content, sha256=own.sha256)
            )  # fmt: skip
        take_in(gate, actor)
        with self.town.place.store.writing(actor.workspace) as work:
            work.add_received(application("한빛볼트"))
            for key, share in ((self.receipt, 0.5), ("한빛볼트", 0.8)):
                for reviewer in ("r1", "r2", "r3"):
                    points = {name: round(most * share) * 100 for name, most in MAX.items()}
                    content, digest = seal_of(points, "현장 자료가 적습니다.")
                    work.add_review(
                        Review(call=CALL, application=key, reviewer=reviewer, assigned_by="k",
                               assigned_at=BEFORE_IT_CLOSES, state="sealed", sealed_at=BEFORE_IT_CLOSES,
                               content=content, sha256=digest)
                    )  # fmt: skip
        self.town.place.pass_time(minutes=1)
        kept = call_in_force(gate, actor, PACKAGED, CALL)
        go_on(gate, actor, kept.call, "taking")
        go_on(gate, actor, kept.call, "reviewing")
        assert kept.programme is not None
        keep_selection(gate, actor, choose(gate, actor, kept.call, kept.programme), seen=0)
        decide_as_chosen(gate, actor, kept.call, seen=1)

    @property
    def own(self) -> str:
        """The firm's page."""
        return f"/w/{self.firm.workspace}/applications/{self.receipt}/appeal"

    def look(self, who: Visitor, *, status: int = 200) -> str:
        """The firm's page, as somebody of the firm sees it."""
        answer = who.client.get(self.own, follow_redirects=False)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, who: Visitor, step: str = "", **fields: str) -> Any:
        """A form of the firm's page."""
        return who.client.post(self.own + step, data=fields, follow_redirects=False)

    def appealed(self) -> str:
        """Where the officer finds the appeal the firm sent."""
        assert self.send(self.writer, grounds=GROUNDS, seen="0").status_code == 303
        assert self.send(self.firm, "/submit", seen="1").status_code == 303
        (found,) = re.findall(rf'href="[^"]*({PAGE}/[0-9a-f]{{64}})"', self.agency.open("second", PAGE))
        return str(found)


@pytest.fixture
def decided(town: Town) -> Iterator[Decided]:
    yield Decided(town)


def test_a_firm_writes_sends_and_takes_back(decided: Decided) -> None:
    page = said(decided.look(decided.writer))
    for words in ("이의신청을 내지 않았습니다", "공고가 정한 기간은 통지서를 받은 다음 날부터 10일", "이유 저장"):
        assert words in page
    assert decided.send(decided.writer, grounds=" ", seen="0").status_code == 422
    assert decided.send(decided.writer, grounds=GROUNDS, seen="0").status_code == 303
    assert decided.send(decided.writer, grounds="다른 글", seen="0").status_code == 409
    assert "이의신청 내기" not in said(decided.look(decided.writer)), "who may not send is shown no button"
    assert decided.send(decided.writer, "/submit", seen="1").status_code == 403
    assert decided.send(decided.firm, "/submit", seen="2").status_code == 409
    assert decided.send(decided.firm, "/submit", seen="1").status_code == 303
    page = decided.look(decided.firm)
    assert "기관이 받았습니다. 답을 기다리고 있습니다" in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    assert decided.send(decided.firm, "/withdraw", reason="x").status_code == 303
    assert decided.send(decided.firm, "/withdraw").status_code == 422
    assert "철회했습니다. 다시 낼 수 있습니다" in decided.look(decided.firm)
    assert "철회" in said(decided.agency.open("second", PAGE))


def test_an_application_of_nobody_or_another_has_no_page(decided: Decided) -> None:
    decided.receipt = "b" * 64
    decided.look(decided.firm, status=404)
    assert decided.send(decided.firm, grounds="x", seen="0").status_code == 404


def test_the_application_leads_to_its_appeal_once_the_call_is_closed(decided: Decided) -> None:
    page = decided.firm.client.get(
        f"/w/{decided.firm.workspace}/open-calls/{decided.agency.people['second'].workspace}/{CALL}"
    ).text
    assert f'href="{decided.own}"' in page


def test_an_officer_sees_everything_behind_the_decision(decided: Decided) -> None:
    path = decided.appealed()
    listed = said(decided.agency.open("second", PAGE))
    for words in ("이의신청 1건 가운데 1건이 답을 기다립니다", "대림금속", "선정되지 않음", "17일 남았습니다"):
        assert words in listed, words
    page = decided.agency.open("second", path)
    assert "<script>alert" not in page
    for words in (
        "낸 신청서", "요구한 것", "자격 판정", "반영된 점수 50점", "현장 자료가 적습니다", "선정안 1판", "순위 2위",
        "50점으로 기준점 60점에 10점 모자랍니다", "결정 1", "점수를 엶", "남은 예산은 900원",
    ):  # fmt: skip
        assert words in said(page), words
    assert "한빛볼트" not in page, "nothing of another application"
    printed = decided.agency.open("second", f"{path}/print")
    assert printed.count('<details class="part"') == printed.count(' open id="') > 6
    answer = decided.agency.people["second"].client.get(decided.agency.address(f"{path}/trace"))
    assert answer.headers["content-disposition"].startswith("attachment")
    whole = json.loads(answer.content)
    assert whole["sha256"] in printed
    assert whole["trace"]["scores"]["points"] == 5000
    plain = decided.agency.people["second"].client.get(decided.agency.address(f"{path}/trace?names=no")).text
    assert decided.agency.people["agency_officer"].actor.id not in plain


def test_who_decided_is_told_clearly_that_another_has_to_settle(decided: Decided) -> None:
    path = decided.appealed()
    page = said(decided.agency.open("agency_officer", path))
    assert "처리할 수 없습니다. 다른 담당자에게 요청하세요" in page
    answer = decided.agency.send("agency_officer", f"{path}/settle", verdict="rejected", reason="x", seen="1")
    assert answer.status_code == 403
    assert "다른 담당자에게 요청하세요" in said(answer.text)
    for role in ("reviewer", "plant_user"):
        decided.agency.open(role, path, status=403)
        decided.agency.open(role, PAGE, status=403)


def test_what_is_wrong_with_a_verdict_is_said_and_what_was_typed_stays(decided: Decided) -> None:
    path = f"{decided.appealed()}/settle"
    for fields, words in (
        ({"verdict": "rejected", "reason": " "}, "이유가 없습니다"),
        ({"verdict": "upheld", "reason": "다시 봄"}, "서로 맞지 않습니다"),
        ({"verdict": "upheld", "reason": "다시 봄", "outcome": "selected", "amount_krw": "많이"}, "금액"),
        ({"verdict": "upheld", "reason": "다시 봄", "outcome": "selected", "amount_krw": "901"}, "901"),
        ({"verdict": "upheld", "reason": "다시 봄", "outcome": "selected", "amount_krw": "1"}, "자리"),
    ):  # fmt: skip
        answer = decided.agency.send("second", path, seen="1", **fields)
        assert answer.status_code == 422, words
        assert words in said(answer.text)
        assert fields["reason"].strip() in answer.text
    stale = decided.agency.send("second", path, seen="7", verdict="rejected", reason="x")
    assert stale.status_code == 409


def test_a_settled_appeal_is_answered_on_the_page_of_the_firm(decided: Decided) -> None:
    path = decided.appealed()
    answer = decided.agency.send(
        "second", f"{path}/settle", verdict="upheld", reason="자료를 다시 보았습니다.", outcome="reserve", seen="1"
    )
    assert answer.status_code == 303
    page = said(decided.agency.open("second", path))
    for words in (
        "이의신청을 받아들여 새로 결정했습니다",
        "새 통지서를 보내야 합니다",
        "결정 2",
        "자료를 다시 보았습니다.",
    ):
        assert words in page, words
    assert "이의신청 처리</button>" not in decided.agency.open("second", path)
    own = said(decided.look(decided.firm))
    for words in (
        "기관이 이의신청을 받아들였습니다",
        "자료를 다시 보았습니다.",
        "예비",
        "새 결정의 통지서가 따로 옵니다",
    ):
        assert words in own, words
    assert decided.send(decided.firm, "/submit", seen="1").status_code == 303, "the same again is the same receipt"
    assert decided.send(decided.writer, grounds="더", seen="1").status_code == 303
    assert decided.send(decided.firm, "/submit", seen="2").status_code == 409


def test_an_appeal_on_paper_is_entered_and_taken_back(decided: Decided) -> None:
    form = decided.agency.open("second", PAGE)
    assert "종이로 받은 이의신청 적기" in form
    wrong = decided.agency.send("second", PAGE, application="한빛볼트", grounds="글", came="2030-01-01T10:00")
    assert (wrong.status_code, "받은 때" in said(wrong.text)) == (422, True)
    assert decided.agency.send("second", PAGE, application="한빛볼트", grounds="글", came="x").status_code == 422
    made = decided.agency.send("second", PAGE, application="한빛볼트", grounds="글", came="2026-12-18T15:01")
    assert made.status_code == 303
    path = made.headers["location"].partition("?")[0].partition(decided.agency.people["second"].workspace)[2]
    assert "종이로 접수" in said(decided.agency.open("second", path))
    assert decided.agency.send("second", f"{path}/end", why=" ").status_code == 422
    assert decided.agency.send("second", f"{path}/end", why="전화로 철회").status_code == 303
    assert "기업이 철회한 이의신청입니다" in said(decided.agency.open("second", path))


def test_an_officer_who_was_removed_sees_nothing_more(decided: Decided) -> None:
    path = decided.appealed()
    boss, second = decided.agency.people["company_admin"], decided.agency.people["second"]
    boss.call("DELETE", f"/members/{second.actor.id}/agency_officer", inside=True, status=204)
    answer = decided.agency.send("second", f"{path}/settle", verdict="rejected", reason="x", seen="1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/")
    assert "답을 기다립니다" in said(decided.agency.open("agency_officer", PAGE))


def test_pages_are_in_english_too(decided: Decided) -> None:
    path = decided.appealed()
    decided.agency.people["second"].client.headers["Accept-Language"] = "en"
    decided.firm.client.headers["Accept-Language"] = "en"
    assert "Everything behind this decision" in decided.agency.open("second", path)
    assert "Days left: 17." in said(decided.agency.open("second", PAGE))
    assert "is the decision wrong?" in decided.look(decided.firm)


def test_an_answer_is_put_off_once_with_a_reason_the_firm_reads(decided: Decided) -> None:
    path = decided.appealed()
    page = said(decided.agency.open("second", path))
    for words in (
        "여기로 보낸 통지서가 없어 결정한 날부터 셌습니다",
        "기간 안에 왔습니다",
        "답을 늦추기",
        "한 번, 10일까지",
    ):
        assert words in page
    why = "평가위원의 <b>의견</b>을 다시 듣습니다."
    step = f"{path}/put-off"
    for fields in ({"further": "11", "why_longer": why}, {"further": "5", "why_longer": " "}, {"further": "x"}):
        assert decided.agency.send("second", step, **fields).status_code == 422
    assert decided.agency.send("second", step, further="5", why_longer=why).status_code == 303
    assert decided.agency.send("second", step, further="6", why_longer=why).status_code == 409
    page = decided.agency.open("second", path)
    assert "답을 5일 늦췄습니다" in said(page)
    assert "&lt;b&gt;의견" in page and "<b>의견" not in page
    assert "답을 늦추기" not in said(page)
    own = decided.look(decided.firm)
    assert "까지 답해야 합니다. 기관이 답을 5일 늦췄습니다" in said(own)
    assert "&lt;b&gt;의견" in own
