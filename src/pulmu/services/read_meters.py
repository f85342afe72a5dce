"""From the readings of a store to totals and gaps."""

from dataclasses import dataclass
from datetime import date

from pulmu.metering import (
    Gap,
    GapPolicy,
    Series,
    Total,
    amounts,
    gaps,
    latest,
    local_text,
    month_totals,
    resets,
    total_of_period,
    year_totals,
)
from pulmu.model import InputError, Problem, problem, warning
from pulmu.services.ports import Evidence, Kept, ReadingStore


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
    names = (meter,) if meter is not None else store.meters()
    return tuple(_totals(store, name, policy) for name in names)


def meter_period(store: ReadingStore, meter: str, start: date, end: date, policy: GapPolicy) -> MeterPeriod:
    """Total of a meter over a half-open period of days of its zone.

    Raises
    ------
    InputError  The store does not hold the meter (`meter.unknown`), or the period has no day (`meter.no_day`).
    OutsideError  The store cannot be used.
    """
    kept = _kept(store, meter)
    total = total_of_period(store.period_coverage(meter, start, end), start, end, policy)
    return MeterPeriod(kept.series, total, kept.evidence, (*_refused(meter, (total,)), *_resets(kept)))


def meter_gaps(store: ReadingStore, meter: str) -> MeterGaps:
    """Where readings are missing.

    Raises
    ------
    InputError  The store does not hold the meter (`meter.unknown`).
    OutsideError  The store cannot be used.
    """
    kept = _kept(store, meter)
    found = amounts(kept.series, latest(kept.parts))
    step = kept.series.interval
    first, last = (int(found.start[0]), int(found.start[-1]) + step) if len(found) else (0, 0)
    return MeterGaps(kept.series, first, last, (last - first) // step, gaps(found, step), _resets(kept))


def _totals(store: ReadingStore, meter: str, policy: GapPolicy) -> MeterTotals:
    kept = _kept(store, meter)
    coverage = store.coverage(meter)
    months, years = month_totals(coverage, policy), year_totals(coverage, policy)
    return MeterTotals(kept.series, months, years, (*_refused(meter, years), *_resets(kept)))


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


def _resets(kept: Kept) -> tuple[Problem, ...]:
    if kept.series.kind != "counter":
        return ()
    return tuple(
        warning(
            "meter.reset",
            f"{kept.series.meter}, {local_text(at, kept.series.zone)}",
            "the counter stands lower than before",
            "if it was exchanged, import again with --exchange; if it went past its end, with --modulus",
        )
        for at in resets(kept.series, latest(kept.parts)).tolist()
    )


def _kept(store: ReadingStore, meter: str) -> Kept:
    names = store.meters()
    kept = store.read(meter) if meter in names else None
    if kept is None:
        known = ", ".join(names[:10]) or "none"
        raise InputError.of(
            "meter.unknown",
            meter,
            "the store does not hold this meter",
            f"check --store and --meter; it holds: {known}",
            known=known,
        )
    return kept
