"""What machines do between two operations: wait, or rest where that costs less; by code that no search uses.

Given a timetable, each gap is a question of its own, so that the cheapest answer of each is the cheapest of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.shop import Rest, Shop
from pulmu.plan.schedule.timetable import Timetable
from pulmu.plan.schedule.work import Work, work_on

Power = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Resting:
    """A gap between two operations of a machine.

    Parameters
    ----------
    name : Of the rest it is switched to; empty where it waits.
    power : (end - start,)  Drawn step by step. [kW]
    """

    machine: int
    start: int
    end: int
    name: str
    power: Power


def rests_of(shop: Shop, timetable: Timetable, prices: Prices | None = None) -> tuple[Resting, ...]:
    """Every gap of every machine, at its cheapest; without prices, where it draws the least."""
    won = np.ones(timetable.makespan)
    if prices is not None and prices.won_per_kwh:
        told = np.array(prices.won_per_kwh[: timetable.makespan])
        won = np.append(told, np.full(timetable.makespan - len(told), prices.won_per_kwh[-1]))
    return tuple(item for machine in range(len(shop.machines))
                 for item in _of_machine(shop, machine, work_on(shop, timetable, machine), won))  # fmt: skip


def _of_machine(shop: Shop, machine: int, work: tuple[Work, ...], won: Power) -> Iterator[Resting]:
    is_open = np.ones(len(won), bool)
    for start, end in shop.closed_at(machine):
        is_open[max(start, 0) : max(end, 0)] = False
    for before, after in pairwise(work):
        if before.end < after.start:
            gap = slice(before.end, after.start)
            setup = shop.setup(machine, before.family, after.family)
            told = list(_choices(shop, machine, setup, is_open[gap]))
            name, power = min(told, key=lambda item: float(item[1] @ won[gap]))
            yield Resting(machine, before.end, after.start, name, power)


def _choices(shop: Shop, machine: int, setup: int, is_open: NDArray[np.bool_]) -> Iterator[tuple[str, Power]]:
    """What could be done in a gap, waiting first."""
    idle = shop.idle(machine)
    yield "", np.asarray(idle * is_open, np.float64)
    for rest in shop.rests_at(machine):
        power = power_in(rest, idle, setup, is_open)
        if power is not None:
            yield rest.name, power


def power_in(rest: Rest, idle: float, setup: int, is_open: NDArray[np.bool_]) -> Power | None:
    """What is drawn in a gap that a machine rests in; None where it does not fit. [kW]

    Parameters
    ----------
    setup : Steps at its end in which the machine is set up, and draws what it does when it waits.
    is_open : (steps,)  Where it is not closed: it draws nothing there, and is not switched.
    """
    warm = len(is_open) - setup - rest.up
    switched = np.append(is_open[: rest.down], is_open[max(warm, 0) : warm + rest.up])
    if warm < rest.down or not switched.all():
        return None
    power = np.full(len(is_open), rest.kw)
    power[: rest.down] = rest.down_kw
    power[warm : warm + rest.up] = rest.up_kw
    power[warm + rest.up :] = idle
    return np.asarray(power * is_open)
