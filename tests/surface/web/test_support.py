"""What a firm may apply for, in the browser: from nothing to its programmes, by questions or by its file."""

import json
import re
from typing import Any

import pytest
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, heading, said

from pulmu.bootstrap.samples import sample_firm_text


@pytest.fixture
def company(town: Town) -> Company:
    return founded(town)


def upload(
    company: Company, content: bytes | str, *, name: str = "hanbit.yaml", seen: int = 0, who: str = "preparer"
) -> Any:
    """A firm's file, as somebody uploads it."""
    return company.people[who].client.post(
        company.address("/support/file"), data={"seen": str(seen)}, files={"file": (name, content)},
        follow_redirects=False,
    )  # fmt: skip


def answered(company: Company, seen: int = 0, who: str = "preparer", **answers: str) -> Any:
    """Answers of the form."""
    return company.send(who, "/support/answers", seen=str(seen), **answers)


def seen_of(page: str) -> int:
    """The version a page was made on."""
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return int(found[1])


def test_a_firm_of_which_nothing_is_told_is_asked_and_nothing_is_a_no(company: Company) -> None:
    page = company.open("preparer", "/support")
    assert heading(page) == "우리 회사는 무엇을 신청할 수 있는가?"
    assert "지원사업 23건이 모두 미정입니다" in said(page)
    assert "주된 업종은 표준산업분류의 어느 중분류입니까?" in said(page)
    assert "아직 저장한 판이 없습니다." in said(page)
    assert page.count('class="tag error"') == 0
    assert page.count('class="panel chance unknown"') == 23


def test_questions_alone_lead_to_programmes(company: Company) -> None:
    told = {
        "division": "25", "body": "company", "disclosure_group": "no", "cross_shareholding_group": "no",
        "closed_on": "2025-12-31", "sales_1_krw": "41,200,000,000", "sales_2_krw": "39,800,000,000",
        "sales_3_krw": "36,500,000,000", "total_assets_krw": "38,600,000,000", "founded_on": "2004-03-15",
        "left_sme_because": "never", "left_sme_on": "", "finance_or_insurance": "no", "owners_known": "yes",
        "relatives_known": "yes", "in_business": "yes", "insolvent_or_closed": "no", "tax_arrears": "no",
        "ets_allocated": "no", "cbam_goods": "yes", "smart_factory_level": "basic", "plan.uses:asked": "yes",
        "plan.uses:unknown": "yes", "bank_preapproval": "unknown",
    }  # fmt: skip
    for start in range(0, len(told), 6):
        page = company.open("preparer", "/support")
        chosen = dict(list(told.items())[start : start + 6])
        if "sales_2_krw" in chosen and "closed_on" not in chosen:
            chosen["closed_on"] = told["closed_on"]
        sent = answered(company, seen_of(page), **chosen)
        assert (sent.status_code, sent.headers["location"]) == (303, company.address("/support")), said(sent.text)
    page = company.open("preparer", "/support")
    assert "기업규모(2027. 2. 3. 기준): 중기업" in said(page)
    assert re.search(r"조건에 맞는 지원사업은 [1-9]\d*건입니다", said(page))
    assert "여유" in said(page)
    assert '<svg class="limit-bar"' in page
    assert "답한 항목:" in said(company.open("preparer", "/support/versions"))


def test_a_firm_in_its_first_year_is_measured_by_its_months(company: Company) -> None:
    sure = {"founded_on": "2026-12-05", "body": "company", "division": "25", "disclosure_group": "no",
            "cross_shareholding_group": "no", "finance_or_insurance": "no", "owners_known": "yes",
            "relatives_known": "yes", "left_sme_because": "never"}  # fmt: skip
    assert answered(company, **sure).status_code == 303
    page = company.open("preparer", "/support")
    assert "설립한 뒤 달마다 매출액은 얼마입니까?" in page
    assert "2027년 1월" in said(page)
    wrong = answered(company, 1, **{"monthly_sales:2027-01": "12,40"})
    assert wrong.status_code == 422
    assert 'href="#ask-monthly_sales:2027-01"' in wrong.text
    assert 'value="12,40"' in wrong.text
    assert answered(company, 1, **{"monthly_sales:2027-01": "30,000,000"}).status_code == 303
    page = company.open("preparer", "/support")
    assert 'id="told-monthly_sales:2027-01"' in page
    answered(company, 2, total_assets_krw="90,000,000")
    assert "기업규모(2027. 2. 3. 기준): 소기업" in said(company.open("preparer", "/support"))
    assert "3,000만 원" in said(company.open("preparer", "/support/versions/2"))


