"""How many alarms a day are wanted, and the score above which one is raised."""

import math
from dataclasses import dataclass

import numpy as np

from pulmu.plan.forecast.load import Values

_TAIL = 12


@dataclass(frozen=True, slots=True)
class Threshold:
    """A score above which an alarm is raised.

    Parameters
    ----------
    measured : Blocks it rests on.
    is_beyond : Whether the budget is too small for so few blocks, so that it lies beyond all that was seen.
    least : The smallest budget that so many blocks show; below it the threshold is a guess. [1/d]
    """

    score: float
    measured: int
    is_beyond: bool
    least: float


def threshold(highest: Values, blocks_a_day: float, budget: float) -> Threshold:
    """The score that blocks go beyond so often a day as the budget says, at most.

    Of n blocks and one more that are alike, the one goes beyond the k highest of the n with a chance of k / (n + 1),
    whatever their distribution. Where the budget asks for less than one in n + 1, the tail is taken to fall as an
    exponential one does: a guess, and marked. What the k highest are above the lowest of them, S in sum, then says of
    one more that it goes beyond that by x with a chance of (1 + x / S)^(1 - k): exact for such a tail of any scale,
    with what few blocks do not know of the scale in it, so that the fewer there are the further away the threshold is.

    Parameters
    ----------
    highest : (blocks,)  Highest score of each block; NaN of one that was not measured.

    Sources: G. Shafer, V. Vovk, A tutorial on conformal prediction, JMLR 9 (2008), proposition 1; J. Aitchison,
    I. R. Dunsmore, Statistical prediction analysis (1975), on predicting one more of an exponential distribution.
    """
    ranked = np.sort(highest[~np.isnan(highest)])[::-1]
    count = len(ranked)
    wanted, least = budget * (count + 1) / blocks_a_day, blocks_a_day / (count + 1)
    if wanted >= count + 1:
        return Threshold(-math.inf, count, is_beyond=False, least=least)
    if wanted >= 1:
        return Threshold(float(ranked[min(int(wanted), count) - 1]), count, is_beyond=False, least=least)
    return Threshold(_beyond(ranked[:_TAIL], wanted), count, is_beyond=True, least=least)


def _beyond(highest: Values, wanted: float) -> float:
    """A score beyond the highest ones, by an exponential tail; without end where fewer than two of them are known."""
    above = len(highest) - 1
    if above < 1:
        return math.inf
    lowest = float(highest[-1])
    spread = float((highest - lowest).sum()) or 0.1 * abs(lowest) * above
    rare = math.log(len(highest) / max(wanted, 1e-9)) / above
    return max(lowest + spread * math.expm1(min(rare, 700.0)), float(highest[0]))


def block_highest(score: Values, length: int) -> Values:
    """Highest score of each block of some length; NaN of a block without any. (blocks,) from (slots,)"""
    blocks = -(-len(score) // length)
    filled = np.full(blocks * length, -np.inf)
    filled[: len(score)] = np.where(np.isnan(score), -np.inf, score)
    found: Values = filled.reshape(blocks, length).max(axis=1, initial=-np.inf)
    return np.where(np.isinf(found), np.nan, found)


@dataclass(frozen=True, slots=True)
class Episode:
    """Slots that belong together: one alarm.

    Parameters
    ----------
    told : Slot whose score raised the alarm.
    end : After the last slot beyond the threshold.
    peak : The highest score.
    """

    told: int
    end: int
    peak: float


def episodes(score: Values, thresholds: Values, apart: int) -> list[Episode]:
    """Slots beyond their thresholds, with those that follow within so many slots as one.

    No more of them than blocks of that length that go beyond.
    """
    beyond = np.flatnonzero(score > thresholds)
    if not len(beyond):
        return []
    groups = np.split(beyond, np.flatnonzero(np.diff(beyond) >= apart) + 1)
    return [Episode(int(group[0]), int(group[-1]) + 1, float(score[group].max())) for group in groups]
