"""Where a number or a rule comes from."""

from dataclasses import dataclass
from typing import Literal

Confidence = Literal["read", "extract", "transitional", "secondary", "memory"]
"""How sure we are of a legal text: read in the act (V), in a verbatim extract of it (X), in the parallel text of the
transitional period (T), in a secondary source (S), or from memory."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place one can go to: an article of an act, a cell of a workbook, a line of a file.

    Parameters
    ----------
    act : The act, book or file.
    place : Article, annex and point; or sheet, cell, row, field.
    edition : Date or version of the act; content hash of a file.
    confidence : Set for law only; None for facts of the user.
    """

    act: str
    place: str = ""
    edition: str | None = None
    confidence: Confidence | None = None

    def __str__(self) -> str:
        return ", ".join(part for part in (self.act, self.place, self.edition, self.confidence) if part)
