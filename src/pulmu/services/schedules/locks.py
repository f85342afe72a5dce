"""Operations that stay where somebody put them: each gets a seat of its own, which its machine is closed for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pulmu.model import InputError, Problem, problem
from pulmu.plan.schedule.shop import Shop, Spans, Way, first_open
from pulmu.plan.schedule.timetable import Placed, Timetable
from pulmu.services.schedules.clock import moment_text
from pulmu.services.schedules.lay import Laid

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lock:
    """Where an operation is to be.

    Parameters
    ----------
    operation : Its place in the job, from 1.
    """

    job: str
    operation: int
    machine: str
    start: datetime


def locked(laid: Laid, locks: Iterable[Lock], kept: Iterable[Placed], begin: int) -> tuple[Placed, ...]:
    """Operations that stay where they were put, in places and steps.

    Parameters
    ----------
    kept : What stays because it was begun.
    begin : Nothing else may begin before it.

    Raises
    ------
    InputError  Everything that keeps one from being there (`schedule.lock_job`, `schedule.lock_machine`,
        `schedule.lock_early`, `schedule.lock_closed`, `schedule.lock_overlap`).
    """
    reader = _Reader(laid, tuple(kept), begin)
    found = tuple(item for number, lock in enumerate(locks) if (item := reader.read(number, lock)))
    if reader.problems:
        raise InputError(*reader.problems)
    return found


class _Reader:
    def __init__(self, laid: Laid, kept: tuple[Placed, ...], begin: int) -> None:
        self.laid, self.begin = laid, begin
        self.there = {(item.job, item.operation): item for item in kept}
        self.jobs = {job.id: place for place, job in enumerate(laid.shop.jobs)}
        self.problems: list[Problem] = []

    def read(self, number: int, lock: Lock) -> Placed | None:
        shop, place = self.laid.shop, f"locks.{number + 1}"
        job = self.jobs.get(lock.job)
        if job is None or not 1 <= lock.operation <= len(shop.jobs[job].operations):
            self._tell("schedule.lock_job", place, f"{lock.job} has no operation {lock.operation} here",
                       "take it out, or mend the number", job=lock.job, operation=lock.operation)  # fmt: skip
            return None
        key = (job, lock.operation - 1)
        ways = shop.jobs[job].operations[key[1]].ways
        way = next((item for item in ways if shop.machines[item.machine] == lock.machine), None)
        if way is None:
            known = ", ".join(shop.machines[item.machine] for item in ways)
            self._tell("schedule.lock_machine", place,
                       f"{lock.machine} does not do operation {lock.operation} of {lock.job}", f"name one of: {known}",
                       machine=lock.machine, job=lock.job, operation=lock.operation, known=known)  # fmt: skip
            return None
        start = self.laid.clock.before(lock.start)
        item = Placed(*key, way.machine, start, start + way.duration)
        if self.there.get(key) == item:
            return None  # it was begun, and is where it stays
        return item if self._may_be_there(place, lock, item, way) else None

    def _may_be_there(self, place: str, lock: Lock, item: Placed, way: Way) -> bool:
        shop, words = self.laid.shop, {"job": lock.job, "operation": lock.operation}
        least = self._least(item)
        if item.start < least or (item.job, item.operation) in self.there:
            time = self.laid.clock.text(least)
            self._tell("schedule.lock_early", place, f"operation {lock.operation} of {lock.job} cannot begin at"
                       f" {moment_text(lock.start)}: what goes before it, or what is frozen, takes until {time}",
                       "put it later", time=time, **words)  # fmt: skip
            return False
        if first_open(shop.closed_at(item.machine), item.start, way.duration) != item.start or (
            item.end > self.laid.horizon
        ):
            self._tell("schedule.lock_closed", place, f"{lock.machine} does not work all the while from"
                       f" {moment_text(lock.start)} on", "put it where the machine works without a break",
                       machine=lock.machine, start=moment_text(lock.start), **words)  # fmt: skip
            return False
        clash = next((other for other in self.there.values() if self._clashes(item, other)), None)
        if clash is not None:
            name = f"{shop.jobs[clash.job].id}/{clash.operation + 1}"
            self._tell("schedule.lock_overlap", place,
                       f"operation {lock.operation} of {lock.job} does not go with {name}, which stays where it is",
                       "put one of the two elsewhere, or leave it free", other=name, **words)  # fmt: skip
            return False
        self.there[item.job, item.operation] = item
        return True

    def _least(self, item: Placed) -> int:
        """Before when it cannot begin, by what goes before it in its job."""
        job, at = self.laid.shop.jobs[item.job], 0
        for step, operation in enumerate(job.operations[: item.operation]):
            stays = self.there.get((item.job, step))
            at = stays.end if stays else max(at, job.release, self.begin) + min(way.duration for way in operation.ways)
        return max(at, job.release, self.begin)

    def _clashes(self, item: Placed, other: Placed) -> bool:
        """Whether two that stay cannot both: on one machine, or in one job."""
        shop = self.laid.shop
        first, second = sorted((item, other), key=lambda item: (item.start, item.end))
        if first.job == second.job:
            between = shop.jobs[first.job].operations[first.operation + 1 : second.operation]
            room = sum(min(way.duration for way in operation.ways) for operation in between)
            if first.operation > second.operation or first.end + room > second.start:
                return True
        if first.machine != second.machine:
            return False
        families = [shop.jobs[one.job].operations[one.operation].family for one in (first, second)]
        return first.end + shop.setup(first.machine, *families) > second.start

    def _tell(self, code: str, place: str, message: str, mend: str, **values: object) -> None:
        self.problems.append(problem(code, place, message, mend, **values))


@dataclass(frozen=True, slots=True)
class Held:
    """A shop in which what is locked has seats of its own.

    Parameters
    ----------
    shop : With a machine more for each that is locked, open only then; the machine itself is closed meanwhile, and as
        long before and after as the longest set-up takes.
    seats : What is locked, as it is in the shop itself, by job and operation.
    first : Place of the first seat among the machines.
    """

    shop: Shop
    seats: dict[Key, Placed]
    first: int

    def inside(self, timetable: Timetable) -> Timetable:
        """A timetable of the shop itself, with seats."""
        places = {key: self.first + number for number, key in enumerate(self.seats)}
        return Timetable(tuple(
            replace(self.seats[key], machine=places[key]) if (key := (item.job, item.operation)) in places else item
            for item in timetable.placed
        ))  # fmt: skip

    def outside(self, timetable: Timetable) -> Timetable:
        """The same as a timetable of the shop itself."""
        return Timetable(tuple(self.seats.get((item.job, item.operation), item) for item in timetable.placed))


def hold(shop: Shop, locked: Iterable[Placed], kept: Iterable[Placed], horizon: int) -> Held:
    """A shop with seats for what is locked."""
    seats = {(item.job, item.operation): item for item in locked}
    if not seats:
        return Held(shop, {}, len(shop.machines))
    stays = (*seats.values(), *kept)
    closed = [list(shop.closed_at(machine)) for machine in range(len(shop.machines))]
    own: list[Spans] = []
    jobs, names = list(shop.jobs), list(shop.machines)
    for (job, step), item in seats.items():
        closed[item.machine].append(_room(shop, item, stays))
        own.append(tuple(span for span in ((0, item.start), (item.end, horizon)) if span[0] < span[1]))
        way = next(way for way in shop.jobs[job].operations[step].ways if way.machine == item.machine)
        operations = list(jobs[job].operations)
        operations[step] = replace(operations[step], ways=(replace(way, machine=len(names)),))
        jobs[job] = replace(jobs[job], operations=tuple(operations))
        names.append(f"{shop.machines[item.machine]} {len(own)}")
    spans = (*(tuple(sorted(item)) for item in closed), *own)
    return Held(replace(shop, machines=tuple(names), jobs=tuple(jobs), closed=spans), seats, len(shop.machines))


def _room(shop: Shop, item: Placed, stays: Iterable[Placed]) -> tuple[int, int]:
    """What a machine is closed for: the operation, and the longest set-ups, up to what stays beside it."""
    family = shop.jobs[item.job].operations[item.operation].family
    table = shop.setups[item.machine] if item.machine < len(shop.setups) else {}
    start = item.start - max((steps for (_, after), steps in table.items() if after == family), default=0)
    end = item.end + max((steps for (before, _), steps in table.items() if before == family), default=0)
    others = [other for other in stays if other.machine == item.machine and other != item]
    start = max([start, 0, *(other.end for other in others if other.end <= item.start)])
    return start, min([end, *(other.start for other in others if other.start >= item.end)])
