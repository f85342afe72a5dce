"""The facts of a firm as rules ask for them: from its file and a day to one row."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pulmu.model.firm import BusinessYear, Firm
from pulmu.reference import find_division, find_fact
from pulmu.reference.size_limits import SEAT_ROWS
from pulmu.support.size.accounts import Accounts, accounts_on, month_of, sales_months
from pulmu.support.size.leaving import LeavingLaw, leaving_facts


def firm_facts(firm: Firm, day: date, law: LeavingLaw) -> dict[str, Any]:
    """What is known of a firm on a day, by the names of the table of facts; None where it is not."""
    accounts = accounts_on(firm, day, months=law.status_months)
    limit_row = _main_industry(firm, accounts)
    division = _division(limit_row)
    section = find_division(division).section if division is not None else None
    recent = accounts.basis is not None and accounts.basis.startswith("recent")
    return {
        **_told(firm),
        "body": firm.body,
        "province": firm.province,
        "region_class": firm.region_class,
        "section": section,
        "micro_section": _section_of_last_year(firm, accounts, section),
        "division": None if division is None else f"{division:02d}",
        "limit_row": limit_row,
        "related_limit_row": limit_row,
        "other_related_limit_row": limit_row,
        "founded_on": firm.founded_on,
        "listed": firm.listed,
        "closed_on": accounts.closed_on,
        "assessed_on": day if recent else None,
        "limits_on": day if recent else accounts.closed_on,
        **_sales(firm, accounts, day),
        "total_assets_krw": _assets(firm, accounts),
        "regular_employees": _employees(firm, accounts, day),
        "disclosure_group": None if firm.disclosure_group is None else firm.disclosure_group.on(day),
        "cross_shareholding_group": None
        if firm.cross_shareholding_group is None
        else firm.cross_shareholding_group.on(day),
        "finance_or_insurance": firm.finance_or_insurance,
        "general_holding_company": firm.general_holding_company,
        "externally_audited": firm.externally_audited,
        "owners_known": firm.owners_known,
        "relatives_known": firm.relatives_known,
        **leaving_facts(firm, accounts, day, law),
    }


def _told(firm: Firm) -> dict[str, Any]:
    """Facts that programmes ask, in the form of their kind."""
    return {name: _as_kind(name, value) for name, value in firm.facts.items()}


def _as_kind(name: str, value: Any) -> Any:
    match find_fact(name).kind:
        case "choices":
            return frozenset(part.strip() for part in str(value).split(",") if part.strip())
        case "date":
            return date.fromisoformat(str(value))
        case "won" | "count" | "share":
            return float(str(value).replace(",", "").replace("_", ""))
        case "flag":
            return value if isinstance(value, bool) else {"true": True, "yes": True, "false": False, "no": False}.get(str(value).lower())  # fmt: skip # noqa: E501
        case _:
            return str(value)


def _main_industry(firm: Firm, accounts: Accounts) -> int | None:
    """The industry with the largest part of average sales (Decree, article 4 (1)); None where two are equal."""
    return _largest_industry(firm, accounts.averaged or accounts.years)


def _largest_industry(firm: Firm, years: Sequence[BusinessYear | None]) -> int | None:
    sums: Counter[int] = Counter()
    for year in years:
        for code, amount in ({} if year is None else year.sales_by_industry_krw).items():
            sums[limit_row_of(code)] += amount
    if sums:
        (row, most), *rest = sums.most_common(2)
        return None if rest and rest[0][1] == most else row
    return None if firm.ksic is None else limit_row_of(firm.ksic)


def _section_of_last_year(firm: Firm, accounts: Accounts, section: str | None) -> str | None:
    """Section of the main industry by last year's sales, which micro merchants go by (their decree, article 3 (2))."""
    if accounts.last is None or not accounts.last.sales_by_industry_krw:
        return section
    division = _division(_largest_industry(firm, (accounts.last,)))
    return None if division is None else find_division(division).section


