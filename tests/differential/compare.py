"""Pulmu's statement beside the workbook's results. Where the law of 2026 differs from the workbook, the difference is
computed from what was drawn and asserted with its reason; nothing is skipped."""

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.differential.calculated import Calculated
from tests.differential.drawn import Drawn
from tests.differential.filled import burnt_streams
from tests.differential.worked import Row, rows, work_out

from pulmu.carbon.statement import Statement
from pulmu.carbon.streams import stream_factors
from pulmu.model import SourceStream, fact

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""Equal means this; the absolute one is for what cancels out: 1e-12 t beside a tonne."""
BOUGHT = 10
"""First node of the bought precursors in the workbook's matrix."""


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
    for name, (_, emitted, with_heat) in work_out(drawn).split.items():
        ((heat, _, power),) = calculated.area("heat_and_power")
        yield f"{name}, emissions that go with heat", float(heat), with_heat
        yield f"{name}, emissions that go with electricity", float(power), emitted - with_heat
    for number, row in enumerate(bought):
        yield f"{row.name}, control", round(calculated.left_of_precursor(number), 6), 0.0
        yield f"{row.name}, name", float(calculated.area("names")[BOUGHT + number][0] == row.name), 1.0


def _streams(drawn: Drawn, calculated: Calculated, statement: Statement) -> Iterator[Pair]:
    """Sheet B_EmInst: fossil and biomass CO2, fossil and biomass energy of each stream; cells, stacks, and the sum."""
    given = {stream.id: stream for stream in statement.plant.source_streams}
    total = 0.0
    for item, cells in zip(burnt_streams(drawn, work_out(drawn)), calculated.area("streams"), strict=False):
        fossil, biomass, _, fossil_energy, biomass_energy = (float(cell or 0.0) for cell in cells)
        total += fossil
        if item.id not in given:  # a waste gas: it is in the sum
            continue
        stream = given[item.id]
        counted, whole, energy, zero_rated = _of_stream(stream)
        yield f"{item.id}, t CO2", fossil, counted
        yield f"{item.id}, t CO2 of biomass", biomass, whole - counted
        if item.heating_value is not None:
            yield f"{item.id}, TJ fossil", fossil_energy, energy * (1 - zero_rated)
            yield f"{item.id}, TJ of biomass", biomass_energy, energy * zero_rated
    total += sum(float(cells[0]) for cells in calculated.area("electrolysis")[: len(drawn.cells)])
    total += sum(float(cells[0]) for cells in calculated.area("stacks")[: len(drawn.stacks)])
    yield "installation, t CO2e", total, statement.total_direct_emissions.value


def _of_stream(stream: SourceStream) -> tuple[float, float, float, float]:
    """Emissions, emissions with all carbon counted, net energy, zero-rated share. [t CO2, t CO2, TJ, 1]"""
    amount, factors = fact(stream.amount, "amount", stream.id), stream_factors(stream, "KR")
    all_counted = stream_factors(dataclasses.replace(stream, zero_rated_fraction=0.0), "KR")
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


def attributed(calculated: Calculated, number: int) -> float:
    """Attributed direct emissions of a process, as the workbook adds them up: below zero too. [t CO2e]"""
    return sum(calculated.process_cell(number, row) for row in (43, 47, 51, 61))


def _embedded(drawn: Drawn, calculated: Calculated, statement: Statement, bought: list[Row]) -> Iterator[Pair]:
    """Embedded emissions of processes and of products.

    What the law adds at a process or a precursor travels with the workbook's own inverse to all that use it.
    """
    added = added_by_law(drawn, calculated, bought)
    carried = {BOUGHT + number: row.indirect_counted for number, row in enumerate(bought)}
    power = {number: calculated.own_indirect(number) for number, _ in enumerate(drawn.in_workbook)}
    counted = {number: power[number] for number, item in enumerate(drawn.in_workbook) if item.counts_electricity}
    shares = _shares_of_default(drawn, calculated, bought)
    product = 0

    def through(process: int, values: Mapping[int, float]) -> float:
        return sum(calculated.inverse(process, node) * value for node, value in values.items())

    for number, item in enumerate(drawn.in_workbook):
        more = through(number, added)
        for made in item.goods:
            good, cells = statement.goods[made.id], calculated.area("products")[product]
            product += 1
            yield f"{made.id}, embedded direct", calculated.direct(number) + more, good.direct.value
            # Of bought goods that count direct emissions only, the electricity is left out (Annex I 3.1).
            indirect = good.counted.value - good.direct.value
            yield f"{made.id}, indirect that counts", through(number, counted) + through(number, carried), indirect
            if good.indirect is not None:
                yield f"{made.id}, own electricity", through(number, power), good.indirect.value
            by_default = sum(
                calculated.inverse(number, BOUGHT + position) * row.default_part for position, row in enumerate(bought)
            )
            share = by_default / good.counted.value if good.counted.value else 0.0
            yield f"{made.id}, share of default values", share, good.share_of_default_values.value
            yield f"{made.id}, share of default values on the page of products", float(cells[4] or 0.0), shares[number]
            yield f"{made.id}, direct on the page of products", float(cells[0]), calculated.direct(number)
            yield f"{made.id}, indirect on the page of products", float(cells[1]), calculated.indirect(number)


def added_by_law(drawn: Drawn, calculated: Calculated, bought: list[Row]) -> dict[int, float]:
    """What the law of 2026 counts beyond the workbook, by node of its matrix. [t CO2e/t]

    Of a precursor the mark-up of its default value (open point 3), less all of it where its origin is exempt; of a
    process that would end below zero what lifts it to zero.
    """
    added = {BOUGHT + number: row.added for number, row in enumerate(bought) if row.added}
    for number, item in enumerate(drawn.in_workbook):
        below = attributed(calculated, number)
        if below < 0:
            added[number] = -below / item.tonnes
    return added


def _shares_of_default(drawn: Drawn, calculated: Calculated, bought: list[Row]) -> list[float]:
    """The workbook's own share, which is wrong twice, and is asserted to be wrong in just this way.

    It counts direct emissions only. A process that a lower-numbered one consumes, however far down its chain, gets 0:
    its name is first found in the chain of that other process, and there stands whether it was bought. A process that
    consumes itself in a loop has its own emissions counted once in the denominator, not by the loop's multiple.
    """
    found = []
    for number, _ in enumerate(drawn.in_workbook):
        consumed = any(calculated.inverse(lower, number) > 0 for lower in range(number))
        by_default = sum(
            calculated.inverse(number, BOUGHT + position) * row.direct
            for position, row in enumerate(bought)
            if row.by_default
        )
        own = calculated.own_direct(number)
        whole = calculated.direct(number) - (calculated.inverse(number, number) - 1) * own
        found.append(0.0 if consumed or not whole else by_default / whole)
    return found
