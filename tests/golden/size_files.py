"""From a golden case of company size, as an officer writes it, to a firm's file as a user writes it."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

HANBIT: dict[str, Any] = {
    "id": "hanbit",
    "body": "company",
    "ksic": "24112",
    "founded_on": date(2001, 3, 2),
    "listed": False,
    "regular_employees": 50,
    "disclosure_group": {"member": False},
    "cross_shareholding_group": {"member": False},
    "finance_or_insurance": False,
    "general_holding_company": False,
    "externally_audited": True,
    "owners_known": True,
    "relatives_known": True,
    "leaving": [{"on": date(2012, 4, 1), "because": "growth"}],
    "leaving_micro": [{"on": date(2012, 4, 1), "because": "growth"}],
    "tax_leaving": [{"year_end": date(2012, 12, 31), "because": "growth"}],
    "facts": {"tax_excluded_industry": False},
}
_AMOUNT = re.compile(r"([\d.]+)억([+-]\d+)?")


def amount(written: Any) -> Any:
    """Whole won: `1800억`, `1800억+1`, or a number."""
    if not isinstance(written, str):
        return written
    found = _AMOUNT.fullmatch(written)
    assert found, written
    return round(float(found[1]) * 10**8) + int(found[2] or 0)


def with_on(tree: Any) -> Any:
    """The tree with keys `on` as written: YAML reads the word as a yes."""
    if isinstance(tree, dict):
        return {"on" if key is True else key: with_on(value) for key, value in tree.items()}
    return [with_on(item) for item in tree] if isinstance(tree, list) else tree


def file_of(case: dict[str, Any]) -> dict[str, Any]:
    """The file of a case: Hanbit with its changes, the other firms, holders and shares."""
    firms = [firm_of(case.get("firm", {}), case["day"])]
    firms += [firm_of({"id": other["id"], **other}, case["day"]) for other in case.get("others", [])]
    holders = [{name: amount(value) if name == "total_assets_krw" else value for name, value in holder.items()}
               for holder in case.get("holders", [])]  # fmt: skip
    shares = [{"holder": holder, "company": company, "share": share} for holder, company, share in case.get("shares", [])]  # fmt: skip # noqa: E501
    return {"firm": "hanbit", "companies": firms, "holders": holders, "shareholdings": shares}


def firm_of(changes: dict[str, Any], day: date) -> dict[str, Any]:
    """Hanbit with changes, its shorthands written out."""
    changes = dict(changes)
    years = years_of(changes, day)
    months = [{"month": month, "sales_krw": amount(won)} for month, won in changes.pop("months", {}).items()]
    staff = [{"month": month, "employees": count} for month, count in changes.pop("staff", {}).items()]
    if not years and "assets" in changes:
        changes["total_assets_krw"] = amount(changes["assets"])
    for name in ("sales", "assets", "by_industry", "closing", "years", "rnd"):
        changes.pop(name, None)
    if changes.pop("never_left", False):
        changes["leaving"] = []
    dropped = changes.pop("drop", [])
    given = {**HANBIT, **changes, "business_years": years, "monthly_sales": months, "month_end_employees": staff}
    return {name: value for name, value in given.items() if name not in dropped and value is not None}


def years_of(changes: dict[str, Any], day: date) -> list[dict[str, Any]]:
    """Its business years: those written out, or every year around the day by the shorthands."""
    if "years" in changes:
        return [
            {
                "end": year["end"],
                "months": year.get("months", 12),
                "sales_krw": amount(year["sales"]),
                "rnd_krw": amount(year.get("rnd", "0억")),
                "total_assets_krw": amount("2000억"),
            }
            for year in changes["years"]
        ]
    sales, assets = changes.get("sales", "1000억"), changes.get("assets", "2000억")
    industries = changes.get("by_industry")
    month = changes.get("closing", 12)
    by_year = isinstance(industries, dict) and any(isinstance(key, int) for key in industries)
    years = list(sales) if isinstance(sales, dict) else list(industries) if by_year else range(day.year - 6, day.year + 1)  # fmt: skip # noqa: E501
    found = []
    for year in years:
        split = {} if industries is None else industries[year] if by_year else industries
        split = {code: amount(won) for code, won in split.items()}
        won = sum(split.values()) if split else amount(sales[year] if isinstance(sales, dict) else sales)
        asset = assets.get(year) if isinstance(assets, dict) else assets
        row = {"end": date(year, month, monthrange(year, month)[1]), "sales_krw": won, "sales_by_industry_krw": split,
               "total_assets_krw": amount(asset), "rnd_krw": amount(changes.get("rnd"))}  # fmt: skip
        found.append({name: value for name, value in row.items() if value is not None and value != {}})
    return found
