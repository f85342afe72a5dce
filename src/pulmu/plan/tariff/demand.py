"""Demand: the mean power of an interval, which of it counts, and what is remembered of earlier months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.metering.series import Instants, Values
from pulmu.model.tariff import DemandRule

YearMonth = tuple[int, int]


def month_text(month: YearMonth) -> str:
    """A month as people and documents write it, such as 2026-07."""
    return f"{month[0]:04}-{month[1]:02}"


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest demand of a month that counts.

    Parameters
    ----------
    kilowatt : 0 where no slot counts. [kW]
    start : Start of its interval; None where it was told, or no slot counts. [s since 1970, UTC]
    """

    month: YearMonth
    kilowatt: float
    start: int | None = None


def demands(
    start: Instants, energy: Values, counts: NDArray[np.bool_], interval: int, minutes: int
) -> tuple[Instants, Values, NDArray[np.bool_]]:
    """Demand of each interval that is whole: start, mean power, and whether it counts.

    Parameters
    ----------
    start, energy : (slots,)  Slots in order of time, and what was drawn in each. [s since 1970, UTC; kWh]
    counts : (slots,)  Whether the demand of a slot counts; of several slots all must.
    interval : Length of a slot; a divisor of the interval of demand. [s]
    minutes : Length of the interval of demand. [min]

    Returns
    -------
    (intervals,)  [s since 1970, UTC; kW; -]
    """
    span = minutes * 60
    first, place = np.unique(start // span, return_inverse=True)
    slots = np.bincount(place, minlength=len(first))
    whole = slots == span // interval
    power = np.bincount(place, weights=energy, minlength=len(first)) * (3600 / span)
    counted = np.bincount(place, weights=counts, minlength=len(first)) == slots
    return first[whole] * span, power[whole], counted[whole]


def highest(month: YearMonth, start: Instants, power: Values, counts: NDArray[np.bool_]) -> Peak:
    """The highest demand that counts; the first of several."""
    if not counts.any():
        return Peak(month, 0.0)
    at = int(np.argmax(np.where(counts, power, -np.inf)))
    return Peak(month, float(power[at]), int(start[at]))


def remembered_months(rule: DemandRule, month: YearMonth) -> tuple[YearMonth, ...]:
    """Earlier months whose demand is billed in a month, the latest first."""
    number = month[0] * 12 + month[1] - 1
    earlier = [divmod(number - back, 12) for back in range(1, rule.memory)]
    return tuple((year, place + 1) for year, place in earlier if place + 1 in rule.remembered)


def peaks_that_bill(
    rule: DemandRule, own: Peak, known: Mapping[YearMonth, Peak]
) -> tuple[tuple[Peak, ...], tuple[YearMonth, ...]]:
    """This month's peak and those remembered, and the months of which none is known."""
    wanted: Sequence[YearMonth] = remembered_months(rule, own.month)
    return (own, *(known[item] for item in wanted if item in known)), tuple(i for i in wanted if i not in known)
