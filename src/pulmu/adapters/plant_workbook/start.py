"""The first sheet: what to do, and how far one has come."""

from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from pulmu.adapters.plant_workbook.cells import HEADS, area, column_of, columns_of
from pulmu.adapters.plant_workbook.filling import Filling, empty_of
from pulmu.adapters.plant_workbook.paper import BLUE, EMBER, Paper
from pulmu.adapters.plant_workbook.tables import EXAMPLES, FORMS, MARK, form_fields

_STEPS = 11
_HEIGHT = 17


@dataclass(frozen=True, slots=True)
class Start:
    """Writes the first sheet. Its counts are formulas: they follow what is typed."""

    paper: Paper
    filling: Filling
    order: tuple[str, ...]
    needed: tuple[str, ...]

    def write(self, sheet: Worksheet) -> None:
        """The whole sheet."""
        paper = self.paper
        sheet.hide_gridlines(2)
        for column, width in enumerate((2, 26, 78, 11, 9, 16)):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 1)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.write_string(0, 0, f"{MARK}start", paper.style(font_size=1, font_color="#FFFFFF"))
        sheet.write_string(0, 1, paper.say("title"), paper.style(bold=True, font_size=18))
        for row in range(_STEPS):
            words = paper.say(f"step_{row}")
            sheet.merge_range(row + 2, 1, row + 2, 5, words, paper.style(text_wrap=True, valign="vcenter"))
            sheet.set_row(row + 2, _HEIGHT)
        self.overview(sheet, _STEPS + 4)

    def overview(self, sheet: Worksheet, head: int) -> None:
        """The sheets with their rows and what is still empty."""
        paper = self.paper
        for column, word in enumerate(("sheets", "", "", "rows", "empty"), 1):
            look = paper.style(bold=True, bottom=1, align="right" if column > 3 else "left")
            paper.put(sheet, head, column, paper.say(word) if word else None, look)
        number = paper.style(align="right")
        for row, name in enumerate(self.order, head + 1):
            title = paper.say(f"sheet.{name}")
            link = paper.style(underline=1, font_color=BLUE)
            sheet.write_url(row, 1, f"internal:'{title}'!A1", link, title)
            sheet.write_string(row, 2, paper.about(name), paper.style(text_wrap=True))
            is_needed = name in self.needed
            sheet.write_string(row, 3, paper.say("needed" if is_needed else "if_any"), paper.style(bold=is_needed))
            if name in FORMS:
                sheet.write_formula(row, 5, form_empty(title, name), number, self.empty_of_form(name))
            else:
                rows, empty = empty_of(self.filling, name)
                sheet.write_formula(row, 4, table_rows(title, name), number, rows)
                sheet.write_formula(row, 5, table_empty(title, name), number, empty)
        first, last = head + 2, head + 1 + len(self.order)
        ember: dict[str, Any] = {"type": "cell", "criteria": ">", "value": 0}
        sheet.conditional_format(f"F{first}:F{last}", ember | {"format": paper.style(bold=True, font_color=EMBER)})
        none: dict[str, Any] = {"type": "cell", "criteria": "==", "value": 0}
        for row, name in enumerate(self.order, head + 2):
            if name in self.needed and name not in FORMS:
                sheet.conditional_format(f"E{row}", none | {"format": paper.style(bold=True, font_color=EMBER)})
        self.total(sheet, head - 1, f"SUM(F{first}:F{last})")

    def total(self, sheet: Worksheet, row: int, total: str) -> None:
        """One sentence: how many cells are still empty."""
        empty = sum(
            self.empty_of_form(name) if name in FORMS else empty_of(self.filling, name)[1] for name in self.order
        )
        before, after = self.paper.say("cells_empty", count="|").split("|")
        none = self.paper.say("none_empty")
        value = f"{before}{empty}{after}" if empty else none
        formula = f'=IF({total}=0,"{none}","{before}"&{total}&"{after}")'
        sheet.write_formula(row, 1, formula, self.paper.style(bold=True, font_color=EMBER), value)

    def empty_of_form(self, name: str) -> int:
        values = self.filling.form()
        needed = [".".join(path) for path, column in form_fields(name) if column.required and path != ("period",)]
        empty = sum(values.get(key) in (None, "") for key in needed)
        has_period = values.get("period") or (values.get("period.start") and values.get("period.end"))
        return empty + (name == "plant" and not has_period)


def table_rows(title: str, name: str) -> str:
    """The formula that counts rows that are read."""
    return f"=SUMPRODUCT({_filled(title, name)}*{_read(title)})"


def table_empty(title: str, name: str) -> str:
    """The formula that counts cells that must not be empty, in rows where something stands."""
    empty = []
    for column in columns_of(name):
        cells = area(title, column_of(name, column.key))
        if column.required:
            empty.append(f'({cells}="")')
        if column.kind == "amount":
            unit = area(title, column_of(name, column.cells[1]))
            empty.append(f'ISNUMBER({cells})*({unit}="")')
    return f"=SUMPRODUCT({_filled(title, name)}*{_read(title)}*({'+'.join(empty)}))" if empty else "=0"


def form_empty(title: str, name: str) -> str:
    """The formula that counts lines that must not be empty; a period is a year, or its first and last day."""
    cells = {".".join(path): f"'{title}'!$C${row}" for row, (path, _) in enumerate(form_fields(name), HEADS + 2)}
    needed = [".".join(path) for path, column in form_fields(name) if column.required and path != ("period",)]
    parts = [f'({cells[key]}="")' for key in needed]
    if "period" in cells:
        days = f'({cells["period.start"]}="")+({cells["period.end"]}="")>0'
        parts.append(f'IF({cells["period"]}<>"",0,IF({days},1,0))')
    return "=" + ("+".join(parts) or "0")


def _filled(title: str, name: str) -> str:
    cells = [area(title, column_of(name, key)) for column in columns_of(name) for key in column.cells]
    return "((" + "+".join(f'({item}<>"")' for item in cells) + ")>0)"


def _read(title: str) -> str:
    marks = area(title, "A")
    return "".join(f'({marks}<>"{word}")*' for word in EXAMPLES).removesuffix("*")
