"""A report on its whole way with real browsers: drafted by one, frozen by another, seen by importer and verifier."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit

from pulmu.services.accounts import one_time_code

PASSWORD = "용광로 옆 푸른 자전거"
_VERSION = re.compile(r"/reports/[0-9a-f]{32}/[0-9]+$")


def sign_up(visit: Visit, email: str) -> str:
    """Found a company; where its pages begin."""
    visit.go("/signup")
    visit.fill(workspace="한빛볼트", name="김하나", email=email, password=PASSWORD)
    visit.page.click("main form button[type=submit]")
    visit.page.wait_for_url("**/w/*")
    return visit.page.url.removeprefix(visit.base)


def set_up_app(visit: Visit) -> None:
    """Set up the app for one-time codes, and give one."""
    visit.go("/account/app")
    secret = visit.page.inner_text("main ol code")
    code = one_time_code.code_of(secret, one_time_code.step_of(datetime.now(UTC)))
    visit.page.fill("[name=code]", code)
    visit.page.click("main form button[type=submit]")
    visit.page.wait_for_selector("ul.panel code")


def invite(host: Visit, company: str, guest: Visit, email: str, role: str, **more: str) -> None:
    """Invite somebody, who comes in by the address that is shown once."""
    host.go(f"{company}/members")
    host.page.fill("[name=email]", email)
    host.page.check(f"#role-{role}")
    for name, value in more.items():
        host.page.check(f"[name={name}]") if value == "on" else host.page.fill(f"[name={name}]", value)
    host.page.click("form[action$='/members/invite'] button[type=submit]")
    address = host.page.input_value("#made")
    guest.page.goto(address)
    guest.fill(name=email.partition("@")[0], email=email, password=PASSWORD)
    guest.page.click("main form button[type=submit]")
    guest.page.wait_for_load_state()
    set_up_app(guest)


def draft(visit: Visit, company: str) -> str:
    """Copy the sample and have a draft computed; where the draft is."""
    visit.go(f"{company}/plants")
    visit.page.click("form[action$='/plants/sample'] button[type=submit]")
    visit.page.wait_for_url("**/plants/*")
    visit.go(f"{company}/reports/new")
    visit.page.select_option("[name=scenario]", "last_published_price")
    visit.page.click("form[action$='/reports'] button[type=submit]")
    visit.page.wait_for_url(_VERSION, timeout=60_000)  # a worker of its own computes it; the page follows
    return visit.page.url.removeprefix(visit.base).partition("?")[0]


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_report_is_drafted_frozen_by_another_and_seen_by_who_may(
    browser: Browser, place: Served, axe: str, language: str, width: int, dark: bool
) -> None:
    def window() -> Visit:
        return Visit.begin(browser, place.base, language=language, width=width, dark=dark)

    who = f"{language}@hanbit.example"
    preparer, approver, importer, verifier = (window() for _ in range(4))
    company = sign_up(preparer, f"kim-{who}")
    set_up_app(preparer)
    report = draft(preparer, company)
    assert report.endswith("/1"), report
    preparer.check(axe)
    preparer.page.click("form[action$='/submit'] button[type=submit]")
    preparer.page.wait_for_load_state()
    assert preparer.page.query_selector("form[action$='/approve']") is None, "nobody approves what they prepared"

    invite(preparer, company, approver, f"lee-{who}", "approver")
    approver.go(report)
    approver.check(axe)
    approver.page.on("dialog", lambda asked: asked.accept())
    approver.page.click("form[action$='/approve'] button[type=submit]")
    approver.page.wait_for_load_state()
    assert approver.page.query_selector("form[action$='/approve']") is None
    approver.page.fill("form[action$='/download'] [name=reason]", "for the verifier")
    with approver.page.expect_download() as taken:
        approver.page.click("form[action$='/download'] button[value='report.json']")
    kept = json.loads(taken.value.path().read_text(encoding="utf-8"))
    assert kept["sha256"] == approver.page.inner_text("code.hash")
    approver.go(f"{report}/share")
    approver.check(axe)
    approver.page.fill("[name=audience]", "Importer GmbH")
    approver.page.fill("[name=days]", "30")
    approver.page.click("form[action$='/share'] button[type=submit]")
    link = approver.page.input_value("#made")

    importer.page.goto(link)
    importer.check(axe)
    seen = importer.page.inner_text("body")
    assert "73181588" in seen
    assert "5,690" not in seen, "how much was made is a secret"
    foreign = importer.page.goto(place.base + report)
    assert foreign is not None
    assert "/login" in importer.page.url

    number = report.split("/")[-2]
    ends = (date.today() + timedelta(days=30)).isoformat()
    invite(preparer, company, verifier, f"vera-{who}", "verifier", end=ends, **{f"report_{number}": "on"})
    verifier.go(report)
    verifier.check(axe)
    verifier.page.fill("form[action*='comment'] [name=text]", "Where is the meter certificate?")
    verifier.page.click("form[action*='comment'] button[type=submit]")
    verifier.page.wait_for_load_state()
    preparer.go(report)
    assert "Where is the meter certificate?" in preparer.page.inner_text("main")
    for path in ("", "/reports", "/members", "/audit", "/duties", "/plants"):
        preparer.go(company + path)
        preparer.check(axe)
