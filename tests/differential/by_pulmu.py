"""What Pulmu itself types into the workbook for the same plants: the same results, by another way of filling it in."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.differential.calculated import Calculated
from tests.differential.compare import Pair, unequal
from tests.differential.drawn import Drawn, DrawnGood, DrawnProcess, with_steps
from tests.differential.embedded import BOUGHT, added_by_law, attributed
from tests.differential.filled import Cells
from tests.differential.worked import rows

from pulmu.adapters.official_workbook import cells_of
from pulmu.carbon.statement import Statement
from pulmu.services.official_template import ExpectedProcess, OfficialFilling, fill_for_statement


@dataclass(frozen=True)
class _Block:
    """A block of the template that Pulmu fills in: a process, or those of its goods that one figure per tonne fits."""

    process: DrawnProcess
    expected: ExpectedProcess

    @property
    def _goods(self) -> list[DrawnGood]:
        return [good for good in self.process.goods if good.id in self.expected.goods]

    @property
    def tonnes(self) -> float:
        """Its production. [t]"""
        return sum(good.tonnes - self.process.own.get(good.id, 0.0) for good in self._goods)

    @property
    def typed(self) -> float:
        """What stands for a tonne of its goods by hand."""
        return self.process.typed(self._goods[0])


def typed_by_pulmu(statement: Statement) -> tuple[OfficialFilling, Cells]:
    """Pulmu's filling, and its cells."""
    filling = fill_for_statement(statement)
    return filling, {sheet: dict(cells) for sheet, cells in cells_of(filling.content).items()}


def differences_of_filling(
    drawn: Drawn, by_hand: Calculated, by_pulmu: Calculated, filling: OfficialFilling, statement: Statement
) -> list[str]:
    """Where Pulmu's filling gives other results than the one by hand, or than Pulmu states."""
    return [str(item) for item in unequal(_pairs(drawn, by_hand, by_pulmu, filling, statement))]


def _pairs(
    drawn: Drawn, by_hand: Calculated, by_pulmu: Calculated, filling: OfficialFilling, statement: Statement
) -> Iterator[Pair]:
    drawn = with_steps(drawn)
    bought = rows(drawn)
    position = {item.id: number for number, item in enumerate(drawn.in_workbook)}
    law = {node: value for node, value in added_by_law(drawn, by_hand, bought).items() if node >= BOUGHT}
    blocks = [_Block(drawn.process(name), item) for name, item in zip(filling.processes, filling.expected, strict=True)]
    lift = {number: max(0.0, -attributed(by_pulmu, number)) / block.tonnes for number, block in enumerate(blocks)}
    for number, block in enumerate(blocks):
        name, hand = block.process.id, position[block.process.id]
        yield f"{name}, name", float(by_pulmu.area("names")[number][0] == block.expected.name), 1.0
        yield f"{name}, control", round(by_pulmu.left_of_process(number), 6), 0.0
        whole = sum(attributed(by_pulmu, at) for at, other in enumerate(blocks) if other.process.id == name)
        yield f"{name}, attributed direct", attributed(by_hand, hand) * block.process.share_of_cbam, whole
        # Pulmu types the mark-up and the zero of an exempt origin; by hand they are added afterwards.
        direct = by_hand.direct(hand) + sum(by_hand.inverse(hand, node) * value for node, value in law.items())
        yield f"{name}, embedded direct", direct * block.typed, by_pulmu.direct(number)
        exempt = sum(by_hand.inverse(hand, BOUGHT + at) * row.indirect_exempt for at, row in enumerate(bought))
        yield f"{name}, embedded indirect", (by_hand.indirect(hand) - exempt) * block.typed, by_pulmu.indirect(number)
        yield f"{name}, embedded indirect as expected", by_pulmu.indirect(number), block.expected.indirect
        lifted = by_pulmu.direct(number) + sum(by_pulmu.inverse(number, node) * more for node, more in lift.items())
        for good in block.expected.goods:
            yield f"{good}, embedded direct", lifted, statement.goods[good].direct.value
    for at, _ in enumerate(filling.content.precursors):
        yield f"precursor {at}, control", round(by_pulmu.left_of_precursor(at), 6), 0.0
    for at, stream in enumerate(item for item in drawn.streams if not item.measured_by):
        for column, what in enumerate(("t CO2", "t CO2 of biomass", "", "TJ fossil", "TJ of biomass")):
            mine, theirs = (found.area("streams")[at][column] for found in (by_hand, by_pulmu))
            if what:
                yield f"{stream.id}, {what}", float(mine or 0.0), float(theirs or 0.0)
