"""Cells of a sheet, a CSV file or a page, all in one form: rows of texts with their place and their extent."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pulmu.adapters._bills.labels import label_of, plain
from pulmu.adapters._bills.pdf import Word
from pulmu.adapters._bills.values import looks_like_number
from pulmu.adapters._document.parse import decode_text
from pulmu.adapters._workbook import TABLE, Sheet, cell_name, read_sheets
from pulmu.model import InputError, Problem, problem

_LONGEST_LABEL = 6
"""Words a label may be torn into: 청 구 금 액."""

_GAP = 0.7
"""Space that parts two cells of a page, in heights of a line; a space between words has a third."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with its place.

    Parameters
    ----------
    place : Within the file: "sheet S, cell C14", "row 12, column 3", "page 1, 82 mm from the left, 41 mm from the top".
    left, right : Extent across the row: columns of a sheet, or millimetres of a page.
    top : Position down a page. [mm]; the number of the row elsewhere.
    """

    text: str
    place: str
    left: float
    right: float
    top: float


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Rows that belong together: a sheet, a CSV file or a page."""

    name: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    is_page: bool = False


def sheets_of(data: bytes, name: str) -> tuple[Sheaf, ...]:
    """The sheets of a workbook; `InputError` if it is none."""
    return tuple(_sheaf_of(sheet) for sheet in read_sheets(data, name, TABLE))


def _sheaf_of(sheet: Sheet) -> Sheaf:
    where = f"sheet {sheet.name}"
    rows = tuple(
        _split(
            Cell(text, f"{where}, cell {cell_name(column, number)}", column, column + 1, number)
            for column, value in enumerate(row)
            if (text := _text(value))
        )
        for number, row in enumerate(sheet.rows)
    )
    problems = tuple(
        problem(
            "bill.cell_without_value",
            f"{where}, cell {cell}",
            "the cell shows no value: its formula was never computed, or it failed",
            "open the workbook in a spreadsheet program, mend the formula and save it",
            kind=kind,
        )
        for cell, kind in sheet.flawed.items()
    )
    return Sheaf(sheet.name, tuple(row for row in rows if row), problems)


def _text(value: Any) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return plain(str(value))


def csv_of(data: bytes, name: str) -> tuple[Sheaf, ...]:
    """The rows of a CSV file; none of a file that is no CSV: the reader of exports tells what is wrong with it."""
    try:
        text = decode_text(data, name)
        lines = text[:20_000].splitlines()[:40]
        delimiter = max(",;\t", key=lambda sign: sum(line.count(sign) for line in lines))
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [(reader.line_num, row) for row in reader]
    except (InputError, csv.Error):
        return ()
    cells = [_csv_row(line, row) for line, row in rows]
    return (Sheaf("", tuple(row for row in cells if row)),)


def _csv_row(line: int, row: Iterable[str]) -> Row:
    return _split(
        Cell(text, f"row {line}, column {column + 1}", column, column + 1, line)
        for column, cell in enumerate(row)
        if (text := plain(cell))
    )


def pages_of(pages: tuple[tuple[Word, ...], ...]) -> tuple[Sheaf, ...]:
    """The lines of each page, their words joined to labels and values."""
    return tuple(
        Sheaf(f"page {number}", tuple(_page_rows(words, f"page {number}")), is_page=True)
        for number, words in enumerate(pages, 1)
    )


def _page_rows(words: tuple[Word, ...], where: str) -> Iterable[Row]:
    line: list[Word] = []
    for word in words:
        if line and abs((word.top + word.bottom) - (line[0].top + line[0].bottom)) > 0.9 * (word.bottom - word.top):
            yield _joined(line, where)
            line = []
        line.append(word)
    if line:
        yield _joined(line, where)


def _joined(line: list[Word], where: str) -> Row:
    """Words that make one label, and words that stand close together."""
    line = sorted(line, key=lambda word: word.left)
    cells: list[Cell] = []
    fresh = True
    number = 0
    while number < len(line):
        taken = _label_length(line[number:])
        word = line[number]
        if taken:
            cells.append(_cell(line[number : number + taken], where))
            fresh = True
        else:
            taken = 1
            height = word.bottom - word.top
            if fresh or word.left - line[number - 1].right > _GAP * height:
                cells.append(_cell([word], where))
            else:
                cells[-1] = replace(cells[-1], text=f"{cells[-1].text} {word.text}", right=word.right)
            fresh = False
        number += taken
    return _split(replace(cell, text=plain(cell.text)) for cell in cells)


def _split(cells: Iterable[Cell]) -> Row:
    """Cells that hold a label and its value taken apart: "사용량: 12,345 kWh"."""
    found: list[Cell] = []
    for cell in cells:
        label, colon, value = cell.text.partition(":")
        if label_of(cell.text) or not (colon and value.strip() and label_of(label)):
            words = cell.text.split()
            count = 0 if label_of(cell.text) else _label_words(words)
            label, value = " ".join(words[:count]), " ".join(words[count:])
        if label and value.strip():
            found += [replace(cell, text=label), replace(cell, text=value.strip())]
        else:
            found.append(cell)
    return tuple(found)


def _label_words(words: list[str]) -> int:
    """How many words at the beginning make a label that a number follows; 0 if none do."""
    counts = range(min(len(words) - 1, _LONGEST_LABEL), 0, -1)
    return next((count for count in counts if label_of("".join(words[:count])) and looks_like_number(words[count])), 0)


def _label_length(words: list[Word]) -> int:
    """How many of the next words make one label; 0 if they begin with none. The longest counts."""
    found = 0
    text = ""
    for count, word in enumerate(words[:_LONGEST_LABEL], 1):
        if count > 1 and word.left - words[count - 2].right > 4 * (word.bottom - word.top):
            break
        text += word.text
        if label_of(text):
            found = count
    return found


def _cell(words: list[Word], where: str) -> Cell:
    first = words[0]
    place = f"{where}, {first.x:.0f} mm from the left, {first.y:.0f} mm from the top"
    return Cell(" ".join(word.text for word in words), place, first.left, words[-1].right, first.top)
