"""Precursors that are bought as uses: what a tonne of each costs and moves, and how much of it becomes scrap where."""

from collections.abc import Iterator
from dataclasses import replace

from pulmu.carbon.consumption import mass_used
from pulmu.model import Plant, Process, Purchase, Quantity
from pulmu.services.measures.order import MeasureOrder
from pulmu.services.measures.plant_use import STEP, PlantUse
from pulmu.services.measures.years import PlantYears

OF_SCRAP = ("scrap_reduction",)
"""Measures whose saving is told by the process where the scrap arises."""


def precursor_names(plant: Plant) -> list[str]:
    """Purchases that some process uses, by id."""
    return [item.id for item in plant.purchases if item.used_by]


def precursor_name(bought: Purchase) -> str:
    """As the plant calls it, with its supplier: two may sell the same."""
    supplier = f" ({bought.supplier})" if bought.supplier else ""
    return f"{bought.name or bought.id}{supplier}"


def precursor_uses(plant: Plant, order: MeasureOrder, years: PlantYears) -> Iterator[PlantUse]:
    """Every use of a bought precursor whose price is told.

    A tonne that is not wasted is one not bought and one not sold as scrap: its price is less by what scrap brings.
    """
    scrap = _scrap_of(plant)
    for bought in plant.purchases:
        if bought.id not in order.prices:
            continue
        for process in bought.used_by:
            mass = mass_used(bought, process).to("t")
            balances = years.of_a_unit(_with_less(plant, bought, process, mass), mass * STEP)
            yield PlantUse(
                id=f"{bought.id}@{process}", kind="precursor", carrier=bought.id, place=process, equipment="",
                amount=mass, unit="t", energy=0.0,
                price=order.prices[bought.id] - order.facts.get("scrap_price", 0.0),
                footprint=balances.footprint, certificates=balances.certificates,
                scrap=scrap.get((bought.id, process), {}), name=precursor_name(bought),
            )  # fmt: skip


def _with_less(plant: Plant, bought: Purchase, process: str, mass: float) -> Plant:
    """The plant where a process takes a part less of a delivery; what was received stays, and with it the mean."""
    less = replace(bought, used_by={**bought.used_by, process: Quantity(mass * (1 - STEP), "t")})
    return replace(plant, purchases=tuple(less if item.id == bought.id else item for item in plant.purchases))


def _scrap_of(plant: Plant) -> dict[tuple[str, str], dict[str, float]]:
    """Tonnes of each delivery in each process that become scrap or off-spec, by the process where that arises."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for process in plant.processes:
        wasted = sum(_tonnes(good.scrap) + _tonnes(good.off_spec) for good in process.goods)
        for place, mass in _traced(plant, process, wasted, frozenset()):
            by_process = found.setdefault(place, {})
            by_process[process.id] = by_process.get(process.id, 0.0) + mass
    return found


def _traced(
    plant: Plant, process: Process, mass: float, seen: frozenset[str]
) -> Iterator[tuple[tuple[str, str], float]]:  # fmt: skip
    """A mass in a process by the deliveries it came from: over its inputs by their mass, and those of the processes
    before it; a tonne for a tonne, so that what was lost before is not counted again."""
    if process.id in seen or mass <= 0:
        return
    bought = {item.id: mass_used(item, process.id).to("t") for item in plant.purchases if process.id in item.used_by}
    own = {name: amount.to("t") for name, amount in process.own_precursors.items()}
    whole = sum(bought.values()) + sum(own.values())
    if whole <= 0:
        return
    for name, amount in bought.items():
        yield (name, process.id), mass * amount / whole
    makers = {product.id: maker for maker, product in plant.products()}
    for name, amount in own.items():
        if name in makers:
            yield from _traced(plant, makers[name], mass * amount / whole, seen | {process.id})


def _tonnes(mass: Quantity | None) -> float:
    return 0.0 if mass is None else mass.to("t")
