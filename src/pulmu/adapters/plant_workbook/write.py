"""Writes the plant workbook: an empty template with notes, drop-downs and examples, or one filled from a plant."""

import io
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pulmu.adapters.plant_workbook.examples import EXAMPLE_FORM, EXAMPLE_ROWS
from pulmu.adapters.plant_workbook.tables import (
    FORMS,
    MARK,
    PRICES,
    TABLES,
    Column,
    Table,
    form_fields,
    price_columns,
)
from pulmu.locale import Language, attribute_text, class_text, has_text, text
from pulmu.model import Company, Decisions, Installation, Plant, Quantity, known_units
from pulmu.model.codec import attributes
from pulmu.reference import list_countries, list_fuels

_KINDS = {kind.__name__: kind for kind in (Plant, Company, Installation, Decisions, *(item.kind for item in TABLES))}
_ORDER = (
    "plant", "processes", "steps", "goods", "stock", "exports", "own_precursors", "source_streams", "stream_users",
    "emission_sources", "throughput", "heat_nets", "heat_users", "electricity", "electricity_users", "purchases",
    "purchase_users", "verified", "scrap", "inner_precursors", "meters", "decisions", PRICES,
)  # fmt: skip
"""Sheets in the order in which one fills them in."""
_NEEDED = ("plant", "processes", "goods")
_COLOURS = {"plant": "#B4532A", "processes": "#2F6690", "goods": "#2F6690", "steps": "#2F6690"}
_TITLE, _ABOUT, _HEADS, _NOTES, _NAMES = range(5)
_FIRST_ROW = 5
_LAST_ROW = 1_000
"""Last row with drop-downs; a plant may have more rows, without them."""
_FLOWS = ("mass", "normal volume", "liquid volume", "net fuel energy", "gross fuel energy", "energy")
_SIGNS = ("=", "+", "-", "@")
_STEPS = 10


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
    _Writing(book, language, plant).write()
    book.close()
    return buffer.getvalue()


