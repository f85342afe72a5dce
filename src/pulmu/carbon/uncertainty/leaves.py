"""The inputs of a plant that can be uncertain: how the plant's file names each, and which rows it moves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.carbon.consumption import counted_deliveries, mass_used
from pulmu.carbon.flows import Flows, Use, flows_of
from pulmu.carbon.outsourced import with_steps
from pulmu.carbon.precursors import precursor_basis
from pulmu.carbon.tables.rows import Tables
from pulmu.carbon.tables.uses import ordered
from pulmu.carbon.transfer import counts_as_not_emitted
from pulmu.model import Plant, Purchase, SourceStream
from pulmu.reference import find_good

Place = tuple[tuple[str, ...], int | None]
"""Column of the tables, and which part of it where it has several."""


@dataclass(frozen=True, slots=True)
class Target:
    """A row that a leaf moves; `weight` is its share of the row, where a row adds up several inputs."""

    place: Place
    row: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Leaf:
    """An input, by all names it has in the plant's file; its kind is an attribute of `plant_draws.Uncertainty`.

    Two streams with the same factor of a table are one leaf, and so are two purchases with the same default value: the
    table is wrong for both or for none.
    """

    kind: str
    names: tuple[str, ...]
    targets: tuple[Target, ...]
    value: float
    unit: str


def leaves_of_plant(plant: Plant, tables: Tables) -> tuple[Leaf, ...]:
    """Every input of a plant that its tables hold a row of.

    Parameters
    ----------
    tables : Of this plant alone.
    """
    described = with_steps(plant)
    flows = flows_of(described)
    found = [
        *_streams(tables, flows),
        *_other(tables, plant),
        *_gases(tables, flows),
        *_heat(tables, described, flows),
        *_electricity(tables, described, flows),
        *_purchases(tables, described),
        *_processes(tables, described),
    ]
    return _merged(leaf for leaf in found if leaf.targets)


def _merged(found: Iterable[Leaf]) -> tuple[Leaf, ...]:
    """Leaves that share a name are one."""
    by_name: dict[str, Leaf] = {}
    for leaf in found:
        same = by_name.get(leaf.names[-1])
        if same is not None:
            names = tuple(dict.fromkeys((*same.names[:-1], *leaf.names)))
            leaf = Leaf(leaf.kind, names, (*same.targets, *leaf.targets), same.value, leaf.unit)  # noqa: PLW2901
        by_name[leaf.names[-1]] = leaf
    return tuple(by_name.values())


def _one(kind: str, name: str, column: Sequence[str], row: int, value: float, unit: str) -> Leaf:
    rows = (Target((tuple(column), None), row),) if np.isfinite(value) and value != 0 else ()
    return Leaf(kind, (name,), rows, float(value), unit)


def _users(kind: str, name: str, rows: str, first: int, uses: Iterable[Use], unit: str | None = None) -> Iterator[Leaf]:
    for number, use in enumerate(ordered(uses), start=first):
        if use.amount is not None:
            value = use.amount.value if unit is None else use.amount.to(unit)
            yield _one(kind, f"{name}.used_by.{use.consumer}", (rows, "amount"), number, value, unit or use.amount.unit)


def _streams(tables: Tables, flows: Flows) -> Iterator[Leaf]:
    first = 0
    for number, flow in enumerate(flows.streams):
        stream, name = flow.stream, f"source_streams.{flow.stream.id}"
        yield _one("amounts", f"{name}.amount", ("streams", "total"), number, stream.amount.value, stream.amount.unit)
        yield from _users("meters", name, "streams", first, flow.uses)
        first += len(flow.uses)
        calorific, factor = np.asarray(tables.stream_factors).reshape(-1, 6)[number, :2].tolist()
        if stream.net_calorific_value is not None or stream.amount.unit != "TJ":
            yield _factor("calorific_values", stream, "net_calorific_value", "stream_factors", 0, number, calorific)
        yield _factor("emission_factors", stream, "emission_factor", "stream_factors", 1, number, factor)
    for number, measured in enumerate(flows.measured, start=len(flows.streams)):
        name = f"measured_sources.{measured.source.id}"
        total = float(tables.streams.total[number])
        yield _one("other_emissions", name, ("streams", "total"), number, total, "t")


def _factor(
    kind: str, stream: SourceStream, attribute: str, column: str, part: int, row: int, value: float
) -> Leaf:  # fmt: skip
    """A factor of an own analysis is its stream's; one of a table is that of all streams of the material."""
    given = {
        "net_calorific_value": stream.net_calorific_value,
        "emission_factor": stream.emission_factor or stream.carbon_content,
    }[attribute]
    name = f"source_streams.{stream.id}.{attribute}"
    table = () if given is not None or stream.composition else (f"tables.{stream.material}.{attribute}",)
    rows = (Target(((column,), part), row),) if np.isfinite(value) and value != 0 else ()
    return Leaf(kind, (name, *table), rows, 1.0 if given is None else given.value, "1" if given is None else given.unit)


def _other(tables: Tables, plant: Plant) -> Iterator[Leaf]:
    names = [f"electrolysis.{cells.id}" for cells in plant.electrolysis]
    names += [
        f"carbon_dioxide_transfers.{item.id}" for item in plant.carbon_dioxide_transfers if counts_as_not_emitted(item)
    ]
    for row, name in enumerate(names):
        yield _one("other_emissions", name, ("other_emissions",), row, tables.other_emissions[row], "t CO2e")