def limit_row_of(ksic: str) -> int:
    """The row of the size limits of an industry code of two to five digits."""
    number = int(ksic)
    return number if number in SEAT_ROWS else int(ksic[:2])


def _division(limit_row: int | None) -> int | None:
    return None if limit_row is None else limit_row if limit_row < 100 else limit_row // 1000


def _sales(firm: Firm, accounts: Accounts, day: date) -> dict[str, Any]:
    years = [*accounts.years, None, None, None][:3]
    sales = [None if year is None else year.sales_krw for year in years]
    found: dict[str, Any] = {
        "basis": accounts.basis,
        "sales_1_krw": sales[0],
        "sales_2_krw": sales[1],
        "sales_3_krw": sales[2],
        "sales_years": accounts.sales_years,
        "sales_growth": _growth(sales[0], sales[2]),
        "rnd_krw": None if accounts.last is None else accounts.last.rnd_krw,
        "rnd_share": _share_of_sales(years, lambda year: year.rnd_krw),
        "recent_sales_krw": None,
        "recent_months": None,
        "recent_days": None,
    }
    if accounts.last is not None and accounts.last.exports_usd is not None:
        found["exports_usd"] = float(accounts.last.exports_usd)
    if accounts.basis == "changed_years":
        whole = [None if year is None else year.sales_krw for year in accounts.averaged]
        found["recent_sales_krw"] = None if None in whole else sum(amount or 0 for amount in whole)
    if accounts.event is not None and accounts.basis is not None:
        found |= _recent(firm, accounts, accounts.event, day)
    return found


def _growth(last: int | None, first: int | None) -> float | None:
    """Yearly growth over the two steps between three years."""
    return None if last is None or not first else math.sqrt(last / first) - 1


def _share_of_sales(years: list[BusinessYear | None], amount: Any) -> float | None:
    """An amount as a share of sales over three years; None where one is not told."""
    parts, sales = 0, 0
    for year in years:
        part = None if year is None else amount(year)
        if year is None or part is None or year.sales_krw is None:
            return None
        parts, sales = parts + part, sales + year.sales_krw
    return parts / sales if sales else None


def _recent(firm: Firm, accounts: Accounts, event: date, day: date) -> dict[str, Any]:
    """Sales since the event in the window of the case, and its months or days (Decree, article 7 (2) 3)."""
    months = sales_months(accounts, day)
    found: dict[str, Any] = {"recent_sales_krw": _months_sum(firm, months)}
    if accounts.basis == "recent_months":
        found["recent_months"] = len(months)
    elif accounts.basis == "recent_days":
        found["recent_days"] = (day - event).days + 1
    return found


def _months_sum(firm: Firm, months: Sequence[str]) -> int | None:
    by_month: Mapping[str, int | None] = {item.month: item.sales_krw for item in firm.monthly_sales}
    found = [by_month.get(month) for month in months]
    return None if not found or any(amount is None for amount in found) else sum(amount or 0 for amount in found)


def _assets(firm: Firm, accounts: Accounts) -> int | None:
    last = accounts.last
    return firm.total_assets_krw if last is None or last.total_assets_krw is None else last.total_assets_krw


def _employees(firm: Firm, accounts: Accounts, day: date) -> float | None:
    """Regular employees: the mean of month ends over the last business year, or since the event."""
    if not firm.month_end_employees:
        return firm.regular_employees
    by_month = {item.month: item.employees for item in firm.month_end_employees}
    if accounts.event is not None:
        apart = (day.year - accounts.event.year) * 12 + day.month - accounts.event.month
        months = [month_of(day, back) for back in range(1, min(apart, 12) + 1)] or [month_of(day)]
    elif accounts.closed_on is not None:
        months = [month_of(accounts.closed_on, back) for back in range(12)]
    else:
        return firm.regular_employees
    found = [by_month[month] for month in months if month in by_month]
    return sum(found) / len(found) if len(found) == len(months) else firm.regular_employees
