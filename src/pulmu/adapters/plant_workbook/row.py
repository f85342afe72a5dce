"""A row of a table, and what its cells tell the codec."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pulmu.adapters._workbook import Sheet, cell_name
from pulmu.adapters.plant_workbook.filling import EMPTY
from pulmu.adapters.plant_workbook.tables import REST, Column
from pulmu.adapters.plant_workbook.words import meant

_SEPARATOR = re.compile(r"[,;\n，、]")
_DAY = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells by name."""

    sheet: Sheet
    number: int
    at: dict[str, int]

    def get(self, key: str) -> Any:
        """What stands in the cell; None if nothing does."""
        column = self.at.get(key)
        cells = self.sheet.rows[self.number]
        value = cells[column] if column is not None and column < len(cells) else None
        if column is not None and cell_name(column, self.number) in self.sheet.flawed:
            return None
        value = value.strip() if isinstance(value, str) else value
        return None if value == "" else value

    def place(self, key: str = "") -> str:
        """Sheet and cell; sheet and row without a name, or where the column was deleted."""
        if key not in self.at:
            return f"sheet {self.sheet.name}, row {self.number + 1}"
        return f"sheet {self.sheet.name}, cell {cell_name(self.at[key], self.number)}"

    @property
    def flawed(self) -> dict[str, str]:
        """Names of its cells that show no value, with the reason."""
        return {
            key: self.sheet.flawed[cell_name(column, self.number)]
            for key, column in self.at.items()
            if cell_name(column, self.number) in self.sheet.flawed
        }

    @property
    def is_blank(self) -> bool:
        """Whether nothing of the table stands in it."""
        return not self.flawed and all(self.get(key) is None for key in self.at)


def value_of(column: Column, row: Row) -> Any:
    """What the codec is to read; None if the cell is blank."""
    value = row.get(column.key)
    if column.kind == "amount":
        return _amount(column, row)
    if column.kind == "text":
        found = text_of(value)
        return "" if found == EMPTY else meant(column, found) if isinstance(found, str) else found
    if column.kind == "names":
        text = text_of(value)
        return None if text is None else [part.strip() for part in _SEPARATOR.split(str(text)) if part.strip()]
    if not isinstance(value, str):
        return value
    if column.kind == "choice":
        return meant(column, value)
    return _iso_date(_narrow(value)) if column.kind == "date" else _narrow(value)


def _amount(column: Column, row: Row) -> Any:
    value, symbol, evidence = (row.get(key) for key in column.cells)
    if value is None and symbol is None and evidence is None:
        return None
    if isinstance(value, str):
        value = _narrow(value)
    if column.rest and isinstance(value, str) and value.lower() in REST:
        return REST[0]
    if isinstance(value, str) and symbol is None and evidence is None:
        return value  # "1,250 t" in one cell
    parts = {"value": value, "unit": _unit_text(symbol), "evidence": text_of(evidence)}
    return {name: part for name, part in parts.items() if part is not None}


def _unit_text(symbol: Any) -> Any:
    found = text_of(symbol)
    return _narrow(found) if isinstance(found, str) else found


def _narrow(text: str) -> str:
    """Full-width digits and signs, as Korean keyboards type them, in their usual width."""
    return unicodedata.normalize("NFKC", text).strip()


def _iso_date(text: str) -> str:
    """A day as Korean and other documents write it, year first, as 2026-01-31; any other text as it stands."""
    found = _DAY.fullmatch(text)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text


def text_of(value: Any) -> Any:
    """A number typed where a text is wanted, such as a CN code, is that text."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
