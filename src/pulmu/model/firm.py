"""A firm as law and programmes ask about it, with the firms and holders tied to it by shares: one file.

What only law asks is optional everywhere: not given means not known, and a rule answers "unknown" rather than guess.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.flow import Words

FirmId = Annotated[
    str, Text(60, r"[\w][\w.-]*", "hanbit_steel"), Doc("short name, unique in the file; letters, digits, _ . -")
]
Won = Annotated[int, Bounds(0, 1e15)]
"""Whole won; at most 1,000 trillion."""
Month = Annotated[str, Text(7, r"(19|20|21)\d\d-(0[1-9]|1[0-2])", "2026-03")]
Ksic = Annotated[str, Text(5, r"\d{2,5}", "24112"), Doc("industry by the Korean standard, two to five digits")]
Share = Annotated[float, Bounds(0, 1)]
Fact = str | bool | int | float
"""A fact of a programme, as it was written: its type stands in the table of facts."""

Body = Literal[
    "company",
    "sole_proprietor",
    "social_enterprise",
    "cooperative",
    "consumer_cooperative",
    "sme_cooperative",
    "non_profit",
    "public_institution",
    "local_public_enterprise",
]
Province = Literal[
    "KR-11",
    "KR-26",
    "KR-27",
    "KR-28",
    "KR-29",
    "KR-30",
    "KR-31",
    "KR-41",
    "KR-42",
    "KR-43",
    "KR-44",
    "KR-45",
    "KR-46",
    "KR-47",
    "KR-48",
    "KR-49",
    "KR-50",
]
RegionClass = Literal["capital", "other_non_capital_83", "preferred_44", "special_40"]
LeavingReason = Literal[
    "growth", "related_companies", "parent", "merged_with_non_sme", "absorbed_lapsed_grace", "group"
]
MicroLeavingReason = Literal["growth", "merged_with_non_small", "given_up"]
TaxLeavingReason = Literal["growth", "related_companies", "parent", "merged", "group", "table_change"]
HolderKind = Literal["person", "company", "foreign_company", "fund", "non_profit", "public_body"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessYear:
    """The accounts of one business year."""

    end: Annotated[date, Doc("last day of the business year")]
    months: Annotated[int, Bounds(1, 12), Doc("its months; under 12 in the year of founding")] = 12
    sales_krw: Annotated[Won | None, Doc("sales of the income statement, or operating revenue where that is usual")] = (
        None
    )
    sales_by_industry_krw: Annotated[
        dict[str, Won], Doc("sales of each industry, by its KSIC code; left out: all of the firm's own industry")
    ] = field(default_factory=dict)
    total_assets_krw: Annotated[Won | None, Doc("total assets of the balance sheet at the end of the year")] = None
    rnd_krw: Annotated[Won | None, Doc("spent on research and development")] = None
    exports_usd: Annotated[int | None, Bounds(0, 9e12), Doc("direct exports in US dollars")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlySales:
    """Sales of a calendar month, for a firm that is new, merged or split."""

    month: Annotated[Month, Doc("calendar month")]
    sales_krw: Won
    until: Annotated[date | None, Doc("last day counted, where the month is not over")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEndEmployees:
    """Regular employees at the end of a month."""

    month: Annotated[Month, Doc("calendar month")]
    employees: Annotated[
        float, Bounds(0, 2_000_000), Doc("without officers, day labourers and short contracts; part-timers count 0.5")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmEvent:
    """A day from which a firm counts as new."""

    what: Literal["merged", "split"]
    on: Annotated[date, Doc("registration of the new or surviving company")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Whether a firm belongs to a designated business group, and from when to when."""

    member: bool
    since: Annotated[date | None, Doc("day of designation; not given: long ago")] = None
    until: Annotated[date | None, Doc("day of removal, the first on which it is no member; not given: it still is")] = (
        None
    )

    def on(self, day: date) -> bool:
        """Whether it is a member on a day."""
        return self.member and (self.since or day) <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A firm's leaving the status of a small or medium enterprise."""

    on: Annotated[date, Doc("first day without the status: start of the status year in which it failed")]
    because: LeavingReason | None = None
    returned_by_raised_table: Annotated[
        bool | None, Doc("came back only because the size limits were raised (Decree 35723, supplementary article 2)")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MicroLeaving:
    """A firm's leaving the status of a micro merchant."""

    on: Annotated[date, Doc("first day without the status")]
    because: Annotated[MicroLeavingReason | None, Doc("given_up: it gave up its grace period in writing, for good")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLeaving:
    """A firm's leaving the small and medium enterprises of tax law, which goes by the sales of one year."""

    year_end: Annotated[date, Doc("last day of the tax year in which the reason arose")]
    because: Annotated[
        TaxLeavingReason | None,
        Doc("merged: with a firm that is none, or is one by a grace period only; table_change: the limits fell"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A domestic firm: a company, a sole proprietor, a cooperative, a body."""

    id: FirmId
    name: Words = ""
    name_local: Words = ""
    register_id: Annotated[Words, Doc("key in the register it comes from")] = ""
    body: Annotated[Body | None, Doc("legal form, as far as the size of a firm turns on it")] = None
    province: Annotated[Province | None, Doc("province by ISO 3166-2, KR-11 for Seoul")] = None
    region_class: Annotated[RegionClass | None, Doc("class of its region in programmes that prefer regions")] = None
    ksic: Annotated[Ksic | None, Doc("main industry by the Korean standard, two to five digits")] = None
    founded_on: Annotated[date | None, Doc("registration of the company or business")] = None
    events: Annotated[tuple[FirmEvent, ...], Most(100), Doc("mergers and splits")] = ()
    listed: Annotated[bool | None, Doc("on KOSPI or KOSDAQ")] = None
    business_years: Annotated[tuple[BusinessYear, ...], Most(100)] = ()
    monthly_sales: Annotated[tuple[MonthlySales, ...], Unique("month"), Most(100)] = ()
    total_assets_krw: Annotated[
        Won | None, Doc("total assets on the day of founding, merger or split, before a first year has ended")
    ] = None
    month_end_employees: Annotated[tuple[MonthEndEmployees, ...], Unique("month"), Most(100)] = ()
    regular_employees: Annotated[
        float | None, Bounds(0, 2_000_000), Doc("their average, where the month ends are not given")
    ] = None
    disclosure_group: Annotated[Membership | None, Doc("member of a business group subject to disclosure")] = None
    cross_shareholding_group: Annotated[
        Membership | None, Doc("member of a business group barred from cross-shareholding")
    ] = None
    finance_or_insurance: Annotated[bool | None, Doc("carries on finance, insurance or services to them")] = None
    general_holding_company: bool | None = None
    exempt_investor: Annotated[
        bool, Doc("an investor whose holdings are no control, such as a venture investment company (Decree 3-2(3))")
    ] = False
    externally_audited: Annotated[bool | None, Doc("subject to external audit")] = None
    consolidates: Annotated[
        tuple[FirmId, ...] | None,
        Most(3_000),
        Doc("domestic companies in the consolidated statements it must draw up; empty: none"),
    ] = None
    owners_known: Annotated[
        bool | None,
        Doc("yes: everyone who holds 30 % or more of it, alone or with those tied to them, is told"),
    ] = None
    relatives_known: Annotated[
        bool | None, Doc("yes: every firm that controls it or is controlled by it is in the file")
    ] = None
    leaving: Annotated[
        tuple[Leaving, ...] | None,
        Most(20),
        Doc("each time it left the status of a small or medium enterprise; empty: never"),
    ] = None
    leaving_micro: Annotated[
        tuple[MicroLeaving, ...] | None,
        Most(20),
        Doc("each time it left the status of a micro merchant; empty: it has been one until now"),
    ] = None
    tax_leaving: Annotated[
        tuple[TaxLeaving, ...] | None,
        Most(20),
        Doc("each time it left the small and medium enterprises of tax law; empty: never"),
    ] = None
    facts: Annotated[dict[str, Fact], Doc("facts that programmes ask for, by the names of the table of facts")] = field(
        default_factory=dict
    )
    not_known: Annotated[
        tuple[str, ...], Most(200), Doc("facts that were asked and that nobody knows yet: they stay open, asked last")
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds shares and is no firm of the file: a person, a fund, a foreign company, another legal person."""

    id: FirmId
    name: Words = ""
    kind: HolderKind
    exempt_investor: Annotated[
        bool, Doc("an investor whose holdings are no control, such as a venture investment company (Decree 3-2(3))")
    ] = False
    total_assets_krw: Annotated[
        Won | None, Doc("total assets; a foreign company's at the average rate of five years")
    ] = None
    relatives: Annotated[
        tuple[FirmId, ...], Most(200), Doc("of a person: spouse, blood to the 6th degree, marriage to the 4th")
    ] = ()
    officer_of: Annotated[
        tuple[FirmId, ...], Most(200), Doc("of a person: companies it is a registered, not an outside, director of")
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shareholding:
    """Voting shares that somebody holds in a company."""

    holder: Annotated[FirmId, Doc("who holds them: a company or holder of the file")]
    company: Annotated[FirmId, Doc("in whom: a company or holder of the file")]
    share: Annotated[Share | None, Doc("part of the voting shares, 0.3 for 30 %; not given: not known")] = None
    is_largest: Annotated[
        bool | None, Doc("told: the holder has the most, alone or with its officers or relatives")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Firms:
    """The firm one asks about, and who is tied to it by shares."""

    pulmu: Annotated[Literal["firm/1"], Doc("kind and version of this document")] = "firm/1"
    firm: Annotated[FirmId | None, Doc("the firm asked about; may be left out if there is one only")] = None
    companies: Annotated[tuple[Firm, ...], Unique(), Most(3_000)]
    holders: Annotated[tuple[Holder, ...], Unique(), Most(3_000)] = ()
    shareholdings: Annotated[tuple[Shareholding, ...], Most(20_000)] = ()
