"""A firm appeals and an officer settles it, with real browsers at a place whose clock stands where it has to."""

import re
import threading
import time
from collections.abc import Iterator
from http.cookiejar import Cookie

import pytest
import uvicorn
from playwright.sync_api import Browser
from tests.surface.api.people import Town, Visitor
from tests.surface.served import free_port
from tests.surface.web.test_appeals import PAGE, Decided
from tests.surface.web.visit import PHONE, WIDE, Visit

from pulmu.main import app_of


class Open:
    """A decided call, served to browsers."""

    def __init__(self, town: Town) -> None:
        self.decided = Decided(town)
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        app = app_of(town.served, ("127.0.0.1",), is_secure=False, limits=town.limits)
        app.state.origins = frozenset({self.base})
        self.server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.05)

    def visit(self, browser: Browser, who: Visitor, language: str, width: int, *, dark: bool) -> Visit:
        """A browser of somebody who is logged in already."""
        found = Visit.begin(browser, self.base, language=language, width=width, dark=dark)
        session: Cookie = next(item for item in who.client.cookies.jar if item.name.startswith("__Host-"))
        name = session.name.removeprefix("__Host-")
        found.page.context.add_cookies([{"name": name, "value": session.value or "", "url": self.base}])
        return found


@pytest.fixture
def opened(town: Town) -> Iterator[Open]:
    found = Open(town)
    yield found
    found.server.should_exit = True
    found.thread.join()


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_an_appeal_from_its_grounds_to_its_answer(
    browser: Browser, axe: str, opened: Open, language: str, width: int, dark: bool
) -> None:
    korean, decided = language == "ko", opened.decided
    writer = opened.visit(browser, decided.writer, language, width, dark=dark)
    writer.go(decided.own)
    writer.check(axe)
    writer.fill(grounds="현장 자료를 별첨 3에 냈습니다.\n<b>다시</b> 보아 주세요.")
    writer.press("이유 저장" if korean else "Save grounds")
    writer.check(axe)
    boss = opened.visit(browser, decided.firm, language, width, dark=dark)
    boss.go(decided.own)
    boss.press("이의신청 내기(1판)" if korean else "Send appeal (version 1)")
    boss.page.wait_for_url("**done=sent")
    boss.check(axe)

    officer = opened.visit(browser, decided.agency.people["second"], language, width, dark=dark)
    officer.go(decided.agency.address(PAGE))
    officer.check(axe)
    officer.press("대림금속")
    officer.page.wait_for_url(re.compile(r"/appeals/[0-9a-f]{64}$"))
    officer.check(axe)
    for part in officer.page.locator("details.part > summary").all():
        part.click()
    assert officer.page.locator("details.part[open]").count() == 8
    officer.check(axe)
    officer.page.check("#upheld")
    officer.page.select_option("#outcome", "reserve")
    officer.page.fill("#reason", "별첨 3을 다시 보았습니다.")
    officer.press("이의신청 처리" if korean else "Settle appeal")
    officer.page.wait_for_url("**done=settled")
    officer.check(axe)
    officer.press("인쇄용 화면" if korean else "Page to print")
    officer.check(axe)

    boss.go(decided.own)
    assert "별첨 3을 다시 보았습니다." in boss.page.inner_text("main")
    boss.check(axe)
