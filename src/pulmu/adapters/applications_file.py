"""Reads tables of applications and of reviewers' scores: XLSX, CSV, YAML or JSON, each cell with its place.

The heads of the columns may stand in any order and below a title; columns that are not known are told and left out.
"""

import difflib
import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from pulmu.adapters._document import parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._readings.grid import Grid
from pulmu.adapters._readings.text import read_text
from pulmu.adapters._readings.workbook import sheet_grid
from pulmu.adapters._untrusted import Limit
from pulmu.adapters._workbook import Limits, read_sheets
from pulmu.model import Document, InputError, Problem, problem
from pulmu.model.errors import warning

LARGEST_FILE = 40_000_000
MOST_ROWS = 100_000
MOST_NODES = 4_000_000
_LIMITS = Limits(LARGEST_FILE, MOST_ROWS + 100, 500, 4_000_000, Limit(seconds=120, memory=1_500_000_000))
_SHOWN = 6
"""Heads that are named where none was found: one of each column, the first ones."""
_SEARCHED = 20
"""Rows in which the row of heads is looked for."""
_YES = ("yes", "true", "y", "o", "예", "네", "적합", "완비", "해당")
_NO = ("no", "false", "n", "x", "아니오", "부적합", "미비", "해당없음")

Columns = Mapping[str, tuple[str, ...]]


