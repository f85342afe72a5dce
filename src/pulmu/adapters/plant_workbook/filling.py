"""What stands in the cells of a plant's workbook, row by row."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass
from datetime import date
from typing import Any

from pulmu.adapters.plant_workbook.cells import columns_of
from pulmu.adapters.plant_workbook.tables import FORMS, PRICES, TABLES, Column, Table, form_fields, price_columns
from pulmu.adapters.plant_workbook.words import shown
from pulmu.locale import Language, text
from pulmu.model import Plant, Quantity
from pulmu.model.codec import attributes

EMPTY = '""'
"""How a cell says that a text is empty on purpose, where leaving the cell blank would mean the default."""


@dataclass(frozen=True, slots=True)
class Filling:
    """The cells of a plant; none without a plant."""

    plant: Plant | None
    language: Language

    def form(self) -> dict[str, Any]:
        """Values of the forms by their names."""
        if self.plant is None:
            return {}
        plant = self.plant
        found: dict[str, Any] = {}
        for name in FORMS:
            for path, column in form_fields(name):
                node: Any = plant if len(path) == 1 else getattr(plant, path[0])
                if path[0] != "period":
                    found[".".join(path)] = self.cells((column,), _given(node))[0]
        if plant.period.is_calendar_year:
            return found | {"period": plant.period.year}
        return found | {"period.start": plant.period.start.isoformat(), "period.end": plant.period.end.isoformat()}

    def rows(self, name: str) -> Iterator[list[Any]]:
        """Rows of a table."""
        if self.plant is None:
            return
        if name == PRICES:
            yield from self.price_rows(self.plant)
            return
        table = next(table for table in TABLES if table.name == name)
        for owner, node in self.owners(table):
            yield from self.rows_of(table, owner, node)

    def rows_of(self, table: Table, owner: str | None, node: Any) -> Iterator[list[Any]]:
        for part in table.path[:-1]:
            node = getattr(node, part)
        content = getattr(node, table.path[-1])
        given = {} if owner is None else {table.owner: owner}
        if table.shape == "by_name":
            for name, amount in content.items():
                yield self.cells(table.columns(), {**given, "name": name, "amount": amount})
        else:
            entries = content if table.shape == "list" else (() if content is None else (content,))
            for entry in entries:
                yield self.cells(table.columns(), {**_given(entry), **given})

    def owners(self, table: Table) -> Iterator[tuple[str | None, Any]]:
        """Each owner of a table's rows with its id; the plant for a table of its own."""
        plant = self.plant
        if plant is None or not table.owner:
            yield None, plant
        elif table.owner == "goods":
            yield from ((product.id, product) for _, product in plant.products())
        else:
            yield from ((item.id, item) for item in getattr(plant, table.owner))

    def price_rows(self, plant: Plant) -> Iterator[list[Any]]:
        for name, quarters in plant.price_scenarios.items():
            if not quarters:
                yield self.cells(price_columns(), {"scenario": name})
            for quarter, price in quarters.items():
                yield self.cells(price_columns(), {"scenario": name, "quarter": quarter, "price": price})

    def cells(self, columns: tuple[Column, ...], given: dict[str, Any]) -> list[Any]:
        """Cells of one row."""
        found: list[Any] = []
        for column in columns:
            value = given.get(column.key)
            if column.kind == "amount":
                found += _amount(value)
            elif isinstance(value, bool):
                found.append(text(f"workbook.{'yes' if value else 'no'}", self.language))
            elif isinstance(value, tuple):
                found.append(", ".join(value) or None)
            elif isinstance(value, str):
                found.append(shown(column, value, self.language) if value else EMPTY)
            else:
                found.append(value)
        return found


def count_empty(columns: tuple[Column, ...], row: list[Any]) -> int:
    """How many cells of a row are empty that must not be: required ones, and units of numbers."""
    cells = dict(zip((key for column in columns for key in column.cells), row, strict=True))
    empty = 0
    for column in columns:
        empty += column.required and cells[column.key] is None
        if column.kind == "amount":
            empty += isinstance(cells[column.key], int | float) and cells[column.cells[1]] is None
    return empty


def empty_of(filling: Filling, table: str) -> tuple[int, int]:
    """Rows of a table, and their empty cells that must not be."""
    rows, columns = list(filling.rows(table)), columns_of(table)
    return len(rows), sum(count_empty(columns, row) for row in rows)


def _amount(value: Any) -> list[Any]:
    if isinstance(value, Quantity):
        return [value.cites or value.value, value.unit or None, value.evidence or None]
    return list(value) if isinstance(value, tuple) else [value, None, None]


def _given(node: Any) -> dict[str, Any]:
    """Attributes that are not at their default."""
    found = {}
    kind: type = type(node)
    for name, (_, default) in attributes(kind).items():
        value = getattr(node, name)
        if default is MISSING or type(value) is not type(default) or value != default:
            found[name] = value.isoformat() if isinstance(value, date) else value
    return found
