"""Meters, with a real browser: a file in, a stretch of the curve opened by dragging over it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_meters import HEAD, quarter_hours
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_file_is_taken_in_and_looked_into(
    browser: Browser, place: Served, axe: str, tmp_path: Path, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    file = tmp_path / "main.csv"
    file.write_text(HEAD + quarter_hours(range(1, 9)) + quarter_hours(range(10, 29)), encoding="utf-8")
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    user = f"meters-{language}@hanbit.example"
    visit.fill(workspace="한빛볼트", name="김하나", email=user, password="용광로 옆 푸른 자전거")
    visit.press("등록하고 시작하기" if korean else "Register and start")
    visit.press("계측" if korean else "Meters")
    visit.check(axe)
    visit.page.set_input_files("#file", file)
    visit.press("살펴보기" if korean else "Look at it")
    visit.check(axe)
    visit.press("불러오기" if korean else "Take it in")
    visit.check(axe)
    assert "2,592" in visit.page.inner_text("[role=status]")
    box = visit.page.locator("svg.curve").bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 60)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 60)
    visit.page.mouse.up()
    visit.page.wait_for_url("**/meters/main?from=2026-01-*&to=2026-01-*")
    visit.check(axe)
