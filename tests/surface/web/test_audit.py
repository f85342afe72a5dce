"""The audit in the browser: in words, by person and deed, checked, and taken along."""

import csv
import io

import pytest
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said

from pulmu.locale import has_text
from pulmu.services.records.audit import AuditEntry
from pulmu.web.pages.audit import DEEDS, deed_key


@pytest.fixture
def company(town: Town) -> Company:
    return founded(town)


def test_what_was_done_is_said_in_words(company: Company) -> None:
    company.freeze()
    page = company.open("company_admin", "/audit")
    shown = said(page)
    assert "approver 보고서를 확정 안산공장 2026년 1판" in shown
    assert "preparer 승인을 요청 안산공장 2026년 1판" in shown
    assert company.address(f"/reports/{company.report}/1") in page
    company.people["company_admin"].client.headers["Accept-Language"] = "en"
    assert "froze a report" in company.open("company_admin", "/audit")


def test_one_persons_deeds_and_one_day(company: Company) -> None:
    company.freeze()
    boss = company.people["approver"].actor.id
    shown = company.open("company_admin", f"/audit?who={boss}")
    assert "보고서를 확정</td>" in shown
    assert "승인을 요청</td>" not in shown
    assert "찾는 기록이 없습니다" in company.open("company_admin", "/audit?day=2020-01-01")
    assert "보고서를 확정</td>" in company.open("company_admin", "/audit?action=approve_report&day=2027-02-03")
    company.open("company_admin", "/audit?day=yesterday", status=422)


def test_long_audits_are_gone_through_page_by_page(company: Company) -> None:
    for _ in range(60):
        company.open("company_admin", "/members")
    page = company.open("company_admin", "/audit")
    assert page.count("<tr>") == 51
    onward = page.partition("/audit?before=")[2].partition('"')[0]
    assert onward.isdecimal()
    assert "<tr>" in company.open("company_admin", f"/audit?before={onward}")


def test_the_chain_is_checked_at_a_press(company: Company) -> None:
    answer = company.send("company_admin", "/audit/check")
    assert "빠짐없이 이어지고 쓰인 그대로입니다" in answer.text


def test_it_is_taken_along_and_that_is_noted(company: Company) -> None:
    company.send("preparer", f"/reports/{company.report}/1/do/download", file="report.json", reason="=HYPERLINK(1)")
    taken = company.send("company_admin", "/audit/export", format="json").json()
    assert [item["number"] for item in taken["entries"]] == list(range(1, len(taken["entries"]) + 1))
    table = company.send("company_admin", "/audit/export", format="csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [row["reason"] for row in rows if row["action"] == "download_report"] == ["'=HYPERLINK(1)"]
    assert "변경 이력을 내보냄" in said(company.open("company_admin", "/audit"))


def test_who_may_look(company: Company) -> None:
    assert "/audit/export" not in company.open("approver", "/audit")
    assert company.send("approver", "/audit/export", format="csv").status_code == 403
    for role in ("preparer", "plant_user", "verifier"):
        company.open(role, "/audit", status=403)
        assert company.send(role, "/audit/check").status_code == 403


def test_every_deed_has_words_in_both_languages(company: Company) -> None:
    company.freeze()
    missing = [item for item in DEEDS if not all(has_text(f"web.deed.{item}", lang) for lang in ("ko", "en"))]
    assert missing == []
    entry = AuditEntry(at=company.town.place.at, actor="x", action="share_report", detail={"revoked": "yes"})
    assert deed_key(entry) == "web.deed.share_report_revoked"
