"""An officer tries a reform on a thousandth of the nation and reads the map, with a real browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import set_up_app
from tests.surface.web.visit import PHONE, WIDE, Visit

VOUCHER = "innovation_voucher_mid_sized_manufacturers"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, national: Path) -> Iterator[Served]:
    """A place with a population."""
    data = tmp_path_factory.mktemp("place") / "data"
    shutil.copytree(national, data / "populations" / "national")
    served = Served(data, "--no-limits", "--workers", "1")
    yield served
    code, _, said = served.stop()
    assert code == 0
    assert '"level": "error"' not in said, said


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_from_the_list_to_the_map(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    visit.page.select_option("#kind", "agency")
    email = f"mapper-{language}@agency.example"
    visit.fill(workspace="지원기관", name="임하나", email=email, password="용광로 옆 푸른 자전거")
    visit.press("등록하고 시작하기" if korean else "Register and start")
    visit.page.wait_for_url("**/w/*")
    home = visit.page.url
    set_up_app(visit)
    visit.page.goto(home)
    visit.page.click("a[href$='/reforms']")
    visit.page.wait_for_url("**/reforms")
    visit.check(axe)
    visit.page.click(f"main a[href$='/reforms/{VOUCHER}']")
    visit.page.wait_for_url(f"**/{VOUCHER}")
    visit.check(axe)
    if korean:
        visit.page.check("#cliffs")
    visit.page.click("form[action$='/compute'] button.ember")
    visit.page.wait_for_url("**/effects/1", timeout=180_000)  # the job is done, and leads there
    assert ("약 3,000개 기업이 새로 신청할 수 있고" if korean else "about 3,000 firms") in visit.page.inner_text(
        ".answer"
    )
    visit.check(axe)

    assert visit.page.locator(".distribution").count() > 0 or not korean
    tiles = visit.page.locator(".tile-map .tile")
    assert tiles.count() == 17
    visit.page.locator(".tile-map .tile").first.focus()
    for _ in range(16):
        visit.page.keyboard.press("Tab")
    last = visit.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert last == ("제주특별자치도: 0 얻고 0 잃음" if korean else "Jeju: 0 gain, 0 lose")
    visit.page.click("#map details summary")
    assert visit.page.locator("#map table tbody tr").count() == 2
    visit.check(axe)
    with visit.page.expect_download() as waiting:
        visit.page.click("#map a[href$='/places.csv']")
    rows = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert any("KR-11" in row for row in rows)

    visit.page.click("form[action$='/compute'] button")  # the same question again
    visit.page.wait_for_url("**/effects/1", timeout=180_000)
    assert visit.page.locator("#kept + table tbody tr").count() == 1
