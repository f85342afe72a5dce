"""From a sample line to what a machine more would do, asked and read with a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A place with somebody who does its jobs."""
    served = Served(tmp_path_factory.mktemp("place") / "data", "--no-limits", "--workers", "1")
    yield served
    code, _, said = served.stop()
    assert code == 0
    assert '"level": "error"' not in said, said


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_question_is_asked_by_a_form_and_answered_side_by_side(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    page = visit.page
    visit.go("/signup")
    email = f"question-{language}@hanbit.example"
    visit.fill(workspace="한빛체결", name="김하나", email=email, password="용광로 옆 푸른 자전거")
    page.click("main form button.ember")
    page.wait_for_url("**/w/*")
    page.goto(f"{page.url}/lines")
    page.select_option("form[action$='/lines/sample'] select[name=sample]", "fasteners")
    page.click("form[action$='/lines/sample'] button")
    page.wait_for_url("**/lines/fasteners*")
    page.click("nav.tabs a[href$='/questions']")
    page.wait_for_url("**/questions")
    visit.check(axe)
    page.click("button[value=down]")
    page.select_option("[name=thing]", "hardening")
    visit.check(axe)
    visit.fill(machines="1")
    page.click("button[value=add]")
    said = page.locator("ul.asked li").all_inner_texts()
    assert said == [
        "열처리로: 설비 2대 가운데 1대를 월요일에 정지" if language == "ko"
        else "Hardening and tempering line: 1 of 2 machines down on Mon"
    ]  # fmt: skip
    page.click("button[value=people]")
    page.select_option("[name=thing]", "setters")
    visit.fill(count="3", days="7", exact="0.5")
    visit.check(axe)
    page.locator("button[value=ask]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/1", timeout=240_000)  # the job is done, and leads there
    assert "±" in page.inner_text(".answer")
    assert page.locator("ul.asked li").count() == 2
    kind = "wide" if width == WIDE else "narrow"
    assert page.locator(f"svg.differences.{kind}").is_visible()
    assert page.locator("svg.differences:visible").count() == 1
    assert page.locator(".side-by-side svg.line-diagram:visible").count() == 2
    assert page.locator("tr.matters").count() == 1
    bar = page.locator(f"svg.differences.{kind} g[tabindex]").first
    bar.focus()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == bar.get_attribute("aria-label")
    visit.check(axe)
