"""Runs in a process of its own: unpacks a workbook, looks at every part of it, and prints its cells as JSON.

It is started by its path and imports nothing of Pulmu but its guard. Whatever a hostile file does to it ends here:
memory and time are limited, and a process that dies is a refusal for the parent.
"""

import io
import re
import sys
import zipfile
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

from guard import RefusedError, answer  # type: ignore[import-not-found]  # the parent puts its folder on the path

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = (int(text) for text in sys.argv[3:6])
LONGEST = 2_000
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class _Part:
    """What one XML part says: no document type is let through, and cells without a value are noted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.flawed: dict[str, str] = {}
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.cell, self.kind, self.text = "", "", ""
        self.formula = self.inside = False
        self.row = self.column = 0
        self.root = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self.refuse_document_type
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    @property
    def is_sheet(self) -> bool:
        """Whether it holds cells: by what it is, not by where it lies."""
        return self.root == "worksheet"

    def refuse_document_type(self, *_: object) -> None:
        raise RefusedError("document_type", self.name)

    def start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(" ")[2]
        self.root = self.root or tag
        if not self.is_sheet:
            if tag in ("Relationship", "Override", "Default", "sheet"):
                self.elements.append((tag, given))
        elif tag == "row":
            self.row = int(given["r"]) if given.get("r", "").isdigit() else self.row + 1
            self.column = 0
        elif tag == "c":
            self.start_cell(given)
        elif tag == "f":
            self.formula = True
        elif tag == "v":
            self.inside = True

    def start_cell(self, given: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(given.get("r", ""))
        if found:
            self.column, self.row = _number(found[1]), int(found[2])
        else:
            self.column += 1
        self.cell, self.kind, self.text = f"{_letters(self.column)}{self.row}", given.get("t", ""), ""
        self.formula = self.inside = False

    def end(self, tag: str) -> None:
        tag = tag.rpartition(" ")[2]
        if tag == "v":
            self.inside = False
        elif tag == "c" and self.is_sheet:
            if (self.text or self.formula) and (self.row > MOST_ROWS or self.column > MOST_COLUMNS):
                raise RefusedError("too_large", f"{self.name}, {self.cell}")
            if self.kind == "e":
                self.flawed[self.cell] = "error"
            elif self.formula and not self.text and self.kind != "str":
                self.flawed[self.cell] = "formula"

    def characters(self, text: str) -> None:
        if self.inside:
            self.text += text[:LONGEST]


def _number(letters: str) -> int:
    result = 0
    for sign in letters:
        result = result * 26 + ord(sign) - 64
    return result


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def unpack(data: bytes) -> dict[str, bytes]:
    """Every part with its content, no longer than the directory says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {item.filename: archive.read(item) for item in archive.infolist() if not item.is_dir()}


def inspect(parts: dict[str, bytes]) -> dict[str, _Part]:
    """Parse every XML part; refuse what can act, point elsewhere or multiply."""
    found = {}
    for name, content in parts.items():
        lower = name.lower()
        if "vbaproject" in lower or lower.startswith(("xl/macrosheets/", "xl/activex/")):
            raise RefusedError("macro", name)
        if lower.startswith("xl/externallinks/"):
            raise RefusedError("external_link", name)
        if lower.endswith((".xml", ".rels", ".vml")):
            part = _Part(name)
            part.parser.Parse(content, True)
            found[name] = part
            if lower.endswith(".rels"):
                _check_relations(part)
    _check_content(found.get("[Content_Types].xml"))
    return found


def _check_relations(part: _Part) -> None:
    for tag, given in part.elements:
        kind = given.get("Type", "").rpartition("/")[2]
        if tag == "Relationship" and given.get("TargetMode") == "External" and kind != "hyperlink":
            raise RefusedError("external_link", part.name)


def _check_content(part: _Part | None) -> None:
    kinds = {given.get("ContentType", "") for _, given in part.elements} if part else set()
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise RefusedError("macro", "[Content_Types].xml")
    if _MAIN not in kinds:
        raise RefusedError("no_workbook", "[Content_Types].xml")


def _sheet_parts(found: dict[str, _Part]) -> dict[str, str]:
    """The part of each sheet by the sheet's name."""
    targets = {}
    for _, given in found["xl/_rels/workbook.xml.rels"].elements:
        target = given.get("Target", "")
        targets[given.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    result = {}
    for tag, given in found["xl/workbook.xml"].elements:
        if tag == "sheet":
            key = next((value for name, value in given.items() if name.endswith(" id")), "")
            result[given.get("name", "")] = targets.get(key, "")
    return result


def read(data: bytes) -> dict[str, Any]:
    """The sheets with their cells, and the cells that have no value to read."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only once the limits are set

    parts = unpack(data)
    found = inspect(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as clean:  # what was looked at is what is read
        for name, content in parts.items():
            clean.writestr(name, content)
    del parts
    places = _sheet_parts(found)
    book = CalamineWorkbook.from_filelike(io.BytesIO(buffer.getvalue()))
    sheets, cells = [], 0
    for name in book.sheet_names:
        part = found[places[name]]
        if not part.is_sheet:
            continue  # a chart
        rows = [[_plain(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        cells += sum(map(len, rows))
        if cells > MOST_CELLS:
            raise RefusedError("too_large", name)
        sheets.append({"name": name, "rows": rows, "flawed": part.flawed})
    return {"sheets": sheets}


def _plain(cell: Any) -> Any:
    if isinstance(cell, bool | float | int):
        return cell
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return text if len(text) <= LONGEST else text[:LONGEST]


def _load() -> None:
    import python_calamine  # noqa: F401, PLC0415 - once memory and time are limited, before files are shut off


if __name__ == "__main__":
    answer(read, _load)
