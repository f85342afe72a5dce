"""What each column of a table was taken for, to be looked at."""

from dataclasses import replace

from pulmu.adapters._readings.grid import Grid
from pulmu.adapters._readings.heads import meter_column, quality_column
from pulmu.adapters._readings.layout import Layout
from pulmu.services.ports import Column, ReadingFile

_SAMPLES = 3
_LONGEST = 60
_MOST = 400


def with_columns(file: ReadingFile, grid: Grid, layout: Layout) -> ReadingFile:
    """The file with its columns, also where something is wrong with it."""
    rows = [cells for _, cells in grid.top[layout.first : layout.first + _SAMPLES]]
    found = tuple(
        Column(head[:_LONGEST], _meaning(number, layout, file.column), tuple(_cell(cells, number) for cells in rows))
        for number, head in enumerate(layout.heads[:_MOST])
    )
    return replace(file, columns=found)


def _meaning(number: int, layout: Layout, taken: str) -> str:
    head = layout.heads[number]
    if number in layout.stamps:
        return "time"
    if number == quality_column(layout.heads):
        return "quality"
    if number == meter_column(layout.heads):
        return "meter"
    return "value" if number in layout.columns or (layout.shape == "rows" and head == taken != "") else ""


def _cell(cells: list[str], number: int) -> str:
    return cells[number][:_LONGEST] if number < len(cells) else ""
