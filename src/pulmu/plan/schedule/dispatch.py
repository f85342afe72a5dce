"""Timetables by a rule of thumb: whenever something can begin, the rule says what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import inf

from pulmu.plan.schedule.shop import Shop, Spans, Way, first_open
from pulmu.plan.schedule.timetable import Placed, Timetable
from pulmu.plan.schedule.work import Work


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operation that could be next on a machine.

    Parameters
    ----------
    ready : When the one before it in its job ends.
    work_left, steps_left : Of its job, this one among them, by the shortest ways.
    next_work : Of the one that follows it in its job.
    setup : Steps that its machine would need for it, as it now stands.
    due, weight : Of its job; infinite where nobody waits for it.
    """

    job: int
    operation: int
    way: Way
    ready: int
    work_left: int
    steps_left: int
    next_work: int
    setup: int = 0
    due: float = inf
    weight: float = 1.0


Rule = Callable[[Waiting], tuple[float, ...]]
"""The least is taken."""
RULES: Mapping[str, Rule] = {
    "shortest_processing_time": lambda item: (item.way.duration,),
    "longest_processing_time": lambda item: (-item.way.duration,),
    "most_work_remaining": lambda item: (-item.work_left,),
    "least_work_remaining": lambda item: (item.work_left,),
    "most_operations_remaining": lambda item: (-item.steps_left, -item.work_left),
    "fewest_operations_remaining": lambda item: (item.steps_left, item.work_left),
    "first_come_first_served": lambda item: (item.ready,),
    "shortest_next_operation": lambda item: (item.next_work,),
    "longest_next_operation": lambda item: (-item.next_work,),
    "processing_time_over_work_remaining": lambda item: (item.way.duration / max(item.work_left, 1),),
    "processing_time_over_total_work": lambda item: (-item.way.duration * item.work_left,),
    "work_remaining_after_this": lambda item: (-(item.work_left - item.way.duration),),
}
"""Rules as Panwalkar and Iskander list them (1977, doi:10.1287/opre.25.1.45)."""
RULES_OF_DUE_DATES: Mapping[str, Rule] = {
    "earliest_due_date": lambda item: (item.due, item.way.duration),
    "least_slack": lambda item: (item.due - item.ready - item.work_left, item.way.duration),
    "least_slack_by_weight": lambda item: (
        max(item.due - item.ready - item.work_left, 1.0) * item.way.duration / max(item.weight, 1e-9),
    ),
    "shortest_setup": lambda item: (item.setup, item.due, item.way.duration),
}
"""Rules that look at who waits, and at what a machine was last set up for."""


def dispatch(shop: Shop, rule: Rule, *, kept: Iterable[Placed] = (), begin: int = 0) -> Timetable:
    """A timetable in which no machine waits for an operation that it could already have done (Giffler, Thompson 1960).

    Of all that could be next the one that would end first says which machine is looked at; what could begin there
    before that end is in the rule's choice, so that the timetable is active.

    Parameters
    ----------
    kept : Operations that stay as they are, and go before all others.
    begin : No other begins before it.
    """
    state = _State(shop, begin)
    for item in sorted(kept, key=lambda item: (item.start, item.end, item.operation)):
        state.keep(item)
    state.open()
    while state.left:
        state.place(min(state.choice(), key=lambda item: (*rule(item), item.job)))
    return Timetable(tuple(sorted(state.placed, key=lambda item: (item.start, item.machine, item.job))))


def in_order(shop: Shop, listed: Iterable[Placed], *, kept: Iterable[Placed] = (), begin: int = 0) -> Timetable:
    """A timetable that puts operations one after the other, each on its machine, none earlier than it is listed.

    Parameters
    ----------
    listed : Those that are not kept, an operation after the one before it in its job; their ends tell the way only.
    """
    state = _State(shop, begin)
    for item in kept:
        state.keep(item)
    for item in listed:
        start = state.begin_at(item.job, Way(item.machine, item.end - item.start), item.start)
        state.keep(Placed(item.job, item.operation, item.machine, start, start + item.end - item.start))
    return Timetable(tuple(sorted(state.placed, key=lambda item: (item.start, item.machine, item.job))))


