"""From the readings of a store to totals and gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pulmu.metering import (
    Coverage,
    Gap,
    GapPolicy,
    Series,
    Total,
    expected_slots,
    local_text,
    month_totals,
    total_of_period,
    year_totals,
)
from pulmu.model import InputError, Problem, problem, warning
from pulmu.services.ports import Evidence, ReadingStore, SeriesHead


@dataclass(frozen=True, slots=True)
class MeterTotals:
    """Totals of one meter, and what stands in the way of those that are not given."""

    series: Series
    months: tuple[Total, ...]
    years: tuple[Total, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class MeterPeriod:
    """Total of one meter over a period of days, and what stands in its way where it is not given."""

    series: Series
    total: Total
    evidence: tuple[Evidence, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class MeterGaps:
    """Empty slots of one meter between its first and its last reading."""

    series: Series
    first: int
    last: int
    expected: int
    gaps: tuple[Gap, ...]
    problems: tuple[Problem, ...]


def meter_totals(store: ReadingStore, meter: str | None, policy: GapPolicy) -> tuple[MeterTotals, ...]:
    """Totals of months and years, of one meter or of all.

    Raises
    ------
    InputError  The store does not hold the meter (`meter.unknown`).
    OutsideError  The store cannot be used.
    """
    if meter is None:
        return tuple(_totals(one.series, one.coverage, policy) for one in store.coverage_of_all())
    return (_totals(series_head(store, meter).series, store.coverage(meter), policy),)


def meter_period(store: ReadingStore, meter: str, start: date, end: date, policy: GapPolicy) -> MeterPeriod:
    """Total of a meter over a half-open period of days of its zone.

    Raises
    ------
    InputError  The store does not hold the meter (`meter.unknown`), or the period has no day (`meter.no_day`).
    OutsideError  The store cannot be used.
    """
    head = series_head(store, meter)
    coverage = store.period_coverage(meter, start, end)
    total = total_of_period(coverage, start, end, policy)
    problems = (*_refused(meter, (total,)), *_reset(head.series, _resets_in(coverage)))
    return MeterPeriod(head.series, total, head.evidence, problems)


def meter_gaps(store: ReadingStore, meter: str | None) -> tuple[MeterGaps, ...]:
    """Where readings are missing, of one meter or of all.

    Raises
    ------
    InputError  The store does not hold the meter (`meter.unknown`).
    OutsideError  The store cannot be used.
    """
    names = (meter,) if meter is not None else store.meters()
    return tuple(_gaps(store, name) for name in names)


def _gaps(store: ReadingStore, meter: str) -> MeterGaps:
    series = series_head(store, meter).series
    found = store.extent(meter)
    expected = expected_slots(found.first, found.last, series.interval)
    return MeterGaps(
        series, found.first, found.last, expected, found.gaps, _reset(series, store.resets(meter).tolist())
    )


def _totals(series: Series, coverage: tuple[Coverage, ...], policy: GapPolicy) -> MeterTotals:
    months, years = month_totals(coverage, policy), year_totals(coverage, policy)
    problems = (*_refused(series.meter, years), *_reset(series, _resets_in(coverage)))
    return MeterTotals(series, months, years, problems)


def _resets_in(coverage: Iterable[Coverage]) -> list[int]:
    return [at for month in coverage for at in month.resets]


def _refused(meter: str, totals: tuple[Total, ...]) -> tuple[Problem, ...]:
    return tuple(
        problem(
            "meter.gap",
            f"{meter}, {total.period}",
            f"{total.missing_slots} of {total.expected} slots have no value, so there is no total",
            "import what is missing, or choose with --gaps what a missing slot counts as",
            missing=total.missing_slots,
            expected=total.expected,
        )
        for total in totals
        if total.value is None
    )


def _reset(series: Series, instants: Iterable[int]) -> tuple[Problem, ...]:
    return tuple(
        warning(
            "meter.reset",
            f"{series.meter}, {local_text(at, series.zone)}",
            "the counter stands lower than before",
            "if it was exchanged, import again with --exchange; if it went past its end, with --modulus",
        )
        for at in instants
    )


def series_head(store: ReadingStore, meter: str) -> SeriesHead:
    """What is known of a meter besides its readings.

    Raises
    ------
    InputError  The store does not hold it (`meter.unknown`).
    """
    names = store.meters()
    head = store.head(meter) if meter in names else None
    if head is None:
        raise unknown_meter(meter, names)
    return head


def unknown_meter(meter: str, names: Sequence[str]) -> InputError:
    """The error of a meter that the store does not hold; `names` are those it holds."""
    known = ", ".join(names[:10]) or "none"
    return InputError.of(
        "meter.unknown",
        meter,
        "the store does not hold this meter",
        f"check --store and --meter; it holds: {known}",
        known=known,
    )
