"""report.pdf: what stands in it, its font, and that strangers' texts stay texts."""

import io
import subprocess
import sys
from dataclasses import replace

import pytest
from pypdf import PdfReader
from tests.benchmark.long_chain import chain_plant
from tests.plants import report_of
from tests.reports import HOSTILE, Names, sample_report

from pulmu.adapters._report.answer import comparison
from pulmu.adapters._typeset import breakable
from pulmu.adapters.report_pdf import PdfReportWriter
from pulmu.adapters.sankey import sankey
from pulmu.locale import Language, text
from pulmu.services.report import Report, Value

write = PdfReportWriter(sankey)


def pages(report: Report, language: str) -> list[str]:
    found = PdfReader(io.BytesIO(write(report, language)))  # type: ignore[arg-type]
    return [page.extract_text() for page in found.pages]


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def test_the_same_report_gives_the_same_bytes() -> None:
    for language in ("en", "ko"):
        assert write(sample_report(), language) == write(sample_report(), language)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_only_the_hangul_font_is_embedded(language: str) -> None:
    reader = PdfReader(io.BytesIO(write(sample_report(), language)))  # type: ignore[arg-type]
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[inner["/BaseFont"].partition("+")[2]] = inner["/FontDescriptor"].get_object()
    assert fonts and all(name.startswith("NanumGothic") for name in fonts)
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())


def test_the_first_page_answers() -> None:
    first = squeezed(pages(sample_report(), "en")[0])
    for words in (
        "OnetonneofHexagonbolts,galvanisedcarries2.817tCO2e/t",
        "109.42EUR/twithactualvaluesand178.02EUR/twithdefaultvalues",
        "501,146.68EUR",
        "55.8%of12,981tCO",
        "3tolookat,worstfirst",
        "nocertificatepriceispublishedfor2026Q4",
        "notlegaladvice",
    ):
        assert words in first


def test_every_page_names_its_state_its_number_and_the_hash() -> None:
    report = sample_report()
    for number, page in enumerate(found := pages(report, "en"), 1):
        assert f"Page {number} of {len(found)}" in page
        assert report.sha256 in page
        assert "Unverified" in page


def test_every_korean_page_is_marked_as_a_reading_copy() -> None:
    found = pages(sample_report(), "ko")
    assert all("참고용 번역본" in page and "검증 전" in page for page in found)
    assert "아연도금육각볼트제품1t의고유내재배출량(SEE):2.817tCO2e/t" in squeezed(found[0])
    assert "참고용 번역본" not in "".join(pages(sample_report(), "en"))


def test_the_tables_are_all_there() -> None:
    text = squeezed("".join(pages(sample_report(), "en")))
    for words in (
        "(Eq55)", "verifiedactualvalue", "defaultvalueofthecountry", "1.0152", "Howtomend",
        "Choiceswherethelawisopen", "2026-08", "Howsurethelegalbasisis", "secondarysource(S)",
        "Footprintonly", "Whyavalueismissing",
    ):  # fmt: skip
        assert words in text, words


def test_remarks_are_translated() -> None:
    text = squeezed("".join(pages(sample_report(), "ko")))
    assert "2026Q4인증서가격이공표되지않았습니다." in text
    assert "공급업체에검증보고서를요청해번호를적으세요." in text


def test_electricity_stands_apart_from_what_the_certificates_count() -> None:
    text = "".join(pages(sample_report(), "en"))
    before, _, after = text.partition("Footprint only: electricity")
    assert "0.213" not in before
    assert "0.213" in after


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_printed_not_run(text: str, language: str) -> None:
    report = sample_report(Names.all(text))
    usual = len(PdfReader(io.BytesIO(write(sample_report(), language))).pages)  # type: ignore[arg-type]
    reader = PdfReader(io.BytesIO(write(report, language)))  # type: ignore[arg-type]
    assert len(reader.pages) <= usual + 5
    assert not any("/Annots" in page for page in reader.pages)
    shown = squeezed("".join(page.extract_text() for page in reader.pages))
    if text.isascii() and 0 < len(text) < 40:
        assert squeezed(text) in shown


def test_a_report_without_anything_is_still_a_document() -> None:
    bare = replace(
        sample_report(), goods=(), processes=(), precursors=(), balances=(), remarks=(), choices=(), editions=(),
        figures={}, formulas={}, sha256="", scenario=None,
    )  # fmt: skip
    first = "".join(pages(bare, "en"))
    assert "no CBAM good" in first and "Nothing is missing" in first and "not sealed" in first


def test_a_long_report_keeps_its_heads() -> None:
    report = sample_report()
    report = replace(report, remarks=report.remarks * 100)
    found = pages(report, "en")
    assert sum("How to mend" in page for page in found) >= 5


def test_long_words_can_break() -> None:
    assert breakable("short words stay") == "short words stay"
    assert max(map(len, breakable("W" * 100).split("\u200b"))) <= 12


def test_the_font_is_found_without_importing_matplotlib() -> None:
    code = (
        "import sys; from pulmu.adapters import _typeset; _typeset.fonts(); "
        "assert 'matplotlib' not in sys.modules and 'koreanize_matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)}, timeout=60)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_first_page_of_a_plant_with_many_goods_keeps_its_picture(language: Language) -> None:
    report = report_of(chain_plant(60, diamonds=True, loops=4))
    pages = PdfReader(io.BytesIO(PdfReportWriter(sankey)(report, language))).pages
    first = pages[0].extract_text()
    assert text("paper.other_goods", language, count=55) in " ".join(first.split())
    assert text("paper.missing_none", language) in " ".join(first.split())
    everything = " ".join(page.extract_text() for page in pages[1:])
    assert all(f"good_{number}" in everything for number in range(60))


def test_the_goods_of_the_first_page_are_those_that_carry_most_and_the_rest_adds_up() -> None:
    report = report_of(chain_plant(20))
    whole, short = comparison(report, "en"), comparison(report, "en", 6)
    assert (len(whole.rows), len(short.rows)) == (20, 6)
    carried = {good.id: good.specific_embedded_emissions.value for good in report.goods}
    names = [str(row[0]) for row in short.rows[:-1]]
    assert set(names) == set(sorted(carried, key=lambda name: -carried[name])[:5])
    assert [str(row[0]) for row in whole.rows if row[0] in names] == names
    rest = [row for row in whole.rows if row[0] not in names]
    assert short.rows[-1][4] == pytest.approx(sum(float(str(row[4])) for row in rest))
    costs = [row[8].value for row in rest if isinstance(row[8], Value)]
    assert short.rows[-1][8] == pytest.approx(sum(costs))
    assert comparison(report, "en", 20) == whole
