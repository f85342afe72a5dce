"""The page that takes everything along: for who administers, with a reason, in both languages."""

import io
import re
import zipfile

import pytest
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, heading, said
from tests.workshop import Bench


@pytest.fixture
def company(town: Town) -> Company:
    return founded(town)


def asked(company: Company) -> str:
    """Where the job of an export that was asked for is."""
    answer = company.send("company_admin", "/export", reason="회사를 옮김")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_the_admin_is_led_from_the_members_to_the_file(company: Company) -> None:
    assert f'href="{company.address("/export")}"' in company.open("company_admin", "/members")
    page = company.open("company_admin", "/export")
    assert heading(page) == "회사의 모든 자료를 어떻게 가져가는가?"
    assert "3일 동안" in said(page)
    job = asked(company)
    waiting = company.people["company_admin"].client.get(job)
    assert (waiting.status_code, "모든 자료 내보내기: 차례를 기다립니다." in said(waiting.text)) == (200, True)
    assert f'action="{job}/cancel"' in waiting.text
    assert "대기" in said(company.open("company_admin", "/export"))
    Bench(company.town.place).work_off()
    done = company.people["company_admin"].client.get(job, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, company.address("/export"))
    listed = company.open("company_admin", "/export")
    assert "회사를 옮김" in listed
    found = re.search(r'action="([^"]+/export/[0-9a-f]{32})"', listed)
    assert found
    taken = company.people["company_admin"].client.post(found[1])
    assert taken.headers["content-disposition"].startswith("attachment;")
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        assert archive.read("README.ko.md").decode().startswith("# 한빛체결")
    audit = said(company.open("company_admin", "/audit"))
    for deed in ("회사 자료 전체 내보내기를 요청함", "회사 자료 전체의 파일을 받음"):
        assert deed in audit


def test_the_page_speaks_english(company: Company) -> None:
    company.people["company_admin"].client.headers["Accept-Language"] = "en"
    assert heading(company.open("company_admin", "/export")) == "How do you take everything along?"


def test_without_a_reason_the_page_says_what_is_missing(company: Company) -> None:
    answer = company.send("company_admin", "/export", reason=" ")
    assert answer.status_code == 422
    assert 'class="problem' in answer.text or "사유" in said(answer.text)


@pytest.mark.parametrize("role", ["preparer", "approver", "plant_user", "verifier"])
def test_nobody_else_sees_it(company: Company, role: str) -> None:
    company.open(role, "/export", status=403)
    assert company.send(role, "/export", reason="x").status_code == 403
    job = asked(company).rpartition("/")[2]
    Bench(company.town.place).work_off()
    assert company.send(role, f"/export/{job}").status_code == 403
    if role == "approver":
        assert company.address("/export") not in company.open(role, "/members")


def test_a_file_that_is_gone_is_told(company: Company) -> None:
    job = asked(company).rpartition("/")[2]
    early = company.send("company_admin", f"/export/{job}")
    assert (early.status_code, "받을 파일이 없거나" in early.text) == (409, True)
