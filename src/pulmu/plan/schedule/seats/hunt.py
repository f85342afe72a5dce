"""A search that takes some operations out and seats them again, one job after the other, each at its best.

Ruin and recreate (Schrimpf et al. 2000, doi:10.1006/jcph.1999.6413), with whole jobs or what is done within a time.
"""

from typing import NamedTuple

import numpy as np

from pulmu.plan.schedule.seats.floor import Floor, Whole, places_of
from pulmu.plan.schedule.seats.seat import NEVER, Fees, Room, State, new_room, no_fees, seat
from pulmu.plan.schedule.seats.state import end_of, last_end, new_state, put, take_out, value_of
from pulmu.plan.schedule.tabu.chance import below
from pulmu.plan.schedule.tabu.compiled import apart, entry, inside
from pulmu.plan.schedule.timetable import Timetable

_MOST = 8
"""So many jobs are taken out at a time."""
_ROUNDS, _CELLS = 100, 200_000_000
"""So many rounds from one look at the clock to the next, or as many as go over so many operations and steps."""
_WORSE = (0.0, 0.0, 2e-4, 1e-3, 3e-3)
"""By what part the next may be worse than the best, turn by turn."""


class Bench(NamedTuple):
    """Jobs taken out: [job, first operation, past the last, begin, until], and where their operations were."""

    rows: Whole
    start: Whole
    way: Whole
    order: Whole


