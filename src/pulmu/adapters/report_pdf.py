"""The report for people: report.pdf, set by typst from a packaged template.

What a stranger wrote reaches typst as data only, never as markup.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pulmu.adapters._report.answer import answer, comparison
from pulmu.adapters._report.basis import remark_text, worst_first
from pulmu.adapters._report.names import in_unit, plant_name
from pulmu.adapters._report.plant import facts
from pulmu.adapters._report.table import Cell, Column, Table
from pulmu.adapters._report.tables import report_tables
from pulmu.adapters._typeset import breakable, typeset
from pulmu.locale import Language, digits, period_text, place_text, plain, text, unit_symbol
from pulmu.services.report import Remark, Report, Value

Picture = Callable[[Report, Language], str]
"""Draws a report as SVG text."""

_FIRST_REMARKS = 4
_MOST_COMPARED = 6
"""Rows of the first page's table; every good stands in the tables behind."""
_ALWAYS = ("goods", "precursors", "remarks", "confidence")
"""Tables whose emptiness is an answer too."""
_TOO_WIDE = frozenset({"precursor_record"})
"""Tables that report.json and the workbook hold, and paper does not."""


@dataclass(frozen=True, slots=True)
class PdfReportWriter:
    """Draws a report as a PDF, with a picture of where the emissions come from on its first page."""

    picture: Picture
    suffix: str = "pdf"

    def __call__(self, report: Report, language: Language) -> bytes:
        """The file's bytes; the same report gives the same bytes.

        Raises
        ------
        OutsideError  The type setter failed (`outside.typst`), or its font is missing (`outside.no_font`).
        """
        return typeset("report.typ", _document(report, language, self.picture(report, language)), "report.pdf")


def _document(report: Report, language: Language, picture: str) -> dict[str, Any]:
    """Everything the template shows, as words."""
    year = report.period.year
    tables = report_tables(report, language)
    found = worst_first(report)
    return {
        "lang": language,
        "title": text("paper.title", language, year=year),
        "kind": text("paper.kind", language),
        "period": period_text(report.period, language),
        "unverified": text("paper.unverified", language),
        "copy": text("paper.reading_copy", language),
        "notice": text("paper.notice", language),
        "facts": [[name, breakable(value)] for name, value in facts(report, language)],
        "answer": [breakable(line) for line in answer(report, language)],
        "compare": _drawn(comparison(report, language, _MOST_COMPARED), language),
        "picture": picture,
        "missing": _missing(found, language),
        "tables": [
            _drawn(table, language)
            for table in tables.values()
            if (table.rows or table.key in _ALWAYS) and table.key not in _TOO_WIDE
        ],
        "empty": text("table.empty", language),
        "hash": [text("paper.hash", language), report.sha256 or text("paper.no_hash", language)],
        "page": text("paper.page", language, page="{page}", pages="{pages}"),
        "running": breakable(f"{plant_name(report, language)} · {year}"),
    }


def _missing(found: list[Remark], language: Language) -> dict[str, Any]:
    if not found:
        return {"head": text("paper.missing_none", language), "lines": [], "more": ""}
    lines = [_remark_line(remark, language) for remark in found[:_FIRST_REMARKS]]
    rest = len(found) - len(lines)
    more = text("paper.missing_more", language, count=rest) if rest else ""
    return {"head": text("paper.missing_some", language, count=len(found)), "lines": lines, "more": more}


def _remark_line(remark: Remark, language: Language) -> list[str]:
    where = plain(place_text(remark.place, language), 80)
    return [breakable(where), breakable(plain(remark_text(remark, language).what, 220)), remark.severity]


def _drawn(table: Table, language: Language) -> dict[str, Any]:
    """A table as words: numbers with the decimals of their quantity, units in the heads."""
    return {
        "key": table.key,
        "title": table.title,
        "note": table.note,
        "heads": [[column.head, _head_unit(column, language)] for column in table.columns],
        "widths": [column.width for column in table.columns],
        "numeric": [column.numeric for column in table.columns],
        "rows": [
            [_shown(cell, column, language) for cell, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ],
    }


def _head_unit(column: Column, language: Language) -> str:
    return unit_symbol(column.unit, language)


def _shown(cell: Cell, column: Column, language: Language) -> str:
    if cell is None:
        return text("number.missing", language)
    if isinstance(cell, str):
        return breakable(plain(cell, 400))
    if isinstance(cell, Value):
        unit = column.unit or cell.unit
        return digits(in_unit(cell, unit), unit)
    return str(cell) if isinstance(cell, int) else digits(cell, column.unit or "1")
