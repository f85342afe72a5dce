"""What a timetable costs, told from the shop and the prices alone, step by step, by code that no search uses."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.rests import rests_of
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Placed, Timetable
from pulmu.plan.schedule.work import power_of, work_on

__all__ = ["busy_people", "costs_of", "lateness", "load_of", "moved", "peak_kw", "power_of", "tardiness"]

Power = NDArray[np.float64]


def costs_of(
    shop: Shop, timetable: Timetable, prices: Prices | None = None, given: Timetable | None = None
) -> Mapping[str, float]:  # fmt: skip
    """Costs by name, as `Aim` names them; energy, peak and labour with prices, `moved` with something given.

    Parameters
    ----------
    timetable : One that keeps every rule and ends with the last price.
    """
    found = {"makespan": float(timetable.makespan), "tardiness": tardiness(shop, timetable)}
    if prices is not None:
        power = load_of(shop, timetable, len(prices.won_per_kwh), prices)
        found["energy"] = float(power @ np.array(prices.won_per_kwh)) * prices.hours
        found["peak"] = prices.demand_won_per_kw * max(0.0, peak_kw(prices, power) - prices.free_kw)
        people = busy_people(shop, timetable, len(prices.won_per_kwh))
        found["labour"] = float(people @ np.array(prices.won_per_person_hour or np.zeros(len(people)))) * prices.hours
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


def load_of(shop: Shop, timetable: Timetable, steps: int, prices: Prices | None = None) -> Power:
    """Power that the machines draw: working, waiting and resting. [kW]

    Parameters
    ----------
    prices : By which a machine that may rest decides whether it does.

    Returns
    -------
    (steps,)  What is done after the last of them is left out.
    """
    power = np.zeros(steps)
    for machine in range(len(shop.machines)):
        for item in work_on(shop, timetable, machine):
            power[item.start : item.end] += item.kw
    for gap in rests_of(shop, timetable, prices):
        power[gap.start : gap.end] += gap.power[: max(steps - gap.start, 0)]
    return power


def busy_people(shop: Shop, timetable: Timetable, steps: int) -> Power:
    """People that are kept busy. (steps,)"""
    people = np.zeros(steps)
    for machine in range(len(shop.machines)):
        for item in work_on(shop, timetable, machine):
            people[item.start : item.end] += item.people
    return people


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
