"""The report as a workbook: report.xlsx. Its numbers link to the sheet of figures, whose cells are formulas.

What a stranger wrote is stored as text and marked as text; it is never a formula.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pulmu.adapters._report.answer import answer, comparison
from pulmu.adapters._report.cell_formula import NotTranslatable, cell_formula
from pulmu.adapters._report.names import in_unit, plant_name, text_width
from pulmu.adapters._report.plant import facts
from pulmu.adapters._report.table import Cell, Column, Table
from pulmu.adapters._report.tables import report_tables
from pulmu.locale import Language, decimals_of, period_text, plain, reason_text, source_text, term, text, unit_symbol
from pulmu.model import conversion_factor
from pulmu.services.report import FigureInput, FigureRecord, Report, Value

_SHEETS = {
    "goods": ("goods", "functional_units", "sector_parameters", "unknown_values"),
    "processes": ("processes", "grouping", "direct_emissions"),
    "precursors": ("precursors", "precursor_record", "precursor_use"),
    "balances": ("balances", "energy"),
    "certificates": ("certificates", "costs"),
    "footprint": ("footprint",),
    "remarks": ("remarks",),
    "editions": ("editions", "choices", "confidence", "weak_basis"),
}
"""The tables on each sheet between the summary and the figures."""
_FIGURE_COLUMNS = (
    ("key", 12), ("name", 26), ("subject", 24), ("value", 17), ("unit", 12), ("source", 42), ("confidence", 16),
    ("because", 26), ("formula", 36), ("note", 22),
)  # fmt: skip
_VALUE_COLUMN = "D"
_FIRST_FIGURE = 4
"""Row of the first figure, counted from one."""
_LINE = 14.5
"""Points a line of text takes."""
_LONGEST_TEXT = 32_000
_MARKED = ("=", "+", "-", "@", "\t", "\r")


class XlsxReportWriter:
    """Draws a report as an Excel workbook."""

    suffix = "xlsx"

    def __call__(self, report: Report, language: Language) -> bytes:
        """The file's bytes; the same report gives the same bytes."""
        buffer = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(buffer, options)
        _Drawing(report, language, book).draw()
        book.close()
        return buffer.getvalue()


