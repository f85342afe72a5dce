"""What readings mean: series, counters, slots, gaps, totals."""

from pulmu.metering.counters import Steps, amounts, resets, steps
from pulmu.metering.entry import Entry, EntryKind
from pulmu.metering.labels import Midnights, close_days, find_interval, find_midnights, local_text, to_instants
from pulmu.metering.series import BAD, ESTIMATED, MEASURED, QUALITIES, Exchange, Kind, Readings, Series, joined
from pulmu.metering.slots import Gap, Month, News, expected_slots, gaps, latest, months_between, news, off_grid, once
from pulmu.metering.totals import (
    GAP_POLICIES,
    Coverage,
    GapPolicy,
    Total,
    month_coverage,
    month_totals,
    year_totals,
)

__all__ = [
    "BAD",
    "ESTIMATED",
    "GAP_POLICIES",
    "MEASURED",
    "QUALITIES",
    "Coverage",
    "Entry",
    "EntryKind",
    "Exchange",
    "Gap",
    "GapPolicy",
    "Kind",
    "Midnights",
    "Month",
    "News",
    "Readings",
    "Series",
    "Steps",
    "Total",
    "amounts",
    "close_days",
    "expected_slots",
    "find_interval",
    "find_midnights",
    "gaps",
    "joined",
    "latest",
    "local_text",
    "month_coverage",
    "month_totals",
    "months_between",
    "news",
    "off_grid",
    "once",
    "resets",
    "steps",
    "to_instants",
    "year_totals",
]
