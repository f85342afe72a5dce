"""What a plant uses that a measure may save: fuels by furnace, electricity, charges, precursors; what a unit moves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pulmu.carbon.factors import energy_factor
from pulmu.carbon.statement import Statement
from pulmu.model import ElectricitySource, EmissionSource, InputError, Plant, Problem, Quantity, SourceStream
from pulmu.model.errors import problem
from pulmu.services.measures.order import SUB_METERS, MeasureOrder
from pulmu.services.measures.plant_use import STEP, PlantUse
from pulmu.services.measures.precursors import OF_SCRAP, precursor_names, precursor_uses
from pulmu.services.measures.years import Balances, PlantYears

_TOE = 0.041868
"""Energy of a tonne of oil equivalent. [TJ]"""


def uses_of(plant: Plant, statement: Statement, order: MeasureOrder, years: PlantYears) -> tuple[PlantUse, ...]:
    """Every use of a plant.

    Raises
    ------
    InputError  A price is missing or names nothing; sub-meters are more than the plant (`plan.no_price`,
    `plan.told_name`, `plan.more_than_plant`).
    """
    fuels = list(_fuels(plant, statement))
    problems = [*_prices(plant, order), *_too_much(plant, order), *_no_place(plant, fuels, order)]
    if problems:
        raise InputError(*problems)
    found = [_fuel_use(plant, item, order, years) for item in fuels]
    bought = precursor_uses(plant, order, years)
    return (*found, *_electricity(plant, order, years), *_charges(order, years), *bought)


def energy_in_toe(uses: tuple[PlantUse, ...]) -> float:
    """Energy of the site in tonnes of oil equivalent, electricity at its own heat."""
    return sum(use.energy for use in uses) / _TOE


@dataclass(frozen=True, slots=True)
class _Fuel:
    stream: SourceStream
    user: str
    amount: float


def _fuels(plant: Plant, statement: Statement) -> Iterator[_Fuel]:
    for stream in plant.source_streams:
        if stream.method != "combustion":
            continue
        for shared in statement.shared:
            if shared.kind == "source_stream" and shared.flow in (stream.name, stream.id):
                yield from (_Fuel(stream, name, figure.to(stream.amount.unit)) for name, figure in shared.users)


def _prices(plant: Plant, order: MeasureOrder) -> list[Problem]:
    wanted = [item.id for item in plant.source_streams if item.method == "combustion"]
    bought = precursor_names(plant)
    units = {item.id: item.amount.unit for item in plant.source_streams} | dict.fromkeys(bought, "t")
    if plant.electricity.sources:
        wanted.append("electricity")
    known = (*wanted, *bought)
    if any(name in order.prices for name in bought):
        wanted += bought
    found = [
        problem("plan.no_price", f"--price {name}", f"the price of {name} is not told",
                f"give it in won per {units.get(name, 'kWh')}", name=name, unit=units.get(name, "kWh"))
        for name in wanted if name not in order.prices
    ]  # fmt: skip
    listed = ", ".join(known)
    return found + [
        problem("plan.told_name", f"--price {name[:60]}", f"{name[:60]!r} is not known", f"name one of: {listed}",
                name=name[:60], known=listed)
        for name in order.prices if name not in known
    ]  # fmt: skip


def _no_place(plant: Plant, fuels: list[_Fuel], order: MeasureOrder) -> list[Problem]:
    """Savings of a furnace or process there is none of."""
    furnaces = tuple(dict.fromkeys(item.user for item in fuels))
    processes = tuple(item.id for item in plant.processes)
    found = []
    for name in order.savings:
        measure, _, place = name.partition("@")
        known = processes if measure in OF_SCRAP else furnaces
        if place and place not in known:
            listed = ", ".join(known)
            found.append(problem("plan.told_name", f"--saving {name}", f"{place[:60]!r} is not known",
                                 f"name one of: {listed}", name=place[:60], known=listed))  # fmt: skip
    return found


def _too_much(plant: Plant, order: MeasureOrder) -> list[Problem]:
    whole = _electricity_amount(plant)
    parts = sum(order.facts.get(name, 0.0) for name in SUB_METERS)
    if parts <= whole:
        return []
    return [problem("plan.more_than_plant", "--used", f"{parts:,.0f} kWh of parts are more than {whole:,.0f} kWh",
                    "check what is told of the parts", parts=f"{parts:,.0f}", whole=f"{whole:,.0f}")]  # fmt: skip


def _electricity_amount(plant: Plant) -> float:
    return sum(item.amount.to("kWh") for item in plant.electricity.sources if item.kind != "unbundled_certificate")


def _fuel_use(plant: Plant, fuel: _Fuel, order: MeasureOrder, years: PlantYears) -> PlantUse:
    stream = fuel.stream
    balances = years.of_a_unit(_with_less_fuel(plant, fuel), fuel.amount * STEP)
    source = next((item for item in plant.emission_sources if item.id == fuel.user), None)
    return PlantUse(
        id=f"{stream.id}@{fuel.user}", kind="fuel", carrier=stream.id, place=fuel.user,
        equipment=source.kind if source else "", amount=fuel.amount, unit=stream.amount.unit,
        energy=_energy(plant, stream) * fuel.amount, price=order.prices[stream.id],
        footprint=balances.footprint, certificates=balances.certificates, steps=_steps(plant, source, fuel.user),
        name=stream.name,
    )  # fmt: skip


def _energy(plant: Plant, stream: SourceStream) -> float:
    """Net energy of a unit of a stream. [TJ]"""
    one = Quantity(1.0, stream.amount.unit)
    if one.dimension == "net fuel energy":
        return one.to("TJ net")
    factor = energy_factor(stream, plant.installation.country, is_needed=True)
    assert factor is not None  # noqa: S101 - only net energy has none
    if one.dimension == "gross fuel energy":
        return one.to("TJ gross") * factor.value
    return factor.to(f"TJ/{one.unit}") if one.unit in ("t", "Nm3", "L") else factor.value * one.to(_BASE[one.dimension])


_BASE = {"mass": "t", "normal volume": "Nm3", "liquid volume": "L"}


def _steps(plant: Plant, source: EmissionSource | None, user: str) -> tuple[str, ...]:
    served = source.serves if source else (user,)
    kinds = {step.id: step.kind for process in plant.processes for step in process.steps}
    for process in plant.processes:
        if process.id in served:
            kinds[process.id] = process.steps[0].kind if len(process.steps) == 1 else "other"
    return tuple(dict.fromkeys(kinds[name] for name in served if name in kinds))


def _with_less_fuel(plant: Plant, fuel: _Fuel) -> Plant:
    """The plant with a part of one furnace's fuel gone: from the main meter and from its own."""
    stream, less = fuel.stream, fuel.amount * STEP
    used = dict(stream.used_by)
    told = used.get(fuel.user)
    if isinstance(told, Quantity):
        used[fuel.user] = replace(told, value=told.value * (1 - STEP))
    changed = replace(stream, amount=replace(stream.amount, value=stream.amount.value - less), used_by=used)
    streams = tuple(changed if item.id == stream.id else item for item in plant.source_streams)
    return replace(plant, source_streams=streams)


