"""Parts of meters and books as they were taken in: each seals its content and the part before it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

SealedKind = Literal["meter", "book"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPart:
    """One import into a meter or a book. Its rows lie in a file; this says what they were, and who took them in.

    Parameters
    ----------
    name : Meter or book, by id.
    number : 1, 2, 3 without a hole.
    reason : Why kept values were corrected; empty where none were.
    first, last : The first and the last instant of its rows; 0 where it has none. [s since 1970, UTC]
    head : What the part is about, as canonical JSON: the series and its evidence, or the hash of a book's part.
    days : For each day its number since 1970, its rows and their SHA-256; empty for a book.
    marks : Two bytes for each row, by which a changed one is found; empty for a book.
    previous, seal : Seal of the part before, and of this one.
    """

    what: SealedKind
    name: str
    number: int
    at: datetime
    author: str
    reason: str
    rows: int
    first: int
    last: int
    head: str
    days: bytes = b""
    marks: bytes = b""
    previous: str
    seal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedHead:
    """What is known of a meter or a book as a whole: how many parts count, and the seal of the last.

    Parameters
    ----------
    rows : Rows of all parts, corrected ones too.
    first, last : As of a part, over all of them.
    head : That of the last part.
    """

    what: SealedKind
    name: str
    parts: int
    seal: str
    rows: int
    first: int
    last: int
    at: datetime
    head: str
