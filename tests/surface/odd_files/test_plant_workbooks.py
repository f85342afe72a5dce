"""Broken and odd plant workbooks, made from a valid one at run time: told at their cell, or read exactly."""

import datetime
import functools
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from tests.surface.command import HANGUL, Pulmu, contents
from tests.surface.office.session import missing

from pulmu.adapters.plant_workbook import read_workbook, write_plant_workbook
from pulmu.adapters.samples import read_sample
from pulmu.model import Plant, decode

PLANT = decode(Plant, read_sample("fasteners")).unwrap()
Change = Callable[[openpyxl.Workbook], None]
FIRST = 7
"""The row below the example."""


@functools.cache
def whole(language: str = "en") -> bytes:
    """The sample as a workbook."""
    return write_plant_workbook(PLANT, "ko" if language == "ko" else "en")


@functools.cache
def light() -> bytes:
    """The same without the sheets that are not read: quicker to change."""
    book = openpyxl.load_workbook(io.BytesIO(whole()))
    for name in ("Balances", "Lists"):
        del book[name]
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(change: Change, data: bytes | None = None) -> bytes:
    """The workbook as another program saves it after a change."""
    book = openpyxl.load_workbook(io.BytesIO(data or light()))
    change(book)
    return saved(book)


def cell(sheet: Worksheet, key: str, row: int = FIRST) -> Any:
    """A cell by its name."""
    return sheet.cell(row, next(item.column for item in sheet[5] if item.value == key))


def line(book: openpyxl.Workbook, key: str) -> Any:
    """The cell of a line of a form."""
    sheet = next(book[name] for name in ("Plant and company", "Decisions") if _line(book[name], key))
    return sheet.cell(_line(sheet, key), 3)


def _line(sheet: Worksheet, key: str) -> int:
    return next((item.row for item in sheet["A"] if item.value == key), 0)


def put(sheet: str, **values: Any) -> Change:
    """Cells of the first row; `unit_of_` and `proof_of_` before a name are the cells beside it."""

    def change(book: openpyxl.Workbook) -> None:
        for key, value in values.items():
            name = f"{key[8:]}.unit" if key.startswith("unit_of_") else key
            cell(book[sheet], f"{key[9:]}.evidence" if key.startswith("proof_of_") else name).value = value

    return change


def say(**values: Any) -> Change:
    """Lines of a form, `__` for the point."""

    def change(book: openpyxl.Workbook) -> None:
        for key, value in values.items():
            line(book, key.replace("__", ".")).value = value

    return change


def second(sheet: str, **values: Any) -> Change:
    """Cells of the second row."""

    def change(book: openpyxl.Workbook) -> None:
        for key, value in values.items():
            cell(book[sheet], key, FIRST + 1).value = value

    return change


def _twice_the_name(book: openpyxl.Workbook) -> None:
    next(item for item in book["Goods"][5] if item.value == "route").value = "cn_code"


def _misspell_the_name(book: openpyxl.Workbook) -> None:
    next(item for item in book["Goods"][5] if item.value == "route").value = "rout"


def _delete(sheet: str) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        del book[sheet]

    return change


def _unmark(book: openpyxl.Workbook) -> None:
    book["Scrap inputs"]["A5"].value = None


def _copy(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["Meters"]).title = "Meters 2"


def _verify_twice(book: openpyxl.Workbook) -> None:
    sheet = book["Verified values"]
    for key in ("purchases", "direct", "direct.unit"):
        cell(sheet, key, FIRST + 1).value = cell(sheet, key).value


def _stock_too(book: openpyxl.Workbook) -> None:
    sheet = book["Deliveries and stock"]
    for key, value in (("goods", "bolts"), ("sent_out", 5690), ("sent_out.unit", "t")):
        cell(sheet, key).value = value


STREAM, USER, GOOD, BUY = "Source streams", "Users of streams", "Goods", "Purchases"
FORM = "sheet Plant and company, cell C"

