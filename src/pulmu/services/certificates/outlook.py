"""What a plant's goods cost their importers to 2034, under a named rule set and a named price scenario."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pulmu.carbon.costs import GoodCost, QuarterCost
from pulmu.carbon.outlook import GoodYear, YearOutlook, state_outlook
from pulmu.model import Document, Plant, Problem, PulmuError, problem
from pulmu.reference import DEFAULT_EDITION, RuleSet, editions, last_year_of_law, rule_set
from pulmu.services.certificates.amount import Amount, amount, known_amount
from pulmu.services.check_plant import check_plant

LAST_YEAR = 2034
"""End of the phase-in; the rule sets that are packaged end there too."""
LARGEST_GROWTH = 0.5

Note = Literal[
    "held", "grown", "benchmarks_updated", "defaults_revised", "benchmarks_kept", "factor_assumed", "proposal",
    "price_told", "price_weekly", "precursors", "importer",
]  # fmt: skip
"""What a reader has to know before they rely on an outlook."""


@dataclass(frozen=True, slots=True)
class PriceOfQuarter:
    """Price of a quarter; None where none is published or told."""

    quarter: str
    mass: Amount
    price: Amount | None
    is_scenario: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodInYear:
    """A good in a year. None: a number that is needed is missing, or none of the good goes to the EU."""

    good: str
    name: str
    name_local: str
    cn_code: str
    free_allocation: Amount | None
    certificates_per_tonne: Amount | None
    default_value_with_markup: Amount | None
    default_free_allocation: Amount | None
    default_certificates_per_tonne: Amount | None
    quarters: tuple[PriceOfQuarter, ...]
    certificates: Amount | None
    default_certificates: Amount | None
    cost: Amount | None
    default_cost: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAhead:
    """A year: rates, goods, and the sums over those that go to the EU.

    Parameters
    ----------
    benchmark_year : Year whose benchmarks are taken.
    """

    year: int
    free_allocation_share: Amount
    correction_factor: Amount | None
    benchmark_year: int
    goods: tuple[GoodInYear, ...]
    certificates: Amount | None
    default_certificates: Amount | None
    cost: Amount | None
    default_cost: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The answer.

    Parameters
    ----------
    rules : Name of the rule set; empty: the law alone. `rules_status` is in_force for the law.
    scenario : Name of the price scenario; empty: published prices alone.
    growth : Of the exports, a year.
    """

    plant: str
    edition: str
    rules: str
    rules_status: Literal["in_force", "assumption", "proposal"]
    scenario: str
    growth: float
    years: tuple[YearAhead, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class OutlookOutcome:
    """The answer, or what stands in its way; with an answer, what of it is missing."""

    outlook: Outlook | None
    problems: tuple[Problem, ...]


def look_ahead(
    document: Document,
    *,
    to: int = LAST_YEAR,
    rules: str | None = None,
    scenario: str | None = None,
    growth: float = 0.0,
    edition: str = DEFAULT_EDITION,
) -> OutlookOutcome:
    """Certificates and cost of a plant's goods, from its own year to `to`.

    Parameters
    ----------
    rules : Name of a rule set, for years whose law is not set, or for a proposal.
    scenario : Name of a price scenario of the plant, for quarters without a published price.
    growth : Of the exports, a year: 0.02 is two per cent.
    """
    checked = check_plant(document)
    if checked.plant is None:
        return OutlookOutcome(None, checked.problems)
    first = checked.plant.period.year
    if to < first:
        ends = problem("carbon.outlook_years", "to", f"the plant is of {first}, the last year asked is {to}",
                       f"give {first} or later", year=first, last=to)  # fmt: skip
        return OutlookOutcome(None, (*checked.problems, ends))
    try:
        named = rule_set(rules) if rules else None
        years = state_outlook(checked.plant, edition, to, rules=named, scenario=scenario, growth=growth)
    except PulmuError as error:
        return OutlookOutcome(None, (*checked.problems, *error.problems))
    outlook = _told(checked.plant, years, named, scenario or "", growth, edition)
    return OutlookOutcome(outlook, (*checked.problems, *_missing(years)))


def _missing(years: tuple[YearOutlook, ...]) -> tuple[Problem, ...]:
    """What is missing, each once; quarters without a price together."""
    found = dict.fromkeys(
        item for year in years for good in year.goods.values() for part in good.cost.missing.values() for item in part
    )
    lacking = dict.fromkeys(item for year in years for item in year.rates.lacking)
    unpriced = _unpriced(years)
    others = [item for item in found if item.code != "rule.no_price" and item not in lacking]
    return (*lacking, *others, *unpriced)


def _unpriced(years: tuple[YearOutlook, ...]) -> Iterator[Problem]:
    named = []
    for year in years:
        parts = {part.quarter: part.price for good in year.goods.values() for part in good.cost.quarters}
        lacking = sorted(quarter for quarter, price in parts.items() if price is None)
        named += [str(year.rates.year)] if lacking and len(lacking) == len(parts) else lacking
    if named:
        periods = ", ".join(named)
        yield problem("rule.no_prices", "certificate_prices.csv", f"no certificate price is published for {periods}",
                      "write a price scenario with these quarters or years, and name it", periods=periods)  # fmt: skip


def _told(
    plant: Plant, years: tuple[YearOutlook, ...], rules: RuleSet | None, scenario: str, growth: float, edition: str
) -> Outlook:
    return Outlook(
        plant=plant.installation.name,
        edition=edition,
        rules=rules.name if rules else "",
        rules_status=rules.status if rules else "in_force",
        scenario=scenario,
        growth=growth,
        years=tuple(_year(plant, year) for year in years),
        notes=tuple(_notes(years, rules, growth, edition)),
    )


def _year(plant: Plant, year: YearOutlook) -> YearAhead:
    rates = year.rates
    return YearAhead(
        year=rates.year,
        free_allocation_share=known_amount(rates.share),
        correction_factor=amount(rates.factor),
        benchmark_year=rates.benchmark_year,
        goods=tuple(_good(plant, name, good) for name, good in year.goods.items()),
        certificates=amount(year.certificates),
        default_certificates=amount(year.default_certificates),
        cost=amount(year.cost),
        default_cost=amount(year.default_cost),
    )


def _good(plant: Plant, name: str, good: GoodYear) -> GoodInYear:
    cost: GoodCost = good.cost
    named = {item.id: (item.name, item.name_local, item.cn_code) for item in plant.outsourced_steps}
    named |= {item.id: (item.name, item.name_local, item.cn_code) for _, item in plant.products()}
    said, local, cn_code = named[name]
    return GoodInYear(
        good=name,
        name=said or name,
        name_local=local or said or name,
        cn_code=cn_code,
        free_allocation=amount(cost.free_allocation),
        certificates_per_tonne=amount(cost.certificates_per_tonne),
        default_value_with_markup=amount(cost.default_value_with_markup),
        default_free_allocation=amount(cost.default_free_allocation),
        default_certificates_per_tonne=amount(cost.default_certificates_per_tonne),
        quarters=tuple(_quarter(item) for item in cost.quarters),
        certificates=amount(good.certificates),
        default_certificates=amount(good.default_certificates),
        cost=amount(cost.cost),
        default_cost=amount(cost.default_cost),
    )


def _quarter(item: QuarterCost) -> PriceOfQuarter:
    return PriceOfQuarter(item.quarter, known_amount(item.mass), amount(item.price), item.price_is_scenario)


def _notes(years: tuple[YearOutlook, ...], rules: RuleSet | None, growth: float, edition: str) -> Iterator[Note]:
    later = [item.rates for item in years if item.rates.year > years[0].rates.year]
    prices = [part for item in years for good in item.goods.values() for part in good.cost.quarters]
    yield "importer"
    if later:
        yield "grown" if growth else "held"
        yield "precursors"
    if rules is not None and rules.status == "proposal":
        yield "proposal"
    if any(item.rates.year > 2026 for item in years):
        yield "benchmarks_updated"
    if editions()[-1].id == edition and any(item.year > 2027 for item in later):
        yield "defaults_revised"
    kept = [item for item in later if item.year > last_year_of_law() and item.share.value > 0 and not item.lacking]
    if kept:
        yield "benchmarks_kept"
        yield "factor_assumed"
    if any(part.price_is_scenario for part in prices):
        yield "price_told"
    if any(part.quarter > "2027" for part in prices):
        yield "price_weekly"
