"""What the workbook says of a process's embedded emissions, with what the law of 2026 counts beyond it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.differential.calculated import Calculated
from tests.differential.drawn import Drawn
from tests.differential.worked import Row

BOUGHT = 10
"""First node of the bought precursors in the workbook's matrix."""


@dataclass(frozen=True)
class Embedded:
    """Of a process. [t CO2e/t]

    Parameters
    ----------
    counted_indirect : Of bought goods that count direct emissions only, the electricity is left out (Annex I 3.1).
    """

    direct: float
    counted_indirect: float
    own_electricity: float
    by_default: float


def embedded(drawn: Drawn, calculated: Calculated, bought: list[Row]) -> list[Embedded]:
    """Of each process of the workbook.

    What the law adds at a process or a precursor travels with the workbook's own inverse to all that use it.
    """
    added = added_by_law(drawn, calculated, bought)
    carried = {BOUGHT + number: row.indirect_counted for number, row in enumerate(bought)}
    power = {number: calculated.own_indirect(number) for number, _ in enumerate(drawn.in_workbook)}
    counted = {number: power[number] for number, item in enumerate(drawn.in_workbook) if item.counts_electricity}
    by_default = {BOUGHT + number: row.default_part for number, row in enumerate(bought)}

    def through(process: int, values: Mapping[int, float]) -> float:
        return sum(calculated.inverse(process, node) * value for node, value in values.items())

    return [
        Embedded(
            calculated.direct(number) + through(number, added),
            through(number, counted) + through(number, carried),
            through(number, power),
            through(number, by_default),
        )
        for number, _ in enumerate(drawn.in_workbook)
    ]


def attributed(calculated: Calculated, number: int) -> float:
    """Attributed direct emissions of a process, as the workbook adds them up: below zero too. [t CO2e]"""
    return sum(calculated.process_cell(number, row) for row in (43, 47, 51, 61))


def added_by_law(drawn: Drawn, calculated: Calculated, bought: list[Row]) -> dict[int, float]:
    """What the law of 2026 counts beyond the workbook, by node of its matrix. [t CO2e/t]

    Of a precursor the mark-up of its default value (open point 3), less all of it where its origin is exempt; of a
    process that would end below zero what lifts it to zero.
    """
    added = {BOUGHT + number: row.added for number, row in enumerate(bought) if row.added}
    for number, item in enumerate(drawn.in_workbook):
        below = attributed(calculated, number)
        if below < 0:
            added[number] = -below / item.net
    return added


def shares_of_default(drawn: Drawn, calculated: Calculated, bought: list[Row]) -> list[float]:
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
