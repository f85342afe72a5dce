"""Files of the operator's emissions report: each item stands in them, strangers' texts stay texts."""

import dataclasses
import io
import zipfile
from typing import get_args

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from tests.plants import plant, report_of
from tests.reports import HOSTILE

from pulmu.bootstrap.operators_reports import operators_report_files
from pulmu.bootstrap.samples import read_sample
from pulmu.locale import Language
from pulmu.model import Plant
from pulmu.reference.report_items import ItemList, report_items
from pulmu.services.check_plant import check_plant
from pulmu.services.operators_report import OperatorsReport, operators_report


def sample() -> Plant:
    described = check_plant(read_sample("fasteners")).plant
    assert described is not None
    return described


def made(described: Plant, which: ItemList) -> OperatorsReport:
    return operators_report(described, report_of(described), which)


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def words_of(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.parametrize(("which", "name"), [("report", "emissions_report"), ("summary", "summary")])
@pytest.mark.parametrize("language", get_args(Language))
def test_each_item_stands_in_every_file(which: ItemList, name: str, language: Language) -> None:
    files = operators_report_files([made(sample(), which)], language)
    mark = "" if language == "en" else ".ko"
    said = words_of(files[f"{name}{mark}.pdf"])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(files[f"{name}{mark}.xlsx"])).get_sheet_by_index(0).to_python()
    titles = {row[1] for row in rows}
    for item in report_items(which):
        assert squeezed(item.name(language)) in said
        assert item.name(language) in titles


def test_the_same_report_gives_the_same_bytes() -> None:
    reports = [made(sample(), "report"), made(sample(), "summary")]
    assert operators_report_files(reports, "ko") == operators_report_files(reports, "ko")


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_stranger_wrote_stays_text(words: str) -> None:
    described = plant()
    described = dataclasses.replace(
        described,
        company=dataclasses.replace(described.company, address=words),
        installation=dataclasses.replace(described.installation, address=words),
    )
    files = operators_report_files([made(described, "report")], "en")
    assert files["emissions_report.pdf"].startswith(b"%PDF")
    book = files["emissions_report.xlsx"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert any("Address of the installation" in row for row in rows)
    sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