def _electricity(plant: Plant, order: MeasureOrder, years: PlantYears) -> Iterator[PlantUse]:
    whole = _electricity_amount(plant)
    if not whole:
        return
    balances = years.of_a_unit(_with_less_electricity(plant), whole * STEP)
    parts = {name: order.facts[name] for name in SUB_METERS if name in order.facts}
    parts["other"] = whole - sum(parts.values())
    for name, amount in parts.items():
        yield PlantUse(
            id=f"electricity@{name}", kind="electricity", carrier="electricity", place=name, equipment="",
            amount=amount, unit="kWh", energy=amount * 3.6e-6, price=order.prices["electricity"],
            footprint=balances.footprint, certificates=balances.certificates,
        )  # fmt: skip


def _with_less_electricity(plant: Plant) -> Plant:
    balance = plant.electricity
    sources = tuple(_less(item) for item in balance.sources)
    used = {
        name: replace(told, value=told.value * (1 - STEP)) if isinstance(told, Quantity) else told
        for name, told in balance.used_by.items()
    }
    return replace(plant, electricity=replace(balance, sources=sources, used_by=used))


def _less(source: ElectricitySource) -> ElectricitySource:
    return replace(source, amount=replace(source.amount, value=source.amount.value * (1 - STEP)))


def _charges(order: MeasureOrder, years: PlantYears) -> Iterator[PlantUse]:
    """Parts of the bill that no energy stands behind: they move won alone."""
    nothing = Balances(0.0, (0.0,) * years.count)
    for name in ("basic_charge", "energy_charge"):
        if name in order.facts:
            yield PlantUse(
                id=f"charge@{name}", kind="charge", carrier="charge", place=name, equipment="",
                amount=order.facts[name], unit="KRW", energy=0.0, price=1.0,
                footprint=nothing.footprint, certificates=nothing.certificates,
            )  # fmt: skip