BROKEN: list[tuple[str, Change, str, str]] = [
    ("decimal comma", put(STREAM, amount="12,40"), "input.not_a_number", "sheet Source streams, cell F7"),
    ("words for a number", put(STREAM, amount="about 500"), "input.not_a_number", "sheet Source streams, cell F7"),
    ("yes for a number", put(STREAM, amount=True), "input.not_a_number", "sheet Source streams, cell F7"),
    ("not finite", put(STREAM, amount="nan"), "input.not_finite", "sheet Source streams, cell F7"),
    ("too large", put(STREAM, amount=1e18), "input.too_large", "sheet Source streams, cell F7"),
    ("below zero", put(STREAM, amount=-4), "input.negative", "sheet Source streams, cell F7"),
    ("unknown unit", put(STREAM, unit_of_amount="Nm4"), "input.unit_unknown", "sheet Source streams, cell G7"),
    ("unit of another thing", put(BUY, unit_of_received="MWh"), "input.unit_mismatch", "sheet Purchases, cell "),
    ("no unit", put(STREAM, unit_of_amount=None), "input.unit_missing", "sheet Source streams, cell F7"),
    ("no number", put(BUY, received=None), "input.missing_field", "sheet Purchases, cell "),
    ("formula without value", put(STREAM, amount="=1+1"), "input.formula_without_value",
     "sheet Source streams, cell F7"),
    ("formula with error", put(STREAM, amount="#REF!"), "input.formula_error", "sheet Source streams, cell F7"),
    ("no such choice", put("Steps", kind="연습"), "input.not_a_choice", "sheet Steps, cell D7"),
    ("no such choice of methods", put(STREAM, method="burning"), "input.not_a_choice", "sheet Source streams, cell D7"),
    ("neither yes nor no", put(GOOD, cbam_good="maybe"), "input.not_yes_or_no", "sheet Goods, cell G7"),
    ("id with a blank", put("Emission sources", id="a b"), "input.text_form", "sheet Emission sources, cell B7"),
    ("id twice", put("Meters", id="gm_annealing"), "input.duplicate_id", "sheet Meters, cell B"),
    ("no id", put("Meters", id=None), "input.missing_field", "sheet Meters, cell B7"),
    ("owner misspelt", put("Steps", processes="drawn_wier"), "input.owner_unknown", "sheet Steps, cell B7"),
    ("no owner", put("Steps", processes=None), "input.missing_field", "sheet Steps, cell B7"),
    ("user misspelt", put(USER, name="anealing_furnace"), "carbon.unknown_reference",
     "sheet Users of streams, cell C7"),
    ("no user", put(USER, name=None), "input.missing_field", "sheet Users of streams, cell C7"),
    ("user twice", second(USER, name="annealing_furnace"), "input.duplicate_id", "sheet Users of streams, cell C8"),
    ("six digits", put(GOOD, cn_code="721710"), "input.cn_code", "sheet Goods, cell F7"),
    ("a zero lost", put(GOOD, cn_code=7217103), "input.cn_code", "sheet Goods, cell F7"),
    ("ten digits", put(GOOD, cn_code="7217103900"), "input.cn_code", "sheet Goods, cell F7"),
    ("code not in the table", put(GOOD, cn_code="72171038"), "input.cn_code_unknown", "sheet Goods, cell F7"),
    ("code of scrap", put(BUY, cn_code="72044990"), "input.cn_code_scrap", "sheet Purchases, cell D7"),
    ("a day for a code", put(GOOD, cn_code=datetime.date(2026, 3, 1)), "input.cn_code", "sheet Goods, cell F7"),
    ("unknown fuel", put(STREAM, material="city gaz (LNG)"), "input.fuel_unknown", "sheet Source streams, cell E7"),
    ("unknown country", put(BUY, country_of_origin="Koria"), "input.country_unknown", "sheet Purchases, cell F7"),
    ("no country", put(BUY, country_of_origin=None), "input.missing_field", "sheet Purchases, cell "),
    ("no quarter", put("Exports per quarter", name="spring"), "input.quarter", "sheet Exports per quarter, cell C7"),
    ("before production", put("Exports per quarter", name="2025Q4"), "carbon.export_before_production",
     "sheet Exports per quarter, cell C7"),
    ("no year", say(period="last year"), "input.not_a_period", FORM),
    ("year and days", say(period__start="2026-01-01"), "input.duplicate_key", FORM),
    ("end before start", say(period=None, period__start="2027-01-01", period__end="2026-01-01"),
     "input.period_order", "sheet Plant and company"),
    ("no period", say(period=None), "input.missing_field", FORM),
    ("thirteen months", say(months_monitored=13), "input.out_of_range", FORM),
    ("beyond the pole", say(installation__latitude=100), "input.out_of_range", FORM),
    ("no name", say(company__name=None), "input.missing_field", FORM),
    ("a long text", say(company__address="가" * 401), "input.text_too_long", FORM),
    ("name of a column misspelt", _misspell_the_name, "input.unknown_field", "sheet Goods, cell "),
    ("name of a column twice", _twice_the_name, "input.duplicate_key", "sheet Goods, cell "),
    ("mark deleted", _unmark, "input.sheet_unknown", "sheet Scrap inputs"),
    ("sheet twice", _copy, "input.sheet_twice", "sheet Meters 2"),
    ("own mark in column A", lambda book: book["Meters"].cell(8, 1, "x"), "input.row_mark", "sheet Meters, cell A8"),
    ("half a year", put("Verified values", year=2026.5), "input.not_whole", "sheet Verified values, cell "),
    ("verified twice", _verify_twice, "input.duplicate_id", "sheet Verified values, cell B8"),
    ("verified of nothing", put("Verified values", purchases="x"), "input.owner_unknown",
     "sheet Verified values, cell B7"),
    ("price per tonne of goods", put("Price scenarios", unit_of_price="EUR/t"), "input.unit_mismatch",
     "sheet Price scenarios, cell "),
    ("no scenario", put("Price scenarios", scenario=None), "input.missing_field", "sheet Price scenarios, cell B7"),
    ("percent for a share", put(STREAM, oxidation_factor=85), "input.out_of_range", "sheet Source streams, cell "),
    ("output twice", _stock_too, "carbon.two_outputs", "sheet Deliveries and stock"),
    ("unknown meter", put(STREAM, proof_of_amount="meter:gm_mian"), "carbon.unknown_meter",
     "sheet Source streams, cell F7"),
    ("cited without a store", put(STREAM, amount="meter:gm_main", unit_of_amount=None, proof_of_amount=None),
     "input.citation_without_store", "sheet Source streams, cell F7"),
    ("goods deleted", _delete("Goods"), "carbon.no_goods", "sheet Processes"),
    ("processes deleted", _delete("Processes"), "input.owner_unknown", "sheet Steps, cell B7"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "place"), [pytest.param(*case[1:], id=case[0]) for case in BROKEN])
