"""Documents of jobs and of timetables, read and checked: everything that is wrong in one report."""

from collections.abc import Iterator
from datetime import datetime

from pulmu.model import Decoded, Document, Path, Problem, decode, problem, warning
from pulmu.model.jobs import GivenTimetable, JobOperation, Jobs, MachineBreakdown, ShopJob, ShopMachine
from pulmu.services.schedules.clock import parse_moment
from pulmu.services.schedules.needs import needs_of
from pulmu.twin.check_laws import check_law, is_positive

MOST_OPERATIONS = 5_000
STEPS = (1, 3, 5, 15, 30, 60)
"""Lengths of a step: parts of the quarter of an hour that demand is billed by, or quarters together. [min]"""
_ANY = "*"


def read_jobs(document: Document) -> Decoded[Jobs]:
    """The jobs of a document, with all that is wrong with it."""
    read = decode(Jobs, document)
    told = [item.place for item in read.problems if item.severity == "error"]
    found = (item for item in _Check(read.value, document).all() if not _is_told(item, told))
    return Decoded(read.value, (*read.problems, *found))


def _is_told(item: Problem, told: list[str]) -> bool:
    """Whether what lacks could not be read, and that is told already."""
    return item.code in _LACKS and any(place.startswith(f"{item.place}.") for place in told)


def read_timetable(document: Document) -> Decoded[GivenTimetable]:
    """The timetable of a document, with all that is wrong with it."""
    read = decode(GivenTimetable, document)
    found: list[Problem] = []
    for number, item in enumerate(read.value.operations):
        path: Path = ("operations", number)
        start, end = _moment(document, (*path, "start"), item.start, found), _moment(
            document, (*path, "end"), item.end, found)  # fmt: skip
        if start and end and end <= start:
            found.append(_order(document, (*path, "end"), item.end))
    return Decoded(read.value, (*read.problems, *found))


def _moment(
    document: Document, path: Path, text: str, found: list[Problem], *, is_end: bool = False
) -> datetime | None:  # fmt: skip
    """A moment; one of a day that there is not is told. What the codec told already is not told again."""
    moment = parse_moment(text, is_end=is_end)
    if moment is None and len(text) >= 10:
        found.append(problem("schedule.no_such_day", document.place(path), f"{text!r} is no day of the calendar",
                             "check day and month", text=text))  # fmt: skip
    return moment


def _order(document: Document, path: Path, text: str) -> Problem:
    return problem("schedule.end_before_start", document.place(path), f"the end {text!r} is not after the start",
                   "swap them, or mend the day", text=text)  # fmt: skip


_LACKS = frozenset({"schedule.no_way", "schedule.empty_job"})


