"""Embedded emissions and free allocation per tonne of an imported good, by its basis."""

from pulmu.carbon.certificates import default_free_allocation
from pulmu.carbon.law import cbam_regulation
from pulmu.carbon.precursors import allocation_factors
from pulmu.carbon.product import default_value_with_markup
from pulmu.carbon.quote import quoted
from pulmu.model import Figure, RuleError, fact
from pulmu.model.imports import ImportLine, Readings
from pulmu.reference import (
    DefaultValue,
    benchmark_column_b,
    country,
    default_value,
    find_good,
    functional_unit,
    markup,
)

EMBEDDED = "specific embedded emissions"
ALLOCATION = "specific embedded free allocation"


def is_exempt(line: ImportLine) -> bool:
    """Whether the origin is outside the regulation."""
    return country(line.country_of_origin).exempt


def year_of(line: ImportLine) -> int:
    """The year whose mark-up and free allocation a line takes: that of production, of importation if not given."""
    return line.produced or int(line.quarter[:4])


def embedded_per_tonne(line: ImportLine, readings: Readings, edition: str) -> Figure:
    """Specific embedded emissions that a line is declared with. [t CO2e/t]

    Raises
    ------
    RuleError  No default value, mark-up or decision for the good.
    """
    if line.basis == "actual":
        if line.embedded_emissions is None:
            raise RuleError.of(
                "carbon.import_value_missing", f"lines, {line.id}", f"line {line.id}: an actual value is not given",
                "give embedded_emissions, or take the default value", line=line.id,
            )  # fmt: skip
        return fact(line.embedded_emissions, EMBEDDED, line.id, "t CO2e/t",
                    f"verified actual value, report {line.verification_report}")  # fmt: skip
    rate = quoted(markup(find_good(line.cn_code).sector, year_of(line)), "mark-up")
    published = published_value(line, readings, edition)
    return default_value_with_markup.figure(default_value=published, markup=rate).of(line.id)


def published_value(line: ImportLine, readings: Readings, edition: str) -> Figure:
    """Default value of a line's good without mark-up. [t CO2e/t]"""
    found = _row(line, readings, edition)
    return Figure(found.total, found.unit, "default value", found.source, subject=line.id)


def allocation_per_tonne(line: ImportLine, readings: Readings, edition: str) -> Figure:
    """Specific free allocation of a line: what its basis takes. [t CO2e/t]

    Raises
    ------
    RuleError  The producer gave none with an actual value (`carbon.import_allocation_missing`), or no benchmark.
    """
    if line.basis == "default":
        return allocation_by_default(line, readings, edition)
    if line.free_allocation is None:
        raise RuleError.of(
            "carbon.import_allocation_missing", f"lines, {line.id}",
            "an actual value takes the actual free allocation, and that is not given",
            "take free_allocation from the operator's summary report", line=line.id,
        )  # fmt: skip
    return fact(line.free_allocation, ALLOCATION, line.id, "t CO2e/t", "given by the producer")


def allocation_by_default(line: ImportLine, readings: Readings, edition: str) -> Figure:
    """Free allocation of column B, of the route the default value names. [t CO2e/t]"""
    routes = _row(line, readings, edition).routes
    row = benchmark_column_b(line.cn_code, routes, year_of(line))
    because = f"route {row.route} of the default value" if row.route else "benchmark without route"
    benchmark = Figure(row.column_b_default, row.unit, "benchmark column B", row.source, because, subject=line.id)
    return default_free_allocation.figure(**allocation_factors(year_of(line)), benchmark_column_b=benchmark).of(line.id)


def zero_of_exempt(line: ImportLine, name: str) -> Figure:
    """Nothing is owed for an origin that is listed."""
    law = cbam_regulation("Article 2(4); Annex III, point 1")
    return Figure(0.0, "t CO2e/t", name, law, "origin outside the regulation", subject=line.id)


def _row(line: ImportLine, readings: Readings, edition: str) -> DefaultValue:
    good = find_good(line.cn_code)
    if functional_unit(good).name == "t_clinker" and readings.cement_values_per == "undecided":
        raise RuleError.of(
            "rule.cement_unit_undecided", f"lines, {line.id}",
            "default values and benchmarks of cement may be per tonne of cement or per tonne of clinker in it",
            "set readings.cement_values_per to tonne_of_good; until then none are taken", good=line.id,
        )  # fmt: skip
    return default_value(line.cn_code, country(line.country_of_origin).iso2, edition, line.variant or None)
