"""Pulmu's statement beside the workbook's results. Where the law of 2026 differs from the workbook, the difference is
computed from what was drawn and asserted with its reason; nothing is skipped."""

import dataclasses
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.differential.calculated import Calculated
from tests.differential.drawn import Drawn, with_steps
from tests.differential.embedded import BOUGHT, attributed, embedded, shares_of_default
from tests.differential.filled import burnt_streams, unit_in_tool
from tests.differential.worked import Row, rows, work_out

from pulmu.carbon.statement import Statement
from pulmu.carbon.streams import stream_factors
from pulmu.model import SourceStream, fact

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""Equal means this; the absolute one is for what cancels out: 1e-12 t beside a tonne."""


Pair = tuple[str, float, float]
"""What it is, the workbook's number, and Pulmu's."""


@dataclass(frozen=True)
class Difference:
    """A number on which both do not agree."""

    what: str
    workbook: float
    pulmu: float

    def __str__(self) -> str:
        return f"{self.what}: workbook {self.workbook!r}, Pulmu {self.pulmu!r}"


def differences(drawn: Drawn, calculated: Calculated, statement: Statement) -> list[Difference]:
    """Every number of a plant that is not equal."""
    return unequal(_pairs(drawn, calculated, statement))


def unequal(pairs: Iterable[Pair]) -> list[Difference]:
    """Those that are not equal."""
    return [
        Difference(what, workbook, pulmu)
        for what, workbook, pulmu in pairs
        if not math.isclose(workbook, pulmu, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    ]


def _pairs(drawn: Drawn, calculated: Calculated, statement: Statement) -> Iterator[Pair]:
    drawn = with_steps(drawn)
    bought = rows(drawn)
    yield from _controls(drawn, calculated, bought)
    yield from _streams(drawn, calculated, statement)
    yield from _processes(drawn, calculated, statement)
    yield from _embedded(drawn, calculated, statement, bought)


def _controls(drawn: Drawn, calculated: Calculated, bought: list[Row]) -> Iterator[Pair]:
    """The workbook itself is content with what was typed: its controls are zero, the names in their places."""
    for number, item in enumerate(drawn.in_workbook):
        yield f"{item.id}, control", round(calculated.left_of_process(number), 6), 0.0
        yield f"{item.id}, name", float(calculated.area("names")[number][0] == item.id), 1.0
    unit = unit_in_tool(drawn)
    if unit is not None:
        name, (_, emitted, with_heat) = unit.id, work_out(drawn).split[unit.id]
        ((heat, _, power),) = calculated.area("heat_and_power")
        yield f"{name}, emissions that go with heat", float(heat), with_heat
        yield f"{name}, emissions that go with electricity", float(power), emitted - with_heat
    for number, row in enumerate(bought):
        yield f"{row.name}, control", round(calculated.left_of_precursor(number), 6), 0.0
        yield f"{row.name}, name", float(calculated.area("names")[BOUGHT + number][0] == row.name), 1.0


def _streams(drawn: Drawn, calculated: Calculated, statement: Statement) -> Iterator[Pair]:
    """Sheet B_EmInst: fossil and biomass CO2, fossil and biomass energy of each stream; cells, stacks, and the sum."""
    given = {stream.id: stream for stream in statement.plant.source_streams}
    worked = work_out(drawn)
    total = -worked.taken_off  # the workbook knows no CO2 that was handed on
    for item, cells in zip(burnt_streams(drawn, worked), calculated.area("streams"), strict=False):
        fossil, biomass, _, fossil_energy, biomass_energy = (float(cell or 0.0) for cell in cells)
        total += fossil
        if item.id not in given:  # a waste gas: it is in the sum
            continue
        stream = given[item.id]
        counted, whole, energy, zero_rated = _of_stream(stream, drawn.country)
        yield f"{item.id}, t CO2", fossil, counted
        yield f"{item.id}, t CO2 of biomass", biomass, whole - counted
        if item.heating_value is not None and item.method not in ("in", "out"):
            yield f"{item.id}, TJ fossil", fossil_energy, energy * (1 - zero_rated)
            yield f"{item.id}, TJ of biomass", biomass_energy, energy * zero_rated
    total += sum(float(cells[0]) for cells in calculated.area("electrolysis")[: len(drawn.cells)])
    total += sum(float(cells[0]) for cells in calculated.area("stacks")[: len(drawn.stacks)])
    yield "installation, t CO2e", total, statement.total_direct_emissions.value


def _of_stream(stream: SourceStream, country: str) -> tuple[float, float, float, float]:
    """Emissions, emissions with all carbon counted, net energy, zero-rated share. [t CO2, t CO2, TJ, 1]"""
    amount, factors = fact(stream.amount, "amount", stream.id), stream_factors(stream, country)
    all_counted = stream_factors(dataclasses.replace(stream, zero_rated_fraction=0.0), country)
    energy = factors.energy(amount)
    return (
        factors.emissions(amount).value,
        all_counted.emissions(amount).value,
        0.0 if energy is None else energy.to("TJ net"),
        factors.zero_rated_fraction.value,
    )


def _processes(drawn: Drawn, calculated: Calculated, statement: Statement) -> Iterator[Pair]:
    """Attributed emissions of each process of sheet D_Processes; below zero the law counts none (Annex III A.3)."""
    for number, item in enumerate(drawn.in_workbook):
        found = statement.processes[item.id]
        direct = attributed(calculated, number)
        yield f"{item.id}, attributed direct", max(0.0, direct), found.attributed_direct.value
        if found.attributed_indirect is not None:
            yield (
                f"{item.id}, attributed indirect",
                calculated.process_cell(number, 55),
                found.attributed_indirect.value,
            )


def _embedded(drawn: Drawn, calculated: Calculated, statement: Statement, bought: list[Row]) -> Iterator[Pair]:
    """Embedded emissions of processes and of products."""
    shares = shares_of_default(drawn, calculated, bought)
    rows_of_page = iter(calculated.area("products"))
    for number, (item, wanted) in enumerate(zip(drawn.in_workbook, embedded(drawn, calculated, bought), strict=True)):
        for made in item.goods:
            good, per_tonne = statement.goods[made.id], item.typed(made)
            yield f"{made.id}, embedded direct", wanted.direct * per_tonne, good.direct.value
            indirect = good.counted.value - good.direct.value
            yield f"{made.id}, indirect that counts", wanted.counted_indirect * per_tonne, indirect
            if good.indirect is not None:
                yield f"{made.id}, own electricity", wanted.own_electricity * per_tonne, good.indirect.value
            by_default = wanted.by_default * per_tonne
            share = by_default / good.counted.value if good.counted.value else 0.0
            yield f"{made.id}, share of default values", share, good.share_of_default_values.value
            if not made.is_cbam:
                continue
            cells = next(rows_of_page)
            yield f"{made.id}, share of default values on the page of products", float(cells[4] or 0.0), shares[number]
            yield f"{made.id}, direct on the page of products", float(cells[0]), calculated.direct(number)
            yield f"{made.id}, indirect on the page of products", float(cells[1]), calculated.indirect(number)
