"""Runs in a process of its own: finds the tables of a web page and prints their cells as JSON.

It is started by its path and imports nothing of Pulmu but its guard.
"""

import re
import sys
from html.parser import HTMLParser
from typing import Any

from guard import RefusedError, answer  # type: ignore[import-not-found]  # the parent puts its folder on the path

MOST_COLUMNS, MOST_CELLS = 2_000, 12_000_000
REPEATED = sys.argv[3] == "1"
_AMOUNT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})*|\d{1,7})(?:\.\d*)?")


class _Tables(HTMLParser):
    """Tables without tables in them; a cell that spans columns stands in the first of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.open: list[list[list[str]]] = []
        self.spans: list[dict[int, tuple[int, str]]] = []
        self.text: list[str] | None = None
        self.rows_spanned = self.columns_spanned = 1
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.close_cell()
            self.open.append([])
            self.spans.append({})
            self.tables.append(self.open[-1])
        elif not self.open:
            return
        elif tag == "tr":
            self.close_cell()
            self.open[-1].append([])
        elif tag in ("td", "th"):
            self.close_cell()
            given = dict(attrs)
            self.text = []
            self.rows_spanned, self.columns_spanned = (_span(given.get(name)) for name in ("rowspan", "colspan"))
        elif tag == "br" and self.text is not None:
            self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self.close_cell()
            if tag == "tr" and self.open and REPEATED:
                self.reach_down()
        elif tag == "table" and self.open:
            self.close_cell()
            self.open.pop()
            self.spans.pop()

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def reach_down(self) -> None:
        """Cells above that reach down to here."""
        table, spans = self.open[-1], self.spans[-1]
        while table and spans.get(len(table[-1]), (0, ""))[0] >= len(table):
            table[-1].append(spans[len(table[-1])][1])

    def close_cell(self) -> None:
        if self.text is None or not self.open:
            return
        table, spans = self.open[-1], self.spans[-1]
        if not table:
            table.append([])
        row = table[-1]
        self.reach_down()
        words = " ".join("".join(self.text).split())
        carried = words if REPEATED and not _AMOUNT.fullmatch(words) else ""
        for number in range(self.columns_spanned):
            spans[len(row)] = (len(table) + self.rows_spanned - 1, carried if number == 0 else "")
            row.append(words if number == 0 else "")
        self.cells += self.columns_spanned
        if len(row) > MOST_COLUMNS or self.cells > MOST_CELLS:
            raise RefusedError("too_large")
        self.text = None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), MOST_COLUMNS) if text and text.strip().isdecimal() and len(text) < 6 else 1


def read(data: bytes) -> dict[str, Any]:
    """Every table with its rows."""
    parser = _Tables()
    parser.feed(data.decode("utf-8"))
    parser.close()
    parser.close_cell()
    return {"tables": [table for table in parser.tables if any(map(any, table))]}


if __name__ == "__main__":
    answer(read)
