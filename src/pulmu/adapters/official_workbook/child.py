"""Runs in a process of its own: unpacks a template, looks at every part of it, and prints what is known of its cells.

It is started by its path and imports nothing of Pulmu but the guard and the child that reads workbooks.
"""

import re
import sys
from pathlib import Path
from typing import Any
from xml.parsers import expat

sys.path.insert(0, str(Path(__file__).parent.parent / "_workbook"))

from child import _sheet_parts, inspect, unpack  # type: ignore[import-not-found]
from guard import answer  # type: ignore[import-not-found]

WRITTEN = sys.argv[6].split("|")
"""Names of the sheets of which every cell that may be typed is told."""
LISTED = dict(item.split("=") for item in sys.argv[7].split("|"))
"""Sheets of which texts are told, each with a pattern of the cells."""


class _Texts:
    """Shared strings: the text of each, runs joined, phonetic hints left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.inside = self.phonetic = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self.texts.append("")
        elif tag == "rPh":
            self.phonetic = True
        self.inside = tag == "t" and not self.phonetic

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self.phonetic = False
        if tag == "t":
            self.inside = False

    def characters(self, text: str) -> None:
        if self.inside:
            self.texts[-1] += text


class _Styles:
    """Which cell formats leave a cell open for typing."""

    def __init__(self) -> None:
        self.open: list[bool] = []
        self.inside = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "cellXfs":
            self.inside = True
        elif self.inside and tag == "xf":
            self.open.append(False)
        elif self.inside and tag == "protection" and given.get("locked") in ("0", "false"):
            self.open[-1] = True

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self.inside = False

    def characters(self, text: str) -> None:
        pass


class _Cells:
    """Cells of a sheet: those open for typing, those of them that hold something, and texts."""

    def __init__(self, styles: list[bool], texts: list[str], wanted: str) -> None:
        self.styles, self.texts = styles, texts
        self.wanted = re.compile(wanted) if wanted else None
        self.is_protected = self.inside = False
        self.open: list[str] = []
        self.filled: list[str] = []
        self.listed: dict[str, str] = {}
        self.cell, self.style, self.kind, self.value = "", "", "", ""
        self.formula = self.has_value = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            self.cell, self.style, self.kind = given.get("r", ""), given.get("s", "0"), given.get("t", "")
            self.formula, self.value, self.has_value = False, "", False
        elif tag == "f":
            self.formula = True
        elif tag in ("v", "t"):
            self.inside = self.has_value = True
        elif tag == "sheetProtection":
            self.is_protected = given.get("sheet") in ("1", "true")

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.inside = False
        elif tag == "c":
            number = int(self.style) if self.style.isdigit() else 0
            if not self.formula and number < len(self.styles) and self.styles[number]:
                self.open.append(self.cell)
                if self.has_value and self.value.strip():
                    self.filled.append(self.cell)
            if self.wanted and self.wanted.fullmatch(self.cell) and self.has_value:
                self.listed[self.cell] = self.text()

    def text(self) -> str:
        if self.kind != "s":
            return self.value[:400]
        number = int(self.value) if self.value.isdigit() else -1
        return self.texts[number][:400] if 0 <= number < len(self.texts) else ""

    def characters(self, text: str) -> None:
        if self.inside and len(self.value) < 2_000:
            self.value += text


def _parse(content: bytes, reader: Any) -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, given: reader.start(tag.rpartition(" ")[2], given)
    parser.EndElementHandler = lambda tag: reader.end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = reader.characters
    parser.Parse(content, True)
    return reader


def read(data: bytes) -> dict[str, Any]:
    """Sheets with their parts, and what is known of the cells of some."""
    parts = unpack(data)
    found = inspect(parts)
    places = _sheet_parts(found)
    texts = _parse(parts.get("xl/sharedStrings.xml", b"<sst/>"), _Texts()).texts
    styles = _parse(parts.get("xl/styles.xml", b"<styleSheet/>"), _Styles()).open
    sheets = {}
    for name, place in places.items():
        if place not in found or not found[place].is_sheet:
            continue
        sheets[name] = {"part": place}
        if name in WRITTEN or name in LISTED:
            cells = _parse(parts[place], _Cells(styles, texts, LISTED.get(name, "")))
            sheets[name] |= {"protected": cells.is_protected, "listed": cells.listed}
            if name in WRITTEN:
                sheets[name] |= {"open": cells.open, "filled": cells.filled}
    return {"sheets": sheets}


if __name__ == "__main__":
    answer(read)
