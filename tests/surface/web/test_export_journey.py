"""Who administers takes everything along with a real browser, and opens the file without Pulmu."""

import json
import zipfile

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import set_up_app, sign_up
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_everything_is_taken_along(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    company = sign_up(visit, f"export-{language}@hanbit.example")
    set_up_app(visit)
    visit.go(f"{company}/plants")
    visit.page.click("form[action$='/plants/sample'] button[type=submit]")
    visit.page.wait_for_url("**/plants/*")
    visit.go(f"{company}/members")
    visit.check(axe)
    visit.page.click(f"main a[href='{company}/export']")
    visit.check(axe)
    visit.fill(reason="회사를 옮김")
    visit.page.click("main form button.ember")
    visit.page.wait_for_selector("main td form button", timeout=60_000)  # the job is done, and its file may be taken
    visit.check(axe)
    with visit.page.expect_download() as waiting:
        visit.page.click("main td form button")
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert archive.testzip() is None
        listed = {item["path"] for item in json.loads(archive.read("manifest.json"))["files"]}
        assert listed | {"manifest.json"} == set(archive.namelist())
        assert any(path.startswith("plants/") and path.endswith("plant.yaml") for path in listed)
    assert waiting.value.suggested_filename.startswith("pulmu-")
