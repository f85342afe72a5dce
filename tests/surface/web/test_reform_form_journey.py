"""An officer writes a reform that opens the AI voucher to large firms, with a real browser."""

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import set_up_app
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_an_officer_writes_a_reform(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    visit.page.select_option("#kind", "agency")
    email = f"reformer-{language}@agency.example"
    visit.fill(workspace="지원기관", name="임하나", email=email, password="용광로 옆 푸른 자전거")
    visit.press("등록하고 시작하기" if language == "ko" else "Register and start")
    visit.page.wait_for_url("**/w/*")
    home = visit.page.url
    set_up_app(visit)
    visit.page.goto(f"{home}/reforms/new")
    visit.check(axe)
    visit.fill(id="voucher_for_large", name_ko="대기업 개방", name_en="Opened to large firms")
    visit.page.select_option("[name=status]", "proposal")
    visit.page.click("[name=do][value='add:after']")
    visit.page.fill("[name='after/0/parameter']", "ai_voucher.sizes")
    visit.page.locator("[name='after/0/parameter']").press("Tab")
    visit.page.wait_for_selector("[name='after/0/add/3']")
    visit.page.wait_for_load_state()
    visit.page.check("[name='after/0/add/3']")
    visit.check(axe)
    assert visit.page.input_value("[name=id]") == "voucher_for_large"
    visit.page.locator(".save-bar button.ember").click()
    visit.page.wait_for_url("**/reforms/voucher_for_large")
    visit.page.click("a[href$='/voucher_for_large/edit']")
    visit.page.wait_for_url("**/edit")
    visit.check(axe)
