"""The calendar of duties and the overview in the browser."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, heading, said

from pulmu.web.calendar_file import CalendarDay, calendar_file


@pytest.fixture
def company(town: Town) -> Company:
    return founded(town)


def test_the_next_duty_is_said_in_one_sentence(company: Company) -> None:
    page = company.open("preparer", "/duties")
    assert heading(page) == "다음에 해야 할 일은 무엇인가?"
    assert "2027. 9. 30. (239일 남음)" in said(page)
    assert "수입자가 2026년 수입분을 신고하고 인증서를 제출합니다." in page
    assert "본문 확인" in page
    assert "2027. 9. 30. (239일 남음)" in said(company.open("preparer", ""))


def test_a_month_shows_its_days(company: Company) -> None:
    page = company.open("preparer", "/duties?month=2027-12")
    assert "2027년 12월" in page
    assert "늦어도 이날까지 기본값이 개정됩니다." in page
    assert 'href="?month=2028-01#month"' in page
    assert company.open("preparer", "/duties?month=2027-13", status=422)


def test_the_calendar_holds_what_is_left_in_the_readers_language(company: Company) -> None:
    visitor = company.people["preparer"].client
    answer = visitor.get(company.address("/duties/calendar.ics"))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    unfolded = answer.content.decode().replace("\r\n ", "")
    assert "안산공장 2026년 보고서를 확정합니다." in unfolded
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == len(set(re.findall("UID:.*", unfolded)))
    company.freeze()
    assert "보고서를 확정합니다." not in visitor.get(company.address("/duties/calendar.ics")).content.decode().replace(
        "\r\n ", ""
    )


def test_a_verifier_has_reports_with_their_evidence_and_no_duties(company: Company) -> None:
    company.open("verifier", "/duties", status=403)
    page = company.open("verifier", "")
    nouns = re.findall(r'<li><a href="([^"]+)"', page.partition('class="nouns"')[2].partition("</nav>")[0])
    assert nouns == [company.address(""), company.address("/evidence"), company.address("/reports")]
    assert "사업장" not in said(page), "they see reports, and nothing else of the company"


def test_the_overview_leads_each_to_what_waits_for_them(company: Company) -> None:
    company.send("preparer", f"/reports/{company.report}/1/submit")
    where = company.address(f"/reports/{company.report}/1")
    assert f'class="button ember" href="{where}"' in company.open("approver", "")
    assert where not in company.open("preparer", "")
    company.send("approver", f"/reports/{company.report}/1/return", reason="다시 보세요")
    page = company.open("preparer", "")
    assert "다시 보세요" in page
    for role in ("preparer", "approver", "plant_user", "verifier", "company_admin"):
        assert company.open(role, "").count("button ember") <= 1


def test_without_a_code_the_overview_asks_for_one(company: Company) -> None:
    visitor = company.town.visitor()
    visitor.client.headers["Accept-Language"] = "ko"
    visitor.client.post("/login", data={"email": "approver@example.org", "password": "용광로 옆 푸른 자전거"})
    page = visitor.client.get(company.address("")).text
    assert "먼저 일회용 코드를 적으세요" in page
    assert f"/account/code?next={company.address('')}" in page


@given(st.text(), st.text())
def test_no_text_of_a_stranger_begins_a_line_of_its_own(summary: str, key: str) -> None:
    days = [CalendarDay(key, date(2027, 9, 30), summary, summary)]
    lines = calendar_file(days, summary, datetime(2027, 2, 3, tzinfo=UTC)).split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    starts = [line.partition(b":")[0].partition(b";")[0] for line in lines if line and not line.startswith(b" ")]
    assert starts == [b"BEGIN", b"VERSION", b"PRODID", b"X-WR-CALNAME", b"BEGIN", b"UID", b"DTSTAMP", b"DTSTART",
                      b"DTEND", b"SUMMARY", b"DESCRIPTION", b"TRANSP", b"END", b"END"]  # fmt: skip
