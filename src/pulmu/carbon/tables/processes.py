"""Rows of the processes: what they make, what their outsourced steps bring."""

from pulmu.carbon.activity import production
from pulmu.carbon.functional import functional_amount, product_content
from pulmu.carbon.goods import counts_indirect
from pulmu.carbon.outsourced import step_emissions
from pulmu.carbon.tables.rows import Tables
from pulmu.model import Plant, Process, Product


def add_processes(tables: Tables, plant: Plant, *, shares_by_functional_unit: bool) -> dict[str, int]:
    """Rows of the processes; their numbers by their ids."""
    first = len(tables.process)
    tables.plants.append(plant.installation.name)
    tables.process += [process.id for process in plant.processes]
    tables.plant_of_process += [len(tables.plants) - 1] * len(plant.processes)
    levels = [_activity_level(process) for process in plant.processes]
    tables.activity_level += levels
    tables.sharing += levels if shares_by_functional_unit else [_mass_made(process) for process in plant.processes]
    tables.counts_indirect += [counts_indirect(process) for process in plant.processes]
    _add_steps(tables, plant)
    return {process.id: first + n for n, process in enumerate(plant.processes)}


def _activity_level(process: Process) -> float:
    """In tonnes of the functional unit."""
    result = 0.0
    for product in process.goods:
        result += in_functional_units(_made(product), product)
    return result


def _mass_made(process: Process) -> float:
    result = 0.0
    for product in process.goods:
        result += _made(product)
    return result


def _made(product: Product) -> float:
    given = product.produced
    return given.to("t") if given is not None else production(product).value


def in_functional_units(mass: float, product: Product) -> float:
    """Tonnes of a good in what its emissions count per: the good itself, its clinker or its nitrogen."""
    content = product_content(product)
    return mass if content is None else float(functional_amount(mass, content))


def _add_steps(tables: Tables, plant: Plant) -> None:
    steps = {step.id: step for step in plant.outsourced_steps}
    for process in plant.processes:
        step = steps.get(process.id)
        direct = step_emissions(step) if step is not None else None
        indirect = step_emissions(step, "indirect") if step is not None else None
        tables.outsourced.append(0.0 if direct is None else direct.value)
        tables.outsourced_indirect.append(0.0 if indirect is None else indirect.value)
