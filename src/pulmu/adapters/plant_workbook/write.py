"""Writes the plant workbook: an empty template with notes, drop-downs and examples, or one filled from a plant."""

import io
import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pulmu.adapters.plant_workbook.cells import FIRST_ROW, HEADS, LAST_ROW, NAMES, NOTES, TITLE, columns_of
from pulmu.adapters.plant_workbook.checks import Checks
from pulmu.adapters.plant_workbook.choose import Chooser
from pulmu.adapters.plant_workbook.examples import EXAMPLE_FORM, EXAMPLE_ROWS
from pulmu.adapters.plant_workbook.filling import Filling
from pulmu.adapters.plant_workbook.lists import FLOWS, Lists
from pulmu.adapters.plant_workbook.paper import EXAMPLE, GREY, HEAD, NEEDED, PALE, Paper
from pulmu.adapters.plant_workbook.start import Start
from pulmu.adapters.plant_workbook.tables import FORMS, MARK, PRICES, TABLES, Column, form_fields
from pulmu.locale import Language, attribute_text, has_text, text
from pulmu.model import Company, Decisions, Installation, Plant

_KINDS = {kind.__name__: kind for kind in (Plant, Company, Installation, Decisions, *(item.kind for item in TABLES))}
SHEETS = (
    "plant", "meters", "processes", "steps", "goods", "stock", "exports", "own_precursors", "emission_sources",
    "combined_heat_and_power", "throughput", "source_streams", "stream_users", "composition", "measured_sources",
    "measured_users", "electrolysis", "carbon_dioxide_transfers", "heat_nets", "measured_heat", "heat_users",
    "waste_gases", "waste_gas_users", "electricity", "electricity_users", "purchases", "purchase_users", "verified",
    "scrap", "outsourced_steps", "outsourced_users", "outsourced_exports", "outsourced_verified",
    "sector_parameters", "routes", "inner_precursors", "decisions", PRICES,
)  # fmt: skip
"""In the order in which one fills them in: names stand before where they are chosen."""
_NEEDED = ("plant", "processes", "goods")
_COLOURS = {"plant": "#B4532A", "processes": "#2F6690", "goods": "#2F6690", "steps": "#2F6690", "checks": "#4F7A5B"}
_ALLOWED = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
_WIDE = tuple(name for name in SHEETS if name not in FORMS)
"""Sheets printed over several pages side by side."""
_WIDTHS = {"name": 40, "cn_code": 14, "cbam_good": 15, "unlocode": 12, "grouping_reason": 60, "quarter": 14}
_VALUE_WIDTH = 46
_LINE = 16
"""Height of a line of text. [points]"""
_LAST_COLUMN = 16_383


def write_template(language: Language) -> bytes:
    """The empty workbook; the same language gives the same bytes."""
    return _bytes(None, language)


def write_plant_workbook(plant: Plant, language: Language) -> bytes:
    """The workbook filled from a plant; reading it gives the same plant."""
    return _bytes(plant, language)


def _bytes(plant: Plant | None, language: Language) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": text("workbook.title", language), "created": datetime(2026, 1, 1)})
    paper, names = Paper(book, language), ("start", *SHEETS, "checks", "lists")
    sheets = {name: book.add_worksheet(paper.say(f"sheet.{name}")) for name in names}
    lists = Lists(sheets["lists"], language, plant)
    writing = _Writing(paper, Filling(plant, language), Chooser(lists, language))
    Start(paper, writing.filling, SHEETS, _NEEDED).write(sheets["start"])
    for name in SHEETS:
        writing.sheet(sheets[name], name)
    Checks(paper, lists, plant).write(sheets["checks"])
    for name in ("checks", "lists"):
        _set_up(sheets[name], name)
        sheets[name].protect("", {"format_columns": True})
    sheets["lists"].hide()
    book.close()
    return buffer.getvalue()


