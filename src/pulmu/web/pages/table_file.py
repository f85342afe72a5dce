"""A table as a file for a spreadsheet."""

from collections.abc import Iterable, Sequence

from fastapi import Response

from pulmu.services.csv_text import csv_bytes


def table_file(name: str, head: Sequence[str], rows: Iterable[Iterable[object]]) -> Response:
    """The table, to be kept under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(csv_bytes(head, rows), media_type="text/csv; charset=utf-8", headers=headers)
