"""Somebody takes in an administration shell and hands one out, with a real browser."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.shells import as_json, element, environment, prop, submodel
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit, looked


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_shells_come_in_and_go_out(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool, tmp_path: Path
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    email = f"shells-{language}@hanbit.example"
    visit.fill(workspace="한빛체결", name="임하나", email=email, password="용광로 옆 푸른 자전거")
    visit.press("등록하고 시작하기" if korean else "Register and start")
    visit.page.wait_for_url("**/w/*")
    home = visit.page.url
    visit.page.goto(f"{home}/plants")
    visit.page.select_option("#sample", "fasteners")
    visit.press("복사하기" if korean else "Copy")
    visit.page.wait_for_url("**/plants/*")

    visit.page.goto(f"{home}/shells")
    looked(visit, axe, f"shells-empty-{language}")
    file = tmp_path / "press shop.json"
    file.write_bytes(b"{")
    visit.page.set_input_files("#file", file)
    visit.press("받아들이기" if korean else "Take it in")
    assert visit.page.get_by_text("아무것도 보관하지 않았습니다" if korean else "Nothing of it was kept").count() == 1
    visit.faults.clear()  # the browser tells that the answer is 422
    looked(visit, axe, f"shells-refused-{language}")

    file.write_bytes(as_json(environment(submodel(prop("a", "0", "xs:positiveInteger"), element("Hologram", "h")))))
    visit.page.set_input_files("#file", file)
    visit.press("받아들이기" if korean else "Take it in")
    visit.page.wait_for_url("**/shells/press_shop?saved=1")
    looked(visit, axe, f"shells-one-{language}")

    visit.page.goto(f"{home}/shells")
    visit.page.fill("#reason", "수입자 제출")
    visit.page.select_option("#ending", "json")
    with visit.page.expect_download() as taken:
        visit.press("파일 만들기" if korean else "Make the file")
    tree = json.loads(Path(taken.value.path()).read_bytes())
    assert {item["idShort"] for item in tree["submodels"]} == {"Nameplate"}
    looked(visit, axe, f"shells-list-{language}")
