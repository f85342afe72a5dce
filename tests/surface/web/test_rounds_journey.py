"""An officer begins a round, a firm and a supplier say whom they want, both answer a proposal, in a real browser."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import set_up_app
from tests.surface.web.visit import PHONE, WIDE, Visit

PASSWORD = "용광로 옆 푸른 자전거"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("place") / "data", "--no-limits", "--workers", "0")
    yield served
    code, _, said = served.stop()
    assert code == 0
    assert '"level": "error"' not in said, said


def entered(browser: Browser, place: Served, kind: str, name: str, look: tuple[str, int, bool]) -> tuple[Visit, str]:
    language, width, dark = look
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    visit.page.select_option("#kind", kind)
    visit.fill(workspace=f"{name} {language}", name="임하나", email=f"{name}-{language}@a.example", password=PASSWORD)
    visit.press("등록하고 시작하기" if language == "ko" else "Register and start")
    visit.page.wait_for_url("**/w/*")
    home = visit.page.url
    set_up_app(visit)
    return visit, home


def shows(visit: Visit, home: str, noun: str, tree: dict[str, Any]) -> None:
    """A need or an offer, uploaded and shown to all."""
    visit.page.goto(f"{home}/{noun}")
    content = json.dumps({noun: [tree]}, ensure_ascii=False).encode()
    visit.page.set_input_files("input[name=file]", {"name": "x.json", "mimeType": "application/json",
                                                    "buffer": content})  # fmt: skip
    visit.page.click("form[action$='/upload'] button")
    visit.page.goto(f"{home}/{noun}/{tree['id']}")
    visit.page.click("form[action$='/publish'] button")
    visit.page.wait_for_load_state()


def wants(visit: Visit, home: str, axe: str) -> str:
    """Names who fits best, by keyboard, and sends it; where its page is."""
    visit.page.goto(f"{home}/own-rounds")
    visit.check(axe)
    visit.page.click("table.list a")
    visit.page.wait_for_load_state()
    visit.check(axe)
    visit.page.locator("button[value^='add.']").first.focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**done=saved*")
    visit.fill(contact="담당자 055-1234")
    visit.check(axe)
    visit.page.click("button[value=send]")
    visit.page.wait_for_url("**done=sent*")
    return visit.page.url.split("?")[0]


@pytest.mark.parametrize("look", [("ko", WIDE, False), ("en", PHONE, True)], ids=["ko", "en"])
def test_a_round_from_invitation_to_answer(
    browser: Browser, place: Served, axe: str, look: tuple[str, int, bool]
) -> None:
    officer, desk = entered(browser, place, "agency", "agency", look)
    firm, home = entered(browser, place, "company", "firm", look)
    supplier, shop = entered(browser, place, "company", "supplier", look)
    shows(firm, home, "needs", {"id": "need", "text": f"프레스 이상 감지 {look[0]}"})
    shows(supplier, shop, "offers", {"id": "offer", "supplier": f"성안AI {look[0]}", "title": "프레스 이상 감지"})
    officer.page.goto(f"{desk}/rounds")
    officer.check(axe)
    officer.fill(id="alliance", name_ko="연대", name_en="Alliance", lot_seed="notice 1", wishes_until="2040-12-10")
    officer.page.click("form[action$='/rounds/new'] button")
    officer.page.wait_for_url("**/rounds/alliance")
    base = officer.page.url
    for side in ("applicant", "supplier"):
        officer.page.goto(f"{base}/choose?side={side}&q={look[0]}")
        officer.check(axe)
        officer.page.check("input[type=checkbox] >> nth=0")
        officer.page.locator("form[method=post] button.ember").click()
        officer.page.wait_for_url("**done=added*")
    officer.page.click("form[action$='/invite'] button")
    officer.page.wait_for_url("**done=invited*")
    officer.check(axe)
    mine, theirs = wants(firm, home, axe), wants(supplier, shop, axe)
    officer.page.goto(base)
    officer.page.click("form[action$='/replies'] button")
    officer.page.wait_for_url("**done=taken*")
    officer.page.goto(f"{base}/result")
    officer.check(axe)
    officer.fill(answers_until="2040-12-20")
    officer.page.click("form[action$='/proposals'] button")
    officer.page.wait_for_url("**done=proposed*")
    officer.check(axe)
    for visit, where in ((firm, mine), (supplier, theirs)):
        visit.page.goto(where)
        visit.check(axe)
        assert "담당자 055-1234" in visit.page.inner_text("main")
        visit.page.click("button[value=accept]")
        visit.page.wait_for_url("**done=answered*")
    officer.page.goto(base)
    officer.page.click("form[action$='/replies'] button")
    officer.page.wait_for_url("**done=taken*")
    for table in ("proposals", "suppliers", "lots"):
        officer.page.goto(f"{base}/result?table={table}")
        officer.check(axe)
    officer.page.goto(f"{base}/result")
    assert ("수락" if look[0] == "ko" else "accepted") in officer.page.inner_text("table.list")
