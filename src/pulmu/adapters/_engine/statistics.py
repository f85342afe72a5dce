"""What the files of a population say of themselves: columns in which nothing is missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulmu.adapters._store.files import listed
from pulmu.services.population_engine import NeverNull


def never_null(database: Any, tables: Mapping[str, Sequence[str]]) -> NeverNull:
    """Columns of which the footers of all files of a table say that they hold no NULL.

    Parameters
    ----------
    database : A connection of DuckDB.
    tables : Files of each table.
    """
    return frozenset((name, column) for name, files in tables.items() for column in _full(database, files))


def _full(database: Any, files: Sequence[str]) -> list[str]:
    # A part of a list or a record has a path of several names, and is no column.
    asked = (
        "SELECT path_in_schema FROM parquet_metadata({files}) GROUP BY ALL"
        " HAVING bool_and(coalesce(stats_null_count, 1) = 0) AND count(DISTINCT file_name) = {number}"
    )
    rows = database.execute(asked.format(files=listed(files), number=len(files))).fetchall()
    return [str(column) for (column,) in rows]
