"""The lines of a CBAM declaration: Article 6(2)(a) to (d)."""

from dataclasses import dataclass

from pulmu.carbon.declarant.lines import LineStatement
from pulmu.carbon.declarant.year import YearOwed
from pulmu.carbon.obligation import declared_emissions, mass_of_goods, sum_of_certificates
from pulmu.model import Figure, Problem
from pulmu.reference import Deadline, country, declaration_of, find_good


@dataclass(frozen=True, slots=True)
class DeclaredGood:
    """One type of goods: CN code and origin.

    Parameters
    ----------
    mass : Article 6(2)(a): the total quantity. [t]
    embedded : Article 6(2)(b): the total embedded emissions; None where a line's are not known. [t CO2e]
    certificates : Its part of Article 6(2)(c), after free allocation and carbon price; None where not known.
    verification_reports : Article 6(2)(d): what has to be enclosed.
    """

    cn_code: str
    country_of_origin: str
    obliged: bool
    mass: Figure
    embedded: Figure | None
    certificates: Figure | None
    verification_reports: tuple[str, ...]
    missing: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """The declaration of a year; `due` is None for a year whose day is not in the tables."""

    year: int
    due: Deadline | None
    goods: tuple[DeclaredGood, ...]
    certificates: Figure | None


def declare(year: YearOwed) -> Declaration:
    """The lines of the declaration, a type of goods each. Goods of exempt origin are not declared.

    With the floor in total the certificates of the goods are told before that floor's sum: only the total of the year
    is what is surrendered.
    """
    groups: dict[tuple[str, str], list[LineStatement]] = {}
    for line in year.lines:
        if not line.exempt:
            key = (find_good(line.line.cn_code).cn_code, country(line.line.country_of_origin).iso2)
            groups.setdefault(key, []).append(line)
    goods = tuple(_good(*key, lines) for key, lines in sorted(groups.items()))
    return Declaration(year.year, declaration_of(year.year), goods, year.certificates)


def _good(cn_code: str, origin: str, lines: list[LineStatement]) -> DeclaredGood:
    subject = f"{cn_code}, {origin}"
    embedded = [line.embedded for line in lines if line.embedded is not None]
    counts = [line.certificates for line in lines if line.certificates is not None]
    obliged = any(line.obliged for line in lines)
    return DeclaredGood(
        cn_code,
        origin,
        obliged,
        mass_of_goods.figure(masses=[line.mass for line in lines]).of(subject),
        declared_emissions.figure(parts=embedded).of(subject) if len(embedded) == len(lines) else None,
        sum_of_certificates.figure(parts=counts).of(subject) if obliged and len(counts) == len(lines) else None,
        tuple(dict.fromkeys(line.line.verification_report for line in lines if line.line.basis == "actual")),
        tuple(dict.fromkeys(item for line in lines for item in line.missing)),
    )
