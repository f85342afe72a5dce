"""A plant described anew with other process boundaries: the same flows, other processes."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from pulmu.carbon.activity import production
from pulmu.carbon.grouping import Block, Grouping, inner_processes
from pulmu.model import InnerPrecursor, Plant, Process, Product, Quantity

_REFERENCES = frozenset(
    {"used_by", "throughput", "serves", "recovered_from", "produced_by", "process", "dedicated_to", "exported_by"}
)
"""Attributes in which a flow names processes."""


def regrouped(plant: Plant, grouping: Grouping) -> Plant:
    """The plant with the processes of each block as one; flows that named one of them name the new one."""
    merged = {block: _merged(plant, block) for block in grouping if len(block) > 1}
    names = {name: process.id for block, process in merged.items() for name in block}
    if not names:
        return plant
    by_first = {block[0]: process for block, process in merged.items()}
    inside = {name for block in merged for name in block}
    processes = tuple(
        by_first.get(process.id, process)
        for process in plant.processes
        if process.id in by_first or process.id not in inside
    )
    changed = {
        item.name: _renamed(getattr(plant, item.name), names)
        for item in dataclasses.fields(plant)
        if item.name != "processes"
    }
    return dataclasses.replace(plant, **changed, processes=processes)


def _merged(plant: Plant, block: Block) -> Process:
    members = [process for process in plant.processes if process.id in block]
    inner = inner_processes(members)
    final = [process for process in members if process not in inner]
    made_inside = {product.id for process in inner for product in process.goods}
    own: dict[str, Quantity] = {}
    for process in members:
        for name, mass in process.own_precursors.items():
            if name not in made_inside:
                own[name] = _sum(own[name], mass) if name in own else mass
    known = [item for process in members for item in process.inner_precursors]
    return Process(
        id=final[0].id,
        name=" + ".join(process.name or process.id for process in members)[:200],
        steps=tuple(step for process in members for step in process.steps),
        goods=tuple(product for process in final for product in process.goods),
        grouping_reason=next((process.grouping_reason for process in final if process.grouping_reason), "")
        or "grouping that is compared",
        own_precursors=own,
        scrap_inputs=tuple(item for process in members for item in process.scrap_inputs),
        inner_precursors=(*known, *(_inner(product) for process in inner for product in process.goods)),
    )


def _inner(product: Product) -> InnerPrecursor:
    """A good of a process that becomes part of a joint one; all of it is used inside."""
    made = Quantity(production(product).to("t"), "t") if product.produced is None else product.produced
    return InnerPrecursor(cn_code=product.cn_code, produced=made, route=product.route)


def _renamed(node: Any, names: Mapping[str, str], reference: bool = False) -> Any:
    """The same tree, where every reference to a process of a block names the block's process."""
    if isinstance(node, Quantity) or node is None:
        return node
    if isinstance(node, str):
        return names.get(node, node) if reference else node
    if isinstance(node, tuple):
        items = [_renamed(item, names, reference) for item in node]
        return tuple(dict.fromkeys(items)) if reference else tuple(items)
    if isinstance(node, dict):
        return _joined(node.items(), names) if reference else node
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        parts = {
            item.name: _renamed(getattr(node, item.name), names, item.name in _REFERENCES)
            for item in dataclasses.fields(node)
            if item.init
        }
        return dataclasses.replace(node, **parts)
    return node


def _joined(uses: Iterable[tuple[str, Any]], names: Mapping[str, str]) -> dict[str, Any]:
    """Uses of a flow: what the processes of a block took adds up; a remainder stays one."""
    found: dict[str, Any] = {}
    for name, amount in uses:
        new = names.get(name, name)
        if new not in found:
            found[new] = amount
        elif isinstance(amount, Quantity) and isinstance(found[new], Quantity):
            found[new] = _sum(found[new], amount)
        else:
            found[new] = "rest"
    return found


def _sum(one: Quantity, other: Quantity) -> Quantity:
    evidence = "; ".join(dict.fromkeys(text for text in (one.evidence, other.evidence) if text))
    return dataclasses.replace(one, value=one.value + other.to(one.unit), evidence=evidence, cites="")
