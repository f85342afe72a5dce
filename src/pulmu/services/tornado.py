"""What makes the figures of a plant uncertain: each kind of input alone, its share of the variance, and what to
measure better first."""

import dataclasses
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from pulmu.carbon.plant_draws import Uncertainty
from pulmu.carbon.uncertainty import Factor, Inputs, PlantModel
from pulmu.carbon.uncertainty.laws import Law
from pulmu.carbon.uncertainty.outcomes import Outcomes
from pulmu.carbon.uncertainty.sensitivity import Indices, sobol_indices
from pulmu.model import Document, Problem
from pulmu.model.attribute import Doc
from pulmu.model.uncertain import StatedUncertainty
from pulmu.services._uncertain_inputs import factors_of
from pulmu.services.check_plant import check_plant
from pulmu.services.report import Report
from pulmu.services.report_cbam import report_cbam
from pulmu.services.spread import Band, Drawn, band_of
from pulmu.services.supplier_data import SupplierData, worth_of_verified_data

KINDS: tuple[str, ...] = tuple(item.name for item in dataclasses.fields(Uncertainty))
DRAWS = 1_000
DRAWS_OF_SHARES = 4_000
SEED = 1


@dataclass(frozen=True, slots=True)
class Alone:
    """The band of a good where only one kind of input is uncertain, and the kind's share of the variance of all.

    Parameters
    ----------
    first, total : By how much of it the variance shrinks where the kind is known, and what is left of it where all
        others are (Sobol indices), with half the width of their 95 % intervals.
    """

    kind: str
    stated: float
    band: Band
    first: float
    first_error: float
    total: float
    total_error: float

    @property
    def width(self) -> float:
        """From the low end to the high one."""
        return self.band.high - self.band.low


@dataclass(frozen=True, slots=True)
class MeasureNext:
    """What better data of a kind is worth: the risk of the yearly cost that goes where its inputs are known twice as
    well. Better data moves the expected cost only by the floor at zero; it is told apart."""

    kind: str
    stated: float
    less_risk: Annotated[float, Doc("EUR: standard deviation of the cost of all goods now, less the one then")]
    less_cost: Annotated[float, Doc("EUR: mean cost of all goods now, less the one then")]
    less_cost_error: Annotated[float, Doc("EUR: standard error of it")]


@dataclass(frozen=True, slots=True)
class Tornado:
    """Of each good, by id: the band of all kinds together, and of each alone, the greatest share first. [t CO2e/t]

    Parameters
    ----------
    next : Kinds by the risk of cost that better data takes away; empty where no good has a cost.
    risk : Standard deviation of the cost of all goods that have one; None where none has. [EUR]
    suppliers : Purchases that count by default, by what verified data would save.
    """

    together: dict[str, Band]
    alone: dict[str, tuple[Alone, ...]]
    next: tuple[MeasureNext, ...]
    risk: float | None
    suppliers: tuple[SupplierData, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The bands, or what stands in their way."""

    tornado: Tornado | None
    problems: tuple[Problem, ...]


def tornado_of(
    document: Document,
    report: Report,
    stated: Uncertainty,
    edition: str,
    inputs: StatedUncertainty | None = None,
) -> Outcome:
    """Draw the inputs of a plant, all that is stated together and each kind alone; the same draws every time.

    Parameters
    ----------
    report : That of the document, under the edition.
    """
    checked = check_plant(document)
    if checked.plant is None:
        return Outcome(None, checked.problems)
    model = PlantModel(checked.plant, edition, report.scenario)
    factors = factors_of(model.leaves, stated, inputs)
    whole = model.draw(factors, DRAWS, SEED)
    bands = _bands(model, factors)
    indices = _indices(model, factors)
    declared = {good.id: good.specific_embedded_emissions.value for good in report.goods}
    goods = list(enumerate(model.goods))
    together = {name: band_of(declared[name], whole.embedded[:, number]) for number, name in goods}
    alone = {
        name: tuple(
            sorted(
                (
                    _alone(factor, band_of(declared[name], bands[factor.name][:, number]), indices, place, number)
                    for place, factor in enumerate(factors)
                ),
                key=lambda item: (-item.total, -item.width),
            )
        )
        for number, name in goods
    }
    suppliers = worth_of_verified_data(checked.plant, edition, report.scenario)
    following, risk = _next(model, factors, whole)
    return Outcome(Tornado(together, alone, following, risk, suppliers), checked.problems)


def tornado_of_plant(
    document: Document,
    stated: Uncertainty,
    edition: str,
    scenario: str | None,
    inputs: StatedUncertainty | None = None,
) -> Outcome:
    """The same of a document alone."""
    outcome = report_cbam(document, edition=edition, scenario=scenario)
    if outcome.report is None:
        return Outcome(None, outcome.problems)
    return tornado_of(document, outcome.report, stated, edition, inputs)


def _bands(model: PlantModel, factors: tuple[Factor, ...]) -> dict[str, Drawn]:
    """Of each factor the draws in which all others are as given; the draws are those of all together."""
    inputs = Inputs(model.leaves, factors)
    drawn = inputs.of_columns(inputs.correlated(inputs.normal((SEED,), 0, DRAWS)))
    found = {}
    for factor, _, columns in inputs.parts:
        alone = np.ones_like(drawn)
        alone[:, columns] = drawn[:, columns]
        found[factor.name] = model.of_factors(inputs, alone).embedded
    return found


def _indices(model: PlantModel, factors: tuple[Factor, ...]) -> Indices:
    inputs = Inputs(model.leaves, factors)

    def embedded(normal: Drawn) -> Drawn:
        return model.of_normal(inputs, normal).embedded

    return sobol_indices(embedded, inputs.factor_of, DRAWS_OF_SHARES, np.random.default_rng(SEED))


def _alone(factor: Factor, band: Band, indices: Indices, place: int, good: int) -> Alone:
    told = (indices.first, indices.first_error, indices.total, indices.total_error)
    return Alone(factor.name, factor.law.relative, band, *(float(item[place, good]) for item in told))


def _next(
    model: PlantModel, factors: tuple[Factor, ...], whole: Outcomes
) -> tuple[tuple[MeasureNext, ...], float | None]:
    """The same draws, with the inputs of one kind after the other known twice as well."""
    if not model.priced.any():
        return (), None
    now = _cost(whole)
    found = []
    for factor in factors:
        better = dataclasses.replace(factor, law=Law(factor.law.shape, factor.law.relative / 2))
        then = _cost(model.draw([better if item is factor else item for item in factors], DRAWS, SEED))
        less = now - then
        error = float(less.std(ddof=1)) / len(less) ** 0.5
        risk = float(now.std(ddof=1) - then.std(ddof=1))
        found.append(MeasureNext(factor.name, factor.law.relative, risk, float(less.mean()), error))
    return tuple(sorted(found, key=lambda item: -item.less_risk)), float(now.std(ddof=1))


def _cost(drawn: Outcomes) -> Drawn:
    """Cost of all goods that have one. (draws,) [EUR]"""
    return np.asarray(np.nansum(drawn.cost, axis=1))