def test_a_broken_workbook_is_told_at_its_cell(
    change: Change, code: str, place: str, tmp_path: Path, pulmu: Pulmu
) -> None:
    file = tmp_path / "plant.xlsx"
    file.write_bytes(changed(change))
    answer = pulmu("check", file, "--json")
    assert answer.code == 1
    found = [item for item in answer.problems() if item["code"] == code]
    assert found, [(item["code"], item["place"]) for item in answer.problems()]
    assert f"plant.xlsx, {place}" in found[0]["place"]
    assert found[0]["mend"]
    korean = pulmu("report", file, "--out", tmp_path / "out", "--lang", "ko", "--json")
    assert korean.code == 1
    told = [item for item in korean.problems() if item["code"] == code]
    assert all(HANGUL.search(item["mend"]) and HANGUL.search(item["message"]) for item in told)
    assert len(told) == len(found)
    assert contents(tmp_path).keys() == {"plant.xlsx"}


# Containers


def with_parts(parts: dict[str, bytes | None], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with parts added, replaced or (None) left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole())) as old, zipfile.ZipFile(buffer, "w", kind) as new:
        for name, item in ({name: old.read(name) for name in old.namelist()} | parts).items():
            if item is not None:
                new.writestr(name, item)
    return buffer.getvalue()


