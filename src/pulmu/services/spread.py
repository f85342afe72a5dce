"""How far the figures of a plant's goods may be off, with free allocation and cost: beside what is declared only."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from pulmu.carbon.plant_draws import Uncertainty
from pulmu.carbon.uncertainty import Outcomes, PlantModel
from pulmu.model import Document, Plant, Problem
from pulmu.model.attribute import Doc
from pulmu.model.uncertain import StatedUncertainty
from pulmu.reference import DEFAULT_EDITION
from pulmu.services._uncertain_inputs import check_draws, factors_of
from pulmu.services.check_plant import check_plant
from pulmu.services.report import GoodResult, Report, Value
from pulmu.services.report_cbam import report_cbam

QUANTILES = (0.05, 0.5, 0.95)
DRAWS = 10_000
Drawn = np.typing.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Band:
    """What is declared, and where the draws lie: a twentieth of them below `low`, half below `middle`, a twentieth
    above `high`; their mean, with its standard error."""

    declared: float
    low: float
    middle: float
    high: float
    mean: float
    mean_error: float


@dataclass(frozen=True, slots=True)
class SpreadOfGood:
    """The bands of one good, all from the same draws; per tonne of it, but for its cost."""

    id: str
    name: str
    name_local: str
    cn_code: str
    specific_embedded_emissions: Annotated[Band, Doc("t CO2e/t")]
    specific_embedded_free_allocation: Annotated[
        Band | None, Doc("t CO2e/t; masses are drawn, benchmarks are not; none where it is not known")
    ]
    certificates_per_tonne: Annotated[Band | None, Doc("floored at zero in each draw; none where it is not known")]
    cost: Annotated[Band | None, Doc("EUR, of all that is sent to the EU; none where a price is missing")]


@dataclass(frozen=True, slots=True)
class Spread:
    """The bands of a plant's goods, with all that is needed to draw them again."""

    format: Literal["pulmu.spread/2"]
    plant_sha256: str
    edition: str
    scenario: str | None
    seed: int
    draws: int
    uncertainty: Annotated[Uncertainty, Doc("relative standard uncertainty of each kind of input, as stated")]
    goods: tuple[SpreadOfGood, ...]
    inputs: Annotated[StatedUncertainty | None, Doc("what was stated of single inputs; it goes before their kind")] = (
        None
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """The spread, or what stands in its way."""

    spread: Spread | None
    problems: tuple[Problem, ...]


def spread_of_goods(
    document: Document,
    uncertainty: Uncertainty,
    *,
    edition: str = DEFAULT_EDITION,
    scenario: str | None = None,
    draws: int = DRAWS,
    seed: int,
    inputs: StatedUncertainty | None = None,
) -> Outcome:
    """Draw a plant's inputs around what was given, through the formulas that give its declared figures.

    Raises
    ------
    InputError  An uncertainty or a number of draws that cannot be (`carbon.uncertainty_value`), or what is stated of
        an input (`carbon.uncertain_input_unknown`, ...).
    SolveError  Nothing leaves a loop of the plant in a draw (`carbon.loop_not_solvable`).
    """
    outcome = report_cbam(document, edition=edition, scenario=scenario)
    plant = check_plant(document).plant
    if outcome.report is None or plant is None:
        return Outcome(None, outcome.problems)
    found = spread_of_report(outcome.report, plant, uncertainty, edition, draws, seed, inputs)
    return Outcome(found, outcome.problems)


def spread_of_report(
    report: Report,
    plant: Plant,
    uncertainty: Uncertainty,
    edition: str,
    draws: int,
    seed: int,
    inputs: StatedUncertainty | None = None,
) -> Spread:
    """The bands of the goods of a report, its plant drawn under the report's price scenario."""
    check_draws(draws)
    model = PlantModel(plant, edition, report.scenario)
    found = model.draw(factors_of(model.leaves, uncertainty, inputs), draws, seed)
    number = {name: n for n, name in enumerate(model.goods)}
    goods = tuple(_of_good(good, found, number[good.id]) for good in report.goods)
    return Spread(
        "pulmu.spread/2", report.plant_sha256, edition, report.scenario, seed, draws, uncertainty, goods, inputs
    )


def _of_good(good: GoodResult, found: Outcomes, number: int) -> SpreadOfGood:
    return SpreadOfGood(
        good.id,
        good.name,
        good.name_local,
        good.cn_code,
        band_of(good.specific_embedded_emissions.value, found.embedded[:, number]),
        _band(good.specific_embedded_free_allocation, found.free_allocation[:, number]),
        _band(good.certificates_per_tonne, found.certificates[:, number]),
        _band(good.cost, found.cost[:, number]),
    )


def _band(declared: Value | None, drawn: Drawn) -> Band | None:
    return None if declared is None else band_of(declared.value, drawn)


def band_of(declared: float, drawn: Drawn) -> Band:
    """The band of draws of one number beside the declared one. (draws,)"""
    low, middle, high = np.quantile(drawn, QUANTILES).tolist()
    error = float(drawn.std(ddof=1)) / len(drawn) ** 0.5
    return Band(declared, low, middle, high, float(drawn.mean()), error)
