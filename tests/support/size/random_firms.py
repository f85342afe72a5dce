"""Random files of firms around the limits of size, and changes of each parameter."""

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from pulmu.model.firm import (
    BusinessYear,
    Firm,
    FirmEvent,
    Firms,
    Holder,
    Leaving,
    Membership,
    MicroLeaving,
    MonthlySales,
    Shareholding,
    TaxLeaving,
)
from pulmu.support.rules import Rulebook

EOK = 100_000_000
DAYS = (date(2025, 6, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 11, 25))
SALES = (0, 5, 100, 140, 600, 900, 1000, 1200, 1499, 1500, 1600, 1800, 2600, 2999, 3000, 9000)
ASSETS = (10, 2000, 4999, 5000, 6000, 50_000, 120_000)
SHARES = (0.05, 0.2, 0.25, 0.3, 0.31, 0.4, 0.5, 0.6, 1.0)
KSIC = ("24112", "24112", "25111", "46721", "30393", "64121", "94110", "62010")


def often(random: Random, value: Any, *others: Any, chance: float = 0.7) -> Any:
    return value if random.random() < chance else random.choice(others)


def won(random: Random, choices: tuple[int, ...]) -> int:
    return max(random.choice(choices) * EOK + random.choice((-1, 0, 0, 1)), 0)


