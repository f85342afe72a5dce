"""A supplier shows an offer, a firm says what it needs and finds it, with a real browser."""

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.test_four_eyes_journey import set_up_app
from tests.surface.web.visit import PHONE, WIDE, Visit


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_firm_finds_a_supplier_and_the_supplier_its_demand(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    korean = language == "ko"
    supplier, firm = (
        begin(browser, place, who, language=language, width=width, dark=dark) for who in ("supplier", "firm")
    )
    supplier.press("우리 제안" if korean else "Our offers")
    supplier.check(axe)
    supplier.fill(id="weld", title="용접 비드 머신비전", price_from_krw="5000000")
    supplier.page.fill("textarea[name=text]", "카메라로 비드의 기공을 판정합니다.")
    supplier.page.check("[name='kinds.ai']")
    supplier.page.click("details.part summary")
    supplier.check(axe)
    supplier.press("제안 저장" if korean else "Save the offer")
    supplier.check(axe)
    supplier.press("모두에게 공개" if korean else "Show to all")

    firm.press("공급기업 찾기" if korean else "Find suppliers")
    firm.check(axe)
    firm.fill(id="beads", budget_krw="9,000,000")
    firm.page.fill("textarea[name=text]", "visual inspection of weld seams")
    firm.press("저장하고 찾기" if korean else "Save and search")
    firm.check(axe)
    found = firm.page.inner_text("main")
    assert "용접 비드 머신비전" in found
    assert ("둘 다 '머신비전'" if korean else "both call: machine vision") in found
    firm.press("모두에게 공개" if korean else "Show to all")
    firm.check(axe)

    supplier.page.reload()
    supplier.check(axe)
    assert "visual inspection of weld seams" in supplier.page.inner_text("main")


def begin(browser: Browser, place: Served, who: str, *, language: str, width: int, dark: bool) -> Visit:
    """Somebody new with a company of their own."""
    visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    email = f"{who}-{language}@market.example"
    visit.fill(workspace=f"{who} {language}", name="김하나", email=email, password="용광로 옆 푸른 자전거")
    visit.press("등록하고 시작하기" if language == "ko" else "Register and start")
    company = visit.page.url
    set_up_app(visit)  # to show to all takes a one-time code
    visit.page.goto(company)
    return visit
