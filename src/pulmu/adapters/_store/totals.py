"""Coverage of the months of many meters, each file read once.

The definition stands in `pulmu.metering.totals`; a property test holds both equal.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np

from pulmu.adapters._store.latest import Held, batches, latest_rows, make_table
from pulmu.adapters._store.steps import step_rows
from pulmu.metering import BAD, ESTIMATED, Coverage, Month, expected_slots, months_between

_INTERVALS = f"""
SELECT meter, month, quality = {ESTIMATED} AS is_estimated, count(*), fsum(value), max(value)
FROM ({{rows}}) JOIN tick ON tick.key = start // {{grain}} WHERE quality <> {BAD} GROUP BY ALL
"""  # noqa: S608 - numbers of ours

# A step that reaches into another month is handed out by itself: a meter has no more of them than months.
_COUNTERS = """
WITH placed AS (
    SELECT step.*, tick.month, step.start < {start} OR step.stop > tick.stop AS is_crossing
    FROM ({steps}) AS step JOIN tick ON tick.key = greatest(step.start, {start}) // {grain} WHERE step.stop > {start}
)
SELECT meter, month, is_estimated,
    coalesce(sum((stop - start) // {interval}) FILTER (amount IS NOT NULL AND NOT is_crossing), 0)::BIGINT,
    coalesce(fsum(amount) FILTER (NOT is_crossing), 0),
    coalesce(max(amount / ((stop - start) // {interval})) FILTER (NOT is_crossing), 0),
    list(stop) FILTER (amount IS NULL AND NOT is_crossing),
    list({{'start': start, 'stop': stop, 'amount': amount}}) FILTER (is_crossing)
FROM placed GROUP BY ALL
"""


@dataclass(slots=True)
class _Tally:
    """What was found of one month; of each pair the measured first, then the estimated."""

    slots: list[int] = field(default_factory=lambda: [0, 0])
    amounts: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    resets: list[int] = field(default_factory=list)
    highest: float = 0.0

    def add(self, slots: int, amount: float, highest: float, *, is_estimated: bool) -> None:
        self.slots[is_estimated] += slots
        self.amounts[is_estimated].append(amount)
        self.highest = max(self.highest, highest)


_Tallies = dict[tuple[int, int], _Tally]
"""By the numbers of meter and month."""


def years_of(database: duckdb.DuckDBPyConnection, meters: Sequence[Held]) -> dict[str, tuple[Coverage, ...]]:
    """Coverage of every month of the years that the good amounts of each meter touch."""

    def months(group: Sequence[Held]) -> tuple[Month, ...]:
        bounds = [meter.bounds for meter in group]
        return months_between(min(low for low, _ in bounds), max(high for _, high in bounds) + 1, group[0].series.zone)

    covered = months_of(database, meters, months)
    return {meter: _touched(coverage) for meter, coverage in covered.items()}


def _touched(coverage: tuple[Coverage, ...]) -> tuple[Coverage, ...]:
    years = [item.month.year for item in coverage if item.measured_slots or item.estimated_slots]
    return tuple(item for item in coverage if years and years[0] <= item.month.year <= years[-1])


def months_of(
    database: duckdb.DuckDBPyConnection, meters: Sequence[Held], months: Callable[[Sequence[Held]], tuple[Month, ...]]
) -> dict[str, tuple[Coverage, ...]]:
    """Coverage of months by meter.

    Parameters
    ----------
    months : The months of meters of one zone, without a hole between them.
    """
    groups: dict[tuple[str, str, int], list[Held]] = defaultdict(list)
    for meter in meters:
        groups[meter.series.zone, meter.series.kind, meter.series.interval].append(meter)
    found: dict[str, tuple[Coverage, ...]] = {}
    for group in groups.values():
        for batch in batches(group):
            found |= _of_batch(database, batch, months(batch))
    return found


def _of_batch(
    database: duckdb.DuckDBPyConnection, meters: Sequence[Held], months: tuple[Month, ...]
) -> dict[str, tuple[Coverage, ...]]:
    grain = math.gcd(3600, *(month.start for month in months), months[-1].end)
    lengths = [(month.end - month.start) // grain for month in months]
    keys = np.arange(months[0].start // grain, months[-1].end // grain)
    number = np.repeat(np.arange(len(months), dtype=np.int32), lengths)
    stops = np.array([month.end for month in months], np.int64)[number]
    make_table(database, "tick", {"key": keys, "month": number, "stop": stops})
    tally = _tally_intervals if meters[0].series.kind == "interval" else _tally_counters
    tallies = tally(database, meters, months, grain)
    return {
        meter.series.meter: tuple(
            _coverage(month, meter.series.interval, tallies.get((number, place)) or _Tally())
            for place, month in enumerate(months)
        )
        for number, meter in enumerate(meters)
    }


def _coverage(month: Month, interval: int, tally: _Tally) -> Coverage:
    measured, estimated = (math.fsum(parts) for parts in tally.amounts)
    expected = expected_slots(month.start, month.end, interval)
    resets = tuple(sorted(tally.resets))
    return Coverage(month, expected, tally.slots[0], tally.slots[1], measured, estimated, resets, tally.highest)


def _tally_intervals(
    database: duckdb.DuckDBPyConnection, meters: Sequence[Held], _: tuple[Month, ...], grain: int
) -> _Tallies:
    tallies: _Tallies = defaultdict(_Tally)
    query = _INTERVALS.format(rows=latest_rows(database, meters), grain=grain)
    for meter, month, is_estimated, slots, amount, highest in database.execute(query).fetchall():
        tallies[meter, month].add(slots, amount, highest, is_estimated=is_estimated)
    return tallies


def _tally_counters(
    database: duckdb.DuckDBPyConnection, meters: Sequence[Held], months: tuple[Month, ...], grain: int
) -> _Tallies:
    tallies: _Tallies = defaultdict(_Tally)
    interval = meters[0].series.interval
    query = _COUNTERS.format(steps=step_rows(database, meters), start=months[0].start, grain=grain, interval=interval)
    for meter, month, is_estimated, slots, amount, highest, resets, crossing in database.execute(query).fetchall():
        tallies[meter, month].add(slots, amount, highest, is_estimated=is_estimated)
        tallies[meter, month].resets += resets or ()
        for step in crossing or ():
            _share(tallies, meter, step, is_estimated, months, interval)
    return tallies


def _share(
    tallies: _Tallies,
    meter: int,
    step: dict[str, Any],
    is_estimated: bool,
    months: tuple[Month, ...],
    interval: int,
) -> None:
    """Give each month its slots of a step, with an even share of the amount; a reset goes to that of the last slot."""
    start, stop, amount = step["start"], step["stop"], step["amount"]
    slots = (stop - start) // interval
    for number, month in enumerate(months):
        if amount is None:
            tallies[meter, number].resets += [stop] * (month.start <= stop - interval < month.end)
            continue
        # Slots begin at `start` and every interval after it.
        before, until = (min(max(-((start - edge) // interval), 0), slots) for edge in (month.start, month.end))
        if until > before:
            share = amount * (until - before) / slots
            tallies[meter, number].add(until - before, share, amount / slots, is_estimated=is_estimated)
