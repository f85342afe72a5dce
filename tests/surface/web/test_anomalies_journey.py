"""Somebody sends a meter's file and looks for alarms and marks one, with a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.services.anomalies.made import leak_file
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit, looked


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A place with a process that does jobs."""
    served = Served(tmp_path_factory.mktemp("place") / "data", "--no-limits", "--workers", "1")
    yield served
    assert served.stop()[0] == 0


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_file_becomes_alarms_and_one_is_marked(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool, tmp_path: Path
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.page.set_default_timeout(60_000)
    home = visit.register(f"alarm-{language}@hanbit.example", korean=korean)
    visit.page.goto(f"{home}/anomalies")
    looked(visit, axe, f"anomalies-empty-{language}")
    file = tmp_path / "em_main.csv"
    file.write_bytes(leak_file())
    visit.send_readings(file)
    visit.press("이 계량기의 이상 경보" if korean else "Alarms of this meter")
    visit.page.wait_for_url("**/anomalies?meter=em_main")
    visit.page.fill("#rates_of", "2026-06-01")
    looked(visit, axe, f"anomalies-form-{language}")
    visit.page.locator("form[action$='/anomalies'] button.ember").click()
    visit.page.wait_for_url("**/anomalies/em_main/1")
    looked(visit, axe, f"anomalies-{language}")
    row = visit.page.locator("table.alarms tbody tr").first
    row.locator("button[value=false]").click()
    visit.page.wait_for_url("**#alarm-*")
    row = visit.page.locator("table.alarms tbody tr").first
    assert ("거짓 경보" if korean else "false alarm") in row.inner_text()
    assert "임하나" in row.inner_text()
    row.locator("th a").click()
    visit.page.wait_for_url("**#curve")
    looked(visit, axe, f"anomalies-marked-{language}")
    visit.page.goto(f"{home}/anomalies")
    looked(visit, axe, f"anomalies-list-{language}")
