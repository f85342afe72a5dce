"""A table of a report before anyone draws it: heads and words chosen, numbers still values."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulmu.locale import Language, has_text, plain, text
from pulmu.services.report import GoodResult, Report, Value

Cell = Value | str | float | int | None
"""A value with its figure; words; a number without a figure of its own; or nothing known."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the unit all its values are shown in, and how wide it is beside the others."""

    head: str
    unit: str = ""
    width: float = 1.0
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, a note, and rows of cells."""

    key: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


Head = tuple[str, float] | tuple[str, str] | tuple[str, str, float]
"""A column by its key: a width for one of words; a unit, and a width if need be, for one of numbers."""


def heads(language: Language, *columns: Head) -> tuple[Column, ...]:
    """The columns of a table."""
    return tuple(_column(language, *column) for column in columns)


def _column(language: Language, key: str, second: str | float, width: float = 1.1) -> Column:
    head = text(f"column.{key}", language)
    if isinstance(second, str):
        return Column(head, second, width, numeric=True)
    return Column(head, "", second)


def make_table(key: str, language: Language, columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]) -> Table:
    note = f"table.{key}_note"
    return Table(
        key,
        text(f"table.{key}", language),
        text(note, language) if has_text(note, language) else "",
        columns,
        tuple(rows),
    )


def yes(answer: bool, language: Language) -> str:
    return text("answer.yes" if answer else "answer.no", language)


def cbam_goods(report: Report) -> list[GoodResult]:
    """The goods the CBAM applies to."""
    return [good for good in report.goods if good.cbam_good]


def code_text(code: str) -> str:
    """A CN code as the tariff prints it: ``7318 15 88``."""
    code = plain(code, 20)
    return f"{code[:4]} {code[4:6]} {code[6:]}".strip() if code.isdigit() and len(code) in (8, 10) else code
