"""Reads readings of one meter from a file of any kind that holds a table, with all that is wrong in it."""

import hashlib
from collections.abc import Sequence

from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._readings.columns import with_columns
from pulmu.adapters._readings.content import open_content
from pulmu.adapters._readings.grid import Grid
from pulmu.adapters._readings.layout import Layout, find_layout
from pulmu.adapters._readings.table import TableReader
from pulmu.metering import Readings
from pulmu.model import InputError
from pulmu.services.ports import ReadingFile, ReadingWish

LARGEST_FILE = 100_000_000
"""Bytes. A year of quarter-hours takes two or three megabytes."""


def read_readings_file(path: str, wish: ReadingWish) -> ReadingFile:
    """The readings in a file.

    Raises
    ------
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_readings(read_bytes(path, LARGEST_FILE + 1), shown_name(path), wish)


def read_readings(data: bytes, name: str, wish: ReadingWish | None = None) -> ReadingFile:
    """The readings in the bytes of a file, whatever its name says; with problems and no readings if any is wrong."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        if len(data) > LARGEST_FILE:
            raise _too_large(name)
        grid, layout = _choose(open_content(data, name), name, wish or ReadingWish())
        return with_columns(TableReader(grid, layout, wish or ReadingWish(), digest).read(), grid, layout)
    except InputError as error:
        return ReadingFile(name=name, sha256=digest, readings=Readings(), problems=error.problems)


def _choose(grids: Sequence[Grid], name: str, wish: ReadingWish) -> tuple[Grid, Layout]:
    """The one table that has readings."""
    sheets = [grid.sheet for grid in grids]
    if wish.sheet:
        grids = [grid for grid in grids if grid.sheet == wish.sheet]
        if not grids:
            known = ", ".join(sheets) if any(sheets) else "-"
            raise InputError.of(
                "meter.no_such_sheet",
                name,
                f"there is no sheet {wish.sheet!r}",
                f"give --sheet with one of: {known}",
                text=wish.sheet,
                known=known,
            )
    found = [(grid, layout) for grid in grids if (layout := find_layout(grid))]
    if len(found) == 1:
        return found[0]
    if found:
        known = ", ".join(grid.sheet for grid, _ in found)
        raise InputError.of(
            "meter.which_sheet",
            name,
            f"{len(found)} sheets could hold the readings",
            f"name one with --sheet: {known}",
            count=len(found),
            known=known,
        )
    raise InputError.of(
        "meter.no_heads",
        name,
        "no row names a column of times",
        "give the first row heads such as 'date' or '일시'",
    )


def _too_large(name: str) -> InputError:
    limit = f"{LARGEST_FILE // 1_000_000} MB"
    mend = "split the file by months"
    return InputError.of("meter.file_too_large", name, f"the file is larger than {limit}", mend, limit=limit)
