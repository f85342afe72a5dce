"""A shop as a constraint programme: a timetable with the least makespan, and a bound that is proven."""

from collections.abc import Callable

from ortools.sat.python import cp_model

from pulmu.plan.schedule.effort import Effort, Proven
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Placed, Timetable


def prove(
    shop: Shop, given: Timetable, bound: int, effort: Effort, is_over: Callable[[int, int], bool]
) -> Proven:  # fmt: skip
    """Look for a better timetable than the given one, and for a higher bound.

    Parameters
    ----------
    is_over : Told the best makespan and the bound so far; whether that is enough.
    """
    programme = _Programme(shop, given.makespan, bound)
    programme.hint(given)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = effort.seconds
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = effort.seed
    watch = _Watch(solver, given.makespan, bound, is_over)
    solver.best_bound_callback = watch.tell_bound
    status = solver.solve(programme.model, watch)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        low = given.makespan if status == cp_model.INFEASIBLE else watch.bound
        return Proven(None, max(bound, low))
    return Proven(programme.timetable(solver), max(bound, round(solver.best_objective_bound)))


class _Watch(cp_model.CpSolverSolutionCallback):
    """Ends the search once what is known is enough."""

    def __init__(
        self, solver: cp_model.CpSolver, best: int, bound: int, is_over: Callable[[int, int], bool]
    ) -> None:  # fmt: skip
        super().__init__()
        self.best, self.bound = best, bound
        self._solver, self._is_over = solver, is_over

    def on_solution_callback(self) -> None:
        """A better one was found."""
        self.best = min(self.best, round(self.objective_value))
        if self._is_over(self.best, self.bound):
            self.stop_search()

    def tell_bound(self, bound: float) -> None:
        """A higher bound was proven."""
        self.bound = max(self.bound, round(bound))
        if self._is_over(self.best, self.bound):
            self._solver.stop_search()


class _Programme:
    """One interval for each operation and each way it may be done."""

    def __init__(self, shop: Shop, most: int, least: int) -> None:
        self.model, self._shop = cp_model.CpModel(), shop
        self._most = most
        self.makespan = self.model.new_int_var(least, most, "makespan")
        self._starts: dict[tuple[int, int], cp_model.IntVar] = {}
        self._taken: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        self._on: list[list[cp_model.IntervalVar]] = [[] for _ in shop.machines]
        for place in range(len(shop.jobs)):
            self._add_job(place)
        for row in self._on:
            self.model.add_no_overlap(row)
        self.model.minimize(self.makespan)

    def _add_job(self, place: int) -> None:
        end: cp_model.LinearExprT = 0
        for step, operation in enumerate(self._shop.jobs[place].operations):
            start = self.model.new_int_var(0, self._most, "")
            self.model.add(start >= end)
            self._starts[place, step] = start
            if len(operation.ways) == 1:
                way = operation.ways[0]
                self._on[way.machine].append(self.model.new_fixed_size_interval_var(start, way.duration, ""))
                end = start + way.duration
            else:
                end = self._add_ways(place, step, start)
        self.model.add(end <= self.makespan)

    def _add_ways(self, place: int, step: int, start: cp_model.IntVar) -> cp_model.LinearExprT:
        ways = self._shop.jobs[place].operations[step].ways
        taken = [self.model.new_bool_var("") for _ in ways]
        self.model.add_exactly_one(taken)
        end: cp_model.LinearExprT = start + sum(
            way.duration * one for way, one in zip(ways, taken, strict=True)
        )  # fmt: skip
        for way, one in zip(ways, taken, strict=True):
            piece = self.model.new_optional_fixed_size_interval_var(start, way.duration, one, "")
            self._on[way.machine].append(piece)
        self._taken[place, step] = taken
        return end

    def hint(self, given: Timetable) -> None:
        """Begin at a timetable."""
        self.model.add_hint(self.makespan, given.makespan)
        for item in given.placed:
            key = (item.job, item.operation)
            self.model.add_hint(self._starts[key], item.start)
            ways = self._shop.jobs[item.job].operations[item.operation].ways
            for way, one in zip(ways, self._taken.get(key, ()), strict=False):
                is_it = way.machine == item.machine and way.duration == item.end - item.start
                self.model.add_hint(one, is_it)

    def timetable(self, solver: cp_model.CpSolver) -> Timetable:
        """What was found, each operation as early as its order allows is not asked for: as it stands."""
        return Timetable(tuple(sorted(
            (self._placed(solver, job, step) for job, step in self._starts),
            key=lambda item: (item.start, item.machine, item.job),
        )))  # fmt: skip

    def _placed(self, solver: cp_model.CpSolver, job: int, step: int) -> Placed:
        ways = self._shop.jobs[job].operations[step].ways
        taken = self._taken.get((job, step))
        way = ways[0] if taken is None else next(
            way for way, one in zip(ways, taken, strict=True) if solver.boolean_value(one)
        )  # fmt: skip
        start = solver.value(self._starts[job, step])
        return Placed(job, step, way.machine, start, start + way.duration)
