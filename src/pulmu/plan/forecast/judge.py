"""From what experts said to one forecast with its interval, day after day, each by what had been seen before it."""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.forecast.combine import expert_weights, is_better, weighted_median
from pulmu.plan.forecast.experts import SEEING, Said
from pulmu.plan.forecast.intervals import COVERED, Spread, correct_share, stretch_needed, stretches
from pulmu.plan.forecast.load import Kinds, Load, Values, judged_kinds_of, kinds_of
from pulmu.plan.forecast.rules import alike_days

_REMEMBERED, _REMEMBERED_BY_INTERVALS = 400, 84
"""Days that are judged; those before no longer count."""

_NARROWEST = 0.03
"""Least distance from a forecast to where its interval lies, as a share of the mean power of four weeks."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """Forecasts of days that follow each other.

    Parameters
    ----------
    first : Row of the first day.
    middle, lower, upper : (days, slots)  [kW]
    weights : (days, experts, slots)
    """

    first: int
    names: tuple[str, ...]
    middle: Values
    lower: Values
    upper: Values
    weights: Values


def judge(load: Load, said: Said) -> Judged:
    """Combine what experts said; each day by the days before it alone.

    Parameters
    ----------
    load : With rows for the days before the last one; later ones are not looked at.
    """
    days = len(said.quantiles)
    kinds = kinds_of(load.first, said.first + days)[said.first :]
    actual = _rows(load, said.first, days)
    middle, weights = _middles(said, actual, judged_kinds_of(load.first, said.first + days)[said.first :])
    spread = _spreads(load, said, middle)
    lower, upper = _intervals(middle, spread, actual, kinds)
    return Judged(first=said.first, names=said.names, middle=middle, lower=lower, upper=upper, weights=weights)


def _rows(load: Load, first: int, days: int) -> Values:
    """Powers of the days that were said of; NaN where they are not there."""
    found = np.full((days, load.slots), np.nan)
    there = load.power[first : first + days]
    found[: len(there)] = there
    return found


def _middles(said: Said, actual: Values, kinds: Kinds) -> tuple[Values, Values]:
    told = said.middle
    errors = np.abs(told - actual[:, None, :])
    middle, weights = np.empty_like(actual), np.empty_like(told)
    for day in range(len(told)):
        been = slice(max(0, day - _REMEMBERED), day)
        judged = errors[been] if day else np.full((1, *told.shape[1:]), np.nan)
        known = np.append(kinds[been], kinds[day]) if day else kinds[[0, 0]]
        shy = np.isnan(told[day]) | _no_help(said.names, judged, known)[:, None]
        weight = np.where(shy, 0.0, expert_weights(judged, known))
        total = weight.sum(axis=0)
        spared = np.where(shy, 0.0, 1.0)  # whoever has something to say, where no one judged has
        weight = np.where(total > 0, weight, spared)
        weights[day] = weight / np.maximum(weight.sum(axis=0), 1e-300)
        middle[day] = weighted_median(told[day], weights[day])
    return middle, weights


def _no_help(names: tuple[str, ...], errors: Values, kinds: Kinds) -> NDArray[np.bool_]:
    """Models that see what is known ahead and were no better than the same ones that do not: they are not heard."""
    found = np.zeros(len(names), np.bool_)
    for number, name in enumerate(names):
        if name.endswith(SEEING):
            blind = names.index(name.removesuffix(SEEING))
            found[number] = not is_better(errors[:, number], errors[:, blind], kinds)
    return found


def _spreads(load: Load, said: Said, middle: Values) -> Spread:
    """Half of what days alike were apart, half of what the forest expects to be apart."""
    below, above = np.empty_like(middle), np.empty_like(middle)
    for number, forecast in enumerate(middle):
        low, high = _apart(load, said, number)
        least = _NARROWEST * _usual(load.power[: said.first + number]) + 1e-6
        below[number] = np.maximum(np.nan_to_num(forecast - low), 0.0) + least
        above[number] = np.maximum(np.nan_to_num(high - forecast), 0.0) + least
    return Spread(below, above)


def _apart(load: Load, said: Said, number: int) -> tuple[Values, Values]:
    day = said.first + number
    alike = load.power[alike_days(kinds_of(load.first, day + 1))[-20:]]
    told = said.quantiles[number][said.names.index("forest")].T if "forest" in said.names else alike[:0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        wide = [np.nanquantile(part, (0.1, 0.9), axis=0) for part in (alike, told) if len(part)]
        low, high = np.nanmean(np.stack(wide), axis=0) if wide else np.full((2, load.slots), np.nan)
    return low, high


def _usual(power: Values) -> float:
    recent = power[-28:]
    return float(np.nanmean(recent)) if not np.isnan(recent).all() else 0.0


def _intervals(middle: Values, spread: Spread, actual: Values, kinds: Kinds) -> tuple[Values, Values]:
    needed = stretch_needed(actual, middle, spread)
    lower, upper = np.empty_like(middle), np.empty_like(middle)
    wanted = COVERED
    for day in range(len(middle)):
        been = slice(max(0, day - _REMEMBERED_BY_INTERVALS), day)
        factor = np.ones(middle.shape[1])
        if day:
            factor = stretches(needed[been], np.append(kinds[been], kinds[day]), wanted)
        lower[day] = np.maximum(middle[day] - factor * spread.below[day], 0.0)
        upper[day] = middle[day] + factor * spread.above[day]
        wanted = correct_share(wanted, coverage(actual[day], lower[day], upper[day]))
    return lower, upper


def coverage(actual: Values, lower: Values, upper: Values) -> float:
    """Share of the slots that are there which lie in their intervals; NaN where there are none."""
    there = ~np.isnan(actual)
    if not there.any():
        return float("nan")
    return float(np.mean((actual >= lower)[there] & (actual <= upper)[there]))