@dataclass
class _Writing:
    book: xlsxwriter.Workbook
    language: Language
    plant: Plant | None
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def write(self) -> None:
        tables = {table.name: table for table in TABLES}
        self.start()
        sheets = {name: self.sheet(name) for name in _ORDER}
        for name, sheet in sheets.items():
            if name in FORMS:
                self.form(sheet, name)
            elif name == PRICES:
                self.table(sheet, name, price_columns(), self.price_rows())
            else:
                self.table(sheet, name, tables[name].columns(), self.rows(tables[name]))
        self.list_sheet()

    def say(self, key: str, **values: object) -> str:
        return text(f"workbook.{key}", self.language, **values)

    def style(self, **properties: Any) -> Format:
        wanted = tuple(sorted(properties.items()))
        if wanted not in self.formats:
            base = {"font_name": "Malgun Gothic", "font_size": 10, "font_color": "#1B2228", "valign": "top"}
            self.formats[wanted] = self.book.add_format(base | properties)
        return self.formats[wanted]

    def sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(self.say(f"sheet.{name}"))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_tab_color(_COLOURS.get(name, "#9AA5AD"))
        allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
        sheet.protect("", dict.fromkeys(allowed, True))
        return sheet

    # The first sheet

    def start(self) -> None:
        sheet = self.book.add_worksheet(self.say("sheet.start"))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 2)
        sheet.set_column(1, 1, 24)
        sheet.set_column(2, 2, 84)
        sheet.set_column(3, 3, 14)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.write_string(0, 0, f"{MARK}start", self.style(font_size=1, font_color="#FFFFFF"))
        sheet.write_string(0, 1, self.say("title"), self.style(bold=True, font_size=18))
        row = 2
        for number in range(_STEPS):
            sheet.merge_range(row, 1, row, 3, self.say(f"step_{number}"), self.style(text_wrap=True))
            sheet.set_row(row, 18)
            row += 1
        row += 1
        sheet.write_string(row, 1, self.say("sheets"), self.style(bold=True, font_size=13))
        for name in _ORDER:
            row += 1
            title = self.say(f"sheet.{name}")
            sheet.write_url(row, 1, f"internal:'{title}'!A1", self.style(underline=1, font_color="#2F6690"), title)
            sheet.write_string(row, 2, self.about(name), self.style(text_wrap=True))
            needed = self.say("needed" if name in _NEEDED else "if_any")
            sheet.write_string(row, 3, needed, self.style(bold=name in _NEEDED))

    def about(self, name: str) -> str:
        if has_text(f"workbook.about.{name}", self.language):
            return self.say(f"about.{name}")
        said = class_text(next(table.kind for table in TABLES if table.name == name), self.language)
        return said.replace("`", "")

    def head(self, sheet: Worksheet, name: str) -> None:
        sheet.set_row(_TITLE, 24)
        sheet.write_string(_TITLE, 1, self.say(f"sheet.{name}"), self.style(bold=True, font_size=16))
        sheet.write_string(_ABOUT, 1, self.about(name), self.style(italic=True, font_color="#5A6670"))
        back = self.style(underline=1, font_color="#2F6690", font_size=8)
        sheet.write_url(_TITLE, 0, f"internal:'{self.say('sheet.start')}'!A1", back, "←")

    # Tables

    def table(self, sheet: Worksheet, name: str, columns: tuple[Column, ...], rows: Iterator[list[Any]]) -> None:
        self.head(sheet, name)
        sheet.set_row(_HEADS, 30)
        sheet.set_row(_NOTES, 72)
        sheet.set_column(0, 0, 8, self.style(locked=False, font_color="#8A949B"))
        sheet.write_string(_NAMES, 0, f"{MARK}{name}", self.style(font_size=7, font_color="#9AA5AD"))
        sheet.freeze_panes(_NAMES + 1, 2)
        place = 1
        for column in columns:
            for number, key in enumerate(column.cells):
                self.column(sheet, place, column, number, key)
                place += 1
        example = self.style(bg_color="#E9ECEE", italic=True, font_color="#5A6670")
        cells = self.cells(columns, EXAMPLE_ROWS[name])
        for number, value in enumerate([self.say("example"), *cells]):
            self.put(sheet, _FIRST_ROW, number, value, example)
        for number, values in enumerate(rows, _FIRST_ROW + 1):
            for column_number, value in enumerate(values, 1):
                self.put(sheet, number, column_number, value)

    def column(self, sheet: Worksheet, place: int, column: Column, number: int, key: str) -> None:
        """Head, note, name and drop-down of one column of cells."""
        is_text = number > 0 or column.kind in ("text", "names", "choice", "date")
        width = (16, 10, 24)[number] if column.kind == "amount" else max(14, min(30, 26 if is_text else 14))
        sheet.set_column(place, place, width, self.style(locked=False, num_format="@" if is_text else "General"))
        head = self.style(
            bold=True, bg_color="#F3D9CC" if column.required and number < 2 else "#DCE6EC", text_wrap=True, border=1
        )
        note = self.style(font_size=8, font_color="#5A6670", text_wrap=True, border=1)
        titles = (self.title(column), self.say("unit"), self.say("evidence_head"))
        notes = (self.note(column), self.say("unit_note"), self.say("evidence_note"))
        sheet.write_string(_HEADS, place, titles[number], head)
        sheet.write_string(_NOTES, place, notes[number], note)
        sheet.write_string(_NAMES, place, key, self.style(font_size=7, font_color="#9AA5AD"))
        self.choose(sheet, (_FIRST_ROW, place, _LAST_ROW, place), column, number)

    def title(self, column: Column) -> str:
        key = column.key if column.key != "name" or column.described[0] != "workbook" else column.described[1]
        key = column.described[1] if column.key == "amount" and column.described[1] == "exports_to_eu" else key
        key = key if has_text(f"workbook.head.{key}", self.language) else column.key
        return self.say(f"head.{key}") + ("*" if column.required else "")

    def note(self, column: Column) -> str:
        group, name = column.described
        if group == "workbook":
            return self.say(f"says.{name}")
        owner = _KINDS[group]
        said = attribute_text(owner, name, self.language)
        said += self.say("rest_note") if column.rest and "rest" not in said else ""
        return said + (self.say("names_note") if column.kind == "names" else "")

    def choose(self, sheet: Worksheet, area: tuple[int, int, int, int], column: Column, number: int) -> None:
        """A drop-down where there is something to choose from."""
        choices, firm = self.choices(column, number)
        if not choices:
            return
        told = {} if firm else {"error_type": "warning", "error_title": self.say("choose_title")}
        told |= {"error_message": self.say("choose" if firm else "check_spelling")}
        source = choices if isinstance(choices, str) else self.list_of(choices)
        sheet.data_validation(*area, {"validate": "list", "source": source, **told})

    def choices(self, column: Column, number: int) -> tuple[tuple[str, ...] | str, bool]:
        """What may be chosen, and whether nothing else will do."""
        if column.kind == "amount":
            return (self.units(column), False) if number == 1 else ((), False)
        if column.owner:
            return f"='{self.say(f'sheet.{column.owner}')}'!{_id_cells(column.owner)}", False
        if column.kind == "yes_or_no":
            return (self.say("yes"), self.say("no")), True
        if column.key == "material":
            return tuple(fuel.name for fuel in list_fuels()), False
        if column.key in ("country", "country_of_origin"):
            return tuple(country.iso2 for country in list_countries()), False
        return tuple(str(choice) for choice in column.choices), True

    def units(self, column: Column) -> tuple[str, ...]:
        found: list[str] = []
        for dimension in column.dimensions or _FLOWS:
            above, per, below = dimension.partition(" per ")
            found += (
                [f"{top}/{bottom}" for top in known_units(above) for bottom in known_units(below)]
                if per
                else known_units(dimension)
            )
        return tuple(dict.fromkeys(found))

    def list_of(self, choices: tuple[str, ...]) -> str:
        """Where the list of choices stands; each list once, on a hidden sheet."""
        if choices not in self.lists:
            column = _letters(len(self.lists) + 1)
            self.lists[choices] = f"='{self.say('sheet.lists')}'!${column}$1:${column}${len(choices)}"
        return self.lists[choices]

    def list_sheet(self) -> None:
        sheet = self.book.add_worksheet(self.say("sheet.lists"))
        sheet.write_string(0, 0, f"{MARK}lists")
        for column, choices in enumerate(self.lists, 1):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice)
        sheet.protect("")
        sheet.hide()

    # Forms

    def form(self, sheet: Worksheet, name: str) -> None:
        self.head(sheet, name)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 30)
        sheet.set_column(2, 2, 44)
        sheet.set_column(3, 3, 70)
        sheet.set_column(4, 4, 30)
        sheet.write_string(_HEADS, 0, f"{MARK}{name}", self.style(font_size=7, font_color="#9AA5AD"))
        for column_number, key in enumerate(("field", "value", "meaning", "example"), 1):
            sheet.write_string(
                _HEADS, column_number, self.say(key), self.style(bold=True, bg_color="#DCE6EC", border=1)
            )
        sheet.freeze_panes(_HEADS + 1, 0)
        values = self.form_values()
        for row, (path, column) in enumerate(form_fields(name), _HEADS + 1):
            key = ".".join(path)
            title = self.title(column)
            if len(path) > 1 and path[0] in ("company", "installation"):
                title = f"{self.say(f'head.{path[0]}')}: {title}"
            required = "#F3D9CC" if column.required else "#F5F7F8"
            sheet.write_string(row, 0, key, self.style(font_size=7, font_color="#9AA5AD"))
            sheet.write_string(row, 1, title, self.style(bold=True, bg_color=required, border=1))
            kind = "General" if column.kind == "number" else "@"
            self.put(sheet, row, 2, values.get(key), self.style(locked=False, border=1, num_format=kind, align="left"))
            sheet.write_string(row, 3, self.note(column), self.style(font_size=9, font_color="#5A6670", text_wrap=True))
            sheet.write_string(row, 4, EXAMPLE_FORM.get(key, ""), self.style(italic=True, font_color="#5A6670"))
            self.choose(sheet, (row, 2, row, 2), column, 0)

    def form_values(self) -> dict[str, Any]:
        if self.plant is None:
            return {}
        plant = self.plant
        found: dict[str, Any] = {}
        for name in FORMS:
            for path, column in form_fields(name):
                node: Any = plant if len(path) == 1 else getattr(plant, path[0])
                if path[0] == "period":
                    continue
                found[".".join(path)] = self.cells((column,), _given(node))[0]
        if plant.period.is_calendar_year:
            return found | {"period": plant.period.year}
        return found | {"period.start": plant.period.start.isoformat(), "period.end": plant.period.end.isoformat()}

    # Rows of a plant

    def rows(self, table: Table) -> Iterator[list[Any]]:
        if self.plant is None:
            return
        for owner, node in self.owners(table):
            for part in table.path[:-1]:
                node = getattr(node, part)  # noqa: PLW2901 - walks down
            content = getattr(node, table.path[-1])
            given = {} if owner is None else {table.owner: owner}
            if table.shape == "by_name":
                for name, amount in content.items():
                    yield self.cells(table.columns(), {**given, "name": name, "amount": amount})
            else:
                entries = content if table.shape == "list" else (() if content is None else (content,))
                for entry in entries:
                    yield self.cells(table.columns(), {**_given(entry), **given})

    def owners(self, table: Table) -> Iterator[tuple[str | None, Any]]:
        """Each owner of a table's rows with its id; the plant for a table of its own."""
        plant = self.plant
        if plant is None or not table.owner:
            yield None, plant
        elif table.owner == "goods":
            yield from ((product.id, product) for _, product in plant.products())
        else:
            yield from ((item.id, item) for item in getattr(plant, table.owner))

    def price_rows(self) -> Iterator[list[Any]]:
        for name, quarters in self.plant.price_scenarios.items() if self.plant else ():
            if not quarters:
                yield self.cells(price_columns(), {"scenario": name})
            for quarter, price in quarters.items():
                yield self.cells(price_columns(), {"scenario": name, "quarter": quarter, "price": price})

    # Cells

    def cells(self, columns: tuple[Column, ...], given: dict[str, Any]) -> list[Any]:
        found: list[Any] = []
        for column in columns:
            value = given.get(column.key)
            if column.kind == "amount":
                found += self.amount(value)
            elif isinstance(value, bool):
                found.append(self.say("yes" if value else "no"))
            elif isinstance(value, tuple):
                found.append(", ".join(value) or None)
            else:
                found.append('""' if value == "" else value)
        return found

    def amount(self, value: Any) -> list[Any]:
        if isinstance(value, Quantity):
            return [value.cites or value.value, value.unit or None, value.evidence or None]
        return list(value) if isinstance(value, tuple) else [value, None, None]

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


def _given(node: Any) -> dict[str, Any]:
    """Attributes that are not at their default."""
    found = {}
    kind: type = type(node)
    for name, (_, default) in attributes(kind).items():
        value = getattr(node, name)
        if default is MISSING or type(value) is not type(default) or value != default:
            found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def _id_cells(owner: str) -> str:
    """Cells of the ids on an owner's sheet."""
    columns = next(table for table in TABLES if table.name == owner).columns()
    before = 1
    for column in columns:
        if column.key == "id":
            break
        before += len(column.cells)
    letter = _letters(before)
    return f"${letter}${_FIRST_ROW + 2}:${letter}${_LAST_ROW + 1}"


def _letters(number: int) -> str:
    """Letters of a column counted from zero."""
    result, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, 26)
        result = chr(65 + rest) + result
    return result
