"""Opens the Commission's communication template that a user brought, and says what may be typed into it."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._untrusted import ask_child
from pulmu.adapters._workbook import PLANT, check_container, refused
from pulmu.adapters.official_workbook.layout import SHEETS, table_cells
from pulmu.model import InputError, Problem, problem
from pulmu.services.official_content import LISTS, VERSION

PUBLISHED = "5a4e28fdbccfdca45a2c0520184b551a20c0c7bba3db79f87d78c9e58a6c0917"
"""SHA-256 of the file as the Commission publishes it (V2.1.1 of 13 December 2024)."""
_CHILD = Path(__file__).with_name("child.py")
_VERSIONS, _CODES, _CONSTANTS, _GOODS = "0_Versions", "c_CodeLists", "Parameters_Constants", "Parameters_CNCodes"
_LISTED = {_VERSIONS: r"E\d+", _CODES: r"[FG]\d+", _CONSTANTS: r"[A-P]\d{1,3}", _GOODS: r"D\d+"}
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was looked at and found to be V2.1.1, empty where it is to be filled.

    Parameters
    ----------
    is_published : Whether it is the Commission's file, byte for byte; else somebody saved it again.
    parts : Every part of the file, in order, with its content.
    sheets : The part of each sheet.
    open : Cells of each written sheet that may be typed into: unlocked, without a formula.
    countries : The template's own name of a country, by its two-letter code.
    goods : CN codes the template lists.
    """

    name: str
    sha256: str
    is_published: bool
    parts: tuple[tuple[zipfile.ZipInfo, bytes], ...]
    sheets: dict[str, str]
    open: dict[str, frozenset[str]]
    countries: dict[str, str]
    goods: frozenset[str]


def read_template(path: str) -> Template:
    """The template in a file.

    Raises
    ------
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    InputError  As of `open_template`.
    """
    return open_template(read_bytes(path, PLANT.file + 1), shown_name(path))


def open_template(data: bytes, name: str) -> Template:
    """The template, once it has been looked at in a process of its own.

    Raises
    ------
    InputError  No workbook, damaged, hostile; another version; sheets unprotected or missing; already filled in.
    """
    check_container(data, name, PLANT)
    listed = "|".join(f"{sheet}={pattern}" for sheet, pattern in _LISTED.items())
    sizes = (PLANT.rows, PLANT.columns, PLANT.cells)
    answer = ask_child(_CHILD, data, PLANT.child, (*sizes, "|".join(SHEETS), listed))
    if "refused" in answer:
        raise refused(answer, name)
    sheets: dict[str, dict[str, Any]] = answer["sheets"]
    problems = _check_version(sheets, name) or [*_check_sheets(sheets, name), *_check_empty(sheets, name)]
    if problems:
        raise InputError(*problems)
    sha256 = hashlib.sha256(data).hexdigest()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = tuple((item, archive.read(item)) for item in archive.infolist())
    return Template(
        name=name,
        sha256=sha256,
        is_published=sha256 == PUBLISHED,
        parts=parts,
        sheets={sheet: found["part"] for sheet, found in sheets.items()},
        open={sheet: frozenset(sheets[sheet]["open"]) for sheet in SHEETS},
        countries=_countries(sheets[_CODES]["listed"]),
        goods=frozenset(sheets[_GOODS]["listed"].values()),
    )


def _check_version(sheets: dict[str, dict[str, Any]], name: str) -> list[Problem]:
    """Whether it calls itself V2.1.1: the last version in its own list of versions."""
    listed = sheets.get(_VERSIONS, {}).get("listed", {})
    versions = [text for cell, text in sorted(listed.items(), key=lambda item: int(item[0][1:])) if text[:1].isdigit()]
    version = versions[-1].strip()[:20] if versions else "-"
    if version == VERSION:
        return []
    return [
        problem(
            "official.version",
            f"{name}, sheet {_VERSIONS}" if _VERSIONS in sheets else name,
            f"this is not the communication template V{VERSION}, whose cells are known here; its version is {version}",
            f"give the Commission's communication template for installations V{VERSION} of 13 December 2024",
            version=version,
            wanted=VERSION,
        )
    ]


def _check_sheets(sheets: dict[str, dict[str, Any]], name: str) -> list[Problem]:
    found = []
    mend = "give the file as the Commission publishes it, not one that was changed"
    for sheet in (*SHEETS, *_LISTED):
        if sheet not in sheets:
            found.append(problem("official.sheet_missing", name, f"the sheet {sheet} is not there", mend, sheet=sheet))
        elif sheet in SHEETS and not sheets[sheet]["protected"]:
            where = f"{name}, sheet {sheet}"
            said = "the sheet is not protected: its formulas may have been changed"
            found.append(problem("official.unprotected", where, said, mend, sheet=sheet))
    texts = set(sheets.get(_CONSTANTS, {}).get("listed", {}).values())
    missing = [text for text in LISTS if text not in texts] if texts else []
    if missing:
        told = ", ".join(repr(text) for text in missing[:_TOLD])
        where = f"{name}, sheet {_CONSTANTS}"
        found.append(problem("official.list_changed", where, f"lists of the template lack {told}", mend, texts=told))
    return found


def _check_empty(sheets: dict[str, dict[str, Any]], name: str) -> list[Problem]:
    """What is in the tables already would be added to what is written."""
    filled = {(sheet, cell) for sheet in SHEETS for cell in sheets.get(sheet, {}).get("filled", ())}
    inside = [spot for spot in table_cells() if spot in filled]
    if not inside:
        return []
    sheet = inside[0][0]
    told = ", ".join(cell for other, cell in inside if other == sheet)[:60]
    return [
        problem(
            "official.not_empty",
            f"{name}, sheet {sheet}, cells {told}",
            f"the template is filled in already: {len(inside)} cells hold values that the new ones would mix with",
            "give an empty template",
            count=len(inside),
        )
    ]


def _countries(listed: dict[str, str]) -> dict[str, str]:
    """The list holds a country's code in column F and its name in column G."""
    return {
        code: listed[f"G{cell[1:]}"] for cell, code in listed.items() if cell[0] == "F" and f"G{cell[1:]}" in listed
    }
