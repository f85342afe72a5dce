"""Somebody plans the sample's jobs, drags one in the chart, and has the rest planned anew, with a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit, looked


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A place with a process that does what takes long."""
    served = Served(tmp_path_factory.mktemp("place") / "data", "--no-limits", "--workers", "1")
    yield served
    assert served.stop()[0] == 0


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_jobs_become_a_plan_and_one_is_put_elsewhere(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.page.set_default_timeout(120_000)
    home = visit.register(f"jobs-{language}@hanbit.example", korean=korean)
    visit.page.goto(f"{home}/schedules")
    looked(visit, axe, f"schedules-empty-{language}")
    visit.press("체결부품 공장의 보기로 시작" if korean else "Begin with the sample of fasteners")
    visit.page.wait_for_url("**/schedules/*")
    visit.page.fill("#seconds", "2")
    looked(visit, axe, f"schedules-form-{language}")
    visit.page.locator("form[method=post] button.ember").click()
    visit.page.wait_for_url("**/schedules/*/1")
    looked(visit, axe, f"schedule-{language}")
    bar = visit.page.locator("g.bar[data-operation]").last
    key, machine = bar.get_attribute("data-operation"), bar.get_attribute("data-machine")
    start = (bar.locator("title").text_content() or "").split(" · ")[2].partition(" - ")[0]
    if korean:  # by mouse, and back to where it surely may stand
        box = bar.bounding_box()
        assert box is not None
        visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        visit.page.mouse.down()
        visit.page.mouse.move(box["x"] + box["width"] / 2 + 30, box["y"] + box["height"] / 2, steps=4)
        visit.page.mouse.up()
        assert visit.page.input_value("#move_1_start") > start
    else:  # by the form alone
        visit.page.select_option("#move_1_operation", key)
        visit.page.select_option("#move_1_machine", machine)
    visit.page.fill("#move_1_start", start)
    assert visit.page.input_value("#move_1_operation") == key
    assert visit.page.input_value("#move_1_machine") == machine
    looked(visit, axe, f"schedule-put-{language}")
    visit.page.locator("form[data-moves] button.ember").click()
    visit.page.wait_for_url("**/schedules/*/2")
    assert visit.page.locator("#moved").count() == 1
    looked(visit, axe, f"schedule-again-{language}")
