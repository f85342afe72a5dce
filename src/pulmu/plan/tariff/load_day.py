"""The load of a mean working day, season by season, with the bands it is charged in."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pulmu.metering import BAD, Readings, Series, amounts, local_clock
from pulmu.metering.series import Instants, Values
from pulmu.model import conversion_factor
from pulmu.model.tariff import Tariff
from pulmu.plan.tariff.hours import Charged, charged, is_day_kind

_EPOCH = date(1970, 1, 1)
_DAY = 86_400
_QUARTER = 900
QUARTERS = _DAY // _QUARTER


@dataclass(frozen=True, slots=True, eq=False)
class MeanDay:
    """The mean working day of a season, as long as the hours of its bands are the same.

    Parameters
    ----------
    days : How many working days it is the mean of.
    first, last : The first and the last of them.
    power : (96,)  Mean power of each quarter of an hour. [kW]
    bands : (96,)  Band that quarter is charged in.
    """

    season: str
    days: int
    first: date
    last: date
    power: Values
    bands: tuple[str, ...]


def mean_days(
    tariff: Tariff, series: Series, readings: Readings, start: int, end: int, *, rates_of: date | None = None
) -> tuple[MeanDay, ...]:
    """Mean working days from an instant to before another, in order of time; days with a hole are left out.

    Raises
    ------
    RuleError, InputError  As for `charged`.
    """
    drawn = amounts(series, readings)
    mine = (drawn.start >= start) & (drawn.start < end) & (drawn.quality != BAD)
    at, power = _quarters(drawn.start[mine], drawn.value[mine] * conversion_factor(series.unit, "kWh"), series.interval)
    slots = charged(tariff, at, _QUARTER, rates_of=rates_of)
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[date, Values]]] = {}
    for day, rows in _whole_days(tariff, at):
        groups.setdefault(_pattern(slots, rows), []).append((day, power[rows]))
    return tuple(
        MeanDay(season, len(found), found[0][0], found[-1][0], np.mean([item for _, item in found], axis=0), bands)
        for (season, bands), found in groups.items()
    )


def _quarters(start: Instants, energy: Values, interval: int) -> tuple[Instants, Values]:
    """Quarters of an hour that are whole, and their mean power. [s since 1970, UTC; kW]"""
    first, place = np.unique(start // _QUARTER, return_inverse=True)
    whole = np.bincount(place, minlength=len(first)) == _QUARTER // interval
    power = np.bincount(place, weights=energy, minlength=len(first)) * 3600 / _QUARTER
    return first[whole] * _QUARTER, power[whole]


def _whole_days(tariff: Tariff, at: Instants) -> list[tuple[date, NDArray[np.int64]]]:
    """Working days of 96 quarters, and where those stand."""
    days, begins, counts = np.unique(local_clock(at, tariff.zone) // _DAY, return_index=True, return_counts=True)
    found = []
    for number, begin, count in zip(days.tolist(), begins.tolist(), counts.tolist(), strict=True):
        day = _EPOCH + timedelta(days=number)
        is_off = any(is_day_kind(tariff, day, kind) for kind in ("saturday", "sunday", "holiday"))
        if count == QUARTERS and not is_off:
            found.append((day, np.arange(begin, begin + QUARTERS)))
    return found


def _pattern(slots: Charged, rows: NDArray[np.int64]) -> tuple[str, tuple[str, ...]]:
    ways = [slots.charges[number] for number in slots.of[rows].tolist()]
    return ways[0].season, tuple(item.band for item in ways)
