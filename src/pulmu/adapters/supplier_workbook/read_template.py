"""Reads the Commission's communication template for installations: the page for importers, by the words of its heads.

The page is in English in every language version of the template. Columns are found by their heads, because they have
moved between versions; the line marked "Ex." is an example. What the template's own formulas get wrong is said where
it is read.
"""

from dataclasses import dataclass
from typing import Any

from pulmu.adapters._workbook import Sheet
from pulmu.adapters.supplier_workbook.cells import (
    Notes,
    as_day,
    as_text,
    bare,
    cells_with,
    is_flawed,
    value_at,
    words_at,
)
from pulmu.model import Document, InputError
from pulmu.services.supplier_answer import Answered, ReplyFile

PAGE, TYPED = "Summary_Communication", "Summary_Products"
_HEADS = {
    "cn codes": "cn_code",
    "see (direct)": "direct",
    "see (indirect)": "indirect",
    "see (total)": "total",
    "unit": "unit",
    "share of emissions by default value": "default_share",
    "source for electricity ef": "electricity_source",
    "embedded electricity (mwh/t)": "electricity",
    "electricity ef (tco2/mwh)": "electricity_factor",
    "production process from which the products arise": "process",
    "type of aggregated good or precursor": "category",
}
_PRODUCT = "product name"
_NEEDED = ("cn_code", "direct", "indirect")
_UNITS = {"default_share": "1", "electricity": "MWh/t", "electricity_factor": "t CO2/MWh"}
_INSTALLATION = {
    "installation": "Name of the installation (English name)",
    "unlocode": "UNLOCODE",
    "period_start": "Reporting period start",
    "period_end": "Reporting period end",
    "country": "Country",  # the template writes it twice: above the city too, by mistake; the last one is the country
}
_EXAMPLE = "ex."
_TOLD = 10
_REACH = 5
"""Columns to the right of a label of sheet A_InstData in which its value stands."""


@dataclass(frozen=True, slots=True)
class _Table:
    """The lines of products on a sheet."""

    sheet: Sheet
    head: int
    at: dict[str, int]

    @property
    def lines(self) -> range:
        """Rows below the head, the example left out."""
        return range(self.head + 1, len(self.sheet.rows))

    def number(self, row: int) -> str:
        """What stands before the line: its number, or the mark of an example."""
        return words_at(self.sheet, row, min(self.at.values()) - 1)

    def words(self, row: int, key: str) -> str:
        return words_at(self.sheet, row, self.at[key]) if key in self.at else ""

    def is_example(self, row: int) -> bool:
        return bare(self.number(row)) == _EXAMPLE


def is_template(sheets: tuple[Sheet, ...]) -> bool:
    """Whether the workbook is one of the Commission's communication templates, of whatever version."""
    return any(sheet.name in (PAGE, TYPED) for sheet in sheets) or any(map(_table, sheets))


def read_template(sheets: tuple[Sheet, ...], name: str, sha256: str) -> ReplyFile:
    """The products of a communication template.

    Raises
    ------
    InputError  Its page for importers is not there, or its heads are not those we know (`supplier.template_version`).
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    page = by_name.get(PAGE)
    table = _table(page) if page is not None else None
    version = _version(by_name.get("0_Versions"))
    if page is not None and table is None and "formula" in page.flawed.values():
        raise _not_calculated(page, name)
    if page is None or table is None:
        raise InputError.of(
            "supplier.template_version",
            f"{name}, sheet {PAGE}" if page is not None else name,
            f"the sheet {PAGE} is not there, or not with the heads {', '.join(_heads_needed())}",
            "ask for the Commission's template V2.1.1 of 13 December 2024, or for our own workbook",
            version=version or "-",
            heads=", ".join(_heads_needed()),
            sheet=PAGE,
        )
    typed = _typed(by_name.get(TYPED))
    lines = [row for row in table.lines if not table.is_example(row) and _is_line(table, row, typed)]
    answers = tuple(_answer(table, row, typed, by_name, (name, sha256)) for row in lines)
    return ReplyFile(name, sha256, "communication_template", version, answers)


def _not_calculated(page: Sheet, name: str) -> InputError:
    """Even the heads are formulas: of a file no spreadsheet program has calculated, its first cells are told."""
    notes = Notes(name)
    for cell, reason in list(page.flawed.items())[:_TOLD]:
        notes.complain(f"sheet {page.name}, cell {cell}", reason)
    return InputError(*notes.problems)


def _heads_needed() -> list[str]:
    return [head for head, key in _HEADS.items() if key in _NEEDED]


def _table(sheet: Sheet) -> _Table | None:
    """The table of products of a sheet; None without the heads that are needed, or with one of them twice."""
    for number, row in enumerate(sheet.rows):
        heads = [bare(cell) for cell in row]
        if all(heads.count(head) == 1 for head in _heads_needed()):
            at = {key: heads.index(head) for head, key in _HEADS.items() if head in heads}
            product = next((column for column, head in enumerate(heads) if head.startswith(_PRODUCT)), None)
            return _Table(sheet, number, at if product is None else {**at, "product": product})
    return None


def _version(sheet: Sheet | None) -> str:
    """The last version of the template's own list of versions."""
    if sheet is None:
        return ""
    spot = next(cells_with(sheet, "Version"), None)
    if spot is None:
        return ""
    below = [words_at(sheet, row, spot[1]) for row in range(spot[0] + 1, len(sheet.rows))]
    return next((text for text in reversed(below) if text), "")[:20]


