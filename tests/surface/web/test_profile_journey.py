"""The profile of a firm, with a real browser: without a plant, with a sample, and with answers."""

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_firm_sees_where_it_stands_and_answers(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    user = f"profile-{language}@hanbit.example"
    visit.fill(workspace="한빛체결", name="김하나", email=user, password="용광로 옆 푸른 자전거")
    visit.press("등록하고 시작하기" if korean else "Register and start")
    visit.press("기업 진단표" if korean else "Firm profile")
    visit.check(axe)
    assert visit.page.locator("svg.levels").count() == 4
    visit.page.locator("#ask-uses_ai").select_option("yes")
    visit.page.locator("#ask-export_countries").fill("many")
    visit.press("진단표 보기" if korean else "Show profile")
    assert visit.page.locator("#ask-uses_ai").input_value() == "yes"
    assert visit.page.locator("#ask-export_countries").input_value() == "many"
    visit.faults.clear()  # the browser notes that the answer was refused
    visit.page.locator("#ask-export_countries").fill("3")
    visit.press("진단표 보기" if korean else "Show profile")
    visit.check(axe)
    said = visit.page.inner_text("main")
    assert ("충족 1, 미충족 0, 모름 7" if korean else "met 1, not met 0, unknown 7") in said
