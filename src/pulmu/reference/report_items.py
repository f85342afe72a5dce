"""Items that the operator's emissions report and its summary must hold, and the words of their entries."""

import functools
from dataclasses import dataclass
from typing import Literal

from pulmu.model.source import Source
from pulmu.reference.table import load_table

ItemList = Literal["report", "summary"]


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One item of a list of Annex IV of Implementing Regulation (EU) 2025/2547.

    Parameters
    ----------
    list : The report to the verifier (point 1.1, 35 items) or the summary for declarants (point 1.2, 16 items).
    """

    list: ItemList
    number: int
    name_en: str
    name_ko: str
    source: Source

    def name(self, language: str) -> str:
        """What it asks for."""
        return self.name_ko if language == "ko" else self.name_en


@dataclass(frozen=True, slots=True)
class ReportWord:
    """What an entry of an item is called, or why an item does not apply."""

    name_en: str
    name_ko: str

    def name(self, language: str) -> str:
        """What it is called."""
        return self.name_ko if language == "ko" else self.name_en


def report_items(which: ItemList) -> tuple[ReportItem, ...]:
    """The items of a list, in the order of their numbers."""
    return tuple(item for item in _items() if item.list == which)


@functools.cache
def report_words(kind: Literal["entry", "reason"]) -> dict[str, ReportWord]:
    """Words of entries, or of reasons, by their names in the file."""
    rows = load_table("report_words").rows
    return {row["word"]: ReportWord(row["name_en"], row["name_ko"]) for row in rows if row["kind"] == kind}


@functools.cache
def _items() -> tuple[ReportItem, ...]:
    table = load_table("report_items")
    meta = table.meta
    points = {"report": "1.1", "summary": "1.2"}
    return tuple(
        ReportItem(
            row["list"],
            int(row["number"]),
            row["name_en"],
            row["name_ko"],
            Source(meta.act, f"Annex IV {points[row['list']]}, item {int(row['number'])}", None, meta.confidence),
        )
        for row in sorted(table.rows, key=lambda row: (row["list"], row["number"]))
    )