def _typed(sheet: Sheet | None) -> dict[str, tuple[str, str]]:
    """Code and name the user typed, by the number of the line: known even where nothing was calculated."""
    table = _table(sheet) if sheet is not None else None
    if table is None:
        return {}
    lines = [row for row in table.lines if not table.is_example(row) and table.words(row, "cn_code")]
    return {table.number(row): (table.words(row, "cn_code"), table.words(row, "product")) for row in lines}


def _is_line(table: _Table, row: int, typed: dict[str, tuple[str, str]]) -> bool:
    if is_flawed(table.sheet, row, table.at["cn_code"]):
        return table.number(row) in typed
    return any(table.words(row, key) for key in ("cn_code", "product", "direct") if key in table.at)


def _answer(
    table: _Table, row: int, typed: dict[str, tuple[str, str]], sheets: dict[str, Sheet], file: tuple[str, str]
) -> Answered:
    name, sha256 = file
    sheet, notes = table.sheet, Notes(name, (*_NEEDED, "period_start", "period_end"))
    code, product = (
        typed.get(table.number(row), ("", ""))
        if is_flawed(sheet, row, table.at["cn_code"])
        else (table.words(row, "cn_code"), table.words(row, "product"))
    )
    unit = _unit(table.words(row, "unit"))
    for key, column in table.at.items():
        if key in ("unit", "category"):
            continue
        value = value_at(sheet, row, column)
        if key in ("direct", "indirect", "total"):
            notes.put_amount(key, value, unit, (sheet, row, column), table.at.get("unit", -1))
        elif key in _UNITS:
            notes.put_amount(key, value, _UNITS[key], (sheet, row, column), -1)
        else:
            notes.put(key, as_text(value), sheet, row, column)
    notes.tree |= {"cn_code": code, "product": product}
    _installation(notes, sheet)
    _verifier(notes, sheets.get("A_InstData"))
    _route(notes, sheet, table.words(row, "category"))
    document = Document(notes.tree, name, sha256, places=notes.places, problems=tuple(notes.problems))
    return Answered(f"sheet {sheet.name}, row {row + 1}", code, product, "", document)


def _unit(given: str) -> str:
    """The unit the template writes; a blank one is that of all goods but electricity."""
    return given.replace("tCO2eq", "tCO2e") or "tCO2e/t"


def _installation(notes: Notes, sheet: Sheet) -> None:
    column = _value_column(sheet)
    if column is None:
        return
    for key, label in _INSTALLATION.items():
        rows = [row for row, start in cells_with(sheet, label) if start < column]
        if not rows:
            continue
        row = rows[-1]
        value = value_at(sheet, row, column)
        notes.put(key, as_day(value) if key.startswith("period") else as_text(value), sheet, row, column)


def _value_column(sheet: Sheet) -> int | None:
    """The column "Value" beside the column "Parameter" of the installation's data."""
    for row, start in cells_with(sheet, "Parameter"):
        cells = sheet.rows[row]
        return next((column for column in range(start + 1, len(cells)) if bare(cells[column]) == "value"), None)
    return None


def _verifier(notes: Notes, sheet: Sheet | None) -> None:
    """The verifier named among the data of the installation: optional there, and without a report's number."""
    if sheet is None:
        return
    parts: list[tuple[str, list[str]]] = [
        ("verifier", ["Company Name"]),
        (
            "accreditation",
            ["Name of the national accreditation body", "Registration number issued by the Accreditation body"],
        ),
    ]
    for key, labels in parts:
        spots = [spot for label in labels for spot in cells_with(sheet, label)]
        found: list[tuple[str, int, int]] = []
        for row, start in spots:
            columns = range(start + 1, start + 1 + _REACH)
            found += [(words_at(sheet, row, column), row, column) for column in columns if words_at(sheet, row, column)]
        if found:
            _, row, column = found[0]
            notes.put(key, ", ".join(words for words, _, _ in found), sheet, row, column)


def _route(notes: Notes, sheet: Sheet, category: str) -> None:
    """Production routes of the good's category, from the table above the products."""
    for head, column in cells_with(sheet, "Aggregated good produced"):
        routes = [n for n, cell in enumerate(sheet.rows[head]) if bare(cell).startswith("route ")]
        for row in range(head + 1, len(sheet.rows)):
            if category and words_at(sheet, row, column) == category:
                named: list[Any] = [words_at(sheet, row, n) for n in routes]
                words = ", ".join(filter(None, named))
                notes.put("route", words or None, sheet, row, routes[0] if routes else column)
                return
