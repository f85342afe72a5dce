"""The highest power of a day to come: a curve of medians never shows it, so that it is forecast by itself."""

import warnings
from dataclasses import dataclass

import numpy as np

from pulmu.plan.forecast.combine import Memory, day_weights, expert_weights, weighted_median, weighted_quantile
from pulmu.plan.forecast.load import Kinds, Values
from pulmu.plan.forecast.rules import alike_days

_MEMORY = Memory(half_life=21.0, other_kind=0.2, parts=1, sharpness=10.0)


@dataclass(frozen=True, slots=True)
class DayPeak:
    """The highest slot of a day.

    Parameters
    ----------
    kilowatt, lower, upper : With its interval of 80 %.
    slot : Where it is likeliest.
    """

    kilowatt: float
    lower: float
    upper: float
    slot: int


def forecast_peaks(power: Values, kinds: Kinds, middle: Values, first: int) -> list[DayPeak]:
    """The peaks of days, each from the days before it alone.

    Parameters
    ----------
    power : (days, slots)  All days before the last one asked for. [kW]
    kinds : (days + 1,)
    middle : (asked, slots)  Forecast curves of days that follow each other; the last may not have begun.
    first : Row of the first of them.
    """
    highest = highest_of(power)
    curves, named = middle.max(axis=1), np.zeros((len(middle), 3))
    found: list[DayPeak] = []
    for number in range(len(middle)):
        day = first + number
        been = slice(max(0, number - 56), number)
        actual, before = highest[first:day][been], kinds[first:day][been]
        now = np.append(before, kinds[day])
        alike = highest[:day][alike_days(kinds[: day + 1])]
        grown = _grown(curves[been], actual, now)
        named[number] = [curves[number] * grown, _middle(alike[-10:]), _middle(alike[-4:])]
        errors = np.abs(named[been] - actual[:, None])[..., None]
        weights = expert_weights(errors, now, _MEMORY) if number else np.full((3, 1), 1 / 3)
        # The median of the highest slot is at least the highest of the slots' medians.
        kilowatt = max(float(weighted_median(named[number][:, None], weights)[0]), float(curves[number]))
        found.append(_with_interval(kilowatt, found, actual, now, _slot(middle[number])))
    return found


def highest_of(power: Values) -> Values:
    """The highest slot of each day; NaN of a day without any."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found: Values = np.nanmax(power, axis=1) if len(power) else np.zeros(0)
        return found


def _middle(values: Values) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else np.nan


def _grown(curves: Values, actual: Values, kinds: Kinds) -> float:
    """By what factor peaks stood above those of the curves."""
    usable = (curves > 0) & ~np.isnan(actual)
    if not usable.any():
        return 1.0
    ratio = np.where(usable, actual / np.where(curves > 0, curves, 1.0), np.nan)
    return float(weighted_median(ratio[:, None], day_weights(kinds, _MEMORY)[:, None])[0])


def _with_interval(kilowatt: float, before: list[DayPeak], actual: Values, kinds: Kinds, slot: int) -> DayPeak:
    was = np.array([peak.kilowatt for peak in before[len(before) - len(actual) :]])
    ratio = np.divide(actual, was, out=np.full(len(actual), np.nan), where=was > 0)[:, None]
    if np.isnan(ratio).all():
        return DayPeak(kilowatt, kilowatt, kilowatt, slot)
    weights = day_weights(kinds, _MEMORY)[:, None]
    low, high = (float(weighted_quantile(ratio, weights, level)[0]) for level in (0.1, 0.9))
    return DayPeak(kilowatt, kilowatt * min(low, 1.0), kilowatt * max(high, 1.0), slot)


def _slot(curve: Values) -> int:
    """Where the hour around a slot is highest."""
    width = max(1, len(curve) // 24)
    return int(np.convolve(curve, np.ones(width) / width, "same").argmax())
