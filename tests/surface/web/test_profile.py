"""The profile of a firm in the browser."""

import pytest
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, heading, said

from pulmu.web.charts.level_bar import level_bar
from pulmu.web.pages.profile import ASKED


@pytest.fixture
def company(town: Town) -> Company:
    return founded(town)


def row(page: str, name: str) -> str:
    """What the row of a criterion says."""
    return said(page.partition(f'<th scope="row">{name}</th>')[2].partition("</tr>")[0])


def test_the_page_says_what_the_plant_proves(company: Company) -> None:
    page = company.open("preparer", "/profile")
    assert heading(page) == "우리 회사는 네 축에서 어디에 있는가?"
    assert "AI 0~4단계, 탄소중립 1~2단계, 글로벌 0~4단계, 연구개발 0~4단계." in said(page)
    assert row(page, "배출량 산정").startswith("충족 사업장 자료")
    assert row(page, "벤치마크 이내").startswith("미충족 사업장 자료 8.138배 1배 이하")
    assert row(page, "보고서 확정").startswith("모름")
    assert 'name="has_carbon_figure"' not in page, "what is proven is not asked"
    assert "공식 수준: 모름" in said(page)


def test_a_frozen_report_is_proof(company: Company) -> None:
    company.freeze()
    assert row(company.open("plant_user", "/profile"), "보고서 확정").startswith("충족 사업장 자료")


def test_answers_count_and_stay_in_the_form_and_nowhere_else(company: Company) -> None:
    answers = {"plant": company.plant, "rnd_krw": "640,000,000", "sales_1_krw": "41200000000", "uses_ai": "yes",
               "research_staff": "4", "smart_factory_level": "basic"}  # fmt: skip
    answer = company.send("preparer", "/profile", **answers)
    assert answer.status_code == 200
    assert row(answer.text, "연구개발비 2%").startswith("미충족 1.553% 2% 이상")
    assert row(answer.text, "연구개발비 5천만원").startswith("충족 6억 4,000만 원 5,000만 원 이상")
    assert row(answer.text, "생산에 AI 사용").startswith("충족")
    assert 'value="640,000,000"' in answer.text
    assert "공식 수준: 기초" in said(answer.text)
    assert "640,000,000" not in company.open("preparer", "/profile")


def test_what_is_no_answer_is_told_with_everything_typed_kept(company: Company) -> None:
    answer = company.send("preparer", "/profile", rnd_krw="many", export_countries="-3", uses_ai="yes")
    assert answer.status_code == 422
    for name in ("rnd_krw", "export_countries"):
        assert f'href="#ask-{name}"' in answer.text
    assert 'value="many"' in answer.text


def test_who_reads_no_plants_sees_no_profile(company: Company) -> None:
    company.open("verifier", "/profile", status=403)
    assert "/profile" not in company.open("verifier", "")


def test_a_plant_of_nobody_here_is_none(company: Company) -> None:
    company.open("preparer", "/profile?plant=" + "0" * 32, status=404)


def test_a_company_without_plants_is_asked_everything(town: Town) -> None:
    boss = town.founder("lee", "새한금속")
    boss.client.headers["Accept-Language"] = "en"
    page = boss.client.get(f"/w/{boss.workspace}/profile").text
    assert "There is no plant" in said(page)
    assert [name for name in ASKED if f'name="{name}"' not in page] == []


@pytest.mark.parametrize(("sure", "possible", "cells"), [(0, 4, (0, 4, 0)), (1, 3, (1, 2, 1)), (4, 4, (4, 0, 0))])
def test_the_picture_shows_each_level_once_and_says_it(sure: int, possible: int, cells: tuple[int, int, int]) -> None:
    drawn = level_bar("<AI>", sure, possible)
    assert cells == tuple(drawn.count(f'class="{name}"') for name in ("sure", "open", "rest"))
    assert 'aria-label="&lt;AI&gt;"' in drawn


def test_a_level_is_held_against_a_word(company: Company) -> None:
    answer = company.send("preparer", "/profile", smart_factory_level="basic")
    assert row(answer.text, "스마트공장 공식 수준").startswith("미충족 해당 없음 중간1 이상")
