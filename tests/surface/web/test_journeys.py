"""Journeys through a place with a real browser."""

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit

PUBLIC = ("/", "/samples/fasteners/carbon", "/samples/extrusions/carbon", "/login", "/signup", "/nothing")


def pages_of_sample(visit: Visit) -> list[str]:
    """Pages that the carbon page of a sample leads to; of the many figures two."""
    visit.go("/samples/fasteners/carbon")
    links = visit.page.eval_on_selector_all(
        "main a[href^='/samples/']", "all => all.map(one => one.getAttribute('href'))"
    )
    whole = sorted({link for link in links if ".csv" not in link and "#" not in link})
    figures = [link for link in whole if "/figures/" in link]
    return [link for link in whole if "/figures/" not in link] + figures[:2]


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_sample_is_looked_at_without_an_account(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    for path in PUBLIC:
        visit.go(path)
        if path == "/nothing":
            visit.faults.clear()  # the browser tells the 404 it was given
        visit.check(axe)
    visit.go("/")
    visit.press("볼트 공장" if language == "ko" else "Fastener plant")
    assert visit.heading == (
        "이 제품들의 탄소비용은 얼마인가?" if language == "ko" else "What do these goods cost in carbon?"
    )
    assert "440,561.17" in visit.page.inner_text("main")


def test_the_language_is_changed_on_the_page_one_is_on(browser: Browser, place: Served) -> None:
    visit = Visit.begin(browser, place.base)
    visit.go("/samples/extrusions/carbon?scenario=last_published_price")
    visit.press("English")
    assert visit.page.url.endswith("/samples/extrusions/carbon?scenario=last_published_price")
    assert visit.heading == "What do these goods cost in carbon?"


def test_the_page_is_walked_through_by_keyboard(browser: Browser, place: Served) -> None:
    visit = Visit.begin(browser, place.base)
    visit.go("/")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "main"


def test_somebody_signs_up_sets_up_the_app_and_comes_back(browser: Browser, place: Served, axe: str) -> None:
    visit = Visit.begin(browser, place.base)
    visit.go("/signup")
    visit.fill(workspace="한빛볼트", name="김하나", email="kim@hanbit.example", password="용광로 옆 푸른 자전거")
    visit.press("등록하고 시작하기")
    assert visit.heading == "지금 할 일은 무엇인가?"
    visit.check(axe)
    visit.go("/account/app")
    visit.check(axe)
    assert visit.page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 0")
