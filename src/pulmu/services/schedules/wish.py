"""What somebody asks of a schedule; read with all problems at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pulmu.model import Document, InputError, Path, Plant, Problem, decode, problem
from pulmu.model.attribute import Bounds, Doc, Most
from pulmu.model.jobs import Kilowatts, Label, Moment
from pulmu.model.line import Line
from pulmu.reference.electricity import ContractClass, ContractOption, Voltage, industrial_electricity
from pulmu.services.schedules.clock import parse_moment
from pulmu.services.schedules.lay import Down
from pulmu.services.schedules.locks import Lock
from pulmu.services.schedules.plan import ScheduleOrder
from pulmu.services.schedules.prices import PriceOrder

USUAL_SECONDS = 30.0
MOST_SECONDS = 600.0
USUAL_RUNS, MOST_RUNS = 400, 2000
AimName = Literal["late", "end", "energy", "peak", "labour", "moved"]
_OF_PRICES = ("energy", "peak")
Won = Annotated[float, Bounds(0, 1e12)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DownWish:
    """A machine that is out of order."""

    machine: Label
    start: Moment
    end: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class LockWish:
    """Where an operation is to be."""

    job: Label
    operation: Annotated[int, Bounds(1, 200), Doc("its place in the job, from 1")]
    machine: Label
    start: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleWish:
    """What is asked.

    Parameters
    ----------
    version : Of the jobs; the newest, if left out.
    contract, voltage, option : Whose prices count; without a contract none do.
    in_order : What is brought down one after the other, in place of everything as won.
    given : Number of the schedule that is planned anew.
    runs : How often it is run with breakdowns before it is offered; 0: it is not.
    plant, plant_version : A plant of the workspace, for figure and certificates of its goods; the newest version, if
        left out.
    line, line_version : A line of the workspace, whose stations tell what the jobs do not tell of their machines.
    """

    version: Annotated[int | None, Bounds(1, 10**9)] = None
    contract: ContractClass | None = None
    voltage: Voltage = "high_a"
    option: ContractOption = "II"
    base_kw: Annotated[Kilowatts, Doc("drawn by the rest of the plant all the while [kW]")] = 0.0
    billed_kw: Annotated[Kilowatts | None, Doc("demand that is billed anyway; a peak above it counts [kW]")] = None
    late_won: Annotated[Won, Doc("what an hour of a late job counts as [KRW]")] = 100_000.0
    moved_won: Annotated[Won, Doc("what an hour counts as by which an operation is moved [KRW]")] = 0.0
    in_order: Annotated[tuple[AimName, ...], Most(6)] = ()
    seconds: Annotated[float, Bounds(1, MOST_SECONDS)] = USUAL_SECONDS
    seed: Annotated[int, Bounds(0, 2**30)] = 1
    given: Annotated[int | None, Bounds(1, 10**9)] = None
    frozen: Annotated[Moment | None, Doc("what begins before it stays as it was given")] = None
    downs: Annotated[tuple[DownWish, ...], Most(50)] = ()
    locks: Annotated[tuple[LockWish, ...], Most(500)] = ()
    runs: Annotated[int, Bounds(0, MOST_RUNS), Doc("how often it is run with breakdowns; 0: it is not")] = USUAL_RUNS
    plant: Label | None = None
    plant_version: Annotated[int | None, Bounds(1, 10**9)] = None
    line: Label | None = None
    line_version: Annotated[int | None, Bounds(1, 10**9)] = None

    def order(self, given: Document | None, plant: Plant | None = None, line: Line | None = None) -> ScheduleOrder:
        """The same, inside.

        Parameters
        ----------
        given : The timetable of the schedule that is planned anew.
        plant, line : Those that are named.
        """
        return ScheduleOrder(
            prices=self._prices(), late_won=self.late_won, moved_won=self.moved_won, in_order=tuple(self.in_order),
            seconds=self.seconds, seed=self.seed, given=given, runs=self.runs, plant=plant, line=line,
            frozen=None if self.frozen is None else _moment(self.frozen),
            downs=tuple(Down(item.machine, _moment(item.start), _moment(item.end)) for item in self.downs),
            locks=tuple(Lock(item.job, item.operation, item.machine, _moment(item.start)) for item in self.locks),
        )  # fmt: skip

    def _prices(self) -> PriceOrder | None:
        if self.contract is None:
            return None
        billed = 0.0 if self.billed_kw is None and "peak" in self.in_order else self.billed_kw
        return PriceOrder(industrial_electricity(self.contract, self.voltage, self.option), self.base_kw, billed)


def _moment(text: str) -> datetime:
    found = parse_moment(text)
    if found is None:
        raise ValueError(text)
    return found


def read_wish(tree: Any) -> ScheduleWish:
    """The wish in a plain document.

    Raises
    ------
    InputError  All that is wrong with it (`tariff.unknown_contract`, `schedule.no_such_day`, `schedule.aim`, ...).
    """
    document = Document(tree, "")
    read = decode(ScheduleWish, document)
    problems = [*read.problems, *_wrong(read.value, document)]
    if any(item.severity == "error" for item in problems):
        raise InputError(*problems)
    read.value.order(None)
    return read.value


def _wrong(wish: ScheduleWish, document: Document) -> list[Problem]:
    found = []
    times: list[tuple[Path, str | None]] = [(("frozen",), wish.frozen)]
    for number, item in enumerate(wish.downs):
        times += [(("downs", number, "start"), item.start), (("downs", number, "end"), item.end)]
        if (start := parse_moment(item.start)) and (end := parse_moment(item.end)) and end <= start:
            found.append(problem("schedule.end_before_start", document.place(("downs", number, "end")),
                                 f"the end {item.end!r} is not after the start", "swap them, or mend the day",
                                 text=item.end))  # fmt: skip
    times += [(("locks", number, "start"), item.start) for number, item in enumerate(wish.locks)]
    found += [
        problem("schedule.no_such_day", document.place(path), f"{text!r} is no day of the calendar",
                "check day and month", text=text)
        for path, text in times
        if text is not None and len(text) >= 10 and parse_moment(text) is None
    ]  # fmt: skip
    for name in wish.in_order:
        if (name in _OF_PRICES and wish.contract is None) or (name == "moved" and wish.given is None):
            needs = "contract" if name in _OF_PRICES else "given"
            found.append(problem("schedule.aim", "in_order", f"{name} cannot be brought down without {needs}",
                                 f"choose {needs}, or leave {name} out", name=name, needs=needs))  # fmt: skip
    for noun, chosen, version in (("plant", wish.plant, wish.plant_version), ("line", wish.line, wish.line_version)):
        if chosen is None and version is not None:
            found.append(problem("schedule.version_of_none", f"{noun}_version", f"a version is told of no {noun}",
                                 f"name the {noun}, or leave its version out", name=noun))  # fmt: skip
    if len(set(wish.in_order)) < len(wish.in_order):
        found.append(problem("schedule.aim_twice", "in_order", "something stands twice in the order",
                             "name each once"))  # fmt: skip
    return found
