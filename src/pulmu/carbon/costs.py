"""What a plant's goods cost their importer, by actual and by default values."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pulmu.carbon.certificates import (
    certificate_cost,
    certificate_cost_per_tonne,
    certificates,
    certificates_per_tonne,
    default_free_allocation,
    process_free_allocation,
    specific_embedded_free_allocation,
    specific_embedded_free_allocation_in_loop,
    sum_of_costs,
)
from pulmu.carbon.chain import Node, resolve
from pulmu.carbon.consumption import own_mass_consumption
from pulmu.carbon.functional import consumption_per_tonne, content_figure, specific_emissions_per_tonne, unit_of
from pulmu.carbon.goods import GoodStatement
from pulmu.carbon.joint import inner_allocation
from pulmu.carbon.outsourced import step_allocation
from pulmu.carbon.precursors import allocation_factors
from pulmu.carbon.product import default_value_with_markup
from pulmu.carbon.quote import quoted
from pulmu.carbon.statement import Statement
from pulmu.model import Figure, Plant, Problem, Product, PulmuError, Quantity, RuleError, fact
from pulmu.reference import benchmark_column_a, benchmark_column_b, certificate_price, default_value, find_good, markup


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


def state_costs(statement: Statement, edition: str, scenario: str | None = None) -> dict[str, GoodCost]:
    """Costs of every CBAM good of a statement, by product id.

    Parameters
    ----------
    scenario : Name of a price scenario of the plant, for quarters without a published price.

    Raises
    ------
    RuleError  The plant has no scenario of that name (`rule.no_scenario`).
    """
    prices = scenario_prices(statement.plant, scenario)
    allocation, why = _free_allocation(statement)
    return {
        name: _good_cost(statement.plant, good, allocation[name], why.get(name, ()), edition, prices)
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


def _free_allocation(
    statement: Statement,
) -> tuple[dict[str, Figure | None], dict[str, tuple[Problem, ...]]]:
    own: dict[str, Figure | None] = {}
    why: dict[str, tuple[Problem, ...]] = {}
    nodes: dict[str, Node] = {}
    for process, product in statement.plant.products():
        own[product.id], reasons = _attempt(functools.partial(_own_allocation, statement.plant, product))
        used = statement.consumption[process.id]
        activity, content = statement.processes[process.id].activity_level, content_figure(product)
        lacking = tuple(item for part in used for item in part.value.why_no_allocation)
        inner, inner_lacking = inner_allocation(statement.plant, process, activity)
        lacking = (*lacking, *inner_lacking)
        nodes[product.id] = Node(
            own[product.id],
            (
                *((_per_tonne(part.per_tonne, content), part.value.free_allocation) for part in used),
                *((_per_tonne(consumption, content), found) for consumption, found in inner),
            ),
            tuple((name, _per_tonne(mass, content)) for name, mass in own_mass_consumption(process, activity)),
        )
        why[product.id] = (*reasons, *lacking)
    solved = resolve(nodes, specific_embedded_free_allocation, specific_embedded_free_allocation_in_loop, "process")
    return solved, _inherited(why, nodes, solved)


def _inherited(
    why: Mapping[str, tuple[Problem, ...]], nodes: Mapping[str, Node], solved: Mapping[str, Figure | None]
) -> dict[str, tuple[Problem, ...]]:
    """Reasons of a good, or of the goods it is made from."""
    result: dict[str, tuple[Problem, ...]] = {}
    for name in nodes:
        found: list[Problem] = []
        seen: set[str] = set()
        stack = [name]
        while stack and solved[name] is None:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                found += [item for item in why[node] if item not in found]
                stack += [other for other, _ in nodes[node].inside]
        result[name] = tuple(found)
    return result


def _per_tonne(consumption: Figure, content: Figure | None) -> Figure:
    """Consumption per tonne of good, where the functional unit is a part of the good."""
    if content is None:
        return consumption
    return consumption_per_tonne.figure(per_functional_unit=consumption, content=content).of(consumption.subject)


def _of_the_table(plant: Plant, product: Product, figure: Figure) -> Figure:
    """A value of a table per tonne of good; of cement the law does not settle what it is per.

    Raises
    ------
    RuleError  Not decided (`rule.cement_unit_undecided`).
    """
    content, per = content_figure(product), plant.decisions.cement_values_per
    if content is None or unit_of(product).name != "t_clinker" or per == "tonne_of_good":
        return figure
    if per == "undecided":
        raise RuleError.of(
            "rule.cement_unit_undecided",
            f"goods, {product.id}",
            "default values and benchmarks of cement may be per tonne of cement or per tonne of clinker in it",
            "set decisions.cement_values_per to tonne_of_good or tonne_of_clinker; until then none are taken",
            good=product.name or product.id,
        )
    return specific_emissions_per_tonne.figure(per_functional_unit=figure, content=content).of(
        figure.subject, "decision: values of cement are per tonne of clinker"
    )


def _own_allocation(plant: Plant, product: Product) -> Figure:
    step = next((item for item in plant.outsourced_steps if item.id == product.id), None)
    known = step_allocation(step) if step is not None else None
    if known is not None:
        return known
    year = plant.period.year
    line = benchmark_column_a(product.cn_code, year, product.route or None)
    name = product.name or product.id
    because = f"route {line.route}" if line.route and line.column_a_scope == "route" else ""
    benchmark = Figure(line.column_a_actual, line.unit, "benchmark column A", line.source, because, subject=name)
    allocation = process_free_allocation.figure(**allocation_factors(year), benchmark_column_a=benchmark).of(name)
    return _of_the_table(plant, product, allocation) if line.column_a_actual else allocation


def _attempt(find: Callable[[], Figure]) -> tuple[Figure | None, tuple[Problem, ...]]:
    try:
        return find(), ()
    except PulmuError as error:
        return None, error.problems


def _good_cost(
    plant: Plant,
    good: GoodStatement,
    allocation: Figure | None,
    why: tuple[Problem, ...],
    edition: str,
    prices: Mapping[str, Quantity],
) -> GoodCost:
    product, name = good.product, good.product.name or good.product.id
    missing: dict[str, tuple[Problem, ...]] = {"specific_embedded_free_allocation": why} if allocation is None else {}
    actual = None
    if allocation is not None:
        allocation = allocation.of(name)
        actual = certificates_per_tonne.figure(embedded=good.counted, free_allocation=allocation).of(name)
    published, no_default = _attempt(lambda: _default_value(plant, product, edition))
    raised, _ = _attempt(lambda: _raised(plant, product, published)) if published else (None, ())
    default_allocation, no_allocation = _attempt(lambda: _default_allocation(plant, product, edition))
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
        _quarter(product, item, actual, by_default, prices, missing) for item in sorted(product.exports_to_eu)
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


def _country(plant: Plant, product: Product) -> str:
    """Where a good was made: for one that came from an outsourced step, the country of that."""
    steps = {step.id: step.country for step in plant.outsourced_steps}
    return steps.get(product.id, plant.installation.country)


def _default_value(plant: Plant, product: Product, edition: str) -> Figure:
    line = default_value(product.cn_code, _country(plant, product), edition, product.variant or None)
    published = Figure(line.total, line.unit, "default value", line.source, subject=product.name or product.id)
    return _of_the_table(plant, product, published)


def _raised(plant: Plant, product: Product, published: Figure | None) -> Figure:
    assert published is not None  # noqa: S101 - asked only where there is one
    rate = quoted(markup(find_good(product.cn_code).sector, plant.period.year), "mark-up")
    return default_value_with_markup.figure(default_value=published, markup=rate).of(product.name or product.id)


def _default_allocation(plant: Plant, product: Product, edition: str) -> Figure:
    routes = default_value(product.cn_code, _country(plant, product), edition, product.variant or None).routes
    line = benchmark_column_b(product.cn_code, routes, plant.period.year)
    because = f"route {line.route} of the default value" if line.route else "benchmark without route"
    name = product.name or product.id
    benchmark = Figure(line.column_b_default, line.unit, "benchmark column B", line.source, because, subject=name)
    factors = allocation_factors(plant.period.year)
    return _of_the_table(
        plant, product, default_free_allocation.figure(**factors, benchmark_column_b=benchmark).of(name)
    )


def _quarter(
    product: Product,
    quarter: str,
    actual: Figure | None,
    by_default: Figure | None,
    prices: Mapping[str, Quantity],
    missing: dict[str, tuple[Problem, ...]],
) -> QuarterCost:
    name = f"{product.name or product.id}, {quarter}"
    mass = fact(product.exports_to_eu[quarter], "mass sent to the EU", name, "t")
    price, problems = _attempt(lambda: quoted(certificate_price(quarter), "certificate price", quarter))
    from_scenario = price is None and quarter in prices
    if from_scenario:
        price = fact(prices[quarter], "certificate price", quarter, "EUR/t CO2e", "scenario: not a published price")
    elif price is None:
        missing[f"cost, {quarter}"] = problems

    count, cost, each = _priced(actual, mass, price, name)
    default_count, default_cost, default_each = _priced(by_default, mass, price, name)
    return QuarterCost(
        quarter, mass, price, from_scenario, count, cost, default_count, default_cost, each, default_each
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