def read_table_file(path: str, columns: Columns, listed: str) -> Document:
    """The document in a file.

    Parameters
    ----------
    columns : Heads, plain, with the attribute each fills: ``("points", "plan")`` for an entry of a mapping.
    listed : Name of the list the rows stand in.

    Raises
    ------
    InputError  The file is no such table, or nothing in it can be read.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_table_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path), columns, listed)


def read_table_bytes(data: bytes, name: str, columns: Columns, listed: str) -> Document:
    """The document in the content of a file; `name` is its name as problems show it.

    Raises
    ------
    InputError  As for `read_table_file`.
    """
    name = unicodedata.normalize("NFC", name)
    suffix = PurePath(name).suffix.lower()
    if suffix in (".yaml", ".yml", ".json"):
        return parse_document(data, name, LARGEST_FILE, MOST_NODES)
    if len(data) > LARGEST_FILE:
        limit = f"{LARGEST_FILE // 1_000_000} MB"
        raise InputError.of("applications.too_large", name, f"the file is larger than {limit}", "split it", limit=limit)
    if suffix == ".xlsx":
        grids = [sheet_grid(sheet, name) for sheet in read_sheets(data, name, _LIMITS)]
    elif suffix in (".csv", ".txt", ".tsv"):
        grids = [read_text(data, name)]
    else:
        raise InputError.of("applications.file_kind", name, f"{suffix or 'a name without ending'} is no table",
                            "give a file that ends in .xlsx, .csv, .yaml or .json", kind=suffix)  # fmt: skip
    return _Table(name, columns, listed).read(grids, hashlib.sha256(data).hexdigest())


@dataclass
class _Table:
    """Builds the tree of a table, with the place of each cell."""

    name: str
    columns: Columns
    listed: str
    places: dict[tuple[str | int, ...], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def read(self, grids: list[Grid], sha256: str) -> Document:
        grid, start, heads = self._found(grids)
        known = self._known(grid, start, heads)
        for line, cells in grid.rows(start + 1):
            if len(self.rows) >= MOST_ROWS:
                limit = f"{MOST_ROWS:,}"
                raise InputError.of("applications.too_many", self.name, f"there are more than {limit} rows",
                                    "split the file", limit=limit)  # fmt: skip
            self._row(grid, line, [_clean(cell) for cell in cells], known)
        return Document({self.listed: self.rows}, self.name, sha256, places=self.places, problems=tuple(self.problems))

    def _found(self, grids: list[Grid]) -> tuple[Grid, int, list[str]]:
        """The sheet and row that name the most columns; at least two must be known."""
        best: tuple[int, Grid | None, int, list[str]] = (1, None, 0, [])
        for grid in grids:
            for number, (_, cells) in enumerate(grid.top[:_SEARCHED]):
                heads = [_plain(cell) for cell in cells]
                count = sum(head in self.columns for head in heads)
                if count > best[0]:
                    best = (count, grid, number, heads)
        if best[1] is None:
            first: dict[tuple[str, ...], str] = {}
            for head, path in self.columns.items():
                first.setdefault(path, head)
            wanted = ", ".join(list(first.values())[:_SHOWN])
            raise InputError.of("applications.no_heads", self.name, "no row names its columns",
                                f"begin with a row of heads, such as: {wanted}", known=wanted)  # fmt: skip
        return best[1], best[2], best[3]

    def _known(self, grid: Grid, start: int, heads: list[str]) -> dict[int, tuple[str, ...]]:
        known: dict[int, tuple[str, ...]] = {}
        line = grid.top[start][0]
        for column, head in enumerate(heads):
            path = self.columns.get(head)
            place = grid.place(line, column, head)
            if path is None and head:
                near = difflib.get_close_matches(head, list(self.columns), n=1)
                mend = f"did you mean {near[0]!r}?" if near else "rename it if it is needed"
                self.problems.append(
                    warning("applications.column_unknown", place, f"column {head[:60]!r} is not known and is left out",
                            mend, column=head[:60], near=near[0] if near else "")
                )  # fmt: skip
            elif path is not None and path in known.values():
                said = f"column {head!r} says what another column says"
                mend = "keep one of the two"
                self.problems.append(problem("applications.column_twice", place, said, mend, column=head))
            elif path is not None:
                known[column] = path
        return known

    def _row(self, grid: Grid, line: int, cells: list[str], known: Mapping[int, tuple[str, ...]]) -> None:
        number = len(self.rows)
        row: dict[str, Any] = {}
        self.places[(self.listed, number)] = f"sheet {grid.sheet}, row {line}" if grid.sheet else f"row {line}"
        for column, path in known.items():
            text = cells[column] if column < len(cells) else ""
            place = grid.place(line, column, ".".join(path)).removeprefix(f"{self.name}, ")
            self.places[(self.listed, number, *path)] = place
            cell = place.rpartition(" ")[2]
            if grid.sheet and cell in grid.flawed:
                said = "the cell shows no value, because its formula was never computed or is an error"
                mend = "open the file in a spreadsheet program, mend the cell and save it"
                self.problems.append(problem("applications.cell_flawed", f"{self.name}, {place}", said, mend))
                continue
            if text:
                _put(row, path, text)
        if row:
            self.rows.append(row)
        else:
            self.places.pop((self.listed, number))


def _put(row: dict[str, Any], path: tuple[str, ...], text: str) -> None:
    inside = row
    for part in path[:-1]:
        inside = inside.setdefault(part, {})
    inside[path[-1]] = _value(path, text)


def _value(path: tuple[str, ...], text: str) -> Any:
    if path in (("eligible",), ("complete",)):
        return "yes" if text.casefold() in _YES else "no" if text.casefold() in _NO else text
    if path in (("had",), ("nomination", "awards")):
        return _awards(text)
    if path in (("asked_krw",),) or path[0] == "points":
        return text.replace(",", "").removesuffix("원").removesuffix("점").strip()
    return text


def _awards(text: str) -> list[dict[str, Any]]:
    """``silver_tower 2015; president`` as a list; ``-`` and ``없음`` for none."""
    if text.casefold() in ("-", "none", "없음"):
        return []
    found = []
    for part in text.replace("\n", ";").split(";"):
        name, _, year = part.strip().rpartition(" ")
        if part.strip():
            found.append({"kind": name, "year": year} if name and year.isdecimal() else {"kind": part.strip()})
    return found


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("_", " ").split()).casefold()
