"""What is unusual in a machine's channels: how far they are, together, from how they were while all was well."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from pulmu.model import InputError
from pulmu.plan.anomaly.budget import Episode, Threshold, block_highest, episodes, threshold
from pulmu.plan.forecast.load import Values

LEAST_ROWS = 50
"""Rows of a normal start without which nothing is learned."""
_FOLDS = 5
_FLOOR = 1e-3
"""Least spread of a channel, as a share of its median: a channel that never moved does not make dust a mountain."""
_CREEPING = 3.0
_FADED = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Normal:
    """How channels were while all was well.

    Parameters
    ----------
    middle, spread : (channels,)  Median, and median absolute deviation made comparable with a standard deviation.
    inverse : (channels, channels)  Of the correlation of what is left, shrunk towards none.
    """

    middle: Values
    spread: Values
    inverse: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothing:
    """How rows are taken together.

    Parameters
    ----------
    share : Share of each row in the mean that fades; 1 takes each row by itself.
    together : Rows within which what goes beyond is one alarm.
    """

    share: float = 0.2
    together: int = 60


@dataclass(frozen=True, slots=True)
class Hint:
    """A channel that takes part in an alarm.

    Parameters
    ----------
    share : Of the distance.
    value, usual : Mean over the episode, and what was usual.
    direction : Above zero where it is higher than the other channels would have it, in spreads.
    """

    channel: int
    share: float
    value: float
    usual: float
    direction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineAlarm:
    """Rows that were not as usual."""

    told: int
    end: int
    score: float
    needed: float
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WatchedMachine:
    """A machine's rows beside its normal start.

    Parameters
    ----------
    score : (rows,)  Distance from normal; NaN where a channel is missing.
    """

    normal: Normal
    learned: int
    score: Values
    threshold: Threshold
    alarms: tuple[MachineAlarm, ...]


def watch_machine(
    rows: Values, learned: int, rows_a_day: float, budget: float, smoothing: Smoothing | None = None
) -> WatchedMachine:
    """Judge the rows after a normal start by it.

    Parameters
    ----------
    rows : (rows, channels)  In order of time; NaN where a value is missing.
    learned : The first so many rows are normal.
    budget : Alarms a day that are wanted while nothing is wrong.

    Raises
    ------
    InputError  Too few whole rows are normal (`anomaly.too_few_rows`).
    """
    taken = smoothing or Smoothing()
    start = rows[:learned]
    whole = int(np.count_nonzero(~np.isnan(start).any(axis=1)))
    least = max(LEAST_ROWS, 5 * rows.shape[1])
    if whole < least:
        raise InputError.of("anomaly.too_few_rows", "", f"{whole} whole rows are normal; {least} are needed",
                            "name a later end of the normal range", rows=whole, least=least)  # fmt: skip
    normal = learn_normal(start)
    limit = threshold(
        block_highest(cross_scores(start, taken.share), taken.together), rows_a_day / taken.together, budget
    )
    score = distance(rows, normal, taken.share)
    score_after = np.where(np.arange(len(rows)) < learned, -np.inf, np.nan_to_num(score, nan=-np.inf))
    found = episodes(score_after, np.full(len(rows), limit.score), taken.together)
    return WatchedMachine(
        normal=normal, learned=learned, score=score, threshold=limit,
        alarms=tuple(_alarm(rows, normal, one, limit.score) for one in found),
    )  # fmt: skip


def learn_normal(rows: Values) -> Normal:
    """Medians, spreads and correlations of rows; those that lack a channel are left out.

    A channel that crept while all was well may go on creeping: what it crept counts as spread, three times over.
    """
    whole = rows[~np.isnan(rows).any(axis=1)]
    middle = np.median(whole, axis=0)
    spread = np.maximum(1.4826 * np.median(np.abs(whole - middle), axis=0), 0.5 * whole.std(axis=0))
    spread = np.maximum(np.hypot(spread, _CREEPING * _crept(whole, spread)), _FLOOR * np.abs(middle) + 1e-9)
    scaled = np.clip((whole - middle) / spread, -4.0, 4.0)
    moment = scaled.T @ scaled / len(scaled)
    size = np.sqrt(np.maximum(np.diag(moment), 1e-9))
    inverse: Values = np.linalg.inv(_shrink(moment / np.outer(size, size), len(whole))).astype(np.float64)
    return Normal(middle, spread * np.maximum(size, 1.0), inverse)


def _crept(rows: Values, spread: Values) -> Values:
    """How far each channel moved from the first fifth of the rows to the last, beyond what chance would move it."""
    few = max(len(rows) // 5, 1)
    moved = np.abs(np.median(rows[-few:], axis=0) - np.median(rows[:few], axis=0))
    found: Values = np.maximum(moved - 2.0 * spread / np.sqrt(few), 0.0)
    return found


def _shrink(correlation: Values, rows: int) -> Values:
    """Towards no correlation, by more the fewer rows there are, and never to where it cannot be turned round.

    Source: J. Schäfer, K. Strimmer, A shrinkage approach to large-scale covariance matrix estimation (2005), target D.
    """
    off = correlation - np.eye(len(correlation))
    noise = float(((1 - off**2) ** 2)[~np.eye(len(off), dtype=bool)].sum()) / rows if len(off) > 1 else 0.0
    share = float(np.clip(noise / max(float((off**2).sum()), 1e-12), 0.02, 1.0))
    found: Values = (1 - share) * off + np.eye(len(correlation))
    return found


def distance(rows: Values, normal: Normal, share: float) -> Values:
    """How far each row is from normal: the length of the faded mean of deviations, correlations taken out. (rows,)"""
    faded = fade(np.clip((rows - normal.middle) / normal.spread, -50.0, 50.0), share)
    found: Values = np.sqrt(np.maximum(np.einsum("rc,cd,rd->r", faded, normal.inverse, faded), 0.0))
    return np.where(np.isnan(rows).any(axis=1), np.nan, found)


def fade(values: Values, share: float) -> Values:
    """Exponentially weighted mean of rows; a missing value leaves it as it was. (rows, channels)"""
    found = np.zeros_like(values)
    for channel, column in enumerate(values.T):
        there = ~np.isnan(column)
        seen = lfilter([share], [1.0, share - 1.0], column[there])
        count = np.cumsum(there)
        found[count > 0, channel] = seen[count[count > 0] - 1]
    return found


def cross_scores(rows: Values, share: float) -> Values:
    """Scores of normal rows, each by a normal that did not see them: parts of the time in turn. (rows,)"""
    parts = np.array_split(np.arange(len(rows)), _FOLDS)
    return np.concatenate([distance(rows, learn_normal(np.delete(rows, part, axis=0)), share)[part] for part in parts])


def _alarm(rows: Values, normal: Normal, one: Episode, needed: float) -> MachineAlarm:
    return MachineAlarm(
        told=one.told, end=one.end, score=one.peak, needed=needed, hints=hints(rows[one.told : one.end], normal)
    )


def hints(rows: Values, normal: Normal) -> tuple[Hint, ...]:
    """Which channels take part in a deviation, the largest part first; at most three."""
    mean = np.nanmean(rows, axis=0)
    off = np.clip((mean - normal.middle) / normal.spread, -50.0, 50.0)
    pulled = normal.inverse @ off
    part = np.maximum(off * pulled, 0.0)
    share = part / max(float(part.sum()), _FADED)
    order = np.argsort(-share, kind="stable")[:3]
    return tuple(
        Hint(int(n), float(share[n]), float(mean[n]), float(normal.middle[n]), float(pulled[n] / normal.inverse[n, n]))
        for n in order if share[n] > 0.05
    )  # fmt: skip
