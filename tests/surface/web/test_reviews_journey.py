"""An officer has reviewers assigned and opens their scores; a reviewer seals points and steps back: real browsers."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import PASSWORD, invite, set_up_app
from tests.surface.web.visit import PHONE, WIDE, Visit

CALL = """
pulmu: call/1
id: last_round
programme: ai_voucher
year: 2026
name_ko: 지난 공고
name_en: Last call
opens: 2020-10-01
closes: 2020-10-20
criteria:
  - {id: plan, name_ko: 활용 계획, name_en: Plan of use, most: 60, step: 0.5}
  - {id: team, name_ko: 수행 역량, name_en: Team, most: 40}
reviewing: {per_application: 2, calibration: additive, seal_by: 2099-12-28}
choosing: {ties: [{by: plan}, {by: lot}], lot_seed: the index of the day}
"""
FIRMS = "기업명,사업자등록번호,과제명,신청금액\n" + "\n".join(
    f"{name},{number},{title},100000000"
    for name, number, title in (("대림금속", "222-22-22222", "압출 검사"), ("누리압출", "333-33-33333", "에너지 절감"),
                                ("오름정밀", "444-44-44444", "예지보전"))
)  # fmt: skip
POINTS = {"yoon": ("55", "35"), "han": ("38.5", "21"), "seo": ("47", "30")}


def founded(visit: Visit, korean: bool, who: str) -> str:
    """An agency with a call that is closed and has applications on paper; where its pages begin."""
    visit.go("/signup")
    visit.page.select_option("#kind", "agency")
    visit.fill(workspace="지원기관", name="임하나", email=f"lim-{who}", password=PASSWORD)
    visit.press("등록하고 시작하기" if korean else "Register and start")
    visit.page.wait_for_url("**/w/*")
    home = visit.page.url.removeprefix(visit.base)
    set_up_app(visit)
    return home


def with_call(visit: Visit, home: str, folder: Path) -> str:
    """Publish the call, take in applications, begin reviewing; where the pages of the review begin."""
    call, table = folder / "call.yaml", folder / "firms.csv"
    call.write_text(CALL, encoding="utf-8")
    table.write_text(FIRMS, encoding="utf-8")
    visit.go(f"{home}/calls")
    visit.page.set_input_files("form[action$='/calls/upload'] input[type=file]", call)
    visit.page.click("form[action$='/calls/upload'] button[type=submit]")
    visit.page.wait_for_url("**/last_round?saved=1")
    visit.go(f"{home}/calls/last_round/publish")
    visit.page.click("main form[action$='/publish'] button[type=submit]")
    visit.page.wait_for_url("**/last_round?done=published")
    visit.go(f"{home}/calls/last_round/applications")
    visit.page.set_input_files("#file", table)
    visit.page.click("form[enctype] button[type=submit]")
    visit.page.wait_for_load_state()
    visit.go(f"{home}/calls/last_round")
    visit.page.click("form[action$='/stage'] button[type=submit]")
    visit.page.wait_for_url("**/last_round?done=stage")
    return f"{home}/calls/last_round/reviews"


def with_pool(officer: Visit, axe: str, reviews: str, folder: Path, who: str) -> None:
    """Upload the reviewers, clear a gap, and look at the form of one."""
    officer.go(reviews)
    officer.check(axe)
    officer.page.click("main a.ember")
    officer.page.wait_for_url("**/reviews/pool")
    pool = folder / "pool.csv"
    rows = [
        f"yoon-{who},윤슬기,가람대학교,압출,없음",
        f"han-{who},한지우,정직컨설팅,경영,",
        f"seo-{who},서라온,푸른연구원,에너지,대림금속 ~ 2020-03-01",
        "late@elsewhere.example,강서진,,,없음",
    ]
    pool.write_text("평가위원,이름,소속,분야,경력\n" + "\n".join(rows), encoding="utf-8")
    officer.page.set_input_files("#file", pool)
    officer.page.click("form[enctype] button[type=submit]")
    officer.page.wait_for_url("**/pool?done=saved")
    officer.check(axe)
    officer.page.locator("#conflicts ~ table summary").first.click()
    officer.page.locator("#conflicts ~ table input[name=why]").first.fill("경력증명서를 보았습니다")
    officer.page.locator("#conflicts ~ table input[name=every]").first.check()
    officer.page.locator("form[action$='/clear'] button").first.click()
    officer.page.wait_for_url("**/pool?done=cleared")
    officer.page.locator("table a[href*='edit=']").first.click()
    officer.page.wait_for_load_state()
    officer.check(axe)


def judge_all(visit: Visit, axe: str, home: str, plan: str, team: str) -> None:
    """Seal points for everything that is left."""
    visit.go(f"{home}/reviews")
    visit.check(axe)
    while visit.page.locator("table .tag.warning").count():
        visit.page.locator("tr:has(.tag.warning) a").first.click()
        visit.page.wait_for_load_state()
        visit.check(axe)
        visit.page.fill("[name='points/plan']", plan)
        visit.page.fill("[name='points/team']", team)
        visit.page.fill("[name=remark]", "계획이 뚜렷합니다")
        visit.page.locator("main form button.ember").click()
        visit.page.wait_for_url("**/look")
        visit.check(axe)
        visit.page.click("button[value=seal]")
        visit.page.wait_for_url("**/reviews?done=sealed")
    visit.check(axe)


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_reviewers_are_assigned_seal_their_points_and_scores_are_opened(
    browser: Browser, place: Served, axe: str, tmp_path: Path, language: str, width: int, dark: bool
) -> None:
    def window() -> Visit:
        return Visit.begin(browser, place.base, language=language, width=width, dark=dark)

    korean, who = language == "ko", f"reviews-{language}@agency.example"
    officer = window()
    home = founded(officer, korean, who)
    reviews = with_call(officer, home, tmp_path)
    judges = {name: window() for name in POINTS}
    for name, visit in judges.items():
        invite(officer, home, visit, f"{name}-{who}", "reviewer")

    with_pool(officer, axe, reviews, tmp_path, who)
    officer.go(reviews)
    officer.page.click("form[action$='/propose'] button")
    officer.page.wait_for_url("**/reviews?done=proposed")
    officer.check(axe)
    officer.page.click("form[action$='/assign-proposed'] button")
    officer.page.wait_for_url("**/reviews?done=assigned")
    officer.check(axe)

    for name, visit in judges.items():
        judge_all(visit, axe, home, *POINTS[name])

    officer.go(reviews)
    officer.check(axe)
    assert "38.5" not in officer.page.inner_text("main"), "no point is seen before they are opened"
    officer.page.click("form[action$='/open'] button")
    officer.page.wait_for_url("**/reviews/scores")
    officer.check(axe)
    assert "59.5" in officer.page.inner_text("main")
    with officer.page.expect_download() as taken:
        officer.page.click("a[href$='file.csv']")
    assert "38.5" in taken.value.path().read_text(encoding="utf-8")
    judges["han"].go(f"{home}/reviews")
    judges["han"].page.locator("table a").first.click()
    judges["han"].page.wait_for_load_state()
    judges["han"].check(axe)
