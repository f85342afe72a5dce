"""Days that followed an evening like the last one: how a plant ended a day says how it goes on.

A plant that ran late, or stood still before it should, seldom does as on a typical day; what it did after evenings like
that one tells more. Nearest neighbours, of the same kind of day, weighed by how near they are and how long ago.
"""

import warnings

import numpy as np

from pulmu.plan.forecast.combine import weighted_median
from pulmu.plan.forecast.load import Kinds, Values
from pulmu.plan.forecast.rules import Rule, alike_days

_HOURS = (2, 4, 8, 24)
_SHARPNESS, _HALF_LIFE = 3.0, 60.0
_FEWEST, _FEWEST_BEFORE = 3, 4


def after_similar(hours: int) -> Rule:
    """Median of days of the same kind: each weighs by how near the last hours before it were to those before this one.

    One whose hours were off by the usual distance more than the nearest weighs a twentieth of that one.
    """

    def rule(power: Values, kinds: Kinds) -> Values:
        days = _candidates(kinds)
        if len(days) < _FEWEST:
            return np.full(power.shape[1], np.nan)
        late = power[:, -hours * power.shape[1] // 24 :]
        weights = _nearness(late[days - 1], late[-1]) * 0.5 ** ((len(power) - days) / _HALF_LIFE)
        return weighted_median(power[days], np.broadcast_to(weights[:, None], (len(days), power.shape[1])))

    return rule


SIMILAR: dict[str, Rule] = {f"similar_{hours}": after_similar(hours) for hours in _HOURS}
"""By the hours before midnight that are compared."""


def _candidates(kinds: Kinds) -> Kinds:
    """Days of the same kind as the last, after a day of the same kind as the one before it where there are enough."""
    days = alike_days(kinds)
    days = days[days > 0]
    same = days[kinds[days - 1] == kinds[-2]] if len(kinds) > 1 else days
    return same if len(same) >= _FEWEST_BEFORE else days


def _nearness(evenings: Values, last: Values) -> Values:
    """Weights, one for the nearest; nothing for an evening that is missing. (days,) from (days, slots) and (slots,)"""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        off = np.nanmean(np.abs(evenings - last), axis=1)
    there = ~np.isnan(off)
    if not there.any():
        return np.ones(len(off))
    above = np.where(there, off, np.inf) - off[there].min()
    found: Values = np.exp(-_SHARPNESS * above / max(float(off[there].mean()), 1e-9))
    return found
