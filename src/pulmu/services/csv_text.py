"""Tables as comma-separated text that a spreadsheet opens as it is, and of which it runs nothing."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
"""Signs by which a spreadsheet takes a text for a formula (ASVS 1.2.10)."""


def csv_bytes(head: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The table in UTF-8 with the mark by which Excel knows it."""
    return b"".join(csv_pieces(head, rows))


def csv_pieces(head: Sequence[str], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """The same table a thousand rows at a time, for one that is not held in memory."""
    yield "\ufeff".encode() + _lines([head])
    remaining = iter(rows)
    while some := list(itertools.islice(remaining, 1000)):
        yield _lines([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in some)


def _lines(rows: Iterable[Iterable[object]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()


def harmless(text: str) -> str:
    """A text with an apostrophe before it, where it would be taken for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
