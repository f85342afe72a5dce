"""Mid-sized firms: the tests of their act, early ones, and candidates among the SMEs."""

from pulmu.model.source import Source
from pulmu.support.rules import (
    AllOf,
    Among,
    AnyOf,
    Between,
    Compare,
    Decide,
    Either,
    Exists,
    Finds,
    Flag,
    Given,
    Keyed,
    Member,
    Not,
    Number,
    Setting,
    Switched,
)
from pulmu.support.size.parameters import CANDIDATE_SALES
from pulmu.support.size.sme import LIMITS_ON, SmeRules

DECREE = "중견기업 성장촉진 및 경쟁력 강화에 관한 특별법 시행령"
ACT = "중견기업 성장촉진 및 경쟁력 강화에 관한 특별법"
GROUP_LINE = ("size.cross_shareholding_assets_least_krw", "size.cross_shareholding_assets_most_krw")
"""The line of groups barred from cross-shareholding lies between these; where it is known, both are the line."""


def mid_act(place: str) -> Source:
    """A place of the act on mid-sized firms."""
    return Source(ACT, place, "2025-10-01 (Act 21065)", "read")


def mid_decree(place: str) -> Source:
    """A place of its enforcement decree."""
    return Source(DECREE, place, "2026-01-02 (Decree 35947)", "read")


def barred_by_finance() -> Finds:
    """Carries on finance or insurance, and is no general holding company."""
    source = mid_decree("제2조제2항제3호")
    carries_on = (Switched("mid_sized.finance_bar", "carries_on"), Flag("finance_or_insurance"))
    mainly = (
        Switched("mid_sized.finance_bar", "main_business"),
        Among("section", frozenset({"K"}), source, "mid_sized.section_of_finance"),
    )
    bar = AnyOf(
        "mid_sized.finance_bar_applies",
        (AllOf("mid_sized.carries_on_finance", carries_on), AllOf("mid_sized.mainly_finance", mainly)),
    )
    return AllOf(
        "mid_sized.finance", (bar, Not("mid_sized.no_holding_company", Flag("general_holding_company"))), source
    )


def independent() -> Finds:
    """In no group barred from cross-shareholding, and not held by a firm as large as one."""
    no_group = Not("mid_sized.no_group", Flag("cross_shareholding_group"), mid_decree("제2조제2항제1호"))
    source = mid_decree("제2조제2항제2호")
    held = AllOf(
        "mid_sized.owner_is_large",
        (
            Not("owner_is_legal_person", Flag("owner_is_person")),
            Not("owner_is_no_fund", Flag("owner_is_fund")),
            Compare(
                "mid_sized.owner_share",
                Between("share", "share_low", "share_high", "share"),
                ">=",
                Setting("mid_sized.owner_share"),
                source,
                "share",
            ),
            Flag("is_largest"),
            Compare(
                "mid_sized.owner_assets",
                Given("owner_assets_krw", "KRW"),
                ">=",
                Either("mid_sized.cross_shareholding_line", tuple(Setting(name) for name in GROUP_LINE), "KRW"),
                source,
                "KRW",
            ),
        ),
        source,
    )
    owner = Exists("mid_sized.large_owner", "owners", held, "owners_known", source)
    return AllOf(
        "mid_sized.independent", (no_group, Not("mid_sized.no_large_owner", owner, source)), mid_decree("제2조")
    )


def early(size_class: Decide, average: Number) -> Finds:
    """Mid-sized, with average sales below the line that most articles use."""
    below = Compare(
        "mid_sized.early_sales",
        average,
        "<",
        Setting("mid_sized.early_average_sales_krw"),
        mid_decree("제6조, 제9조의6 등"),
        "KRW",
    )
    is_mid = Member(size_class, Setting("mid_sized.labels"), mid_act("제2조제1항"), "size.mid_sized")
    return AllOf("mid_sized.early", (is_mid, below))


def candidate(sme: SmeRules) -> Finds:
    """A deemed SME, or one near the line that grows fast or does much research (decree, article 2 (4), annex 1)."""
    source = mid_decree("제2조제4항, 별표 1")
    near = Compare(
        "mid_sized.candidate_sales",
        Given("sales_1_krw", "KRW"),
        ">=",
        Keyed(CANDIDATE_SALES, "limit_row", LIMITS_ON),
        source,
        "KRW",
    )
    grows = Compare(
        "mid_sized.candidate_growth",
        Given("sales_growth", "share"),
        ">=",
        Setting("mid_sized.candidate_growth"),
        source,
        "share",
    )
    studies = Compare(
        "mid_sized.candidate_rnd",
        Given("rnd_share", "share"),
        ">=",
        Setting("mid_sized.candidate_rnd_share"),
        source,
        "share",
    )
    promising = AllOf(
        "mid_sized.candidate_by_growth",
        (sme.is_sme, near, AnyOf("mid_sized.grows_or_studies", (grows, studies))),
        source,
    )
    return AnyOf("mid_sized.candidate", (sme.deemed, promising), source)
