"""Intervals that hold: how wide they were needed lately says how wide they are made.

A spread around the forecast is stretched by the factor that would have covered the wanted share of recent days
(conformal prediction, normalised; days near and alike count more), and the share itself is corrected by what was missed
(I. Gibbs, E. Candès, Adaptive conformal inference under distribution shift, NeurIPS 2021).
"""

from dataclasses import dataclass

import numpy as np

from pulmu.plan.forecast.combine import Memory, day_weights, weighted_quantile
from pulmu.plan.forecast.load import Kinds, Values

COVERED = 0.8
"""Share of slots that an interval is to cover."""

STRETCH = Memory(half_life=14.0, other_kind=0.3, parts=6)
_STEP = 0.1
"""How far the wanted share moves after a day that was missed altogether."""
_LEAST, _MOST = 0.5, 0.99


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Distances from a forecast to where its interval would lie unstretched, above zero. (days, slots) [kW]"""

    below: Values
    above: Values


def stretch_needed(power: Values, middle: Values, spread: Spread) -> Values:
    """The factor by which each slot's interval had to be stretched to reach its power; NaN where it is missing."""
    off = power - middle
    return np.where(off >= 0, off / spread.above, -off / spread.below)


def stretches(needed: Values, kinds: Kinds, wanted: float, memory: Memory = STRETCH) -> Values:
    """Factors for the slots of the day after those that are judged.

    Parameters
    ----------
    needed : (days, slots)
    kinds : (days + 1,)
    """
    days, slots = needed.shape
    width = slots // memory.parts
    parts = needed.reshape(days, memory.parts, width).transpose(0, 2, 1).reshape(days * width, memory.parts)
    weights = np.repeat(day_weights(kinds, memory), width)[:, None]
    found = weighted_quantile(parts, np.broadcast_to(weights, parts.shape), wanted)
    return np.repeat(np.where(np.isnan(found), 1.0, found), width)


def correct_share(wanted: float, covered: float) -> float:
    """The share to aim at next, after a day of which some share was covered."""
    if np.isnan(covered):
        return wanted
    return float(np.clip(wanted + _STEP * (COVERED - covered), _LEAST, _MOST))
