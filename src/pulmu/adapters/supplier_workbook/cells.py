"""Finding things on a sheet by the words in it, and noting the place of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from pulmu.adapters._workbook import Sheet, cell_name
from pulmu.model import Path, Problem, problem

_DAY_ZERO = date(1899, 12, 30)
_BAD_PATTERN = re.compile(r"[\x00-\x1f]")


def bare(words: object) -> str:
    """Words of a head without case, line breaks and the colon at their end."""
    return " ".join(str(words).split()).rstrip(":").rstrip().casefold()


def value_at(sheet: Sheet, row: int, column: int) -> Any:
    """What stands in a cell; None for a blank one, and for one that shows no value."""
    cells = sheet.rows[row] if row < len(sheet.rows) else ()
    value = cells[column] if 0 <= column < len(cells) else None
    if cell_name(column, row) in sheet.flawed:
        return None
    if isinstance(value, str):
        value = " ".join(_BAD_PATTERN.sub(" ", value).split())
    return None if value == "" else value


def is_flawed(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a cell holds a formula without a value, or an error."""
    return cell_name(column, row) in sheet.flawed


def words_at(sheet: Sheet, row: int, column: int) -> str:
    """The text of a cell; a whole number as its digits."""
    value = value_at(sheet, row, column)
    return "" if value is None else str(as_text(value))


def as_text(value: Any) -> Any:
    """A whole number typed where a text is wanted, such as a CN code, as that number."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def as_day(value: Any) -> Any:
    """A day as text, from a serial number of the workbook or from a date; anything else as it is."""
    if isinstance(value, float | int) and not isinstance(value, bool) and 30_000 < value < 80_000:
        return (_DAY_ZERO + timedelta(days=int(value))).isoformat()
    return value[:10] if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d ", value) else value


def cells_with(sheet: Sheet, words: str) -> Iterator[tuple[int, int]]:
    """Row and column of every cell that holds exactly these words."""
    wanted = bare(words)
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and bare(cell) == wanted:
                yield row, column


@dataclass
class Notes:
    """A tree of values, each with its sheet and cell, and the cells that show no value.

    Parameters
    ----------
    needed : Fields without which nothing can be taken in; None for all. A flaw in another one is a warning.
    """

    name: str
    needed: tuple[str, ...] | None = None
    tree: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def put(self, key: str, value: Any, sheet: Sheet, row: int, column: int) -> None:
        """A value of a field, and where it stands."""
        place = f"sheet {sheet.name}, cell {cell_name(column, row)}"
        self.places[key,] = place
        reason = sheet.flawed.get(cell_name(column, row))
        if reason:
            self.complain(place, reason, is_needed=self.needed is None or key in self.needed)
        elif value is not None:
            self.tree[key] = value

    def put_amount(self, key: str, value: Any, unit: str, spot: tuple[Sheet, int, int], unit_column: int) -> None:
        """A number with its unit from two cells; blank without a number."""
        sheet, row, column = spot
        self.put(key, None if value is None else {"value": value, "unit": unit}, sheet, row, column)
        self.places[key, "value"] = self.places[key,]
        if unit_column >= 0:
            self.places[key, "unit"] = f"sheet {sheet.name}, cell {cell_name(unit_column, row)}"

    def complain(self, place: str, reason: str, *, is_needed: bool = True) -> None:
        """A cell that shows no value."""
        where = f"{self.name}, {place}"
        if reason == "formula":
            said, mend = (
                "a formula has no stored value",
                "open and save it in a spreadsheet program, then read it again",
            )
            found = problem("input.formula_without_value", where, said, mend)
        else:
            said = "the cell shows an error instead of a value"
            found = problem("input.formula_error", where, said, "mend the formula or type the value")
        self.problems.append(found if is_needed else replace(found, severity="warning"))
