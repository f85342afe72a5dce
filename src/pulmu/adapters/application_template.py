"""Writes the empty table into which an officer types applications to a call."""

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from pulmu.services.applications.columns import UploadColumn
from pulmu.services.ports import Language

_MADE = datetime(2026, 1, 1)
_WIDTH = 24


def write_application_template(columns: Sequence[UploadColumn], language: Language) -> bytes:
    """A workbook with a head for each column, and below it what to write there."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet("신청" if language == "ko" else "applications")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    needed = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F3E3DA"})
    text = book.add_format({"num_format": "@"})
    for number, column in enumerate(columns):
        korean, english = column.heads[0], column.heads[1]
        sheet.set_column(number, number, _WIDTH, text)
        sheet.write_string(0, number, korean if language == "ko" else english, needed if column.is_needed else head)
        hint = column.hint_ko if language == "ko" else column.hint_en
        if hint:
            sheet.write_comment(0, number, hint)
    sheet.freeze_panes(1, 1)
    book.close()
    return buffer.getvalue()
