"""Somebody sends a meter's file and reads tomorrow's load, with a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.services.forecasts.made import load_file
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit, looked


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A place with a process that does jobs."""
    served = Served(tmp_path_factory.mktemp("place") / "data", "--no-limits", "--workers", "1")
    yield served
    assert served.stop()[0] == 0


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_file_becomes_a_forecast(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool, tmp_path: Path
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.page.set_default_timeout(60_000)
    home = visit.register(f"load-{language}@hanbit.example", korean=korean)
    visit.page.goto(f"{home}/forecasts")
    looked(visit, axe, f"forecasts-empty-{language}")
    file = tmp_path / "em_main.csv"
    file.write_bytes(load_file(21))
    visit.send_readings(file)
    visit.press("이 계량기의 부하 예측" if korean else "Load forecast of this meter")
    visit.page.wait_for_url("**/forecasts?meter=em_main")
    looked(visit, axe, f"forecasts-form-{language}")
    visit.page.locator("form[action$='/forecasts'] button.ember").click()
    visit.page.wait_for_url("**/forecasts/em_main/1")
    looked(visit, axe, f"forecast-{language}")
    visit.page.locator("details.hours summary").press("Enter")
    assert visit.page.locator("details.hours[open] tbody tr").count() == 24
    looked(visit, axe, f"forecast-hours-{language}")