def years(random: Random) -> tuple[BusinessYear, ...]:
    month = often(random, 12, 9, 8, chance=0.85)
    last = {12: 31, 9: 30, 8: 31}[month]
    base = won(random, SALES)
    found = []
    for year in range(2020, 2027):
        sales = often(random, base, None, won(random, SALES), chance=0.85)
        split = {"24112": sales // 2 + 1, "25111": sales // 2} if sales and random.random() < 0.1 else {}
        found.append(BusinessYear(
            end=date(year, month, last), months=often(random, 12, 6, chance=0.98), sales_krw=sales,
            sales_by_industry_krw=split, total_assets_krw=often(random, won(random, ASSETS[:4]), None, chance=0.93),
            rnd_krw=often(random, 20 * EOK, None, 0, 50_000_000), exports_usd=None))  # fmt: skip
    return tuple(found)


MICRO = (MicroLeaving(on=date(2014, 4, 1)), MicroLeaving(on=date(2025, 4, 1), because="growth"))


def left(random: Random, day: date, because: Any) -> Leaving:
    return Leaving(on=day, because=because, returned_by_raised_table=random.choice((True, False, None)))


def tax_left(random: Random) -> TaxLeaving:
    because: Any = random.choice(("growth", "related_companies", "parent", "table_change", None))
    return TaxLeaving(year_end=date(random.choice((2022, 2023, 2024)), 12, 31), because=because)


def firm(random: Random, name: str) -> Firm:
    new = random.random() < 0.15
    founded = random.choice(
        (date(2026, 6, 10), date(2026, 11, 2), date(2025, 5, 20), date(2024, 2, 1), date(2023, 1, 1))
    )
    growth = random.choice(("growth", "related_companies", "parent", "merged_with_non_sme", "group", None))
    exits = random.sample((date(2014, 4, 1), date(2022, 4, 1), date(2023, 4, 1), date(2025, 4, 1)), random.choice((0, 1, 1, 2)))  # fmt: skip # noqa: E501
    member = Membership(member=random.random() < 0.1)
    all_years = years(random)
    return Firm(
        id=name,
        body=often(random, "company", "cooperative", "sole_proprietor", "non_profit", None, chance=0.9),
        ksic=often(random, random.choice(KSIC), None, chance=0.95),
        founded_on=founded if new else often(random, date(2001, 3, 2), None, chance=0.95),
        events=(FirmEvent(what="merged", on=date(2025, 10, 15)),) if random.random() < 0.05 else (),
        listed=random.choice((True, False, None)),
        business_years=tuple(year for year in all_years if year.end > founded) if new else all_years,
        monthly_sales=tuple(MonthlySales(month=f"{year}-{month:02d}", sales_krw=won(random, SALES) // 12)
                            for year in (2025, 2026) for month in range(1, 13)),
        total_assets_krw=won(random, ASSETS),
        regular_employees=often(random, random.choice((4, 5, 9, 10, 19.5, 20, 50)), None, chance=0.9),
        disclosure_group=often(random, member, None, chance=0.95),
        cross_shareholding_group=often(random, Membership(member=False), member, None, chance=0.9),
        finance_or_insurance=often(random, False, True, None, chance=0.85),
        general_holding_company=often(random, False, True, None, chance=0.85),
        externally_audited=often(random, True, False, None, chance=0.85),
        owners_known=often(random, True, None, False, chance=0.9),
        relatives_known=often(random, True, None, False, chance=0.9),
        leaving=often(random, tuple(left(random, day, growth) for day in exits), None, chance=0.9),
        leaving_micro=random.choice(((), None, MICRO[1:], MICRO)),
        tax_leaving=random.choice(((), None, (tax_left(random),))),
        facts=random.choice(({}, {"tax_excluded_industry": False}, {"tax_excluded_industry": True},
                             {"venture_investment_krw": 50_000_000, "venture_investment_share": 0.1,
                              "venture_excluded_industry": False, "content_producer": True, "innobiz_score": 700})),
    )  # fmt: skip


def file(random: Random) -> Firms:
    """A firm with up to two others and three holders, and shares among them."""
    others = ["mother", "daughter"][: random.choice((0, 0, 1, 2))]
    names = ["asked", *others]
    holders = (
        Holder(id="kim", kind="person"),
        Holder(id="big", kind="foreign_company", total_assets_krw=won(random, ASSETS)),
        Holder(id="fund", kind="fund", exempt_investor=random.random() < 0.7, total_assets_krw=won(random, ASSETS)),
    )
    possible = [("kim", "asked"), ("big", "asked"), ("fund", "asked"), ("big", "fund"), ("mother", "asked"),
                ("asked", "daughter"), ("daughter", "asked"), ("mother", "daughter"), ("kim", "daughter")]  # fmt: skip
    known = {*names, "kim", "big", "fund"}
    left = dict.fromkeys(known, 1.0)
    shares = []
    for holder, company in random.sample(possible, len(possible)):
        share = random.choice(SHARES)
        if holder in known and company in known and share <= left[company] and random.random() < 0.5:
            left[company] -= share
            shares.append(Shareholding(holder=holder, company=company, share=share))
    return Firms(firm="asked", companies=tuple(firm(random, name) for name in names), holders=holders,
                 shareholdings=tuple(shares))  # fmt: skip


def shuffled(random: Random, firms: Firms) -> Firms:
    """The same file with everything in another order."""
    return Firms(
        firm=firms.firm,
        companies=tuple(random.sample(firms.companies, len(firms.companies))),
        holders=tuple(random.sample(firms.holders, len(firms.holders))),
        shareholdings=tuple(random.sample(firms.shareholdings, len(firms.shareholdings))),
    )


def changes(rulebook: Rulebook, name: str) -> list[Rulebook]:
    """Rulebooks in which one parameter has another value."""
    parameter = rulebook.parameter(name)
    value = parameter.versions[-1].value
    match value:
        case "yes" | "no":
            others: list[Any] = ["no" if value == "yes" else "yes"]
        case str() if name == "size.grace_reason_year":
            others = ["following_year"]
        case str() if name == "mid_sized.finance_bar":
            others = ["main_business"]
        case str():
            others = ["2024-01-01"]
        case Mapping():
            others = [{key: None if limit is None else limit / 2 for key, limit in value.items()}]
        case frozenset():
            others = [frozenset({"medium", "large"})]
        case None:
            others = ["yes"] if name == "size.grace_after_parent" else [3 if parameter.unit == "years" else 5 * 10**12]
        case int() | float():
            others = [value * 2, value // 2 if parameter.unit in ("months", "years", "days", "times") else value / 2]
        case _:
            others = []
    return [rulebook.replace(name, other) for other in others]
