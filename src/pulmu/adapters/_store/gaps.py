"""What of one meter is missing, and what of an import is new: answered by the database, not by reading it all.

The definitions stand in `pulmu.metering.slots`; property tests hold both equal.
"""

import duckdb
import numpy as np

from pulmu.adapters._sql_text import listed
from pulmu.adapters._store.latest import Held, make_table
from pulmu.adapters._store.steps import step_rows
from pulmu.metering import Extent, Gap, News, Readings
from pulmu.metering.series import Instants

_GAPS = """
SELECT before, start FROM (
    SELECT lag(stop, 1, {first}::BIGINT) OVER (ORDER BY start) AS before, start FROM (
        SELECT start, stop FROM step WHERE amount IS NOT NULL UNION ALL SELECT {last}, {last}
    )
) WHERE start > before ORDER BY start
"""
_GIVEN = """
SELECT incoming.number, bool_or(kept.value = incoming.value AND kept.quality = incoming.quality)
FROM incoming JOIN read_parquet({files}) AS kept ON kept.start = incoming.start
WHERE kept.start BETWEEN {first} AND {last} GROUP BY incoming.number
"""


def extent_of(database: duckdb.DuckDBPyConnection, meter: Held) -> Extent:
    """The same as `pulmu.metering.extent`."""
    if not meter.rows:
        return Extent(0, 0, ())
    _make_steps(database, meter)
    if meter.series.kind == "interval":
        first, last = meter.bounds[0], meter.bounds[1] + meter.series.interval
    else:
        first, last = database.execute("SELECT min(start), max(stop) FROM step").fetchall()[0]
        if first is None:
            return Extent(0, 0, ())
    rows = database.execute(_GAPS.format(first=first, last=last)).fetchall()
    gaps = tuple(Gap(start, end, (end - start) // meter.series.interval) for start, end in rows)
    return Extent(first, last, gaps)


def resets_of(database: duckdb.DuckDBPyConnection, meter: Held) -> Instants:
    """The same as `pulmu.metering.resets`."""
    if not meter.rows:
        return np.zeros(0, np.int64)
    _make_steps(database, meter)
    found = database.execute("SELECT stop FROM step WHERE amount IS NULL ORDER BY stop").fetchnumpy()
    return np.asarray(found["stop"], np.int64)


def _make_steps(database: duckdb.DuckDBPyConnection, meter: Held) -> None:
    database.execute(f"CREATE OR REPLACE TEMP TABLE step AS {step_rows(database, [meter])}")


def news_of(database: duckdb.DuckDBPyConnection, meter: Held, incoming: Readings) -> News:
    """The same as `pulmu.metering.news`; only files that lie where the readings do are looked at."""
    if not len(incoming):
        return News(incoming, incoming, 0)
    first, last = int(incoming.start.min()), int(incoming.start.max())
    spans = zip(meter.files, meter.spans, strict=True)
    files = [file for file, span in spans if span.rows and span.first <= last and first <= span.last]
    is_seen, is_known = np.zeros(len(incoming), np.bool_), np.zeros(len(incoming), np.bool_)
    if files:
        columns = {"number": np.arange(len(incoming)), "start": incoming.start, "value": incoming.value}
        make_table(database, "incoming", {**columns, "quality": incoming.quality})
        found = database.execute(_GIVEN.format(files=listed(files), first=first, last=last)).fetchall()
        numbers = np.array([number for number, _ in found], np.int64)
        is_seen[numbers] = True
        is_known[numbers] = np.array([known for _, known in found], np.bool_)
    return News(incoming.take(~is_seen), incoming.take(is_seen & ~is_known), int(is_known.sum()))
