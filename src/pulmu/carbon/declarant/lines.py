"""What one line of imports owes, and what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.carbon.certificates import certificate_cost
from pulmu.carbon.costs import scenario_price
from pulmu.carbon.declarant.specific import (
    ALLOCATION,
    EMBEDDED,
    allocation_per_tonne,
    embedded_per_tonne,
    is_exempt,
    zero_of_exempt,
)
from pulmu.carbon.free_allocation import attempt
from pulmu.carbon.law import cbam_regulation
from pulmu.carbon.obligation import (
    carbon_price_reduction,
    certificates_of_imports,
    effective_carbon_price,
    embedded_emissions_of_imports,
    free_allocation_of_imports,
)
from pulmu.carbon.quote import quoted
from pulmu.model import Figure, Problem, Quantity, RuleError, Source, fact
from pulmu.model.imports import ImportLine, Readings
from pulmu.reference import certificate_price

_DRAFT = "rests on a draft act of 13 May 2026 that is not law (open point 2)"


@dataclass(frozen=True, slots=True)
class LineStatement:
    """A line with what it owes; `missing` says why a figure is None.

    Parameters
    ----------
    obliged : Whether the mass test of the year lets it be owed for.
    certificates : With the floor at zero for this line alone.
    cost : By the price of its quarter of importation.
    """

    line: ImportLine
    obliged: bool
    exempt: bool
    mass: Figure
    embedded: Figure | None
    free_allocation: Figure | None
    carbon_price: Figure | None
    price: Figure | None
    price_is_scenario: bool
    certificates: Figure | None
    cost: Figure | None
    missing: tuple[Problem, ...]


def state_line(
    line: ImportLine, readings: Readings, prices: Mapping[str, Quantity], edition: str, *, obliged: bool = True
) -> LineStatement:
    """One line of imports.

    Parameters
    ----------
    prices : By quarter, where none is published: those of a named scenario.
    obliged : False where the importer stays within the mass threshold.
    """
    exempt = is_exempt(line)
    mass = fact(line.mass, "net mass", line.id, "t")
    specific, no_value = attempt(
        lambda: zero_of_exempt(line, EMBEDDED) if exempt else embedded_per_tonne(line, readings, edition)
    )
    allocation, no_allocation = attempt(
        lambda: zero_of_exempt(line, ALLOCATION) if exempt else allocation_per_tonne(line, readings, edition)
    )
    embedded = specific and embedded_emissions_of_imports.figure(mass=mass, specific=specific).of(line.id)
    free = allocation and free_allocation_of_imports.figure(mass=mass, specific=allocation).of(line.id)
    price, no_price = attempt(lambda: price_of(line.quarter, prices))
    reduction, no_reduction = attempt(lambda: _carbon_price(line, readings, embedded, free, price))
    count = cost = None
    if embedded is not None and free is not None and reduction is not None:
        count = certificates_of_imports.figure(embedded=embedded, free_allocation=free, carbon_price=reduction)
        count = count.of(line.id)
        cost = price and certificate_cost.figure(certificates=count, price=price).of(line.id)
    missing = tuple(dict.fromkeys((*no_value, *no_allocation, *no_price, *no_reduction)))
    scenario = price is not None and not _is_published(line.quarter)
    return LineStatement(
        line, obliged and not exempt, exempt, mass, embedded, free, reduction, price, scenario, count, cost, missing
    )


def price_of(quarter: str, prices: Mapping[str, Quantity]) -> Figure:
    """The published price of a quarter; where there is none, that of the scenario.

    Raises
    ------
    RuleError  Neither is there (`rule.no_price`).
    """
    try:
        return quoted(certificate_price(quarter), "certificate price", quarter)
    except RuleError:
        told = scenario_price(prices, quarter)
        if told is None:
            raise
    return fact(told, "certificate price", quarter, "EUR/t CO2e", "scenario: not a published price")


def _is_published(quarter: str) -> bool:
    return attempt(lambda: price_of(quarter, {}))[0] is not None


def _carbon_price(
    line: ImportLine, readings: Readings, embedded: Figure | None, free: Figure | None, price: Figure | None
) -> Figure:
    """Reduction for a carbon price paid; zero where none was, or where the draft is not to be followed."""
    law = cbam_regulation("Article 9")
    if line.carbon_price_paid is None:
        return Figure(0.0, "t CO2e", "carbon price reduction", law, "no carbon price paid is given", subject=line.id)
    if not readings.carbon_price_draft:
        because = "a carbon price was paid; how it is deducted is not law yet, so nothing is"
        return Figure(0.0, "t CO2e", "carbon price reduction", law, because, subject=line.id)
    if line.basis == "default":
        because = "with default values only published default carbon prices may be deducted, and none is"
        return Figure(0.0, "t CO2e", "carbon price reduction", law, because, subject=line.id)
    if embedded is None or free is None or price is None or price.value <= 0:
        raise RuleError.of(
            "carbon.import_reduction_unknown", f"lines, {line.id}",
            "the carbon price paid cannot be deducted while emissions, free allocation or certificate price lack",
            "mend what is told of the line, or name a price scenario", line=line.id,
        )  # fmt: skip
    paid = fact(line.carbon_price_paid, "carbon price paid", line.id, "EUR/t CO2e")
    given_back = line.carbon_price_rebate or Quantity(0.0, "EUR/t CO2e")
    effective = effective_carbon_price.figure(paid=paid, rebate=fact(given_back, "rebate", line.id, "EUR/t CO2e"))
    covered = Figure(line.carbon_price_covers, "1", "covered share", Source("given", f"lines, {line.id}"))
    return carbon_price_reduction.figure(
        embedded=embedded, free_allocation=free, covered=covered, effective_price=effective, reference_price=price
    ).of(line.id, _DRAFT)