class Hunter:
    """Looks for what costs less, from one timetable on.

    `fees` may be set to what machines are worth at each time, as a bound tells it: it is looked at now and then.
    """

    def __init__(self, floor: Floor, first: Timetable, seed: int) -> None:
        self._floor, size, steps = floor, len(floor.head), floor.taken.shape[1]
        starts, ways = places_of(floor, first)
        self._state = new_state(floor)
        self._best = new_state(floor)._replace(start=starts, way=ways, taken=floor.taken[:0])
        self._room = new_room(size, int(np.diff(floor.first).max(initial=1)), steps)
        self._bench = Bench(np.zeros((len(floor.due), 5), np.int64), np.zeros(size, np.int64),
                            np.zeros(size, np.int64), np.zeros(len(floor.due), np.int64))  # fmt: skip
        self._chance = np.random.default_rng(seed).integers(1, 2**63, 1, dtype=np.uint64)
        self.fees = Fees(np.zeros(floor.waiting.shape), np.zeros(floor.price.shape))
        self.value = float(_put_all(floor, self._state, starts, ways))
        self._turn = 0
        self._rounds = max(5, min(_ROUNDS, _CELLS // max(size * steps, 1)))

    def go_on(self) -> bool:
        """Some rounds more; whether something better was found."""
        self._turn += 1
        worse = _WORSE[self._turn % len(_WORSE)]
        found = hunt(self._floor, self._state, self._best, self._room, self._bench, self.fees, self._chance,
                     self.value, worse, self._rounds)  # fmt: skip
        is_better = found < self.value
        self.value = float(found)
        return is_better

    def begin_at(self, timetable: Timetable) -> None:
        """Go on from another one, where it is better."""
        starts, ways = places_of(self._floor, timetable)
        if np.array_equal(starts, self._best.start) and np.array_equal(ways, self._best.way):
            return
        state = new_state(self._floor)
        value = float(_put_all(self._floor, state, starts, ways))
        if value < self.value:
            for mine, other in zip(self._state, state, strict=True):
                mine[:] = other
            self._best.start[:], self._best.way[:], self.value = starts, ways, value

    @property
    def steps(self) -> int:
        """Over which it goes."""
        return int(self._floor.taken.shape[1])

    @property
    def best(self) -> tuple[Whole, Whole]:
        """Begins and ways of the best."""
        return self._best.start, self._best.way


@entry
def _put_all(floor: Floor, state: State, starts: Whole, ways: Whole) -> float:
    """Place all; what it costs."""
    for one in range(starts.size):
        put(floor, state, one, starts[one], ways[one])
    return value_of(floor, state)


@entry
def hunt(floor: Floor, state: State, best: State, room: Room, bench: Bench, fees: Fees, chance, least: float,
         worse: float, rounds: int) -> float:  # fmt: skip
    """Some rounds; the least value so far. What it belongs to is left in `best`."""
    nothing = no_fees(floor)
    now = value_of(floor, state)
    for _ in range(rounds):
        count = _chosen(floor, state, bench, chance)
        _empty(floor, state, bench, count)
        cap = _cap(floor, state, chance)
        paid = fees if below(chance, 3) == 0 else nothing
        if not _refill(floor, state, room, bench, count, cap, paid):
            continue
        value = value_of(floor, state)
        if value > max(now, least + abs(least) * worse):
            _back(floor, state, bench, count, count)
            continue
        now = value
        if value < least - 1e-9 * abs(least):
            least = value
            for one in range(state.start.size):
                best.start[one], best.way[one] = state.start[one], state.way[one]
    return least


@apart
def _chosen(floor: Floor, state: State, bench: Bench, chance) -> int:
    """Choose what is taken out: a few whole jobs, or what some do within a time; how many jobs."""
    jobs, steps = floor.due.size, state.taken.shape[1]
    most = 1 + below(chance, min(_MOST, jobs))
    begin, until, is_whole = 0, steps, below(chance, 2) == 0
    if is_whole:
        most = 1 + below(chance, min(3, jobs))
    else:
        middle = state.start[below(chance, state.start.size)]
        width = 2 + below(chance, max(steps // 4, 2))
        begin, until = max(0, middle - width // 2), min(steps, middle + width // 2 + 1)
    return _within(floor, state, bench, chance, most, begin, until)


@inside
def _within(floor: Floor, state: State, bench: Bench, chance, most: int, begin: int, until: int) -> int:
    jobs, count = floor.due.size, 0
    for place in range(jobs):
        bench.order[place] = place
    for place in range(jobs):
        other = place + below(chance, jobs - place)
        job = bench.order[other]
        bench.order[other] = bench.order[place]
        low, high = floor.first[job], floor.first[job + 1]
        while low < high and state.start[low] < begin:
            low += 1
        while high > low and end_of(floor, state, high - 1) > until:
            high -= 1
        if low < high:
            row = bench.rows[count]
            row[0], row[1], row[2] = job, low, high
            row[3] = end_of(floor, state, low - 1) if low > floor.first[job] else 0
            row[4] = state.start[high] if high < floor.first[job + 1] else state.taken.shape[1]
            count += 1
            if count == most:
                break
    return count


@inside
def _empty(floor: Floor, state: State, bench: Bench, count: int) -> None:
    for place in range(count):
        for one in range(bench.rows[place, 1], bench.rows[place, 2]):
            bench.start[one], bench.way[one] = state.start[one], state.way[one]
            take_out(floor, state, one)


@inside
def _cap(floor: Floor, state: State, chance) -> float:
    """What may be drawn at a step: what the rest draws already, a little more, or all."""
    if floor.demand <= 0.0 or below(chance, 3) == 0:
        return NEVER
    high = floor.free
    for step in range(state.load.size):
        high = max(high, state.load[step])
    return high * (1.0 + 0.05 * below(chance, 4))


@inside
def _refill(floor: Floor, state: State, room: Room, bench: Bench, count: int, cap: float, paid: Fees) -> bool:
    """Seat what was taken out, job by job; where one finds no place all go back to where they were."""
    others = _others(floor, state, bench, count)
    for place in range(count):
        row = bench.rows[place]
        value = seat(floor, room, state, cap, paid, row[0], row[1], row[2], row[3], row[4], others)
        if value >= NEVER:
            _back(floor, state, bench, place, count)
            return False
        for one in range(row[1], row[2]):
            put(floor, state, one, room.start[one], room.way[one])
        others = max(others, last_end(floor, state, row[0]))
    return True


@inside
def _others(floor: Floor, state: State, bench: Bench, count: int) -> int:
    """When all jobs have ended of which nothing was taken out."""
    for job in range(floor.due.size):
        bench.order[job] = 0
    for place in range(count):
        bench.order[bench.rows[place, 0]] = 1
    most = 0
    for job in range(floor.due.size):
        if bench.order[job] == 0:
            most = max(most, last_end(floor, state, job))
    return most


@inside
def _back(floor: Floor, state: State, bench: Bench, seated: int, count: int) -> None:
    """Take out the first so many again, and put all back to where they were."""
    for place in range(seated):
        for one in range(bench.rows[place, 1], bench.rows[place, 2]):
            take_out(floor, state, one)
    for place in range(count):
        for one in range(bench.rows[place, 1], bench.rows[place, 2]):
            put(floor, state, one, bench.start[one], bench.way[one])
