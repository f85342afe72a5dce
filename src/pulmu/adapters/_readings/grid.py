"""A table as any file gives it: rows of texts that know where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from pulmu.adapters._readings.heads import clean
from pulmu.adapters._workbook import cell_name

Row = tuple[int, list[str]]
"""Number of a row, counted from one as programs show it, and its cells."""

TOP = 60
"""Rows in which the heads are looked for: exports begin with a title, an address and a legend."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The filled rows of a text, a sheet or a table.

    Parameters
    ----------
    top : The first `TOP` of them, every cell clean.
    rest : The others as they are, read once.
    sheet : Name of the sheet; empty for a file that has none.
    flawed : Cells of a workbook that show no value: `error`, or a `formula` nobody computed.
    comma_is_open : Whether a comma in a number may as well be the decimal sign: columns are parted by semicolons.
    folded : Rows of a text that run over several lines, as far as it has been read: heads may, readings never do.
    """

    name: str
    top: tuple[Row, ...]
    rest: Iterator[Row]
    sheet: str = ""
    flawed: Mapping[str, str] = field(default_factory=dict)
    folded: list[int] = field(default_factory=list)
    comma_is_open: bool = False

    @classmethod
    def of(cls, name: str, rows: Iterator[Row], sheet: str = "", flawed: Mapping[str, str] | None = None) -> "Grid":
        """A grid of rows; empty ones are left out."""
        filled = (row for row in rows if row[1] and (row[1][0].strip() or any(map(str.strip, row[1]))))
        top = tuple((line, [clean(cell) for cell in cells]) for line, cells in islice(filled, TOP))
        return cls(name, top, filled, sheet, flawed or {})

    def rows(self, first: int) -> Iterator[Row]:
        """Rows from one of the top on; once."""
        return chain(self.top[first:], self.rest)

    def place(self, line: int, column: int, head: str) -> str:
        """Where a cell stands, in the words of a problem."""
        if self.sheet:
            return f"{self.name}, sheet {self.sheet}, cell {cell_name(column, line - 1)}"
        return f"{self.name}, row {line}, {head}"

    @property
    def whole(self) -> str:
        """Where the table stands."""
        return f"{self.name}, sheet {self.sheet}" if self.sheet else self.name
