"""Rows of the users of a flow, and of the places a use goes to."""

from collections.abc import Iterable, Sequence

import numpy as np

from pulmu.carbon.attribution import share_by_functional_unit
from pulmu.carbon.flows import Part, Use
from pulmu.carbon.tables.rows import OUTSIDE, Indexes, PartRows, Tables, UseRows
from pulmu.model import Quantity, conversion_factor


def ordered(uses: Iterable[Use]) -> list[Use]:
    """Metered users first, as the figures take them."""
    return sorted(uses, key=lambda use: use.amount is None)


def add_uses(
    rows: UseRows,
    total: Quantity,
    uses: Sequence[Use],
    base: str,
    numbers: dict[str, int],
    activity: Sequence[float],
) -> None:
    """A flow and its users; `numbers` and `activity` are those of the processes, `base` the unit the formulas take."""
    flow = len(rows.total)
    open_uses = [use for use in uses if use.amount is None]
    rows.total.append(total.value)
    own_to_base = conversion_factor(total.unit, base)
    for use in ordered(uses):
        amount = use.amount
        same = amount is None or amount.unit == total.unit
        rows.flow.append(flow)
        rows.amount.append(np.nan if amount is None else amount.value)
        rows.to_total.append(1.0 if same or amount is None else conversion_factor(amount.unit, total.unit))
        rows.to_base.append(own_to_base if same or amount is None else conversion_factor(amount.unit, base))
        place = use.parts[0].destination
        rows.process.append(numbers[place.name] if place.kind == "process" else OUTSIDE)
        rows.mass.append(_mass(use, open_uses, numbers, activity) if len(open_uses) > 1 and amount is None else 0.0)


def _mass(use: Use, open_uses: list[Use], numbers: dict[str, int], activity: Sequence[float]) -> float:
    """Goods behind a user without meter; those of a process with several such users are divided among them."""
    result = 0.0
    for name in use.processes():
        mass = activity[numbers[name]]
        several = [mass for other in open_uses if name in other.processes()]
        result += mass if len(several) == 1 else share_by_functional_unit(mass, mass, several)
    return result


def add_part(tables: Tables, rows: PartRows, use: int, part: Part, indexes: Indexes) -> None:
    """Where a part of a use goes."""
    place = part.destination
    generator = indexes.generators.get(place.generator, OUTSIDE)
    rows.use.append(use)
    rows.process.append(indexes.processes[place.name] if place.kind == "process" else OUTSIDE)
    rows.net.append(indexes.nets[place.name] if place.kind == "heat_net" else OUTSIDE)
    rows.generator.append(generator)
    rows.unit.append(indexes.units[place.name] if place.kind == "combined_heat_and_power" else OUTSIDE)
    rows.throughput.append(np.nan if part.throughput is None else part.throughput.to("t"))
    if generator >= 0:
        tables.generator_process[generator] = rows.process[-1]
