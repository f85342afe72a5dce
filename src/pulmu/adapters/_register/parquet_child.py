"""Runs in a process of its own: reads a register in Parquet with DuckDB and prints its rows as lines of JSON.

It is started by its path and imports nothing of Pulmu but its guard.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guard import RefusedError, print_lines  # type: ignore[import-not-found]  # the parent puts its folder on the path

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = (int(text) for text in sys.argv[4:7])
MOST_CELLS_A_LINE = 100_000
_NUMBERS = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT", "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT")
_PLAIN = ("VARCHAR", *_NUMBERS, "DATE", "BOOLEAN", "UUID")
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
}


def _rows() -> Iterator[dict[str, Any]]:
    """Heads first, then rows, some at a time, every cell as text."""
    import duckdb  # noqa: PLC0415 - only once the limits are set

    path = _opened(sys.argv[3])
    _write_nothing()
    database = duckdb.connect(":memory:", config={**_OFFLINE, "memory_limit": "800MB", "temp_directory": ""})
    # The file and nothing else: not what it might name, not what a query might ask for.
    database.execute("SET allowed_paths = [$path]", {"path": path})
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    told = database.execute("SELECT sum(num_rows) FROM parquet_file_metadata($path)", {"path": path}).fetchone()
    kinds = database.execute("DESCRIBE SELECT * FROM read_parquet($path)", {"path": path}).fetchall()
    count = int(told[0]) if told and told[0] is not None else 0
    if not 0 <= count <= MOST_ROWS or len(kinds) > MOST_COLUMNS:
        raise RefusedError("too_large")
    yield {"heads": [str(kind[0])[:1000] for kind in kinds]}
    wanted = ", ".join(_as_text(str(kind[0]), str(kind[1])) for kind in kinds)
    found = database.execute(f"SELECT {wanted} FROM read_parquet($path)", {"path": path})  # noqa: S608 - quoted
    seen = 0
    while rows := found.fetchmany(max(1, MOST_CELLS_A_LINE // len(kinds))):
        seen += len(rows)
        if seen > count:
            break
        yield {"rows": [["" if cell is None else cell for cell in row] for row in rows]}
    if seen != count:
        raise RefusedError("damaged")


def _opened(path: str) -> str:
    """The file by its number, where the system has such names: signs of a pattern in its own mean nothing then."""
    held = os.open(path, os.O_RDONLY)
    by_number = f"/proc/self/fd/{held}"
    return by_number if Path(by_number).exists() else path


def _write_nothing() -> None:
    """No file grows from here on: what DuckDB does, the guard does not see."""
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _as_text(name: str, kind: str) -> str:
    column = '"' + name.replace('"', '""') + '"'
    if kind in ("DOUBLE", "FLOAT"):  # a whole number with gaps is often kept as one with fractions
        whole = f"{column} = trunc({column}) AND abs({column}) < 9e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    if kind.startswith("TIMESTAMP"):  # so is a date as the midnight it begins with
        plain = (
            f"CAST({column} AS TIMESTAMP)"
            if kind != "TIMESTAMP WITH TIME ZONE"
            else f"make_timestamp(epoch_us({column}))"
        )
        is_day = f"{plain} = date_trunc('day', {plain})"
        return f"CASE WHEN {is_day} THEN CAST(CAST({plain} AS DATE) AS VARCHAR) ELSE CAST({plain} AS VARCHAR) END"
    if kind in _PLAIN or kind.startswith(("DECIMAL", "ENUM")):
        return f"left(CAST({column} AS VARCHAR), {LONGEST_CELL + 1})"
    raise RefusedError("nested", name[:200])


def _load() -> None:
    import duckdb  # noqa: PLC0415 - once memory and time are limited, before files are shut off

    duckdb.connect(":memory:", config=_OFFLINE).execute("SELECT 1").fetchall()


if __name__ == "__main__":
    print_lines(_rows, _load)
