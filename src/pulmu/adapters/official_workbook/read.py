"""Reads a filled template: what was typed, never what its formulas made of it."""

import dataclasses
import hashlib
import types
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Union, get_args, get_origin, get_type_hints

from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._workbook import PLANT, Sheet, cell_name, read_sheets
from pulmu.adapters.official_workbook.layout import SHEETS, SINGLES, TABLES, content_of, places_of
from pulmu.model import InputError, Problem, problem
from pulmu.services.official_content import VERSION, OfficialContent, OfficialFile

_VERSIONS, _CODES = "0_Versions", "c_CodeLists"
_DAY_ZERO = date(1899, 12, 30)
_VERSION_COLUMN, _CODE_COLUMN, _NAME_COLUMN = 4, 5, 6
_LONGEST = 2_000


def read_official(path: str) -> OfficialFile:
    """What a filled template holds.

    Raises
    ------
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    InputError  No workbook, hostile, another version, or a sheet is missing.
    """
    return parse_official(read_bytes(path, PLANT.file + 1), shown_name(path))


def parse_official(data: bytes, name: str) -> OfficialFile:
    """The same from the bytes of a file."""
    sheets = {sheet.name: sheet for sheet in read_sheets(data, name)}
    _check(sheets, name)
    reading = _Reading(sheets, name)
    content = _with_code(content_of(reading.value), sheets[_CODES])
    places = {key: place for key, place in _places() if reading.has(place)}
    return OfficialFile(
        name,
        hashlib.sha256(data).hexdigest(),
        content,
        {key: f"sheet {sheet}, cell {cell}" for key, (sheet, cell) in places.items()},
        tuple(dict.fromkeys(reading.problems)),
    )


def _check(sheets: dict[str, Sheet], name: str) -> None:
    version = _version(sheets.get(_VERSIONS))
    mend = f"give the Commission's communication template for installations V{VERSION} of 13 December 2024"
    if version != VERSION:
        said = (
            f"this is not the communication template V{VERSION}, whose cells are known here; its version is {version}"
        )
        raise InputError.of("official.version", name, said, mend, version=version, wanted=VERSION)
    missing = [sheet for sheet in (*SHEETS, _CODES) if sheet not in sheets]
    if missing:
        raise InputError(
            *(problem("official.sheet_missing", name, f"the sheet {sheet} is not there",
                      "give the file as the Commission publishes it, not one that was changed", sheet=sheet)
              for sheet in missing)
        )  # fmt: skip


def _version(sheet: Sheet | None) -> str:
    rows = sheet.rows if sheet is not None else ()
    texts = [str(row[_VERSION_COLUMN]).strip() for row in rows if len(row) > _VERSION_COLUMN]
    return next((text[:20] for text in reversed(texts) if text[:1].isdigit()), "-")


def _with_code(content: OfficialContent, codes: Sheet) -> OfficialContent:
    """The country of the installation by its code, as the template's own list has it; else as it stands."""
    known = {str(row[_NAME_COLUMN]).strip(): str(row[_CODE_COLUMN]) for row in codes.rows if len(row) > _NAME_COLUMN}
    installation = content.installation
    code = known.get((installation.country or "").strip(), installation.country)
    return dataclasses.replace(content, installation=dataclasses.replace(installation, country=code))


def _places() -> Iterator[tuple[tuple[str, int, str, int], tuple[str, str]]]:
    for table, (kind, most) in {**TABLES, **{name: (kind, 1) for name, kind in SINGLES.items()}}.items():
        for number in range(most):
            for name, position, sheet, cell in places_of(kind, number):
                yield (table, number, name, position or 0), (sheet, cell)


class _Reading:
    """Cells of the file by name, each as the kind of value its field wants."""

    def __init__(self, sheets: dict[str, Sheet], name: str) -> None:
        self.name = name
        self.flawed = {sheet.name: sheet.flawed for sheet in sheets.values()}
        self.cells = {
            sheet.name: {cell_name(column, row): value for row, values in enumerate(sheet.rows)
                         for column, value in enumerate(values) if value not in ("", None)}
            for sheet in sheets.values()
            if sheet.name in SHEETS
        }  # fmt: skip
        self.wanted: dict[tuple[type, str], type] = {}
        self.problems: list[Problem] = []

    def has(self, spot: tuple[str, str]) -> bool:
        return spot[1] in self.cells[spot[0]]

    def value(self, kind: type, field: str, sheet: str, cell: str) -> Any:
        reason = self.flawed[sheet].get(cell)
        if reason:
            self.complain_of_formula(reason, sheet, cell)
            return None
        given = self.cells[sheet].get(cell)
        if given is None or (isinstance(given, str) and not given.strip()):
            return None
        return self.as_wanted(self.kind_of(kind, field), given, sheet, cell)

    def kind_of(self, kind: type, field: str) -> type:
        if (kind, field) not in self.wanted:
            self.wanted[kind, field] = _bare(get_type_hints(kind)[field])
        return self.wanted[kind, field]

    def as_wanted(self, wanted: type, given: Any, sheet: str, cell: str) -> Any:
        if wanted is str:
            return _text(given)
        if wanted is bool:
            return given if isinstance(given, bool) else None
        if wanted is date:
            day = _day(given)
            if day is None:
                self.complain("input.not_a_date", sheet, cell, f"{given!r} is not a date", "write 2026-12-31", given)
            return day
        if isinstance(given, bool) or not isinstance(given, float | int):
            mend = "give digits, with a point for decimals"
            self.complain("input.not_a_number", sheet, cell, f"{given!r} is not a number", mend, given)
            return None
        return float(given)

    def complain(self, code: str, sheet: str, cell: str, said: str, mend: str, given: Any) -> None:
        where = f"{self.name}, sheet {sheet}, cell {cell}"
        self.problems.append(problem(code, where, said[:200], mend, text=str(given)[:60]))

    def complain_of_formula(self, reason: str, sheet: str, cell: str) -> None:
        where = f"{self.name}, sheet {sheet}, cell {cell}"
        if reason == "formula":
            mend = "open and save it in a spreadsheet program, then read it again"
            self.problems.append(problem("input.formula_without_value", where, "a formula has no stored value", mend))
        else:
            said = "the cell shows an error instead of a value"
            self.problems.append(problem("input.formula_error", where, said, "mend the formula or type the value"))


def _bare(hint: Any) -> type:
    """The one type a field holds, none and lists left out."""
    if get_origin(hint) is tuple:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        return next(_bare(item) for item in get_args(hint) if item is not type(None))
    assert isinstance(hint, type)  # noqa: S101 - the rows of the content hold plain values
    return hint


def _text(given: Any) -> str:
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    return str(given).strip()[:_LONGEST]


def _day(given: Any) -> date | None:
    if isinstance(given, float | int) and not isinstance(given, bool) and 30_000 < given < 80_000:
        return _DAY_ZERO + timedelta(days=int(given))
    try:
        return date.fromisoformat(str(given)[:10])
    except ValueError:
        return None
