"""From the readings of a store to totals and gaps."""

from dataclasses import dataclass

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
    year_totals,
)
from pulmu.model import InputError, Problem, problem, warning
from pulmu.services.ports import Kept, ReadingStore


@dataclass(frozen=True, slots=True)
class MeterTotals:
    """Totals of one meter, and what stands in the way of those that are not given."""

    series: Series
    months: tuple[Total, ...]
    years: tuple[Total, ...]
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
    return MeterGaps(kept.series, first, last, (last - first) // step, gaps(found, step), reset_warnings(kept))


def _totals(store: ReadingStore, meter: str, policy: GapPolicy) -> MeterTotals:
    kept = _kept(store, meter)
    coverage = store.coverage(meter)
    months, years = month_totals(coverage, policy), year_totals(coverage, policy)
    refused = tuple(
        problem(
            "meter.gap",
            f"{meter}, {year.period}",
            f"{year.missing_slots} of {year.expected} slots have no value, so there is no total",
            "import what is missing, or choose with --gaps what a missing slot counts as",
            missing=year.missing_slots,
            expected=year.expected,
        )
        for year in years
        if year.value is None
    )
    return MeterTotals(kept.series, months, years, (*refused, *reset_warnings(kept)))


def reset_warnings(kept: Kept) -> tuple[Problem, ...]:
    """Where a counter stood lower than before, for no known reason."""
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


def known_meter(store: ReadingStore, meter: str) -> Kept | Problem:
    """What the store holds of a meter, or the problem that it does not."""
    names = store.meters()
    kept = store.read(meter) if meter in names else None
    if kept is not None:
        return kept
    known = ", ".join(names[:10]) or "none"
    return problem(
        "meter.unknown",
        meter,
        "the store does not hold this meter",
        f"check --store and the meter's id; it holds: {known}",
        known=known,
    )


def _kept(store: ReadingStore, meter: str) -> Kept:
    found = known_meter(store, meter)
    if isinstance(found, Problem):
        raise InputError(found)
    return found
