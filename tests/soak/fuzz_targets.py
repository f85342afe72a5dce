"""The readers of strangers' files, and whole files to begin with."""

import csv
import io
import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from tests import bills, communication_template
from tests.soak.fuzz import ROOT, Target

from pulmu.adapters._document import parse_document
from pulmu.adapters.bill_file import read_bill
from pulmu.adapters.export_file import read_export
from pulmu.adapters.official_workbook import cells_of, fill_cells, open_template, parse_official
from pulmu.adapters.official_workbook.layout import SHEETS
from pulmu.adapters.plant_workbook import read_workbook, write_plant_workbook
from pulmu.adapters.readings_file import read_readings
from pulmu.adapters.samples import read_sample, sample_names, sample_readings, sample_text
from pulmu.adapters.supplier_workbook import parse_reply
from pulmu.bootstrap.suppliers import request_files
from pulmu.model import InputError, Plant, decode, encode, has_errors
from pulmu.services.check_plant import check_plant
from pulmu.services.official_plant import plant_from_official
from pulmu.services.official_template import OfficialFilling, fill_for_plant
from pulmu.services.ports import DocumentFile, DocumentWish, ReadingFile
from pulmu.services.supplier_request import request_suppliers

Rows = list[list[str]]


def _receipt(month: int) -> list[str]:
    return [f"2026-{month:02d}-05", f"P-{month:03d}", "포스코", "선재", "SWRCH10A", f"{25_000 + month:,}"]


RECEIPTS = [
    ["입고현황"],
    ["입고일", "전표번호", "거래처", "품명", "규격", "중량(KG)"],
    *[_receipt(month) for month in range(1, 13)],
    ["합계", "", "", "", "", "300,078"],
]
LEDGER = [
    ["품목", "단위", "기초재고", "입고", "출고", "기말재고"],
    *[["선재", "KG", "100", str(50 * month), "30", str(70 + 50 * month)] for month in range(1, 6)],
]


def _plant(name: str) -> Callable[[bytes], object]:
    return lambda data: check_plant(parse_document(data, name))


def _workbook(data: bytes) -> object:
    return check_plant(read_workbook(data, "plant.xlsx"))


def _told(found: ReadingFile | DocumentFile | None) -> object:
    """A reader that collects its problems refuses as one that raises them."""
    errors = [item for item in found.problems if item.severity == "error"] if found else []
    if errors:
        raise InputError(*errors)
    return found


def _readings(data: bytes) -> object:
    return _told(read_readings(data, "readings"))


def _export(data: bytes) -> object:
    return _told(read_export(data, "export", DocumentWish()))


def _bill(data: bytes) -> object:
    return _told(read_bill(data, "bill", DocumentWish()))


def _reply(data: bytes) -> object:
    found = parse_reply(data, "reply.xlsx")
    if has_errors(found.problems):
        raise InputError(*found.problems)
    return found


def _request() -> list[bytes]:
    asked = request_suppliers(read_sample("fasteners"), today=date(2026, 12, 1))
    return [data for name, data in request_files(asked.requests).items() if name.endswith(".xlsx")]


def _official(data: bytes) -> object:
    return plant_from_official(parse_official(data, "official.xlsx"))


def _template(data: bytes) -> object:
    return fill_cells(open_template(data, "template.xlsx"), {"A_InstData": {"I20": "Works"}})


def _official_files() -> list[bytes]:
    """What is typed into a template, on sheets of their names: as large as a fuzzer likes it."""
    return [_typed(fill_for_plant(plant)) for plant in _plants()]


def _typed(filling: OfficialFilling) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("0_Versions").write("E38", "2.1.1")
        book.add_worksheet("c_CodeLists").write_row("F11", ["KR", "Korea, Republic of"])
        cells = cells_of(filling.content)
        for name in SHEETS:
            sheet = book.add_worksheet(name)
            for cell, value in cells.get(name, {}).items():
                sheet.write(cell, (value - date(1899, 12, 30)).days if isinstance(value, date) else value)
    return buffer.getvalue()


def _templates() -> list[bytes]:
    """The Commission's file, where a copy lies beside the repository."""
    file = ROOT.parent / "shared" / communication_template.FILE
    return [file.read_bytes()] if file.is_file() else [b"PK"]


def _plants() -> list[Plant]:
    return [decode(Plant, read_sample(name)).unwrap() for name in sample_names()]


def _reading_rows() -> Rows:
    text = next(iter(sample_readings().values())).decode("cp949")
    return list(csv.reader(text.splitlines()[1:200]))


def _wide_rows() -> Rows:
    heads = ["일자", *[f"{hour:02d}:00" for hour in range(1, 25)]]
    return [heads, *[[f"2026-03-{day:02d}", *[f"{day + hour / 10:.1f}" for hour in range(24)]] for day in range(1, 29)]]


def _text(rows: Rows, encoding: str = "utf-8") -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue().encode(encoding)


def _page(rows: Rows) -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><meta charset=utf-8><table>{lines}</table></html>".encode()


def _book(rows: Rows) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": True}) as book:
        sheet = book.add_worksheet("사용량")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def _parquet() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "readings.parquet"
        duckdb.sql(
            "COPY (SELECT TIMESTAMP '2026-01-01' + INTERVAL (n * 15) MINUTE AS date, n::DOUBLE AS \"Usage_kWh\" "
            f"FROM range(200) t(n)) TO '{file}' (FORMAT parquet)"
        )
        return file.read_bytes()


def _bills() -> list[bytes]:
    return [bills.table(bills.ELECTRICITY), bills.form(bills.GAS), bills.invoice(bills.DIESEL)]


_ALL: list[Any] = [
    Target("plant.yaml", _plant("plant.yaml"), lambda: [sample_text(name).encode() for name in sample_names()]),
    Target("plant.json", _plant("plant.json"), lambda: [json.dumps(encode(plant)).encode() for plant in _plants()]),
    Target("plant.xlsx", _workbook, lambda: [write_plant_workbook(plant, "ko") for plant in _plants()], True),
    Target(
        "readings.csv",
        _readings,
        lambda: [
            _text(_reading_rows(), "cp949"),
            _text(_wide_rows()),
            _text(_reading_rows(), "utf-16"),
            _page(_wide_rows()),
        ],
    ),
    Target("readings.xlsx", _readings, lambda: [_book(_reading_rows()), _book(_wide_rows())], True),
    Target("readings.parquet", _readings, lambda: [_parquet()], True),
    Target("export.csv", _export, lambda: [_text(RECEIPTS), _text(RECEIPTS, "cp949"), _text(LEDGER), _page(RECEIPTS)]),
    Target("export.xlsx", _export, lambda: [_book(RECEIPTS), _book(LEDGER)], True),
    Target("reply.xlsx", _reply, _request, True),
    Target("bill.csv", _bill, _bills),
    Target(
        "bill.pdf", _bill, lambda: [bills.electricity_pdf(), bills.gas_pdf(), bills.hand_pdf((50, 700, "전력"))], True
    ),
    Target("official.xlsx", _official, _official_files, True),
    Target("template.xlsx", _template, _templates, True),
]
TARGETS: dict[str, Target] = {target.name: target for target in _ALL}
