"""What is asked of a shop, as arrays: operations count through all jobs, ways through all operations."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.ask import Ask
from pulmu.plan.schedule.shop import Way
from pulmu.plan.schedule.timetable import Placed, Timetable

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
CLOSED = -1


class Floor(NamedTuple):
    """What no search changes.

    Parameters
    ----------
    first : (jobs + 1)  Where the operations of each job begin.
    way_first : (operations + 1)  Where the ways of each operation begin.
    machine, duration, power : (ways)  As a way says. [-, steps, kW]
    extra : (ways)  What it costs wherever it is placed.
    head, latest : (operations)  No begin before the one, no end after the other.
    given : (operations)  Where each began before, or -1.
    moved : What each step away from there costs.
    family : (operations)  By number.
    price : (steps + 1)  What a kW costs from the first step on, up to each.
    waiting : (machines, steps + 1)  What each machine costs where it waits, likewise.
    taken : (machines, steps)  0, or -1 where a machine is closed.
    setup : (machines, families, families)  Steps between.
    has_setup : (machines)  Whether any of those is not 0.
    due, late : (jobs)  When a job should have ended, and what each step after costs.
    span : What each step of the makespan costs.
    base : (windows)  Mean power besides. [kW]
    demand, free : What a kW of the peak costs above what is free.
    mean : Steps of a window.
    share : (ways)  What part of its machine's time and power a way pays for: all, but where a bound is looked for.
    holds : (machines)  What a furnace holds; 0 of a machine that does one at a time.
    load, people : (operations)  What each takes of a furnace, and whom it keeps busy.
    there : (steps)  How many people are there; of no steps where nobody counts them.
    wage : (steps + 1)  What a person costs from the first step on, up to each.
    rest_first : (machines + 1)  Where what each machine may be switched to begins.
    rest : (rests, 5)  Power, steps down and up, power meanwhile.
    open_price, shut : (machines, steps + 1)  What a kW costs where a machine is open, and how often it is closed, up
        to each step.
    """

    first: Whole
    way_first: Whole
    machine: Whole
    duration: Whole
    power: Real
    extra: Real
    head: Whole
    latest: Whole
    given: Whole
    moved: float
    family: Whole
    price: Real
    waiting: Real
    taken: NDArray[np.int32]
    setup: Whole
    has_setup: NDArray[np.bool_]
    due: Whole
    late: Real
    span: float
    base: Real
    demand: float
    free: float
    mean: int
    share: Real
    holds: Real
    load: Real
    people: Real
    there: Real
    wage: Real
    rest_first: Whole
    rest: Real
    open_price: Real
    shut: Whole


def floor_of(ask: Ask) -> Floor:
    """What is asked, as arrays."""
    shop, weights = ask.shop, ask.weights
    before = {(item.job, item.operation): item for item in (ask.given.placed if ask.given else ())}
    keys = [(job, step) for job, told in enumerate(shop.jobs) for step in range(len(told.operations))]
    stays = {(item.job, item.operation): item for item in ask.kept}
    ways = [_ways(ask, key, stays.get(key)) for key in keys]
    flat = [way for row in ways for way in row]
    heads = [head for job in range(len(shop.jobs)) for head in ask.heads(job)]
    ends = [end for job in range(len(shop.jobs)) for end in ask.latest(job)]
    latest = [stays[key].end if key in stays else end for key, end in zip(keys, ends, strict=True)]
    moved = weights.get("moved", 0.0)
    return Floor(
        first=_sums([len(job.operations) for job in shop.jobs]),
        way_first=_sums([len(row) for row in ways]),
        machine=_whole([way.machine for way in flat]),
        duration=_whole([way.duration for way in flat]),
        power=_real([way.power_kw for way in flat]),
        extra=_real([moved * way.duration if key in before and before[key].machine != way.machine else 0.0
                     for key, row in zip(keys, ways, strict=True) for way in row]),
        head=_whole(heads),
        latest=_whole(latest),
        given=_whole([before[key].start if key in before else -1 for key in keys]),
        moved=moved,
        share=np.ones(len(flat)),
        **_of_power(ask),
        **_of_rests(ask),
        **_of_people(ask),
        **_of_machines(ask),
        due=_whole([ask.steps if job.due is None else job.due for job in shop.jobs]),
        late=_real([0.0 if job.due is None else job.weight * weights.get("tardiness", 0.0) for job in shop.jobs]),
        span=weights.get("makespan", 0.0),
    )  # fmt: skip


def _ways(ask: Ask, key: tuple[int, int], stays: Placed | None) -> list[Way]:
    """The ways of an operation; of one that stays, the one in which it is done."""
    ways = list(ask.shop.jobs[key[0]].operations[key[1]].ways)
    if stays is None:
        return ways
    same = [way for way in ways if (way.machine, way.duration) == (stays.machine, stays.end - stays.start)]
    return [min(same, key=lambda way: way.power_kw)]


def _of_power(ask: Ask) -> dict[str, Any]:
    prices, steps = ask.prices, ask.steps
    won = _won(ask)
    idle = np.array([won * ask.shop.idle(machine) for machine in range(len(ask.shop.machines))])
    idle = idle.reshape(len(ask.shop.machines), steps)
    for machine in range(len(ask.shop.machines)):
        for start, end in ask.shop.closed_at(machine):
            idle[machine, max(start, 0) : end] = 0.0
    mean = prices.steps_of_mean if prices else 1
    base = np.zeros(-(-steps // mean) * mean)
    base[: len(prices.base_kw) if prices else 0] = prices.base_kw if prices else ()
    return {
        "price": np.concatenate(([0.0], np.cumsum(won))),
        "waiting": _summed(idle),
        "base": base.reshape(-1, mean).mean(axis=1),
        "demand": float(ask.weights.get("peak", 0.0) * (prices.demand_won_per_kw if prices else 0.0)),
        "free": float(prices.free_kw if prices else 0.0),
        "mean": mean,
    }


def _of_rests(ask: Ask) -> dict[str, Any]:
    machines, steps = range(len(ask.shop.machines)), ask.steps
    rests = [ask.shop.rests_at(machine) for machine in machines]
    told = [[rest.kw, rest.down, rest.up, rest.down_kw, rest.up_kw] for row in rests for rest in row]
    is_shut = np.zeros((len(rests) if told else 0, steps), bool)
    for machine in machines if told else ():
        for start, end in ask.shop.closed_at(machine):
            is_shut[machine, max(start, 0) : end] = True
    return {
        "rest_first": _sums([len(row) for row in rests]),
        "rest": np.array(told, np.float64).reshape(-1, 5),
        "open_price": _summed(np.where(is_shut, 0.0, _won(ask))),
        "shut": _summed(is_shut.astype(np.int64)),
    }


def _of_people(ask: Ask) -> dict[str, Any]:
    prices, steps = ask.prices, ask.steps
    wage = np.zeros(steps)
    if prices is not None and prices.won_per_person_hour:
        wage = np.array(prices.won_per_person_hour) * prices.hours * ask.weights.get("labour", 0.0)
    there = np.zeros(steps if ask.shop.people else 0)
    there[: len(ask.shop.people)] = ask.shop.people[:steps]
    told = [item for job in ask.shop.jobs for item in job.operations]
    return {
        "load": _real([item.load for item in told]),
        "people": _real([item.people for item in told]),
        "there": there,
        "wage": np.concatenate(([0.0], np.cumsum(wage))),
    }


def _won(ask: Ask) -> Real:
    """What a kW costs in each step."""
    if ask.prices is None:
        return np.zeros(ask.steps)
    return np.array(ask.prices.won_per_kwh) * ask.prices.hours * ask.weights.get("energy", 0.0)


def _summed(rows: NDArray[Any]) -> NDArray[Any]:
    """Sums along each row, up to each place."""
    return np.concatenate((np.zeros((len(rows), 1), rows.dtype), np.cumsum(rows, axis=1)), axis=1)


def _of_machines(ask: Ask) -> dict[str, Any]:
    shop = ask.shop
    names = sorted({item.family for job in shop.jobs for item in job.operations})
    taken = np.zeros((len(shop.machines), ask.steps), np.int32)
    setup = np.zeros((len(shop.machines), len(names), len(names)), np.int64)
    for machine in range(len(shop.machines)):
        for start, end in shop.closed_at(machine):
            taken[machine, max(start, 0) : end] = CLOSED
        setup[machine] = [[shop.setup(machine, one, other) for other in names] for one in names]
    places = {name: place for place, name in enumerate(names)}
    return {
        "family": _whole([places[item.family] for job in shop.jobs for item in job.operations]),
        "holds": _real([shop.holds_at(machine) for machine in range(len(shop.machines))]),
        "taken": taken,
        "setup": setup,
        "has_setup": setup.any(axis=(1, 2)),
    }


def shared(floor: Floor) -> Floor:
    """The same, where each operation pays for its part of a furnace alone: what no batch costs less than.

    Power, people and time of a batch are at least those of its operations times the parts that their loads are of what
    the furnace holds, added.
    """
    holds = floor.holds[floor.machine]
    load = np.repeat(floor.load, np.diff(floor.way_first))
    parts = np.minimum(load / np.where(holds > 0.0, holds, 1.0), 1.0)
    return floor._replace(share=np.where((holds > 0.0) & (floor.duration > 0), parts, 1.0))


def timetable_of(floor: Floor, starts: Whole, ways: Whole) -> Timetable:
    """A timetable from the begin and the way of each operation."""
    placed = []
    for job in range(len(floor.first) - 1):
        for one in range(floor.first[job], floor.first[job + 1]):
            start, way = int(starts[one]), int(ways[one])
            placed.append(Placed(job, one - int(floor.first[job]), int(floor.machine[way]), start,
                                 start + int(floor.duration[way])))  # fmt: skip
    return Timetable(tuple(sorted(placed, key=lambda item: (item.start, item.machine, item.job))))


def places_of(floor: Floor, timetable: Timetable) -> tuple[Whole, Whole]:
    """The begin and the way of each operation."""
    starts, ways = np.zeros(len(floor.head), np.int64), np.zeros(len(floor.head), np.int64)
    for item in timetable.placed:
        one = int(floor.first[item.job]) + item.operation
        fits = [way for way in range(floor.way_first[one], floor.way_first[one + 1])
                if (floor.machine[way], floor.duration[way]) == (item.machine, item.end - item.start)]  # fmt: skip
        starts[one], ways[one] = item.start, min(fits, key=lambda way: floor.power[way])
    return starts, ways


def _sums(counts: list[int]) -> Whole:
    return np.concatenate(([0], np.cumsum(np.array(counts, np.int64)))).astype(np.int64)


def _whole(values: list[int]) -> Whole:
    return np.array(values, np.int64)


def _real(values: list[float]) -> Real:
    return np.array(values, np.float64)
