"""Days of law on which something is due, with the article and how it was read."""

import functools
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pulmu.model.source import Source
from pulmu.reference.table import load_table


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day on which something is due.

    Parameters
    ----------
    about : Year or quarter it is due for, such as ``2026`` or ``2027Q1``.
    text, text_local : What is due, in English and in Korean.
    """

    id: str
    about: str
    due: date
    who: Literal["importer", "operator", "commission"]
    text: str
    text_local: str
    source: Source


@functools.cache
def deadlines() -> tuple[Deadline, ...]:
    """All days that are known, in order. After the last one nothing is said: the table ends."""
    found = [
        Deadline(
            row["id"], row["about"], row["due"], row["who"], row["text"], row["text_local"],
            Source(row["act"], row["point"], None, row["confidence"]),
        )
        for row in load_table("deadlines").rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda item: (item.due, item.id)))


def declaration_of(year: int) -> Deadline | None:
    """The day by which imports of a year are declared; None for a year the table does not hold."""
    return next((item for item in deadlines() if (item.id, item.about) == ("declaration", str(year))), None)
