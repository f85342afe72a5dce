"""Where all operations are, what of the machines is taken, and what it all costs."""

import numpy as np

from pulmu.plan.schedule.seats.floor import Floor
from pulmu.plan.schedule.seats.seat import NEVER, State
from pulmu.plan.schedule.tabu.compiled import apart, inside


def new_state(floor: Floor) -> State:
    """Nothing is placed yet."""
    size, base = len(floor.head), np.repeat(floor.base, floor.mean)[: floor.taken.shape[1]]
    return State(np.zeros(size, np.int64), np.zeros(size, np.int64), floor.taken.copy(), base.copy(),
                 np.full((size, 2), -1, np.int64), np.zeros((size, 3)), np.zeros(len(floor.there)))  # fmt: skip


@apart
def put(floor: Floor, state: State, one: int, start: int, way: int) -> None:
    """Place an operation; in a batch, where one is at its time on its furnace."""
    state.start[one], state.way[one] = start, way
    power, people = floor.power[way], floor.people[one]
    if floor.holds[floor.machine[way]] > 0.0 and floor.duration[way] > 0:
        held = state.taken[floor.machine[way], start]
        if held > 0:
            lead = held - 1
            state.batch[one, 0], state.batch[one, 1] = lead, state.batch[lead, 1]
            state.batch[lead, 1] = one
            _draw(floor, state, one, max(0.0, power - state.sums[lead, 1]), max(0.0, people - state.sums[lead, 2]))
            state.sums[lead, 0] += floor.load[one]
            state.sums[lead, 1] = max(power, state.sums[lead, 1])
            state.sums[lead, 2] = max(people, state.sums[lead, 2])
            return
    state.batch[one, 0], state.batch[one, 1] = one, -1
    state.sums[one, 0], state.sums[one, 1], state.sums[one, 2] = floor.load[one], power, people
    _mark(floor, state, one, one + 1)
    _draw(floor, state, one, power, people)


@apart
def take_out(floor: Floor, state: State, one: int) -> None:
    """Free what an operation took; where it was stays written."""
    lead = state.batch[one, 0]
    if state.batch[lead, 1] < 0:
        _mark(floor, state, one, 0)
        _draw(floor, state, one, -state.sums[one, 1], -state.sums[one, 2])
        return
    power, people = state.sums[lead, 1], state.sums[lead, 2]
    if lead == one:
        lead = state.batch[one, 1]
        _mark(floor, state, one, lead + 1)
    else:
        before = lead
        while state.batch[before, 1] != one:
            before = state.batch[before, 1]
        state.batch[before, 1] = state.batch[one, 1]
    _sum_up(floor, state, lead)
    _draw(floor, state, one, state.sums[lead, 1] - power, state.sums[lead, 2] - people)


@inside
def _sum_up(floor: Floor, state: State, lead: int) -> None:
    """What a batch comes to, from its leader on."""
    state.sums[lead, 0] = state.sums[lead, 1] = state.sums[lead, 2] = 0.0
    one = lead
    while one >= 0:
        state.batch[one, 0] = lead
        state.sums[lead, 0] += floor.load[one]
        state.sums[lead, 1] = max(state.sums[lead, 1], floor.power[state.way[one]])
        state.sums[lead, 2] = max(state.sums[lead, 2], floor.people[one])
        one = state.batch[one, 1]


@inside
def _mark(floor: Floor, state: State, one: int, value: int) -> None:
    way, start = state.way[one], state.start[one]
    row = state.taken[floor.machine[way]]
    for step in range(start, start + floor.duration[way]):
        row[step] = value


@inside
def _draw(floor: Floor, state: State, one: int, power: float, people: float) -> None:
    start = state.start[one]
    end = start + floor.duration[state.way[one]]
    if floor.demand > 0.0 and power != 0.0:
        for step in range(start, end):
            state.load[step] += power
    if floor.there.size > 0 and people != 0.0:
        for step in range(start, end):
            state.busy[step] += people


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
        end = start + floor.duration[way]
        total += floor.extra[way]
        if state.batch[one, 0] == one:
            total += state.sums[one, 1] * (floor.price[end] - floor.price[start])
            total += state.sums[one, 2] * (floor.wage[end] - floor.wage[start])
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
    """The highest mean; what machines draw that wait or rest is left out."""
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
        if floor.rest_first[machine + 1] > floor.rest_first[machine]:
            total += _rested(floor, state, machine)
            continue
        first, end = last, 0
        costs = floor.waiting[machine]
        for one in range(state.start.size):
            way = state.way[one]
            if floor.machine[way] == machine and floor.duration[way] > 0 and state.batch[one, 0] == one:
                start = state.start[one]
                first, end = min(first, start), max(end, start + floor.duration[way])
                total -= costs[start + floor.duration[way]] - costs[start]
        if first < end:
            total += costs[end] - costs[first]
    return total


@apart
def _rested(floor: Floor, state: State, machine: int) -> float:
    """What a machine costs between its operations, each gap at its cheapest."""
    row, total, before, end = state.taken[machine], 0.0, 0, 0
    for step in range(row.size):
        held = row[step]
        if held > 0:
            if before > 0 and step > end:
                total += _gap(floor, machine, end, step, _between(floor, machine, before, held))
            before, end = held, step + 1
    return total


@inside
def _gap(floor: Floor, machine: int, begin: int, end: int, setup: int) -> float:
    won, shut, waiting = floor.open_price[machine], floor.shut[machine], floor.waiting[machine]
    least = waiting[end] - waiting[begin]
    for place in range(floor.rest_first[machine], floor.rest_first[machine + 1]):
        rest = floor.rest[place]
        cold = begin + int(rest[1])
        warm = end - setup - int(rest[2])
        hot = warm + int(rest[2])
        if warm >= cold and shut[cold] == shut[begin] and shut[hot] == shut[warm]:
            cost = rest[3] * (won[cold] - won[begin]) + rest[0] * (won[warm] - won[cold])
            cost += rest[4] * (won[hot] - won[warm]) + waiting[end] - waiting[hot]
            least = min(least, cost)
    return float(least)


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
