"""Keeps readings as Parquet files, one per import, that are only ever added."""

import contextlib
import hashlib
import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import numpy as np

from pulmu.adapters._sql_text import listed
from pulmu.adapters._store.files import (
    add_part,
    evidence_of,
    heads_of,
    known_heads,
    open_database,
    outside,
    parts_of,
    series_of,
    spans_of,
)
from pulmu.adapters._store.gaps import extent_of, news_of, resets_of
from pulmu.adapters._store.latest import Held, latest_rows, within
from pulmu.adapters._store.totals import months_of, years_of
from pulmu.metering import Coverage, Extent, News, Readings, Series, months_within, period_coverage
from pulmu.metering.series import Instants
from pulmu.services.ports import Evidence, Kept, MeterCoverage, SeriesHead, StoredPart


class ParquetReadingStore:
    """A folder with one folder per meter, and in it one file per import.

    An import appears by one link of a file that is whole and flushed, so that a kill or a power failure leaves all of
    it or nothing. What the file is about (series, evidence, reason) travels inside it.
    """

    def __init__(self, folder: Path, parts: Mapping[str, int] | None = None) -> None:
        """Readings in a folder; of each meter as many parts as others say there are, where they do."""
        self.folder = folder
        self._parts = None if parts is None else dict(parts)

    def meters(self) -> tuple[str, ...]:
        """Meters it holds, in order."""
        with outside(self.folder):
            return tuple(meter for meter in self._names() if self._files(meter))

    def head(self, meter: str) -> SeriesHead | None:
        """What is known of a meter besides its readings; None if it is not known."""
        home = self.folder / meter
        with outside(home), open_database() as database:
            files = self._files(meter)
            heads = known_heads(database, files)
            return SeriesHead(series_of(heads[-1]), evidence_of(heads), len(files)) if files else None

    def read(self, meter: str) -> Kept | None:
        """Everything of a meter; None if it is not known."""
        home = self.folder / meter
        with outside(home), open_database() as database:
            files = self._files(meter)
            if not files:
                return None
            heads = heads_of(database, files)
            parts = tuple(_readings(database, file) for file in files)
            return Kept(series_of(heads[-1]), parts, evidence_of(heads))

    def append(
        self, series: Series, part: Readings, *, reason: str, evidence: tuple[Evidence, ...], after: int
    ) -> None:
        """Add one part, whole or not at all.

        Raises
        ------
        OutsideError  It cannot be written, or another import came first (`outside.store_busy`).
        """
        home = self.folder / series.meter
        with outside(home):
            add_part(home, after + 1, series, part, reason, evidence, self._parts)
        if self._parts is not None:
            self._parts[series.meter] = after + 1

    def count(self, meter: str) -> int:
        """How many imports added to a meter."""
        with outside(self.folder / meter):
            return len(self._files(meter))

    def part(self, meter: str, number: int) -> StoredPart:
        """One part, read anew."""
        home = self.folder / meter
        with outside(home), open_database() as database:
            file = self._files(meter)[number - 1]
            head = heads_of(database, [file])[0]
            evidence = evidence_of([head])
            columns = f"SELECT start, value, quality FROM read_parquet({listed([file])})"  # noqa: S608 - as they lie
            return StoredPart(series_of(head), _fetched(database, columns), evidence, head["reason"])

    def content_hash(self, meter: str, number: int) -> str:
        """SHA-256 of one part's file as it lies there."""
        with outside(self.folder / meter), Path(self._files(meter)[number - 1]).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def latest(self, meter: str, first: int, last: int) -> Readings:
        """The same as `pulmu.metering.latest` of the parts, between two instants, computed by the database."""
        with self._opened(meter) as (database, held):
            if held is None or last <= first:
                return Readings()
            rows = latest_rows(database, [within(held, first, last)])
            query = (
                f"SELECT start, value, quality FROM ({rows}) WHERE start >= {first} AND start < {last} ORDER BY start"  # noqa: S608
            )
            return _fetched(database, query)

    def news(self, meter: str, incoming: Readings) -> News:
        """The same as `pulmu.metering.news` of the parts, computed by the database."""
        with self._opened(meter) as (database, held):
            return News(incoming, Readings(), 0) if held is None else news_of(database, held, incoming)

    def extent(self, meter: str) -> Extent:
        """The same as `pulmu.metering.extent` of the latest readings, computed by the database."""
        with self._opened(meter) as (database, held):
            return Extent(0, 0, ()) if held is None else extent_of(database, held)

    def resets(self, meter: str) -> Instants:
        """The same as `pulmu.metering.resets` of the latest readings, computed by the database."""
        with self._opened(meter) as (database, held):
            return np.zeros(0, np.int64) if held is None else resets_of(database, held)

    def coverage(self, meter: str) -> tuple[Coverage, ...]:
        """The same as `pulmu.metering.month_coverage` of the latest readings, computed by the database."""
        with self._opened(meter) as (database, held):
            return () if held is None else years_of(database, [held]).get(meter, ())

    def coverage_of_all(self) -> tuple[MeterCoverage, ...]:
        """The coverage of every meter, in order, each file read once."""
        with outside(self.folder), open_database() as database:
            meters = self._held(database, self._names())
            found = years_of(database, meters)
            return tuple(MeterCoverage(meter.series, found.get(meter.series.meter, ())) for meter in meters)

    def period_coverage(self, meter: str, start: date, end: date) -> tuple[Coverage, ...]:
        """The same as `pulmu.metering.period_coverage` of the latest readings, computed by the database."""
        with self._opened(meter) as (database, held):
            if held is None:
                return ()
            if not held.rows:
                return period_coverage(held.series, Readings(), start, end)
            months = months_within(start, end, held.series.zone)
            return months_of(database, [held], lambda _: months)[meter]

    @contextlib.contextmanager
    def _opened(self, meter: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, Held | None]]:
        """A database and the meter as it lies on disk; None if it is not known."""
        with outside(self.folder / meter), open_database() as database:
            found = self._held(database, [meter])
            yield database, found[0] if found else None

    def _names(self) -> list[str]:
        return _folders(self.folder) if self._parts is None else sorted(self._parts)

    def _files(self, meter: str) -> list[str]:
        return parts_of(self.folder / meter, None if self._parts is None else self._parts.get(meter, 0))

    def _held(self, database: duckdb.DuckDBPyConnection, meters: Sequence[str]) -> list[Held]:
        """Those of the meters that the folder holds, as they lie there."""
        files = [found for found in map(self._files, meters) if found]
        heads = known_heads(database, [found[-1] for found in files])
        spans = iter(spans_of(database, [file for found in files for file in found]))
        return [
            Held(series_of(head), tuple(found), tuple(itertools.islice(spans, len(found))))
            for head, found in zip(heads, files, strict=True)
        ]


def _folders(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        return sorted(item.name for item in found if item.is_dir())


def _readings(database: duckdb.DuckDBPyConnection, file: str) -> Readings:
    return _fetched(database, f"SELECT start, value, quality FROM read_parquet({listed([file])}) ORDER BY start")  # noqa: S608


def _fetched(database: duckdb.DuckDBPyConnection, query: str) -> Readings:
    found = database.execute(query).fetchnumpy()
    return Readings(
        np.asarray(found["start"], np.int64),
        np.asarray(found["value"], np.float64),
        np.asarray(found["quality"], np.int8),
    )
