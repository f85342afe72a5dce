"""Reads a plant workbook into the tree a YAML file would give, each value with its sheet and cell."""

import difflib
import hashlib
from dataclasses import dataclass, field
from typing import Any

from pulmu.adapters._workbook import Sheet, cell_name, read_sheets
from pulmu.adapters.plant_workbook.row import Row, text_of, value_of
from pulmu.adapters.plant_workbook.tables import (
    EXAMPLES,
    FORMS,
    HELPERS,
    MARK,
    OWNERS,
    PRICES,
    TABLES,
    Column,
    Table,
    form_fields,
    price_columns,
)
from pulmu.adapters.plant_workbook.words import codes_of, near, near_words, plain_word
from pulmu.model import KEY, Document, InputError, Path, Problem, problem

_SEARCHED = 20
"""Rows in which the row of names is looked for."""


def read_workbook(data: bytes, name: str) -> Document:
    """The document in a plant workbook.

    Raises
    ------
    InputError  Nothing in it can be read; what is wrong in cells is told when the document is decoded.
    """
    reader = _Reader(name)
    reader.read(read_sheets(data, name))
    return Document(
        reader.tree, name, hashlib.sha256(data).hexdigest(), places=reader.places, problems=tuple(reader.problems)
    )


@dataclass
class _Reader:
    name: str
    tree: dict[str, Any] = field(default_factory=lambda: {"processes": []})
    places: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    owners: dict[str, dict[str, tuple[dict[str, Any], Path]]] = field(default_factory=dict)
    sheets: dict[str, tuple[Sheet, int]] = field(default_factory=dict)

    def read(self, sheets: tuple[Sheet, ...]) -> None:
        self.find_tables(sheets)
        for name in FORMS:
            self.read_form(name)
        for table in TABLES:
            self.owners.setdefault(table.name, {})
            columns = table.columns()
            for row in self.rows_of(table.name, columns):
                self.read_row(table, columns, row)
        for row in self.rows_of(PRICES, price_columns()):
            self.read_price(row)
        self.note_sheets()

    def complain(self, place: str, code: str, message: str, mend: str, **values: object) -> None:
        where = ", ".join(filter(None, (self.name, place)))
        self.problems.append(problem(code, where, message, mend, **values))

    # Which sheet is which

    def find_tables(self, sheets: tuple[Sheet, ...]) -> None:
        """Sheets are known by the mark in column A, whatever they are called; others are the user's own."""
        known = {*FORMS, *(table.name for table in TABLES), PRICES}
        strangers = []
        for sheet in sheets:
            found = _mark_of(sheet)
            if found is not None and found[0] in HELPERS:
                continue
            if found is None or found[0] not in known:
                strangers.append(sheet.name)
            elif found[0] in self.sheets:
                first = self.sheets[found[0]][0].name
                self.complain(
                    f"sheet {sheet.name}",
                    "input.sheet_twice",
                    f"the sheet is of the same kind as {first!r}",
                    "move its rows there and delete it",
                    text=sheet.name,
                    first=first,
                )
            else:
                self.sheets[found[0]] = (sheet, found[1])
        if not self.sheets:
            raise InputError.of(
                "input.not_a_template",
                self.name,
                "no sheet of this workbook is one of a plant workbook",
                "write one with 'pulmu template plant.xlsx' and fill it in",
            )
        self.note_strangers(strangers, known - self.sheets.keys())

    def note_strangers(self, strangers: list[str], missing: set[str]) -> None:
        """Own sheets are welcome beside a whole template; if one is missing, they may be it."""
        for sheet in strangers if missing else ():
            self.complain(
                f"sheet {sheet}",
                "input.sheet_unknown",
                f"a sheet of the template is missing, and this one has no '{MARK}' in column A to say what it is",
                "copy the row of names from a new template, or delete the sheet",
                text=sheet,
            )

    def note_sheets(self) -> None:
        """Where a thing has no cell of its own, the sheet is named."""
        titles = {name: sheet.name for name, (sheet, _) in self.sheets.items()}
        for name in ("company", "installation"):
            self.note((name,), titles.get("plant"))
        for table in TABLES:
            self.note(table.path, None if table.owner else titles.get(table.name))
            for _, path in self.owners.get(table.owner, {}).values():
                self.note((*path, *table.path), titles.get(table.name))
        self.note((PRICES,), titles.get(PRICES))

    def note(self, path: Path, title: str | None) -> None:
        if title is not None:
            self.places.setdefault(path, f"sheet {title}")

    # Rows

    def rows_of(self, name: str, columns: tuple[Column, ...]) -> list[Row]:
        """Rows to be read: no examples, no blank ones."""
        if name not in self.sheets:
            return []
        sheet, head = self.sheets[name]
        at = self.heads_of(sheet, head, [key for column in columns for key in column.cells])
        rows = [Row(sheet, number, at) for number in range(head + 1, len(sheet.rows))]
        found = [row for row in rows if not row.is_blank and not self.is_example(row)]
        for row in found:
            for key, reason in row.flawed.items():
                self.complain_of_flawed(row.place(key), reason)
        return found

    def heads_of(self, sheet: Sheet, head: int, known: list[str]) -> dict[str, int]:
        at: dict[str, int] = {}
        for column, cell in enumerate(sheet.rows[head]):
            text = str(cell).strip()
            if column == 0 or not text:
                continue
            place = f"sheet {sheet.name}, cell {cell_name(column, head)}"
            if text not in known:
                near = difflib.get_close_matches(text, known, n=1)
                mend = f"did you mean {near[0]!r}?" if near else "known here: " + ", ".join(known)
                self.complain(
                    place,
                    "input.unknown_field",
                    f"{text[:60]!r} is not a field here",
                    mend,
                    text=text[:60],
                    known=", ".join(near or known),
                )
            elif text in at:
                self.complain(
                    place, "input.duplicate_key", f"{text!r} is given twice here", "delete one of the two", text=text
                )
            else:
                at[text] = column
        return at

    def is_example(self, row: Row) -> bool:
        text = str(row.sheet.rows[row.number][0]).strip()
        if text and text.lower() not in EXAMPLES:
            self.complain(
                f"sheet {row.sheet.name}, cell A{row.number + 1}",
                "input.row_mark",
                f"column A marks examples only, and {text[:60]!r} is no such mark",
                "delete it, or write 'example' to have the row left out",
                text=text[:60],
            )
        return text.lower() in EXAMPLES

    def complain_of_flawed(self, place: str, reason: str) -> None:
        if reason == "formula":
            self.complain(
                place,
                "input.formula_without_value",
                "a formula has no stored value",
                "open and save it in a spreadsheet program, then read it again",
            )
        else:
            said = "the cell shows an error instead of a value"
            self.complain(place, "input.formula_error", said, "mend the formula or type the value")

    # Values

    def read_form(self, name: str) -> None:
        """Lines of name, value: the name of each stands in column A."""
        for top in ("company", "installation", "decisions"):
            self.tree.setdefault(top, {})
        if name not in self.sheets:
            return
        sheet, head = self.sheets[name]
        fields = {".".join(path): (path, column) for path, column in form_fields(name)}
        for number in range(head + 1, len(sheet.rows)):
            key = str(sheet.rows[number][0]).strip()
            if key in fields:
                path, column = fields[key]
                row = Row(sheet, number, {column.key: 2})
                for reason in row.flawed.values():
                    self.complain_of_flawed(row.place(column.key), reason)
                self.put_form_value(path, column, row)

    def put_form_value(self, path: tuple[str, ...], column: Column, row: Row) -> None:
        self.places.setdefault(path, row.place(column.key))
        value = value_of(column, row)
        if value is None:
            return
        self.check_choice(column, value, row.place(column.key))
        node = self.tree
        for part in path[:-1]:
            if not isinstance(node.setdefault(part, {}), dict):
                self.complain(
                    row.place(column.key),
                    "input.duplicate_key",
                    f"{part!r} is given twice here",
                    "delete one of the two",
                    text=part,
                )
                return
            node = node[part]
        node[path[-1]] = value

    def read_row(self, table: Table, columns: tuple[Column, ...], row: Row) -> None:
        node, base = self.tree, ()  # type: tuple[dict[str, Any], Path]
        if table.owner:
            owner = self.owner_of(table.owner, row)
            if owner is None:
                return
            node, base = owner
            columns = columns[1:]
        *above, last = table.path
        for part in above:
            node = node.setdefault(part, {})
        path = (*base, *table.path)
        if table.shape == "by_name":
            self.read_entry(node.setdefault(last, {}), path, columns, row)
        elif table.shape == "list":
            entries = node.setdefault(last, [])
            entries.append(self.read_object(columns, (*path, len(entries)), row))
            self.remember(table.name, entries[-1], (*path, len(entries) - 1))
        elif last in node:
            self.complain_of_double(row.place(table.owner), str(row.get(table.owner)))
        else:
            node[last] = self.read_object(columns, path, row)

    def remember(self, table: str, node: dict[str, Any], path: Path) -> None:
        if table in OWNERS:
            if table == "processes":
                node.setdefault("goods", [])
            self.owners[table].setdefault(str(node.get("id", "")), (node, path))

    def owner_of(self, table: str, row: Row) -> tuple[dict[str, Any], Path] | None:
        text = text_of(row.get(table))
        known = self.owners[table]
        if text is None:
            if table not in row.flawed:
                self.complain_of_missing(row.place(table), table)
            return None
        if str(text) not in known:
            title = self.sheets[table][0].name if table in self.sheets else table
            found = self.owner_meant(table, str(text))
            listed = ", ".join(filter(None, known)) or "-"
            self.complain(
                row.place(table),
                "input.owner_unknown",
                f"nothing on sheet {title!r} is called {str(text)[:60]!r}",
                f"did you mean {found!r}?" if found else f"use one of: {listed}",
                text=str(text)[:60],
                sheet=title,
                known=found or listed,
            )
            return known.get(found)  # told; what depends on the row can still be checked
        return known[str(text)]

    def owner_meant(self, table: str, text: str) -> str:
        """The id a person means who writes a name instead of it, or misspells one or the other; empty if unclear."""
        called: dict[str, str] = {}
        for identifier, (node, _) in self.owners[table].items():
            for words in (node.get("name"), node.get("name_local"), identifier):
                if words:
                    called[str(words)] = identifier
        exact = {plain_word(words): identifier for words, identifier in called.items()}
        if plain_word(text) in exact:
            return exact[plain_word(text)]
        return next((called[words] for words in near(text, called)), "")

    def read_object(self, columns: tuple[Column, ...], path: Path, row: Row) -> dict[str, Any]:
        self.places[path] = row.place()
        node = {}
        for column in columns:
            value = value_of(column, row)
            self.note_cells((*path, column.key), column, row)
            self.check_choice(column, value, row.place(column.key))
            if value is not None:
                node[column.key] = value
        return node

    def check_choice(self, column: Column, value: Any, place: str) -> None:
        """A word that is no choice is told with the words of its language; the codec then finds it told."""
        if column.kind != "choice" or value is None or plain_word(str(value)) in codes_of(column):
            return
        found, words = near_words(column, str(value))
        listed = ", ".join(words)
        self.complain(
            place,
            "input.not_a_choice",
            f"{str(value)[:60]!r} is not one of the choices",
            f"did you mean {found[0]!r}? Choose one of: {listed}" if found else f"choose one of: {listed}",
            text=str(value)[:60],
            choices=f"{found[0]} ({listed})" if found else listed,
        )

    def note_cells(self, path: Path, column: Column, row: Row) -> None:
        self.places[path] = row.place(column.key)
        if column.kind == "amount":
            for part, key in zip(("value", "unit", "evidence"), column.cells, strict=True):
                self.places[*path, part] = row.place(key)

    def read_entry(self, entries: dict[str, Any], path: Path, columns: tuple[Column, ...], row: Row) -> None:
        """A row of name and amount."""
        named, amount = columns
        name = text_of(row.get(named.key))
        if name is None:
            if named.key not in row.flawed:
                self.complain_of_missing(row.place(named.key), named.key)
        elif str(name) in entries:
            self.complain_of_double(row.place(named.key), str(name))
        else:
            self.note_cells((*path, str(name)), amount, row)
            self.places[*path, str(name), KEY] = row.place(named.key)
            value = value_of(amount, row)
            if value is not None:
                entries[str(name)] = value
            elif amount.key not in row.flawed:
                self.complain_of_missing(row.place(amount.key), amount.key)

    def read_price(self, row: Row) -> None:
        scenario, quarter, price = price_columns()
        name = text_of(row.get(scenario.key))
        if name is None:
            if scenario.key not in row.flawed:
                self.complain_of_missing(row.place(scenario.key), scenario.key)
            return
        path: Path = (PRICES, str(name))
        self.places.setdefault(path, row.place(scenario.key))
        entries = self.tree.setdefault(PRICES, {}).setdefault(str(name), {})
        if row.flawed or any(row.get(key) is not None for column in (quarter, price) for key in column.cells):
            self.read_entry(entries, path, (quarter, price), row)

    def complain_of_missing(self, place: str, text: str) -> None:
        self.complain(place, "input.missing_field", f"{text} is missing", "add it", text=text)

    def complain_of_double(self, place: str, text: str) -> None:
        shown = text[:60]
        self.complain(
            place, "input.duplicate_id", f"{shown!r} appears twice", "delete one entry or rename it", text=shown
        )


def _mark_of(sheet: Sheet) -> tuple[str, int] | None:
    for number, row in enumerate(sheet.rows[:_SEARCHED]):
        if row and isinstance(row[0], str) and row[0].strip().startswith(MARK):
            return row[0].strip().removeprefix(MARK), number
    return None
