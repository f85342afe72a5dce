"""An officer brings a programme to a published call, with a real browser."""

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import set_up_app
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_an_officer_publishes_a_call_of_a_programme(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    visit.page.select_option("#kind", "agency")
    email = f"calls-{language}@agency.example"
    visit.fill(workspace="지원기관", name="임하나", email=email, password="용광로 옆 푸른 자전거")
    visit.press("등록하고 시작하기" if korean else "Register and start")
    visit.page.wait_for_url("**/w/*")
    home = visit.page.url
    set_up_app(visit)
    visit.page.goto(home)
    visit.page.click("a[href$='/calls']")
    visit.page.wait_for_url("**/calls")
    visit.check(axe)

    visit.page.select_option("#programme", "data_voucher")
    visit.page.fill("#id", f"data_{language}")
    visit.press("만들고 채우기" if korean else "Begin and fill in")
    visit.page.wait_for_url("**/edit")
    visit.check(axe)
    visit.page.fill("[name='places']", "many")
    visit.page.locator(".save-bar button.ember").click()
    visit.page.wait_for_load_state()
    visit.check(axe)
    assert visit.page.input_value("[name='places']") == "many"
    visit.page.fill("[name='places']", "12")
    visit.page.locator(".save-bar button.ember").click()
    visit.page.wait_for_url(f"**/data_{language}?saved=*")
    visit.check(axe)

    visit.page.click("a[href$='/publish']")
    visit.page.wait_for_url("**/publish")
    visit.check(axe)
    visit.page.locator("main button.ember").click()
    visit.page.wait_for_url(f"**/data_{language}?done=published")
    visit.check(axe)
    visit.page.click("a[href$='/versions']")
    visit.page.wait_for_url("**/versions")
    visit.check(axe)

    visit.page.goto(f"{home}/calls")
    assert ("접수 전" if korean else "opens later") in visit.page.inner_text("main table")
    visit.press("AI 바우처 수요기업 모집 (예시)" if korean else "AI voucher, call for demand firms (example)")
    visit.page.wait_for_url("**/ai_voucher_round")
    visit.check(axe)
    visit.page.goto(f"{visit.page.url}/edit")
    visit.check(axe)
