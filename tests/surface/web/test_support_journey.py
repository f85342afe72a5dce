"""From nothing told to the programmes of a firm, by questions alone, with a real browser."""

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit

AMOUNTS = {"sales_1_krw": "41,200,000,000", "sales_2_krw": "39,800,000,000", "sales_3_krw": "36,500,000,000",
           "total_assets_krw": "38,600,000,000"}  # fmt: skip
CHOICES = {"division": "25", "body": "company", "left_sme_because": "never"}
FLAGS = {"disclosure_group": "no", "cross_shareholding_group": "no", "finance_or_insurance": "no",
         "owners_known": "yes", "relatives_known": "yes", "general_holding_company": "no", "in_business": "yes",
         "insolvent_or_closed": "no", "tax_arrears": "no", "ets_allocated": "no", "cbam_goods": "yes"}  # fmt: skip


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_firm_comes_from_nothing_to_its_programmes(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    visit.fill(
        workspace="한빛체결", name="김하나", email=f"firm-{language}@hanbit.example", password="용광로 옆 푸른 자전거"
    )
    visit.press("등록하고 시작하기" if korean else "Register and start")
    visit.press("지원사업 찾기" if korean else "Find programmes")
    visit.check(axe)
    page = visit.page
    assert ("23건이 모두 미정" if korean else "all 23 programmes are still to be settled") in page.inner_text("main")
    for _ in range(10):
        if not answer_what_is_asked(visit):
            break
        visit.press("답 저장" if korean else "Save answers")
    visit.check(axe)
    said = page.inner_text("main")
    assert ("중기업" if korean else "medium enterprise") in said
    assert page.locator("li.chance.yes").count() > 0
    assert page.locator("svg.limit-bar").count() > 0
    for fold in page.locator("details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    visit.check(axe)
    page.locator("#cost-project\\.cost_krw").fill("400,000,000")
    visit.press("자부담 보기" if korean else "Show own share")
    assert ("자부담" if korean else "own share") in page.locator("li.chance.yes").first.inner_text()
    visit.press("지난 판" if korean else "Earlier versions")
    visit.check(axe)


def answer_what_is_asked(visit: Visit) -> bool:
    """Answer the questions that are shown, those nobody here knows with "I do not know"; whether any was new."""
    page, did = visit.page, False
    for box in page.locator("fieldset.firm-question").all():
        if not box.is_visible():
            continue
        for name, value in AMOUNTS.items():
            field = box.locator(f'input[name="{name}"]')
            if field.count() and not field.input_value():
                field.fill(value)
                did = True
        for name, value in CHOICES.items():
            field = box.locator(f'select[name="{name}"]')
            if field.count() and not field.input_value():
                field.select_option(value)
                did = True
        for name, value in FLAGS.items():
            field = box.locator(f'input[name="{name}"][value="{value}"]')
            if field.count() and not field.is_checked():
                field.check()
                did = True
        known = {*AMOUNTS, *CHOICES, *FLAGS, "founded_on", "left_sme_on", "closed_on"}
        if box.locator('input[name="founded_on"]').count():
            box.locator('input[name="founded_on"]').fill("2004-03-15")
            did = True
        names = {field.get_attribute("name") or "" for field in box.locator("input, select").all()}
        if not {name.partition(":")[0] for name in names} & known:
            did = say_not_known(visit, box) or did
    return did


def say_not_known(visit: Visit, box: object) -> bool:
    """Choose "I do not know"; whether it was not chosen yet."""
    del visit
    ticks = box.locator('input[type=radio][value="unknown"], input[type=checkbox][name$=":unknown"]')  # type: ignore[attr-defined]
    if ticks.count():
        if ticks.first.is_checked():
            return False
        ticks.first.check()
        return True
    choice = box.locator("select").first  # type: ignore[attr-defined]
    if choice.input_value() == "unknown":
        return False
    choice.select_option("unknown")
    return True
