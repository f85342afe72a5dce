"""The rest of a day, once some of it has been seen: forecasts and days alike weigh by how well they fit it so far."""

from dataclasses import dataclass

import numpy as np

from pulmu.plan.forecast.combine import weighted_median
from pulmu.plan.forecast.load import Kinds, Values
from pulmu.plan.forecast.peak import DayPeak
from pulmu.plan.forecast.rules import alike_days

_SHARPNESS = 12.0
_FIT_HALF_LIFE = 4.0
"""Hours after which what was seen of the day counts half."""
_FADING = 1.0
"""Hours in which the last difference between seen and fitted fades to a third."""
_CARRIED = 0.5
_ALIKE = 40
_OTHERS, _OTHER_SHARE = 20, 0.3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Night:
    """What was forecast before the day began.

    Parameters
    ----------
    middle, lower, upper : (slots,) [kW]
    told : (experts, slots)
    """

    middle: Values
    lower: Values
    upper: Values
    told: Values


def rest_of_day(power: Values, kinds: Kinds, seen: Values, night: Night) -> Night:
    """The forecast with what has been seen: where slots are past, what was seen.

    Parameters
    ----------
    power : (days, slots)  Days before. [kW]
    kinds : (days + 1,)  Of those and of the day itself.
    seen : (slots so far,)  NaN where a slot is missing.
    """
    past = len(seen)
    if not past or np.isnan(seen).all():
        return night
    curves, weights = _curves(power, kinds, night)
    weights = weights * np.exp(-_SHARPNESS * _misfit(curves[:, :past], seen, power))
    middle = weighted_median(curves, np.broadcast_to(weights[:, None], curves.shape)) + _carried(curves, weights, seen)
    middle = np.maximum(middle, 0.0)
    moved = Night(
        middle=middle,
        lower=np.maximum(middle - (night.middle - night.lower), 0.0),
        upper=middle + (night.upper - night.middle),
        told=night.told,
    )
    return _with_seen(moved, np.where(np.isnan(seen), night.middle[:past], seen))


def _curves(power: Values, kinds: Kinds, night: Night) -> tuple[Values, Values]:
    """Experts' curves, days alike and the forecast itself weigh alike as groups; days of other kinds a little.

    Without the last a plant that unexpectedly stands could not be told from one that starts late.
    """
    others = np.flatnonzero(kinds[:-1] != kinds[-1])[-_OTHERS:]
    groups = [night.told, power[alike_days(kinds)[-_ALIKE:]], night.middle[None], power[others]]
    groups = [group[~np.isnan(group).any(axis=1)] for group in groups]
    shares = (1.0, 1.0, 1.0, _OTHER_SHARE)
    weights = [np.full(len(group), share / max(1, len(group))) for group, share in zip(groups, shares, strict=True)]
    return np.concatenate(groups), np.concatenate(weights)


def _misfit(curves: Values, seen: Values, power: Values) -> Values:
    """How far each was off so far, above the least, as a share of the mean power of four weeks."""
    hours = (len(seen) - 1 - np.arange(len(seen))) * 24 / power.shape[1]
    counts = np.where(np.isnan(seen), 0.0, 0.5 ** (hours / _FIT_HALF_LIFE))
    off = np.abs(curves - np.nan_to_num(seen)) @ counts / counts.sum()
    found: Values = (off - off.min()) / max(float(np.nanmean(power[-28:])), 1e-9)
    return found


def _carried(curves: Values, weights: Values, seen: Values) -> Values:
    """The last half hour's difference, fading over the hours to come."""
    slots, past = curves.shape[1], len(seen)
    few = max(1, slots // 48)
    last = curves[:, max(0, past - few) : past]
    fitted = weighted_median(last, np.broadcast_to(weights[:, None], last.shape))
    difference = seen[max(0, past - few) :] - fitted
    if np.isnan(difference).all():
        return np.zeros(slots)
    ahead = np.maximum(np.arange(slots) - past, 0) * 24 / slots
    found: Values = _CARRIED * np.exp(-ahead / _FADING) * float(np.nanmean(difference))
    return found


def _with_seen(night: Night, seen: Values) -> Night:
    curves = [np.concatenate([seen, curve[len(seen) :]]) for curve in (night.middle, night.lower, night.upper)]
    return Night(middle=curves[0], lower=curves[1], upper=curves[2], told=night.told)


def peak_of_rest(seen: Values, night: Night, now: Night, peak: DayPeak) -> DayPeak:
    """The day's peak, with what has been seen: at least the highest seen, and what is still to come."""
    past, highest = len(seen), float(np.nanmax(seen)) if (~np.isnan(seen)).any() else 0.0
    before = float(night.middle.max())
    change = float(now.middle[past:].max() / before) if before > 0 else 1.0
    ahead = [value * float(np.clip(change, 0.2, 1.5)) for value in (peak.kilowatt, peak.lower, peak.upper)]
    slot = past + int(now.middle[past:].argmax()) if ahead[0] > highest else int(np.nanargmax(seen))
    kilowatt, lower, upper = (max(value, highest) for value in ahead)
    return DayPeak(kilowatt, lower, upper, slot)
