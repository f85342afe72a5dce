"""Somebody sends a meter's file and reads its electricity bill, with a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.services.bills.test_gas import hours_of_gas
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit, looked

from pulmu.adapters.samples import sample_readings


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_file_becomes_a_bill(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool, tmp_path: Path
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.page.set_default_timeout(60_000)
    home = visit.register(f"bills-{language}@hanbit.example", korean=korean)
    visit.page.goto(f"{home}/bills")
    looked(visit, axe, f"bills-empty-{language}")
    file = tmp_path / "em_main.csv"
    file.write_bytes(sample_readings()["em_main.csv"])
    visit.send_readings(file)
    visit.page.goto(f"{home}/bills?meter=em_main")
    looked(visit, axe, f"bills-form-{language}")
    visit.fill(contracted_power="4000", power_factor="94")
    visit.page.locator("form[action$='/bills'] button.ember").click()
    visit.page.wait_for_url("**/bills/em_main/1")
    visit.page.locator(".waterfall summary").nth(3).press("Enter")
    assert visit.page.locator(".waterfall details[open]").count() == 1
    looked(visit, axe, f"bill-{language}")
    visit.page.goto(f"{home}/bills/em_main/1?compare=1")
    looked(visit, axe, f"bill-options-{language}")
    visit.page.goto(f"{home}/bills/em_main/1/paid")
    visit.page.fill("[name=won_basic]", "19502080")
    visit.page.fill("[name=won_to_pay]", "199240000")
    visit.page.locator("main form button.ember").click()
    visit.page.wait_for_load_state()
    looked(visit, axe, f"bill-paid-{language}")
    gas = tmp_path / "gas.csv"
    gas.write_bytes(hours_of_gas("2026-06-01", "2026-08-01"))
    visit.page.goto(f"{home}/bills")
    visit.send_readings(gas)
    visit.page.goto(f"{home}/bills")
    visit.page.locator("a[href$='/bills/gas']").click()
    visit.fill(heating_value="42.5", prices="2026-06 21.5\n2026-07 22")
    visit.page.locator("main form button.ember").click()
    visit.page.wait_for_url("**/bills/gas?*")
    visit.page.locator(".waterfall summary").first.press("Enter")
    assert "99,507,375" in visit.page.inner_text("main")
    looked(visit, axe, f"gas-{language}")
