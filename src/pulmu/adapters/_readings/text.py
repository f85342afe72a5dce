"""Texts with a table in them: CSV in any of its forms."""

import csv
import dataclasses
import re
from collections.abc import Iterator

from pulmu.adapters._document.parse import decode_text, not_text
from pulmu.adapters._readings.grid import TOP, Grid, Row
from pulmu.model import InputError

MOST_COLUMNS = 2_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def read_text(data: bytes, name: str) -> Grid:
    """The table of a text.

    Raises
    ------
    InputError  It is no text (`input.encoding`); as rows are read also `meter.csv_syntax`, `meter.too_many_columns`.
    """
    text = decode_text(data, name) if (encoding := _wide_encoding(data)) is None else data.decode(encoding, "replace")
    if "\x00" in text or (encoding and "\ufffd" in text):
        line = text.count("\n", 0, text.find("\x00")) + 1
        raise not_text(
            name, "the file is not text", "save it again as CSV with the encoding UTF-8", f"{name}, row {line}"
        )
    folded: list[int] = []
    delimiter = _delimiter(text)
    grid = Grid.of(name, _rows(text, name, delimiter, folded))
    return dataclasses.replace(grid, folded=folded, comma_is_open=delimiter == ";")


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a byte order mark shows by the empty byte of every digit and comma."""
    top = data[:4000]
    if top[:2] in (b"\xff\xfe", b"\xfe\xff") or len(top) < 8:
        return None
    even, odd = top[::2].count(0), top[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 8 < len(top):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _rows(text: str, name: str, delimiter: str, folded: list[int]) -> Iterator[Row]:
    lines = (found.group() for found in _LINE.finditer(text))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    before = 0
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise _too_many(name, reader.line_num)
            if reader.line_num - before > 1:
                folded.append(reader.line_num)
            before = reader.line_num
            yield before, row
    except csv.Error as error:
        raise InputError.of(
            "meter.csv_syntax",
            f"{name}, row {before + 1}",
            f"the row cannot be read: {error}",
            "look for a quotation mark that is not closed",
            reason=error,
        ) from error


def _too_many(name: str, line: int) -> InputError:
    return InputError.of(
        "meter.too_many_columns",
        f"{name}, row {line}",
        f"the row has more than {MOST_COLUMNS:,} columns",
        "give a table with one row per time, or one row per day",
        limit=f"{MOST_COLUMNS:,}",
    )


def _delimiter(text: str) -> str:
    """The sign that parts the most lines of the beginning."""
    lines = text[:20_000].splitlines()[:TOP]
    return max(",;\t|", key=lambda sign: sum(line.count(sign) for line in lines))
