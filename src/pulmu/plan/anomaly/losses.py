"""What is lost by standing, by leaks and by hours above what was expected: energy, won and footprint."""

from dataclasses import dataclass

import numpy as np

from pulmu.plan.anomaly.habits import habits_of
from pulmu.plan.anomaly.meter import Alarm, Watched
from pulmu.plan.forecast.load import Values


@dataclass(frozen=True, slots=True)
class Loss:
    """What some energy costs, in the three balances.

    Parameters
    ----------
    energy : [kWh]
    won : By the tariff of those hours, before tax and without demand; NaN where no tariff is known. [KRW]
    footprint : [kg CO2e]
    certificates : Of iron, steel and aluminium: electricity never moves them, so that none is lost. [certificates]
    """

    energy: float
    won: float
    footprint: float

    @property
    def certificates(self) -> float:
        """None: direct emissions and precursors alone count for these goods (Regulation (EU) 2023/956, Annex II)."""
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standby:
    """What was drawn in closed hours.

    Parameters
    ----------
    days : Days looked at.
    hours : Closed hours of them that have a reading.
    lowest : Lowest steady level. [kW]
    mean : Mean power in closed hours. [kW]
    drawn : All that was drawn in closed hours.
    above_lowest : Of that, what was above the lowest steady level: the plant has shown that it can do without.
    """

    days: int
    hours: float
    lowest: float
    mean: float
    drawn: Loss
    above_lowest: Loss


def loss_of(power: Values, hours: float, prices: Values, factor: float) -> Loss:
    """Loss of slots.

    Parameters
    ----------
    power, prices : (slots,)  NaN counts as nothing. [kW, KRW/kWh]
    hours : Length of a slot. [h]
    factor : Of the grid. [kg CO2e/kWh]
    """
    energy = np.nan_to_num(power) * hours
    return Loss(float(energy.sum()), float(energy @ prices), float(energy.sum()) * factor)


def alarm_loss(watched: Watched, alarm: Alarm, prices: Values, factor: float) -> Loss | None:
    """What an alarm has cost so far: of hours above, what exceeds the expected; of a higher base, all hours since.

    None of what costs nothing by itself: less than expected, a level that fell, a value that stands still, and a
    higher running level, which may be more work.

    Parameters
    ----------
    prices : (slots,)  Of every slot from the first midnight. [KRW/kWh]
    """
    hours = watched.load.interval / 3600
    power = watched.load.power.ravel()
    if alarm.kind == "above":
        span = slice(alarm.start, alarm.end)
        over = np.maximum(power[span] - watched.expected.middle.ravel()[span], 0.0)
        return loss_of(over, hours, prices[span], factor)
    if alarm.kind == "base_up":
        span = slice(alarm.start, _until(watched, alarm))
        more = np.where(np.isnan(power[span]), np.nan, alarm.actual - alarm.expected)
        return loss_of(more, hours, prices[span], factor)
    return None


def _until(watched: Watched, alarm: Alarm) -> int:
    """Until the base was found to have fallen again, else to the end."""
    later = (one.start for one in watched.alarms if one.kind == "base_down" and one.start >= alarm.end)
    return min(later, default=watched.load.power.size)


def standby(watched: Watched, days: int, prices: Values, factor: float) -> Standby | None:
    """What was drawn in closed hours of the last days; None where the plant shows no closed hours.

    Parameters
    ----------
    days : How many last days are looked at; those before them say which hours are closed.
    """
    load, first = watched.load, max(0, watched.load.days - days)
    usual = habits_of(watched, load.days)
    if not usual.has_closed_hours:
        return None
    closed = watched.expected.middle[first:] <= usual.closed
    power = np.where(closed, load.power[first:], np.nan).ravel()
    known = ~np.isnan(power)
    if not known.any():
        return None
    hours, paid = load.interval / 3600, prices[first * load.slots :]
    return Standby(
        days=load.days - first, hours=float(known.sum()) * hours, lowest=usual.lowest, mean=float(power[known].mean()),
        drawn=loss_of(power, hours, paid, factor),
        above_lowest=loss_of(np.maximum(power - usual.lowest, 0.0), hours, paid, factor),
    )  # fmt: skip