@dataclass
class _Drawing:
    report: Report
    language: Language
    book: xlsxwriter.Workbook
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    inputs: dict[str, list[FigureInput]] = field(default_factory=dict)

    def draw(self) -> None:
        started = self.report.period.start
        self.book.set_properties(
            {
                "title": self.say("paper.title", year=self.report.period.year),
                "comments": f"{self.say('paper.unverified')} · {self.say('paper.hash')} {self.report.sha256}",
                "created": datetime(started.year, started.month, started.day),  # the same report, the same bytes
            }
        )
        self.rows = {key: row for row, key in enumerate(self.report.figures, _FIRST_FIGURE)}
        for item in self.report.figure_inputs:
            self.inputs.setdefault(item.figure, []).append(item)
        tables = report_tables(self.report, self.language)
        self.summary()
        for name, keys in _SHEETS.items():
            sheet = self.sheet(name)
            self.stack(sheet, [tables[key] for key in keys if tables[key].rows or key == keys[0]], 0)
        self.figure_sheet()

    def say(self, key: str, **values: object) -> str:
        return text(key, self.language, **values)

    def sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(self.say(f"sheet.{name}"))
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        state = " · ".join(part for part in (self.say("paper.unverified"), self.say("paper.reading_copy")) if part)
        sheet.set_header(f"&L&8{_no_codes(plant_name(self.report, self.language))}&R&8{_no_codes(state)}")
        sheet.set_footer(f"&L&6sha256 {_no_codes(self.report.sha256)}&R&8&P / &N")
        return sheet

    def style(self, **properties: Any) -> Format:
        wanted = tuple(sorted(properties.items()))
        if wanted not in self.formats:
            base = {"font_name": "Malgun Gothic", "font_size": 10, "font_color": "#1B2228", "valign": "top"}
            self.formats[wanted] = self.book.add_format(base | properties)
        return self.formats[wanted]

    def words(self, sheet: Worksheet, row: int, column: int, words: str, **properties: Any) -> None:
        """A text, always as text; one that a spreadsheet could take for a formula carries Excel's own text mark."""
        if words.startswith(_MARKED):
            properties["quote_prefix"] = True
        sheet.write_string(row, column, words[:_LONGEST_TEXT], self.style(**properties))

    def summary(self) -> None:
        sheet = self.sheet("summary")
        title = self.say("paper.title", year=self.report.period.year)
        sheet.set_row(0, 26)
        self.words(sheet, 0, 0, title, bold=True, font_size=16)
        kind = f"{self.say('paper.kind')} · {period_text(self.report.period, self.language)}"
        self.words(sheet, 1, 0, kind, font_color="#5B6773")
        row = 3
        for sentence in answer(self.report, self.language):
            self.words(sheet, row, 0, sentence, bold=row == 3, font_size=12)
            row += 1
        row = self.stack(sheet, [comparison(self.report, self.language)], row + 1)
        for name, value in facts(self.report, self.language):
            self.words(sheet, row, 0, name, font_color="#5B6773")
            self.words(sheet, row, 1, value)
            row += 1
        self.words(sheet, row + 1, 0, self.say("paper.notice"), font_color="#5B6773", italic=True)

    def stack(self, sheet: Worksheet, tables: list[Table], row: int) -> int:
        """Tables one below the other; the first one's head stays in view. Returns the next free row."""
        widths = _widths(tables)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for number, table in enumerate(tables):
            if number == 0 and row == 0:
                sheet.freeze_panes(3, 1)
                sheet.repeat_rows(2)
            row = self.table(sheet, table, row, widths) + 2
        return row

    def table(self, sheet: Worksheet, table: Table, row: int, widths: list[float]) -> int:
        self.words(sheet, row, 0, table.title, bold=True, font_size=12)
        self.words(sheet, row + 1, 0, table.note, font_color="#5B6773")
        head = row + 2
        heads = [self.head_words(column) for column in table.columns]
        sheet.set_row(head, _height(heads, widths))
        for place, (words, column) in enumerate(zip(heads, table.columns, strict=True)):
            self.head(sheet, head, place, words, numeric=column.numeric)
        for below, cells in enumerate(table.rows, head + 1):
            sheet.set_row(below, _height([cell if isinstance(cell, str) else "" for cell in cells], widths))
            for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
                self.cell(sheet, below, place, cell, column)
        if not table.rows:
            self.words(sheet, head + 1, 0, self.say("table.empty"), font_color="#5B6773")
        return head + 1 + max(1, len(table.rows))

    def head_words(self, column: Column) -> str:
        unit = unit_symbol(column.unit, self.language)
        return f"{column.head}\n{unit}" if unit else column.head

    def head(self, sheet: Worksheet, row: int, place: int, words: str, *, numeric: bool = False) -> None:
        align = {"align": "right"} if numeric else {"align": "left", "indent": 1}
        self.words(sheet, row, place, words, bold=True, text_wrap=True, valign="bottom",
                   bg_color="#EEF1F4", bottom=1, bottom_color="#5B6773", **align)  # fmt: skip

    def cell(self, sheet: Worksheet, row: int, place: int, cell: Cell, column: Column) -> None:
        line: dict[str, Any] = {"bottom": 1, "bottom_color": "#D9DEE3"}
        align = {"align": "right"} if column.numeric else {"align": "left", "indent": 1}
        if isinstance(cell, Value):
            unit = column.unit or cell.unit
            value = in_unit(cell, unit)
            look = self.style(num_format=number_format(value, unit), align="right", **line)
            if cell.figure in self.rows:
                sheet.write_formula(row, place, self.link(cell, unit), look, value)
            else:
                sheet.write_number(row, place, value, look)
        elif isinstance(cell, int | float):
            unit = column.unit or "1"
            shape = "#,##0" if isinstance(cell, int) else number_format(cell, unit)
            sheet.write_number(row, place, cell, self.style(num_format=shape, align="right", **line))
        else:
            words = self.say("number.missing") if cell is None else plain(cell, _LONGEST_TEXT)
            self.words(sheet, row, place, words, text_wrap=True, **align, **line)

    def link(self, value: Value, unit: str) -> str:
        """A formula that fetches a figure, in another unit where the column wants one."""
        address = f"='{self.say('sheet.figures')}'!{_VALUE_COLUMN}{self.rows[value.figure]}"
        factor = 1.0 if value.unit == unit else conversion_factor(value.unit, unit)
        return address if factor == 1.0 else f"{address}*{repr(factor).upper()}"

    def figure_sheet(self) -> None:
        sheet = self.sheet("figures")
        self.words(sheet, 0, 0, self.say("table.figures"), bold=True, font_size=12)
        self.words(sheet, 1, 0, self.say("table.figures_note"), font_color="#5B6773")
        sheet.set_row(_FIRST_FIGURE - 2, 20)
        for place, (key, width) in enumerate(_FIGURE_COLUMNS):
            self.head(sheet, _FIRST_FIGURE - 2, place, self.say(f"column.{key}"), numeric=key == "value")
            sheet.set_column(place, place, width)
        sheet.freeze_panes(_FIRST_FIGURE - 1, 4)
        sheet.repeat_rows(_FIRST_FIGURE - 2)
        last = _FIRST_FIGURE - 2 + len(self.report.figures)
        sheet.autofilter(_FIRST_FIGURE - 2, 0, last, len(_FIGURE_COLUMNS) - 1)
        for key, record in self.report.figures.items():
            self.figure(sheet, self.rows[key] - 1, key, record)

    def figure(self, sheet: Worksheet, row: int, key: str, record: FigureRecord) -> None:
        note = ""
        look = self.style(num_format=full_format(record.value), align="right")
        try:
            made = self.live_formula(key, record)
        except NotTranslatable as why:
            made, reason = "", self.say(f"note.{why.key}", what=plain(why.what, 60))
            note = self.say("note.no_live_formula", why=reason)
        if made:
            sheet.write_formula(row, 3, made, look, record.value)
        else:
            sheet.write_number(row, 3, record.value, look)
        tag = record.source.confidence
        texts = {
            0: key[:10],
            1: term(record.name, self.language),
            2: record.subject,
            4: unit_symbol(record.unit, self.language),
            5: source_text(record.source, self.language),
            6: self.say(f"confidence.{tag}") if tag else "",
            7: reason_text(record.because, self.language),
            8: self.arithmetic(record),
            9: note,
        }
        shown = [plain(texts.get(place, ""), 2_000) for place in range(len(_FIGURE_COLUMNS))]
        sheet.set_row(row, _height(shown, [width for _, width in _FIGURE_COLUMNS]))
        for place, words in enumerate(shown):
            if words:
                self.words(sheet, row, place, words, text_wrap=True, align="left", indent=1)

    def live_formula(self, key: str, record: FigureRecord) -> str:
        """The cell formula of a figure; empty for a leaf."""
        if not record.formula:
            return ""
        if record.formula not in self.report.formulas:
            raise NotTranslatable("not_in_report")
        formula = self.report.formulas[record.formula]
        inputs = self.inputs.get(key, [])
        return cell_formula(inputs, formula, self.report.figures, lambda name: f"{_VALUE_COLUMN}{self.rows[name]}")

    def arithmetic(self, record: FigureRecord) -> str:
        formula = self.report.formulas.get(record.formula)
        return formula.expression if formula else ""


