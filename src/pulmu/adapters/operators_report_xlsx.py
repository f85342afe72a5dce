"""The operator's emissions report, or its summary, as a workbook of one sheet: a row for each thing an item tells.

What a stranger wrote is stored as text and marked as text; it is never a formula.
"""

import io
from datetime import datetime

import xlsxwriter

from pulmu.adapters._operators_report.words import Line, Part, counts, parts, title
from pulmu.locale import Language, plain, text, unit_symbol
from pulmu.services.operators_report import OperatorsReport

_MARKED = ("=", "+", "-", "@", "\t", "\r")
_HEADS = ("item", "name", "state", "what", "of", "number", "unit", "said", "point")
_WIDTHS = (6, 40, 14, 34, 40, 16, 14, 44, 26)


def write_operators_report_xlsx(report: OperatorsReport, language: Language) -> bytes:
    """The file's bytes; the same report gives the same bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title(report, language), "created": datetime(report.period.year, 1, 1)})
    sheet = book.add_worksheet(text(f"operators_report.sheet_{report.list}", language))
    plainly, marked, bold = (
        book.add_format({"valign": "top", "text_wrap": True, **more})
        for more in ({}, {"quote_prefix": True}, {"bold": True})
    )
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, title(report, language), book.add_format({"bold": True, "font_size": 12}))
    sheet.write_string(1, 0, f"{plain(report.operator, 200)} · {plain(report.installation, 200)}")
    sheet.write_string(2, 0, counts(report, language))
    for place, head in enumerate(_HEADS):
        sheet.write_string(4, place, text(f"operators_report.head_{head}", language), bold)
    sheet.freeze_panes(5, 0)
    row = 5
    for part in parts(report, language):
        for cells in _rows(part, language):
            for place, cell in enumerate(cells):
                if isinstance(cell, float):
                    sheet.write_number(row, place, cell, plainly)
                else:
                    sheet.write_string(row, place, cell, marked if cell.startswith(_MARKED) else plainly)
            row += 1
    book.close()
    return buffer.getvalue()


def _rows(part: Part, language: Language) -> list[tuple[str | float, ...]]:
    """Lines of an item, then what it lacks; one line where there is neither."""
    start = (str(part.number), part.title)
    rows: list[tuple[str | float, ...]] = [
        (*start, part.state_words, line.word, line.subject, *_number(line, language), line.said, part.point)
        for line in part.lines
    ]
    missing = text("operators_report.missing", language)
    rows += [(*start, missing, lack, "", "", "", "", part.point) for lack in part.lacks]
    return rows or [(*start, part.state_words, part.reason, "", "", "", "", part.point)]


def _number(line: Line, language: Language) -> tuple[str | float, str]:
    if line.number is None:
        return "", ""
    return float(line.number), unit_symbol(line.unit, language)