def test_not_known_stays_open_and_is_asked_last(company: Company) -> None:
    answered(company, division="unknown")
    page = company.open("preparer", "/support")
    titles = re.findall(r"<legend>(.*?)</legend>", page)
    assert titles[-1] == "주된 업종은 표준산업분류의 어느 중분류입니까?"
    assert "미정" in said(page)
    assert 'class="tag error"' not in page
    assert re.search(r'<option value="unknown" selected>', page)


def test_questions_stand_first_until_the_size_is_settled(company: Company) -> None:
    answered(company, listed="no")
    page = company.open("preparer", "/support")
    assert page.index('id="questions"') < page.index('id="programmes"')
    upload(company, sample_firm_text(), seen=1)
    page = company.open("preparer", "/support")
    assert page.index('id="programmes"') < page.index('id="questions"')


def test_an_answer_can_be_changed_and_taken_back(company: Company) -> None:
    answered(company, body="non_profit")
    page = company.open("preparer", "/support")
    assert "기업규모(2027. 2. 3. 기준): 판정 대상이 아님" in said(page) or "조건에 맞지 않는 사업" in said(page)
    assert 'id="told-body"' in page
    answered(company, 1, body="")
    page = company.open("preparer", "/support")
    assert 'id="told-body"' not in page
    assert 'id="ask-body"' in page


def test_what_is_no_answer_is_told_at_its_question_and_kept_as_typed(company: Company) -> None:
    answer = answered(company, body="company", closed_on="2025-12-31", sales_1_krw="12,40")
    assert answer.status_code == 422
    assert 'href="#ask-sales_1_krw"' in answer.text
    assert 'value="12,40"' in answer.text
    assert (
        re.search(r'name="body" value="company" checked', answer.text)
        or '<option value="company" selected>' in answer.text
    )
    assert "아직 저장한 판이 없습니다." in said(company.open("preparer", "/support"))


def test_an_uploaded_file_is_read_shown_and_given_back(company: Company) -> None:
    assert upload(company, sample_firm_text()).status_code == 303
    page = said(company.open("preparer", "/support"))
    assert "조건에 맞는 지원사업은" in page
    assert "여유" in page
    for ending in ("yaml", "json"):
        sent = company.people["preparer"].client.get(company.address(f"/support/file/{ending}"))
        assert sent.headers["content-disposition"].endswith(f"firm.1.{ending}")
        assert "한빛체결" in sent.text
    assert json.loads(sent.text)["companies"][0]["id"] == "hanbit"
    assert upload(company, sent.content, name="back.json", seen=1).status_code == 303
    assert said(company.open("preparer", "/support/versions")).count("hanbit.yaml") == 1


def test_a_project_of_a_cost_gives_own_share_in_won(company: Company) -> None:
    upload(company, sample_firm_text())
    page = said(company.open("preparer", "/support?cost_krw=400,000,000"))
    assert "자부담 1억 2,000만 원" in page
    refused = company.people["preparer"].client.get(company.address("/support?cost_krw=12,40"))
    assert refused.status_code == 422
    assert 'value="12,40"' in refused.text
    assert 'href="#cost-project.cost_krw"' in refused.text
    assert company.people["preparer"].client.get(company.address("/support?cost_krw=-5")).status_code == 422


