"""A firm tells a difficulty, an officer gathers and answers it, the firm reads its path, with a real browser."""

from collections.abc import Iterator

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


def entered(browser: Browser, place: Served, kind: str, language: str, width: int, dark: bool) -> tuple[Visit, str]:
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    visit.page.select_option("#kind", kind)
    visit.fill(workspace=f"{kind} {language}", name="임하나", email=f"{kind}-{language}@a.example", password=PASSWORD)
    visit.press("등록하고 시작하기" if language == "ko" else "Register and start")
    visit.page.wait_for_url("**/w/*")
    home = visit.page.url
    set_up_app(visit)
    return visit, home


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_from_voice_to_answer(browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool) -> None:
    officer, desk = entered(browser, place, "agency", language, width, dark)
    firm, home = entered(browser, place, "company", language, width, dark)
    firm.page.goto(f"{home}/voices")
    firm.check(axe)
    firm.page.goto(f"{home}/voices/new")
    firm.check(axe)
    firm.fill(title="유예기간이 짧습니다", text="3년 뒤 지원이 끊깁니다")
    firm.page.click("form[action$='/voices/new'] button[type=submit]")
    firm.page.wait_for_url("**/voices/v*")
    voice = firm.page.url
    firm.page.select_option("#agency", label=f"agency {language}")
    firm.page.click("form[action$='/send'] button")
    firm.page.wait_for_load_state()
    firm.check(axe)
    officer.page.goto(f"{desk}/themes")
    officer.check(axe)
    officer.page.check("input[name^='voice.']")
    officer.page.click("form[action$='/themes'] button")
    officer.page.wait_for_url("**/themes/t*")
    officer.check(axe)
    officer.fill(answer="2027년에 고칩니다")
    officer.page.click("form[action*='/themes/t'].panel button >> nth=0")
    officer.page.wait_for_load_state()
    officer.page.click("form[action$='/answer'] button")
    officer.page.wait_for_load_state()
    officer.page.click("button[value=show]")
    officer.page.wait_for_load_state()
    officer.check(axe)
    firm.page.goto(voice)
    assert "2027년에 고칩니다" in firm.page.inner_text(".voice-path")
    firm.check(axe)
    firm.page.goto(f"{home}/voices/board")
    assert "유예기간이 짧습니다" in firm.page.inner_text("main")
    firm.check(axe)
