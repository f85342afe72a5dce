"""Certificates and cost of a plant's goods, year by year."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pulmu.carbon.certificates import mass_of_another_year, sum_of_costs
from pulmu.carbon.costs import OWN_YEAR, Carried, GoodCost, QuarterCost, state_costs
from pulmu.carbon.obligation import sum_of_certificates
from pulmu.carbon.outlook.carry import plant_in_year
from pulmu.carbon.outlook.rates import YearRates, rates_of
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import Figure, Plant, Source
from pulmu.reference import RuleSet


@dataclass(frozen=True, slots=True)
class GoodYear:
    """A good in a year. None: a number that is needed is missing, or none of it goes to the EU."""

    cost: GoodCost
    certificates: Figure | None
    default_certificates: Figure | None


@dataclass(frozen=True, slots=True)
class YearOutlook:
    """A year: its rates, its goods by product id, and the sums of those that go to the EU."""

    rates: YearRates
    goods: dict[str, GoodYear]
    certificates: Figure | None
    default_certificates: Figure | None
    cost: Figure | None
    default_cost: Figure | None


def state_outlook(
    plant: Plant,
    edition: str,
    to: int,
    *,
    rules: RuleSet | None = None,
    scenario: str | None = None,
    growth: float = 0.0,
) -> tuple[YearOutlook, ...]:
    """Every year from the plant's own to `to`, with the exports of its own year.

    Parameters
    ----------
    rules : What stands in for law; None: the law alone, and nothing where it is not set.
    scenario : Price scenario of the plant, for quarters without a published price.
    growth : Of the exports, a year.

    Raises
    ------
    RuleError  The plant has no such scenario (`rule.no_scenario`), or as `state_emissions`.
    """

    @functools.cache
    def statement(year: int, is_own: bool) -> Statement:
        return state_emissions(plant if is_own else plant_in_year(plant, year), edition)

    own = plant.period.year
    found = []
    for year in range(own, to + 1):
        rates = rates_of(year, rules)
        is_own = year == own and rates.is_of_law
        carried = OWN_YEAR if is_own else _carried(rates, own, growth)
        costs = state_costs(statement(rates.benchmark_year, is_own), edition, scenario, carried)
        found.append(_year(rates, costs))
    return tuple(found)


def _carried(rates: YearRates, own: int, growth: float) -> Carried:
    years = rates.year - own
    because = f"grown by {growth:.6g} a year for {years} years" if growth else f"exports of {own} are held"
    volume = Figure(
        (1.0 + growth) ** years, "1", "volume", Source("scenario", "growth"), because, subject=str(rates.year)
    )

    def mass(figure: Figure) -> Figure:
        return mass_of_another_year.figure(mass=figure, volume=volume).of(figure.subject)

    return Carried(rates.applied, lambda quarter: f"{int(quarter[:4]) + years}{quarter[4:]}", mass)


def _year(rates: YearRates, costs: dict[str, GoodCost]) -> YearOutlook:
    goods = {name: _good(cost, f"{name}, {rates.year}") for name, cost in costs.items()}
    sent = [good for good in goods.values() if good.cost.quarters]
    subject = str(rates.year)
    return YearOutlook(
        rates,
        goods,
        _certificates([good.certificates for good in sent], subject),
        _certificates([good.default_certificates for good in sent], subject),
        _euro([good.cost.cost for good in sent], subject),
        _euro([good.cost.default_cost for good in sent], subject),
    )


def _good(cost: GoodCost, subject: str) -> GoodYear:
    quarters: Sequence[QuarterCost] = cost.quarters
    return GoodYear(
        cost,
        _certificates([item.certificates for item in quarters], subject),
        _certificates([item.default_certificates for item in quarters], subject),
    )


def _certificates(parts: Sequence[Figure | None], subject: str) -> Figure | None:
    known = _all(parts)
    return sum_of_certificates.figure(parts=known).of(subject) if known else None


def _euro(parts: Sequence[Figure | None], subject: str) -> Figure | None:
    known = _all(parts)
    return sum_of_costs.figure(costs=known).of(subject) if known else None


def _all(parts: Iterable[Figure | None]) -> list[Figure]:
    """All of them, or none where one is missing."""
    every = list(parts)
    known = [item for item in every if item is not None]
    return known if len(known) == len(every) else []
