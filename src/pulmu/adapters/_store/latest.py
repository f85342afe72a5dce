"""The readings that count, of many meters at once: of each slot the one of the last part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from pulmu.adapters._sql_text import listed
from pulmu.adapters._store.files import Span
from pulmu.metering import Series

ROWS_AT_ONCE = 12_000_000
"""Rows of meters that are worked on together: what a query holds does not grow with the store."""

_NOTHING = "SELECT 0 AS meter, 0::BIGINT AS start, 0::DOUBLE AS value, 0::TINYINT AS quality WHERE false"
_NOT_CORRECTED = "ANTI JOIN later ON later.start = part.start AND later.meter = file.meter AND later.part > file.part"


@dataclass(frozen=True, slots=True)
class Held:
    """A meter as it lies on disk.

    Parameters
    ----------
    files : In order; a later one corrects an earlier one.
    spans : What each of them covers.
    """

    series: Series
    files: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def rows(self) -> int:
        """Rows of all its files."""
        return sum(span.rows for span in self.spans)

    @property
    def bounds(self) -> tuple[int, int]:
        """The first and the last instant that any of its rows names."""
        full = [span for span in self.spans if span.rows]
        return min(span.first for span in full), max(span.last for span in full)


@dataclass(frozen=True, slots=True)
class _File:
    meter: int
    part: int
    name: str
    is_over_another: bool


def within(meter: Held, first: int, last: int) -> Held:
    """The meter with only those files that reach into a span of instants; `last` is excluded."""
    pairs = zip(meter.files, meter.spans, strict=True)
    kept = [(file, span) for file, span in pairs if span.rows and span.first < last and first <= span.last]
    return Held(meter.series, tuple(file for file, _ in kept), tuple(span for _, span in kept))


def batches(meters: Sequence[Held]) -> Iterator[list[Held]]:
    """Meters that have rows, in groups of few enough of them; one meter alone may have more."""
    batch: list[Held] = []
    rows = 0
    for meter in meters:
        if batch and rows + meter.rows > ROWS_AT_ONCE:
            yield batch
            batch, rows = [], 0
        if meter.rows:
            batch.append(meter)
            rows += meter.rows
    if batch:
        yield batch


def make_table(
    database: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Sequence[object] | np.ndarray]
) -> None:
    """A table of arrays, in place of one of that name."""
    database.register("given", {column: np.asarray(values) for column, values in columns.items()})
    database.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")  # noqa: S608 - names of ours
    database.unregister("given")


def latest_rows(database: duckdb.DuckDBPyConnection, meters: Sequence[Held]) -> str:
    """Prepare meters, numbered by their order, and give the query of their latest readings.

    Its columns are `meter`, `start`, `value`, `quality`. Only rows of files that lie over an earlier one are held in
    memory: corrections are few.
    """
    files = [file for number, meter in enumerate(meters) for file in _files(number, meter)]
    if not files:
        return _NOTHING
    later = [file for file in files if file.is_over_another]
    rows = f"SELECT file.meter, part.start, part.value, part.quality FROM {_scan(database, 'file', files)}"  # noqa: S608
    if not later:
        return rows
    query = f"SELECT file.meter, file.part, part.start FROM {_scan(database, 'later_file', later)}"  # noqa: S608
    database.execute(f"CREATE OR REPLACE TEMP TABLE later AS {query}")
    return f"{rows} {_NOT_CORRECTED}"


def _files(number: int, meter: Held) -> Iterator[_File]:
    before: list[Span] = []
    for part, (name, span) in enumerate(zip(meter.files, meter.spans, strict=True)):
        if span.rows:
            yield _File(number, part, name, any(span.first <= one.last and one.first <= span.last for one in before))
            before.append(span)


def _scan(database: duckdb.DuckDBPyConnection, name: str, files: Iterable[_File]) -> str:
    """The rows of files as `part`, each beside its `file`."""
    files = list(files)
    meter, part = np.array([file.meter for file in files], np.int32), np.array([file.part for file in files], np.int32)
    make_table(database, name, {"number": np.arange(len(files), dtype=np.uint64), "meter": meter, "part": part})
    names = listed(file.name for file in files)
    return f"read_parquet({names}) AS part JOIN {name} AS file ON file.number = part.file_index"
