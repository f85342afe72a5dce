"""What a timetable costs, told from the shop and the prices alone, step by step, by code that no search uses."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Placed, Timetable

Power = NDArray[np.float64]


def costs_of(
    shop: Shop, timetable: Timetable, prices: Prices | None = None, given: Timetable | None = None
) -> Mapping[str, float]:  # fmt: skip
    """Costs by name, as `Aim` names them; energy and peak where there are prices, `moved` where something was given.

    Parameters
    ----------
    timetable : One that keeps every rule and ends with the last price.
    """
    found = {"makespan": float(timetable.makespan), "tardiness": tardiness(shop, timetable)}
    if prices is not None:
        power = load_of(shop, timetable, len(prices.won_per_kwh))
        found["energy"] = float(power @ np.array(prices.won_per_kwh)) * prices.hours
        found["peak"] = prices.demand_won_per_kw * max(0.0, peak_kw(prices, power) - prices.free_kw)
    if given is not None:
        found["moved"] = moved(timetable, given)
    return found


def lateness(shop: Shop, timetable: Timetable) -> Mapping[str, int]:
    """Steps that each job ends after it is due; below 0 where it is early. Jobs that nobody waits for are left out."""
    ends = _ends(timetable)
    return {job.id: ends.get(place, job.release) - job.due
            for place, job in enumerate(shop.jobs) if job.due is not None}  # fmt: skip


def tardiness(shop: Shop, timetable: Timetable) -> float:
    """Steps that jobs are late, each by its weight."""
    ends = _ends(timetable)
    return sum(job.weight * max(0, ends.get(place, job.release) - job.due)
               for place, job in enumerate(shop.jobs) if job.due is not None)  # fmt: skip


def _ends(timetable: Timetable) -> dict[int, int]:
    found: dict[int, int] = {}
    for item in timetable.placed:
        found[item.job] = max(found.get(item.job, 0), item.end)
    return found


def load_of(shop: Shop, timetable: Timetable, steps: int) -> Power:
    """Power that the machines draw, working and waiting. [kW]

    Returns
    -------
    (steps,)  What is done after the last of them is left out.
    """
    power = np.zeros(steps)
    for machine in range(len(shop.machines)):
        power += _of_machine(shop, machine, [i for i in timetable.placed if i.machine == machine], steps)
    return power


def _of_machine(shop: Shop, machine: int, done: list[Placed], steps: int) -> Power:
    power, waits = np.zeros(steps), np.zeros(steps, bool)
    working = [item for item in done if item.end > item.start]
    if working:
        waits[min(item.start for item in working) : max(item.end for item in working)] = True
    for start, end in (*((item.start, item.end) for item in working), *shop.closed_at(machine)):
        waits[max(start, 0) : end] = False
    for item in working:
        power[item.start : item.end] += power_of(shop, item)
    return power + shop.idle(machine) * waits


def power_of(shop: Shop, item: Placed) -> float:
    """What an operation draws as it is done; the least, where two ways differ in nothing else. [kW]"""
    ways = shop.jobs[item.job].operations[item.operation].ways
    return min(way.power_kw for way in ways if (way.machine, way.duration) == (item.machine, item.end - item.start))


def peak_kw(prices: Prices, power: Power) -> float:
    """The highest mean of 15 minutes, of what is drawn besides too; not below what is billed whatever is planned."""
    whole = power + np.array(prices.base_kw or 0.0)
    count = prices.steps_of_mean
    padded = np.append(whole, np.zeros(-len(whole) % count))
    return max(prices.billed_kw, float(padded.reshape(-1, count).mean(axis=1).max(initial=0.0)))


def moved(timetable: Timetable, given: Timetable) -> float:
    """Steps by which operations begin earlier or later than in another; one on another machine by its length more."""
    before = {(item.job, item.operation): item for item in given.placed}
    return float(sum(_moved(timetable.placed, before)))


def _moved(placed: Iterable[Placed], before: Mapping[tuple[int, int], Placed]) -> Iterator[int]:
    for item in placed:
        old = before.get((item.job, item.operation))
        if old is not None:
            yield abs(item.start - old.start) + (item.end - item.start if item.machine != old.machine else 0)
