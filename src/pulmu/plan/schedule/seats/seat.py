"""A job finds its places: the cheapest of all that leave what is taken, by going back from its last operation."""

from typing import NamedTuple

import numpy as np

from pulmu.plan.schedule.seats.floor import Floor, Real, Whole
from pulmu.plan.schedule.tabu.compiled import apart, inside, maker

NEVER = np.inf


class State(NamedTuple):
    """Begins and ways of the operations; what is taken (as in `Floor`, operations from 1), and drawn at each step.

    A batch of a furnace is a chain of operations: the first of it, its leader, stands for all.

    Parameters
    ----------
    batch : (operations, 2)  The leader of each, and the next in its batch or -1.
    sums : (operations, 3)  Of a leader: loads, power and people of its batch.
    busy : (steps)  People; of no steps where nobody counts them.
    """

    start: Whole
    way: Whole
    taken: np.ndarray
    load: Real
    batch: Whole
    sums: Real
    busy: Real


class Room(NamedTuple):
    """Room to find places in: what is found for each operation and step, and the places themselves.

    Parameters
    ----------
    start, way : (operations)  What was found.
    """

    start: Whole
    way: Whole
    after: Real
    best: Real
    best_way: Whole
    low: Whole
    at: Whole
    by: Whole


class Fees(NamedTuple):
    """What is paid besides: for the time of machines, and for power at a time; sums up to each step."""

    machine: Real
    power: Real


def new_room(operations: int, longest: int, steps: int) -> Room:
    """Room for jobs of so many operations."""
    return Room(
        np.zeros(operations, np.int64), np.zeros(operations, np.int64), np.zeros(steps + 2), np.zeros(steps + 2),
        np.zeros(steps + 2, np.int64), np.zeros(steps + 2, np.int64),
        np.zeros((longest, steps + 2), np.int64), np.zeros((longest, steps + 2), np.int64),
    )  # fmt: skip


@maker
def no_fees(floor: Floor) -> Fees:
    """Nothing."""
    return Fees(np.zeros(floor.waiting.shape), np.zeros(floor.price.shape))


@apart
def seat(floor: Floor, room: Room, state: State, cap: float, fees: Fees, job: int, low: int, high: int, begin: int,
         until: int, others: int) -> float:  # fmt: skip
    """Seat the operations `low` to before `high` of a job at the least cost; what that is, infinite where none fits.

    Parameters
    ----------
    state : What is taken.
    cap : What may be drawn at a step; not looked at where it is infinite.
    begin, until : Between which they are done.
    others : When all other jobs have ended.
    """
    _after_all(floor, room, job, high, until, others)
    for one in range(high - 1, low - 1, -1):
        for step in range(begin, until + 1):
            room.best[step] = NEVER
        for way in range(floor.way_first[one], floor.way_first[one + 1]):
            _look(floor, room, state, cap, fees, one, way, begin, until)
        least, at, by = NEVER, -1, -1
        for step in range(until, begin - 1, -1):
            if room.best[step] < least:
                least, at, by = room.best[step], step, room.best_way[step]
            room.after[step] = least
            room.at[one - low, step] = at
            room.by[one - low, step] = by
    value = room.after[begin]
    if value < NEVER:
        step = begin
        for one in range(low, high):
            room.start[one] = room.at[one - low, step]
            room.way[one] = room.by[one - low, step]
            step = room.start[one] + floor.duration[room.way[one]]
    return float(value)


@inside
def _after_all(floor: Floor, room: Room, job: int, high: int, until: int, others: int) -> None:
    """What it costs that the last operation has ended by each step."""
    is_last = high == floor.first[job + 1]
    for step in range(until + 1):
        cost = 0.0
        if is_last:
            cost = floor.late[job] * max(0, step - floor.due[job]) + floor.span * max(0, step - others)
        room.after[step] = cost


@inside
def _look(floor: Floor, room: Room, state: State, cap: float, fees: Fees, one: int, way: int, begin: int,
          until: int) -> None:  # fmt: skip
    """What each begin would cost in one way, with the best of all that follows."""
    machine, duration, power = floor.machine[way], floor.duration[way], floor.power[way]
    people, share, holds = floor.people[one], floor.share[way], floor.holds[machine]
    if holds > 0.0 and duration > 0 and floor.load[one] > holds * (1.0 + 1e-9):
        return
    is_counted, is_furnace = floor.there.size > 0 and people > 0.0, holds > 0.0 and duration > 0
    load, busy = state.load, state.busy
    low, high = max(begin, floor.head[one]), min(until, floor.latest[one])
    row, fee, family = state.taken[machine], fees.machine[machine], floor.family[one]
    with_setup = floor.has_setup[machine] and duration > 0
    if with_setup:
        _free_from(floor, room, row, machine, family, high)
    follows = closes = high
    if with_setup:
        follows = _next_from(floor, row, machine, family, high)
    for step in range(high, low - 1, -1):
        if duration > 0 and step < high:
            held = row[step]
            if held > 0:
                follows = step - (floor.setup[machine, family, floor.family[held - 1]] if with_setup else 0)
            elif (
                held < 0
                or (cap < NEVER and load[step] + power > cap)
                or (is_counted and busy[step] + people > floor.there[step] + 1e-9)
            ):
                closes = step
        end, drawn, crew, part = step + duration, power, people, share
        if (
            is_furnace
            and step < high
            and row[step] > 0
            and end <= high
            and _has_room(floor, state, cap, row[step] - 1, one, way, step)
        ):
            drawn = max(0.0, power - state.sums[row[step] - 1, 1])
            crew, part = 0.0, 0.0
        elif end > follows or end > closes or (with_setup and step < room.low[step]):
            continue
        cost = share * drawn * (floor.price[end] - floor.price[step] + fees.power[end] - fees.power[step])
        cost += share * crew * (floor.wage[end] - floor.wage[step])
        cost += part * (fee[end] - fee[step]) + floor.extra[way] + room.after[end]
        if floor.given[one] >= 0:
            cost += floor.moved * abs(step - floor.given[one])
        if cost < room.best[step]:
            room.best[step], room.best_way[step] = cost, way


@inside
def _has_room(floor: Floor, state: State, cap: float, lead: int, one: int, way: int, step: int) -> bool:
    """Whether there is a batch that begins at a step, into which an operation fits, and which needs nobody more."""
    if lead < 0 or state.start[lead] != step or (cap < NEVER and floor.power[way] > state.sums[lead, 1]):
        return False
    if floor.duration[state.way[lead]] != floor.duration[way]:
        return False
    if floor.family[lead] != floor.family[one] or floor.people[one] > state.sums[lead, 2]:
        return False
    holds = floor.holds[floor.machine[way]]
    return bool(state.sums[lead, 0] + floor.load[one] <= holds * (1.0 + 1e-12))


@inside
def _next_from(floor: Floor, row, machine: int, family: int, high: int) -> int:
    """By when a machine must be free, so that it can be set up for what is next on it from a step on."""
    for step in range(high, row.size):
        if row[step] > 0:
            return int(min(high, step - floor.setup[machine, family, floor.family[row[step] - 1]]))
    return high


@inside
def _free_from(floor: Floor, room: Room, row, machine: int, family: int, high: int) -> None:
    """From when a machine would be set up for a family, seen from each step."""
    free = 0
    for step in range(high):
        room.low[step] = free
        if row[step] > 0:
            free = step + 1 + floor.setup[machine, floor.family[row[step] - 1], family]
    room.low[high] = free
