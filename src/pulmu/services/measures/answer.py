"""The measures of a plant, sized, planned and priced: one call from a document to an answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.model import Document, Plant, Problem, PulmuError
from pulmu.reference import DEFAULT_EDITION
from pulmu.reference.measures import ExchangeRate, catalogue_measures
from pulmu.services.check_plant import check_plant
from pulmu.services.measures.certificates import CertificateScenario, CertificateYear, certificate_scenarios
from pulmu.services.measures.order import MeasureOrder
from pulmu.services.measures.plans import Plans, plan_measures
from pulmu.services.measures.plant_use import PlantUse
from pulmu.services.measures.size import SizedMeasure, size_measures
from pulmu.services.measures.uses import uses_of
from pulmu.services.measures.worth import Draws, Worth, places, worth_of
from pulmu.services.measures.years import PlantYears


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMeasure:
    """A measure with what it is worth; no worth where it cannot be sized."""

    sized: SizedMeasure
    worth: Worth | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresAnswer:
    """The measures of a plant.

    Parameters
    ----------
    plans : None where no budget was named.
    first_year : First of those looked at.
    certificate_years : Under all that was told.
    scenarios : The same under each named scenario, the law at the last published price first.
    """

    plant: str
    plant_local: str
    first_year: int
    years: int
    discount: float
    seed: int
    draws: int
    rates: tuple[ExchangeRate, ...]
    uses: tuple[PlantUse, ...]
    measures: tuple[ListedMeasure, ...]
    certificate_years: tuple[CertificateYear, ...]
    scenarios: tuple[CertificateScenario, ...]
    plans: Plans | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, or what stands in its way."""

    answer: MeasuresAnswer | None
    problems: tuple[Problem, ...]


def find_measures(document: Document, order: MeasureOrder, *, edition: str = DEFAULT_EDITION) -> Outcome:
    """The measures of a plant's document; without an answer, every problem that has to be mended first."""
    checked = check_plant(document)
    if checked.plant is None:
        return Outcome(None, checked.problems)
    try:
        return Outcome(measures_of(checked.plant, order, edition), checked.problems)
    except PulmuError as error:
        return Outcome(None, (*checked.problems, *error.problems))


def measures_of(plant: Plant, order: MeasureOrder, edition: str = DEFAULT_EDITION) -> MeasuresAnswer:
    """The measures of a plant that has passed its checks.

    Raises
    ------
    InputError, RuleError, SolveError  Something it needs is not told, not in force, or was not found.
    """
    first = plant.period.year
    years = PlantYears(plant, edition, first, order.years, order.free_allocation)
    uses = uses_of(plant, years.statement, order, years)
    scenarios = certificate_scenarios(years, order)
    by_id = {use.id: use for use in uses}
    catalogue = catalogue_measures(order.dollar.krw)
    sized = size_measures(catalogue, uses, order)
    drawn = {item.measure.id: places(number, order) for number, item in enumerate(sized)}
    listed = tuple(
        ListedMeasure(sized=item, worth=_worth(item, drawn, by_id, order, first)) for item in sized
    )  # fmt: skip
    return MeasuresAnswer(
        plant=plant.installation.name, plant_local=plant.installation.name_local, first_year=first, years=order.years,
        discount=order.discount, seed=order.seed, draws=order.draws, rates=(order.dollar, order.euro), uses=uses,
        measures=listed, certificate_years=scenarios[-1].years, scenarios=scenarios,
        plans=None if order.budget is None else plan_measures(sized, uses, order, drawn),
    )  # fmt: skip


def _worth(
    item: SizedMeasure, drawn: Mapping[str, Draws], uses: Mapping[str, PlantUse], order: MeasureOrder, first: int
) -> Worth | None:
    return worth_of(item, drawn[item.measure.id], uses, order, first) if item.parts else None
