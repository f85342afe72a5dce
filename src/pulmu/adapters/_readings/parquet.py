"""A Parquet file of a stranger: read by a child, for what is wrong with it may end the reader."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pulmu.adapters._readings.grid import Grid, Row
from pulmu.adapters._untrusted import Limit, ask_child
from pulmu.model import InputError

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 2_000_000, 500, 6_000_000
_CHILD = Path(__file__).with_name("parquet_child.py")
_LIMIT = Limit(seconds=60, memory=3_000_000_000)
HAS_MEMORY_FILES = hasattr(os, "memfd_create")
"""Whether the system has files that stand on no disk; else the bytes are put into a temporary one for the child."""


def read_parquet(data: bytes, name: str) -> Grid:
    """The table of a Parquet file; its rows are counted from one, heads aside.

    Raises
    ------
    InputError  Damaged, or too large (`meter.parquet_damaged`, `meter.parquet_too_large`).
    """
    with _lent(data) as (sent, path):
        answer = ask_child(_CHILD, sent, _LIMIT, (path, MOST_ROWS, MOST_COLUMNS, MOST_CELLS))
    if "refused" in answer:
        raise _refusal(name, str(answer["refused"]))
    return Grid.of(name, _rows(answer["heads"], answer["columns"]))


def _rows(heads: list[str], columns: list[list[str | None]]) -> Iterator[Row]:
    yield 0, heads
    for number, row in enumerate(zip(*columns, strict=True)):
        yield number + 1, [cell or "" for cell in row]


@contextlib.contextmanager
def _lent(data: bytes) -> Iterator[tuple[bytes, str]]:
    """What the child is sent, and the path it reads; empty where it holds the bytes in memory."""
    if HAS_MEMORY_FILES:
        yield data, ""
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readings.parquet"
        path.write_bytes(data)
        path.chmod(0o400)
        try:
            yield b"", str(path)
        finally:
            path.chmod(0o600)


def _refusal(name: str, reason: str) -> InputError:
    if reason == "too_large":
        limit = f"{MOST_ROWS:,}"
        return InputError.of(
            "meter.parquet_too_large",
            name,
            f"the file has more than {limit} rows, or too many columns",
            "export the time and the values of one meter only",
            limit=limit,
        )
    return InputError.of(
        "meter.parquet_damaged", name, "the Parquet file is damaged", "export it again, or give it as CSV"
    )
