"""Electricity bills on the pages: computed by a form, a month as a waterfall, options, a paid bill, who may see it."""

import re
from typing import Any

import pytest
from tests.places import Place
from tests.services.bills.test_kept import quarters, take_in
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said

from pulmu.services.bills import kept

SENT = {"meter": "main", "terms": "industrial_b/high_a/II", "contracted_power": "300", "power_factor": "95"}
HERE = "/bills/main/1"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    found = founded(Town(Place(tmp_path_factory.mktemp("place"))))
    take_in(found.people["plant_user"], "main", quarters("2026-05-01", "2026-08-01"))
    done = found.send("plant_user", "/bills", **SENT)
    assert done.status_code == 303, done.text
    assert done.headers["location"] == found.address(HERE)
    return found


def bills(company: Company, number: int = 1) -> kept.KeptBills:
    who = company.people["plant_user"]
    return kept.find_bills(who.town.served.gate, who.town.served.measured, who.actor, "main", number)


def test_a_month_is_a_waterfall_whose_lines_open(company: Company) -> None:
    page, bill = company.open("approver", HERE), bills(company).billed.bills[-1]
    assert f"{bill.to_pay.value:,.0f}원입니다" in said(page)
    assert page.count('class="step-bar"') == len(bill.lines) + 2, "the charge and the sum besides"
    assert page.count("<details><summary>") == len(bill.lines) + 2
    for words in ("229 원/kWh", "2차 자료(S)", "기본공급약관", "전력산업기반기금", "요금적용전력은 200.0 kW입니다"):
        assert words in said(page), words
    assert 'class="peak-mark"' in page
    assert "가정 계산" not in page
    assert "style=" not in page


def test_what_set_the_demand_is_told_with_day_and_time_and_the_months_that_are_remembered(company: Company) -> None:
    page = said(company.open("approver", f"{HERE}?month=2026-07"))
    assert "2026-07의 최댓값이며, 2026. 7. 1. 09:00부터 15분 동안의 평균입니다" in page
    for month in ("2025-08", "2025-09", "2025-12", "2026-01", "2026-02"):
        assert f"{month} 모름" in page, month


def test_days_stand_before_their_bands_and_the_year_month_by_month(company: Company) -> None:
    page = company.open("approver", HERE)
    assert page.count('class="band-day"') == 2, "spring and summer"
    summer = page.split('class="band-day"')[2]
    assert re.findall(r'class="band-(\w+)"', summer) == ["light", "mid", "peak", "mid", "light"]
    for bill in bills(company).billed.bills:
        assert f"{bill.to_pay.value:,.0f}" in page


def test_options_move_won_and_no_certificate_and_no_footprint(company: Company) -> None:
    page = company.open("approver", f"{HERE}?compare=1")
    values = re.findall(r'<li class="balance (\w+)">.*?<p class="value">(.*?)</p>', page)
    least = min(one.to_pay for one in kept.options_of(bills(company)).values())
    saved = bills(company).billed.to_pay - least
    assert values == [("won", f"{-saved:+,.0f}" if saved else "0"), ("certificates", "0"), ("footprint", "0")]
    assert "인증서 수량은 바뀌지 않습니다" in page


def test_a_paid_bill_is_put_beside_it_by_form_and_by_file(company: Company) -> None:
    bill = bills(company).billed.bills[-1]
    fields = {"won_basic": "9,999,999", "kw_basic": "1201", "won_to_pay": f"{bill.to_pay.value + 50_000:.0f}"}
    sent = company.send("approver", f"{HERE}/paid?month=2026-07", **fields)
    assert sent.status_code == 200
    assert "계산보다 50,000원을 더 냈습니다" in said(sent.text)
    assert "1,201 kW로 청구됐고" in said(sent.text)
    file = f"pulmu: paid_bill/1\nmonth: 2026-07\nlines: [{{id: to_pay, won: {bill.to_pay.value:.0f}}}]\n"
    client = company.people["approver"].client
    by_file = client.post(company.address(f"{HERE}/paid"), files={"file": ("paid.yaml", file.encode())})
    assert "끝수 처리를 빼면 모든 항목이 같습니다" in said(by_file.text)
    for content in (b"\x00\xff", b"lines: [{id: to_pay, won: x}]", b"&a [*a]", b"- " * 5000):
        hostile = client.post(company.address(f"{HERE}/paid"), files={"file": ("paid.yaml", content)})
        assert hostile.status_code == 422, content
    nothing = company.send("approver", f"{HERE}/paid")
    assert nothing.status_code == 422
    assert "고지서 항목이 비어 있습니다" in said(nothing.text)


def test_rates_of_another_day_are_marked_wherever_the_bill_stands(company: Company) -> None:
    done = company.send("plant_user", "/bills", **SENT, rates_of="2026-02-01", first="2026-07")
    where = done.headers["location"].removeprefix(company.address(""))
    for path in (where, f"{where}/paid", "/bills"):
        assert "가정 계산" in company.open("approver", path), path
    assert "실제로 청구된 금액이 아닙니다" in company.open("approver", where)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"terms": "industrial_b/high_a/IV"}, "선택"), ({"contracted_power": ""}, ""), ({"peaks": "last year 5"}, ""),
        ({"first": "2020-01"}, "2020-01의 검침값이 없습니다"), ({"meter": "nobody"}, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_form_is_told_and_what_was_filled_in_stays(
    company: Company, more: dict[str, Any], words: str
) -> None:
    answer = company.send("plant_user", "/bills", **(SENT | more))
    assert answer.status_code == (404 if "meter" in more else 422), answer.text
    assert words in said(answer.text)
    if "meter" not in more:
        assert 'value="95"' in answer.text


def test_who_may_only_look_has_no_form_and_a_verifier_sees_no_bill(company: Company) -> None:
    assert 'name="contracted_power"' not in company.open("approver", "/bills")
    assert company.send("approver", "/bills", **SENT).status_code == 403
    company.open("verifier", HERE, status=403)
    company.open("verifier", "/bills", status=403)


def test_every_line_is_a_file_for_a_spreadsheet(company: Company) -> None:
    file = company.open("approver", f"{HERE}/lines.csv")
    assert file.count("청구금액") == 3
