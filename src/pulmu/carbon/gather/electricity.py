"""Electricity: own generation taken out of its process, and what each process consumed."""

from collections.abc import Mapping

from pulmu.carbon.allocate import share_out
from pulmu.carbon.attribution import directly_attributable_emissions
from pulmu.carbon.electricity import (
    electricity_emissions,
    mean_electricity_emission_factor,
    own_generation_emission_factor,
)
from pulmu.carbon.flows import Flows
from pulmu.carbon.gather.sums import Sums, shared
from pulmu.carbon.law import method_regulation
from pulmu.carbon.quote import quoted
from pulmu.carbon.totals import joined
from pulmu.model import Figure, Plant, fact
from pulmu.reference import country, grid_emission_factor

GRID_YEAR = 2023
"""Newest year of the Korean grid factor in the tables; for the footprint only."""


def walk_generators(plant: Plant, sums: Sums) -> None:
    for source in plant.emission_sources:
        burnt = sums.generators.get(source.id)
        if source.electricity_produced is None or not source.electricity_produced.value > 0 or not burnt:
            continue
        name = source.name or source.id
        produced = fact(source.electricity_produced, "net electricity produced", name, "MWh")
        emitted = directly_attributable_emissions.figure(parts=burnt).of(name)
        factor = own_generation_emission_factor.figure(emissions=emitted, electricity=produced).of(name)
        moved = electricity_emissions.figure(electricity=produced, emission_factor=factor).of(name)
        process = next(iter(_processes_of(plant, source.serves)))
        sums.generated[process].append(moved)
        if sums.indirect is not None:
            sums.indirect[process].append(moved)


def _processes_of(plant: Plant, names: tuple[str, ...]) -> list[str]:
    steps = {step.id: process.id for process in plant.processes for step in process.steps}
    return [steps.get(name, name) for name in names]


def walk_electricity(plant: Plant, flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
    if sums.indirect is None:
        return
    factor = electricity_factor(plant)
    if factor is None:
        sums.indirect = None
        return
    amounts = [fact(source.amount, "electricity", source.id, "MWh") for source in plant.electricity.sources]
    total = joined(amounts, "electricity")
    shares = share_out(total, flows.electricity, activity)
    sums.shared.append(shared("electricity", "electricity", total, shares))
    for use, amount in shares:
        place = use.parts[0].destination
        if place.kind == "process":
            emitted = electricity_emissions.figure(electricity=amount, emission_factor=factor).of(use.consumer)
            sums.indirect[place.name].append(emitted)


def electricity_factor(plant: Plant) -> Figure | None:
    """Factor of the plant's electricity, mean over its sources (Article 9); None where one of them is not known."""
    sources = plant.electricity.sources
    factors = [factor for source in sources if (factor := _grid_factor(plant, source.id)) is not None]
    if len(factors) < len(sources):
        return None
    if len(factors) == 1 or not any(source.amount.value > 0 for source in sources):
        return factors[0]
    amounts = [fact(source.amount, "electricity", source.id, "MWh") for source in sources]
    return mean_electricity_emission_factor.figure(amounts=amounts, emission_factors=factors)


def _grid_factor(plant: Plant, name: str) -> Figure | None:
    source = next(item for item in plant.electricity.sources if item.id == name)
    if source.emission_factor is not None:
        return fact(source.emission_factor, "electricity emission factor", name, "t CO2e/MWh", source.evidence)
    if source.kind == "own_renewable":
        law = method_regulation("Annex II D.4.1", "transitional")
        return Figure(0.0, "t CO2e/MWh", "electricity emission factor", law, "own renewable generation", subject=name)
    if source.kind != "grid" or country(plant.installation.country).iso2 != "KR":
        return None
    return quoted(
        grid_emission_factor("KR", GRID_YEAR, "co2e"),
        "grid emission factor",
        "Korea",
        "footprint only, newest year published",
    )
