"""How many certificates an importer holds at the end of each quarter from 2027."""

from dataclasses import dataclass

from pulmu.carbon.declarant.lines import LineStatement
from pulmu.carbon.declarant.specific import allocation_by_default, is_exempt, published_value
from pulmu.carbon.declarant.year import YearOwed
from pulmu.carbon.free_allocation import attempt
from pulmu.carbon.law import cbam_regulation
from pulmu.carbon.obligation import (
    certificates_of_imports,
    certificates_to_hold,
    embedded_emissions_of_imports,
    free_allocation_of_imports,
)
from pulmu.carbon.quote import quoted
from pulmu.model import Figure, Problem, Source
from pulmu.model.errors import problem
from pulmu.model.imports import Surrendered
from pulmu.reference import country, find_good, parameter

FIRST_YEAR = 2027


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held at the end of a quarter, for all imports since 1 January.

    Parameters
    ----------
    by_default : By default values without mark-up; None where one is not known.
    by_last_year : By what was surrendered the year before for the same CN codes and origins; None where one of them
        was not imported then.
    least : The smaller of the two that are known: the law lets the importer choose.
    """

    quarter: str
    by_default: Figure | None
    by_last_year: Figure | None
    least: Figure | None
    missing: tuple[Problem, ...]


def holdings(year: YearOwed, last: tuple[Surrendered, ...], edition: str) -> tuple[Holding, ...]:
    """The holding at the end of each quarter with imports, or after one; none before 2027 or without an obligation."""
    owed = [line for line in year.lines if line.obliged]
    if year.year < FIRST_YEAR or not owed:
        return ()
    names = [f"{year.year}Q{number}" for number in (1, 2, 3, 4)]
    first = min(line.line.quarter for line in owed)
    return tuple(
        _holding(name, [line for line in owed if line.line.quarter <= name], year, last, edition)
        for name in names
        if name >= first
    )


def _holding(
    quarter: str, lines: list[LineStatement], year: YearOwed, last: tuple[Surrendered, ...], edition: str
) -> Holding:
    share = quoted(parameter("quarterly_holding_share"), "share to be held", quarter)
    found = [attempt(lambda line=line: _unraised(line, year, edition)) for line in lines]  # type: ignore[misc]
    known = [figure for figure, _ in found if figure is not None]
    by_default = None
    if len(known) == len(lines):
        by_default = certificates_to_hold.figure(share=share, certificates=known)
        by_default = by_default.of(quarter, "default values without mark-up")
    surrendered, unknown = _surrendered(lines, last)
    by_last = None
    if not unknown:
        by_last = certificates_to_hold.figure(share=share, certificates=surrendered)
        by_last = by_last.of(quarter, "surrendered for the year before")
    options = [figure for figure in (by_default, by_last) if figure is not None]
    missing = (*dict.fromkeys(item for _, why in found for item in why), *unknown)
    return Holding(quarter, by_default, by_last, min(options, key=lambda item: item.value, default=None), missing)


def _unraised(line: LineStatement, year: YearOwed, edition: str) -> Figure:
    """Certificates of a line by its default value without mark-up, floored line by line."""
    specific = published_value(line.line, year.readings, edition)
    allocation = allocation_by_default(line.line, year.readings, edition)
    law = cbam_regulation("Article 22(2)")
    none = Figure(0.0, "t CO2e", "carbon price reduction", law, "Article 22(2) names free allocation only")
    embedded = embedded_emissions_of_imports.figure(mass=line.mass, specific=specific)
    free = free_allocation_of_imports.figure(mass=line.mass, specific=allocation)
    return certificates_of_imports.figure(embedded=embedded, free_allocation=free, carbon_price=none).of(line.line.id)


def _surrendered(lines: list[LineStatement], last: tuple[Surrendered, ...]) -> tuple[list[Figure], tuple[Problem, ...]]:
    numbers: dict[tuple[str, str], float] = {}
    for item in last:
        key = (find_good(item.cn_code).cn_code, country(item.country_of_origin).iso2)
        numbers[key] = numbers.get(key, 0.0) + item.certificates
    wanted = dict.fromkeys(
        (find_good(line.line.cn_code).cn_code, country(line.line.country_of_origin).iso2)
        for line in lines
        if not is_exempt(line.line)
    )
    figures = [
        Figure(numbers[key], "certificate", "surrendered for the year before",
               Source("given", "surrendered_last_year"), subject=", ".join(key))
        for key in wanted if key in numbers
    ]  # fmt: skip
    return figures, tuple(_not_imported(*key) for key in wanted if key not in numbers)


def _not_imported(cn_code: str, origin: str) -> Problem:
    return problem(
        "carbon.import_no_last_year", "surrendered_last_year",
        f"no certificates of the year before are given for CN {cn_code} of {origin}",
        "give their number, or hold by default values", cn_code=cn_code, origin=origin,
    )  # fmt: skip
