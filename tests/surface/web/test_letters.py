"""Pages of letters and results: written and sent by the officer, read by the firm, counted for all."""

import dataclasses
import functools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route
from tests.letter_files import docx, p
from tests.services.calls.agency import CALL, PACKAGED, call_document
from tests.services.calls.test_choose import MAX, application
from tests.surface.api.people import ORIGIN, Town, Visitor
from tests.surface.web.agency import Agency, founded
from tests.surface.web.seats import said
from tests.surface.web.visit import stumbling_blocks

from pulmu.services.calls.choose import choose, decide_as_chosen, keep_selection
from pulmu.services.calls.shelf import call_in_force, publish_call, save_call
from pulmu.services.calls.stages import go_on
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing.sealed import seal_of

PAGE = f"/calls/{CALL}/letters"
RESULTS = f"/calls/{CALL}/results"
BEFORE_IT_CLOSES = datetime(2026, 12, 18, 5, 59, tzinfo=UTC)
OWN = "7f" * 32
SHARES = {OWN: 0.8, **{f"{number:064x}": 0.95 - number / 100 for number in range(1, 9)}, f"{99:064x}": 0.5}


@dataclasses.dataclass
class Case:
    """An agency whose call is decided, and a firm that applied to it."""

    town: Town
    agency: Agency
    firm: Visitor

    @property
    def home(self) -> str:
        """Where the firm's application is."""
        return f"/w/{self.firm.workspace}/open-calls/{self.agency.people['agency_officer'].workspace}/{CALL}"

    def see(self, path: str = "", status: int = 200) -> str:
        """A page of the firm's."""
        answer = self.firm.client.get(f"{self.home}{path}", follow_redirects=False)
        assert answer.status_code == status, answer.text
        return said(answer.text)

    def do(self, path: str, **fields: str) -> str:
        """Send a form that starts work, do it, and go where it leads; what that page says."""
        started = self.agency.send("agency_officer", path, **fields)
        assert started.status_code == 303, said(started.text)
        self.town.work_off()
        client = self.agency.people["agency_officer"].client
        return said(client.get(started.headers["location"], follow_redirects=True).text)


@pytest.fixture
def case(town: Town) -> Iterator[Case]:
    town.place.at = BEFORE_IT_CLOSES
    agency, firm = founded(town, "agency"), town.founder("boss", "대림금속")
    firm.client.headers["Accept-Language"] = "ko"
    officer, gate = agency.people["agency_officer"], town.place.gate
    actor = officer.actor
    save_call(gate, actor, PACKAGED, CALL, call_document(places=6, budget_krw=10_000), seen=0)
    publish_call(gate, actor, PACKAGED, CALL)
    with town.place.store.writing(actor.workspace) as work:
        for number, (key, share) in enumerate(SHARES.items()):
            item = application(key, name="대림 <b>금속</b>" if key == OWN else f"기업{number}")
            source = {"source": "delivery", "sender": firm.workspace} if key == OWN else {"source": "upload"}
            work.add_received(dataclasses.replace(item, **source))  # type: ignore[arg-type]
            content, digest = seal_of({name: round(most * share) * 100 for name, most in MAX.items()}, "")
            work.add_review(
                Review(call=CALL, application=key, reviewer="r1", assigned_by="k", assigned_at=BEFORE_IT_CLOSES,
                       state="sealed", sealed_at=BEFORE_IT_CLOSES, content=content, sha256=digest)
            )  # fmt: skip
    town.place.pass_time(minutes=1)
    actor = officer.actor
    call = call_in_force(gate, actor, PACKAGED, CALL)
    go_on(gate, actor, call.call, "taking")
    go_on(gate, actor, call.call, "reviewing")
    assert call.programme is not None
    keep_selection(gate, actor, choose(gate, actor, call.call, call.programme), seen=0)
    decide_as_chosen(gate, actor, call.call, seen=1)
    yield Case(town, agency, firm)


def finished(case: Case) -> None:
    """Bring the call to decided."""
    actor, gate = case.agency.people["agency_officer"].actor, case.town.place.gate
    go_on(gate, actor, call_in_force(gate, actor, PACKAGED, CALL).call, "opened")


def test_before_all_is_decided_there_is_nothing_to_write(case: Case) -> None:
    page = said(case.agency.open("agency_officer", PAGE))
    assert "아직 결정이 끝나지 않았습니다" in page
    assert "통지서 모두 만들기" not in page
    assert case.agency.send("agency_officer", f"{PAGE}/write", language="ko").status_code == 422
    for path in (PAGE, RESULTS):
        case.agency.open("reviewer", path, status=403)


def test_a_form_is_looked_at_with_all_its_problems(case: Case) -> None:
    bad = docx(p("{{frim_name}}") + p("{{amout}}"))
    answer = case.agency.send("agency_officer", f"{PAGE}/form", files={"file": ("양식.docx", bad)}, seen="0")
    page = said(answer.text)
    assert answer.status_code == 422
    assert ("frim_name" in page, "amout" in page, "paragraph 2" in page or "2번째" in page) == (True, True, True)
    good = docx(p("{{firm_", "name}} {{outcome_sentence}} {{appeal_until}}"))
    kept = case.agency.send("agency_officer", f"{PAGE}/form", files={"file": ("양식.docx", good)}, seen="0")
    assert kept.headers["location"].endswith("?done=form")
    page = said(case.agency.open("agency_officer", PAGE))
    assert "기관의 양식을 씁니다: 양식.docx (1판)" in page
    got = case.agency.people["agency_officer"].client.get(case.agency.address(f"{PAGE}/form/1"))
    assert got.content == good
    assert case.agency.send("agency_officer", f"{PAGE}/form/pdf", seen="0").status_code == 409
    assert case.agency.send("agency_officer", f"{PAGE}/form/pdf", seen="1").status_code == 303
    assert "풀무의 PDF를 씁니다" in said(case.agency.open("agency_officer", PAGE))


