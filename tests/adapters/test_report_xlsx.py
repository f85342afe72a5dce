"""report.xlsx: live formulas that give the values they show, links, and strangers' texts that stay texts."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.reports import HOSTILE, Names, sample_report

from pulmu.adapters._report.cell_formula import NotTranslatable, cell_formula
from pulmu.adapters.report_xlsx import XlsxReportWriter
from pulmu.services.report import FigureInput, FigureRecord, FormulaRecord, Report, SourceRecord

write = XlsxReportWriter()
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""
"""A private profile of LibreOffice that recalculates every workbook it opens."""
OURS = re.compile(r"='산정값'!D\d+(\*[\d.E-]+)?|=(SUM|MAX|MIN|D\d+|[\d.]+(E-?\d+)?|[-+*/(), ])+")
"""What a formula of ours is made of: a link, or arithmetic on the cells of the figures."""


def opened(content: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def cells(sheet: Worksheet) -> dict[str, Any]:
    return {cell.coordinate: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}


def formulas(book: openpyxl.Workbook) -> list[tuple[str, str, str]]:
    return [
        (sheet.title, place, cell.value)
        for sheet in book
        for place, cell in cells(sheet).items()
        if cell.data_type == "f"
    ]


@pytest.fixture(scope="module")
def english() -> bytes:
    return write(sample_report(), "en")


def test_the_same_report_gives_the_same_bytes(english: bytes) -> None:
    assert write(sample_report(), "en") == english


def test_the_sheets_are_there_in_both_languages(english: bytes) -> None:
    assert opened(english).sheetnames == [
        "Summary", "Goods", "Processes", "Precursors", "Balances", "Certificates", "Footprint", "Remarks", "Editions",
        "Figures",
    ]  # fmt: skip
    assert opened(write(sample_report(), "ko")).sheetnames[:2] == ["요약", "제품"]


def test_every_figure_has_a_row_and_every_calculated_one_a_formula(english: bytes) -> None:
    report = sample_report()
    sheet, shown = opened(english)["Figures"], opened(english, values=True)["Figures"]
    for row, (key, record) in enumerate(report.figures.items(), 4):
        assert sheet.cell(row, 1).value == key[:10]
        assert shown.cell(row, 4).value == pytest.approx(record.value, rel=1e-15)
        expected = bool(record.formula) and "solve_first" not in report.formulas[record.formula].expression
        assert (sheet.cell(row, 4).data_type == "f") is expected
        if record.formula and not expected:
            assert "solve_first" in sheet.cell(row, 10).value


def test_the_other_sheets_link_to_the_figures(english: bytes) -> None:
    found = [formula for sheet, _, formula in formulas(opened(english)) if sheet != "Figures"]
    assert len(found) > 60
    assert all(formula.startswith("='Figures'!D") for formula in found)


def test_a_linked_value_is_the_figure_it_names(english: bytes) -> None:
    shown = opened(english, values=True)
    place = next(p for s, p, f in formulas(opened(english)) if s == "Goods" and f.endswith("*0.001"))
    assert shown["Goods"][place].value == pytest.approx(5420.0)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_never_become_formulas_or_links(text: str) -> None:
    content = write(sample_report(Names.all(text)), "ko")
    found = [formula for _, _, formula in formulas(opened(content))]
    assert len(found) > 100
    assert [formula for formula in found if not OURS.fullmatch(formula)] == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert not any("externalLink" in name or "vba" in name or "comments" in name for name in names)
        assert not any(b"hyperlink" in archive.read(name) for name in names if "worksheets/" in name)


def test_texts_that_look_like_formulas_carry_excels_text_mark() -> None:
    book = opened(write(sample_report(Names.all("=cmd|'/c calc'!A1")), "en"))
    marked = [cell for sheet in book for cell in cells(sheet).values() if str(cell.value).startswith("=cmd")]
    assert marked
    assert all(cell.data_type != "f" and cell.quotePrefix for cell in marked)


def test_a_page_is_a4_landscape_with_a_frozen_head(english: bytes) -> None:
    for sheet in opened(english):
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert opened(english)["Figures"].freeze_panes == "E4"
    assert opened(english)["Goods"].freeze_panes == "B4"


def test_korean_names_and_units(english: bytes) -> None:
    book = opened(write(sample_report(), "ko"))
    texts = {str(cell.value) for sheet in book for cell in cells(sheet).values()}
    assert {"아연도금 육각볼트", "검증된 실제값", "확인할 문제와 해결 방법", "tCO₂e/t"} <= texts
    assert "Hexagon nuts" in {str(cell.value) for cell in cells(opened(english)["Goods"]).values()}


def test_five_thousand_figures_are_fine() -> None:
    assert len(opened(write(_long(5_000), "en"))["Figures"]["A"]) >= 5_000


def _long(many: int) -> Report:
    report = sample_report()
    leaf = next(record for record in report.figures.values() if not record.formula)
    more = {f"{number:064x}": replace(leaf, value=float(number)) for number in range(many)}
    total = FigureRecord(
        "activity level", "", sum(range(1000)) * 1.0, leaf.unit, leaf.source, "", "tests.all"
    )  # fmt: skip
    inputs = tuple(FigureInput("f" * 64, "parts", number, f"{number:064x}") for number in range(1000))
    formula = FormulaRecord("total(parts)", {"parts": leaf.unit, "return": leaf.unit}, leaf.source)
    return replace(
        report,
        figures={**report.figures, **more, "f" * 64: total},
        formulas={**report.formulas, "tests.all": formula},
        figure_inputs=(*report.figure_inputs, *inputs),
    )


SOURCE = SourceRecord("test")
Inputs = Sequence[tuple[str, int | None, str]]


def translated(expression: str, units: dict[str, str], inputs: Inputs) -> str:
    figures = {f"k{n}": FigureRecord("x", "", 1.0, unit, SOURCE, "", "") for n, (*_, unit) in enumerate(inputs)}
    used = [FigureInput("y", name, position, f"k{n}") for n, (name, position, _) in enumerate(inputs)]
    return cell_formula(used, FormulaRecord(expression, units, SOURCE), figures, lambda key: f"D{int(key[1:]) + 4}")


@pytest.mark.parametrize(
    ("expression", "inputs", "expected"),
    [
        ("a / b", [("a", None, "kg"), ("b", None, "t")], "=D4 * 0.001 / D5"),
        ("a - (b - c)", [("a", None, "t"), ("b", None, "t"), ("c", None, "t")], "=D4 - (D5 - D6)"),
        ("max(0.0, a - b)", [("a", None, "t"), ("b", None, "t")], "=MAX(0.0, D4 - D5)"),
        ("not_negative(a)", [("a", None, "t")], "=MAX(0, D4)"),
        ("-a * b", [("a", None, "t"), ("b", None, "t")], "=(0 - D4) * D5"),
        ("1 - a", [("a", None, "%")], "=1 - D4 * 0.01"),
        ("total(a)", [("a", 0, "t"), ("a", 1, "kg")], "=SUM(D4, D5 * 0.001)"),
        ("total(a)", [], "=0"),
        ("a * 1e-06", [("a", None, "t")], "=D4 * 1E-06"),
        ("dot(a, b) / total(a)", [("a", 0, "t"), ("b", 0, "t")], "=D4 * D5 / D4"),
        (
            "a + dot(b, c)",
            [("a", None, "t"), ("b", 0, "t"), ("b", 1, "t"), ("c", 0, "t"), ("c", 1, "t")],
            "=D4 + SUM(D5 * D7, D6 * D8)",
        ),
    ],
)
def test_arithmetic_is_translated(
    expression: str, inputs: Sequence[tuple[str, int | None, str]], expected: str
) -> None:
    units = {name: "1" if unit == "%" else "t" for name, _, unit in inputs} | {"a": "t", "return": "t"}
    if ("a", None, "%") in inputs:
        units["a"] = "1"
    assert translated(expression, units, inputs) == expected


def test_a_unit_variable_follows_its_first_input() -> None:
    inputs = [("a", None, "Nm3"), ("b", None, "1000 Nm3")]
    assert translated("a - b", {"a": "*", "b": "*", "return": "*"}, inputs) == "=D4 - D5 * 1000.0"


@pytest.mark.parametrize(
    "expression",
    [
        "solve_first(a, a)",
        "__import__('os')",
        "a ** a",
        "[a]",
        "a.b",
        "a if a else a",
        "lambda: a",
        "'x'",
        "x",
        "(",
        "",
    ],
)
def test_anything_else_is_not_translated(expression: str) -> None:
    with pytest.raises(NotTranslatable):
        translated(expression, {"a": "t", "return": "t"}, [("a", None, "t")])


def test_a_formula_too_long_for_a_cell_keeps_its_value() -> None:
    inputs = [("a", number, "kg") for number in range(2000)]
    with pytest.raises(NotTranslatable):
        translated("total(a)", {"a": "t", "return": "t"}, inputs)


def test_long_sums_are_nested() -> None:
    inputs: Sequence[tuple[str, int | None, str]] = [("a", number, "t") for number in range(1000)]
    formula = translated("total(a)", {"a": "t", "return": "t"}, inputs)
    assert formula.count("SUM(") == 6
    assert len(formula) < 8192


@pytest.fixture(scope="module")
def office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        reason = "LibreOffice is not installed"
        if "libreoffice" in os.environ.get("PULMU_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def recalculated(office: str, content: bytes, folder: Path) -> openpyxl.Workbook:
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    (folder / "report.xlsx").write_bytes(content)
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
               "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(folder / "report.xlsx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(folder / "out" / "report.xlsx", data_only=True)


def with_stale_values(content: bytes) -> bytes:
    """The workbook with a wrong cached value beside every formula."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if "worksheets/" in name:
                head, *rest = data.split(b"</f><v>")
                data = head + b"".join(b"</f><v>-987654" + part[part.index(b"</v>") :] for part in rest)
            new.writestr(name, data)
    return made.getvalue()


@pytest.mark.require
def test_a_spreadsheet_program_comes_to_the_same_values(office: str, tmp_path: Path) -> None:
    content = write(sample_report(), "ko")
    stale = with_stale_values(content)
    places = formulas(opened(content))
    assert all(opened(stale, values=True)[sheet][place].value == -987654 for sheet, place, _ in places[:5])
    found, shown = recalculated(office, stale, tmp_path), opened(content, values=True)
    assert len(places) > 100
    for sheet, place, formula in places:
        expected = shown[sheet][place].value
        assert found[sheet][place].value == pytest.approx(expected, rel=1e-9, abs=1e-12), (sheet, place, formula)
