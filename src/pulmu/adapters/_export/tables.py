"""Bytes of an export as tables of cells, each with its place."""

import csv
import io
import math
from dataclasses import dataclass, field
from typing import Any

from pulmu.adapters._document.parse import decode_text
from pulmu.adapters._export.words import clean
from pulmu.adapters._markup import PageRefusedError, page_tables
from pulmu.adapters._workbook import TABLE, cell_name, read_sheets
from pulmu.model import InputError

Cell = str | float
_ZIP, _OLD, _PDF = b"PK", b"\xd0\xcf\x11\xe0", b"%PDF"
_SEARCHED = 40
_SPREADSHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty, with its number from one on."""

    number: int
    cells: tuple[Cell, ...]

    def text(self, column: int) -> str:
        """The cell as text; empty if there is none."""
        return as_text(self.cells[column]) if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or all of a CSV file (then without a name)."""

    sheet: str
    rows: tuple[Row, ...]
    flawed: dict[str, str] = field(default_factory=dict)

    def place(self, row: Row, column: int, head: str) -> str:
        """Where a cell stands, in the words of a problem."""
        if self.sheet:
            return f"sheet {self.sheet}, cell {cell_name(column, row.number - 1)}"
        return f"row {row.number}, {head}"


def as_text(cell: Cell) -> str:
    """A cell as text: a whole number without its point."""
    if isinstance(cell, float | int):
        return str(int(cell)) if math.isfinite(cell) and cell == int(cell) else repr(cell)
    return cell


def read_tables(data: bytes, name: str) -> tuple[Table, ...] | None:
    """The tables of a workbook, of a page that calls itself a workbook, or of a CSV file; None for other content.

    Raises
    ------
    InputError  It is one of these and cannot be read.
    """
    if data.startswith((_ZIP, _OLD)):
        return _workbook(data, name)
    if data.startswith(_PDF):
        return None
    text = decode_text(data, name)
    if "\x00" in text:
        raise InputError.of(
            "input.encoding", name, "the file is not text", "save it again as CSV with the encoding UTF-8"
        )
    beginning = text[:4_000].lstrip().lower()
    if beginning.startswith("<") and ("<table" in text[:200_000].lower()):
        return _page(text, name) if _SPREADSHEET_XML not in text[:4_000] else None
    return (Table("", tuple(_csv(text, name))),)


def _workbook(data: bytes, name: str) -> tuple[Table, ...]:
    sheets = read_sheets(data, name, TABLE)
    return tuple(Table(sheet.name, tuple(_rows(sheet.rows, sheet.flawed)), sheet.flawed) for sheet in sheets)


def _rows(rows: tuple[tuple[Any, ...], ...], flawed: dict[str, str]) -> list[Row]:
    """Rows that hold something, be it a formula without its value."""
    numbers = {int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for name in flawed}
    found = (Row(number, tuple(map(_cell, row))) for number, row in enumerate(rows, 1))
    return [row for row in found if row.number in numbers or any(cell != "" for cell in row.cells)]


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, float | int) else clean(str(value))


def _csv(text: str, name: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    found = []
    try:
        for row in reader:
            cells = tuple(clean(cell) for cell in row)
            if any(cells):
                found.append(Row(reader.line_num, cells))
    except csv.Error as error:
        place = f"{name}, row {reader.line_num}"
        mend = "look for a quotation mark that is not closed"
        raise InputError.of("book.csv_syntax", place, f"the row cannot be read: {error}", mend, reason=error) from error
    return found


def _delimiter(text: str) -> str:
    """The sign that parts the most lines of the beginning."""
    lines = text[:20_000].splitlines()[:_SEARCHED]
    return max(",;\t", key=lambda sign: sum(line.count(sign) for line in lines))


def _page(text: str, name: str) -> tuple[Table, ...]:
    try:
        tables = page_tables(text, repeated=True)
    except PageRefusedError as error:
        raise InputError.of(
            "book.page",
            name,
            "the content is a web page without a table, or a larger one than can be read",
            "open it in the program it comes from, save the table as .xlsx or CSV, and give that file",
        ) from error
    found = []
    for number, rows in enumerate(tables, 1):
        cells = (Row(at, tuple(map(clean, row))) for at, row in enumerate(rows, 1))
        found.append(Table(f"table {number}", tuple(row for row in cells if any(row.cells))))
    return tuple(found)
