"""An importer's calendar year: all lines, the quarters, and what they cost together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulmu.carbon.certificates import certificate_cost, sum_of_costs
from pulmu.carbon.declarant.lines import LineStatement, state_line
from pulmu.carbon.declarant.threshold import MassTest, mass_test
from pulmu.carbon.obligation import certificates_in_total, sum_of_certificates
from pulmu.model import Figure, InputError, Quantity, RuleError
from pulmu.model.imports import Imports, Readings

_FLOOR = {
    "per_good": "floor at zero for each line (open point 5)",
    "in_total": "floor at zero for the quarter's lines together (open point 5)",
}


@dataclass(frozen=True, slots=True)
class QuarterOwed:
    """Certificates and cost of one quarter of importation; None where a line or the price is not known."""

    quarter: str
    certificates: Figure | None
    cost: Figure | None


@dataclass(frozen=True, slots=True)
class YearOwed:
    """What an importer owes for a year, with the readings of open points it rests on."""

    year: int
    readings: Readings
    mass: MassTest
    lines: tuple[LineStatement, ...]
    quarters: tuple[QuarterOwed, ...]
    certificates: Figure | None
    cost: Figure | None


def state_year(imports: Imports, edition: str, scenario: str | None = None) -> YearOwed:
    """What the lines of one importer and calendar year owe.

    Parameters
    ----------
    scenario : Name of a price scenario of the file, for quarters without a published price.

    Raises
    ------
    InputError  No line, or lines of several years (`carbon.import_years`).
    RuleError  No scenario of that name (`rule.no_scenario`).
    """
    year = _year(imports)
    prices = _prices(imports, scenario)
    mass = mass_test(imports.lines)
    lines = tuple(
        state_line(line, imports.readings, prices, edition, obliged=mass.obliges(line)) for line in imports.lines
    )
    owed = [line for line in lines if line.obliged]
    quarters = tuple(
        _quarter(name, [line for line in owed if line.line.quarter == name], imports.readings)
        for name in sorted({line.line.quarter for line in owed})
    )
    counts, costs = [item.certificates for item in quarters], [item.cost for item in quarters]
    known = [item for item in counts if item is not None]
    priced = [item for item in costs if item is not None]
    return YearOwed(
        year,
        imports.readings,
        mass,
        lines,
        quarters,
        sum_of_certificates.figure(parts=known).of(str(year)) if len(known) == len(counts) else None,
        sum_of_costs.figure(costs=priced).of(str(year)) if len(priced) == len(costs) else None,
    )


def _year(imports: Imports) -> int:
    years = sorted({int(line.quarter[:4]) for line in imports.lines})
    if len(years) != 1:
        told = ", ".join(map(str, years)) or "none"
        raise InputError.of(
            "carbon.import_years", "lines", f"one calendar year is asked for, the lines are of: {told}",
            "give the lines of one importer and one calendar year", years=told,
        )  # fmt: skip
    return years[0]


def _prices(imports: Imports, scenario: str | None) -> Mapping[str, Quantity]:
    if scenario is None:
        return {}
    if scenario not in imports.price_scenarios:
        known = ", ".join(imports.price_scenarios) or "none"
        raise RuleError.of(
            "rule.no_scenario", "price_scenarios", f"there is no price scenario {scenario!r}",
            f"name one of: {known}; or add it", scenario=scenario, known=known,
        )  # fmt: skip
    return imports.price_scenarios[scenario]


def _quarter(name: str, lines: Sequence[LineStatement], readings: Readings) -> QuarterOwed:
    """The floor of a quarter: line by line, or over all lines, whose surplus then counts for the others."""
    counts = [line.certificates for line in lines]
    known = [item for item in counts if item is not None]
    if len(known) < len(counts):
        return QuarterOwed(name, None, None)
    count = (sum_of_certificates.figure(parts=known) if readings.floor == "per_good" else _in_total(lines)).of(
        name, _FLOOR[readings.floor]
    )
    price = lines[0].price
    cost = price and certificate_cost.figure(certificates=count, price=price).of(name)
    return QuarterOwed(name, count, cost)


def _in_total(lines: Sequence[LineStatement]) -> Figure:
    parts = [(line.embedded, line.free_allocation, line.carbon_price) for line in lines]
    return certificates_in_total.figure(
        embedded=[item for item, _, _ in parts if item is not None],
        free_allocation=[item for _, item, _ in parts if item is not None],
        carbon_price=[item for _, _, item in parts if item is not None],
    )
