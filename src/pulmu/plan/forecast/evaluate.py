"""How good forecasts were, beside the rules anybody can follow."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from pulmu.plan.forecast.load import Load, Values


def mean_absolute_error(actual: Values, forecast: Values) -> float:
    """Over the slots that are there and were forecast; NaN where there are none. [kW]"""
    error = np.abs(forecast - actual)
    there = ~np.isnan(error)
    return float(error[there].mean()) if there.any() else float("nan")


def daily_scale(load: Load, first: int) -> float:
    """Mean absolute difference of neighbouring days before a day, NaN of none: what an error is divided by. [kW]

    Source: R. J. Hyndman, A. B. Koehler, Another look at measures of forecast accuracy (2006); a season of one day.
    """
    power = load.power[:first].ravel()
    difference = np.abs(power[load.slots :] - power[: -load.slots]) if first > 1 else power[:0]
    there = ~np.isnan(difference)
    return float(difference[there].mean()) if there.any() else float("nan")


@dataclass(frozen=True, slots=True)
class PairedTest:
    """Whether one forecast is better than another, day by day.

    Parameters
    ----------
    better_by : Mean of daily losses of the other less those of the one. [kW]
    statistic, probability : Of a test that both are as good, two-sided.
    """

    better_by: float
    statistic: float
    probability: float


def diebold_mariano(one: Values, other: Values) -> PairedTest:
    """Test of two forecasts by their daily mean absolute errors, which may be tied to those of the days before.

    Source: F. X. Diebold, R. S. Mariano (1995), with the small-sample correction of D. Harvey, S. Leybourne, P. Newbold
    (1997); autocovariances up to the cube root of the number of days, with falling weights: their sum stays above zero.
    """
    difference = other - one
    days = len(difference)
    off = difference - difference.mean()
    lags = int(days ** (1 / 3))
    variance = off @ off / days + 2 * sum(
        (1 - lag / (lags + 1)) * (off[lag:] @ off[:-lag]) / days for lag in range(1, lags + 1)
    )
    if variance <= 0:
        return PairedTest(float(difference.mean()), 0.0, 1.0)
    correction = np.sqrt((days + 1 - 2 * (lags + 1) + (lags + 1) * lags / days) / days)
    statistic = float(correction * difference.mean() / np.sqrt(variance / days))
    return PairedTest(float(difference.mean()), statistic, float(2 * stdtr(days - 1, -abs(statistic))))


def daily_errors(actual: Values, forecast: Values) -> Values:
    """Mean absolute error of each day. (days,) from (days, slots)"""
    return np.array([mean_absolute_error(*pair) for pair in zip(actual, forecast, strict=True)])
