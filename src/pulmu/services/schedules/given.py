"""A timetable that was made before, as places and steps of the shop."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.model import Document, InputError, Path, Problem, problem, warning
from pulmu.model.jobs import GivenOperation, GivenTimetable
from pulmu.plan.schedule.timetable import Placed, Timetable
from pulmu.services.schedules.clock import parse_moment
from pulmu.services.schedules.fit import filled
from pulmu.services.schedules.lay import Laid
from pulmu.services.schedules.read import read_timetable

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Given:
    """A timetable that was made before.

    Parameters
    ----------
    timetable : With every operation.
    told : What was given of it.
    problems : What it lacked (`schedule.given_incomplete`).
    """

    timetable: Timetable
    told: tuple[Placed, ...]
    problems: tuple[Problem, ...]


def given_timetable(document: Document, laid: Laid, begin: int = 0) -> Given:
    """The timetable of a document, for a shop; what it lacks is put into gaps, from a step on.

    Raises
    ------
    InputError  Everything that is wrong with it, or does not belong to these jobs (`schedule.given_job`, ...).
    """
    given = read_timetable(document).unwrap()
    found = _Given(document, laid)
    placed = tuple(item for number, row in enumerate(given.operations) if (item := found.place(number, row)))
    if found.problems:
        raise InputError(*found.problems)
    lacks = tuple(_left_out(given, laid, document))
    made = filled(laid.shop, placed, begin) if lacks else Timetable(placed)
    rows = sorted(made.placed, key=lambda item: (item.start, item.machine, item.job))
    return Given(Timetable(tuple(rows)), placed, lacks)


class _Given:
    def __init__(self, document: Document, laid: Laid) -> None:
        self.document, self.laid = document, laid
        self.problems: list[Problem] = []
        self.jobs = {job.id: place for place, job in enumerate(laid.shop.jobs)}
        self.machines = {name: place for place, name in enumerate(laid.shop.machines)}
        self.seen: set[tuple[int, int]] = set()

    def place(self, number: int, row: GivenOperation) -> Placed | None:
        """A row in places and steps; None where something is wrong, which is told."""
        path: Path = ("operations", number)
        job, machine = self.jobs.get(row.job), self.machines.get(row.machine)
        if job is None or row.operation > len(self.laid.shop.jobs[job].operations):
            self._tell("schedule.given_job", (*path, "job"), f"{row.job} has no operation {row.operation} here",
                       "take it out, or mend the number", job=row.job, operation=row.operation)  # fmt: skip
            return None
        if (job, row.operation - 1) in self.seen:
            self._tell("schedule.given_twice", path, f"operation {row.operation} of {row.job} is there twice",
                       "keep one of the two", job=row.job, operation=row.operation)  # fmt: skip
            return None
        self.seen.add((job, row.operation - 1))
        ways = self.laid.shop.jobs[job].operations[row.operation - 1].ways
        way = next((item for item in ways if item.machine == machine), None)
        if way is None:
            known = ", ".join(self.laid.shop.machines[item.machine] for item in ways)
            self._tell("schedule.given_machine", (*path, "machine"),
                       f"{row.machine} does not do operation {row.operation} of {row.job}",
                       f"name one of: {known}", machine=row.machine, job=row.job, operation=row.operation,
                       known=known)  # fmt: skip
            return None
        moment = parse_moment(row.start)
        start = -1 if moment is None else self.laid.clock.before(moment)
        if start < 0:
            self._tell("schedule.given_before", (*path, "start"), f"{row.start} is before the schedule begins",
                       "let the jobs start as early, or take out what is done", text=row.start)  # fmt: skip
            return None
        return Placed(job, row.operation - 1, way.machine, start, start + way.duration)

    def _tell(self, code: str, path: Path, message: str, mend: str, **values: object) -> None:
        self.problems.append(problem(code, self.document.place(path), message, mend, **values))


def _left_out(given: GivenTimetable, laid: Laid, document: Document) -> Iterator[Problem]:
    there = {(item.job, item.operation) for item in given.operations}
    missing = [f"{job.id}/{number}" for job in laid.shop.jobs for number in range(1, len(job.operations) + 1)
               if (job.id, number) not in there]  # fmt: skip
    if missing:
        listed = ", ".join(missing[:_SHOWN]) + (", …" if len(missing) > _SHOWN else "")
        yield warning("schedule.given_incomplete", document.name,
                      f"{len(missing)} operations of the jobs are not in it: {listed}",
                      "look where they were put", count=len(missing), listed=listed)  # fmt: skip
