"""The two worked calls, from their rules to letters, in real browsers: an AI voucher and innovation awards.

The calls are those that come with Pulmu, their days moved back so that they are closed; applications, reviewers and
letters go through the pages as an officer and reviewers use them.
"""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import invite
from tests.surface.web.test_reviews_journey import founded
from tests.surface.web.visit import PHONE, WIDE, Visit

SAMPLES = files("pulmu.adapters.samples") / "calls"
JUDGES = {"yoon": "윤슬기,가람대학교,ai", "han": "한지우,정직컨설팅,business", "seo": "서라온,푸른연구원,ai"}


@dataclass(frozen=True)
class Worked:
    """A call that comes with Pulmu, and some who apply.

    Parameters
    ----------
    edits : What of its file is written otherwise here.
    table : Applications as an officer takes them in.
    points : Of each reviewer, by criterion, the same for everybody but for the last who applied.
    chosen, letter : What the page of the selection and a letter say, in Korean and in English.
    """

    file: str
    edits: Mapping[str, str]
    table: str
    points: Mapping[str, tuple[str, ...]]
    criteria: tuple[str, ...]
    chosen: tuple[str, str]
    letter: tuple[str, str]

    @property
    def name(self) -> str:
        """Its id."""
        return self.file.removesuffix(".yaml")

    def text(self) -> str:
        """Its file as it is uploaded."""
        found = (SAMPLES / self.file).read_text(encoding="utf-8")
        for old, new in self.edits.items():
            assert old in found, old
            found = found.replace(old, new)
        return found


VOUCHER = Worked(
    file="ai_voucher_round.yaml",
    edits={
        "opens: 2026-12-01": "opens: 2026-02-02",
        "closes: 2026-12-18": "closes: 2026-02-20",
        "assessed_on: 2026-12-18": "assessed_on: 2026-02-20",
        "places: 14": "places: 2",
        "  former_colleague_years: 3\n": "",
    },
    table="접수번호,기업명,기업규모,시·도,대표자 나이,신청금액,공급기업 풀 등록,영업 중\n"
    "AIV-001,보람정밀,중기업,인천,41,103000000,ai,예\n"
    "AIV-002,온새금속,중기업,충남,38,123000000,ai,예\n"
    "AIV-003,한결압연,중기업,경남,55,98000000,ai,예\n",
    points={"yoon": ("26", "35", "25"), "han": ("24", "33", "26"), "seo": ("27", "36", "24")},
    criteria=("need", "plan", "effect"),
    chosen=("신청 3건 가운데 2건이 선정", "2 of 3 applications"),
    letter=("선정", "selected"),
)
AWARDS = Worked(
    file="innovation_awards_round.yaml",
    edits={
        "opens: 2026-12-01": "opens: 2026-02-02",
        "closes: 2026-12-11": "closes: 2026-02-13",
        "per_application: 5": "per_application: 3",
        "places: 230": "places: 3",
        "places: 2, grade: order": "places: 1, grade: order",
    },
    table="접수번호,기업명,후보자,포상이력\n"
    "IA-001,보람정밀,박도윤,없음\n"
    "IA-002,온새금속,임예린,없음\n"
    "IA-003,한결압연,장건우,silver_tower 2009\n",
    points={"yoon": ("36.5", "37", "18"), "han": ("37", "36.5", "18.5"), "seo": ("36", "37.5", "18")},
    criteria=("innovation", "result", "service"),
    chosen=("은탑산업훈장", "silver tower"),
    letter=("은탑산업훈장", "silver tower"),
)


def published(officer: Visit, home: str, worked: Worked, folder: Path) -> str:
    """The call uploaded, shown, its applications taken in, and closed; where its pages begin."""
    call, table = folder / worked.file, folder / "applications.csv"
    call.write_text(worked.text(), encoding="utf-8")
    table.write_text(worked.table, encoding="utf-8")
    pages = f"{home}/calls/{worked.name}"
    officer.go(f"{home}/calls")
    officer.page.set_input_files("form[action$='/calls/upload'] input[type=file]", call)
    officer.page.click("form[action$='/calls/upload'] button[type=submit]")
    officer.page.wait_for_url(f"**/{worked.name}?saved=1")
    officer.go(f"{pages}/publish")
    officer.page.click("main form[action$='/publish'] button[type=submit]")
    officer.page.wait_for_url("**?done=published")
    officer.go(f"{pages}/applications")
    officer.page.set_input_files("#file", table)
    officer.page.click("form[enctype] button[type=submit]")
    officer.page.wait_for_load_state()
    go_on(officer, pages)
    return pages


