"""A bill with a real browser: kept, named beside the gas, found again under a figure, and taken away."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import sign_up
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_bill_is_named_and_found_under_a_figure(
    browser: Browser, place: Served, axe: str, tmp_path: Path, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    company = sign_up(visit, f"evidence-{language}@hanbit.example")
    bill, program = tmp_path / "도시가스 고지서.pdf", tmp_path / "setup.pdf"
    bill.write_bytes(b"%PDF-1.7 gas")
    program.write_bytes(b"MZ" + bytes(200))
    visit.go(f"{company}/evidence")
    visit.check(axe)
    visit.page.set_input_files("#file", [program, bill])
    visit.press("올리기" if korean else "Upload")
    visit.page.wait_for_selector(".problem.error")
    visit.faults.clear()  # the browser tells the 422 it was given
    visit.check(axe)
    dropped = visit.page.evaluate_handle(
        """([text, name]) => {
          const data = new DataTransfer();
          data.items.add(new File([text], name, { type: "application/pdf" }));
          return data;
        }""",
        [bill.read_text(), bill.name],
    )
    visit.page.dispatch_event("form[data-drop]", "dragover", {"dataTransfer": dropped})
    visit.page.dispatch_event("form[data-drop]", "drop", {"dataTransfer": dropped})
    visit.page.click(f"form[action='{company}/evidence'][method=post] button[type=submit]")
    visit.page.wait_for_selector("[role=status]")
    visit.check(axe)
    visit.press(bill.name)
    visit.check(axe)
    named = visit.page.locator("#citing").input_value()

    visit.go(f"{company}/plants")
    visit.page.click("form[action$='/plants/sample'] button[type=submit]")
    visit.page.wait_for_url("**/plants/*")
    plant = visit.page.url.removeprefix(visit.base).partition("?")[0]
    visit.go(f"{plant}/edit/source_streams/0")
    visit.page.locator("[name='source_streams/0/amount/evidence']").fill(named)
    visit.page.locator("form.plant-form button.ember").click()
    visit.page.wait_for_url("**saved=*")

    visit.go(f"{plant}/carbon")
    figure = visit.page.locator("a[href*='/carbon/figures/']").first.get_attribute("href")
    assert figure
    visit.go(f"{figure}?find=고지서")
    visit.check(axe)
    visit.page.locator(".found a").first.click()
    visit.page.locator(".proof a").first.wait_for()
    visit.check(axe)
    visit.press(("증빙: " if korean else "Evidence: ") + bill.name)
    assert bill.name in visit.heading
    visit.fill(reason="journey")
    with visit.page.expect_download() as taken:
        visit.page.click("form[action$='/download'] button")
    assert taken.value.suggested_filename.startswith("evidence-")
    assert Path(taken.value.path()).read_bytes() == bill.read_bytes()
    visit.check(axe)
