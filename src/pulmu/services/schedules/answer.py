"""What a schedule comes to: bars with their times, lateness, load, and costs beside rules and what was given."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from pulmu.plan.schedule.costs import costs_of, lateness, load_of, peak_kw, power_of
from pulmu.plan.schedule.rests import rests_of
from pulmu.plan.schedule.timetable import Placed, Timetable
from pulmu.plan.schedule.work import work_on
from pulmu.services.schedules.figures import PlanFigures
from pulmu.services.schedules.lay import Laid
from pulmu.services.schedules.prices import Priced, flat_steps
from pulmu.services.schedules.rehearsed import Rehearsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An operation at its time.

    Parameters
    ----------
    operation : Its place in the job, from 1.
    start, end : On the plant's clock, such as 2026-06-08 08:00.
    first, last : The same as steps; `last` is the first that is free again.
    set_up : Steps of set-up that must lie before it.
    kw : Mean power meanwhile. [kW]
    is_frozen : Whether it was to stay as it was given.
    is_locked : Whether somebody put it there.
    ways : Machines that may do it.
    batch : Number of the batch it is done in, on its furnace from 1 on; 0 where a machine does one at a time.
    people : Whom it keeps busy; a batch keeps the most of any of its operations busy, once.
    scrap : Share of what it begins with that is scrapped.
    """

    job: str
    operation: int
    name: str
    family: str
    machine: str
    start: str
    end: str
    first: int
    last: int
    set_up: int
    kw: float
    is_frozen: bool
    is_locked: bool = False
    ways: tuple[str, ...] = ()
    batch: int = 0
    people: float = 0.0
    scrap: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEnd:
    """When a job is done.

    Parameters
    ----------
    late_hours : Below zero: early; None where nobody waits for it.
    """

    job: str
    name: str
    end: str
    due: str | None
    late_hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineRow:
    """A machine over the time of the schedule.

    Parameters
    ----------
    busy_hours, open_hours : Working; not closed, up to the end of the schedule.
    closed : Spans of steps in which it does nothing, up to the end of the schedule.
    """

    machine: str
    name: str
    name_local: str
    busy_hours: float
    open_hours: float
    closed: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one timetable comes to.

    Parameters
    ----------
    name : plan, given, or the name of a rule.
    value : What was to be brought down, as one number; the least is the best.
    hours : From the start of the schedule to the end of the last operation.
    late_jobs, late_hours : Hours are those of all late jobs together, not weighed.
    kwh, energy_won : Of the machines; None without a tariff. [kWh, KRW before tax]
    peak_kw : Highest mean of 15 minutes, what is drawn besides included.
    peak_won : For what of it is above the demand that is billed anyway; None where it does not count. [KRW a month]
    labour_won : Of people who are kept busy, nights and days off as they are paid; None without wages. [KRW]
    """

    name: str
    value: float
    end: str
    hours: float
    late_jobs: int
    late_hours: float
    kwh: float
    energy_won: float | None
    peak_kw: float
    peak_won: float | None
    labour_won: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """What the schedule changes against another timetable, three balances apart.

    Parameters
    ----------
    against : Name of the other timetable.
    won : Energy, the peak where it counts, and wages; below zero: less is paid. None without tariff and wages. [KRW]
    certificates : Of the year's exports, as the carbon engine computes the plant's year anew; None where no plant, or
        not enough of it, is told. Those of steel and aluminium goods count direct emissions and precursors only.
    footprint_kg : By an annual factor: energy that is moved changes none; energy that is not drawn does. [kg CO2e]
    factor : [kg CO2e/kWh]
    factor_source : Where the factor stands.
    """

    against: str
    won: float | None
    certificates: float | None
    footprint_kg: float
    factor: float
    factor_source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestRow:
    """A time in which a machine is switched to a rest between two operations, going down and coming up included.

    Parameters
    ----------
    name : Of the rest, such as standby.
    saved_kwh : Less than if it waited. [kWh]
    """

    machine: str
    name: str
    start: str
    end: str
    first: int
    last: int
    saved_kwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An operation that is not where it was given.

    Parameters
    ----------
    hours : Later than before; below zero: earlier.
    """

    job: str
    operation: int
    name: str
    machine_before: str
    start_before: str
    machine: str
    start: str
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleAnswer:
    """A schedule.

    Parameters
    ----------
    tariff : Name of the tariff; empty without one.
    load_kw : (steps,)  Of the machines and of what is drawn besides, up to the end. [kW]
    won_per_kwh, bands : (steps,)  Empty without a tariff. [KRW/kWh]
    others : What was given, then rules of thumb, the best first.
    bound : No schedule has a lower value; None where none is known.
    gap : How far below this schedule's value the best there is could be, as a part of it.
    is_stopped : Whether it was ended before its time.
    figures : Figure and certificates of each good of the plant, before and after; None where no plant is told.
    rehearsed : The plan run with breakdowns; None where nothing is told of them, or no run was asked for.
    in_order : What was brought down one after the other; empty where all was weighed as one.
    bound_of : Which of these the bound is of: the first that is not known to be the best.
    billed_kw : Demand that is billed anyway; None where the peak does not count. [kW]
    moved : What is not where it was given.
    rests : When machines are switched to less power, by time.
    people_there, people_busy : (steps,)  Up to the end; the first is empty where nobody is counted, the second where
        no operation needs anybody.
    """

    id: str
    name: str
    name_local: str
    start: str
    end: str
    step_minutes: int
    seconds: float
    seed: int
    tariff: str
    tariff_local: str
    bars: tuple[Bar, ...]
    jobs: tuple[JobEnd, ...]
    machines: tuple[MachineRow, ...]
    load_kw: tuple[float, ...]
    base_kw: float
    won_per_kwh: tuple[float, ...]
    bands: tuple[str, ...]
    plan: Standing
    others: tuple[Standing, ...]
    balances: Balances
    bound: float | None
    gap: float | None
    frozen_until: str | None
    down: tuple[tuple[str, str, str], ...]
    is_stopped: bool
    figures: PlanFigures | None = None
    rehearsed: Rehearsed | None = None
    in_order: tuple[str, ...] = ()
    bound_of: str = ""
    billed_kw: float | None = None
    moved: tuple[Moved, ...] = ()
    rests: tuple[RestRow, ...] = ()
    people_there: tuple[float, ...] = ()
    people_busy: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighing:
    """How costs become one number: `value_of` of the library, with the weights that were asked for."""

    weights: Mapping[str, float]

    def value(self, costs: Mapping[str, float]) -> float:
        """Of costs by name; a cost that is not told weighs nothing."""
        return sum(weight * costs.get(name, 0.0) for name, weight in self.weights.items())


