"""Keeps readings as Parquet files, one per import, that are only ever added."""

import contextlib
import dataclasses
import json
import os
import re
import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from pulmu.metering import (
    BAD,
    ESTIMATED,
    Coverage,
    Exchange,
    Month,
    Readings,
    Series,
    expected_slots,
    months_between,
    months_within,
)
from pulmu.metering.counters import ROUNDING
from pulmu.model import OutsideError
from pulmu.services.ports import Evidence, Kept

_PART = re.compile(r"(\d{6})\.parquet")
_WORK = re.compile(r"\.(\d{6})-[0-9a-f]+\.tmp")
# Nothing is fetched from anywhere, whatever a query asks for.
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}

_LATEST = """
CREATE TEMP TABLE reading AS
SELECT start, max_by(value, part) AS value, max_by(quality, part) AS quality
FROM read_parquet($files) GROUP BY start
"""
_INTERVALS = f"""
CREATE TEMP TABLE step AS
SELECT start, start + $interval AS stop, value AS amount, quality = {ESTIMATED} AS is_estimated
FROM reading WHERE quality <> {BAD}
"""  # noqa: S608 - numbers of ours
_STANDINGS = f"""
CREATE TEMP TABLE step AS
WITH exchange AS (SELECT unnest($moments::BIGINT[]) AS moment, unnest($jumps::DOUBLE[]) AS jump),
pair AS (
    SELECT lag(start) OVER time AS start, start AS stop, value - lag(value) OVER time AS fallen,
        quality = {ESTIMATED} OR lag(quality) OVER time = {ESTIMATED} AS is_estimated
    FROM reading WHERE quality <> {BAD} WINDOW time AS (ORDER BY start)
),
exchanged AS (
    SELECT start, stop, is_estimated OR stop - start > $interval AS is_estimated,
        fallen
            + coalesce((SELECT sum(jump) FROM exchange WHERE moment > pair.start AND moment <= pair.stop), 0) AS fallen
    FROM pair WHERE start IS NOT NULL
),
rolled AS (
    SELECT start, stop, is_estimated,
        CASE WHEN fallen < -{ROUNDING} AND fallen + $modulus >= 0 AND fallen + $modulus < $modulus / 2
        THEN fallen + $modulus ELSE fallen END AS amount
    FROM exchanged
)
SELECT start, stop, greatest(amount, 0) AS amount, is_estimated FROM rolled WHERE amount >= -{ROUNDING}
"""  # noqa: S608 - numbers of ours
_MONTHS = """
WITH month AS (SELECT unnest($starts::BIGINT[]) AS start, unnest($stops::BIGINT[]) AS stop),
share AS (
    SELECT month.start AS month, is_estimated,
        least(step.stop, month.stop) - greatest(step.start, month.start) AS inside,
        amount * inside / (step.stop - step.start) AS amount
    FROM month JOIN step ON step.start < month.stop AND step.stop > month.start
)
SELECT month.start,
    coalesce(sum(inside) FILTER (NOT is_estimated), 0)::BIGINT // $interval,
    coalesce(sum(inside) FILTER (is_estimated), 0)::BIGINT // $interval,
    coalesce(fsum(amount) FILTER (NOT is_estimated), 0),
    coalesce(fsum(amount) FILTER (is_estimated), 0)
FROM month LEFT JOIN share ON share.month = month.start
GROUP BY month.start ORDER BY month.start
"""