def number_format(value: float, unit: str) -> str:
    """Excel's format for a value of a unit: the decimals people see everywhere else."""
    decimals = decimals_of(value, unit)
    if decimals is None:
        return full_format(value)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def full_format(value: float) -> str:
    """Excel's format that shows what a value has, without a point behind a whole number."""
    if value == round(value):
        return "#,##0"
    return "#,##0.0#######" if abs(value) >= 1e-4 else "0.0#####E+00"


def _widths(tables: list[Table]) -> list[float]:
    """Widths of the columns the tables share."""
    widths: list[float] = []
    for table in tables:
        for place, column in enumerate(table.columns):
            wanted = 15.0 if column.numeric else 9.0 + 10.0 * column.width
            if place == len(widths):
                widths.append(wanted)
            widths[place] = max(widths[place], wanted)
    return widths


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Points a row of wrapped texts needs; a sheet does not find this out by itself in every program."""
    return 3.0 + _LINE * max([_lines(words, width) for words, width in zip(texts, widths, strict=False)] or [1])


def _lines(words: str, width: float) -> int:
    """Lines a text takes in a column; a column's width counts in digits, of which a Hangul syllable takes two."""
    return sum(max(1, ceil(text_width(line, 1.8) / max(1.0, width - 2))) for line in words.split("\n"))


def _no_codes(words: str) -> str:
    """A text for a page header: Excel reads & as a code there and takes 255 signs in all."""
    return words.replace("&", "&&")[:90]