def standing(
    name: str, laid: Laid, priced: Priced | None, timetable: Timetable, weighing: Weighing, given: Timetable | None
) -> Standing:
    """What a timetable comes to."""
    clock, steps = laid.clock, max(laid.horizon, timetable.makespan)
    prices = flat_steps(clock, steps, laid.wages) if priced is None else priced.prices
    costs = costs_of(laid.shop, timetable, prices, given)
    load = load_of(laid.shop, timetable, steps, None if priced is None else prices)
    late = [steps for steps in lateness(laid.shop, timetable).values() if steps > 0]
    hours = clock.minutes / 60
    counts = priced is not None and prices.demand_won_per_kw > 0
    return Standing(
        name=name, value=weighing.value(costs), end=clock.text(timetable.makespan), hours=timetable.makespan * hours,
        late_jobs=len(late), late_hours=sum(late) * hours, kwh=float(load.sum()) * hours,
        energy_won=None if priced is None else costs["energy"], peak_kw=peak_kw(prices, load),
        peak_won=costs["peak"] if counts else None,
        labour_won=costs["labour"] if laid.wages else None,
    )  # fmt: skip


def balances(
    plan: Standing, other: Standing, factor: float, source: str, certificates: float | None = None
) -> Balances:  # fmt: skip
    """What a plan changes against another timetable; certificates as the carbon engine tells them."""
    before, after = _won(other), _won(plan)
    won = None if before is None or after is None else after - before
    return Balances(
        against=other.name, won=won, certificates=certificates, footprint_kg=(plan.kwh - other.kwh) * factor,
        factor=factor, factor_source=source,
    )  # fmt: skip


def _won(standing: Standing) -> float | None:
    """What is paid for a timetable, as far as it is told; None where nothing of it is."""
    told = [won for won in (standing.energy_won, standing.peak_won, standing.labour_won) if won is not None]
    return sum(told) if told else None


