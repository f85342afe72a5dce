"""How much of a meter of a workspace is there, and a picture of it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pulmu.metering import (
    Chart,
    Coverage,
    DayCoverage,
    Gap,
    GapPolicy,
    Readings,
    Series,
    Total,
    amounts,
    chart,
    day_coverage,
    month_totals,
    total_of_period,
)
from pulmu.model import InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.ports import ReadingStore
from pulmu.services.workspaces.measured import Measured, counted
from pulmu.services.workspaces.meters import known_meter
from pulmu.services.workspaces.sealing import series_of_head

LONGEST_PERIOD = 3_660
"""Days that are told one by one."""
MOST_POINTS = 5_000
_ALL = 2**62


@dataclass(frozen=True, slots=True)
class MeterCoverage:
    """How much of a period is there: by months with their totals, by days, and where it is missing."""

    series: Series
    months: tuple[Coverage, ...]
    totals: tuple[Total, ...]
    total: Total
    days: DayCoverage
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class MeterChart:
    """A picture of a span of a meter's amounts."""

    series: Series
    chart: Chart


def meter_coverage(
    gate: Gate, measured: Measured, actor: Actor, meter: str, start: date, end: date, policy: GapPolicy = "refuse"
) -> MeterCoverage:
    """How much of a half-open period of days is there.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    InputError  The period has no day (`meter.no_day`), or is none that can be told (`meter.span`).
    """
    if not (start.year > 1970 and end.year < 2200 and (end - start).days <= LONGEST_PERIOD):
        raise _no_span(f"{start} to {end}")
    series, store = _opened(gate, measured, actor, meter)
    months = store.period_coverage(meter, start, end)
    first, last = months[0].month.start, months[-1].month.end
    found = _amounts(store, series, first, last)
    gaps = tuple(gap for gap in store.extent(meter).gaps if gap.start < last and first < gap.end)
    return MeterCoverage(
        series, months, month_totals(months, policy), total_of_period(months, start, end, policy),
        day_coverage(found, start, end, series.interval, series.zone), gaps,
    )  # fmt: skip


def meter_chart(
    gate: Gate, measured: Measured, actor: Actor, meter: str, start: str = "", end: str = "", points: int = 1_000
) -> MeterChart:
    """Amounts of a span in at most so many buckets, each with its lowest, mean and highest, and the exact total.

    Parameters
    ----------
    start, end : Half-open: days or times such as 2026-03-04 or 2026-03-04T09:15, by the clock of the meter where they
        name no offset; empty for the first and the last reading.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    InputError  The span cannot be read (`meter.span`).
    """
    with gate.reading(actor, "read_readings") as work:
        head = known_meter(work, meter)
        store = measured.readings(actor.workspace, counted(work, "meter"))
    series = series_of_head(head.head)
    first = _instant(start, series.zone) if start else head.first
    last = _instant(end, series.zone) if end else head.last + series.interval
    first -= first % series.interval if series.interval <= 3600 else 0
    if last <= first or last - first > LONGEST_PERIOD * 86_400:
        raise _no_span(f"{start} to {end}")
    wanted = min(max(points, 1), MOST_POINTS)
    return MeterChart(series, chart(_amounts(store, series, first, last), first, last, series.interval, wanted))


def _amounts(store: ReadingStore, series: Series, first: int, last: int) -> Readings:
    """Amounts of slots of a span; those of a counter follow from all its standings."""
    if series.kind == "interval":
        return store.latest(series.meter, first, last)
    return amounts(series, store.latest(series.meter, -_ALL, _ALL))


def _opened(gate: Gate, measured: Measured, actor: Actor, meter: str) -> tuple[Series, ReadingStore]:
    with gate.reading(actor, "read_readings") as work:
        head = known_meter(work, meter)
        return series_of_head(head.head), measured.readings(actor.workspace, counted(work, "meter"))


def _instant(text: str, zone: str) -> int:
    """The instant a text names.

    Raises
    ------
    InputError  It names none (`meter.span`).
    """
    try:
        at = datetime.fromisoformat(text)
        if not 1970 < at.year < 2200:
            raise ValueError(text)
    except ValueError:
        raise _no_span(text) from None
    return int((at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).timestamp())


def _no_span(text: str) -> InputError:
    return InputError.of(
        "meter.span", "start, end", f"{text[:80]!r} names no span of up to ten years",
        "give days or times such as 2026-03-04 or 2026-03-04T09:15, the end after the start", text=text[:80],
    )  # fmt: skip
