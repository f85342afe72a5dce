"""What makes the figures of a plant uncertain: the band of each kind of input alone, beside that of all together."""

import dataclasses
from dataclasses import dataclass

from pulmu.carbon.plant_draws import Uncertainty
from pulmu.model import Document, Problem
from pulmu.services.check_plant import check_plant
from pulmu.services.report import Report
from pulmu.services.spread import Band, Spread, spread_of_report

KINDS: tuple[str, ...] = tuple(item.name for item in dataclasses.fields(Uncertainty))
DRAWS = 1_000
SEED = 1


@dataclass(frozen=True, slots=True)
class Alone:
    """The band of a good where only one kind of input is uncertain, as stated."""

    kind: str
    stated: float
    band: Band

    @property
    def width(self) -> float:
        """From the low end to the high one."""
        return self.band.high - self.band.low


@dataclass(frozen=True, slots=True)
class Tornado:
    """Of each good, by id: the band of all kinds together, and of each alone, the widest first. [t CO2e/t]"""

    together: dict[str, Band]
    alone: dict[str, tuple[Alone, ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The bands, or what stands in their way."""

    tornado: Tornado | None
    problems: tuple[Problem, ...]


def tornado_of(document: Document, report: Report, stated: Uncertainty, edition: str) -> Outcome:
    """Draw the inputs of a plant, all that is stated together and each kind alone; the same draws every time.

    Parameters
    ----------
    report : That of the document, under the edition.
    """
    checked = check_plant(document)
    plant = checked.plant
    if plant is None:
        return Outcome(None, checked.problems)

    def drawn(uncertainty: Uncertainty) -> Spread:
        return spread_of_report(report, plant, uncertainty, edition, DRAWS, SEED)

    kinds = {name: getattr(stated, name) for name in KINDS if getattr(stated, name) > 0}
    singles = {name: drawn(Uncertainty(**{name: value})) for name, value in kinds.items()}
    together = {good.id: good.specific_embedded_emissions for good in drawn(stated).goods}
    alone = {
        good: tuple(sorted((Alone(name, kinds[name], _band(spread, good)) for name, spread in singles.items()),
                           key=lambda item: -item.width))
        for good in together
    }  # fmt: skip
    return Outcome(Tornado(together, alone), checked.problems)


def _band(spread: Spread, good: str) -> Band:
    return next(item.specific_embedded_emissions for item in spread.goods if item.id == good)