def _gases(tables: Tables, flows: Flows) -> Iterator[Leaf]:
    first = 0
    for number, flow in enumerate(flows.waste_gases):
        gas, name = flow.gas, f"waste_gases.{flow.gas.id}"
        yield _one("amounts", f"{name}.amount", ("gases", "total"), number, gas.amount.value, gas.amount.unit)
        yield from _users("meters", name, "gases", first, flow.uses)
        first += len(flow.uses)
        for part, (kind, attribute) in enumerate(
            (("calorific_values", "net_calorific_value"), ("emission_factors", "emission_factor"))
        ):
            value = tables.gas_factors[number][part]
            rows = (Target((("gas_factors",), part), number),) if np.isfinite(value) and value else ()
            yield Leaf(kind, (f"{name}.{attribute}",), rows, 1.0, "1")


def _heat(tables: Tables, plant: Plant, flows: Flows) -> Iterator[Leaf]:
    first = 0
    for number, flow in enumerate(flows.heat):
        name = f"heat_nets.{flow.net.id}"
        yield _one("heat", f"{name}.heat_produced", ("heat", "total"), number, tables.heat.total[number], "TJ")
        yield from _users("heat", name, "heat", first, flow.uses, "TJ")
        first += len(flow.uses)
        yield _one("heat", f"{name}.exported", ("heat_exported",), number, tables.heat_exported[number], "TJ")
    units = [source.id for source in plant.emission_sources if source.combined_heat_and_power is not None]
    for number, unit in enumerate(units):
        value = tables.unit_outputs[number][0]
        rows = (Target((("unit_outputs",), 0), number),) if np.isfinite(value) and value else ()
        yield Leaf("heat", (f"emission_sources.{unit}.heat",), rows, value, "TJ")


def _electricity(tables: Tables, plant: Plant, flows: Flows) -> Iterator[Leaf]:
    yield _one(
        "electricity", "electricity.total", ("electricity", "total"), 0, float(tables.electricity.total[0]), "MWh"
    )
    yield from _users("electricity", "electricity", "electricity", 0, flows.electricity, "MWh")
    for row, source in enumerate(plant.electricity.sources):
        name = f"electricity.sources.{source.id}.emission_factor"
        factor = tables.electricity_factor[row]
        yield _one("electricity_factors", name, ("electricity_factor",), row, factor, "t CO2e/MWh")


def _purchases(tables: Tables, plant: Plant) -> Iterator[Leaf]:
    """A delivery stands in the rows of every process that takes it or its mean: it is one draw in all."""
    by_code: dict[str, list[Purchase]] = {}
    for purchase in plant.purchases:
        by_code.setdefault(find_good(purchase.cn_code).cn_code, []).append(purchase)
    row = delivery = 0
    for process in plant.processes:
        for deliveries in by_code.values():
            used = [purchase for purchase in deliveries if process.id in purchase.used_by]
            if not used:
                continue
            yield from _consumed(used, process.id, row)
            for purchase in counted_deliveries(deliveries, process.id)[0]:
                yield from _delivered(tables, purchase, delivery)
                delivery += 1
            row += 1


def _consumed(used: Sequence[Purchase], process: str, row: int) -> Iterator[Leaf]:
    masses = [mass_used(purchase, process).value for purchase in used]
    total = sum(masses)
    for purchase, mass in zip(used, masses, strict=True):
        rows = (Target((("bought_mass",), None), row, mass / total),) if mass > 0 else ()
        yield Leaf("precursor_masses", (f"purchases.{purchase.id}.used_by.{process}",), rows, mass, "t")


def _delivered(tables: Tables, purchase: Purchase, row: int) -> Iterator[Leaf]:
    received = (Target((("delivery_mass",), None), row),)
    name = f"purchases.{purchase.id}"
    yield Leaf("precursor_masses", (f"{name}.received",), received, purchase.received.to("t"), "t")
    verified = precursor_basis(purchase) == "verified_actual"
    code = find_good(purchase.cn_code).cn_code
    default = (f"tables.{code}.{purchase.country_of_origin}.{purchase.variant}.value",)
    values = tables.delivery_values[row]
    rows = (Target((("delivery_values",), None), row),) if any(values) else ()
    unit = "t CO2e/t"
    yield Leaf("precursor_values", (f"{name}.value", *(() if verified else default)), rows, values[0], unit)


def _processes(tables: Tables, plant: Plant) -> Iterator[Leaf]:
    row = 0
    for number, process in enumerate(plant.processes):
        name = f"processes.{process.id}"
        level = tables.activity_level[number]
        yield _one("production", f"{name}.production", ("activity_level",), number, level, "t")
        for good, mass in process.own_precursors.items():
            yield _one("own_precursor_masses", f"{name}.own_precursors.{good}", ("own_mass",), row, mass.to("t"), "t")
            row += 1


def by_name(leaves: Sequence[Leaf]) -> Mapping[str, int]:
    """Number of each leaf by every name it has."""
    return {name: number for number, leaf in enumerate(leaves) for name in leaf.names}