@dataclass(slots=True)
class _State:
    shop: Shop
    begin: int
    closed: list[Spans] = field(init=False)
    last: list[str | None] = field(init=False)
    free: list[int] = field(init=False)
    ready: list[int] = field(init=False)
    step: list[int] = field(init=False)
    left: int = field(init=False)
    placed: list[Placed] = field(default_factory=list)
    least: list[list[int]] = field(init=False)
    nexts: list[dict[tuple[int, int], int]] = field(init=False)
    """(machines)  When what could be next on it could begin, by job and way."""
    ends: list[tuple[float, int]] = field(init=False)
    """(machines)  When the first of those could end, and the machine."""
    batch: list[Work | None] = field(init=False)
    """(machines)  What it does last."""
    loads: list[float] = field(init=False)
    """(machines)  What is in that batch."""
    busy: dict[int, float] = field(default_factory=dict)
    """People that are kept busy at each step."""

    def __post_init__(self) -> None:
        self.free = [0] * len(self.shop.machines)
        self.closed = [self.shop.closed_at(machine) for machine in range(len(self.shop.machines))]
        self.last = [None] * len(self.shop.machines)
        self.batch = [None] * len(self.shop.machines)
        self.loads = [0.0] * len(self.shop.machines)
        self.ready = [job.release for job in self.shop.jobs]
        self.step = [0] * len(self.shop.jobs)
        self.left = self.shop.size
        self.least = [[min(way.duration for way in operation.ways) for operation in job.operations]
                      for job in self.shop.jobs]  # fmt: skip
        self.nexts = [{} for _ in self.shop.machines]
        self.ends = [(inf, machine) for machine in range(len(self.shop.machines))]

    def open(self) -> None:
        """Look at what could be next; once, after what is kept."""
        for job in range(len(self.shop.jobs)):
            self._add(job)
        for machine in range(len(self.shop.machines)):
            self._look(machine)

    def choice(self) -> list[Waiting]:
        """What could be next on the machine that would be done with something first."""
        end, machine = min(self.ends)
        nexts = self.nexts[machine]
        could = [key for key in sorted(nexts) if nexts[key] < end]
        could = could or [min(key for key, at in nexts.items() if at + self._way(key).duration == end)]
        return [self._waiting(key[0], self._way(key)) for key in could]

    def _way(self, key: tuple[int, int]) -> Way:
        return self._ways(key[0])[key[1]]

    def _ways(self, job: int) -> tuple[Way, ...]:
        """Of its next operation; none where it has none."""
        told, step = self.shop.jobs[job].operations, self.step[job]
        return told[step].ways if step < len(told) else ()

    def _add(self, job: int) -> None:
        for place, way in enumerate(self._ways(job)):
            self.nexts[way.machine][job, place] = 0

    def _look(self, machine: int) -> None:
        """See anew when what could be next on a machine could begin."""
        nexts, first = self.nexts[machine], inf
        for job, place in nexts:
            way = self._ways(job)[place]
            at = nexts[job, place] = self.begin_at(job, way, 0)
            first = min(first, at + way.duration)
        self.ends[machine] = (first, machine)

    def place(self, item: Waiting) -> None:
        """Put it on its machine as early as can be."""
        start = self.begin_at(item.job, item.way, 0)
        ways = self._ways(item.job)
        for place, way in enumerate(ways):
            del self.nexts[way.machine][item.job, place]
        self.keep(Placed(item.job, item.operation, item.way.machine, start, start + item.way.duration))
        self._add(item.job)
        changed = {item.way.machine, *(way.machine for way in (*ways, *self._ways(item.job)))}
        for machine in range(len(self.shop.machines)) if self.shop.people else changed:
            self._look(machine)

    def keep(self, item: Placed) -> None:
        """Put it where it is."""
        self.placed.append(item)
        if item.end > item.start:
            self._work(item)
        self.ready[item.job] = self.free[item.machine] = item.end
        if item.end > item.start:
            self.last[item.machine] = self.shop.jobs[item.job].operations[item.operation].family
        self.step[item.job] += 1
        self.left -= 1

    def begin_at(self, job: int, way: Way, least: int) -> int:
        """When the next operation of a job could begin, not before a step."""
        ready = max(self.ready[job], self.begin, least)
        if way.duration == 0:
            return max(ready, self.free[way.machine])
        batch = self.batch[way.machine]
        if batch and batch.start >= ready and self._has_room(batch, job, way):
            return batch.start
        at = max(ready, self.free[way.machine] + self._setup(job, way))
        return self._manned(job, way, first_open(self.closed[way.machine], at, way.duration))

    def _has_room(self, batch: Work, job: int, way: Way) -> bool:
        """Whether the next operation of a job may be done with what its furnace does last."""
        told, holds = self.shop.jobs[job].operations[self.step[job]], self.shop.holds_at(way.machine)
        is_like = (batch.family, batch.end - batch.start) == (told.family, way.duration)
        is_light = holds > 0.0 and self.loads[way.machine] + told.load <= holds * (1.0 + 1e-12)
        return is_like and is_light and told.people <= batch.people

    def _manned(self, job: int, way: Way, at: int) -> int:
        """The first step from one on at which there are people for the next operation of a job."""
        people, there = self.shop.jobs[job].operations[self.step[job]].people, self.shop.people
        if not people or not there:
            return at
        while at + way.duration <= len(there):
            short = [step for step in range(at, at + way.duration) if self.busy.get(step, 0.0) + people > there[step]]
            if not short:
                return at
            at = first_open(self.closed[way.machine], short[-1] + 1, way.duration)
        return at

    def _work(self, item: Placed) -> None:
        """Note what a machine does last, and who is busy with it."""
        told, last = self.shop.jobs[item.job].operations[item.operation], self.batch[item.machine]
        work = Work(item.start, item.end, told.family, 0.0, told.people)
        more = told.people
        if last and self.shop.holds_at(item.machine) > 0.0 and last.start == item.start:
            self.loads[item.machine] += told.load
            more = max(0.0, told.people - last.people)
            work = replace(work, people=max(told.people, last.people))
        else:
            self.loads[item.machine] = told.load
        self.batch[item.machine] = work
        for step in range(item.start, item.end if more and self.shop.people else item.start):
            self.busy[step] = self.busy.get(step, 0.0) + more

    def _setup(self, job: int, way: Way) -> int:
        before = self.last[way.machine]
        family = self.shop.jobs[job].operations[self.step[job]].family
        return 0 if before is None else self.shop.setup(way.machine, before, family)

    def _waiting(self, job: int, way: Way) -> Waiting:
        step, least, told = self.step[job], self.least[job], self.shop.jobs[job]
        return Waiting(job, step, way, self.ready[job], way.duration + sum(least[step + 1 :]), len(least) - step,
                       least[step + 1] if step + 1 < len(least) else 0, self._setup(job, way),
                       inf if told.due is None else told.due, told.weight)  # fmt: skip
