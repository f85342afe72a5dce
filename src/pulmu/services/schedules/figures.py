"""Figure and certificates of each good beside a plan: the plant's year by the engine of the report, before and after.

The year as the plant's meters counted it stands for weeks made as before; what the plan uses more or less is put into
it, and every figure is computed anew. Nothing is computed here that the carbon engine computes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pulmu.model import InputError, Plant, Problem, problem
from pulmu.model.jobs import Jobs
from pulmu.plan.schedule.costs import load_of
from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Timetable
from pulmu.services._line_balances import Balances, balances_of, stated
from pulmu.services._line_intensity import Intensity
from pulmu.services._line_plant import Setting, Year, plant_with, year_of
from pulmu.services._line_tie import ELECTRICITY, Row
from pulmu.services.schedules.lay import Laid
from pulmu.services.schedules.prices import Priced

User = tuple[str, str]
"""A flow of the plant, and who of its users uses it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a plan uses more, below zero less, than what it is compared with.

    Parameters
    ----------
    amounts : Of electricity in kWh, of a source stream in its own unit.
    input : Precursors and scrap that go into each process. [t]
    untold : Machines that draw, of which no process is told: what they use is in no figure.
    tells_fuel : Whether any machine tells what it burns.
    """

    amounts: Mapping[User, float] = field(default_factory=dict)
    input: Mapping[str, float] = field(default_factory=dict)
    untold: tuple[str, ...] = ()
    tells_fuel: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodFigures:
    """A good of the plant before and after a plan, per tonne of the year.

    Parameters
    ----------
    embedded, embedded_after : Specific embedded emissions that CBAM counts. [t CO2e/t]
    footprint, footprint_after : Everything, electricity included; None where it is not known. [t CO2e/t]
    certificates, certificates_after : None where they are not known. [certificate/t]
    exported : Of the year, to the EU. [t]
    """

    good: str
    name: str
    name_local: str
    embedded: float
    embedded_after: float
    footprint: float | None
    footprint_after: float | None
    certificates: float | None
    certificates_after: float | None
    exported: float

    @property
    def more_certificates(self) -> float | None:
        """Certificates of the year's exports more, below zero less."""
        if self.certificates is None or self.certificates_after is None:
            return None
        return (self.certificates_after - self.certificates) * self.exported


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFigures:
    """All goods of a plant beside a plan.

    Parameters
    ----------
    electricity_kwh : What the plan draws more, below zero less, as far as it is placed in the plant.
    fuels : Source streams with what is used more of each, and the unit.
    more_certificates : Of all exports of the year together; None where those of a good are not known, or where no
        machine of the plan has a place in the plant.
    untold : Machines that are in no figure, as no process is told of them.
    tells_fuel : Whether any machine tells what it burns: else no fuel is in the figures.
    """

    plant: str
    edition: str
    goods: tuple[GoodFigures, ...]
    electricity_kwh: float
    fuels: tuple[tuple[str, float, str], ...]
    input_tonnes: float
    more_certificates: float | None
    untold: tuple[str, ...]
    tells_fuel: bool


def moved_between(laid: Laid, plan: Timetable, other: Timetable, priced: Priced | None = None) -> Moved:
    """What a plan uses more than another timetable, by process, step and furnace.

    Parameters
    ----------
    priced : By which machines that may rest decide whether they do. A furnace burns as it waits while it rests.
    """
    prices = None if priced is None else priced.prices
    amounts: dict[User, float] = {}
    untold = []
    for place, machine in enumerate(laid.jobs.machines):
        kwh = _used(laid.shop, place, plan, laid, prices) - _used(laid.shop, place, other, laid, prices)
        if machine.process:
            user = (ELECTRICITY, machine.process)
            amounts[user] = amounts.get(user, 0.0) + kwh
        elif _draws(laid.shop, place):
            untold.append(machine.id)
        if machine.fuel:
            burnt = _burning(laid, place)
            user = (machine.fuel, machine.furnace)
            more = _used(burnt, place, plan, laid) - _used(burnt, place, other, laid)
            amounts[user] = amounts.get(user, 0.0) + more
    return Moved(amounts, {}, tuple(untold), any(item.fuel for item in laid.jobs.machines))


def _used(shop: Shop, machine: int, timetable: Timetable, laid: Laid, prices: Prices | None = None) -> float:
    """What a machine uses: as its load is told, of what it draws in an hour."""
    own = Timetable(tuple(item for item in timetable.placed if item.machine == machine))
    return float(load_of(shop, own, max(laid.horizon, timetable.makespan), prices).sum()) * laid.clock.minutes / 60


def _draws(shop: Shop, machine: int) -> bool:
    ways = (way for job in shop.jobs for item in job.operations for way in item.ways if way.machine == machine)
    return shop.idle(machine) > 0.0 or any(way.power_kw > 0.0 for way in ways)


