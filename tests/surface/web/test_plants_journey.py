"""A first-time user with a real browser: a wrong file, a copy of the sample, something broken, mended, taken away."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import sign_up
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_wrong_file_is_told_and_a_plant_is_broken_and_mended(
    browser: Browser, place: Served, axe: str, tmp_path: Path, language: str, width: int, dark: bool
) -> None:
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    company = sign_up(visit, f"plants-{language}@hanbit.example")
    picture = tmp_path / "plant.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    visit.go(f"{company}/plants")
    visit.check(axe)
    visit.page.set_input_files("#file", picture)
    visit.page.click("form[action$='/plants/upload'] button[type=submit]")
    visit.page.wait_for_selector(".problem.error")
    visit.faults.clear()  # the browser tells the 422 it was given
    visit.check(axe)

    visit.page.click("form[action$='/plants/sample'] button[type=submit]")
    visit.page.wait_for_url("**/plants/*")
    visit.check(axe)
    plant = visit.page.url.removeprefix(visit.base).partition("?")[0]
    for path in ("/carbon", "/versions", "/replace", "/edit/processes"):
        visit.go(plant + path)
        visit.check(axe)
    visit.go(f"{plant}/edit/source_streams/0")
    visit.page.evaluate("scrollTo(0, document.body.scrollHeight)")  # the bar that sticks below stands in its own place
    visit.check(axe)
    amount = visit.page.locator("main form input.number").first
    before = amount.input_value()
    amount.fill("19,12")
    visit.page.locator("main form button[type=submit]").last.scroll_into_view_if_needed()
    visit.page.wait_for_selector("[aria-invalid=true]")
    amount.fill(before)
    visit.page.wait_for_selector("[aria-invalid=true]", state="detached")
    visit.check(axe)
