"""What went through meters between one instant and the next, as queries.

The definition stands in `pulmu.metering.counters`; a property test holds both equal.
"""

from collections.abc import Sequence

import duckdb

from pulmu.adapters._store.latest import Held, latest_rows
from pulmu.metering import BAD, ESTIMATED
from pulmu.metering.counters import ROUNDING

_AMOUNTS = f"""
SELECT meter, start, start + {{interval}} AS stop, value AS amount, quality = {ESTIMATED} AS is_estimated
FROM ({{rows}}) WHERE quality <> {BAD}
"""  # noqa: S608 - numbers of ours
_STANDINGS = f"""
WITH pair AS (
    SELECT meter, lag(start) OVER time AS start, start AS stop, value - lag(value) OVER time AS risen,
        quality = {ESTIMATED} OR lag(quality) OVER time = {ESTIMATED} AS is_guessed
    FROM ({{rows}}) WHERE quality <> {BAD} WINDOW time AS (PARTITION BY meter ORDER BY start)
),
exchanged AS (
    SELECT meter, start, stop, modulus, is_guessed OR stop - start > {{interval}} AS is_estimated,
        CASE WHEN moments IS NULL THEN risen ELSE risen + coalesce(list_sum([
            jumps[n] FOR n IN range(1, len(moments) + 1) IF moments[n] > start AND moments[n] <= stop
        ]), 0) END AS risen
    FROM pair JOIN counter USING (meter) WHERE start IS NOT NULL
),
rolled AS (
    SELECT meter, start, stop, is_estimated,
        CASE WHEN risen < -{ROUNDING} AND risen + modulus >= 0 AND risen + modulus < modulus / 2
        THEN risen + modulus ELSE risen END AS amount
    FROM exchanged
)
SELECT meter, start, stop, CASE WHEN amount >= -{ROUNDING} THEN greatest(amount, 0) END AS amount, is_estimated
FROM rolled
"""  # noqa: S608 - numbers of ours
_COUNTERS = """
CREATE OR REPLACE TEMP TABLE counter AS
SELECT unnest($meter::INTEGER[]) AS meter, unnest($modulus::DOUBLE[]) AS modulus,
    unnest($moments::BIGINT[][]) AS moments, unnest($jumps::DOUBLE[][]) AS jumps
"""


def step_rows(database: duckdb.DuckDBPyConnection, meters: Sequence[Held]) -> str:
    """Prepare meters, numbered by their order, and give the query of the amounts that went through them.

    Its columns are `meter`, `start`, `stop`, `amount` (NULL after a reset) and `is_estimated`; bad values are left out.

    Parameters
    ----------
    meters : At least one; all of one kind and one interval.
    """
    rows = latest_rows(database, meters)
    series = [meter.series for meter in meters]
    if series[0].kind == "interval":
        return _AMOUNTS.format(rows=rows, interval=series[0].interval)
    given = {
        "meter": list(range(len(series))),
        "modulus": [one.modulus for one in series],
        "moments": [[item.at for item in one.exchanges] or None for one in series],
        "jumps": [[item.removed - item.installed for item in one.exchanges] or None for one in series],
    }
    database.execute(_COUNTERS, given)
    return _STANDINGS.format(rows=rows, interval=series[0].interval)
