"""A list of deliveries with a real browser: a wrong file, a look, a confirmation, a correction with its reason."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_books import HEAD, ROWS
from tests.surface.web.test_four_eyes_journey import sign_up
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_deliveries_are_taken_in_and_corrected(
    browser: Browser, place: Served, axe: str, tmp_path: Path, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    company = sign_up(visit, f"books-{language}@hanbit.example")
    picture, good, mended = (tmp_path / name for name in ("a.xlsx", "deliveries.csv", "mended.csv"))
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    good.write_text(HEAD + ROWS, encoding="utf-8")
    mended.write_text(HEAD + ROWS.replace("12000", "11000"), encoding="utf-8")
    visit.go(f"{company}/books")
    visit.check(axe)

    def send(file: Path) -> None:
        visit.go(f"{company}/books")
        visit.page.set_input_files("#file", file)
        visit.fill(book="wire_rod")
        visit.press("살펴보기" if korean else "Look at it")

    send(picture)
    visit.page.wait_for_selector(".problem.error")
    visit.check(axe)
    send(good)
    visit.check(axe)
    visit.press("확인하고 불러오기" if korean else "Confirm and take it in")
    visit.page.wait_for_selector("[role=status]")
    assert "62,300" in visit.page.inner_text(".answer")
    visit.check(axe)
    send(mended)
    visit.page.wait_for_selector(".problem.error")
    visit.fill(reason="scale")
    visit.press("다시 살펴보기" if korean else "Look again")
    visit.check(axe)
    visit.page.locator("button.ember").click()
    visit.page.wait_for_selector("[role=status]")
    assert "61,300" in visit.page.inner_text(".answer")
    visit.check(axe)
    visit.go(f"{company}/books")
    visit.check(axe)