def go_on(officer: Visit, pages: str) -> None:
    """The call's next stage."""
    officer.go(pages)
    officer.page.click("form[action$='/stage'] button[type=submit]")
    officer.page.wait_for_url("**?done=stage")


def judged(officer: Visit, judges: Mapping[str, Visit], home: str, pages: str, worked: Worked, folder: Path,
           who: str) -> None:  # fmt: skip
    """Reviewers named, assigned as proposed; each seals points; then they are opened."""
    pool = folder / "pool.csv"
    rows = [f"{key}-{who},{told},없음" for key, told in JUDGES.items()]
    pool.write_text("평가위원,이름,소속,전문영역,경력\n" + "\n".join(rows), encoding="utf-8")
    officer.go(f"{pages}/reviews/pool")
    officer.page.set_input_files("#file", pool)
    officer.page.click("form[enctype] button[type=submit]")
    officer.page.wait_for_url("**/pool?done=saved")
    officer.go(f"{pages}/reviews")
    officer.page.click("form[action$='/propose'] button")
    officer.page.wait_for_url("**/reviews?done=proposed")
    officer.page.click("form[action$='/assign-proposed'] button")
    officer.page.wait_for_url("**/reviews?done=assigned")
    for key, visit in judges.items():
        seal_all(visit, home, worked, worked.points[key])
    officer.go(f"{pages}/reviews")
    officer.page.click("form[action$='/open'] button")
    officer.page.wait_for_url("**/reviews/scores")


def seal_all(visit: Visit, home: str, worked: Worked, points: tuple[str, ...]) -> None:
    """Points for everything that is left; what is judged last gets ten less for each criterion."""
    visit.go(f"{home}/reviews")
    while left := visit.page.locator("table .tag.warning").count():
        visit.page.locator("tr:has(.tag.warning) a").first.click()
        visit.page.wait_for_load_state()
        for key, value in zip(worked.criteria, points, strict=True):
            if visit.page.locator(f"[name='points/{key}']").count():  # what needs another's expertise is not asked
                visit.page.fill(f"[name='points/{key}']", value if left > 1 else f"{float(value) - 10:g}")
        visit.page.locator("main form button.ember").click()
        visit.page.wait_for_url("**/look")
        visit.page.click("button[value=seal]")
        visit.page.wait_for_url("**/reviews?done=sealed")


def decided(officer: Visit, axe: str, pages: str) -> str:
    """Choose, look, decide as chosen; what the page of the selection says."""
    officer.go(f"{pages}/selection")
    officer.page.click("form[action$='/choose'] button")
    officer.page.wait_for_url("**/selection?done=chosen")
    officer.check(axe)
    chosen = officer.page.inner_text("main")
    officer.page.click("form[action$='/decide'] button")
    officer.page.wait_for_url("**/selection?done=decided")
    go_on(officer, pages)
    return chosen


def lettered(officer: Visit, axe: str, pages: str, language: str) -> str:
    """Have the letters written; the words of the first."""
    officer.go(f"{pages}/letters")
    officer.check(axe)
    officer.page.select_option("#language", language)
    officer.page.click("form[action$='/write'] button[type=submit]")
    officer.page.wait_for_url(re.compile(r"/letters\?"), timeout=120_000)  # a worker writes them; the page follows
    officer.check(axe)
    with officer.page.expect_download() as taken:
        officer.page.locator("#letters ~ table a, table a[href*='/letters/of/']").first.click()
    read = subprocess.run(["pdftotext", "-layout", str(taken.value.path()), "-"], capture_output=True, check=True)
    return read.stdout.decode()


@pytest.mark.parametrize("worked", [VOUCHER, AWARDS], ids=lambda item: item.name)
@pytest.mark.parametrize(("language", "width"), [("ko", WIDE), ("en", PHONE)])
def test_a_worked_call_goes_from_its_rules_to_letters(
    browser: Browser, place: Served, axe: str, tmp_path: Path, worked: Worked, language: str, width: int
) -> None:
    def window() -> Visit:
        return Visit.begin(browser, place.base, language=language, width=width)

    korean, who = language == "ko", f"{worked.name}-{language}@agency.example"
    officer = window()
    home = founded(officer, korean, who)
    pages = published(officer, home, worked, tmp_path)
    judges = {name: window() for name in JUDGES}
    for name, visit in judges.items():
        invite(officer, home, visit, f"{name}-{who}", "reviewer")
    judged(officer, judges, home, pages, worked, tmp_path, who)
    chosen = decided(officer, axe, pages)
    assert worked.chosen[0 if korean else 1] in chosen
    letter = lettered(officer, axe, pages, language)
    assert worked.letter[0 if korean else 1] in letter
