"""Where the answer to a question stands in a firm's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pulmu.model.firm import BusinessYear, Firm, Firms
from pulmu.reference import FactDescription
from pulmu.support.ownership import asked_firm
from pulmu.support.size import accounts_of, business_year_ends, sales_months, size_rules
from pulmu.support.size.accounts import Accounts

CLOSING = "closed_on"
"""Fact that is computed; where no business year is told, the first amount of one comes with its last day."""

MONTHLY = "monthly_sales:"
"""How the name of an answer begins that tells the sales of a month: ``monthly_sales:2026-10``."""


@dataclass(frozen=True, slots=True)
class Home:
    """A place in the entry of a firm.

    Parameters
    ----------
    kind : A value of the firm, a membership, a value of a business year, part of an exit, or a fact of programmes.
    name : Name of the value, or of the list of exits.
    back : Of a business year: how many years before the last that counts.
    part : Of an exit: which of its parts.
    """

    kind: Literal["value", "membership", "year", "exit", "fact"]
    name: str
    back: int = 0
    part: str = ""


_HOMES: Mapping[str, Home] = {
    **{name: Home("value", name) for name in (
        "body", "province", "region_class", "founded_on", "listed", "finance_or_insurance", "general_holding_company",
        "externally_audited", "owners_known", "relatives_known", "regular_employees")},
    "division": Home("value", "ksic"),
    **{name: Home("membership", name) for name in ("disclosure_group", "cross_shareholding_group")},
    **{f"sales_{back + 1}_krw": Home("year", "sales_krw", back) for back in range(3)},
    **{name: Home("year", name) for name in ("total_assets_krw", "rnd_krw", "exports_usd")},
    "left_sme_because": Home("exit", "leaving", part="because"),
    "left_sme_on": Home("exit", "leaving", part="on"),
    "left_micro_because": Home("exit", "leaving_micro", part="because"),
    "left_micro_on": Home("exit", "leaving_micro", part="on"),
    "tax_left_because": Home("exit", "tax_leaving", part="because"),
    "tax_reason_year_end": Home("exit", "tax_leaving", part="year_end"),
}  # fmt: skip

_COUNTED = ("graces_before", "returned_by_raised_table", "micro_graces_before")
"""Facts that are counted from the exits of the file."""


def home_of(fact: str) -> Home:
    """Where the answer to a fact stands; what law does not ask stands among the facts of programmes."""
    return _HOMES.get(fact, Home("fact", fact))


def home_in(fact: str, *, is_new: bool) -> Home:
    """The same for a firm that may count as new and has closed no business year: its assets are those it began with."""
    return Home("value", fact) if is_new and fact == "total_assets_krw" else home_of(fact)


def is_told(fact: FactDescription) -> bool:
    """Whether an answer to it can be written; what follows from other facts is computed."""
    return fact.name in _HOMES or fact.name == CLOSING or not (fact.is_derived or fact.name in _COUNTED)


def calendar_closing(day: date) -> date:
    """Last day of the last business year that counts, of a firm whose years are calendar years."""
    year = BusinessYear(end=date(day.year - 1, 12, 31))
    found = _accounts(Firm(id="firm", business_years=(year,)), day).closed_on
    return found or year.end


def year_ends(firms: Firms, day: date) -> tuple[date, ...]:
    """Last days of the last three business years, the latest first; none where no year is told."""
    firm = asked_firm(firms)
    closed_on = _accounts(firm, day).closed_on
    return () if closed_on is None else tuple(business_year_ends(firm, closed_on, 3))


def months_asked(firms: Firms, day: date) -> tuple[str, ...]:
    """Months whose sales decide, the earliest first; none for a firm that does not count as new."""
    firm = asked_firm(firms)
    return tuple(reversed(sales_months(_accounts(firm, day), day)))


def _accounts(firm: Firm, day: date) -> Accounts:
    return accounts_of(size_rules().rulebook(), firm, day)
