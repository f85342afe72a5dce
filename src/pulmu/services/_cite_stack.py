"""The mass of a gas that two series of readings of a stack add up to, as an amount of a plant."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.carbon.hourly import HourlyMass, hourly_mass
from pulmu.metering import BAD, Series, latest
from pulmu.model import InputError, Period, Problem, Quantity, conversion_factor, problem, unit, warning
from pulmu.reference import parameter
from pulmu.services.ports import Evidence, Kept, ReadingStore
from pulmu.services.read_meters import unknown_meter

_HOUR = 3600
_SHOWN_FILES = 3


def mass_of_stack(
    store: ReadingStore, citation: str, concentration: str, flow: str, span: Period
) -> tuple[Quantity | Problem, tuple[Problem, ...], tuple[Evidence, ...]]:
    """Mass of the gas over a span, or the problem that stands in its way; with warnings and the files behind it.

    Hours with too few valid concentrations are substituted by the rule of the act; nothing stands in for a flow.

    Raises
    ------
    InputError  The store does not hold a series, or it is none of the kind that is needed.
    """
    parts = [_kept(store, name) for name in (concentration, flow)]
    points = [
        _points(parts[0], span, "mass per normal volume", "g/Nm3"),
        _points(parts[1], span, "normal volume", "Nm3"),
    ]
    limit = parameter("measurement_valid_share").value
    per_hour = (_HOUR // parts[0].series.interval, _HOUR // parts[1].series.interval)
    found = hourly_mass(points[0], points[1], per_hour, limit)
    evidence = (*parts[0].evidence, *parts[1].evidence)
    if found.without_flow or np.isnan(found.mass):
        return _refused(found, flow if found.without_flow else concentration), (), evidence
    told = f"{found.hours:,} hours of {concentration} and {flow}, {span}"
    filled = f"{found.substituted:,} of them substituted by {found.substitute:.6g} g/Nm3 (mean + 2 standard deviations)"
    names = [f"{item.name} (sha256 {item.sha256[:12]})" for item in evidence[:_SHOWN_FILES]]
    basis = "; ".join([told, *([filled] if found.substituted else []), *names])
    return Quantity(found.mass, "t", cites=citation, basis=basis), _substituted(found, concentration), evidence


def _kept(store: ReadingStore, meter: str) -> Kept:
    names = store.meters()
    found = store.read(meter) if meter in names else None
    if found is None:
        raise unknown_meter(meter, names)
    if found.series.kind != "interval" or found.series.interval > _HOUR:
        raise InputError.of(
            "meter.not_hourly",
            meter,
            "a stack is computed hour by hour, and this series has longer slots or counts",
            "import means or amounts of an hour or less",
            meter=meter,
        )
    return found


def _points(kept: Kept, span: Period, dimension: str, base: str) -> "np.typing.NDArray[np.float64]":
    """Data points of a span in order, NaN where there is no valid one; a flow per hour as the volume of its slot."""
    series, readings = kept.series, latest(kept.parts)
    start, end = _instants(series, span)
    result = np.full((end - start) // series.interval, np.nan)
    kept_ones = (readings.start >= start) & (readings.start < end) & (readings.quality != BAD)
    slots = (readings.start[kept_ones] - start) // series.interval
    result[slots] = readings.value[kept_ones] * _factor(series, dimension, base)
    return result


def _factor(series: Series, dimension: str, base: str) -> float:
    found = unit(series.unit).dimension
    if found == dimension:
        return conversion_factor(series.unit, base)
    if found == f"{dimension} per time":
        return conversion_factor(series.unit, f"{base}/h") * series.interval / _HOUR
    raise InputError.of(
        "input.unit_mismatch",
        series.meter,
        f"{series.unit} is a unit of {found}, not of {dimension}",
        f"give {base}",
        unit=series.unit,
        wanted=base,
    )


def _instants(series: Series, span: Period) -> tuple[int, int]:
    zone = ZoneInfo(series.zone)
    start, end = (int(datetime.combine(day, time(), zone).timestamp()) for day in (span.start, span.end))
    return start, end


def _refused(found: HourlyMass, meter: str) -> Problem:
    return problem(
        "meter.stack_gap",
        "",
        f"{found.without_flow or found.hours} of {found.hours} hours of {meter} have too few valid values",
        "fill a missing flow by a mass or energy balance and import it as estimated; a missing concentration is"
        " substituted where others are there",
        meter=meter,
        missing=found.without_flow or found.hours,
        expected=found.hours,
    )


def _substituted(found: HourlyMass, meter: str) -> tuple[Problem, ...]:
    if not found.substituted:
        return ()
    return (
        warning(
            "meter.stack_substituted",
            meter,
            f"{found.substituted} of {found.hours} hours have too few valid values and count with"
            f" {found.substitute:.6g} g/Nm3",
            "tell the verifier why they are missing; the substitute is the mean plus two standard deviations",
            missing=found.substituted,
            expected=found.hours,
            amount=f"{found.substitute:.6g} g/Nm3",
        ),
    )