def test_a_file_with_problems_is_kept_with_them_in_both_languages(company: Company) -> None:
    assert upload(company, "companies:\n  - {id: firm, body: shop, facts: {tax_arears: true}}\n").status_code == 303
    page = said(company.open("preparer", "/support"))
    assert "기업 파일에 오류가 있어 판정할 수 없습니다." in page
    assert "hanbit.yaml" in page
    assert "shop" in page
    assert "tax_arears" in page
    assert "신청" not in heading(page)
    assert answered(company, 1, listed="no").status_code == 422
    assert "오류" in said(company.open("preparer", "/support/versions/1"))
    upload(company, sample_firm_text(), seen=1)
    assert company.send("preparer", "/support/versions/1/restore", seen="2").status_code == 303
    assert "기업 파일에 오류가 있어" in said(company.open("preparer", "/support"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.yaml", b""),
        ("x.yaml", b"\xff\xfe\x00garbage"),
        ("x.yaml", b"a: &a [*a, *a]"),
        ("x.yaml", b"- " * 5000),
        ("x.json", b"[" * 100_000),
        ("x.json", b'{"companies": NaN}'),
        ("x.yaml", b"!!python/object/apply:os.system ['true']"),
        ("x.xlsx", b"PK\x03\x04nothing"),
        ("<script>alert(1)</script>.yaml", b"companies: [{id: '<script>alert(1)</script>'}]"),
        ("fact:listed", b"companies: [{id: firm, body: '<img src=x onerror=alert(1)>'}]"),
    ],
)
def test_a_hostile_file_is_told_and_breaks_nothing(company: Company, name: str, content: bytes) -> None:
    answer = upload(company, content, name=name)
    assert answer.status_code in (303, 413, 422), answer.text
    for text in (answer.text, company.open("preparer", "/support")):
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_many_companies_of_a_file_do_not_hold_up_the_page(company: Company) -> None:
    firms = "".join(f"  - {{id: c{number}}}\n" for number in range(2900))
    shares = "".join(f"  - {{holder: c{number}, company: c{number + 1}, share: 0.5}}\n" for number in range(2899))
    text = f"firm: c0\ncompanies:\n{firms}shareholdings:\n{shares}"
    assert upload(company, text).status_code in (303, 422)
    company.open("preparer", "/support")


def test_holdings_that_cannot_be_followed_are_told_and_can_be_replaced(company: Company) -> None:
    firms = "".join(f"  - {{id: c{number}}}\n" for number in range(60))
    pairs = [(one, other) for one in range(60) for other in range(60) if one != other]
    shares = "".join(f"  - {{holder: c{one}, company: c{other}, share: 0.016}}\n" for one, other in pairs)
    assert upload(company, f"firm: c0\ncompanies:\n{firms}shareholdings:\n{shares}").status_code == 303
    page = company.open("preparer", "/support")
    assert "지분 관계가 너무 많습니다" in said(page) or "too many" in said(page)
    assert 'name="file"' in page
    upload(company, sample_firm_text(), seen=1)
    assert "조건에 맞는 지원사업은" in said(company.open("preparer", "/support"))


def test_of_two_writers_the_second_is_told_and_loses_nothing_typed(company: Company) -> None:
    answered(company, body="company")
    late = answered(company, 0, who="company_admin", body="cooperative", regular_employees="17", province="")
    assert late.status_code == 409
    assert "법적 형태: 지금 회사, 내가 적은 것 협동조합" in said(late.text)
    assert re.search(r'id="told-body"[^§]*?<option value="company" selected>', late.text), "what is told now is shown"
    assert 'value="17"' in late.text
    assert seen_of(late.text) == 1
    again = answered(company, 1, who="company_admin", regular_employees="17")
    assert again.status_code == 303
    page = company.open("preparer", "/support/versions/2")
    assert "17명" in said(page)
    assert "회사" in said(page)
    assert upload(company, sample_firm_text(), seen=1).status_code == 409


def test_who_may_read_and_who_may_answer(company: Company) -> None:
    answered(company, body="company")
    for role in ("preparer", "company_admin"):
        assert 'class="ember"' in company.open(role, "/support")
    page = company.open("approver", "/support")
    assert '<form method="post" action="' + company.address("/support") not in page
    assert answered(company, 1, who="approver", body="cooperative").status_code == 403
    assert upload(company, sample_firm_text(), seen=1, who="approver").status_code == 403
    assert company.send("approver", "/support/versions/1/restore", seen="1").status_code == 403
    for role in ("plant_user", "verifier"):
        for path in ("/support", "/support/versions", "/support/versions/1", "/support/file/yaml"):
            company.open(role, path, status=403)
        assert "/support" not in company.open(role, "")


def test_a_version_that_is_not_there_is_none(company: Company) -> None:
    company.open("preparer", "/support/versions/1", status=404)
    company.open("preparer", "/support/file/yaml?version=1", status=404)
    assert answered(company, 7, body="company").status_code == 404


def test_a_fact_no_form_asks_is_not_written(company: Company) -> None:
    answered(company, body="company", average_sales_krw="1", nonsense="x")
    sent = company.people["preparer"].client.get(company.address("/support/file/json"))
    assert json.loads(sent.text)["companies"][0] == {"id": "firm", "body": "company"}
