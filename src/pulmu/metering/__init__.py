"""What readings mean: series, counters, slots, gaps, totals, books of entries."""

from pulmu.metering.book import BookNews, Change, Difference, book_news, standing
from pulmu.metering.book_total import BOOK_QUANTITIES, BookQuantity, BookTotal, Days, DocumentUse, book_total
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
    "BOOK_QUANTITIES",
    "ESTIMATED",
    "GAP_POLICIES",
    "MEASURED",
    "QUALITIES",
    "BookNews",
    "BookQuantity",
    "BookTotal",
    "Change",
    "Coverage",
    "Days",
    "Difference",
    "DocumentUse",
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
    "book_news",
    "book_total",
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
    "standing",
    "steps",
    "to_instants",
    "year_totals",
]
