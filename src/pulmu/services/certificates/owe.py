"""An importer's file: checked, computed, and told in numbers with their articles."""

import functools
import operator
from dataclasses import dataclass
from datetime import date

from pulmu.carbon.declarant import (
    Declaration,
    Holding,
    LineStatement,
    YearOwed,
    declare,
    holdings,
    read_imports,
    state_year,
)
from pulmu.model import Document, Problem, PulmuError, has_errors
from pulmu.model.imports import Readings
from pulmu.reference import DEFAULT_EDITION, deadlines
from pulmu.services.certificates.amount import Amount, amount, known_amount


@dataclass(frozen=True, slots=True)
class LineOwed:
    """A line of imports. None: a number it needs is missing; the problems say which."""

    id: str
    quarter: str
    basis: str
    obliged: bool
    mass: Amount
    embedded: Amount | None
    free_allocation: Amount | None
    carbon_price: Amount | None
    price: Amount | None
    certificates: Amount | None
    cost: Amount | None


@dataclass(frozen=True, slots=True)
class QuarterOwed:
    """A quarter of importation, after the floor that was asked for."""

    quarter: str
    certificates: Amount | None
    cost: Amount | None


@dataclass(frozen=True, slots=True)
class GoodDeclared:
    """A line of the declaration, Article 6(2)(a) to (d)."""

    cn_code: str
    country_of_origin: str
    obliged: bool
    mass: Amount
    embedded: Amount | None
    certificates: Amount | None
    verification_reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held at the end of a quarter, by each of the two ways and by the smaller."""

    quarter: str
    by_default: Amount | None
    by_last_year: Amount | None
    least: Amount | None


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day of law for this year's imports."""

    due: date
    what: str
    what_local: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What an importer owes for a year."""

    importer: str
    year: int
    edition: str
    readings: Readings
    mass: Amount
    threshold: Amount
    is_exceeded: bool
    lines: tuple[LineOwed, ...]
    quarters: tuple[QuarterOwed, ...]
    declaration: tuple[GoodDeclared, ...]
    holdings: tuple[Held, ...]
    calendar: tuple[DueDay, ...]
    certificates: Amount | None
    cost: Amount | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, or what stands in its way; with an answer, what of it is missing."""

    owed: Owed | None
    problems: tuple[Problem, ...]


def owe(document: Document, *, edition: str = DEFAULT_EDITION, scenario: str | None = None) -> Outcome:
    """What an importer owes for the lines of its file.

    Parameters
    ----------
    scenario : Name of a price scenario of the file, for quarters without a published price.
    """
    read = read_imports(document)
    if has_errors(read.problems):
        return Outcome(None, read.problems)
    imports = read.value
    try:
        year = state_year(imports, edition, scenario)
    except PulmuError as error:
        return Outcome(None, error.problems)
    held = holdings(year, imports.surrendered_last_year, edition)
    missing = dict.fromkeys((*read.problems, *_missing(year)))
    return Outcome(_told(imports.importer, year, declare(year), held, edition), tuple(missing))


def _missing(year: YearOwed) -> tuple[Problem, ...]:
    owed = (line.missing for line in year.lines if line.obliged)
    return functools.reduce(operator.add, owed, ())


def _told(importer: str, year: YearOwed, declaration: Declaration, held: tuple[Holding, ...], edition: str) -> Owed:
    return Owed(
        importer,
        year.year,
        edition,
        year.readings,
        known_amount(year.mass.mass),
        known_amount(year.mass.threshold),
        year.mass.is_exceeded,
        tuple(_line(line) for line in year.lines),
        tuple(QuarterOwed(item.quarter, amount(item.certificates), amount(item.cost)) for item in year.quarters),
        tuple(
            GoodDeclared(
                good.cn_code,
                good.country_of_origin,
                good.obliged,
                known_amount(good.mass),
                amount(good.embedded),
                amount(good.certificates),
                good.verification_reports,
            )
            for good in declaration.goods
        ),
        tuple(
            Held(item.quarter, amount(item.by_default), amount(item.by_last_year), amount(item.least)) for item in held
        ),
        _calendar(year.year),
        amount(year.certificates),
        amount(year.cost),
    )


def _line(line: LineStatement) -> LineOwed:
    return LineOwed(
        line.line.id,
        line.line.quarter,
        line.line.basis,
        line.obliged,
        known_amount(line.mass),
        amount(line.embedded),
        amount(line.free_allocation),
        amount(line.carbon_price),
        amount(line.price),
        amount(line.certificates),
        amount(line.cost),
    )


def _calendar(year: int) -> tuple[DueDay, ...]:
    """The importer's days for a year's imports: those about the year, and its quarters' ends."""
    wanted = {str(year), *(f"{year}Q{number}" for number in (1, 2, 3, 4))}
    found = (item for item in deadlines() if item.who == "importer" and item.about in wanted)
    return tuple(DueDay(item.due, item.text, item.text_local) for item in found)
