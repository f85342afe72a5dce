"""A workbook to write on: formats, words and values as they are."""

from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pulmu.adapters.plant_workbook.cells import ABOUT, TITLE
from pulmu.adapters.plant_workbook.tables import TABLES
from pulmu.locale import Language, class_text, has_text, text

GREY, PALE, INK, EMBER, BLUE = "#5A6670", "#9AA5AD", "#1B2228", "#B4532A", "#2F6690"
HEAD, NEEDED, EXAMPLE = "#DCE6EC", "#F3D9CC", "#E9ECEE"
_SIGNS = ("=", "+", "-", "@")


@dataclass
class Paper:
    """The workbook with its formats, each made once."""

    book: xlsxwriter.Workbook
    language: Language
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """Words of the catalogue."""
        return text(f"workbook.{key}", self.language, **values)

    def style(self, **properties: Any) -> Format:
        """A format."""
        wanted = tuple(sorted(properties.items()))
        if wanted not in self.formats:
            base = {"font_name": "Malgun Gothic", "font_size": 10, "font_color": INK, "valign": "top"}
            self.formats[wanted] = self.book.add_format(base | properties)
        return self.formats[wanted]

    def about(self, name: str) -> str:
        """What a sheet is for."""
        if has_text(f"workbook.about.{name}", self.language):
            return self.say(f"about.{name}")
        said = class_text(next(table.kind for table in TABLES if table.name == name), self.language)
        return said.replace("`", "")

    def head(self, sheet: Worksheet, name: str) -> None:
        """Title, sentence and the way back."""
        sheet.set_row(TITLE, 24)
        sheet.write_string(TITLE, 1, self.say(f"sheet.{name}"), self.style(bold=True, font_size=16))
        sheet.write_string(ABOUT, 1, self.about(name), self.style(italic=True, font_color=GREY))
        back = self.style(underline=1, font_color=BLUE, font_size=8)
        sheet.write_url(TITLE, 0, f"internal:'{self.say('sheet.start')}'!A1", back, "←")

    def put(self, sheet: Worksheet, row: int, column: int, value: Any, style: Format | None = None) -> None:
        """A value as it is: a text never becomes a formula, a number keeps every digit."""
        if value is None or value == "":
            if style is not None:
                sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            marked = style or self.style(locked=False, num_format="@", quote_prefix=value.startswith(_SIGNS))
            sheet.write_string(row, column, value, marked)
        elif float(f"{value:.16G}") == value:  # the digits the file format's writer keeps
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_string(row, column, repr(value), style or self.style(locked=False))
