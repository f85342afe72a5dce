"""What a plant's goods cost their importer, by actual and by default values."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pulmu.carbon.certificates import (
    certificate_cost,
    certificate_cost_per_tonne,
    certificates,
    certificates_per_tonne,
    sum_of_costs,
)
from pulmu.carbon.default_path import allocation_by_default, published_default_value, raised_default_value
from pulmu.carbon.free_allocation import attempt, embedded_free_allocation
from pulmu.carbon.goods import GoodStatement
from pulmu.carbon.quote import quoted
from pulmu.carbon.statement import Statement
from pulmu.model import Figure, Plant, Problem, Product, Quantity, RuleError, fact
from pulmu.reference import certificate_price


@dataclass(frozen=True, slots=True)
class QuarterCost:
    """Certificates and cost of one quarter's imports; None where a number they need is missing."""

    quarter: str
    mass: Figure
    price: Figure | None
    price_is_scenario: bool
    certificates: Figure | None
    cost: Figure | None
    default_certificates: Figure | None
    default_cost: Figure | None
    cost_per_tonne: Figure | None
    default_cost_per_tonne: Figure | None


@dataclass(frozen=True, slots=True)
class Carried:
    """What is changed where another year than the plant's own is looked at; its own year changes nothing.

    Parameters
    ----------
    allocation : Free allocation with that year's rates; raises what they lack.
    quarter : Quarter of import that stands for one of the plant's own.
    mass : Mass of that quarter.
    """

    allocation: Callable[[Figure], Figure]
    quarter: Callable[[str], str]
    mass: Callable[[Figure], Figure]


def _same(figure: Figure) -> Figure:
    return figure


OWN_YEAR = Carried(_same, lambda quarter: quarter, _same)


@dataclass(frozen=True, slots=True)
class GoodCost:
    """Free allocation and certificates of one good; `missing` says why a figure is None."""

    free_allocation: Figure | None
    certificates_per_tonne: Figure | None
    default_value: Figure | None
    default_value_with_markup: Figure | None
    default_free_allocation: Figure | None
    default_certificates_per_tonne: Figure | None
    quarters: tuple[QuarterCost, ...]
    cost: Figure | None
    default_cost: Figure | None
    missing: dict[str, tuple[Problem, ...]]


def state_costs(
    statement: Statement, edition: str, scenario: str | None = None, carried: Carried = OWN_YEAR
) -> dict[str, GoodCost]:
    """Costs of every CBAM good of a statement, by product id.

    Parameters
    ----------
    scenario : Name of a price scenario of the plant, for quarters without a published price.
    carried : How the plant's year is carried to another.

    Raises
    ------
    RuleError  The plant has no scenario of that name (`rule.no_scenario`).
    """
    prices = scenario_prices(statement.plant, scenario)
    allocation, why = embedded_free_allocation(statement)
    return {
        name: _good_cost(statement.plant, good, allocation[name], why.get(name, ()), edition, prices, carried)
        for name, good in statement.goods.items()
        if good.product.cbam_good
    }


def scenario_prices(plant: Plant, scenario: str | None) -> Mapping[str, Quantity]:
    """Prices of a named scenario; none without a name."""
    if scenario is None:
        return {}
    if scenario not in plant.price_scenarios:
        known = ", ".join(plant.price_scenarios) or "none"
        raise RuleError.of(
            "rule.no_scenario",
            "price_scenarios",
            f"the plant has no price scenario {scenario!r}",
            f"name one of: {known}; or add it to the plant",
            scenario=scenario,
            known=known,
        )
    return plant.price_scenarios[scenario]


def scenario_price(prices: Mapping[str, Quantity], quarter: str) -> Quantity | None:
    """Price of a quarter in a scenario: its own, else that of its year; None where neither is told."""
    return prices.get(quarter) or prices.get(quarter[:4])


def _good_cost(
    plant: Plant,
    good: GoodStatement,
    allocation: Figure | None,
    why: tuple[Problem, ...],
    edition: str,
    prices: Mapping[str, Quantity],
    carried: Carried,
) -> GoodCost:
    product, name = good.product, good.product.name or good.product.id
    if allocation is not None:
        allocation, why = attempt(functools.partial(carried.allocation, allocation))
    missing: dict[str, tuple[Problem, ...]] = {"specific_embedded_free_allocation": why} if allocation is None else {}
    actual = None
    if allocation is not None:
        allocation = allocation.of(name)
        actual = certificates_per_tonne.figure(embedded=good.counted, free_allocation=allocation).of(name)
    published, no_default = attempt(lambda: published_default_value(plant, product, edition))
    raised = attempt(functools.partial(raised_default_value, plant, product, published))[0] if published else None
    default_allocation, no_allocation = attempt(
        lambda: carried.allocation(allocation_by_default(plant, product, edition))
    )
    if published is None:
        missing["default_value"] = no_default
    if default_allocation is None:
        missing["default_free_allocation"] = no_allocation
    by_default = None
    if raised is not None and default_allocation is not None:
        by_default = certificates_per_tonne.figure(embedded=raised, free_allocation=default_allocation).of(
            name, "by default values"
        )
    quarters = tuple(
        _quarter(product, item, actual, by_default, prices, missing, carried) for item in sorted(product.exports_to_eu)
    )
    return GoodCost(
        allocation,
        actual,
        published,
        raised,
        default_allocation,
        by_default,
        quarters,
        _sum([quarter.cost for quarter in quarters], name),
        _sum([quarter.default_cost for quarter in quarters], name),
        missing,
    )


def _quarter(
    product: Product,
    exported: str,
    actual: Figure | None,
    by_default: Figure | None,
    prices: Mapping[str, Quantity],
    missing: dict[str, tuple[Problem, ...]],
    carried: Carried,
) -> QuarterCost:
    quarter = carried.quarter(exported)
    name = f"{product.name or product.id}, {quarter}"
    mass = carried.mass(fact(product.exports_to_eu[exported], "mass sent to the EU", name, "t"))
    price, problems = attempt(lambda: quoted(certificate_price(quarter), "certificate price", quarter))
    told = scenario_price(prices, quarter) if price is None else None
    if told is not None:
        price = fact(told, "certificate price", quarter, "EUR/t CO2e", "scenario: not a published price")
    elif price is None:
        missing[f"cost, {quarter}"] = problems

    count, cost, each = _priced(actual, mass, price, name)
    default_count, default_cost, default_each = _priced(by_default, mass, price, name)
    return QuarterCost(
        quarter, mass, price, told is not None, count, cost, default_count, default_cost, each, default_each
    )


def _priced(
    per_tonne: Figure | None, mass: Figure, price: Figure | None, name: str
) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Certificates, their cost, and the cost per tonne; None as far as something is missing."""
    if per_tonne is None:
        return None, None, None
    count = certificates.figure(mass=mass, per_tonne=per_tonne).of(name)
    if price is None:
        return count, None, None
    cost = certificate_cost.figure(certificates=count, price=price).of(name)
    return count, cost, certificate_cost_per_tonne.figure(per_tonne=per_tonne, price=price).of(name)


def _sum(costs: list[Figure | None], name: str) -> Figure | None:
    known = [cost for cost in costs if cost is not None]
    if not costs or len(known) < len(costs):
        return None
    return sum_of_costs.figure(costs=known).of(name)
