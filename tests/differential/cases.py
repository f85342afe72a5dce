"""A drawn plant in all its forms, and what both sides say of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.differential.calculated import Calculated, calculated
from tests.differential.compare import Difference, differences
from tests.differential.described import described
from tests.differential.draw import draw_plants
from tests.differential.drawn import Drawn
from tests.differential.filled import filled

from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import Plant

EDITION = "2026-08"


@dataclass(frozen=True)
class Case:
    """A plant as drawn, as Pulmu's, and as the workbook calculated it."""

    drawn: Drawn
    plant: Plant
    calculated: Calculated

    def statement(self) -> Statement:
        """What Pulmu says of it."""
        return state_emissions(self.plant, EDITION)


def make_cases(seed: int, numbers: Sequence[int], shared: Path, folder: Path) -> list[Case]:
    """Plants by their numbers, calculated by the workbook."""
    drawn = draw_plants(seed, numbers, shared)
    found = calculated([filled(item) for item in drawn], shared, folder)
    return [Case(item, described(item), answer) for item, answer in zip(drawn, found, strict=True)]


def differences_of(case: Case) -> list[Difference]:
    """What both sides do not agree on."""
    return differences(case.drawn, case.calculated, case.statement())
