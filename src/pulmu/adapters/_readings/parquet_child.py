"""Runs in a process of its own: reads a Parquet file with DuckDB and prints its cells as JSON, every one as text.

It is started by its path and imports nothing of Pulmu but its guard.
"""

import contextlib
import os
import sys
from typing import Any

from guard import RefusedError, answer  # type: ignore[import-not-found]  # the parent puts its folder on the path

PATH = sys.argv[3]
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = (int(text) for text in sys.argv[4:7])
_TEXTS = ("VARCHAR", "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT", "UBIGINT", "UINTEGER", "USMALLINT")
_PLAIN = (*_TEXTS, "UTINYINT", "FLOAT", "DOUBLE", "DATE", "TIME", "BOOLEAN", "UUID")
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
}


def read(data: bytes) -> dict[str, Any]:
    """Heads and columns of the file."""
    import duckdb  # noqa: PLC0415 - only once the limits are set

    path = PATH or _in_memory(data)
    _write_nothing()
    database = duckdb.connect(":memory:", config={**_OFFLINE, "memory_limit": "800MB", "temp_directory": ""})
    # The file and nothing else: not what it might name, not what a query might ask for.
    database.execute("SET allowed_paths = [$path]", {"path": path})
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    rows = database.execute("SELECT sum(num_rows) FROM parquet_file_metadata($path)", {"path": path}).fetchone()
    kinds = database.execute("DESCRIBE SELECT * FROM read_parquet($path)", {"path": path}).fetchall()
    count = int(rows[0]) if rows and rows[0] is not None else 0
    if not 0 <= count <= MOST_ROWS or len(kinds) > MOST_COLUMNS or count * len(kinds) > MOST_CELLS:
        raise RefusedError("too_large")
    heads = [str(kind[0])[:200] for kind in kinds]
    wanted = ", ".join(_as_text(f'"{kind[0].replace(chr(34), chr(34) * 2)}"', kind[1]) for kind in kinds)
    asked = f"SELECT {wanted} FROM read_parquet($path) LIMIT {MOST_ROWS + 1}"  # noqa: S608 - names are quoted
    cells = database.execute(asked, {"path": path}).fetchall()
    if len(cells) != count:
        raise RefusedError("damaged")
    columns = [list(column) for column in zip(*cells, strict=True)] if cells else [[] for _ in heads]
    return {"heads": heads, "columns": columns}


def _in_memory(data: bytes) -> str:
    held = os.memfd_create("readings")
    view = memoryview(data)
    while view:
        view = view[os.write(held, view) :]
    return f"/proc/self/fd/{held}"


def _write_nothing() -> None:
    """No file grows from here on: what DuckDB does, the guard does not see."""
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _as_text(column: str, kind: str) -> str:
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"CAST(make_timestamp(epoch_us({column})) AS VARCHAR) || 'Z'"
    if kind.startswith("TIMESTAMP") or kind in _PLAIN or kind.startswith("DECIMAL"):
        return f"left(CAST({column} AS VARCHAR), 200)"
    return "NULL"  # a list or a record is no reading


def _load() -> None:
    import duckdb  # noqa: PLC0415 - once memory and time are limited, before files are shut off

    duckdb.connect(":memory:", config=_OFFLINE).execute("SELECT 1").fetchall()


if __name__ == "__main__":
    answer(read, _load)
