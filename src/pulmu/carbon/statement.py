"""The carbon statement of one plant: every number as a figure that leads back to its inputs."""

from dataclasses import dataclass

from pulmu.carbon.activity import process_activity_level, process_mass
from pulmu.carbon.attribution import total_direct_emissions
from pulmu.carbon.consumption import Consumption, bought_consumption, own_consumption
from pulmu.carbon.footprint import Footprint, footprint
from pulmu.carbon.functional import has_one_functional_unit
from pulmu.carbon.gather import DirectEmission, Shared, add_steps, gather_emissions
from pulmu.carbon.goods import GoodStatement, good_statements
from pulmu.carbon.outsourced import with_steps
from pulmu.carbon.precursors import PrecursorValue, precursor_value
from pulmu.carbon.processes import ProcessStatement, process_statement
from pulmu.model import Figure, Plant


@dataclass(frozen=True, slots=True)
class Statement:
    """What the method says of a plant and year."""

    plant: Plant
    total_direct_emissions: Figure
    processes: dict[str, ProcessStatement]
    goods: dict[str, GoodStatement]
    purchases: dict[str, PrecursorValue]
    consumption: dict[str, tuple[Consumption, ...]]
    own_consumption: dict[str, tuple[tuple[str, Figure], ...]]
    shared: tuple[Shared, ...]
    direct_emissions: tuple[DirectEmission, ...]
    footprint: Footprint


def state_emissions(plant: Plant, edition: str) -> Statement:
    """Emissions of a plant that has passed its checks, by an edition of the default values.

    Raises
    ------
    RuleError  A factor or default value the plant needs is in no table.
    SolveError  Processes feed each other and nothing leaves the loop.
    """
    year, given, plant = plant.period.year, plant, with_steps(plant)
    activity = {process.id: process_activity_level(process) for process in plant.processes}
    masses = {process.id: process_mass(process) for process in plant.processes}
    sums = gather_emissions(plant, activity if has_one_functional_unit(given) else masses)
    add_steps(plant, sums)
    processes = {
        process.id: process_statement(process, activity[process.id], masses[process.id], sums)
        for process in plant.processes
    }
    values = {bought.id: precursor_value(bought, year, plant.decisions, edition) for bought in plant.purchases}
    consumption = {
        process.id: bought_consumption(plant, process, activity[process.id], values) for process in plant.processes
    }
    own = {process.id: own_consumption(plant, process, activity[process.id]) for process in plant.processes}
    goods = good_statements(plant, processes, consumption, own)
    total = total_direct_emissions.figure(parts=[item.figure for item in sums.sources if item.is_counted])
    shared = tuple(sums.shared)
    whole = footprint(given, total, sums, values)
    return Statement(plant, total, processes, goods, values, consumption, own, shared, tuple(sums.sources), whole)
