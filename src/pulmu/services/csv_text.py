"""Tables as comma-separated text that a spreadsheet opens as it is, and of which it runs nothing."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
"""Signs by which a spreadsheet takes a text for a formula (ASVS 1.2.10)."""


def csv_bytes(head: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The table in UTF-8 with the mark by which Excel knows it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text with an apostrophe before it, where it would be taken for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
