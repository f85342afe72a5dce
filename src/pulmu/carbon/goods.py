"""Specific embedded emissions of goods, resolved through the chain of processes."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.carbon.activity import NOTHING
from pulmu.carbon.chain import Node, resolve
from pulmu.carbon.consumption import Consumption
from pulmu.carbon.flows import process_of_products
from pulmu.carbon.functional import (
    MOLE,
    content_figure,
    is_shared_by_moles,
    specific_emissions_per_tonne,
    unit_of,
)
from pulmu.carbon.law import method_regulation
from pulmu.carbon.processes import ProcessStatement
from pulmu.carbon.product import (
    counted_embedded_emissions,
    share_of_default_values,
    specific_attributed_emissions,
    specific_embedded_emissions,
    specific_embedded_emissions_in_loop,
)
from pulmu.model import Figure, Plant, Process, Product, RuleError
from pulmu.reference import find_good


@dataclass(frozen=True, slots=True)
class PerFunctionalUnit:
    """Specific emissions per tonne of what the law counts a good in, where that is a part of the good."""

    unit: str
    content: Figure
    direct: Figure
    counted: Figure


@dataclass(frozen=True, slots=True)
class GoodStatement:
    """Specific embedded emissions of a good. All in t CO2e per tonne of good but the share.

    Parameters
    ----------
    functional : The same per tonne of clinker or nitrogen; None where the functional unit is the tonne of good.
    """

    product: Product
    process: str
    direct: Figure
    indirect: Figure | None
    counted: Figure
    share_of_default_values: Figure
    functional: PerFunctionalUnit | None = None


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
    counted = _counted_indirect(processes, consumption, inside)
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


def counts_indirect(process: Process) -> bool:
    """Whether the goods of a process count their own electricity: cement, fertilisers, sintered ore."""
    return any(product.cbam_good and find_good(product.cn_code).indirect_counts for product in process.goods)


def _counted_indirect(
    processes: Mapping[str, ProcessStatement], consumption: Mapping[str, tuple[Consumption, ...]], inside: Inside
) -> dict[str, Figure]:
    """Indirect emissions that count: own ones of such goods, and those of precursors, which follow the precursor."""
    own = {name: _own_indirect(name, item) for name, item in processes.items()}
    nothing = all(used.value.indirect_counted.value == 0.0 for parts in consumption.values() for used in parts)
    if nothing and all(figure.value == 0.0 for figure in own.values()):
        return own
    return _channel(own, consumption, inside, "indirect_counted")


def _own_indirect(name: str, item: ProcessStatement) -> Figure:
    if not counts_indirect(item.process):
        return _no_own_indirect(name)
    if item.attributed_indirect is None:
        raise RuleError.of(
            "carbon.indirect_unknown",
            f"processes, {name}",
            f"indirect emissions of the goods of {name} count, but its electricity or its factor is not known",
            "give electricity sources with their factors, and the process among its users",
            process=name,
        )
    return _specific(item.attributed_indirect, item)


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
    content = content_figure(product)
    if content is None:
        return GoodStatement(product, process, direct, indirect, total, share)

    def per_tonne(figure: Figure) -> Figure:
        return specific_emissions_per_tonne.figure(per_functional_unit=figure, content=content).of(name)

    functional = PerFunctionalUnit(
        MOLE if is_shared_by_moles(product) else unit_of(product).name, content, direct, total
    )
    indirect = per_tonne(indirect) if indirect is not None else None
    return GoodStatement(product, process, per_tonne(direct), indirect, per_tonne(total), share, functional)
