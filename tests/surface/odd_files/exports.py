"""Valid exports, made when a test runs, to be broken or written otherwise."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

Rows = list[list[Any]]

PURCHASES: Rows = [
    ["매입일자", "전표번호", "거래처", "품명", "규격", "중량(KG)", "금액"],
    ["2026-01-05", "P-001", "포스코", "선재", "SWRCH10A", "25,310.5", "30,000,000"],
    ["2026-01-20", "P-002", "포스코", "선재", "SWRCH10A", "24,990", "30,000,000"],
    ["2026-02-10", "P-003", "현대제철", "선재", "SWRCH18A", "12,000", "14,000,000"],
    ["2026-03-02", "P-004", "포스코", "선재", "SWRCH10A", "25,000", "30,000,000"],
]
PURCHASED = 25_310.5 + 24_990 + 12_000 + 25_000
"""kg"""

PRODUCTION: Rows = [
    ["생산일자", "작업지시번호", "품목코드", "품명", "단위", "양품수량", "불량수량", "단중(g)"],
    [date(2026, 1, 5), "W1", "B08", "육각볼트 M8x40", "EA", 10_000, 100, 21],
    [date(2026, 1, 6), "W2", "B10", "육각볼트 M10x50", "EA", 20_000, 50, 40],
]
"""Good 210 kg and 800 kg; scrap 2.1 kg and 2 kg."""

LEDGER: Rows = [
    ["원재료 수불부"],
    ["기간 : 2026년 1월 1일 ~ 2026년 1월 31일"],
    ["품명", "기초(kg)", "입고(kg)", "출고(kg)", "기말(kg)"],
    ["선재 5.5", 100, 500, 480, 120],
    ["선재 8.0", 10, "-", 5, 5],
    ["합계", 110, 500, 485, 125],
]

SALES: Rows = [
    ["출하일", "송장번호", "고객사", "제품명", "HS코드", "목적국", "수량", "단위"],
    ["2026-04-01", "INV-1", "Muster GmbH", "육각볼트", "7318.15", "DE", "5.25", "TON"],
    ["2026-04-15", "INV-2", "ACME Sp. z o.o.", "육각볼트", "7318.15", "PL", "1,500", "KG"],
]

GROUPED: Rows = [
    ["원재료 수불부 2026년 1월"],
    ["품명", "기초", "", "입고", "", "생산출고", "", "기말", ""],
    ["", *["수량", "금액"] * 4],
    ["선재", 100, 1, 500, 1, 480, 1, 120, 1],
]
"""Heads in two rows."""


def changed(rows: Rows, row: int, column: int, to: Any) -> Rows:
    """The same rows with one cell changed."""
    found = [list(cells) for cells in rows]
    found[row][column] = to
    return found


def text_of(rows: Rows, delimiter: str = ",") -> str:
    """The rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def write_csv(
    folder: Path, rows: Rows, name: str = "매입현황.csv", encoding: str = "cp949", delimiter: str = ","
) -> Path:
    """The rows as a CSV file."""
    file = folder / name
    file.write_bytes(text_of(rows, delimiter).encode(encoding))
    return file


def workbook_of(sheets: dict[str, Rows]) -> bytes:
    """The sheets as a workbook, written by another library than the one that reads it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def write_workbook(folder: Path, sheets: dict[str, Rows], name: str = "export.xlsx") -> Path:
    """The sheets as a file."""
    file = folder / name
    file.write_bytes(workbook_of(sheets))
    return file


def as_page(rows: Rows) -> str:
    """The rows as the page that some programs call an old workbook."""
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return "<html><body><table border=1>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table></body></html>"
