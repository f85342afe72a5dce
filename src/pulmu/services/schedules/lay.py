"""Jobs laid out as a shop: every name a place, every moment a step, every shift and stop a closed span."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pulmu.model import InputError, Problem, problem, warning
from pulmu.model.jobs import Jobs, MachineRest, ShopJob, ShopMachine
from pulmu.plan.schedule.scrap import begun
from pulmu.plan.schedule.shop import Job, Operation, Rest, Shop, Way, first_open
from pulmu.services.schedules.clock import Clock, parse_moment
from pulmu.services.schedules.shifts import people_there, too_few, wages_of, works

Span = tuple[int, int]
"""First step, and the first that is free again."""
MOST_DAYS = 448
_DAY = 1440
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Down:
    """A machine that is out of order for a while."""

    machine: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Laid:
    """A shop with the clock of its steps.

    Parameters
    ----------
    horizon : Steps up to which closed spans are known; a schedule that is any good ends before.
    wages : (horizon,)  What an hour of a person costs; empty without wages. [KRW/h]
    """

    jobs: Jobs
    shop: Shop
    clock: Clock
    horizon: int
    problems: tuple[Problem, ...]
    wages: tuple[float, ...] = ()


def lay(jobs: Jobs, downs: Iterable[Down] = ()) -> Laid:
    """The shop of jobs that were read without an error.

    Raises
    ------
    InputError  An operation is longer than any span in which its machines work (`schedule.does_not_fit`), or more than
        a year of work is asked for (`schedule.too_long`).
    """
    start = parse_moment(jobs.start)
    if start is None:
        raise ValueError("jobs that were not checked")
    clock = Clock(start, jobs.step_minutes)
    places = {machine.id: place for place, machine in enumerate(jobs.machines)}
    furnaces = {machine.id for machine in jobs.machines if machine.holds > 0.0}
    made = tuple(_job(job, clock, places, furnaces) for job in jobs.jobs)
    spans = _Spans(jobs, clock, tuple(downs))
    days = 14
    while True:
        closed = spans.until(days)
        end = _first_come(made, closed, days * _DAY // clock.minutes, people_there(jobs, clock, days))
        if end is not None:
            break
        days *= 2
        if days > MOST_DAYS:
            raise InputError(
                *_too_long(jobs, made, spans.until(MOST_DAYS), clock, people_there(jobs, clock, MOST_DAYS))
            )
    horizon = min(_room(made, end, clock), MOST_DAYS * _DAY // clock.minutes)
    closed = tuple(
        tuple((first, min(last, horizon)) for first, last in own if first < horizon)
        for own in spans.until(-(-horizon * clock.minutes // _DAY))
    )
    shop = Shop(
        machines=tuple(machine.id for machine in jobs.machines), jobs=made, closed=closed,
        setups=tuple(_set_ups(machine, place, made, clock) for place, machine in enumerate(jobs.machines)),
        idle_kw=tuple(machine.idle_kw for machine in jobs.machines),
        holds=tuple(machine.holds for machine in jobs.machines) if furnaces else (),
        rests=tuple(tuple(_rest(item, clock) for item in machine.rests) for machine in jobs.machines),
        people=tuple(people_there(jobs, clock, -(-horizon * clock.minutes // _DAY))[:horizon].tolist()),
    )  # fmt: skip
    return Laid(jobs, shop, clock, horizon, tuple(_rounded(jobs, clock)), wages_of(jobs.wages, clock, horizon))


def closed_spans(jobs: Jobs, clock: Clock, downs: Iterable[Down], days: int) -> tuple[tuple[Span, ...], ...]:
    """Spans in which each machine does nothing, over so many days."""
    return _Spans(jobs, clock, tuple(downs)).until(days)


def _room(jobs: Sequence[Job], end: int, clock: Clock) -> int:
    """Steps a schedule may take: half as many again as jobs in turn, and past the last due date, for cheaper hours."""
    dues = [job.due for job in jobs if job.due is not None]
    return max(end + end // 2, max(dues, default=0)) + _DAY // clock.minutes


def begun_shares(job: ShopJob) -> tuple[float, ...]:
    """What each operation begins with, so that all that was told is good after the last. (operations,)"""
    return begun(1.0, [1.0 - operation.scrap for operation in job.operations])


def _rest(rest: MachineRest, clock: Clock) -> Rest:
    down, up = (0 if not told else clock.length(told) for told in (rest.down_minutes, rest.up_minutes))
    return Rest(rest.name, rest.kw, down, up, rest.down_kw, rest.up_kw)


def _job(job: ShopJob, clock: Clock, places: Mapping[str, int], furnaces: Container[str]) -> Job:
    release = None if job.release is None else parse_moment(job.release)
    due = None if job.due is None else parse_moment(job.due, is_end=True)
    operations = tuple(
        Operation(
            tuple(
                Way(
                    places[way.machine], clock.length(way.minutes * (1.0 if way.machine in furnaces else share)), way.kw
                )
                for way in operation.ways
            ),
            operation.family,
            operation.load * share,
            operation.people,
        )
        for operation, share in zip(job.operations, begun_shares(job), strict=True)
    )
    return Job(
        job.id, operations, 0 if release is None else max(0, clock.after(release)),
        None if due is None else max(0, clock.before(due)), job.weight,
    )  # fmt: skip


def _set_ups(machine: ShopMachine, place: int, jobs: Sequence[Job], clock: Clock) -> dict[tuple[str, str], int]:
    """Steps from each family that the machine may do to each other; the entry that names most counts."""
    told = {(pair.before, pair.after): pair.minutes for pair in machine.set_ups}
    if not told:
        return {}
    families = sorted({
        operation.family for job in jobs for operation in job.operations
        if any(way.machine == place for way in operation.ways)
    })  # fmt: skip
    found = {}
    for before in families:
        for after in families:
            ways = [(before, after)]
            if before != after:
                ways += [(_ANY, after), (before, _ANY), (_ANY, _ANY)]
            minutes = next((told[way] for way in ways if way in told), 0.0)
            if minutes > 0:
                found[before, after] = clock.length(minutes)
    return found


class _Spans:
    """Closed spans of the machines, from their calendars, their stops, and what is out of order."""

    def __init__(self, jobs: Jobs, clock: Clock, downs: tuple[Down, ...]) -> None:
        self.jobs, self.clock, self.downs = jobs, clock, downs
        self.calendars = {item.id: item for item in jobs.calendars}

    def until(self, days: int) -> tuple[tuple[Span, ...], ...]:
        """Of each machine, over so many days."""
        open_by = {name: works(calendar, self.clock.start, days) for name, calendar in self.calendars.items()}
        return tuple(self._of(machine, open_by, days) for machine in self.jobs.machines)

    def _of(self, machine: ShopMachine, works: Mapping[str, NDArray[np.bool_]], days: int) -> tuple[Span, ...]:
        open_ = works[machine.calendar].copy() if machine.calendar else np.ones(days * _DAY, np.bool_)
        spans = [(parse_moment(item.start), parse_moment(item.end)) for item in machine.stops]
        spans += [(item.start, item.end) for item in self.downs if item.machine == machine.id]
        for start, end in spans:
            if start is not None and end is not None:
                open_[self._minute(start) : self._minute(end)] = False
        steps = ~open_.reshape(-1, self.clock.minutes).all(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], steps, [False]]).astype(np.int8)))
        return tuple((int(first), int(last)) for first, last in edges.reshape(-1, 2))

    def _minute(self, moment: datetime) -> int:
        return max(0, int((moment - self.clock.start).total_seconds() // 60))


def _first_come(
    jobs: Sequence[Job], closed: Sequence[Sequence[Span]], steps: int, there: NDArray[np.float64]
) -> int | None:  # fmt: skip
    """When all is done if each job in turn takes the machine that ends first; None if it is not done in time.

    Where people are counted one operation follows the other, so that there are never too few for two.
    """
    free, last = [0] * len(closed), 0
    for job in jobs:
        ready = max(job.release, last) if there.size else job.release
        for operation in job.operations:
            short = too_few(there, operation.people)
            ready, machine = min(
                (first_open(tuple(sorted((*closed[way.machine], *short))), max(ready, free[way.machine]), way.duration)
                 + way.duration, way.machine)
                for way in operation.ways
            )  # fmt: skip
            if ready > steps:
                return None
            free[machine] = ready
        last = max(last, ready)
    return last


def _too_long(
    jobs: Jobs, made: Sequence[Job], closed: Sequence[Sequence[Span]], clock: Clock, there: NDArray[np.float64]
) -> Iterable[Problem]:  # fmt: skip
    """Operations that fit into no span of any of their machines; else that there is too much to do."""
    steps = MOST_DAYS * _DAY // clock.minutes
    found = []
    for job in made:
        for number, operation in enumerate(job.operations, 1):
            short = too_few(there, operation.people)
            longest = {way.machine: _longest((*closed[way.machine], *short), steps) for way in operation.ways}
            if all(longest[way.machine] < way.duration for way in operation.ways):
                names = ", ".join(jobs.machines[way.machine].id for way in operation.ways)
                hours = max(longest.values()) * clock.minutes / 60
                found.append(problem(
                    "schedule.does_not_fit", f"job {job.id}, operation {number}",
                    f"{names} never works so long, with enough people, without a break: {hours:g} h at most",
                    "part it in two, or take the break out of the calendar", machine=names, hours=f"{hours:g}",
                ))  # fmt: skip
    return found or [problem("schedule.too_long", "", f"the work takes more than {MOST_DAYS} days",
                             "plan fewer jobs at a time", days=MOST_DAYS)]  # fmt: skip


def _longest(closed: Iterable[Span], steps: int) -> int:
    """The longest time without a closed span; spans may overlap."""
    found = at = 0
    for start, end in (*sorted(closed), (steps, steps)):
        found, at = max(found, start - at), max(at, end)
    return found


def _rounded(jobs: Jobs, clock: Clock) -> Iterable[Problem]:
    """One warning for all durations that are no whole steps."""
    ways = [way.minutes for job in jobs.jobs for operation in job.operations for way in operation.ways]
    count = sum(abs(clock.length(minutes) * clock.minutes - minutes) > 1e-6 for minutes in ways)
    if count:
        more = sum(clock.length(minutes) * clock.minutes - minutes for minutes in ways) / max(sum(ways), 1e-9)
        yield warning(
            "schedule.rounded", "", f"{count} of {len(ways)} durations were rounded up to {clock.minutes} minutes: "
            f"{more:.0%} more in all", "choose a shorter step: step_minutes", count=count, of=len(ways),
            minutes=clock.minutes, share=f"{more:.0%}",
        )  # fmt: skip