def test_letters_are_written_sent_and_read_by_their_firm(case: Case) -> None:
    finished(case)
    case.see("/letters", status=404)
    shown = case.agency.send("agency_officer", f"{PAGE}/preview", application=OWN, language="ko")
    assert shown.content.startswith(b"%PDF")
    page = case.do(f"{PAGE}/write", language="ko")
    assert "통지서를 만들었습니다" in page
    assert "통지서 10건: 보낸 것 0건, 보낼 것 1건, 종이로 보낼 것 9건" in page
    assert "대림 &lt;b&gt;금속&lt;/b&gt;" in page
    unsure = case.agency.send("agency_officer", f"{PAGE}/send", seen="1", count="1")
    assert (unsure.status_code, "확인이 없습니다" in said(unsure.text)) == (422, True)
    assert case.agency.send("agency_officer", f"{PAGE}/send", seen="1", count="9", sure="yes").status_code == 409
    page = case.do(f"{PAGE}/send", seen="1", count="1", sure="yes")
    assert "통지서를 보냈습니다" in page
    assert "귀사의 신청" in case.see()  # the answer of the application's page is the decision
    page = case.see("/letters")
    assert "귀사의 신청은 예비" in page
    for words in ("우리 점수와 선정선", "선정선과의 차이", "이의신청", "점을 더 받았다면"):
        assert words in page, words
    assert "기업1" not in page
    link = re.search(r'href="[^"]*(/letters/[0-9a-f]{64})"', case.firm.client.get(f"{case.home}/letters").text)
    assert link is not None
    own = case.firm.client.get(f"{case.home}{link[1]}").content
    kept = case.agency.people["agency_officer"].client.get(case.agency.address(f"{PAGE}/of/{OWN}")).content
    assert own == kept
    taken = case.firm.client.post(f"{case.home}{link[1]}/taken", data={}, follow_redirects=False)
    assert taken.status_code == 303
    assert "우리 기록에 보관했습니다" in case.see("/letters")
    assert "에 받음" in said(case.agency.open("agency_officer", PAGE))
    whole = case.agency.people["agency_officer"].client.get(case.agency.address(f"{PAGE}/archive"))
    assert whole.content[:2] == b"PK"


def test_results_are_looked_at_published_and_shown_no_more(case: Case) -> None:
    finished(case)
    assert "아직 결과를 셀 수 없습니다" in said(case.agency.open("agency_officer", RESULTS))
    case.do(f"{PAGE}/write", language="ko")
    page = said(case.agency.open("agency_officer", RESULTS))
    assert "10건이 신청했" in page
    assert "숨겼습니다" in page
    assert case.agency.send("agency_officer", f"{RESULTS}/publish", seen="0").status_code == 303
    board = f"/w/{case.firm.workspace}/results"
    assert "10건이 신청했" in said(case.firm.client.get(board).text)
    one = f"{board}/{case.agency.people['agency_officer'].workspace}/{CALL}"
    assert "에서" in said(case.firm.client.get(one).text)
    assert case.agency.send("agency_officer", f"{RESULTS}/withdraw", reason="").status_code == 422
    assert case.agency.send("agency_officer", f"{RESULTS}/withdraw", reason="오류").status_code == 303
    assert case.firm.client.get(one).status_code == 404
    assert "아직 공개된 결과가 없습니다" in said(case.firm.client.get(board).text)


def answer(who: Visitor, route: Route) -> None:
    """What the place answers somebody's browser."""
    asked = urlsplit(route.request.url)
    found = who.client.get(asked.path + (f"?{asked.query}" if asked.query else ""))
    route.fulfill(status=found.status_code, body=found.content, content_type=found.headers["content-type"])


@pytest.mark.parametrize(("language", "width"), [("ko", 1280), ("en", 390)])
def test_every_page_reads_well(
    case: Case, browser: Browser, axe: str, language: str, width: int, tmp_path: Path
) -> None:
    """Laid out by a real browser: nothing wider than the screen, nothing a reader stumbles over."""
    finished(case)
    case.do(f"{PAGE}/write", language=language)
    case.do(f"{PAGE}/send", seen="1", count="1", sure="yes")
    case.agency.send("agency_officer", f"{RESULTS}/publish", seen="0")
    officer = case.agency.people["agency_officer"]
    pages = (
        (officer, case.agency.address(PAGE)), (officer, case.agency.address(RESULTS)),
        (case.firm, f"{case.home}/letters"), (case.firm, f"/w/{case.firm.workspace}/results"),
        (case.firm, f"/w/{case.firm.workspace}/results/{officer.workspace}/{CALL}"), (case.firm, case.home),
    )  # fmt: skip
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    for number, (who, path) in enumerate(pages):
        who.client.headers["Accept-Language"] = language

        page.unroute("**/*")
        page.route("**/*", functools.partial(answer, who))
        page.goto(f"{ORIGIN}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.screenshot(path=str(tmp_path / f"{number}-{language}.png"), full_page=True)
        assert stumbling_blocks(page, axe) == [], path
    context.close()
