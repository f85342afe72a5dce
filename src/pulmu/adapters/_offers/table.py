"""Rows of a table of offers as the tree a file in YAML would have, each value with its cell."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pulmu.adapters._offers.heads import COLUMNS, KINDS, PRICES_OF, Column, column_of
from pulmu.adapters._workbook import Sheet, cell_name
from pulmu.model import Document, InputError, Path, Problem, problem, warning
from pulmu.reference import find_region

_LOOKED_AT = 20
"""Rows of a sheet among which the heads are looked for: a title and notes may stand above."""
_FEWEST_HEADS = 3
_REFERENCE = ("where", "year", "sector", "result")


@dataclass(slots=True)
class _Table:
    """What was read so far."""

    offers: list[dict[str, Any]] = field(default_factory=list)
    places: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def offers_of_sheets(sheets: Sequence[Sheet], name: str, digest: str) -> Document:
    """The offers of every sheet that has their heads.

    Raises
    ------
    InputError  No sheet has (`offer.no_table`).
    """
    found = _Table()
    headed = [(sheet, *head) for sheet in sheets if (head := _heads(sheet)) is not None]
    if not headed:
        known = ", ".join(column.korean[0] for column in COLUMNS[:8])
        said = "no sheet has the heads of a table of offers"
        mend = (
            "write a line of heads such as id, supplier, title, description; `pulmu offers-template` makes such a table"
        )
        raise InputError.of("offer.no_table", name, said, mend, known=known)
    for sheet, row, columns in headed:
        _read_sheet(sheet, row, columns, name, found)
    tree = {"pulmu": "offers/1", "offers": found.offers}
    return Document(tree, name, digest, places=found.places, problems=tuple(found.problems))


def _heads(sheet: Sheet) -> tuple[int, dict[int, Column]] | None:
    for number, row in enumerate(sheet.rows[:_LOOKED_AT]):
        columns = {at: column for at, cell in enumerate(row) if cell != "" and (column := column_of(cell))}
        if len(set(columns.values())) >= _FEWEST_HEADS:
            return number, columns
    return None


def _read_sheet(sheet: Sheet, head: int, columns: dict[int, Column], name: str, found: _Table) -> None:
    found.problems += _head_problems(sheet, head, columns, name)
    for number in range(head + 1, len(sheet.rows)):
        row = sheet.rows[number]
        cells = {at: row[at] for at in columns if at < len(row) and str(row[at]).strip() != ""}
        flawed = {at for at in columns if cell_name(at, number) in sheet.flawed}
        if not cells and not flawed:
            continue
        path: Path = ("offers", len(found.offers))
        found.places[path] = f"sheet {sheet.name}, row {number + 1}"
        offer: dict[str, Any] = {}
        for at, column in columns.items():
            place = f"sheet {sheet.name}, cell {cell_name(at, number)}"
            if at in flawed:
                found.problems.append(_flawed(f"{name}, {place}", sheet.flawed[cell_name(at, number)]))
            elif at in cells and column.name not in offer:
                found.places[(*path, column.name)] = place
                offer[column.name] = _value(column, cells[at])
        found.offers.append(offer)


def _head_problems(sheet: Sheet, head: int, columns: dict[int, Column], name: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, cell in enumerate(sheet.rows[head]):
        place = f"{name}, sheet {sheet.name}, cell {cell_name(at, head)}"
        if at in columns and columns[at].name in seen:
            said, mend = f"two columns say {columns[at].name}", "keep one of them"
            yield problem("offer.column_twice", place, said, mend, text=columns[at].name)
        elif at in columns:
            seen.add(columns[at].name)
        elif str(cell).strip():
            said = f"the column {str(cell)[:60]!r} is not read: no such thing is known of an offer"
            yield warning("offer.column_unknown", place, said, "look whether its head is misspelt", text=str(cell)[:60])


def _flawed(place: str, reason: str) -> Problem:
    if reason == "formula":
        said, mend = "a formula has no stored value", "open and save it in a spreadsheet program, then read it again"
        return problem("input.formula_without_value", place, said, mend)
    said = "the cell shows an error instead of a value"
    return problem("input.formula_error", place, said, "mend the formula or type the value")


def _value(column: Column, cell: Any) -> Any:
    """What a cell says, as it would stand in a file; what it cannot be is for the reader of values to tell."""
    text = _text(cell)
    if column.form == "text":
        return text
    if column.form == "number":
        return text.removesuffix("원").strip()
    if column.form == "price_of":
        return PRICES_OF.get(text, text.casefold())
    if column.form == "references":
        return [_reference(line) for line in text.splitlines() if line.strip()]
    parts = [part.strip() for part in text.replace("\n", ",").replace(";", ",").split(",") if part.strip()]
    if column.form == "kinds":
        return [KINDS.get("".join(part.split()), part.casefold()) for part in parts]
    return [_region(part) for part in parts] if column.form == "regions" else parts


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return unicodedata.normalize("NFC", str(cell)).strip()


def _region(text: str) -> str:
    try:
        return find_region(text).code
    except InputError:
        return text  # the reader of values tells which codes there are


def _reference(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split("|", 3)]
    return {name: part for name, part in zip(_REFERENCE, parts, strict=False) if part}
