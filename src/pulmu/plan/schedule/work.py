"""What a machine does, one after the other: an operation, or a batch of a furnace as one; told from the shop alone."""

from dataclasses import dataclass

from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Placed, Timetable


@dataclass(frozen=True, slots=True)
class Work:
    """An operation, or a batch.

    Parameters
    ----------
    kw : Drawn meanwhile. [kW]
    people : Kept busy.
    """

    start: int
    end: int
    family: str
    kw: float
    people: float


def work_on(shop: Shop, timetable: Timetable, machine: int) -> tuple[Work, ...]:
    """What a machine does, in order of time; what takes no time is left out."""
    done = (_work(shop, item) for item in timetable.placed if item.machine == machine and item.end > item.start)
    found: list[Work] = []
    for made in sorted(done, key=lambda item: (item.start, item.end, item.family)):
        last = found[-1] if found and shop.holds_at(machine) > 0.0 else None
        if last and (last.start, last.end, last.family) == (made.start, made.end, made.family):
            found[-1] = Work(made.start, made.end, made.family, max(last.kw, made.kw), max(last.people, made.people))
        else:
            found.append(made)
    return tuple(found)


def _work(shop: Shop, item: Placed) -> Work:
    told = shop.jobs[item.job].operations[item.operation]
    return Work(item.start, item.end, told.family, power_of(shop, item), told.people)


def power_of(shop: Shop, item: Placed) -> float:
    """What an operation draws as it is done; the least, where two ways differ in nothing else. [kW]"""
    ways = shop.jobs[item.job].operations[item.operation].ways
    return min(way.power_kw for way in ways if (way.machine, way.duration) == (item.machine, item.end - item.start))
