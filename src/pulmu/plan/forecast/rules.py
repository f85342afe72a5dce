"""Rules anybody can follow with a pencil: what a forecast is measured by, and what it falls back to."""

import warnings
from collections.abc import Callable

import numpy as np

from pulmu.plan.forecast.load import Kinds, Values

Rule = Callable[[Values, Kinds], Values]
"""From days before and their kinds, that of the day asked for last, to a forecast of it.

Shapes: (days, slots) and (days + 1,) to (slots,); NaN where the rule has nothing to go by.
"""

_TYPICAL = (3, 7, 10, 15, 20, 30)


def yesterday(power: Values, kinds: Kinds) -> Values:  # noqa: ARG001
    """The day before."""
    found: Values = power[-1]
    return found


def last_week(power: Values, kinds: Kinds) -> Values:  # noqa: ARG001
    """The same weekday of the week before."""
    return power[-7] if len(power) >= 7 else _nothing(power)


def same_kind(power: Values, kinds: Kinds) -> Values:
    """The last day of the same kind: workday, Saturday, day off."""
    alike = alike_days(kinds)
    return power[alike[-1]] if len(alike) else _nothing(power)


def weeks_mean(power: Values, kinds: Kinds) -> Values:  # noqa: ARG001
    """Mean of the same weekday of four weeks."""
    return mean_of(power[_weeks_before(len(power))])


def weeks_median(power: Values, kinds: Kinds) -> Values:  # noqa: ARG001
    """Median of the same weekday of four weeks."""
    return median_of(power[_weeks_before(len(power))])


def kind_mean(power: Values, kinds: Kinds) -> Values:
    """Mean of the last ten days of the same kind."""
    return mean_of(power[alike_days(kinds)[-10:]])


def kind_median(days: int) -> Rule:
    """Median of so many last days of the same kind."""

    def rule(power: Values, kinds: Kinds) -> Values:
        return median_of(power[alike_days(kinds)[-days:]])

    return rule


NAIVE: dict[str, Rule] = {
    "yesterday": yesterday,
    "last_week": last_week,
    "same_kind": same_kind,
    "weeks_mean": weeks_mean,
    "weeks_median": weeks_median,
}
"""What a forecast has to be better than."""

TYPICAL: dict[str, Rule] = {
    "kind_mean": kind_mean,
    **{f"kind_median_{days}": kind_median(days) for days in _TYPICAL},
}
"""Typical days of a kind: nearly as plain, harder to beat, and told beside the others."""


def alike_days(kinds: Kinds) -> Kinds:
    """Rows of the days of the same kind as the last, in order of time."""
    return np.flatnonzero(kinds[:-1] == kinds[-1])


def median_of(days: Values) -> Values:
    """Slot by slot over days; NaN where no day has the slot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.nanmedian(days, axis=0) if len(days) else _nothing(days)


def mean_of(days: Values) -> Values:
    """Slot by slot over days; NaN where no day has the slot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.nanmean(days, axis=0) if len(days) else _nothing(days)


def _weeks_before(day: int) -> list[int]:
    return [day - 7 * weeks for weeks in range(1, 5) if day >= 7 * weeks]


def _nothing(power: Values) -> Values:
    return np.full(power.shape[1], np.nan)
