"""A planner copies a sample plant, looks at its line and changes a station, with a real browser."""

import os

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit


def looked(visit: Visit, axe: str, name: str) -> None:
    visit.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # the bar for saving covers what it lies on
    visit.check(axe)
    if os.environ.get("PULMU_SHOTS"):
        visit.page.screenshot(path=f"{os.environ['PULMU_SHOTS']}/{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_line_is_copied_drawn_and_changed(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    email = f"lines-{language}@hanbit.example"
    visit.fill(workspace="한빛체결", name="임하나", email=email, password="용광로 옆 푸른 자전거")
    visit.press("등록하고 시작하기" if korean else "Register and start")
    visit.page.wait_for_url("**/w/*")
    home = visit.page.url
    visit.page.goto(f"{home}/lines")
    looked(visit, axe, f"empty-{language}")
    visit.page.goto(f"{home}/plants")
    visit.page.select_option("#sample", "fasteners")
    visit.press("복사하기" if korean else "Copy")
    visit.page.wait_for_url("**/plants/*")

    visit.page.goto(f"{home}/lines")
    looked(visit, axe, f"list-{language}")
    visit.page.locator("main table a").first.click()
    visit.page.wait_for_url("**/lines/fasteners")
    looked(visit, axe, f"line-{language}")
    visit.page.locator(".line-diagram:visible a.box").first.click()
    visit.page.wait_for_url("**/edit/stations/0")
    looked(visit, axe, f"station-{language}")

    visit.page.fill("[name='stations/0/machines']", "two")
    visit.page.locator(".save-bar button.ember").click()
    visit.page.wait_for_url("**/edit/stations/0?saved=2")
    assert visit.page.get_attribute("[name='stations/0/machines']", "aria-invalid") == "true"
    visit.check(axe)
    visit.page.fill("[name='stations/0/machines']", "3")
    visit.page.locator(".save-bar button.ember").click()
    visit.page.wait_for_url("**/edit/stations/0?saved=3")

    for part in ("line", "stations", "products", "products/0", "sources", "sources/0", "hours", "calendars/0",
                 "people", "energy", "tariffs/0"):  # fmt: skip
        visit.page.goto(f"{home}/lines/fasteners/edit/{part}")
        looked(visit, axe, f"{part.replace('/', '-')}-{language}")
    visit.page.goto(f"{home}/lines/fasteners/edit/stations")
    visit.page.locator(".between button").first.click()
    visit.page.wait_for_url("**/edit/stations/1?saved=4")
    looked(visit, axe, f"between-{language}")
    visit.page.goto(f"{home}/lines/fasteners/versions")
    looked(visit, axe, f"versions-{language}")