def bars(
    laid: Laid, timetable: Timetable, frozen: Iterable[Placed], locked: Iterable[Placed] = ()
) -> Iterator[Bar]:  # fmt: skip
    """Every operation of a timetable, by time."""
    stays, put, last = set(frozen), set(locked), dict[int, str]()
    numbers = _batches(laid, timetable)
    for item in sorted(timetable.placed, key=lambda item: (item.start, item.machine, item.job)):
        job = laid.jobs.jobs[item.job]
        operation = job.operations[item.operation]
        batch = numbers.get((item.machine, item.start), 0)
        before = last.get(item.machine)
        last[item.machine] = operation.family
        yield Bar(
            job=job.id, operation=item.operation + 1, name=operation.name, family=operation.family,
            machine=laid.shop.machines[item.machine], start=laid.clock.text(item.start), end=laid.clock.text(item.end),
            first=item.start, last=item.end, kw=power_of(laid.shop, item), is_frozen=item in stays,
            is_locked=item in put, batch=batch, people=operation.people, scrap=operation.scrap,
            ways=tuple(laid.shop.machines[way.machine]
                       for way in laid.shop.jobs[item.job].operations[item.operation].ways),
            set_up=0 if before is None else laid.shop.setup(item.machine, before, operation.family),
        )  # fmt: skip


def _batches(laid: Laid, timetable: Timetable) -> dict[tuple[int, int], int]:
    """Numbers of batches from 1 on, by furnace and begin."""
    found: dict[tuple[int, int], int] = {}
    for machine in range(len(laid.shop.machines)):
        if laid.shop.holds_at(machine) > 0.0:
            starts = sorted({item.start for item in timetable.placed if item.machine == machine})
            found |= {(machine, start): number for number, start in enumerate(starts, 1)}
    return found


def rest_rows(laid: Laid, timetable: Timetable, priced: Priced | None) -> Iterator[RestRow]:
    """Every gap in which a machine is switched to a rest, by time."""
    shop, clock = laid.shop, laid.clock
    gaps = rests_of(shop, timetable, None if priced is None else priced.prices)
    for gap in sorted((gap for gap in gaps if gap.name), key=lambda gap: (gap.start, gap.machine)):
        closed = sum(max(0, min(last, gap.end) - max(first, gap.start)) for first, last in shop.closed_at(gap.machine))
        waiting = shop.idle(gap.machine) * (gap.end - gap.start - closed)
        yield RestRow(
            machine=shop.machines[gap.machine], name=gap.name, start=clock.text(gap.start), end=clock.text(gap.end),
            first=gap.start, last=gap.end, saved_kwh=(waiting - float(gap.power.sum())) * clock.minutes / 60,
        )  # fmt: skip


def moves(laid: Laid, timetable: Timetable, given: Iterable[Placed]) -> Iterator[Moved]:
    """Every operation that is on another machine or begins at another time than it was given, by time."""
    before = {(item.job, item.operation): item for item in given}
    clock, machines = laid.clock, laid.shop.machines
    for item in sorted(timetable.placed, key=lambda item: (item.start, item.machine, item.job)):
        old = before.get((item.job, item.operation))
        if old is not None and (old.machine, old.start) != (item.machine, item.start):
            job = laid.jobs.jobs[item.job]
            yield Moved(
                job=job.id, operation=item.operation + 1, name=job.operations[item.operation].name,
                machine_before=machines[old.machine], start_before=clock.text(old.start),
                machine=machines[item.machine], start=clock.text(item.start),
                hours=(item.start - old.start) * clock.minutes / 60,
            )  # fmt: skip


def job_ends(laid: Laid, timetable: Timetable) -> Iterator[JobEnd]:
    """When each job is done, the latest against its due date first."""
    ends, late = dict[int, int](), lateness(laid.shop, timetable)
    for item in timetable.placed:
        ends[item.job] = max(ends.get(item.job, 0), item.end)
    hours = laid.clock.minutes / 60
    rows = [
        JobEnd(job=job.id, name=job.name, end=laid.clock.text(ends.get(place, 0)),
               due=None if (due := laid.shop.jobs[place].due) is None else laid.clock.text(due),
               late_hours=late[job.id] * hours if job.id in late else None)
        for place, job in enumerate(laid.jobs.jobs)
    ]  # fmt: skip
    yield from sorted(rows, key=lambda row: (-(row.late_hours if row.late_hours is not None else -np.inf), row.end))


def machine_rows(laid: Laid, timetable: Timetable) -> Iterator[MachineRow]:
    """Every machine over the time of the schedule."""
    end, hours = timetable.makespan, laid.clock.minutes / 60
    for place, machine in enumerate(laid.jobs.machines):
        closed = tuple((first, min(last, end)) for first, last in laid.shop.closed_at(place) if first < end)
        busy = sum(item.end - item.start for item in work_on(laid.shop, timetable, place))
        yield MachineRow(
            machine=machine.id, name=machine.name, name_local=machine.name_local, busy_hours=busy * hours,
            open_hours=(end - sum(last - first for first, last in closed)) * hours, closed=closed,
        )  # fmt: skip
