"""How a table is laid out: a row per time, a row per day with its times across, or a row per time with days across."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pulmu.adapters._readings.clocks import (
    Span,
    clock_heads,
    days_named,
    months_named,
    parse_clock,
    parse_day,
    years_named,
)
from pulmu.adapters._readings.grid import Grid, Row
from pulmu.adapters._readings.heads import (
    is_corner,
    is_stamp,
    is_sum,
    meter_column,
    quality_column,
    stamp_columns,
)
from pulmu.adapters._readings.stamps import begins_with_date
from pulmu.model import InputError

_SHOWN = 5
"""Rows below the heads that show whether a layout is meant."""

Shape = Literal["rows", "times across", "days across"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the readings of a table stand.

    Parameters
    ----------
    first : Position among the filled rows of the first one below the heads.
    stamps : Columns of the date and, where it stands apart, of the time; with days across, of the time.
    columns : Columns of values; empty for a row per time, whose column is chosen later.
    spans : With times across, the time each column names.
    days : With days across, the date each column names; with a row per time, the one date of all its times.
    label : Which end of its interval a time names, where the heads show it.
    left_out : Heads of columns that are neither: totals, weekdays.
    """

    shape: Shape
    heads: tuple[str, ...]
    first: int
    stamps: tuple[int, ...]
    columns: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    days: tuple[str, ...] = ()
    label: str = ""
    left_out: tuple[int, ...] = ()


def find_layout(grid: Grid) -> Layout | None:
    """The layout of a table by its first row that can be heads; None where there is none.

    Raises
    ------
    InputError  The heads are days, and nothing says of which month (`meter.no_month`).
    """
    for number, (_, row) in enumerate(grid.top):
        below = grid.top[number + 1 :]
        found = (
            _times_across(row, number, below)
            or _days_across(grid, row, number, below)
            or _rows(grid, row, number, below)
        )
        if found:
            return found
    return None


def _rows(grid: Grid, row: Sequence[str], number: int, below: Sequence[Row]) -> Layout | None:
    stamps = stamp_columns(row)
    others = [cell for column, cell in enumerate(row) if cell and column not in stamps]
    if not stamps or not any(any(map(str.isalpha, cell)) and not begins_with_date(cell) for cell in others):
        return None
    second = _second_row(row, stamps, below)
    days = () if len(stamps) > 1 or not _clocks_below(stamps[0], below) else (_day_above(grid, number),)
    return Layout("rows", second or tuple(row), number + (2 if second else 1), stamps, days=days)


def _second_row(row: Sequence[str], stamps: Sequence[int], below: Sequence[Row]) -> tuple[str, ...]:
    """Heads with what a second row of heads adds to them, such as their units; empty if there is none."""
    cells = list(below[0][1]) if below else []
    cells += [""] * (len(row) - len(cells))
    if not any(cells) or any(cells[column] for column in stamps) or any(map(str.isdigit, "".join(cells))):
        return ()
    return tuple(f"{head} {cells[n]}".strip() if not head.endswith((")", "]")) else head for n, head in enumerate(row))


def _day_above(grid: Grid, number: int) -> str:
    """The one day that the rows above name, where the rows below have times alone.

    Raises
    ------
    InputError  They name none, or several (`meter.times_without_day`).
    """
    titles = [cell for _, cells in grid.top[:number] for cell in cells if cell]
    found = days_named(titles)
    if len(found) != 1:
        raise InputError.of(
            "meter.times_without_day",
            grid.whole,
            "the times have no date, and no title above names one day",
            "write the date into a column of its own, or into a row above: 2026-03-04",
        )
    return found.pop()


def _times_across(row: Sequence[str], number: int, below: Sequence[Row]) -> Layout | None:
    clocks = clock_heads(row)
    if clocks is None:
        return None
    sides = [column for column in range(clocks.columns[0]) if _dates_below(column, below)]
    if not sides:
        return None
    side = next((column for column in sides if is_stamp(row[column])), sides[0])
    known = {*clocks.columns, side, meter_column(row), quality_column(row)}
    left_out = tuple(column for column, head in enumerate(row) if head and column not in known)
    return Layout(
        "times across",
        tuple(row),
        number + 1,
        (side,),
        clocks.columns,
        clocks.spans,
        label=clocks.label,
        left_out=left_out,
    )


def _dates_below(column: int, below: Sequence[Row]) -> bool:
    cells = [row[column] for _, row in below[:_SHOWN] if column < len(row) and row[column]]
    return any(parse_day(cell) or begins_with_date(cell) for cell in cells if not is_sum(cell))


def _days_across(grid: Grid, row: Sequence[str], number: int, below: Sequence[Row]) -> Layout | None:
    side = next((column for column, head in enumerate(row) if head or is_corner(head)), 0)
    found = [(column, day) for column, head in enumerate(row) if column > side and (day := parse_day(head))]
    if len(found) < 2 or not is_corner(row[side]) or not _clocks_below(side, below):
        return None
    columns = tuple(column for column, _ in found)
    bare = [int(row[column]) for column in columns if row[column].isdigit()]
    if bare and (len(bare) < max(28, len(found)) or bare != list(range(1, len(bare) + 1))):
        return None
    titles = [cell for _, cells in grid.top[:number] for cell in cells if cell]
    days = tuple(full_date(day, titles, grid.whole) for _, day in found)
    left_out = tuple(column for column, head in enumerate(row) if head and column not in (*columns, side))
    return Layout("days across", tuple(row), number + 1, (side,), columns, days=days, left_out=left_out)


def _clocks_below(column: int, below: Sequence[Row]) -> bool:
    cells = [row[column] for _, row in below[:_SHOWN] if column < len(row) and row[column]]
    clocks = [cell for cell in cells if parse_clock(cell) or (cell.isdigit() and len(cell) < 3)]
    return len(clocks) > 1 and len(clocks) == len(cells)


def full_date(day: tuple[int | None, int | None, int], titles: Sequence[str], place: str) -> str:
    """A date as texts write it, its month and year taken from the titles where the day itself names none.

    Raises
    ------
    InputError  The titles name no month, or several (`meter.no_month`).
    """
    year, month, number = day
    if year is None:
        named = months_named(titles)
        years = {item[0] for item in named} or years_named(titles)
        months = {item[1] for item in named}
        if len(years) != 1 or (month is None and len(months) != 1):
            raise InputError.of(
                "meter.no_month",
                place,
                "the days are written without their month, and no title above names one month",
                "write the dates in full, such as 2026-03-04, or the month into a row above: 2026-03",
            )
        year = years.pop()
        month = months.pop() if month is None else month
    return f"{year:04d}-{month:02d}-{number:02d}"
