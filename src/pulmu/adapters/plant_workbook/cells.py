"""Where things stand on the sheets that are written: rows, letters of columns, and areas for formulas."""

from pulmu.adapters.plant_workbook.tables import PRICES, TABLES, Column, price_columns

TITLE, ABOUT, HEADS, NOTES, NAMES = range(5)
"""Rows above the rows of a table, counted from zero."""
FIRST_ROW = 5
"""The row of the example; those that are read follow."""
LAST_ROW = 1_000
"""Last row with drop-downs and live sums; a plant may have more rows, without them."""


def columns_of(name: str) -> tuple[Column, ...]:
    """Columns of a table."""
    return price_columns() if name == PRICES else next(table for table in TABLES if table.name == name).columns()


def column_of(table: str, key: str) -> str:
    """Letters of the column of a cell's name."""
    keys = [item for column in columns_of(table) for item in column.cells]
    return letters(keys.index(key) + 1)


def area(title: str, column: str) -> str:
    """The cells of a column, the example's included: rows put between them widen it."""
    quoted = title.replace("'", "''")
    return f"'{quoted}'!${column}${FIRST_ROW + 1}:${column}${LAST_ROW + 1}"


def letters(number: int) -> str:
    """Letters of a column counted from zero."""
    result, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, 26)
        result = chr(65 + rest) + result
    return result
