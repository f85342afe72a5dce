"""From a sample line to its answer and to its first run, watched, with a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
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
def test_a_line_is_run_and_watched(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    page = visit.page
    visit.go("/signup")
    email = f"line-{language}@hanbit.example"
    visit.fill(workspace="한빛체결", name="김하나", email=email, password="용광로 옆 푸른 자전거")
    page.click("main form button.ember")
    page.wait_for_url("**/w/*")
    page.goto(f"{page.url}/lines")
    page.select_option("form[action$='/lines/sample'] select[name=sample]", "fasteners")
    page.click("form[action$='/lines/sample'] button")
    page.wait_for_url("**/lines/fasteners*")
    page.click("nav.tabs a[href$='/runs']")
    page.wait_for_url("**/runs")
    visit.check(axe)
    visit.fill(hours="60", replications="3", seed="4", watch_from="20")
    page.click("form[action$='/runs'] button.ember")
    page.wait_for_url("**/runs/1", timeout=180_000)  # the job is done, and leads there
    assert page.locator("svg.stack").count() == 8
    assert "±" in page.inner_text(".answer")
    visit.check(axe)
    page.click("a[href$='/runs/1/watch']")
    page.wait_for_url("**/watch")
    watches(page, korean=language == "ko", wide=width == WIDE)
    visit.check(axe)


def watches(page: Page, *, korean: bool, wide: bool) -> None:
    """The slider, the keys and the buttons show the line at other moments, as the page's own table tells them."""
    page.wait_for_selector("#play-button:visible")
    slider, clock = page.locator("#play-time"), page.locator("#play-clock")
    begun = clock.inner_text()
    assert ("월 20:00:00 (20.00시간째)" if korean else "Mon 20:00:00 (hour 20.00)") == begun
    assert waiting(page) == shown(page, wide=wide)
    box = slider.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 9, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    assert clock.inner_text() != begun
    assert waiting(page) == shown(page, wide=wide)
    later = clock.inner_text()
    page.click("#play-on")
    after = clock.inner_text()
    assert after != later
    said = page.inner_text("#play-log li:first-child")
    assert after in said
    page.click("#play-back")
    page.locator("#play-button").focus()
    page.keyboard.press(".")
    assert clock.inner_text() == after, "the key does the same"
    assert page.inner_text("#play-log li:first-child") == said
    button = page.locator("#play-button")
    button.click()
    page.wait_for_function("was => document.getElementById('play-clock').textContent !== was", arg=after)
    button.click()
    assert waiting(page) == shown(page, wide=wide)


def waiting(page: Page) -> list[int]:
    """How many wait before each station, by the table."""
    return [int(cell) for cell in page.locator("#play-now tbody td.figure").all_inner_texts()]


def shown(page: Page, *, wide: bool) -> list[int]:
    """The same by the picture, station by station."""
    places = page.locator(f".line-{'wide' if wide else 'tall'} .places")
    assert places.first.is_visible()
    found = places.evaluate_all("all => all.map(one => [Number(one.dataset.station), one.textContent])")
    return [int(re.match(r"\d+", said)[0]) for _, said in sorted(found)]  # type: ignore[index]