def _burning(laid: Laid, machine: int) -> Shop:
    """The shop where a machine draws what it burns: fuel is told by the hour, as power is."""
    told = laid.jobs
    jobs = tuple(
        replace(job, operations=tuple(
            replace(item, ways=tuple(
                replace(way, power_kw=told.jobs[place].operations[step].ways[number].fuel_per_hour)
                for number, way in enumerate(item.ways)
            ))
            for step, item in enumerate(job.operations)
        ))
        for place, job in enumerate(laid.shop.jobs)
    )  # fmt: skip
    idle = tuple(item.idle_fuel_per_hour if place == machine else 0.0 for place, item in enumerate(told.machines))
    return replace(laid.shop, jobs=jobs, idle_kw=idle, rests=())


def check_users(plant: Plant, jobs: Jobs) -> None:
    """See, before anything is searched for, that the machines' processes, streams and furnaces are those of a plant.

    Raises
    ------
    InputError  Those that are not (`schedule.no_user`).
    """
    power = {(ELECTRICITY, item.process): 0.0 for item in jobs.machines if item.process}
    _check(year_of(plant), Moved(power | {(item.fuel, item.furnace): 0.0 for item in jobs.machines if item.fuel}))


def figures_of(plant: Plant, edition: str, moved: Moved) -> PlanFigures:
    """Every good of a plant, its year as it was and with what a plan moves.

    Raises
    ------
    InputError  A process, furnace or stream is not one of the plant (`schedule.no_user`).
    RuleError, SolveError  As the carbon engine does.
    """
    year = year_of(plant)
    _check(year, moved)
    products = [product for _, product in plant.products()]
    names = tuple(item.id for item in products)
    before = balances_of(plant, *stated(plant, edition), names, edition)
    changed = plant_after(plant, year, moved)
    after = balances_of(changed, *stated(changed, edition), names, edition)
    goods = tuple(
        _good(item.id, item.name, item.name_local, sum(mass.to("t") for mass in item.exports_to_eu.values()),
              before[item.id], after[item.id])
        for item in products
    )  # fmt: skip
    more = [item.more_certificates for item in goods if item.exported > 0.0]
    units = {item.id: item.amount.unit for item in plant.source_streams}
    fuels: dict[str, float] = {}
    for (flow, _), amount in moved.amounts.items():
        fuels[flow] = fuels.get(flow, 0.0) + amount
    electricity = fuels.pop(ELECTRICITY, 0.0)
    return PlanFigures(
        plant=plant.installation.name, edition=edition, goods=goods, electricity_kwh=electricity,
        fuels=tuple((name, amount, units[name]) for name, amount in fuels.items()),
        input_tonnes=sum(moved.input.values()),
        more_certificates=None if None in more or not (moved.amounts or moved.input) else sum(
            item for item in more if item is not None),
        untold=moved.untold, tells_fuel=moved.tells_fuel,
    )  # fmt: skip


def plant_after(plant: Plant, year: Year, moved: Moved) -> Plant:
    """The plant's year with what a plan moves; a flow of which nothing moves stays to the digit."""
    process = next(name for name, mass in year.mass.items() if mass > 0.0)
    used = {
        Row(flow, user, user, process, (), is_whole=True, is_new=False): (
            year.amounts[flow][user] + (more / 1000.0 if flow == ELECTRICITY else more)
        ) / year.mass[process]
        for (flow, user), more in moved.amounts.items() if more != 0.0
    }  # fmt: skip
    taken = {name: year.input[name] + more / year.mass[name] for name, more in moved.input.items() if more != 0.0}
    run = Intensity({}, used, taken, {}, 0.0, 0.0)
    return plant_with(Setting(plant, year, {}, {}, keeps_input=False), run, "a plan of jobs")


def _check(year: Year, moved: Moved) -> None:
    wrong = list(_unknown(year, moved))
    if wrong:
        raise InputError(*wrong)


def _unknown(year: Year, moved: Moved) -> Iterator[Problem]:
    for flow, user in moved.amounts:
        known = year.amounts.get(flow)
        if known is None or user not in known:
            listed = ", ".join(year.amounts if known is None else known)
            yield problem("schedule.no_user", user or flow, f"{user or flow!r} uses no {flow} in the plant",
                          f"name one of: {listed}", text=user or flow, flow=flow, known=listed)  # fmt: skip
    for name in moved.input:
        if name not in year.input:
            listed = ", ".join(year.input)
            yield problem("schedule.no_user", name, f"{name!r} is no process of the plant", f"name one of: {listed}",
                          text=name, flow=name, known=listed)  # fmt: skip


def _good(
    good: str, name: str, name_local: str, exported: float, before: Balances, after: Balances
) -> GoodFigures:  # fmt: skip
    return GoodFigures(
        good=good, name=name, name_local=name_local, exported=exported,
        embedded=before.embedded, embedded_after=after.embedded,
        footprint=before.footprint, footprint_after=after.footprint,
        certificates=before.certificates, certificates_after=after.certificates,
    )  # fmt: skip
