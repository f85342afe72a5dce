"""A table as a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Signs by which a spreadsheet takes a text for a formula."""


def table_file(name: str, head: Sequence[str], rows: Iterable[Iterable[object]]) -> Response:
    """Comma separated, with the mark by which Excel knows Korean; what a stranger wrote never becomes a formula."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + buffer.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _text(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
