"""Free allocation embedded in the goods of a plant: of their process and of all they are made from."""

import functools
from collections.abc import Callable, Mapping

from pulmu.carbon.certificates import (
    process_free_allocation,
    specific_embedded_free_allocation,
    specific_embedded_free_allocation_in_loop,
)
from pulmu.carbon.chain import Node, resolve
from pulmu.carbon.consumption import own_mass_consumption
from pulmu.carbon.default_path import of_the_table
from pulmu.carbon.functional import consumption_per_tonne, content_figure
from pulmu.carbon.joint import inner_allocation
from pulmu.carbon.metallic_charge import Masses, metallic_charges
from pulmu.carbon.outsourced import step_allocation
from pulmu.carbon.precursors import allocation_factors
from pulmu.carbon.statement import Statement
from pulmu.carbon.steel_route import route_of_steel
from pulmu.model import Figure, Plant, Problem, Product, PulmuError
from pulmu.reference import benchmark_column_a


def embedded_free_allocation(
    statement: Statement,
) -> tuple[dict[str, Figure | None], dict[str, tuple[Problem, ...]]]:
    """Specific embedded free allocation of every good, and why that of a good is not known."""
    nodes, why = allocation_nodes(statement)
    solved = resolve(nodes, specific_embedded_free_allocation, specific_embedded_free_allocation_in_loop, "process")
    return solved, _inherited(why, nodes, solved)


def allocation_nodes(statement: Statement) -> tuple[dict[str, Node], dict[str, tuple[Problem, ...]]]:
    """What every good is allocated by itself, and what it takes from bought precursors and own goods."""
    own: dict[str, Figure | None] = {}
    why: dict[str, tuple[Problem, ...]] = {}
    nodes: dict[str, Node] = {}
    charges = metallic_charges(statement.plant)
    for process, product in statement.plant.products():
        allocate = functools.partial(_own_allocation, statement.plant, product, charges[process.id])
        own[product.id], reasons = attempt(allocate)
        used = statement.consumption[process.id]
        activity, content = statement.processes[process.id].activity_level, content_figure(product)
        lacking = tuple(item for part in used for item in part.value.why_no_allocation)
        inner, inner_lacking = inner_allocation(statement.plant, process, activity)
        lacking = (*lacking, *inner_lacking)
        nodes[product.id] = Node(
            own[product.id],
            (
                *((_per_tonne(part.per_tonne, content), part.value.free_allocation) for part in used),
                *((_per_tonne(consumption, content), found) for consumption, found in inner),
            ),
            tuple((name, _per_tonne(mass, content)) for name, mass in own_mass_consumption(process, activity)),
        )
        why[product.id] = (*reasons, *lacking)
    return nodes, why


def _inherited(
    why: Mapping[str, tuple[Problem, ...]], nodes: Mapping[str, Node], solved: Mapping[str, Figure | None]
) -> dict[str, tuple[Problem, ...]]:
    """Reasons of a good, or of the goods it is made from."""
    result: dict[str, tuple[Problem, ...]] = {}
    for name in nodes:
        found: list[Problem] = []
        seen: set[str] = set()
        stack = [name]
        while stack and solved[name] is None:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                found += [item for item in why[node] if item not in found]
                stack += [other for other, _ in nodes[node].inside]
        result[name] = tuple(found)
    return result


def _per_tonne(consumption: Figure, content: Figure | None) -> Figure:
    """Consumption per tonne of good, where the functional unit is a part of the good."""
    if content is None:
        return consumption
    return consumption_per_tonne.figure(per_functional_unit=consumption, content=content).of(consumption.subject)


def _own_allocation(plant: Plant, product: Product, charge: Masses) -> Figure:
    step = next((item for item in plant.outsourced_steps if item.id == product.id), None)
    known = step_allocation(step) if step is not None else None
    if known is not None:
        return known
    year = plant.period.year
    route = route_of_steel(plant, product, charge)
    line = benchmark_column_a(product.cn_code, year, route.letter or None)
    name = product.name or product.id
    because = f"route {line.route}" if line.route and line.column_a_scope == "route" else ""
    if because and route.because:
        because = f"{because}: {route.because}"
    benchmark = Figure(line.column_a_actual, line.unit, "benchmark column A", line.source, because, subject=name)
    allocation = process_free_allocation.figure(**allocation_factors(year), benchmark_column_a=benchmark).of(name)
    return of_the_table(plant, product, allocation) if line.column_a_actual else allocation


def attempt(find: Callable[[], Figure]) -> tuple[Figure | None, tuple[Problem, ...]]:
    """A figure, or why there is none."""
    try:
        return find(), ()
    except PulmuError as error:
        return None, error.problems