class ParquetReadingStore:
    """A folder with one folder per meter, and in it one file per import.

    An import appears by one link of a file that is whole and flushed, so that a kill or a power failure leaves all of
    it or nothing. What the file is about (series, evidence, reason) travels inside it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def meters(self) -> tuple[str, ...]:
        """Meters it holds, in order."""
        with _outside(self.folder):
            if not self.folder.is_dir():
                return ()
            return tuple(sorted(item.name for item in self.folder.iterdir() if item.is_dir() and _parts(item)))

    def read(self, meter: str) -> Kept | None:
        """Everything of a meter; None if it is not known."""
        home = self.folder / meter
        with _outside(home), _database() as database:
            files = _parts(home)
            if not files:
                return None
            heads = [_head(database, file) for file in files]
            parts = tuple(_readings(database, file) for file in files)
        evidence = tuple(Evidence(**item) for head in heads for item in head["evidence"])
        return Kept(_series(heads[-1]["series"]), parts, evidence)

    def append(
        self, series: Series, part: Readings, *, reason: str, evidence: tuple[Evidence, ...], after: int
    ) -> None:
        """Add one part, whole or not at all.

        Raises
        ------
        OutsideError  It cannot be written, or another import came first (`outside.store_busy`).
        """
        home = self.folder / series.meter
        number = after + 1
        with _outside(home):
            home.mkdir(parents=True, exist_ok=True)
            work = home / f".{number:06d}-{secrets.token_hex(8)}.tmp"
            try:
                _write(work, number, part, reason, _head_text(series, evidence, reason))
                _publish(work, home / f"{number:06d}.parquet")
            finally:
                work.unlink(missing_ok=True)
            _sweep(home, number)

    def coverage(self, meter: str) -> tuple[Coverage, ...]:
        """The same as `pulmu.metering.month_coverage` of the latest readings, computed by the database."""
        with self._steps_of(meter) as (database, series):
            if series is None:
                return ()
            first, last = database.execute("SELECT min(start), max(stop) FROM step").fetchall()[0]
            months = () if first is None else months_between(first, last, series.zone)
            return _coverage(database, series, months)

    def period_coverage(self, meter: str, start: date, end: date) -> tuple[Coverage, ...]:
        """The same as `pulmu.metering.period_coverage` of the latest readings, computed by the database."""
        with self._steps_of(meter) as (database, series):
            return () if series is None else _coverage(database, series, months_within(start, end, series.zone))

    @contextlib.contextmanager
    def _steps_of(self, meter: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, Series | None]]:
        """A database with the amounts of a meter in the table `step`; without a series if the meter is not known."""
        home = self.folder / meter
        with _outside(home), _database() as database:
            files = _parts(home)
            series = _series(_head(database, files[-1])["series"]) if files else None
            if series is not None:
                _make_steps(database, series, [str(file) for file in files])
            yield database, series


def _make_steps(database: duckdb.DuckDBPyConnection, series: Series, files: list[str]) -> None:
    database.execute(_LATEST, {"files": files})
    if series.kind == "interval":
        database.execute(_INTERVALS, {"interval": series.interval})
    else:
        moments = [item.at for item in series.exchanges]
        jumps = [item.removed - item.installed for item in series.exchanges]
        given = {"moments": moments, "jumps": jumps, "modulus": series.modulus, "interval": series.interval}
        database.execute(_STANDINGS, given)


def _coverage(database: duckdb.DuckDBPyConnection, series: Series, months: tuple[Month, ...]) -> tuple[Coverage, ...]:
    if not months:
        return ()
    given = {
        "starts": [month.start for month in months],
        "stops": [month.end for month in months],
        "interval": series.interval,
    }
    rows = database.execute(_MONTHS, given).fetchall()
    return tuple(
        Coverage(month, expected_slots(month.start, month.end, series.interval), *row[1:])
        for month, row in zip(months, rows, strict=True)
    )


@contextlib.contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    database = duckdb.connect(config=_OFFLINE)
    try:
        yield database
    finally:
        database.close()


@contextlib.contextmanager
def _outside(where: Path) -> Iterator[None]:
    shown = "".join(sign if sign.isprintable() else "?" for sign in str(where))
    try:
        yield
    except FileExistsError as error:
        mend = "run the command again; nothing was added"
        raise OutsideError.of(
            "outside.store_busy", shown, "another import came first, or a file stands in the way", mend
        ) from error
    except OSError as error:
        why = getattr(error, "strerror", None) or str(error)
        mend = "check the folder, its rights and the disk's free space"
        raise OutsideError.of("outside.store", shown, f"the store cannot be used: {why}", mend, reason=why) from error
    except (duckdb.Error, KeyError, TypeError, ValueError) as error:
        why = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise OutsideError.of(
            "outside.store_damaged",
            shown,
            f"a file of the store cannot be read: {why}",
            "bring back the folder from a backup, or import the files into a new store",
            reason=why,
        ) from error


def _parts(home: Path) -> list[Path]:
    """Files of a meter in order; a hole means that one was taken away."""
    if not home.is_dir():
        return []
    files = sorted(item for item in home.iterdir() if _PART.fullmatch(item.name))
    if [int(file.stem) for file in files] != list(range(1, len(files) + 1)):
        raise KeyError("a numbered file is missing")
    return files


def _head(database: duckdb.DuckDBPyConnection, file: Path) -> dict[str, Any]:
    rows = database.execute("SELECT key, value FROM parquet_kv_metadata($file)", {"file": str(file)}).fetchall()
    texts = {bytes(key): bytes(value) for key, value in rows}
    found: dict[str, Any] = json.loads(texts[b"pulmu"])
    return found


def _head_text(series: Series, evidence: tuple[Evidence, ...], reason: str) -> str:
    tree = {
        "version": 1,
        "series": dataclasses.asdict(series),
        "evidence": [dataclasses.asdict(item) for item in evidence],
        "reason": reason,
    }
    return json.dumps(tree)


def _series(tree: dict[str, Any]) -> Series:
    exchanges = tuple(Exchange(**item) for item in tree["exchanges"])
    return Series(**{**tree, "exchanges": exchanges})


def _readings(database: duckdb.DuckDBPyConnection, file: Path) -> Readings:
    query = "SELECT start, value, quality FROM read_parquet($file) ORDER BY start"
    found = database.execute(query, {"file": str(file)}).fetchnumpy()
    return Readings(
        np.asarray(found["start"], np.int64),
        np.asarray(found["value"], np.float64),
        np.asarray(found["quality"], np.int8),
    )


def _write(work: Path, number: int, part: Readings, reason: str, head: str) -> None:
    with _database() as database:
        database.register("part", {"start": part.start, "value": part.value, "quality": part.quality})
        rows = f"SELECT {number} AS part, start, value, quality, {_quoted(reason)} AS reason FROM part ORDER BY start"  # noqa: S608
        query = (
            f"COPY ({rows}) TO {_quoted(str(work))} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{pulmu: {_quoted(head)}}})"
        )
        database.execute(query)
    _flush(work)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _publish(work: Path, target: Path) -> None:
    """Give the file its name, never over another's."""
    try:
        os.link(work, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a memory stick
        if target.exists():
            raise FileExistsError(str(target)) from None
        work.replace(target)
    _flush(target.parent)


def _flush(path: Path) -> None:
    # Windows cannot open a folder, and flushes a file only through a handle that may write.
    with contextlib.suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(home: Path, number: int) -> None:
    """Take away what killed imports left: whoever still writes a part of that number comes too late anyway."""
    for item in home.iterdir():
        found = _WORK.fullmatch(item.name)
        if found and int(found[1]) <= number:
            with contextlib.suppress(OSError):
                item.unlink()
