"""Where all operations are, what of the machines is taken, and what it all costs."""

from typing import NamedTuple

import numpy as np

from pulmu.plan.schedule.seats.floor import Floor, Real, Whole
from pulmu.plan.schedule.seats.seat import NEVER
from pulmu.plan.schedule.tabu.compiled import apart, inside


class State(NamedTuple):
    """Begins and ways of the operations; what is taken (as in `Floor`, operations from 1) and drawn at each step."""

    start: Whole
    way: Whole
    taken: np.ndarray
    load: Real


@inside
def put(floor: Floor, state: State, one: int, start: int, way: int) -> None:
    """Place an operation."""
    state.start[one], state.way[one] = start, way
    _mark(floor, state, one, one + 1, floor.power[way])


@inside
def take_out(floor: Floor, state: State, one: int) -> None:
    """Free what an operation took; where it was stays written."""
    _mark(floor, state, one, 0, -floor.power[state.way[one]])


@inside
def _mark(floor: Floor, state: State, one: int, value: int, power: float) -> None:
    way, start = state.way[one], state.start[one]
    row = state.taken[floor.machine[way]]
    for step in range(start, start + floor.duration[way]):
        row[step] = value
    if floor.demand > 0.0:
        for step in range(start, start + floor.duration[way]):
            state.load[step] += power


@inside
def end_of(floor: Floor, state: State, one: int) -> int:
    """When an operation has ended."""
    return int(state.start[one] + floor.duration[state.way[one]])


@inside
def last_end(floor: Floor, state: State, job: int) -> int:
    """When a job has ended; 0 where it has nothing to do."""
    if floor.first[job + 1] == floor.first[job]:
        return 0
    return end_of(floor, state, floor.first[job + 1] - 1)


@apart
def value_of(floor: Floor, state: State) -> float:
    """What all costs; infinite where a machine is not set up in time."""
    total, span = 0.0, 0
    for one in range(state.start.size):
        way, start = state.way[one], state.start[one]
        total += floor.power[way] * (floor.price[start + floor.duration[way]] - floor.price[start]) + floor.extra[way]
        if floor.given[one] >= 0:
            total += floor.moved * abs(start - floor.given[one])
    for job in range(floor.due.size):
        end = last_end(floor, state, job)
        span = max(span, end)
        total += floor.late[job] * max(0, end - floor.due[job])
    total += floor.span * span + _waiting(floor, state)
    if floor.demand > 0.0:
        total += floor.demand * max(0.0, peak_of(floor, state) - floor.free)
    return total if _is_set_up(floor, state) else NEVER


@inside
def peak_of(floor: Floor, state: State) -> float:
    """The highest mean; what machines draw that wait is left out."""
    most = 0.0
    for window in range(floor.base.size):
        drawn = 0.0
        for step in range(window * floor.mean, min((window + 1) * floor.mean, state.load.size)):
            drawn += state.load[step]
        most = max(most, drawn / floor.mean)
    return most


@inside
def _waiting(floor: Floor, state: State) -> float:
    total, last = 0.0, floor.waiting.shape[1] - 1
    for machine in range(floor.waiting.shape[0]):
        if floor.waiting[machine, last] == 0.0:
            continue
        first, end = last, 0
        costs = floor.waiting[machine]
        for one in range(state.start.size):
            way = state.way[one]
            if floor.machine[way] == machine and floor.duration[way] > 0:
                start = state.start[one]
                first, end = min(first, start), max(end, start + floor.duration[way])
                total -= costs[start + floor.duration[way]] - costs[start]
        if first < end:
            total += costs[end] - costs[first]
    return total


@inside
def _between(floor: Floor, machine: int, before: int, after: int) -> int:
    return int(floor.setup[machine, floor.family[before - 1], floor.family[after - 1]])


@inside
def _is_set_up(floor: Floor, state: State) -> bool:
    for machine in range(floor.has_setup.size):
        if not floor.has_setup[machine]:
            continue
        row, before, end = state.taken[machine], 0, 0
        for step in range(row.size):
            held = row[step]
            if held > 0:
                if before > 0 and held != before and step - end < _between(floor, machine, before, held):
                    return False
                before, end = held, step + 1
    return True
