"""The index of a portfolio: index.json for programs, index.csv and index.xlsx for people, one row for each good."""

import io
import json
from collections.abc import Sequence

import xlsxwriter

from pulmu.locale import Language, plain, problem_line, text
from pulmu.model import encode
from pulmu.services.csv_text import csv_bytes
from pulmu.services.report_portfolio import Entry, GoodOfPortfolio, Portfolio, problems_of

_COLUMNS = (
    ("file", 30), ("state", 12), ("company", 24), ("installation", 24), ("year", 7), ("good", 28), ("cn_code", 12),
    ("output", 14), ("emissions", 16), ("default_share", 12), ("cost", 16), ("default_cost", 16), ("folder", 26),
    ("errors", 8), ("warnings", 9), ("problems", 90),
)  # fmt: skip
_FORMATS = {"output": "#,##0.###", "emissions": "0.00000", "default_share": "0.0%", "cost": "#,##0.00",
            "default_cost": "#,##0.00"}  # fmt: skip
_LONGEST = 32_000
INDEX_FILES = ("index.json", "index.csv", "index.xlsx")
Cell = str | float | int | None


def index_files(portfolio: Portfolio, language: Language) -> dict[str, bytes]:
    """The three files by name."""
    rows = _rows(portfolio, language)
    head = [text(f"index.{name}", language) for name, _ in _COLUMNS]
    tree = json.dumps(encode(portfolio, full=True), ensure_ascii=False, indent=1, allow_nan=False)
    drawn = (f"{tree}\n".encode(), _csv([head, *rows]), _xlsx(head, rows, text("index.title", language)))
    return dict(zip(INDEX_FILES, drawn, strict=True))


def _rows(portfolio: Portfolio, language: Language) -> list[list[Cell]]:
    return [
        _row(entry, good, first, language)
        for entry in portfolio.entries
        for first, good in enumerate(entry.goods or (None,))
    ]


def _row(entry: Entry, good: GoodOfPortfolio | None, number: int, language: Language) -> list[Cell]:
    problems = problems_of(entry) if number == 0 else ()
    errors = sum(item.severity == "error" for item in problems)
    local = good is not None and language == "ko" and bool(good.name_local)
    of_good: list[Cell] = [None] * 7
    if good is not None:
        of_good = [
            good.name_local if local else good.name, good.cn_code, good.activity_level,
            good.specific_embedded_emissions, good.share_of_default_values, good.cost, good.default_cost,
        ]  # fmt: skip
    return [
        entry.file,
        text("index.reported" if entry.reported else "index.refused", language),
        entry.company,
        entry.installation,
        entry.year,
        *of_good,
        entry.folder,
        errors if number == 0 else None,
        len(problems) - errors if number == 0 else None,
        "\n".join(plain(problem_line(item, language)) for item in problems)[:_LONGEST],
    ]


def _csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """What a stranger wrote is one calm line of text, and never begins like a formula."""
    head, *below = [[_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return csv_bytes([str(cell) for cell in head], below)


def _text(cell: str) -> str:
    return plain(cell, _LONGEST) if "\n" not in cell else cell


def _xlsx(head: Sequence[str], rows: Sequence[Sequence[Cell]], title: str) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats = {
        name: book.add_format({"num_format": _FORMATS.get(name, "General"), "valign": "top"}) for name, _ in _COLUMNS
    }
    for column, ((name, width), words) in enumerate(zip(_COLUMNS, head, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, bold)
        for number, row in enumerate(rows, start=1):
            cell = row[column]
            if isinstance(cell, str):
                sheet.write_string(number, column, plain(cell, _LONGEST) if "\n" not in cell else cell, formats[name])
            elif cell is not None:
                sheet.write_number(number, column, cell, formats[name])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(head) - 1)
    book.close()
    return buffer.getvalue()
