"""The highest power of a day to come: a curve of medians never shows it, so that it is forecast by itself."""

import warnings
from dataclasses import dataclass

import numpy as np

from pulmu.plan.forecast.combine import Memory, day_weights, expert_weights, weighted_median, weighted_quantile
from pulmu.plan.forecast.intervals import COVERED, correct_share
from pulmu.plan.forecast.load import Kinds, Values
from pulmu.plan.forecast.rules import alike_days

_MEMORY = Memory(half_life=21.0, other_kind=0.2, parts=1, sharpness=10.0)
_OFF = Memory(half_life=42.0, other_kind=0.3, parts=1)
_REMEMBERED, _REMEMBERED_BY_INTERVALS = 56, 84
_BEYOND = 0.05
"""How far an interval may reach beyond the peaks of those days, as a share of the outermost."""


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
    off, wanted = np.full(len(middle), np.nan), COVERED
    found: list[DayPeak] = []
    for number in range(len(middle)):
        day = first + number
        been = slice(max(0, number - _REMEMBERED), number)
        actual, before = highest[first:day][been], kinds[first:day][been]
        now = np.append(before, kinds[day])
        alike = highest[:day][alike_days(kinds[: day + 1])]
        grown = _grown(curves[been], actual, now)
        named[number] = [curves[number] * grown, _middle(alike[-10:]), _middle(alike[-4:])]
        errors = np.abs(named[been] - actual[:, None])[..., None]
        weights = expert_weights(errors, now, _MEMORY) if number else np.full((3, 1), 1 / 3)
        # The median of the highest slot is at least the highest of the slots' medians.
        kilowatt = max(float(weighted_median(named[number][:, None], weights)[0]), float(curves[number]))
        longer = slice(max(0, number - _REMEMBERED_BY_INTERVALS), number)
        lower, upper = _interval(
            kilowatt, off[longer], kinds[first + longer.start : day + 1], wanted,
            highest[max(0, day - _REMEMBERED_BY_INTERVALS) : day],
        )  # fmt: skip
        found.append(DayPeak(kilowatt, lower, upper, _slot(middle[number])))
        if day < len(highest):
            off[number] = highest[day] - kilowatt
            wanted = correct_share(wanted, np.nan if np.isnan(off[number]) else float(lower <= highest[day] <= upper))
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


def _interval(kilowatt: float, off: Values, kinds: Kinds, wanted: float, seen: Values) -> tuple[float, float]:
    """From where to where the peak lies in the wanted share of days, by what forecasts were off on days before.

    Differences and not ratios: a holiday forecast at next to nothing on which the plant ran after all is one day off by
    some power, and no factor for others. An interval reaches little beyond what was seen of late.

    Parameters
    ----------
    off : (days,)  Peak less its forecast; NaN where it is not known. [kW]
    kinds : (days + 1,)
    seen : Peaks of the last weeks. [kW]
    """
    there = ~np.isnan(off)
    if not there.any():
        return kilowatt, kilowatt
    weights = day_weights(kinds, _OFF)[there]
    share = min(1.0, wanted * (1 + float((weights**2).sum() / weights.sum() ** 2)))  # few days are less sure
    low, high = (
        float(weighted_quantile(off[there][:, None], weights[:, None], level)[0])
        for level in ((1 - share) / 2, (1 + share) / 2)
    )
    lower, upper = kilowatt + min(low, 0.0), kilowatt + max(high, 0.0)
    known = seen[~np.isnan(seen)]
    if len(known):
        lower = max(lower, (1 - _BEYOND) * float(known.min()))
        upper = min(upper, (1 + _BEYOND) * float(known.max()))
    return max(0.0, min(kilowatt, lower)), max(kilowatt, upper)


def _slot(curve: Values) -> int:
    """Where the hour around a slot is highest."""
    width = max(1, len(curve) // 24)
    return int(np.convolve(curve, np.ones(width) / width, "same").argmax())
