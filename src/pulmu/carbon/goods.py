"""Specific embedded emissions of goods, resolved through the chain of processes."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.carbon.activity import NOTHING
from pulmu.carbon.chain import Node, resolve
from pulmu.carbon.consumption import Consumption
from pulmu.carbon.flows import process_of_products
from pulmu.carbon.law import method_regulation
from pulmu.carbon.processes import ProcessStatement
from pulmu.carbon.product import (
    counted_embedded_emissions,
    share_of_default_values,
    specific_attributed_emissions,
    specific_embedded_emissions,
    specific_embedded_emissions_in_loop,
)
from pulmu.model import Figure, Plant, Product


@dataclass(frozen=True, slots=True)
class GoodStatement:
    """Specific embedded emissions of a good. All in t CO2e/t but the share."""

    product: Product
    process: str
    direct: Figure
    indirect: Figure | None
    counted: Figure
    share_of_default_values: Figure


Inside = Mapping[str, tuple[tuple[str, Figure], ...]]


def good_statements(
    plant: Plant,
    processes: Mapping[str, ProcessStatement],
    consumption: Mapping[str, tuple[Consumption, ...]],
    own: Inside,
) -> dict[str, GoodStatement]:
    """Every good of the plant, by product id; goods of one process share its figure."""
    maker = process_of_products(plant.processes)
    inside = {name: tuple((maker[product], used) for product, used in flows) for name, flows in own.items()}
    direct = _channel({name: _specific(item.attributed_direct, item) for name, item in processes.items()},
                      consumption, inside, "direct")  # fmt: skip
    indirect = _own_electricity(processes, inside)
    counted = _counted_indirect(consumption, inside)
    by_default = _channel({name: _nothing_by_default(name) for name in processes}, consumption, inside, "by_default")
    return {
        product.id: _good(product, process.id, direct[process.id], indirect[process.id], counted[process.id],
                          by_default[process.id])
        for process, product in plant.products()
    }  # fmt: skip


def _channel(
    base: Mapping[str, Figure], consumption: Mapping[str, tuple[Consumption, ...]], inside: Inside, part: str
) -> dict[str, Figure]:
    nodes = {
        name: Node(own, tuple((used.per_tonne, getattr(used.value, part)) for used in consumption[name]), inside[name])
        for name, own in base.items()
    }
    return _known(nodes)


def _known(nodes: Mapping[str, Node]) -> dict[str, Figure]:
    solved = resolve(nodes, specific_embedded_emissions, specific_embedded_emissions_in_loop, "specific_attributed")
    return {name: figure for name, figure in solved.items() if figure is not None}


def _specific(attributed: Figure, item: ProcessStatement) -> Figure:
    return specific_attributed_emissions.figure(attributed_emissions=attributed, activity_level=item.activity_level).of(
        item.process.id
    )


def _own_electricity(processes: Mapping[str, ProcessStatement], inside: Inside) -> dict[str, Figure | None]:
    """Electricity of own processes through the own chain, for the footprint; bought precursors are left out."""
    nodes = {
        name: Node(_specific(item.attributed_indirect, item), (), inside[name])
        for name, item in processes.items()
        if item.attributed_indirect is not None
    }
    return dict(_known(nodes)) if nodes else dict.fromkeys(processes)


def _counted_indirect(consumption: Mapping[str, tuple[Consumption, ...]], inside: Inside) -> dict[str, Figure]:
    none = {name: _no_own_indirect(name) for name in consumption}
    if all(used.value.indirect_counted.value == 0.0 for parts in consumption.values() for used in parts):
        return none
    return _channel(none, consumption, inside, "indirect_counted")


def _no_own_indirect(name: str) -> Figure:
    law = method_regulation("Article 3(2); Regulation (EU) 2023/956, Annex II", "read")
    return Figure(0.0, "t CO2e/t", "counted indirect emissions", law, "direct emissions only for these goods",
                  subject=name)  # fmt: skip


def _nothing_by_default(name: str) -> Figure:
    return Figure(
        0.0, "t CO2e/t", "own emissions by default value", NOTHING, "own emissions are monitored", subject=name
    )


def _good(
    product: Product, process: str, direct: Figure, indirect: Figure | None, counted: Figure, by_default: Figure
) -> GoodStatement:
    name = product.name or product.id
    direct = direct.of(name)
    total = counted_embedded_emissions.figure(direct=direct, indirect_counted=counted).of(name)
    if total.value == 0.0:
        share = Figure(
            0.0, "1", "share_of_default_values", share_of_default_values.source, "nothing embedded", subject=name
        )
    else:
        share = share_of_default_values.figure(by_default=by_default, embedded=total).of(name)
    return GoodStatement(product, process, direct, indirect, total, share)
