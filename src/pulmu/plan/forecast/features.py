"""What a learned model sees of a day to come: its calendar, days like it, and how the plant ended the day before."""

import warnings
from datetime import date

import numpy as np

from pulmu.plan.forecast.load import Kinds, Load, Values, kinds_of
from pulmu.plan.forecast.rules import alike_days, mean_of, median_of

FEATURES = (
    "slot", "weekday", "kind", "kind_before", "kind_after", "days_since_alike",
    "lag_1_day", "lag_2_days", "lag_7_days", "lag_14_days", "lag_1_day_smooth", "lag_7_days_smooth",
    "alike_median_3", "alike_median_5", "alike_median_10", "alike_median_smooth", "alike_mean", "alike_deviation",
    "alike_lowest", "alike_highest", "alike_last", "alike_running", "week_running_at_slot",
    "yesterday_mean", "yesterday_highest", "yesterday_last_slot", "yesterday_last_two_hours", "yesterday_running",
    "yesterday_running_late", "week_mean", "week_running", "alike_mean_3_days",
)  # fmt: skip
"""Columns of `features`, before those that are known ahead."""

_SMOOTH = 9


def features(load: Load, day: int) -> Values:
    """One row for each slot of a day, from the days before it alone.

    Parameters
    ----------
    load : Rows of the day and later ones, if there are any, are not looked at.
    day : Row the day has or would have.

    Returns
    -------
    (slots, features)
    """
    power, slots = load.power[:day], load.slots
    kinds = kinds_of(load.first, day + 2)
    alike = alike_days(kinds[:-1])
    days = power[alike[-10:]][::-1] if len(alike) else np.full((1, slots), np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a slot that no day has stays unknown
        columns = [
            *_calendar(load.day(day), kinds, day - alike[-1] if len(alike) else np.nan, slots),
            *_lags(power), *_alike(days, power), *_state(power, days),
        ]  # fmt: skip
    return np.column_stack([*(np.broadcast_to(column, slots) for column in columns), _known(load, day)])


def _calendar(day: date, kinds: Kinds, since: float, slots: int) -> list[Values]:
    told = (day.weekday(), kinds[-2], kinds[-3], kinds[-1], since)
    return [np.arange(slots, dtype=float), *(np.full(slots, float(number)) for number in told)]


def _lags(power: Values) -> list[Values]:
    nothing = np.full(power.shape[1], np.nan)
    found = [power[-days] if len(power) >= days else nothing for days in (1, 2, 7, 14)]
    return [*found, _smooth(found[0], 5), _smooth(found[2], 5)]


def _alike(days: Values, power: Values) -> list[Values]:
    middle = median_of(days)
    return [
        median_of(days[:3]), median_of(days[:5]), middle, _smooth(middle, _SMOOTH), mean_of(days), np.nanstd(days, 0),
        np.nanmin(days, 0), np.nanmax(days, 0), days[0], _running(days, power), _running(power[-5:], power),
    ]  # fmt: skip


def _state(power: Values, days: Values) -> list[Values]:
    last, hours = power[-1], power.shape[1] // 24
    level = idle_below(power)
    return [
        np.nanmean(last), np.nanmax(last), last[-1], np.nanmean(last[-2 * hours :]), np.nanmean(last > level),
        np.nanmean(last[-8 * hours :] > level), np.nanmean(power[-7:]), np.nanmean(power[-7:] > level),
        np.nanmean(days[:3]),
    ]  # fmt: skip


def _running(days: Values, power: Values) -> Values:
    shares: Values = np.mean(days > idle_below(power), axis=0)
    return shares


def idle_below(power: Values) -> float:
    """Power below which a plant stands idle: a third of the way from its quiet slots to its middle ones, of weeks."""
    recent = power[-28:]
    quiet, middle = np.nanquantile(recent, (0.1, 0.6)) if not np.isnan(recent).all() else (0.0, 0.0)
    return float(quiet + (middle - quiet) / 3)


def _smooth(values: Values, width: int) -> Values:
    """Mean of the slots around each, of what is there."""
    there = ~np.isnan(values)
    window = np.ones(width)
    total = np.convolve(np.where(there, values, 0.0), window, "same")
    count = np.convolve(there.astype(float), window, "same")
    found: Values = np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0)
    return found


def _known(load: Load, day: int) -> Values:
    """What is known ahead of the day itself."""
    columns = len(load.names)
    if day < load.known.shape[0]:
        found: Values = load.known[day]
        return found
    return np.full((load.slots, columns), np.nan)
