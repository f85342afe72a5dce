"""Sheets of a workbook as tables of texts: dates, serial numbers and fractions of a day written out."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from pulmu.adapters._readings.clocks import DAY, clock_text
from pulmu.adapters._readings.grid import TOP, Grid, Row
from pulmu.adapters._readings.heads import clean, is_corner, is_stamp
from pulmu.adapters._workbook import Sheet

_FIRST, _LAST = 20_000, 80_000
"""Serial numbers of days between 1954 and 2119."""
_EPOCH = datetime(1899, 12, 30)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIMED = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")
_FRACTION = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}|\d{2}:\d{2}:\d{2})\.\d+")


def sheet_grid(sheet: Sheet, name: str) -> Grid:
    """The table of a sheet."""
    stamps = _stamp_columns(sheet.rows)
    timed = {column for column in stamps if any(_is_timed(row, column) for row in sheet.rows)}
    return Grid.of(name, _rows(sheet.rows, stamps, timed), sheet.name, sheet.flawed)


def _rows(rows: Sequence[Sequence[Any]], stamps: set[int], timed: set[int]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        cells = [_text(cell) for cell in row]
        for column in stamps:
            if column < len(row):
                cells[column] = _time(row[column], cells[column], column in timed)
        if number < TOP:
            _write_out_fractions(row, cells)
        yield number + 1, cells


def _stamp_columns(rows: Sequence[Sequence[Any]]) -> set[int]:
    """Columns in which numbers may be dates or times of the day: those a head says are."""
    return {
        column
        for row in rows[:TOP]
        for column, cell in enumerate(row)
        if isinstance(cell, str) and cell.strip() and (is_stamp(clean(cell)) or is_corner(clean(cell)))
    }


def _is_timed(row: Sequence[Any], column: int) -> bool:
    cell = row[column] if column < len(row) else ""
    if isinstance(cell, float) and not isinstance(cell, bool):
        return _FIRST < cell < _LAST and cell % 1 != 0
    return isinstance(cell, str) and bool(_TIMED.match(cell))


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    text = str(cell)
    # A time of the day is a binary fraction: what is left of a second is its rounding.
    found = _FRACTION.fullmatch(text)
    return _rounded(text) if found else text


def _rounded(text: str) -> str:
    if len(text) < 19:  # a time alone
        return _rounded(f"2000-01-01 {text}")[11:]
    moment = datetime.fromisoformat(text)
    near = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    return near.isoformat(" ") if abs(near - moment) < timedelta(milliseconds=5) else text


def _time(cell: Any, text: str, is_timed: bool) -> str:
    """A cell of a column of times: a serial number as a date, a fraction as a time, midnight with its 00:00."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if _FIRST < cell < _LAST:
            shown = _EPOCH + timedelta(seconds=round(cell * DAY))
            return shown.isoformat(" ") if is_timed or cell % 1 else shown.date().isoformat()
        return clock_text(round(cell * DAY)) if 0 < cell < 1 else text
    return f"{text} 00:00:00" if is_timed and _DATED.fullmatch(text) else text


def _write_out_fractions(row: Sequence[Any], cells: list[str]) -> None:
    """Heads that are fractions of a day in even steps are times of the day."""
    found = [(column, cell) for column, cell in enumerate(row) if isinstance(cell, int | float) and 0 <= cell <= 1]
    steps = {round((after[1] - before[1]) * DAY) for before, after in pairwise(found)}
    if len(found) >= 12 and len(steps) == 1 and steps.pop() in (900, 1800, 3600):
        for column, cell in found:
            cells[column] = clock_text(round(cell * DAY))
