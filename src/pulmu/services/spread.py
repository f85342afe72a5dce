"""How far the figures of a plant's goods may be off, from the uncertainties its operator states: beside them only."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.carbon.certificates import certificates_per_tonne
from pulmu.carbon.plant_draws import Uncertainty, spread_of_plants
from pulmu.model import Document, Plant, Problem
from pulmu.model.attribute import Doc
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.check_plant import check_plant
from pulmu.services.report import GoodResult, Report
from pulmu.services.report_cbam import report_cbam

QUANTILES = (0.05, 0.5, 0.95)
DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Band:
    """What is declared, and where the draws lie: a twentieth of them below `low`, half below `middle`, a twentieth
    above `high`."""

    declared: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class SpreadOfGood:
    """The bands of one good, per tonne of it."""

    id: str
    name: str
    name_local: str
    cn_code: str
    specific_embedded_emissions: Annotated[Band, Doc("t CO2e/t")]
    certificates_per_tonne: Annotated[
        Band | None, Doc("free allocation as declared, for it is not drawn; none where it is not known")
    ]


@dataclass(frozen=True, slots=True)
class Spread:
    """The bands of a plant's goods, with all that is needed to draw them again."""

    format: Literal["pulmu.spread/1"]
    plant_sha256: str
    edition: str
    seed: int
    draws: int
    uncertainty: Annotated[Uncertainty, Doc("relative standard uncertainty of each kind of input, as stated")]
    goods: tuple[SpreadOfGood, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The spread, or what stands in its way."""

    spread: Spread | None
    problems: tuple[Problem, ...]


def spread_of_goods(
    document: Document, uncertainty: Uncertainty, *, edition: str = DEFAULT_EDITION, draws: int = DRAWS, seed: int
) -> Outcome:
    """Draw a plant's inputs around what was given, through the formulas that give its declared figures.

    Raises
    ------
    InputError  An uncertainty or a number of draws that cannot be (`carbon.uncertainty_value`).
    SolveError  Nothing leaves a loop of the plant in a draw (`carbon.loop_not_solvable`).
    """
    outcome, plant = report_cbam(document, edition=edition), check_plant(document).plant
    if outcome.report is None or plant is None:
        return Outcome(None, outcome.problems)
    return Outcome(spread_of_report(outcome.report, plant, uncertainty, edition, draws, seed), outcome.problems)


def spread_of_report(
    report: Report, plant: Plant, uncertainty: Uncertainty, edition: str, draws: int, seed: int
) -> Spread:
    """The bands of the goods of a report, its plant drawn."""
    found = spread_of_plants([plant], edition, uncertainty, draws=draws, seed=seed, quantiles=QUANTILES)
    of_process = dict(zip(found.process, found.quantiles.tolist(), strict=True))
    goods = tuple(_of_good(good, of_process[good.process]) for good in report.goods)
    return Spread("pulmu.spread/1", report.plant_sha256, edition, seed, draws, uncertainty, goods)


def _of_good(good: GoodResult, drawn: list[float]) -> SpreadOfGood:
    content = 1.0 if good.content is None else good.content.value
    declared, quantiles = good.specific_embedded_emissions.value, [content * value for value in drawn]
    allocation, stated = good.specific_embedded_free_allocation, good.certificates_per_tonne
    certificates = None
    if allocation is not None and stated is not None:
        # More emissions never need fewer certificates, so the quantiles of the one give those of the other.
        certificates = Band(stated.value, *(certificates_per_tonne(value, allocation.value) for value in quantiles))
    return SpreadOfGood(good.id, good.name, good.name_local, good.cn_code, Band(declared, *quantiles), certificates)
