"""What flows through a plant, from what it takes in to what leaves it: boxes and arrows, of an unfinished one too."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pulmu.model import Path, Plant, Quantity

BoxKind = Literal[
    "purchase", "stream", "electricity", "equipment", "heat", "waste_gas", "process", "good", "outsourced", "stack",
    "transfer", "market", "unknown",
]  # fmt: skip
OUTSIDE = "outside"
End = Callable[[str], str]
"""The box a name leads to."""


@dataclass(frozen=True, slots=True)
class Box:
    """Something material or energy comes from, goes through or goes to.

    Parameters
    ----------
    path : Where it stands in the plant; empty for the market and for what is named and not there.
    note : What stands below its name: a CN code, a material.
    """

    key: str
    kind: BoxKind
    name: str
    note: str = ""
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """A flow between two boxes; the amount as the plant gives it, or 'rest', or nothing."""

    source: str
    target: str
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Flows:
    """Boxes and arrows of a plant."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def plant_flows(plant: Plant, *, is_local: bool) -> Flows:
    """The flows of a plant.

    Parameters
    ----------
    is_local : Names in the language of the plant, where it gives them.
    """
    boxes = {box.key: box for box in _boxes(plant, is_local)}
    ends = _ends(plant)
    arrows: dict[tuple[str, str], Arrow] = {}
    for source, target, amount in _arrows(plant, ends):
        for key in (source, target):
            if key not in boxes:
                boxes[key] = Box(key, "unknown", key.partition(":")[2])
        arrows.setdefault((source, target), Arrow(source, target, amount))
    if not any(arrow.target == "market:EU" for arrow in arrows.values()):
        boxes.pop("market:EU", None)
    return Flows(tuple(boxes.values()), tuple(arrows.values()))


def _boxes(plant: Plant, is_local: bool) -> Iterator[Box]:
    def name_of(item: Any) -> str:
        local = getattr(item, "name_local", "") if is_local else ""
        return str(local or getattr(item, "name", "") or item.id)

    groups: tuple[tuple[str, BoxKind, Any, str], ...] = (
        ("purchases", "purchase", plant.purchases, "cn_code"),
        ("source_streams", "stream", plant.source_streams, "material"),
        ("emission_sources", "equipment", plant.emission_sources, ""),
        ("heat_nets", "heat", plant.heat_nets, ""),
        ("waste_gases", "waste_gas", plant.waste_gases, "material"),
        ("outsourced_steps", "outsourced", plant.outsourced_steps, "cn_code"),
        ("measured_sources", "stack", plant.measured_sources, "gas"),
        ("carbon_dioxide_transfers", "transfer", plant.carbon_dioxide_transfers, ""),
    )
    for attribute, kind, entries, note in groups:
        for number, item in enumerate(entries):
            said = str(getattr(item, note)) if note else ""
            yield Box(f"{kind}:{item.id}", kind, name_of(item), said, (attribute, number))
    for number, source in enumerate(plant.electricity.sources):
        yield Box(f"electricity:{source.id}", "electricity", source.id, "", ("electricity", "sources", number))
    for number, process in enumerate(plant.processes):
        steps = ", ".join(step.name or step.id for step in process.steps)
        yield Box(f"process:{process.id}", "process", name_of(process), steps, ("processes", number))
        for place, good in enumerate(process.goods):
            yield Box(f"good:{good.id}", "good", name_of(good), good.cn_code, ("processes", number, "goods", place))
    yield Box("market:EU", "market", "EU")


def _ends(plant: Plant) -> Mapping[str, str]:
    """The box each name leads to; a step is part of its process."""
    found = {step.id: f"process:{process.id}" for process in plant.processes for step in process.steps}
    found |= {process.id: f"process:{process.id}" for process in plant.processes}
    return found | {item.id: f"equipment:{item.id}" for item in plant.emission_sources}


def _arrows(plant: Plant, ends: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    def end(name: str) -> str:
        return ends.get(name, f"unknown:{name}")

    yield from _used(plant, end)
    yield from _energy(plant, end)
    yield from _electricity(plant, end)
    yield from _goods(plant)
    for stack in plant.measured_sources:
        for name, amount in stack.used_by.items():
            yield end(name), f"stack:{stack.id}", _said(amount)
    for transfer in plant.carbon_dioxide_transfers:
        yield end(transfer.process), f"transfer:{transfer.id}", _said(transfer.amount)


def _used(plant: Plant, end: End) -> Iterator[tuple[str, str, str]]:
    users: tuple[tuple[str, Any], ...] = (
        ("stream", plant.source_streams), ("heat", plant.heat_nets), ("waste_gas", plant.waste_gases),
        ("purchase", plant.purchases), ("outsourced", plant.outsourced_steps),
    )  # fmt: skip
    for kind, entries in users:
        for item in entries:
            for name, amount in item.used_by.items():
                if name != OUTSIDE:
                    yield f"{kind}:{item.id}", end(name), _said(amount)


def _energy(plant: Plant, end: End) -> Iterator[tuple[str, str, str]]:
    """Equipment to what it heats, and to nets; processes to the heat and gas that arise in them."""
    for source in plant.emission_sources:
        for name in source.serves:
            yield f"equipment:{source.id}", end(name), ""
    for net in plant.heat_nets:
        for name in (*net.produced_by, *filter(None, [net.recovered_from])):
            yield end(name), f"heat:{net.id}", ""
    for gas in plant.waste_gases:
        if gas.produced_by:
            yield end(gas.produced_by), f"waste_gas:{gas.id}", ""


def _electricity(plant: Plant, end: End) -> Iterator[tuple[str, str, str]]:
    """One source goes to each user; of several nobody can say which kilowatt-hour goes where."""
    takers = [name for name in plant.electricity.used_by if name != OUTSIDE]
    for source in plant.electricity.sources:
        if source.generator:
            yield end(source.generator), f"electricity:{source.id}", ""
        for name in source.dedicated_to or takers:
            is_told = len(plant.electricity.sources) == 1 and name in plant.electricity.used_by
            yield f"electricity:{source.id}", end(name), _said(plant.electricity.used_by[name]) if is_told else ""


def _goods(plant: Plant) -> Iterator[tuple[str, str, str]]:
    for process in plant.processes:
        for name, amount in process.own_precursors.items():
            yield f"good:{name}", f"process:{process.id}", _said(amount)
        for good in process.goods:
            yield f"process:{process.id}", f"good:{good.id}", _said(good.produced)
            if good.exports_to_eu:
                yield f"good:{good.id}", "market:EU", _total(good.exports_to_eu)
    for step in plant.outsourced_steps:
        yield f"good:{step.good}", f"outsourced:{step.id}", _said(step.sent)
        if step.exports_to_eu:
            yield f"outsourced:{step.id}", "market:EU", _total(step.exports_to_eu)


def _said(amount: Any) -> str:
    if isinstance(amount, Quantity):
        return str(amount) if amount.value == amount.value else ""
    return str(amount or "")


def _total(amounts: Mapping[str, Quantity]) -> str:
    """The sum of a year's quarters, if they are given in one unit."""
    units = {amount.unit for amount in amounts.values()}
    if len(units) != 1:
        return ""
    return _said(Quantity(sum(amount.value for amount in amounts.values()), units.pop()))
