"""Bytes of an export as tables of cells, each with its place."""

import csv
import io
import math
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from pulmu.adapters._document.parse import decode_text
from pulmu.adapters._export.words import clean
from pulmu.adapters._workbook import TABLE, cell_name, read_sheets
from pulmu.model import InputError

Cell = str | float
_ZIP, _OLD, _PDF = b"PK", b"\xd0\xcf\x11\xe0", b"%PDF"
_SEARCHED = 40
_AMOUNT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})*|\d{1,7})(?:\.\d*)?")
MOST_ROWS, MOST_COLUMNS = 1_048_576, 500


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
        return _page(text)
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


def _page(text: str) -> tuple[Table, ...]:
    page = _Page()
    page.feed(text)
    page.close()
    tables = [table for table in page.tables if table]
    names = ["table"] if len(tables) == 1 else [f"table {number}" for number in range(1, len(tables) + 1)]
    return tuple(Table(name, tuple(table)) for name, table in zip(names, tables, strict=True))


class _Page(HTMLParser):
    """Tables of a page as rows; a cell over several rows stands in each of them."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[Row]] = []
        self.number = 0
        self.cells: list[str] | None = None
        self.words: list[str] | None = None
        self.size = (1, 1)
        self.hanging: dict[int, tuple[int, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self.number, self.hanging = 0, {}
        elif tag == "tr" and self.tables:
            self._end_row()
            self.cells, self.number = [], self.number + 1
        elif tag in ("td", "th") and self.cells is not None:
            self._end_cell()
            given = dict(attrs)
            self.words, self.size = [], (_span(given.get("colspan")), _span(given.get("rowspan")))
        elif tag == "br" and self.words is not None:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self.words is not None:
            self.words.append(data)

    def _hang(self) -> None:
        """Cells of rows above that reach down to here."""
        while self.cells is not None and len(self.cells) in self.hanging:
            column = len(self.cells)
            left, words = self.hanging.pop(column)
            self.cells.append(words)
            if left > 1:
                self.hanging[column] = (left - 1, words)

    def _end_cell(self) -> None:
        if self.words is None or self.cells is None:
            return
        self._hang()
        words, (across, down) = clean("".join(self.words)), self.size
        for number in range(across):
            column = len(self.cells)
            self.cells.append(words if number == 0 else "")
            if down > 1:  # an amount beside several rows is one amount
                carried = words if number == 0 and not _AMOUNT.fullmatch(words) else ""
                self.hanging[column] = (down - 1, carried)
        self.words = None
        if len(self.cells) > MOST_COLUMNS:
            raise _too_large()

    def _end_row(self) -> None:
        self._end_cell()
        if self.cells is not None and self.tables:
            self._hang()
            if any(self.cells):
                self.tables[-1].append(Row(self.number, tuple(self.cells)))
        self.cells = None
        if self.number > MOST_ROWS:
            raise _too_large()


def _span(text: str | None) -> int:
    return min(int(text), 100) if text and text.isdecimal() and text.isascii() and int(text) > 0 else 1


def _too_large() -> InputError:
    return InputError.of(
        "book.table_too_large",
        "",
        f"a table has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns",
        "export fewer months or columns at a time",
        rows=f"{MOST_ROWS:,}",
        columns=MOST_COLUMNS,
    )
