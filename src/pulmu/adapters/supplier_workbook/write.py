"""Writes the workbook a supplier fills in: one sheet per good, every question in Korean and English."""

import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pulmu.adapters.supplier_workbook.fields import CHOICE, HEADS, MARK, QUESTIONS, VERSION, Question, both
from pulmu.locale import LANGUAGES, Language, date_text, plain, text
from pulmu.services.supplier_request import AskedGood, SupplierRequest

_ABOVE = 6
"""Row of the heads, counted from zero; the names stand in the row below."""
_WIDTHS = (3, 31, 34, 15, 62, 26)
_TALL = ("route", "direct", "free_allocation")
_LIST_SHEET = "lists"
_LISTS = tuple(dict.fromkeys(question.choices for question in QUESTIONS if question.choices))
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def write_request_workbook(request: SupplierRequest) -> bytes:
    """The file's bytes; the same request gives the same bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": text("supplier.sheet.title", "en"), "created": datetime(2026, 1, 1)})
    writing = _Writing(book, request)
    for number, good in enumerate(request.goods, 1):
        writing.sheet(number, good)
    writing.list_sheet()
    book.close()
    return buffer.getvalue()


@dataclass
class _Writing:
    book: xlsxwriter.Workbook
    request: SupplierRequest
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def style(self, **properties: Any) -> Format:
        wanted = tuple(sorted(properties.items()))
        if wanted not in self.formats:
            base = {"font_name": "Malgun Gothic", "font_size": 10, "font_color": "#1B2228", "valign": "vcenter"}
            self.formats[wanted] = self.book.add_format(base | properties)
        return self.formats[wanted]

    def sheet(self, number: int, good: AskedGood) -> None:
        name = _NO_SHEET_NAME.sub(" ", f"{number} CN {good.cn_code}")
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1)
        sheet.set_tab_color("#C8401A")
        sheet.protect("", {"format_columns": True, "format_rows": True})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        self.head(sheet)
        for row, question in enumerate(QUESTIONS, _ABOVE + 2):
            self.line(sheet, row, question, good)
        sheet.freeze_panes(_ABOVE + 2, 0)

    def head(self, sheet: Worksheet) -> None:
        small = self.style(font_size=7, font_color="#9AA5AD")
        sheet.set_row(0, 26)
        sheet.write_string(0, 1, both("sheet.title", " · "), self.style(bold=True, font_size=15))
        for row, language in enumerate(LANGUAGES, 1):
            due = date_text(self.request.due, language)
            values = {"company": plain(self.company(language), 120), "year": self.request.year, "due": due}
            said = text("supplier.sheet.asked_by", language, **values)
            sheet.write_string(row, 1, said, self.style(bold=True))
        for row, language in enumerate(LANGUAGES, 3):
            said = " ".join(text(f"supplier.sheet.{key}", language) for key in ("about", "secret"))
            sheet.write_string(row, 1, said, self.style(font_color="#5A6670"))
        head = self.style(bold=True, bg_color="#DCE6EC", border=1, border_color="#C3CBD1", text_wrap=True)
        titles = ("", *(both(f"sheet.{key}", " ") for key in ("question", "answer", "unit", "note", "example")))
        for column, (title, name) in enumerate(zip(titles, HEADS, strict=True)):
            if title:
                sheet.write_string(_ABOVE, column, title, head)
            sheet.write_string(_ABOVE + 1, column, name if column else f"{MARK}{VERSION}", small)
        sheet.set_row(_ABOVE + 1, 11)

    def company(self, language: Language) -> str:
        local = self.request.company.name_local if language == "ko" else ""
        return local or self.request.company.name

    def line(self, sheet: Worksheet, row: int, question: Question, good: AskedGood) -> None:
        needed = good.indirect_counts if question.key == "indirect" else question.needed
        sheet.set_row(row, 42 if question.key in _TALL else 31)
        sheet.write_string(row, 0, question.key, self.style(font_size=7, font_color="#9AA5AD"))
        label = self.style(
            bold=True, border=1, border_color="#C3CBD1", text_wrap=True, bg_color="#F3D9CC" if needed else "#F5F7F8"
        )
        sheet.write_string(row, 1, both(f"field.{question.key}") + ("*" if needed else ""), label)
        self.answer(sheet, row, question, good)
        note = self.style(font_size=9, font_color="#5A6670", text_wrap=True, border=1, border_color="#C3CBD1")
        sheet.write_string(row, 4, both(f"says.{question.key}"), note)
        self.example(sheet, row, question)

    def answer(self, sheet: Worksheet, row: int, question: Question, good: AskedGood) -> None:
        if not question.asked:
            given = good.request_id if question.key == "request_id" else _asked_good(good)
            locked = self.style(border=1, border_color="#C3CBD1", text_wrap=True, bg_color="#E9ECEE")
            sheet.write_string(row, 2, given, locked)
            sheet.write_blank(row, 3, None, locked)
            return
        is_number = question.kind != "text"
        open_cell = self.style(
            locked=False, border=1, border_color="#C3CBD1", text_wrap=True, bg_color="#FFF6D6", align="left",
            num_format="General" if is_number else "@",
        )  # fmt: skip
        sheet.write_blank(row, 2, None, open_cell)
        if question.choices:
            # Not in the rule itself: it may hold 255 signs, and a comma would part them.
            column = chr(65 + _LISTS.index(question.choices))
            source = f"='{_LIST_SHEET}'!${column}$1:${column}${len(question.choices)}"
            sheet.data_validation(row, 2, row, 2, {"validate": "list", "source": source, "error_type": "warning"})
        if question.units:
            sheet.write_string(row, 3, question.units[0], open_cell)
            sheet.data_validation(row, 3, row, 3, {"validate": "list", "source": list(question.units)})
        else:
            sheet.write_blank(row, 3, None, self.style(border=1, border_color="#C3CBD1", bg_color="#E9ECEE"))

    def list_sheet(self) -> None:
        sheet = self.book.add_worksheet(_LIST_SHEET)
        for column, choices in enumerate(_LISTS):
            for row, key in enumerate(choices):
                sheet.write_string(row, column, both(f"choice.{key}", CHOICE))
        sheet.protect("")
        sheet.hide()

    def example(self, sheet: Worksheet, row: int, question: Question) -> None:
        style = self.style(
            italic=True, font_color="#5A6670", border=1, border_color="#C3CBD1", align="left", text_wrap=True
        )
        words = both(f"choice.{question.choices[0]}") if question.choices else str(question.example)
        shown = f"{words} {question.units[0]}" if question.units else words
        sheet.write_string(row, 5, shown, style)


def _asked_good(good: AskedGood) -> str:
    code = f"CN {good.cn_code[:4]} {good.cn_code[4:6]} {good.cn_code[6:]}"
    return plain(f"{good.name}, {code}" if good.name else code, 200)
