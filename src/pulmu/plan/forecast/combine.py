"""Experts combined by how well each did lately: for each part of the day its own weights, and their weighted median.

The weights are those of the exponentially weighted forecaster (N. Cesa-Bianchi, G. Lugosi, Prediction, Learning, and
Games, 2006, chapter 2) on losses that fade; a median instead of a mean, since the least absolute error is wanted
and a plant that either runs or stands has no use for the mean of both.
"""

from dataclasses import dataclass

import numpy as np

from pulmu.plan.forecast.load import HOLIDAY, Kinds, Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """How the past counts.

    Parameters
    ----------
    half_life : Days after which a day counts half.
    other_kind : What a day of another kind counts against one of the same.
    parts : Parts of the day, each judged for itself: a divisor of the hours of a day.
    sharpness : How much more an expert weighs that did better; at 0 all weigh alike.
    """

    half_life: float = 30.0
    other_kind: float = 0.3
    parts: int = 12
    sharpness: float = 20.0


MEMORY = Memory()

_HOLIDAYS_HALF_LIFE = 180.0
_OF_ANOTHER = 0.05
"""What a holiday counts for other days, and they for a holiday."""


def day_weights(kinds: Kinds, memory: Memory = MEMORY) -> Values:
    """What each day before counts for the last one; holidays are few, and remembered for long.

    Shapes: (days,) from the kinds of (days + 1,).
    """
    age = np.arange(len(kinds) - 1)[::-1]
    is_holiday = kinds == HOLIDAY
    half_life = _HOLIDAYS_HALF_LIFE if is_holiday[-1] else memory.half_life
    other = np.where(is_holiday[:-1] != is_holiday[-1], _OF_ANOTHER, memory.other_kind)
    found: Values = 0.5 ** (age / half_life) * np.where(kinds[:-1] == kinds[-1], 1.0, other)
    return found


def expert_weights(errors: Values, kinds: Kinds, memory: Memory = MEMORY) -> Values:
    """Weights of experts for the day after those that are judged.

    Parameters
    ----------
    errors : (days, experts, slots)  Absolute errors; NaN where the load or the forecast is missing.
    kinds : (days + 1,)  Of those days and of the day to come.

    Returns
    -------
    (experts, slots)  They sum to one in each slot; an expert that was never judged has none, unless no one was.
    """
    days, experts, slots = errors.shape
    parts = errors.reshape(days, experts, memory.parts, slots // memory.parts)
    there = ~np.isnan(parts)
    count = np.einsum("d,depk->ep", day_weights(kinds, memory), there.astype(float))
    total = np.einsum("d,depk->ep", day_weights(kinds, memory), np.where(there, parts, 0.0))
    loss = np.divide(total, count, out=np.full_like(total, np.inf), where=count > 0)
    return np.repeat(_soft(loss, memory.sharpness), slots // memory.parts, axis=1)


def _soft(loss: Values, sharpness: float) -> Values:
    judged = np.isfinite(loss)
    usual = np.where(judged, loss, 0.0).sum(axis=0) / np.maximum(judged.sum(axis=0), 1)
    least = np.where(judged.any(axis=0), loss.min(axis=0, initial=np.inf), 0.0)
    excess = np.where(judged, loss, 0.0) - np.where(np.isfinite(least), least, 0.0)
    weight = np.where(judged, np.exp(-sharpness * excess / np.maximum(usual, 1e-9)), 0.0)
    weight = np.where(judged.any(axis=0), weight, 1.0)
    found: Values = weight / weight.sum(axis=0)
    return found


def is_better(one: Values, other: Values, kinds: Kinds, memory: Memory = MEMORY) -> bool:
    """Whether one expert was off by less than another, over the slots both were judged in.

    Parameters
    ----------
    one, other : (days, slots)  Absolute errors.
    kinds : (days + 1,)
    """
    apart = other - one
    there = ~np.isnan(apart)
    weights = day_weights(kinds, memory)[:, None] * there
    return bool(there.any() and (weights * np.where(there, apart, 0.0)).sum() > 0)


def weighted_median(values: Values, weights: Values) -> Values:
    """Of each column the value at which half of the weight is reached; NaN where no value is there.

    Parameters
    ----------
    values, weights : (experts, slots)
    """
    return weighted_quantile(values, np.where(np.isnan(values), 0.0, weights), 0.5)


def weighted_quantile(values: Values, weights: Values, level: float) -> Values:
    """Of each column the value at which a share of the weight is reached; NaN where nothing has weight."""
    order = np.argsort(values, axis=0)  # NaN last, and without weight
    reached = np.cumsum(np.take_along_axis(np.where(np.isnan(values), 0.0, weights), order, 0), axis=0)
    place = np.minimum((reached < level * reached[-1] - 1e-12).sum(axis=0), len(values) - 1)
    found = np.take_along_axis(np.take_along_axis(values, order, 0), place[None], 0)[0]
    return np.where(reached[-1] > 0, found, np.nan)
