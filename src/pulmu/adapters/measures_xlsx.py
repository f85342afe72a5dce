"""A plan of measures as a workbook: plan, fronts, measures, programmes, suppliers, certificates, assumptions.

What a stranger wrote is stored as text and marked as text; it is never a formula.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pulmu.adapters._measures.sheets import Cell, Column, PlanWords, Sheet
from pulmu.locale import Language
from pulmu.services.measures.answer import MeasuresAnswer
from pulmu.services.measures.pay import Backing

_MARKED = ("=", "+", "-", "@", "\t", "\r")
"""First signs by which a spreadsheet could take a text for a formula."""
_LONGEST = 32_000
_UNIT = 9.0
"""Digits of width for one part of a column's width."""


def write_measures_xlsx(answer: MeasuresAnswer, backings: Sequence[Backing] | None, language: Language) -> bytes:
    """The file's bytes; the same answer gives the same bytes.

    Parameters
    ----------
    backings : None: no programmes and suppliers are named, and that is said.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    words = PlanWords(answer, backings, language)
    title = words.say("title", plant=words.plant, year=answer.first_year)
    book.set_properties({"title": title, "created": datetime(answer.first_year, 1, 1)})
    drawing = _Drawing(book)
    for sheet in words.sheets():
        drawing.sheet(sheet, title)
    book.close()
    return buffer.getvalue()


class _Drawing:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, **properties: Any) -> Format:
        wanted = tuple(sorted(properties.items()))
        if wanted not in self.formats:
            base = {"font_name": "Malgun Gothic", "font_size": 10, "font_color": "#1B2228", "valign": "top"}
            self.formats[wanted] = self.book.add_format(base | properties)
        return self.formats[wanted]

    def words(self, sheet: Worksheet, row: int, column: int, words: str, **properties: Any) -> None:
        """A text, always as text; one that could be taken for a formula carries Excel's own text mark."""
        if words.startswith(_MARKED):
            properties["quote_prefix"] = True
        sheet.write_string(row, column, words[:_LONGEST], self.style(**properties))

    def sheet(self, made: Sheet, title: str) -> None:
        """One sheet: title, notes, heads, rows."""
        sheet = self.book.add_worksheet(made.title[:31])
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R&8&P / &N")
        self.words(sheet, 0, 0, title, bold=True, font_size=12)
        for number, note in enumerate(made.notes, 1):
            self.words(sheet, number, 0, note, font_color="#5B6773")
        head = len(made.notes) + 2
        for place, column in enumerate(made.columns):
            sheet.set_column(place, place, max(_UNIT, _UNIT * column.width))
            align = "left" if column.places is None else "right"
            self.words(sheet, head, place, column.head, bold=True, text_wrap=True, valign="bottom", align=align,
                       bg_color="#EEF1F4", bottom=1, bottom_color="#5B6773")  # fmt: skip
        for number, row in enumerate(made.rows, head + 1):
            sheet.set_row(number, 3 + 14.5 * _lines(row, made.columns))
            for place, (cell, column) in enumerate(zip(row, made.columns, strict=True)):
                self.cell(sheet, number, place, cell, column)
        sheet.freeze_panes(head + 1, 1)
        sheet.repeat_rows(head)

    def cell(self, sheet: Worksheet, row: int, place: int, cell: Cell, column: Column) -> None:
        line: dict[str, Any] = {"bottom": 1, "bottom_color": "#D9DEE3"}
        if isinstance(cell, str):
            self.words(sheet, row, place, cell, text_wrap=True, **line)
        elif cell is None:
            sheet.write_blank(row, place, None, self.style(**line))
        else:
            sheet.write_number(row, place, cell, self.style(num_format=_shape(column), align="right", **line))


def _shape(column: Column) -> str:
    """Excel's format of a column's numbers; of years without a comma."""
    if column.width < 0.9 and not column.places:
        return "0"
    return "#,##0" + ("." + "0" * column.places if column.places else "")


def _lines(row: tuple[Cell, ...], columns: tuple[Column, ...]) -> int:
    """Lines the longest text of a row takes; a Hangul syllable takes two digits of width."""
    return max(
        ceil(sum(1.8 if sign > "\u1100" else 1.0 for sign in cell) / max(7.0, _UNIT * column.width - 2))
        if isinstance(cell, str) and cell else 1
        for cell, column in zip(row, columns, strict=True)
    )  # fmt: skip
