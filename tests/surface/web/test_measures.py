"""Measures on the pages: computed by a form, the plan with three balances, fronts, scenarios, files, who may see it."""

import io
import re
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.places import Place
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said

from pulmu.services.measures import kept

SENT = {
    "price_electricity": "165", "price_city_gas": "900", "fact_compressors": "1,200 MWh",
    "fact_compressor_power": "220", "budget": "150,000,000; 100,000,000", "saving_regenerative_burner": "0.15..0.30",
    "quote_regenerative_burner": "180,000,000..240,000,000", "certificate_prices": "2030 110\n2034 120",
    "free_allocation": "2030 0.7",
}  # fmt: skip


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    found = founded(Town(Place(tmp_path_factory.mktemp("place"))))
    firm = "companies: [{id: firm, name: 한빛}]".encode()
    boss = found.people["company_admin"]
    boss.call("PUT", "/firm", inside=True, content=firm, headers={"If-Match": '"0"'})
    done = found.send("preparer", "/measures", plant=found.plant, **SENT)
    assert done.status_code == 303, said(done.text)
    assert done.headers["location"] == found.address(f"/measures/{found.plant}/1")
    return found


def plan_of(company: Company) -> kept.KeptPlan:
    who = company.people["preparer"]
    return kept.find_plan(who.town.served.gate, who.actor, company.plant, 1)


def page(company: Company, role: str = "preparer", more: str = "") -> str:
    return company.open(role, f"/measures/{company.plant}/1{more}")


def test_the_plan_stands_with_three_balances_apart(company: Company) -> None:
    text, best = page(company), plan_of(company).answer.plans
    assert best is not None
    assert best.best is not None
    values = re.findall(r'<li class="balance (\w+)">.*?<p class="value">([^<(]*)', text)
    assert [name for name, _ in values] == ["won", "certificates", "footprint"]
    assert values[1][1] == f"{-best.best.certificates.middle:,.0f}"
    assert values[2][1] == f"{-best.best.footprint.middle:,.0f}"
    assert "전력은 철강·알루미늄 제품의 인증서를 움직이지 않음" in said(text)
    assert "style=" not in text


def test_fronts_name_measures_and_price_only_the_step_between_plans(company: Company) -> None:
    text = page(company)
    assert text.count('class="pareto"') == 2
    front = text.split('id="front-footprint"')[1].split("</table>")[0]
    assert "regenerative_burner" not in front
    assert "축열식 버너" in front
    assert re.search(r'data-head="더 줄이는 1 t당 원">-<', front), "the first plan has no price for a tonne"
    assert "톤당 비용으로 순위를 매기지 않습니다" in said(text)


def test_certificates_stand_under_each_named_scenario(company: Company) -> None:
    text = said(page(company))
    for name in (
        "법령, 마지막 공표 가격 유지",
        "법령, 직접 준 가격",
        "직접 준 비율, 마지막 공표 가격 유지",
        "직접 준 비율과 가격",
    ):
        assert name in text
    assert page(company).count('class="year-pairs"') == 4
    assert "COM(2026) 616" in text


def test_each_measure_tells_source_grade_and_who_pays(company: Company) -> None:
    text = said(page(company))
    for words in (
        "US DOE Compressed Air Tip Sheet 3",
        "등급 A",
        "기업 제공값",
        "함께 할 수 없음: 사업장 에너지진단",
        "중소기업 탄소중립 설비투자",
    ):
        assert words in text, words
    assert "기업 정보를 볼 수 있는 사람에게 표시합니다" in said(page(company, "plant_user"))
    assert "중소기업 탄소중립 설비투자" not in page(company, "plant_user")


def test_the_plan_is_a_workbook_and_a_paper(company: Company) -> None:
    client = company.people["preparer"].client
    address = company.address(f"/measures/{company.plant}/1")
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{address}/measures.xlsx").content))
    assert book.sheet_names[0] == "계획"
    rows = book.get_sheet_by_name("계획").to_python()
    assert any("축열식 버너" in map(str, row) for row in rows)
    paper = client.get(f"{address}/measures.pdf")
    assert paper.content.startswith(b"%PDF")
    assert "attachment" in paper.headers["content-disposition"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"budget": "much"}, "예산(budget) 1년차"), ({"price_city_gas": ""}, "city_gas의 가격을 모릅니다"),
        ({"years": "99"}, "1…20"), ({"saving_regenerative_burner": "7"}, "regenerative_burner"),
        ({"certificate_prices": "nothing"}, "인증서 가격"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_form_is_told_and_what_was_filled_in_stays(
    company: Company, more: dict[str, Any], words: str
) -> None:
    answer = company.send("preparer", "/measures", plant=company.plant, **(SENT | more))
    assert answer.status_code == 422, said(answer.text)
    assert words in said(answer.text)
    assert 'value="165"' in answer.text


def test_who_may_only_look_has_no_form_and_a_verifier_sees_nothing(company: Company) -> None:
    assert 'name="budget"' not in company.open("approver", "/measures")
    assert company.send("approver", "/measures", plant=company.plant, **SENT).status_code == 403
    company.open("verifier", "/measures", status=403)
    company.open("verifier", f"/measures/{company.plant}/1", status=403)
    company.open("preparer", f"/measures/{company.plant}/9", status=404)
