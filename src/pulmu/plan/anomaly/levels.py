"""Levels of a day: the lowest steady one, on which a plant stands, and that on which it runs."""

import warnings
from dataclasses import dataclass

import numpy as np

from pulmu.plan.forecast.load import Load, Values

_STEADY_HOURS = 2
_LEAST_THERE = 0.75
_RUNS = 1.3
"""A day whose 90 % quantile is not so many times its lowest steady level shows no running level of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Levels day by day; NaN where a day does not show them.

    Parameters
    ----------
    base : (days,)  Lowest mean of two hours. [kW]
    running : (days,)  Mean of the slots nearer to the day's 90 % quantile than to its base. [kW]
    """

    base: Values
    running: Values


def levels_of(load: Load) -> Levels:
    """Of each day by itself; a day that lacks a quarter of its slots has none."""
    base = np.full(load.days, np.nan)
    running = np.full(load.days, np.nan)
    width = max(1, _STEADY_HOURS * load.slots // 24)
    for day, power in enumerate(load.power):
        if np.count_nonzero(~np.isnan(power)) < _LEAST_THERE * load.slots:
            continue
        windows = np.lib.stride_tricks.sliding_window_view(power, width).mean(axis=1)
        if np.isnan(windows).all():
            continue
        base[day] = np.nanmin(windows)
        high = float(np.nanquantile(power, 0.9))
        if high > _RUNS * base[day] and high > 0:
            running[day] = np.nanmean(power[power >= (base[day] + high) / 2])
    return Levels(base, running)


def lowest_steady(base: Values) -> float:
    """The level a plant has shown that it can stand on: what one day in ten was below. NaN where no day shows it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return float(np.nanquantile(base, 0.1)) if len(base) else float("nan")
