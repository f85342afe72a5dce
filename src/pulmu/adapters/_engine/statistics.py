"""What the files of a population say of themselves: columns in which nothing is missing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pulmu.adapters._sql_text import listed
from pulmu.services.population_engine import NeverNull


def never_null(database: Any, tables: Mapping[str, Sequence[str]]) -> NeverNull:
    """Columns of which the footers of all files of a table say that they hold no NULL, and what lies between what.

    Parameters
    ----------
    database : A connection of DuckDB.
    tables : Files of each table.
    """
    return {(name, column): span for name, files in tables.items() for column, span in _full(database, files)}


_WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT")
_ASKED = """
    SELECT path_in_schema, min(try_cast(stats_min_value AS BIGINT)), max(try_cast(stats_max_value AS BIGINT)),
           count(stats_min_value) = count(*) AND count(stats_max_value) = count(*)
    FROM parquet_metadata({files})
    GROUP BY ALL
    HAVING bool_and(coalesce(stats_null_count, 1) = 0) AND count(DISTINCT file_name) = {number}
    ORDER BY ALL
"""


def _full(database: Any, files: Sequence[str]) -> Iterator[tuple[str, tuple[int, int] | None]]:
    rows_of = f"SELECT * FROM read_parquet({listed(files)})"  # noqa: S608 - names of ours, quoted
    described = database.execute(f"DESCRIBE {rows_of}").fetchall()
    kinds = {column: kind for column, kind, *_ in described}
    rows = database.execute(_ASKED.format(files=listed(files), number=len(files))).fetchall()
    for column, least, most, is_told in rows:
        if column in kinds:  # a part of a list or a record is none
            is_known = is_told and kinds[column] in _WHOLE and least is not None and most is not None
            yield str(column), (int(least), int(most)) if is_known else None
