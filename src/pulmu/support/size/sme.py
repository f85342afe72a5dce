"""Whether a firm is a small or medium enterprise: the tests of the act, each a finding with its article."""

from dataclasses import dataclass

from pulmu.model.source import Source
from pulmu.support.rules import (
    AllOf,
    Among,
    AnyOf,
    Between,
    Compare,
    Exists,
    Finds,
    Flag,
    Given,
    Keyed,
    Not,
    Number,
    Reached,
    Setting,
    Switched,
    Within,
)
from pulmu.support.size.parameters import MEDIUM_LIMIT, SMALL_LIMIT
from pulmu.support.size.sales import RELATIVE_AVERAGE, average_sales, decree, with_related

ACT = "중소기업기본법"
ACT_EDITION = "2026-03-17 (Act 21472)"
LIMITS_ON = "limits_on"
FOR_PROFIT = frozenset({"company", "sole_proprietor"})
LISTED_BODIES = frozenset({"social_enterprise", "cooperative", "consumer_cooperative", "sme_cooperative"})


def act(place: str) -> Source:
    """A place of the SME act."""
    return Source(ACT, place, ACT_EDITION, "read")


@dataclass(frozen=True, slots=True)
class SmeRules:
    """The tests of an SME in the order of the law, and what is made of them.

    Parameters
    ----------
    in_scope : For profit, or one of the bodies that the act names.
    tests : Group, assets, parent, own sales, sales with related companies.
    passed : All of them.
    deemed : Not passed, and in a grace period.
    is_sme : Passed, or deemed.
    is_small : Own average sales within the small limit.
    """

    in_scope: Finds
    tests: tuple[Finds, ...]
    passed: Finds
    grace: Finds
    deemed: Finds
    is_sme: Finds
    is_small: Finds
    average_sales: Number


def sme_rules() -> SmeRules:
    """The rules on small and medium enterprises (SME act, article 2; decree, articles 3 to 9)."""
    average = average_sales()
    tests = (no_group(), assets(), no_parent("size.no_parent"), own_sales(average), related_sales(average))
    passed = AllOf("size.all_tests", tests, act("제2조제1항"))
    grace = in_grace()
    return SmeRules(
        in_scope=Among("body", FOR_PROFIT | LISTED_BODIES, act("제2조제1항"), "size.in_scope"),
        tests=tests,
        passed=passed,
        grace=grace,
        deemed=AllOf("size.deemed", (Not("size.not_all_tests", passed), grace), act("제2조제3항")),
        is_sme=AnyOf("size.sme", (passed, grace), act("제2조")),
        is_small=Compare(
            "size.small_sales", average, "<=", Keyed(SMALL_LIMIT, "limit_row", LIMITS_ON), decree("제8조제1항"), "KRW"
        ),
        average_sales=average,
    )


def no_group() -> Finds:
    """Not in a business group subject to disclosure."""
    return Not("size.no_group", Flag("disclosure_group"), act("제2조제1항 단서"))


def assets() -> Finds:
    """Total assets below the cap."""
    return Compare(
        "size.assets",
        Given("total_assets_krw", "KRW"),
        "<",
        Setting("size.asset_cap_krw"),
        decree("제3조제1항제1호나목"),
        "KRW",
    )


def no_parent(name: str, *, through_funds: bool = True) -> Finds:
    """No legal person of 500 billion won that is the largest holder with 30 percent."""
    conditions: tuple[Finds, ...] = (
        Not("owner_is_legal_person", Flag("owner_is_person")),
        Not("owner_counts", Flag("owner_excluded")),
        Compare(
            "owner_share",
            Between("share", "share_low", "share_high", "share"),
            ">=",
            Setting("size.parent_share"),
            decree("제3조제1항제2호나목"),
            "share",
        ),
        Flag("is_largest"),
        Compare(
            "owner_assets",
            Given("owner_assets_krw", "KRW"),
            ">=",
            Setting("size.parent_assets_krw"),
            decree("제3조제1항제2호나목"),
            "KRW",
        ),
    )
    if not through_funds:
        conditions = (*conditions, Not("not_through_a_fund", Flag("through_fund")))
    source = decree("제3조제1항제2호나목")
    parent = Exists("size.parent", "owners", AllOf("owner_is_parent", conditions, source), "owners_known", source)
    alone = Among("body", frozenset({"sole_proprietor"}), source, "size.owned_by_a_person")
    return AnyOf(name, (alone, Not("size.without_parent", parent)), source)


def own_sales(average: Number) -> Finds:
    """Own average sales within the limit of the main industry."""
    return Compare(
        "size.own_sales",
        average,
        "<=",
        Keyed(MEDIUM_LIMIT, "limit_row", LIMITS_ON),
        decree("제3조제1항제1호가목"),
        "KRW",
    )


def related_sales(average: Number) -> Finds:
    """Average sales with related companies within the limit of their main industry."""
    source = decree("제3조제1항제2호다목")
    total = with_related(average, RELATIVE_AVERAGE, "average_sales_with_related_companies")
    summed = Compare(
        "size.related_sales", total, "<=", Keyed(MEDIUM_LIMIT, "related_limit_row", LIMITS_ON), source, "KRW"
    )
    exempt = Among("body", LISTED_BODIES | {"sole_proprietor"}, source, "size.exempt_from_related_sales")
    return AnyOf("size.with_related", (exempt, summed), source)


def in_grace() -> Finds:
    """A grace period that runs (act, article 2 (3); decree, article 9)."""
    source = act("제2조제3항")
    years = Setting("size.grace_years", "left_sme_on")

    def runs(reading: str, since: str) -> Finds:
        parts = (
            Switched("size.grace_reason_year", reading),
            Reached(f"size.grace_begun_{reading}", since, source),
            Within(f"size.grace_runs_{reading}", since, years, False, source),
        )
        return AllOf(f"size.grace_{reading}", parts, source)

    bought = AllOf(
        "size.left_when_bought",
        (
            Among("left_sme_because", frozenset({"parent"}), decree("제9조"), "size.left_by_parent"),
            Switched("size.grace_after_parent", "yes"),
        ),
    )
    grown = Among(
        "left_sme_because", frozenset({"growth", "related_companies"}), decree("제9조"), "size.left_by_growth"
    )
    once = Compare(
        "size.graces_before",
        Given("graces_before", "times"),
        "<",
        Setting("size.graces_most"),
        act("제2조제3항 단서"),
        "times",
    )
    raised = Flag(
        "returned_by_raised_table", Source("중소기업기본법 시행령", "부칙 제2조", "2025-09-01 (Decree 35723)", "read")
    )
    group = AnyOf(
        "size.grace_without_group",
        (Switched("size.grace_ends_by_group", "no"), Not("size.still_no_group", Flag("disclosure_group"))),
        act("제2조제1항 단서"),
    )
    return AllOf(
        "size.grace",
        (
            AnyOf(
                "size.grace_period",
                (runs("accounts_year", "left_sme_on"), runs("following_year", "year_after_left_on")),
                source,
            ),
            AnyOf("size.grace_reason", (grown, bought), decree("제9조")),
            AnyOf("size.grace_once", (once, raised), act("제2조제3항 단서")),
            group,
        ),
        source,
    )
