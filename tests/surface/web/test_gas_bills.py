"""Gas bills on their page: a form of what the bill says, months that open, and who may see it."""

from typing import Any
from urllib.parse import urlencode

import pytest
from tests.places import Place
from tests.services.bills.test_gas import hours_of_gas
from tests.services.bills.test_kept import take_in
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said

ASKED = {"meter": "gas", "heating_value": "42.5", "prices": "2026-06 21.5\n2026-07=22"}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    found = founded(Town(Place(tmp_path_factory.mktemp("place"))))
    take_in(found.people["plant_user"], "gas", hours_of_gas("2026-06-01", "2026-08-01"))
    return found


def asked(**more: Any) -> str:
    return f"/bills/gas?{urlencode(ASKED | more)}"


def test_the_bills_of_months_open_down_to_the_meter(company: Company) -> None:
    page = company.open("approver", asked())
    assert "99,507,375" in said(page)
    assert page.count("<details><summary>") == 2
    how = "4,207,500 MJ x 21.5 원/MJ = 90,461,250 원"
    for words in (how, "총발열량 = 42.5 MJ", "부가가치세", "인증서도 줄어듭니다"):
        assert words in said(page), words
    assert "가정 계산" not in page
    assert "style=" not in page


def test_the_first_look_asks_for_what_the_bill_says(company: Company) -> None:
    page = company.open("approver", "/bills/gas")
    assert "고지서에 적힌 값을 옮겨 적으세요" in said(page)
    assert 'name="heating_value"' in page
    assert "/bills/gas" in company.open("approver", "/bills"), "the way there"


def test_prices_of_another_day_are_marked_and_the_wholesale_price_alone_is_said(company: Company) -> None:
    page = said(company.open("approver", asked(prices="", rates_of="2024-05-15")))
    assert "실제로 청구된 금액이 아닙니다" in page
    assert "공급비용(supply_cost)이나 월별 단가(prices)를 쓰세요" in page


@pytest.mark.parametrize(
    ("more", "words"),
    [({"heating_value": ""}, "총발열량(heating_value)"), ({"prices": ""}, "단가(prices)"), ({"prices": "soon"}, ""),
     ({"first": "2026-08", "last": "2026-06"}, "")],
)  # fmt: skip
def test_what_is_wrong_is_told_and_what_was_filled_in_stays(company: Company, more: dict[str, str], words: str) -> None:
    page = company.open("approver", asked(**more), status=422)
    assert words in said(page)
    assert (ASKED | more)["heating_value"] in page


def test_a_verifier_sees_none(company: Company) -> None:
    company.open("verifier", asked(), status=403)