class _Check:
    """What is wrong in meaning with jobs; stand-ins of what could not be read are passed over."""

    def __init__(self, jobs: Jobs, document: Document) -> None:
        self.jobs, self.document = jobs, document
        self.found: list[Problem] = []
        self.machines = {item.id for item in jobs.machines}
        self.start = parse_moment(jobs.start)

    def all(self) -> Iterator[Problem]:
        """Everything that is wrong."""
        self.check_clock()
        calendars = {item.id for item in self.jobs.calendars}
        for number, machine in enumerate(self.jobs.machines):
            self.check_machine(("machines", number), machine, calendars)
        for number, crew in enumerate(self.jobs.crews):
            self.check_calendar(("crews", number), crew.calendar, calendars)
        for number, job in enumerate(self.jobs.jobs):
            self.check_job(("jobs", number), job)
        self.check_size()
        yield from self.found

    def tell(self, code: str, path: Path, message: str, mend: str, **values: object) -> None:
        self.found.append(problem(code, self.document.place(path), message, mend, **values))

    def check_clock(self) -> None:
        minutes = self.jobs.step_minutes
        start = _moment(self.document, ("start",), self.jobs.start, self.found)
        if minutes not in STEPS:
            listed = ", ".join(map(str, STEPS))
            self.tell("schedule.step", ("step_minutes",), f"{minutes} minutes are no step of a schedule",
                      f"choose one of: {listed}", text=minutes, known=listed)  # fmt: skip
        elif start is not None and start.minute % minutes:
            self.tell("schedule.start_step", ("start",), f"{self.jobs.start} is no whole step of {minutes} minutes",
                      "begin at a whole step of the hour", text=self.jobs.start, minutes=minutes)  # fmt: skip

    def check_size(self) -> None:
        count = sum(len(job.operations) for job in self.jobs.jobs)
        for name, number in (("machines", len(self.jobs.machines)), ("jobs", count)):
            if not number:
                self.tell("schedule.nothing", (name,), f"there are no {name}", "add them", name=name)
        if count > MOST_OPERATIONS:
            self.tell("schedule.too_many", ("jobs",), f"there are {count:,} operations", "plan fewer jobs at a time",
                      count=f"{count:,}", limit=f"{MOST_OPERATIONS:,}")  # fmt: skip

    def check_machine(self, path: Path, machine: ShopMachine, calendars: set[str]) -> None:
        self.check_calendar(path, machine.calendar, calendars)
        for number, stop in enumerate(machine.stops):
            here = (*path, "stops", number)
            start = _moment(self.document, (*here, "start"), stop.start, self.found)
            end = _moment(self.document, (*here, "end"), stop.end, self.found)
            if start and end and end <= start:
                self.found.append(_order(self.document, (*here, "end"), stop.end))
        for number, item in enumerate(machine.breakdowns):
            self.check_breakdown((*path, "breakdowns", number), machine, item)
        pairs: set[tuple[str, str]] = set()
        for number, pair in enumerate(machine.set_ups):
            if (pair.before, pair.after) in pairs:
                self.tell("schedule.set_up_twice", (*path, "set_ups", number),
                          f"the set-up from {pair.before!r} to {pair.after!r} is told twice", "keep one of the two",
                          before=pair.before, after=pair.after)  # fmt: skip
            pairs.add((pair.before, pair.after))

    def check_calendar(self, path: Path, name: str, calendars: set[str]) -> None:
        if name and name not in calendars:
            self.tell("schedule.unknown_calendar", (*path, "calendar"), f"no calendar is called {name!r}",
                      "add it, or mend the name", text=name)  # fmt: skip

    def check_breakdown(self, path: Path, machine: ShopMachine, item: MachineBreakdown) -> None:
        self.found += check_law(self.document, (*path, "every"), item.every)
        self.found += check_law(self.document, (*path, "lasts"), item.lasts)
        if not is_positive(item.every):
            self.tell("schedule.breakdown_at_once", (*path, "every"),
                      f"a breakdown of {machine.id} comes again after no time", "say how long it takes until it comes",
                      machine=machine.id)  # fmt: skip
        elif item.every.law == "constant" and item.every.mean is not None:
            self.found.append(warning(
                "schedule.breakdown_constant", self.document.place((*path, "every")),
                f"{machine.id} breaks down exactly after each {item.every.mean}, as no machine does",
                "where this is a mean, give law: exponential, and the time as mean", machine=machine.id,
            ))  # fmt: skip

    def check_job(self, path: Path, job: ShopJob) -> None:
        release = due = None
        if job.release is not None:
            release = _moment(self.document, (*path, "release"), job.release, self.found)
        if job.due is not None:
            due = _moment(self.document, (*path, "due"), job.due, self.found, is_end=True)
        if release and due and due <= release:
            self.tell("schedule.due_before_release", (*path, "due"), f"{job.id} is due before it can begin",
                      "mend one of the two days", job=job.id)  # fmt: skip
        elif due and self.start and due <= self.start:
            self.found.append(warning(
                "schedule.due_passed", self.document.place((*path, "due")), f"{job.id} is due before the plan begins",
                "it will be late whatever is planned; set its day anew", job=job.id,
            ))  # fmt: skip
        if not job.operations:
            self.tell("schedule.empty_job", path, f"{job.id} has no operations", "add them, or delete the job",
                      job=job.id)  # fmt: skip
        for number, operation in enumerate(job.operations):
            self.check_operation((*path, "operations", number), job, operation)
        self.found += needs_of(self.jobs, job, path, self.document)

    def check_operation(self, path: Path, job: ShopJob, operation: JobOperation) -> None:
        if not operation.ways:
            self.tell("schedule.no_way", path, f"an operation of {job.id} has no machine", "name one that does it",
                      job=job.id)  # fmt: skip
        if operation.family == _ANY:
            self.tell("schedule.family_any", (*path, "family"), "* stands for any family, and is none",
                      "give the family a name", job=job.id)  # fmt: skip
        seen: set[str] = set()
        for number, way in enumerate(operation.ways):
            here = (*path, "ways", number, "machine")
            if way.machine and way.machine not in self.machines:
                self.tell("schedule.unknown_machine", here, f"no machine is called {way.machine!r}",
                          "add it to the machines, or mend the name", text=way.machine)  # fmt: skip
            elif way.machine in seen:
                self.tell("schedule.machine_twice", here, f"{way.machine} is named twice for one operation",
                          "keep one of the two; give operations numbers of their own", text=way.machine)  # fmt: skip
            seen.add(way.machine)
