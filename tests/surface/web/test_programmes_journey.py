"""An officer opens the AI voucher to large firms and sees a firm's answer change, with a real browser."""

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import set_up_app
from tests.surface.web.test_programmes import FIRM
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_an_officer_opens_the_voucher_to_large_firms(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    visit.page.select_option("#kind", "agency")
    email = f"officer-{language}@agency.example"
    visit.fill(workspace="지원기관", name="임하나", email=email, password="용광로 옆 푸른 자전거")
    visit.press("등록하고 시작하기" if korean else "Register and start")
    visit.page.wait_for_url("**/w/*")
    home = visit.page.url
    set_up_app(visit)
    visit.page.goto(home)
    visit.page.click("a[href$='/programmes']")
    visit.page.wait_for_url("**/programmes")
    visit.check(axe)
    visit.page.click("a[href$='/programmes/ai_voucher']")
    visit.page.wait_for_url("**/ai_voucher")
    visit.check(axe)
    visit.page.fill("#firm", FIRM)
    visit.press("적용해 보기" if korean else "Try")
    assert ("신청할 수 없음" if korean else "may not apply") in visit.page.inner_text("main")
    visit.check(axe)

    visit.page.click("a[href$='/ai_voucher/edit']")
    visit.page.wait_for_url("**/edit")
    visit.check(axe)
    visit.page.get_by_label("대기업" if korean else "large enterprise", exact=True).first.check()
    visit.page.click("[name=do][value='add:conditions/all']")
    visit.page.wait_for_load_state()
    visit.page.select_option("[name='conditions/all/3/fact']", "business_age_years")
    visit.page.wait_for_selector("[name='conditions/all/3/operator'] option[value='at_most']", state="attached")
    visit.page.wait_for_load_state()
    visit.page.select_option("[name='conditions/all/3/operator']", "at_most")
    visit.page.fill("[name='conditions/all/3/value']", "many")
    visit.page.locator(".save-bar button.ember").click()
    visit.page.wait_for_load_state()
    visit.check(axe)
    assert visit.page.input_value("[name='conditions/all/3/value']") == "many"
    visit.page.locator("[name=do][value='remove:conditions/all/3']").click()
    visit.page.wait_for_load_state()
    visit.page.locator(".save-bar button.ember").click()
    visit.page.wait_for_url("**/ai_voucher?saved=*")
    visit.check(axe)

    visit.page.fill("#firm", FIRM)
    visit.press("적용해 보기" if korean else "Try")
    said = visit.page.inner_text("#try ~ table")
    assert ("신청할 수 있음" if korean else "may apply") in said
    assert ("신청할 수 없음" if korean else "may not apply") in said
    visit.check(axe)
    visit.page.click("a[href$='/versions']")
    visit.page.wait_for_url("**/versions")
    visit.check(axe)
