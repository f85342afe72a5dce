"""A plan of measures as a workbook and on paper: the same numbers, both languages, nothing of a stranger a formula."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from python_calamine import CalamineWorkbook
from tests.services.measures.test_answer import order_of, plant_of

from pulmu.adapters.measures_pdf import write_measures_pdf
from pulmu.adapters.measures_xlsx import write_measures_xlsx
from pulmu.locale import Language
from pulmu.model.offer import Offer
from pulmu.services.measures.answer import MeasuresAnswer, measures_of
from pulmu.services.measures.pay import Aid, Backing, Supplier

HOSTILE = ('=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "\t=1")
DAY = date(2026, 11, 28)


@cache
def answer() -> MeasuresAnswer:
    order = order_of("fasteners", facts=("compressors=1,200 MWh",), budget="1e8", draws=50, years=4,
                     certificate_prices=("2027=80",))  # fmt: skip
    return measures_of(plant_of("fasteners"), order)


def backings(words: str = "표준") -> tuple[Backing, ...]:
    aid = Aid(
        programme="x", name_en=words, name_ko=words, reason_en=words, reason_ko=words, eligible="yes", conditions=(),
        is_loan=False, year=2026, is_earlier=False, support_krw=(1e6, 2e6), net_krw=(3e6, 4e6),
    )  # fmt: skip
    offer = Offer(id="o", supplier=words, title=words)
    return (Backing(measure="air_leaks", aids=(aid,), suppliers=(Supplier(offer, (words,)),)),)


def rows(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_workbook_holds_plan_measures_programmes_and_assumptions(language: Language) -> None:
    found = rows(write_measures_xlsx(answer(), backings(), language))
    names = {"en": ("Plan", "Measures", "Programmes", "Assumptions"), "ko": ("계획", "감축수단", "지원사업", "가정")}
    assert set(names[language]) <= set(found)
    plan, measures, programmes, assumed = (found[name] for name in names[language])
    best = answer().plans
    assert best is not None
    assert best.best is not None
    capital = [row[2] for row in plan if row[1] in ("all together", "합계")]
    assert capital == [pytest.approx(best.best.capital / 1e6)]
    assert len([row for row in measures if row[0]]) >= len(answer().measures)
    assert [row[4:8] for row in programmes if row[1] == "표준"] == [[1.0, 2.0, 3.0, 4.0]]
    tags = {str(row[2]) for row in assumed}
    assert any("(X)" in tag for tag in tags)
    assert any("(S)" in tag for tag in tags)


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_a_stranger_wrote_is_a_formula(words: str) -> None:
    hostile = replace(answer(), plant=words, plant_local=words)
    content = write_measures_xlsx(hostile, backings(words), "en")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    assert any(words.strip() in str(cell) for table in rows(content).values() for row in table for cell in row)
    assert write_measures_pdf(hostile, backings(words), "en", DAY).startswith(b"%PDF")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_paper_is_the_same_twice_and_carries_its_font(language: Language) -> None:
    made = write_measures_pdf(answer(), backings(), language, DAY)
    assert made == write_measures_pdf(answer(), backings(), language, DAY)
    assert re.search(rb"NanumGothic", made)


def test_without_a_budget_and_a_firm_it_says_so() -> None:
    bare = replace(answer(), plans=None)
    found = rows(write_measures_xlsx(bare, None, "en"))
    assert any("No firm was asked about" in str(row[0]) for row in found["Programmes"])
    assert any("Nothing pays within the budget" in str(row[0]) for row in found["Plan"])
    assert write_measures_pdf(bare, None, "ko", DAY).startswith(b"%PDF")
