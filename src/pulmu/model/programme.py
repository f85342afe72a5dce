"""A support programme as dated data: who may apply, what it pays, when, and where each of that was read.

Not given means not known: a rule answers "unknown" and never guesses. A tree of conditions is one condition, or one of
``all``, ``any`` and ``none``.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.firm import Fact, Share, Won
from pulmu.model.flow import Words

Word = Annotated[str, Text(60, r"[a-z][a-z0-9_]*", "ai_voucher"), Doc("short name: small letters, digits and _")]
FactName = Annotated[str, Text(60, r"[a-z][a-z0-9_.]*", "size_class"), Doc("a fact, by its name in the table of facts")]
Clock = Annotated[str, Text(5, r"([01]\d|2[0-3]):[0-5]\d", "18:00")]
Prose = Annotated[str, Text(800)]
Year = Annotated[int, Bounds(1990, 2100)]
Count = Annotated[int, Bounds(0, 1e9)]
Points = Annotated[float, Bounds(0, 1000)]

Kind = Literal["voucher", "grant", "matching_grant", "loan", "rnd_grant", "award", "matching"]
SizeLabel = Literal["small", "medium", "mid_sized", "large"]
Operator = Literal["in", "equals", "at_least", "at_most", "above", "below", "contains_all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One question to a fact, or a tree of questions."""

    name: Annotated[Word, Doc("name of its limit among the parameters; left out: made of fact and operator")] = ""
    fact: FactName = ""
    operator: Operator | None = None
    value: Annotated[
        Fact | tuple[Words, ...] | None, Doc("what it is compared with; a list for in and contains_all")
    ] = None
    all: "Annotated[tuple[Condition, ...] | None, Most(60), Doc('every one holds')]" = None
    any: "Annotated[tuple[Condition, ...] | None, Most(60), Doc('at least one holds')]" = None
    none: "Annotated[tuple[Condition, ...] | None, Most(60), Doc('none holds')]" = None
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSource:
    """Where terms were read, when it was published, and what it supports."""

    source: Prose
    date: Annotated[Words, Doc("day, month or year of publication, as far as it is known")] = ""
    supports: Annotated[Prose, Doc("which terms it supports")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A call for applications; both of its days count. Terms given here stand in place of the programme's."""

    id: Word
    year: Annotated[Year, Doc("budget year")]
    opens: date | None = None
    opens_at: Clock = ""
    closes: date | None = None
    closes_at: Clock = ""
    time_zone: Literal["Asia/Seoul"] = "Asia/Seoul"
    ceiling_krw: Won | None = None
    rate: Share | None = None
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesBand:
    """A rate up to a line of sales; the last band has no line."""

    up_to_krw: Annotated[Won | None, Doc("the line counts as inside")] = None
    rate: Share | None = None
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Who pays for a project of three parties."""

    government_at_most: Share
    lead_at_least: Share
    adopter_at_most: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A kind of application with terms of its own."""

    id: Word
    name_ko: Words = ""
    name_en: Words = ""
    ceiling_krw: Annotated[Won | None, Doc("most that the government pays")] = None
    ceiling_outside_capital_krw: Annotated[Won | None, Doc("the same outside the capital region")] = None
    rate: Share | None = None
    own_share: Share | None = None
    shares: Shares | None = None
    total_krw: Annotated[Won | None, Doc("cost of the whole project, where it is fixed")] = None
    lead_krw: Annotated[Won | None, Doc("what the lead firm pays, where it is fixed")] = None
    conditions: Condition | None = None
    consortium: Prose = ""
    slots: Count | None = None
    slots_outside_capital: Count | None = None
    budget_krw: Won | None = None
    rounds: Annotated[Count | None, Doc("rounds in the year")] = None
    years: Points | None = None
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A lower ceiling for who was supported before."""

    when: Condition
    ceiling_krw: Won


@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingTable:
    """A ceiling for each choice of a fact, such as the stage of export."""

    fact: FactName
    ceilings_krw: dict[str, Won]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Interest of a loan: a base rate less some points, not under a floor."""

    base: Annotated[Prose, Doc("name of the base rate")]
    base_rate: Annotated[Share | None, Doc("0.03 for 3 %; it moves, and is seldom in a notice")] = None
    less_by_size: Annotated[dict[str, Share | None], Doc("taken off by size class, 0.02 for two points")] = field(
        default_factory=dict
    )
    floor: Share | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What is paid: the least of a ceiling and a share of the cost."""

    ceiling_krw: Won | None = None
    ceiling_low_krw: Annotated[Won | None, Doc("least ceiling, where it differs by a rule that is not known")] = None
    ceiling_high_krw: Annotated[Won | None, Doc("most, likewise")] = None
    ceiling_per_year_krw: Won | None = None
    years: Points | None = None
    ceiling_table: CeilingTable | None = None
    extra_ceilings_krw: Annotated[dict[str, Won], Doc("added to the ceiling on a ground of its own")] = field(
        default_factory=dict
    )
    item_ceilings_krw: Annotated[dict[str, Won], Doc("ceiling of each item inside the whole")] = field(
        default_factory=dict
    )
    repeat: Repeat | None = None
    rate: Annotated[Share | None, Doc("share of the cost that is paid, or lent")] = None
    rate_by_size: Annotated[dict[str, Share | None], Doc("the same by size class")] = field(default_factory=dict)
    rate_by_sales: Annotated[tuple[SalesBand, ...], Most(30), Doc("the same by average sales, from the least")] = ()
    rate_add_by_region: Annotated[dict[str, Share], Doc("added by class of region; not listed: nothing")] = field(
        default_factory=dict
    )
    rate_cap: Share | None = None
    rate_floor: Share | None = None
    own_share_by_size: Annotated[dict[str, Share | None], Doc("least share that the firm pays, by size class")] = field(
        default_factory=dict
    )
    own_share_low: Annotated[Share | None, Doc("least own share, where it differs by a rule that is not known")] = None
    own_share_high: Annotated[Share | None, Doc("most, likewise")] = None
    own_share_by_group: Annotated[dict[str, Share | None], Doc("own share of groups such as young founders")] = field(
        default_factory=dict
    )
    own_cash_share_of_own: Annotated[Share | None, Doc("least part of the own share that is cash")] = None
    tracks: Annotated[tuple[Track, ...], Unique(), Most(40)] = ()
    interest: Interest | None = None
    term_years: Points | None = None
    grace_years: Points | None = None
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """A part of the budget or of the places that is kept for some."""

    id: Word
    share: Share | None = None
    when: Condition | None = None
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    """Points that are added in the selection."""

    id: Word
    points: Annotated[Points | None, Doc("not given: not known")] = None
    when: Condition | None = None
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """How applications are chosen."""

    steps: tuple[Prose, ...] = ()
    criteria: tuple[Prose, ...] = ()
    weights: Annotated[dict[str, Share], Doc("weight of each criterion; empty: not found")] = field(
        default_factory=dict
    )
    quotas: Annotated[tuple[Quota, ...], Unique()] = ()
    bonus: Annotated[tuple[Bonus, ...], Unique()] = ()
    one_bonus_only: bool = False
    slots_by_track: dict[str, Count] = field(default_factory=dict)
    chosen_by: Words = ""
    committee: Prose = ""
    applications: Count | None = None
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A part in a consortium, and what is asked of who takes it."""

    id: Word
    name_ko: Words = ""
    name_en: Words = ""
    conditions: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consortium:
    """With whom one applies."""

    rule: Prose = ""
    roles: Annotated[tuple[Role, ...], Unique(), Most(12)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Who is out: repeated awards, support elsewhere, affiliates. Without a condition it is for people to check."""

    id: Word
    when: Condition | None = None
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A rung of a ladder of awards, highest first."""

    name_ko: Words
    name_en: Words = ""
    count: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTerms:
    """What is known of another year."""

    years: Annotated[Words, Doc("a year, or a range such as 2022-2025")]
    ceiling_krw: Won | None = None
    rate: Share | None = None
    rate_by_size: dict[str, Share | None] = field(default_factory=dict)
    own_share_by_size: dict[str, Share | None] = field(default_factory=dict)
    budget_krw: Won | None = None
    projects: Count | None = None
    figures: Annotated[dict[str, Fact], Doc("what else is known, dotted")] = field(default_factory=dict)
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A support programme in the terms of one year, with what is known of others."""

    pulmu: Annotated[Literal["programme/1"], Doc("kind and version of this document")] = "programme/1"
    id: Word
    name_ko: Words
    name_en: Words
    ministry: Words = ""
    agency: Words = ""
    kind: Kind
    year: Annotated[Year, Doc("year whose terms these are")]
    conditions: Annotated[Condition | None, Doc("who may apply; not given: not known")] = None
    conditions_note: Prose = ""
    rounds: Annotated[tuple[Round, ...], Unique(), Most(60)] = ()
    payment: Annotated[Payment | None, Doc("not given: nothing is known, or an award pays nothing")] = None
    budget_krw: Won | None = None
    projects: Count | None = None
    consortium: Consortium | None = None
    selection: Selection | None = None
    exclusions: Annotated[tuple[Exclusion, ...], Unique(), Most(40)] = ()
    awards: Annotated[tuple[Award, ...], Unique("name_ko"), Most(40)] = ()
    history: Annotated[tuple[PastTerms, ...], Most(60)] = ()
    sources: Annotated[tuple[ProgrammeSource, ...], Most(40)] = ()
    confidence: Prose = ""
