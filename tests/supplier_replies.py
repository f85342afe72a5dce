"""Our request workbook as a supplier fills it in: cells set in the file that was sent."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl

from pulmu.adapters.samples import read_sample
from pulmu.adapters.supplier_workbook import write_request_workbook
from pulmu.services.supplier_request import request_suppliers

REQUEST = request_suppliers(read_sample("fasteners"), today=date(2026, 12, 1)).requests[0]
SENT = write_request_workbook(REQUEST)
SHEET = "1 CN 72139149"
ROWS = {
    key: row
    for row, key in enumerate(
        (
            "request_id", "asked_good", "cn_code", "year", "operator", "installation", "country", "unlocode",
            "registry_id", "route", "direct", "indirect", "default_share", "electricity_factor", "electricity_source",
            "free_allocation", "verification_report", "verifier", "accreditation", "contact", "remarks",
        ),
        9,
    )
}  # fmt: skip
"""The row of each question, as it is known to people who have the file."""
GOOD: Mapping[str, Any] = {
    "cn_code": "7213 91 49",
    "year": 2026,
    "operator": "Jiangnan Wire Rod Co., Ltd.",
    "installation": "Jiangnan Rod Mill",
    "country": "CN",
    "unlocode": "CNWUX",
    "direct": 2.05,
    "indirect": 0.18,
    "default_share": 0,
    "free_allocation": 1.3,
    "verification_report": "JN-2026-VR-3",
    "verifier": "Hangang Verification Institute",
    "accreditation": "KAB V-12",
}
Change = Callable[[openpyxl.Workbook], None]


def answers(values: Mapping[str, Any]) -> Change:
    """Sets answers by question; a pair is a value and its unit."""

    def change(book: openpyxl.Workbook) -> None:
        for key, value in values.items():
            given = value if isinstance(value, tuple) else (value,)
            for column, part in enumerate(given, 3):
                book[SHEET].cell(ROWS[key], column).value = part

    return change


def reply(*changes: Change | Mapping[str, Any], data: bytes = SENT, filled: Mapping[str, Any] = GOOD) -> bytes:
    """The workbook filled in, then changed."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for change in (filled, *changes):
        (change if callable(change) else answers(change))(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
