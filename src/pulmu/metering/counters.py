"""Counters: from standings to amounts."""

from dataclasses import dataclass

import numpy as np

from pulmu.metering.series import BAD, ESTIMATED, MEASURED, Instants, Readings, Series, Values
from pulmu.metering.slots import Extent, gaps

ROUNDING = 1e-6
"""A counter that falls by less has not moved: the rest is arithmetic."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """What went through a counter between one good standing and the next.

    Parameters
    ----------
    start, end : Instants of the two standings. [s since 1970, UTC]
    amount : What went through; NaN where the counter fell for no known reason.
    is_estimated : A standing was estimated, or slots between the two were not read and share the amount evenly.
    """

    start: Instants
    end: Instants
    amount: Values
    is_estimated: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def steps(series: Series, readings: Readings) -> Steps:
    """Amounts between the standings of a counter, with its exchanges and its roll-over.

    A counter that falls has rolled over only if what went through is then less than half its modulus: else it was
    reset, and what went through is not known.

    Parameters
    ----------
    readings : One standing per instant, in order of time.
    """
    good = readings.take(readings.quality != BAD)
    start, end = good.start[:-1], good.start[1:]
    amount = np.diff(good.value)
    for exchange in series.exchanges:
        between = (start < exchange.at) & (exchange.at <= end)
        amount = np.where(between, amount + (exchange.removed - exchange.installed), amount)
    if series.modulus is not None:
        rolled = (amount < -ROUNDING) & (amount + series.modulus >= 0) & (amount + series.modulus < series.modulus / 2)
        amount = np.where(rolled, amount + series.modulus, amount)
    amount = np.where(amount < -ROUNDING, np.nan, np.maximum(amount, 0.0))
    guessed = (good.quality[:-1] == ESTIMATED) | (good.quality[1:] == ESTIMATED) | (end - start > series.interval)
    return Steps(start, end, amount, guessed)


def resets(series: Series, readings: Readings) -> Instants:
    """Instants at which a counter stood lower than before for no known reason; none of an interval series. [s, UTC]"""
    if series.kind == "interval":
        return np.zeros(0, np.int64)
    found = steps(series, readings)
    return found.end[np.isnan(found.amount)]


def amounts(series: Series, readings: Readings) -> Readings:
    """Amounts of slots: those of an interval series as they are, those of a counter from its standings.

    Parameters
    ----------
    readings : One reading per slot, in order of time.
    """
    if series.kind == "interval":
        return readings
    found = steps(series, readings)
    length = (found.end - found.start) // series.interval
    which = np.repeat(np.arange(len(length)), length)
    within = np.arange(len(which)) - np.repeat(np.cumsum(length) - length, length)
    start = found.start[which] + within * series.interval
    value = np.where(np.isnan(found.amount), 0.0, found.amount)[which] / length[which]
    quality = np.where(found.is_estimated, ESTIMATED, MEASURED)
    quality = np.where(np.isnan(found.amount), BAD, quality).astype(np.int8)
    return Readings(start, value, quality[which])


def extent(series: Series, readings: Readings) -> Extent:
    """From the first amount to the last, and what is missing between.

    This is the definition; a store may compute the same in its own way.

    Parameters
    ----------
    readings : One reading per slot, in order of time.
    """
    found = amounts(series, readings)
    if not len(found):
        return Extent(0, 0, ())
    return Extent(int(found.start[0]), int(found.start[-1]) + series.interval, gaps(found, series.interval))
