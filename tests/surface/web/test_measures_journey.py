"""Somebody takes a sample plant, names prices and a budget, and reads the plan, with a real browser."""

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit, looked


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_prices_and_a_budget_become_a_plan(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.page.set_default_timeout(90_000)
    visit.go("/signup")
    visit.fill(
        workspace="한빛체결",
        name="임하나",
        email=f"measures-{language}@hanbit.example",
        password="용광로 옆 푸른 자전거",
    )
    visit.press("등록하고 시작하기" if korean else "Register and start")
    visit.page.wait_for_url("**/w/*")
    home = visit.page.url
    visit.page.goto(f"{home}/plants")
    visit.page.locator("form[action$='/plants/sample'] button").first.click()
    visit.page.wait_for_url("**/plants/*")
    visit.page.goto(f"{home}/measures")
    visit.page.locator("summary").nth(2 if width == WIDE else 1).click()
    looked(visit, axe, f"measures-form-{language}")
    visit.page.goto(f"{home}/measures")
    visit.fill(price_electricity="165", price_city_gas="900", budget="400,000,000")
    visit.page.evaluate("for (const item of document.querySelectorAll('main details')) item.open = true")
    visit.fill(
        fact_compressors="1,200 MWh", fact_compressor_power="220", fact_scrap_price="400000", fact_roof="500",
        price_wire_rod_korea="1,150,000", price_wire_rod_china="1,000,000", saving_scrap_reduction="0.1..0.25",
        quote_scrap_reduction="250,000,000..350,000,000", saving_regenerative_burner="0.15..0.30",
        quote_regenerative_burner="180,000,000..240,000,000", certificate_prices="2030 110\n2034 120",
    )  # fmt: skip
    visit.page.locator("form[action$='/measures'][method=post] button.ember").click()
    visit.page.wait_for_url("**/measures/*/1")
    visit.page.locator(".measure-list summary").first.press("Enter")
    looked(visit, axe, f"measures-plan-{language}")