def _set_up(sheet: Worksheet, name: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    if name in _WIDE:
        sheet.set_print_scale(60)
        sheet.repeat_rows(TITLE, NAMES)
        sheet.repeat_columns(0, 1)
    else:
        sheet.fit_to_pages(1, 0)
    sheet.set_tab_color(_COLOURS.get(name, PALE))


def _leave_open_beyond(sheet: Worksheet, first: int, style: Format) -> None:
    """Leave all columns from one on unlocked: a row may be deleted where every cell of it may be changed.

    A column with a style counts as used in xlsxwriter, which then walks through 16,384 cells of every row; and it
    describes each column anew. Both took most of the time of a workbook, so its record of columns is filled here.
    """
    used = sheet.dim_colmax
    sheet.set_column(first, first, None, style)
    sheet.col_info.update(dict.fromkeys(range(first, _LAST_COLUMN + 1), sheet.col_info[first]))
    sheet.dim_colmax = used


@dataclass(frozen=True, slots=True)
class _Writing:
    paper: Paper
    filling: Filling
    chooser: Chooser

    def sheet(self, sheet: Worksheet, name: str) -> None:
        _set_up(sheet, name)
        sheet.protect("", dict.fromkeys(_ALLOWED, True))
        self.paper.head(sheet, name)
        if name in FORMS:
            self.form(sheet, name)
        else:
            self.table(sheet, name)

    # Tables

    def table(self, sheet: Worksheet, name: str) -> None:
        paper, columns = self.paper, columns_of(name)
        sheet.set_row(HEADS, 36)
        sheet.set_row(NOTES, 72)
        sheet.set_column(0, 0, 8, paper.style(locked=False, font_color="#8A949B"))
        sheet.write_string(NAMES, 0, f"{MARK}{name}", paper.style(font_size=7, font_color=PALE))
        sheet.freeze_panes(NAMES + 1, 2)
        cells = [(column, number, key) for column in columns for number, key in enumerate(column.cells)]
        for place, (column, number, key) in enumerate(cells, 1):
            self.column(sheet, place, column, number, key)
            rule = self.chooser.validation(name, column, number)
            if rule:
                sheet.data_validation(FIRST_ROW, place, LAST_ROW, place, rule)
        _leave_open_beyond(sheet, len(cells) + 1, paper.style(locked=False))
        example = paper.style(bg_color=EXAMPLE, italic=True, font_color=GREY)
        for place, value in enumerate([paper.say("example"), *self.filling.cells(columns, EXAMPLE_ROWS[name])]):
            paper.put(sheet, FIRST_ROW, place, value, example)
        for row, values in enumerate(self.filling.rows(name), FIRST_ROW + 1):
            for place, value in enumerate(values, 1):
                paper.put(sheet, row, place, value)

    def column(self, sheet: Worksheet, place: int, column: Column, number: int, key: str) -> None:
        """Head, note and name of one column of cells."""
        paper = self.paper
        is_text = number > 0 or column.kind in ("text", "names", "choice", "date")
        width = (16, 10, 34)[number] if column.kind == "amount" else _WIDTHS.get(column.key, 26 if is_text else 15)
        sheet.set_column(place, place, width, paper.style(locked=False, num_format="@" if is_text else "General"))
        colour = NEEDED if column.required and number < 2 else HEAD
        note = paper.style(font_size=8, font_color=GREY, text_wrap=True, border=1)
        titles = (self.title(column), paper.say("unit"), paper.say("evidence_head"))
        notes = (self.note(column), paper.say("unit_note"), paper.say("evidence_note"))
        sheet.write_string(
            HEADS, place, titles[number], paper.style(bold=True, bg_color=colour, text_wrap=True, border=1)
        )
        sheet.write_string(NOTES, place, notes[number], note)
        sheet.write_string(NAMES, place, key, paper.style(font_size=7, font_color=PALE))

    def title(self, column: Column) -> str:
        key = column.key if column.key != "name" or column.described[0] != "workbook" else column.described[1]
        key = column.described[1] if column.key == "amount" and column.described[1] == "exports_to_eu" else key
        key = key if has_text(f"workbook.head.{key}", self.paper.language) else column.key
        return self.paper.say(f"head.{key}") + ("*" if column.required else "")

    def note(self, column: Column) -> str:
        group, name = column.described
        if group == "workbook":
            return self.paper.say(f"says.{name}")
        owner = _KINDS[group]
        said = attribute_text(owner, name, self.paper.language)
        said += self.paper.say("rest_note") if column.rest and "rest" not in said else ""
        flows = not column.dimensions or set(column.dimensions) & set(FLOWS)
        said += self.paper.say("amount_note") if column.kind == "amount" and flows else ""
        return said + (self.paper.say("names_note") if column.kind == "names" else "")

    # Forms

    def form(self, sheet: Worksheet, name: str) -> None:
        paper = self.paper
        for place, width in enumerate((3, 34, _VALUE_WIDTH, 66, 30)):
            sheet.set_column(place, place, width)
        sheet.write_string(HEADS, 0, f"{MARK}{name}", paper.style(font_size=7, font_color=PALE))
        for place, key in enumerate(("field", "value", "meaning", "example"), 1):
            sheet.write_string(HEADS, place, paper.say(key), paper.style(bold=True, bg_color=HEAD, border=1))
        sheet.freeze_panes(HEADS + 1, 0)
        values = self.filling.form()
        for row, (path, column) in enumerate(form_fields(name), HEADS + 1):
            self.line(sheet, row, path, column, values.get(".".join(path)))

    def line(self, sheet: Worksheet, row: int, path: tuple[str, ...], column: Column, value: Any) -> None:
        """One line of a form: its name, what to fill in, what it means, and an example."""
        paper, key = self.paper, ".".join(path)
        title = self.title(column)
        if len(path) > 1 and path[0] in ("company", "installation"):
            title = f"{paper.say(f'head.{path[0]}')}: {title}"
        colour = NEEDED if column.required else "#F5F7F8"
        sheet.set_row(row, _LINE * max(1, math.ceil(display_width(str(value or "")) / (_VALUE_WIDTH - 2))))
        kind = "General" if column.kind == "number" else "@"
        sheet.write_string(row, 0, key, paper.style(font_size=7, font_color=PALE))
        sheet.write_string(row, 1, title, paper.style(bold=True, bg_color=colour, border=1, text_wrap=True))
        paper.put(
            sheet, row, 2, value, paper.style(locked=False, border=1, num_format=kind, align="left", text_wrap=True)
        )
        sheet.write_string(row, 3, self.note(column), paper.style(font_size=9, font_color=GREY, text_wrap=True))
        sheet.write_string(row, 4, EXAMPLE_FORM.get(key, ""), paper.style(italic=True, font_color=GREY))
        rule = self.chooser.validation("", column, 0)
        if rule:
            sheet.data_validation(row, 2, row, 2, rule)


def display_width(words: str) -> int:
    """Width of a text in columns of a narrow letter."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)
