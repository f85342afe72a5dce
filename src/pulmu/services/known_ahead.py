"""What is known ahead of a load, such as a weather forecast or a production plan: read from a table, laid over days."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pulmu.model import InputError, Problem, problem, warning
from pulmu.plan.forecast import Load

MOST_COLUMNS = 8
LONGEST = 900_000
"""Signs of a table: a year of hours with some columns."""
_LONGEST_NAME = 40
_TOLD = 20
_NO_TABLE = problem("forecast.known_text", "", "it is no table in UTF-8 or CP949", "save it as CSV (UTF-8)")
_DAY = 86_400


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Columns that are known ahead.

    Parameters
    ----------
    starts : (rows,)  From when each row holds, on the clock of the meter, rising. [s since 1970 of that clock]
    values : (rows, columns)  NaN where a cell is empty.
    """

    names: tuple[str, ...]
    starts: NDArray[np.int64]
    values: NDArray[np.float64]


def known_text(content: bytes) -> str:
    """The text of a table's file, in UTF-8 or the Korean code page.

    Raises
    ------
    InputError  It is in neither (`forecast.known_text`).
    """
    for coding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise InputError(_NO_TABLE)


def read_known(text: str) -> Known:
    """A table with a time and columns of numbers, its first row naming them.

    Raises
    ------
    InputError  What is wrong with it, the first twenty (`forecast.known_columns`, `forecast.known_time`,
        `forecast.known_number`, `forecast.known_order`, `forecast.known_empty`).
    """
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    except csv.Error:
        raise InputError(_NO_TABLE) from None
    names = tuple(cell.strip()[:_LONGEST_NAME] for cell in rows[0][1:]) if rows else ()
    if not 1 <= len(names) <= MOST_COLUMNS or not all(names) or len(set(names)) < len(names):
        raise InputError.of(
            "forecast.known_columns", "line 1", f"{len(names)} columns are named beside the time",
            f"name the time first, then 1 to {MOST_COLUMNS} columns, each otherwise", count=len(names),
            most=MOST_COLUMNS,
        )  # fmt: skip
    if len(rows) < 2:
        raise InputError.of("forecast.known_empty", "line 2", "no row stands below the head", "add rows")
    read = [_row(number, row, len(names)) for number, row in enumerate(rows[1:], 2)]
    problems = [item for _, _, wrong in read for item in wrong]
    starts = np.array([start for start, _, _ in read], np.int64)
    if not problems and (np.diff(starts) <= 0).any():
        line = int(np.flatnonzero(np.diff(starts) <= 0)[0]) + 3
        problems = [problem("forecast.known_order", f"line {line}", "its time is not after that of the row before",
                            "sort the rows by time, each time once")]  # fmt: skip
    if problems:
        raise InputError(*problems[:_TOLD])
    return Known(names, starts, np.array([values for _, values, _ in read], np.float64))


def _row(line: int, row: list[str], columns: int) -> tuple[int, list[float], list[Problem]]:
    wrong: list[Problem] = []
    start = _clock(row[0].strip())
    if start is None:
        said = row[0].strip()[:30]
        wrong.append(problem("forecast.known_time", f"line {line}", f"{said!r} is no local time",
                             "write it as 2026-07-15 10:00", text=said))  # fmt: skip
    cells = [*row[1 : columns + 1], *[""] * (columns + 1 - len(row))]
    values = [_number(cell) for cell in cells]
    for column, (cell, value) in enumerate(zip(cells, values, strict=True), 2):
        if value is None:
            wrong.append(problem("forecast.known_number", f"line {line}, column {column}",
                                 f"{cell.strip()[:30]!r} is no number", "write digits, or leave the cell empty",
                                 text=cell.strip()[:30]))  # fmt: skip
    return start or 0, [math.nan if value is None else value for value in values], wrong


def _clock(text: str) -> int | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo is not None else int((found - datetime(1970, 1, 1)).total_seconds())


def _number(text: str) -> float | None:
    """NaN of an empty cell; None of what is no number."""
    if not text.strip():
        return math.nan
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def with_known(load: Load, known: Known, day: int) -> tuple[Load, tuple[Problem, ...]]:
    """The load with what is known ahead of its days and of the one to forecast.

    A row holds until the next, but no longer than rows are usually apart. A column that does not reach over the whole
    of the day to forecast is left out, and it is told.

    Parameters
    ----------
    day : Row of the day to forecast.
    """
    first = int((datetime.combine(load.first, datetime.min.time()) - datetime(1970, 1, 1)).total_seconds())
    at = first + np.arange((day + 1) * load.slots) * load.interval
    row = np.searchsorted(known.starts, at, "right") - 1
    lasts = min(int(np.median(np.diff(known.starts))) if len(known.starts) > 1 else _DAY, _DAY)
    holds = (row >= 0) & (at - known.starts[np.maximum(row, 0)] < lasts)
    laid = np.where(holds[:, None], known.values[np.maximum(row, 0)], np.nan)
    laid = laid.reshape(day + 1, load.slots, len(known.names))
    whole = ~np.isnan(laid[day]).any(axis=0)
    names = tuple(name for name, is_whole in zip(known.names, whole, strict=True) if is_whole)
    told = tuple(_left_out(load, known, whole, day))
    if not names:
        return load, told
    return replace(load, known=laid[:, :, whole], names=names), told


def _left_out(load: Load, known: Known, whole: NDArray[np.bool_], day: int) -> Iterator[Problem]:
    for name, is_whole in zip(known.names, whole, strict=True):
        if not is_whole:
            said = load.day(day).isoformat()
            yield warning("forecast.known_short", name, f"{name} is not known for all of {said}: it is left out",
                          "give it for the whole day to forecast", name=name, day=said)  # fmt: skip
