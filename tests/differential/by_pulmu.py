"""What Pulmu itself types into the workbook for the same plants: the same results, by another way of filling it in."""

from collections.abc import Iterator

from tests.differential.calculated import Calculated
from tests.differential.compare import Pair, unequal
from tests.differential.drawn import Drawn, with_steps
from tests.differential.embedded import BOUGHT, added_by_law, attributed
from tests.differential.filled import Cells
from tests.differential.worked import rows

from pulmu.adapters.official_workbook import cells_of
from pulmu.carbon.statement import Statement
from pulmu.services.official_template import OfficialFilling, fill_for_statement


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
    lift = {
        number: max(0.0, -attributed(by_pulmu, number)) / drawn.process(name).net
        for number, name in enumerate(filling.processes)
    }
    for number, (name, expected) in enumerate(zip(filling.processes, filling.expected, strict=True)):
        hand = position[name]
        yield f"{name}, name", float(by_pulmu.area("names")[number][0] == expected.name), 1.0
        yield f"{name}, control", round(by_pulmu.left_of_process(number), 6), 0.0
        yield f"{name}, attributed direct", attributed(by_hand, hand), attributed(by_pulmu, number)
        # Pulmu types the mark-up and the zero of an exempt origin; by hand they are added afterwards.
        direct = by_hand.direct(hand) + sum(by_hand.inverse(hand, node) * value for node, value in law.items())
        yield f"{name}, embedded direct", direct, by_pulmu.direct(number)
        exempt = sum(by_hand.inverse(hand, BOUGHT + at) * row.indirect_exempt for at, row in enumerate(bought))
        yield f"{name}, embedded indirect", by_hand.indirect(hand) - exempt, by_pulmu.indirect(number)
        yield f"{name}, embedded indirect as expected", by_pulmu.indirect(number), expected.indirect
        lifted = by_pulmu.direct(number) + sum(by_pulmu.inverse(number, node) * more for node, more in lift.items())
        for good in drawn.process(name).goods:
            yield f"{good.id}, embedded direct", lifted, statement.goods[good.id].direct.value
    for at, _ in enumerate(filling.content.precursors):
        yield f"precursor {at}, control", round(by_pulmu.left_of_precursor(at), 6), 0.0
    for at, stream in enumerate(item for item in drawn.streams if not item.measured_by):
        for column, what in enumerate(("t CO2", "t CO2 of biomass", "", "TJ fossil", "TJ of biomass")):
            mine, theirs = (found.area("streams")[at][column] for found in (by_hand, by_pulmu))
            if what:
                yield f"{stream.id}, {what}", float(mine or 0.0), float(theirs or 0.0)
