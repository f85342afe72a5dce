"""A shop with all that it costs as a constraint programme: whole numbers, rounded so that its bound is a true one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product, zip_longest

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from pulmu.plan.schedule.ask import Ask
from pulmu.plan.schedule.effort import Effort
from pulmu.plan.schedule.pieces import Builder, Table, runs_of
from pulmu.plan.schedule.shop import Operation, Shop, Way
from pulmu.plan.schedule.stopping import stopping
from pulmu.plan.schedule.timetable import Placed, Timetable

_WHOLE = 1e8
"""What the best known value is as a whole number. With coefficients beyond 32 bits OR-Tools 9.15 was seen to call
optimal what is not."""
_WATT = 1000.0
_PARTS = 1000
"""Of a person, or of what a furnace holds."""
_MOST_WINDOWS = 4000
"""So many times operations and quarters of an hour are looked at one by one; beyond, power is taken step by step."""
_MOST_IN_A_ROW = 150
"""So many operations on a machine have their order as a circle, where there are set-ups."""


@dataclass(frozen=True, slots=True)
class _Seat:
    """An operation as one of its ways; `taken` is None where it is the only one.

    Parameters
    ----------
    draws : Whether it draws power and keeps people busy: as taken; of a furnace's batch, one does for all.
    """

    job: int
    operation: int
    way: Way
    start: cp_model.IntVar
    taken: cp_model.IntVar | None
    low: int
    high: int
    draws: cp_model.IntVar | None = None

    @property
    def counted(self) -> cp_model.IntVar | None:
        """Whether its power and its people count; None where they do in any case."""
        return self.taken if self.draws is None else self.draws


def solve(
    ask: Ask,
    first: Timetable,
    effort: Effort,
    tell: Callable[[Timetable], None],
    tell_bound: Callable[[float], None],
    is_over: Callable[[], bool],
) -> bool:
    """Look for better timetables than the first, and for higher bounds; whether nothing better is left.

    Parameters
    ----------
    tell : Told each timetable that is found, in any order.
    tell_bound : Told values that no allowed timetable is below.
    is_over : Whether that is enough.
    """
    programme = Programme(ask, ask.value(first))
    programme.hint(first)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = effort.seconds
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = effort.seed
    watch = _Watch(lambda: tell(programme.timetable(watch.value, watch.boolean_value)), is_over)

    def bound(value: float) -> None:
        if programme.is_bound:
            tell_bound(value / programme.scale)
        if is_over():
            solver.stop_search()

    solver.best_bound_callback = bound
    with stopping(solver, is_over):
        status = solver.solve(programme.model, watch)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        tell(programme.timetable(solver.value, solver.boolean_value))
        bound(solver.best_objective_bound)
    return bool(status == cp_model.OPTIMAL) and programme.is_bound and programme.is_exact


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, found: Callable[[], None], is_over: Callable[[], bool]) -> None:
        super().__init__()
        self._found, self._is_over = found, is_over

    def on_solution_callback(self) -> None:
        """A better one was found."""
        self._found()
        if self._is_over():
            self.stop_search()


class Programme:
    """One interval for each operation and each way it may be done, and the costs that are asked for."""

    def __init__(self, ask: Ask, value: float) -> None:
        self.model, self._ask = cp_model.CpModel(), ask
        self.scale = _WHOLE / max(value, 1e-6)
        self.is_bound = True
        self.is_exact = not (any(ask.shop.holds) or any(ask.shop.rests) or ask.shop.people)
        self._build = Builder(self.model)
        self._starts: dict[tuple[int, int], cp_model.IntVar] = {}
        self._ends: dict[tuple[int, int], cp_model.LinearExprT] = {}
        self._seats: list[_Seat] = []
        self._span: cp_model.IntVar | None = None
        for job in range(len(ask.shop.jobs)):
            self._add_job(job)
        for machine in range(len(ask.shop.machines)):
            self._add_machine(machine)
        if ask.shop.people:
            self._add_people()
        for name, cap in ask.caps.items():
            scale = _WHOLE / max(cap, 1.0)
            self.model.add(self._cost(name, scale) <= int(cap * scale) + 1)
        self.model.minimize(sum(self._cost(name, weight * self.scale) for name, weight in ask.weights.items()))

    def _add_job(self, job: int) -> None:
        ask, before = self._ask, None
        heads, latest = ask.heads(job), ask.latest(job)
        kept = {item.operation: item for item in ask.kept if item.job == job}
        for step, operation in enumerate(ask.shop.jobs[job].operations):
            stays = kept.get(step)
            ways = operation.ways if stays is None else (_way_of(operation.ways, stays),)
            most = stays.start if stays else latest[step] - min(way.duration for way in ways)
            start = self.model.new_int_var(heads[step], max(most, heads[step]), "")
            if before is not None:
                self.model.add(start >= before)
            before = self._add_ways(job, step, start, ways, (heads[step], latest[step]))

    def _add_ways(
        self, job: int, step: int, start: cp_model.IntVar, ways: Sequence[Way], within: tuple[int, int]
    ) -> cp_model.LinearExprT:
        low, high = within
        taken = [self.model.new_bool_var("") for _ in ways] if len(ways) > 1 else []
        self._seats += [
            _Seat(job, step, way, start, one, low, max(high - way.duration, low))
            for way, one in zip_longest(ways, taken)
        ]
        self._starts[job, step] = start
        end: cp_model.LinearExprT = start + ways[0].duration
        if taken:
            self.model.add_exactly_one(taken)
            end = start + sum(way.duration * one for way, one in zip(ways, taken, strict=True))
        self._ends[job, step] = end
        self.model.add(end <= high)
        return end

    def _add_machine(self, machine: int) -> None:
        seats = [seat for seat in self._seats if seat.way.machine == machine and seat.way.duration]
        if self._ask.shop.holds_at(machine) > 0.0:
            self._add_furnace(machine, seats)
        else:
            self.model.add_no_overlap([self._interval(seat, seat.taken) for seat in seats])
        kept = {(item.job, item.operation) for item in self._ask.kept}
        closed = self._ask.shop.closed_at(machine)
        for seat in seats if closed else ():
            if (seat.job, seat.operation) not in kept:
                open_ = _open(closed, seat)
                inside = self.model.add_linear_expression_in_domain(seat.start, open_)
                if seat.taken is not None:
                    inside.only_enforce_if(seat.taken)
        if not self._ask.shop.holds_at(machine) and any(self._ask.shop.setups[machine : machine + 1]):
            self._add_setups(machine, seats)

    def _interval(self, seat: _Seat, taken: cp_model.IntVar | None) -> cp_model.IntervalVar:
        if taken is None:
            return self.model.new_fixed_size_interval_var(seat.start, seat.way.duration, "")
        return self.model.new_optional_fixed_size_interval_var(seat.start, seat.way.duration, taken, "")

    def _add_furnace(self, machine: int, seats: list[_Seat]) -> None:
        """Any two are together, or one is after the other; of those together, one alone draws power.

        That is the one of the highest power. Set-ups are as short as a way round over other families could make them,
        and loads are rounded down: a relaxation, exact where set-ups keep the triangle inequality and whoever draws
        most keeps the most people busy too.
        """
        holds = self._ask.shop.holds_at(machine)
        loads = [int(_PARTS * min(self._told(seat).load / holds, 2.0)) for seat in seats]
        self.model.add_cumulative([self._interval(seat, seat.taken) for seat in seats], loads, _PARTS)
        lags = _lags(self._ask.shop, machine)
        seats = sorted(seats, key=lambda seat: (-seat.way.power_kw, -self._told(seat).people))
        for at, seat in enumerate(seats):
            joined = [one for other in seats[:at] for one in self._apart(other, seat, lags)]
            if joined:
                place = next(place for place, told in enumerate(self._seats) if told is seat)
                self._seats[place] = replace(seat, draws=self._draws(seat, joined))

    def _draws(self, seat: _Seat, joined: list[cp_model.IntVar]) -> cp_model.IntVar:
        draws = self.model.new_bool_var("")
        for one in joined:
            self.model.add_implication(one, draws.negated())
        if seat.taken is not None:
            self.model.add_implication(draws, seat.taken)
            self.model.add_bool_or([draws, *joined, seat.taken.negated()])
        else:
            self.model.add_bool_or([draws, *joined])
        return draws

    def _apart(self, one: _Seat, other: _Seat, lags: Mapping[tuple[str, str], int]) -> Iterator[cp_model.IntVar]:
        """Keep two apart on a furnace, or tell where they are together."""
        families = self._told(one).family, self._told(other).family
        first, second = self.model.new_bool_var(""), self.model.new_bool_var("")
        ways = [first, second]
        self.model.add(other.start >= one.start + one.way.duration + lags[families]).only_enforce_if(first)
        self.model.add(one.start >= other.start + other.way.duration + lags[families[::-1]]).only_enforce_if(second)
        if families[0] == families[1] and one.way.duration == other.way.duration:
            together = self.model.new_bool_var("")
            self.model.add(one.start == other.start).only_enforce_if(together)
            for seat in (one, other):
                if seat.taken is not None:
                    self.model.add_implication(together, seat.taken)
            ways.append(together)
            yield together
        self.model.add_bool_or([*ways, *(seat.taken.negated() for seat in (one, other) if seat.taken is not None)])

    def _told(self, seat: _Seat) -> Operation:
        return self._ask.shop.jobs[seat.job].operations[seat.operation]

    def _add_people(self) -> None:
        """No more are kept busy at a time than are there."""
        there = np.zeros(self._ask.steps)
        there[: len(self._ask.shop.people)] = self._ask.shop.people[: self._ask.steps]
        most = int(np.ceil(_PARTS * there.max(initial=0.0)))
        seats = [seat for seat in self._seats if seat.way.duration and self._told(seat).people > 0.0]
        missing = most - np.ceil(_PARTS * there).astype(np.int64)
        runs = [(start, end, value) for start, end, value in runs_of(missing) if value]
        pieces = [self._interval(seat, seat.counted) for seat in seats]
        pieces += [self.model.new_fixed_size_interval_var(start, end - start, "") for start, end, _ in runs]
        needs = [int(_PARTS * self._told(seat).people) for seat in seats] + [value for _, _, value in runs]
        self.model.add_cumulative(pieces, needs, most)

    def _add_setups(self, machine: int, seats: list[_Seat]) -> None:
        """The order of a machine as a circle through what is done on it; node 0 is its begin and its end."""
        if len(seats) > _MOST_IN_A_ROW:
            return
        arcs: list[cp_model.ArcT] = [(0, 0, self.model.new_bool_var(""))]
        for at, seat in enumerate(seats, 1):
            arcs += [(0, at, self.model.new_bool_var("")), (at, 0, self.model.new_bool_var(""))]
            if seat.taken is not None:
                arcs.append((at, at, seat.taken.negated()))
            arcs += list(self._followers(machine, at, seats))
        self.model.add_circuit(arcs)

    def _followers(self, machine: int, at: int, seats: list[_Seat]) -> Iterator[cp_model.ArcT]:
        one, shop = seats[at - 1], self._ask.shop
        family = shop.jobs[one.job].operations[one.operation].family
        for place, other in enumerate(seats, 1):
            if place == at:
                continue
            steps = shop.setup(machine, family, shop.jobs[other.job].operations[other.operation].family)
            follows = self.model.new_bool_var("")
            self.model.add(other.start >= one.start + one.way.duration + steps).only_enforce_if(follows)
            yield at, place, follows

    def _cost(self, name: str, scale: float) -> cp_model.LinearExprT:
        """A cost times a scale as a whole number, never more than it is."""
        return {"makespan": self._makespan, "tardiness": self._tardiness, "energy": self._energy, "peak": self._peak,
                "moved": self._moved, "labour": self._labour}[name](scale)  # fmt: skip

    def _makespan(self, scale: float) -> cp_model.LinearExprT:
        span = self.model.new_int_var(0, self._ask.steps, "")
        for end in self._ends.values():
            self.model.add(span >= end)
        return int(scale) * span

    def _tardiness(self, scale: float) -> cp_model.LinearExprT:
        late: list[cp_model.LinearExprT] = []
        for place, job in enumerate(self._ask.shop.jobs):
            if job.due is not None:
                end = self._ends.get((place, len(job.operations) - 1), job.release)
                late.append(int(job.weight * scale) * self._late(end, job.due))
        return sum(late)

    def _late(self, end: cp_model.LinearExprT, due: int) -> cp_model.IntVar:
        late = self.model.new_int_var(0, abs(self._ask.steps - due) + self._ask.steps, "")
        self.model.add(late >= end - due)
        return late

    def _moved(self, scale: float) -> cp_model.LinearExprT:
        given = self._ask.given
        terms: list[cp_model.LinearExprT] = []
        for item in given.placed if given else ():
            off = self.model.new_int_var(0, self._ask.steps + item.start, "")
            self.model.add_abs_equality(off, self._starts[item.job, item.operation] - item.start)
            terms.append(off)
            terms += [seat.way.duration * (1 if seat.taken is None else seat.taken) for seat in self._seats
                      if (seat.job, seat.operation) == (item.job, item.operation)
                      and seat.way.machine != item.machine]  # fmt: skip
        return int(scale) * sum(terms)

    def _energy(self, scale: float) -> cp_model.LinearExprT:
        prices = self._ask.prices
        if prices is None:
            return 0
        of_kw = np.array(prices.won_per_kwh) * prices.hours * scale
        terms: list[cp_model.LinearExprT] = []
        for machine in range(len(self._ask.shop.machines)):
            waiting = np.floor(of_kw * _least_kw(self._ask.shop, machine)).astype(np.int64)
            for start, end in self._ask.shop.closed_at(machine):
                waiting[start:end] = 0
            mine = [seat for seat in self._seats if seat.way.machine == machine and seat.way.duration]
            for seat in mine:
                terms.append(self._of_seat(seat, np.floor(of_kw * seat.way.power_kw).astype(np.int64) - waiting))
            if mine and waiting.any():
                terms.append(self._waits(mine, np.concatenate(([0], np.cumsum(waiting)))))
        return sum(terms)

    def _labour(self, scale: float) -> cp_model.LinearExprT:
        prices = self._ask.prices
        if prices is None or not prices.won_per_person_hour:
            return 0
        of_one = np.array(prices.won_per_person_hour) * prices.hours * scale
        return sum(
            self._of_seat(seat, np.floor(of_one * self._told(seat).people).astype(np.int64))
            for seat in self._seats
            if seat.way.duration
        )

    def _of_seat(self, seat: _Seat, weights: Table) -> cp_model.LinearExprT:
        """What steps weigh, over an operation wherever it begins."""
        whole = np.concatenate(([0], np.cumsum(weights)))
        places = np.arange(seat.low, seat.high + 1)
        table = whole[np.minimum(places + seat.way.duration, self._ask.steps)] - whole[places]
        return self._build.at_least(seat.start, seat.low, table, seat.counted)

    def _waits(self, seats: list[_Seat], whole: Table) -> cp_model.LinearExprT:
        """What lies between the first and the last operation of a machine."""
        first, last = (self.model.new_int_var(0, self._ask.steps, "") for _ in range(2))
        self.model.add(last >= first)
        for seat in seats:
            for rule in (first <= seat.start, last >= seat.start + seat.way.duration):
                told = self.model.add(rule)
                if seat.taken is not None:
                    told.only_enforce_if(seat.taken)
        return self._build.equal(last, whole) - self._build.equal(first, whole)

    def _peak(self, scale: float) -> cp_model.LinearExprT:
        prices = self._ask.prices
        if prices is None or not prices.demand_won_per_kw:
            return 0
        most = sum(
            max((seat.way.power_kw for seat in self._seats if seat.way.machine == machine), default=0.0)
            for machine in range(len(self._ask.shop.machines))
        )
        top = int(_WATT * (most + prices.free_kw + max(prices.base_kw, default=0.0))) + 1
        free = int(_WATT * prices.free_kw)
        high = self.model.new_int_var(free, max(top, free), "")
        seats = [seat for seat in self._seats if seat.way.duration and seat.way.power_kw > 0.0]
        windows = -(-self._ask.steps // prices.steps_of_mean)
        if prices.steps_of_mean > 1 and len(seats) * windows <= _MOST_WINDOWS:
            self._add_windows(high, seats, windows)
        else:
            self.is_bound = self.is_bound and prices.steps_of_mean == 1
            self._add_steps(high, seats)
        return int(prices.demand_won_per_kw * scale / _WATT) * (high - free)

    def _add_steps(self, high: cp_model.IntVar, seats: list[_Seat]) -> None:
        """The power of each step is not above the highest."""
        prices = self._ask.prices
        base = np.floor(_WATT * np.array(prices.base_kw if prices else ())).astype(np.int64)
        runs = [(start, end, value) for start, end, value in runs_of(base) if value]
        pieces = [self._interval(seat, seat.counted) for seat in seats]
        pieces += [self.model.new_fixed_size_interval_var(start, end - start, "") for start, end, _ in runs]
        powers = [int(_WATT * seat.way.power_kw) for seat in seats] + [value for _, _, value in runs]
        self.model.add_cumulative(pieces, powers, high)

    def _add_windows(self, high: cp_model.IntVar, seats: list[_Seat], windows: int) -> None:
        """The mean of each run of steps is not above the highest."""
        prices = self._ask.prices
        count = prices.steps_of_mean if prices else 1
        base = np.zeros(windows * count)
        base[: len(prices.base_kw if prices else ())] = prices.base_kw if prices else ()
        for window in range(windows):
            within = np.zeros(self._ask.steps, np.int64)
            within[window * count : (window + 1) * count] = 1
            drawn = [self._of_seat(seat, int(_WATT * seat.way.power_kw) * within) for seat in seats]
            self.model.add(sum(drawn) + int(_WATT * base[window * count : (window + 1) * count].sum()) <= count * high)

    def hint(self, first: Timetable) -> None:
        """Begin at a timetable."""
        placed = {(item.job, item.operation): item for item in first.placed}
        for key, start in self._starts.items():
            self.model.add_hint(start, placed[key].start)
        for seat in self._seats:
            item = placed[seat.job, seat.operation]
            if seat.taken is not None:
                is_it = (seat.way.machine, seat.way.duration) == (item.machine, item.end - item.start)
                self.model.add_hint(seat.taken, is_it)

    def timetable(
        self, value: Callable[[cp_model.IntVar], int], is_true: Callable[[cp_model.IntVar], bool]
    ) -> Timetable:  # fmt: skip
        """What was found."""
        placed = []
        for seat in self._seats:
            if seat.taken is None or is_true(seat.taken):
                start = value(seat.start)
                placed.append(Placed(seat.job, seat.operation, seat.way.machine, start, start + seat.way.duration))
        return Timetable(tuple(sorted(placed, key=lambda item: (item.start, item.machine, item.job))))


def _least_kw(shop: Shop, machine: int) -> float:
    """What a machine draws at least between two operations. [kW]"""
    rests = [kw for rest in shop.rests_at(machine) for kw in (rest.kw, rest.down_kw, rest.up_kw)]
    return min([shop.idle(machine), *rests])


def _lags(shop: Shop, machine: int) -> dict[tuple[str, str], int]:
    """Steps that lie between two families on a machine at least, whatever is done between."""
    told = [(item.family, way.duration) for job in shop.jobs for item in job.operations for way in item.ways
            if way.machine == machine and way.duration]  # fmt: skip
    least: dict[str, int] = {}
    for family, duration in told:
        least[family] = min(duration, least.get(family, duration))
    found = {(one, other): shop.setup(machine, one, other) for one in least for other in least}
    for middle, one, other in product(least, least, least):
        way = found[one, middle] + least[middle] + found[middle, other]
        found[one, other] = min(found[one, other], way)
    return found


def _way_of(ways: Sequence[Way], item: Placed) -> Way:
    """The way in which something is done; the one of least power, where two differ in nothing else."""
    return min((way for way in ways if (way.machine, way.duration) == (item.machine, item.end - item.start)),
               key=lambda way: way.power_kw)  # fmt: skip


def _open(closed: tuple[tuple[int, int], ...], seat: _Seat) -> cp_model.Domain:
    """Steps at which an operation may begin so that it crosses no closed span."""
    found: NDArray[np.bool_] = np.ones(seat.high - seat.low + 1, bool)
    for start, end in closed:
        found[max(start - seat.way.duration + 1 - seat.low, 0) : max(end - seat.low, 0)] = False
    return cp_model.Domain.from_values((np.flatnonzero(found) + seat.low).tolist())
