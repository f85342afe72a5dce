"""A drawn plant in all its forms, and what both sides say of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.differential.by_batch import differences_of_batch
from tests.differential.by_pulmu import differences_of_filling, typed_by_pulmu
from tests.differential.calculated import Calculated, calculated
from tests.differential.compare import Difference, differences
from tests.differential.described import described
from tests.differential.draw import draw_plants
from tests.differential.drawn import Drawn
from tests.differential.filled import filled

from pulmu.carbon.batch import embedded_emissions_of_plants
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import Plant
from pulmu.services.official_template import OfficialFilling

EDITION = "2026-08"


@dataclass(frozen=True)
class Case:
    """A plant as drawn and as Pulmu's; as the workbook calculated it, filled in by hand and by Pulmu."""

    drawn: Drawn
    plant: Plant
    calculated: Calculated
    filling: OfficialFilling
    by_pulmu: Calculated

    def statement(self) -> Statement:
        """What Pulmu says of it."""
        return state_emissions(self.plant, EDITION)


def make_cases(seed: int, numbers: Sequence[int], shared: Path, folder: Path) -> list[Case]:
    """Plants by their numbers, calculated by the workbook."""
    drawn = draw_plants(seed, numbers, shared)
    plants = [described(item) for item in drawn]
    typed = [typed_by_pulmu(state_emissions(plant, EDITION)) for plant in plants]
    found = calculated([*(filled(item) for item in drawn), *(cells for _, cells in typed)], shared, folder)
    by_hand, by_pulmu = found[: len(drawn)], found[len(drawn) :]
    fillings = [filling for filling, _ in typed]
    return [Case(*parts) for parts in zip(drawn, plants, by_hand, fillings, by_pulmu, strict=True)]


def differences_of(case: Case) -> list[Difference]:
    """What both sides do not agree on."""
    return differences(case.drawn, case.calculated, case.statement())


def differences_of_all_in_batch(cases: Sequence[Case]) -> list[list[str]]:
    """Of each case what the array path says otherwise than the workbook, all plants computed together."""
    batch = embedded_emissions_of_plants([case.plant for case in cases], EDITION)
    return [differences_of_batch(case.drawn, case.calculated, batch, number) for number, case in enumerate(cases)]


def differences_of_pulmus_filling(case: Case) -> list[str]:
    """What the workbook says otherwise when Pulmu fills it in."""
    return differences_of_filling(case.drawn, case.calculated, case.by_pulmu, case.filling, case.statement())