def part(name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(whole())).read(name)


def _foreign() -> bytes:
    return saved(openpyxl.Workbook())


SHEET = "xl/worksheets/sheet6.xml"
CONTAINERS: list[tuple[str, Callable[[], bytes], str]] = [
    ("cut short", lambda: whole()[: len(whole()) // 2], "input.workbook_damaged"),
    ("noise after a beginning", lambda: b"PK\x03\x04" + b"x" * 200, "input.workbook_damaged"),
    ("macros", lambda: with_parts({"xl/vbaProject.bin": b"x"}), "input.workbook_macro"),
    ("links", lambda: with_parts({"xl/externalLinks/externalLink1.xml": b"<a/>"}), "input.workbook_link"),
    ("document type", lambda: with_parts({SHEET: b"<!DOCTYPE a>" + part(SHEET)}), "input.workbook_document_type"),
    ("broken XML", lambda: with_parts({SHEET: part(SHEET)[:-40]}), "input.workbook_damaged"),
    ("no sheets", lambda: with_parts({"xl/workbook.xml": None}), "input.workbook_damaged"),
    ("a path upwards", lambda: with_parts({"../x.xml": b"<a/>"}), "input.workbook_damaged"),
    ("a bomb", lambda: with_parts({"xl/media/a.bin": bytes(90_000_000)}), "input.workbook_too_large"),
    ("six megabytes", lambda: whole() + bytes(6_000_000), "input.file_too_large"),
    ("old workbook", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "input.file_kind"),
    ("password", lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "input.workbook_locked"),
    ("another workbook", _foreign, "input.not_a_template"),
]


@pytest.mark.parametrize(("make", "code"), [pytest.param(*case[1:], id=case[0]) for case in CONTAINERS])
def test_a_file_that_is_no_plant_workbook_is_refused(
    make: Callable[[], bytes], code: str, tmp_path: Path, pulmu: Pulmu
) -> None:
    file = tmp_path / "plant.xlsx"
    file.write_bytes(make())
    for language in ("en", "ko"):
        answer = pulmu("report", file, "--out", tmp_path / "out", "--lang", language, "--json")
        assert answer.code == 1
        (found,) = answer.problems()
        assert found["code"] == code
        assert found["place"].startswith("plant.xlsx")
        assert found["mend"]
        assert language == "en" or HANGUL.search(found["mend"])
    assert contents(tmp_path).keys() == {"plant.xlsx"}


# Odd, but valid


def _rename(book: openpyxl.Workbook) -> None:
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"시트 {number}"


def _move_columns(book: openpyxl.Workbook) -> None:
    for name in ("Meters", "Goods", "Purchases"):
        book[name].move_range("C3:C60", cols=40)


def _insert_rows(book: openpyxl.Workbook) -> None:
    book["Meters"].insert_rows(10, 3)
    book["Goods"].insert_rows(7)
    book["Steps"].insert_rows(1, 4)
    book["Plant and company"].insert_rows(8, 2)


def _full_width(book: openpyxl.Workbook) -> None:
    wide = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
    cell(book[STREAM], "amount").value = "1,912,400".translate(wide)
    cell(book[STREAM], "amount.unit").value = "Ｎｍ３"
    cell(book[GOOD], "produced").value = "8788.0".translate(wide)
    line(book, "period").value = "2026".translate(wide)


def _numbers_as_text(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(min_row=7):
            for item in row:
                if isinstance(item.value, int | float) and not isinstance(item.value, bool):
                    item.value = repr(item.value)


def _codes_as_numbers(book: openpyxl.Workbook) -> None:
    for name in (GOOD, BUY):
        for row in range(7, 10):
            found = cell(book[name], "cn_code", row)
            found.value = int(found.value) if found.value else None


def _days(start: Any, end: Any) -> Change:
    return say(period=None, period__start=start, period__end=end)


def _own_sheets(book: openpyxl.Workbook) -> None:
    book.create_sheet("메모", 0)["B3"].value = "=SUM(C1:C9)"
    book.create_sheet("notes")["A1"].value = "mine"


def _hide(book: openpyxl.Workbook) -> None:
    book["Meters"].row_dimensions[9].hidden = True
    book["Goods"].column_dimensions["F"].hidden = True
    book["Steps"].sheet_state = "hidden"
    book["Processes"].sheet_state = "veryHidden"


def _merge(book: openpyxl.Workbook) -> None:
    book["Goods"].merge_cells("B1:H1")
    book["Meters"].merge_cells("B2:H2")
    book["Steps"].merge_cells("B40:D42")


def _sort(book: openpyxl.Workbook) -> None:
    sheet = book[USER]
    rows = [[item.value for item in row] for row in sheet.iter_rows(min_row=7, max_row=11)]
    for number, values in enumerate(sorted(rows, key=lambda row: str(row[2])), 7):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value


def _unprotect(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        sheet.protection.sheet = False
        sheet.data_validations.dataValidation = []


def _without_examples(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        if sheet["A6"].value == "example":
            sheet.delete_rows(6)


def _comment(book: openpyxl.Workbook) -> None:
    cell(book[GOOD], "produced").comment = Comment("계근 기록 확인", "생산팀")
    book[GOOD].auto_filter.ref = "A5:H9"


def _blanks_around(book: openpyxl.Workbook) -> None:
    cell(book[GOOD], "id").value = "  annealed_wire "
    cell(book[GOOD], "cn_code").value = " 72171039"
    cell(book[STREAM], "amount.unit").value = " Nm3 "
    cell(book["Users of electricity"], "amount", FIRST + 2).value = " REST "


def _korean_words(book: openpyxl.Workbook) -> None:
    cell(book["Steps"], "kind").value = "산세"
    cell(book[STREAM], "method").value = "연소"
    cell(book["Users of electricity"], "amount", FIRST + 2).value = "나머지"
    cell(book[GOOD], "cbam_good").value = "예"
    cell(book[BUY], "country_of_origin").value = "대한민국 [KR]"


def _reverse(book: openpyxl.Workbook) -> None:
    book._sheets.reverse()


def _with_formulas() -> bytes:
    """A number that a formula computed, as a spreadsheet program stores it."""
    name = next(name for name in zipfile.ZipFile(io.BytesIO(whole())).namelist() if b"1912400" in part(name))
    content, number = re.subn(rb"<v>1912400(\.0)?</v>", b"<f>1900000+12400</f><v>1912400</v>", part(name))
    assert number >= 1
    return with_parts({name: content})


def _with_inline_strings() -> bytes:
    """Texts within their cells instead of the shared table."""
    shared = re.findall(rb"<si>(.*?)</si>", part("xl/sharedStrings.xml"), re.DOTALL)
    moved: dict[str, bytes | None] = {}
    for name in zipfile.ZipFile(io.BytesIO(whole())).namelist():
        if name.startswith("xl/worksheets/sheet"):
            moved[name] = re.sub(
                rb't="s"><v>(\d+)</v>',
                lambda found: b't="inlineStr"><is>' + shared[int(found[1])] + b"</is>",
                part(name),
            )
    assert b"inlineStr" in (moved[SHEET] or b"")
    return with_parts(moved)


def _counted_from_1904() -> bytes:
    """Days as numbers counted from 1904, as old Macs kept them."""

    def change(book: openpyxl.Workbook) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        for key, day in (
            ("period.start", datetime.datetime(2026, 1, 1)),
            ("period.end", datetime.datetime(2027, 1, 1)),
        ):
            line(book, key).value = day
            line(book, key).number_format = "yyyy-mm-dd"
        line(book, "period").value = None

    data = changed(change)
    assert b'date1904="1"' in zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml")
    return data


ODD: list[tuple[str, Callable[[], bytes]]] = [
    ("sheets renamed", lambda: changed(_rename)),
    ("columns moved", lambda: changed(_move_columns)),
    ("rows inserted", lambda: changed(_insert_rows)),
    ("full-width digits", lambda: changed(_full_width)),
    ("numbers as text", lambda: changed(_numbers_as_text)),
    ("codes as numbers", lambda: changed(_codes_as_numbers)),
    ("days as text", lambda: changed(_days("2026-01-01", "2027-01-01"))),
    ("days as Korean text", lambda: changed(_days("2026. 1. 1.", "2027년 1월 1일"))),
    ("days as days", lambda: changed(_days(datetime.date(2026, 1, 1), datetime.datetime(2027, 1, 1)))),
    ("own sheets", lambda: changed(_own_sheets)),
    ("hidden rows, columns and sheets", lambda: changed(_hide)),
    ("merged cells", lambda: changed(_merge)),
    ("rows sorted", lambda: changed(_sort)),
    ("no protection and no drop-downs", lambda: changed(_unprotect)),
    ("examples deleted", lambda: changed(_without_examples)),
    ("comments and filters", lambda: changed(_comment)),
    ("blanks around", lambda: changed(_blanks_around)),
    ("Korean words in an English workbook", lambda: changed(_korean_words)),
    ("sheets in another order", lambda: changed(_reverse)),
    ("helping sheets deleted", light),
    ("formulas with their value", _with_formulas),
    ("texts within cells", _with_inline_strings),
    ("days counted from 1904", _counted_from_1904),
    ("stored, not squeezed", lambda: with_parts({}, zipfile.ZIP_STORED)),
    ("saved by another program", lambda: changed(lambda book: None, whole("ko"))),
]


@pytest.mark.parametrize("make", [pytest.param(case[1], id=case[0]) for case in ODD])
def test_an_odd_workbook_is_read_exactly(make: Callable[[], bytes], tmp_path: Path, pulmu: Pulmu) -> None:
    data = make()
    assert decode(Plant, read_workbook(data, "plant.xlsx")).unwrap() == PLANT
    file = tmp_path / "plant.xlsx"
    file.write_bytes(data)
    assert pulmu("check", file).code == 0


def test_a_workbook_saved_by_libreoffice_is_read_exactly(tmp_path: Path, pulmu: Pulmu) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        missing("libreoffice", "LibreOffice is not installed")
    file = tmp_path / "plant.xlsx"
    file.write_bytes(whole("ko"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(office),
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "saved"),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    data = (tmp_path / "saved" / "plant.xlsx").read_bytes()
    assert data != whole("ko")
    assert decode(Plant, read_workbook(data, "plant.xlsx")).unwrap() == PLANT
    assert pulmu("check", tmp_path / "saved" / "plant.xlsx").code == 0


def test_all_of_several_faults_are_told_at_once(tmp_path: Path, pulmu: Pulmu) -> None:
    def change(book: openpyxl.Workbook) -> None:
        put(STREAM, amount="12,40", unit_of_amount="Nm4", material="gaz")(book)
        put(GOOD, cn_code="721710", cbam_good="maybe")(book)
        put("Steps", kind="연습")(book)
        say(company__name=None)(book)

    file = tmp_path / "plant.xlsx"
    file.write_bytes(changed(change))
    codes = {item["code"] for item in pulmu("check", file, "--json").problems()}
    assert codes >= {
        "input.not_a_number", "input.unit_unknown", "input.cn_code", "input.not_yes_or_no", "input.not_a_choice",
        "input.missing_field",
    }  # fmt: skip
