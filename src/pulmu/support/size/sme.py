"""Whether a firm is a small or medium enterprise: the tests of the act, each a finding with its article."""

from dataclasses import dataclass

from pulmu.support.rules import (
    AllOf,
    Among,
    AnyOf,
    Between,
    Compare,
    Either,
    Exists,
    Finds,
    Flag,
    Given,
    Keyed,
    Not,
    Number,
    Setting,
    Switched,
)
from pulmu.support.size.grace import Grace, act, sme_grace
from pulmu.support.size.parameters import MEDIUM_LIMIT, SMALL_LIMIT
from pulmu.support.size.sales import RELATIVE_AVERAGE, average_sales, decree, with_related

LIMITS_ON = "limits_on"
RELATED_ROWS = ("related_limit_row", "other_related_limit_row")
"""The main industry with related companies: the same twice where it is sure, none where more than two can be it."""
FOR_PROFIT = frozenset({"company", "sole_proprietor"})
LISTED_BODIES = frozenset({"social_enterprise", "cooperative", "consumer_cooperative", "sme_cooperative"})


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
    grace: Grace
    deemed: Finds
    is_sme: Finds
    is_small: Finds
    average_sales: Number


def sme_rules() -> SmeRules:
    """The rules on small and medium enterprises (SME act, article 2; decree, articles 3 to 9)."""
    average = average_sales()
    tests = (no_group(), assets(), no_parent("size.no_parent"), own_sales(average), related_sales(average))
    passed = AllOf("size.all_tests", tests, act("제2조제1항"))
    by_group, _, by_parent, by_sales, by_related = tests
    grace = sme_grace(by_group, by_parent, by_sales, by_related)
    return SmeRules(
        in_scope=Among("body", FOR_PROFIT | LISTED_BODIES, act("제2조제1항"), "size.in_scope"),
        tests=tests,
        passed=passed,
        grace=grace,
        deemed=AllOf("size.deemed", (Not("size.not_all_tests", passed), grace.runs), act("제2조제3항")),
        is_sme=AnyOf("size.sme", (passed, grace.runs), act("제2조")),
        is_small=small_sales(average),
        average_sales=average,
    )


def small_sales(average: Number) -> Finds:
    """Average sales within the limit of a small enterprise: its own, or with related companies if so read."""
    source = decree("제8조제1항")
    total = with_related(average, RELATIVE_AVERAGE, "average_sales_with_related_companies")

    def within(name: str, sales: Number, limit: Number) -> Finds:
        return Compare(name, sales, "<=", limit, source, "KRW")

    summed = AnyOf(
        "size.small_with_related",
        (
            Switched("size.small_by_own_sales", "yes"),
            exempt_from_related_sales(),
            within("size.small_related_sales", total, related_limit("size.small_related_limit", SMALL_LIMIT)),
        ),
        source,
    )
    return AllOf(
        "size.small", (within("size.small_sales", average, Keyed(SMALL_LIMIT, "limit_row", LIMITS_ON)), summed), source
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


def no_parent(name: str, share: str = "share") -> Finds:
    """No legal person of 500 billion won that is the largest holder with 30 percent.

    Parameters
    ----------
    share : Which share of the holders: with what they hold through funds, or ``share_without_funds``.
    """
    conditions: tuple[Finds, ...] = (
        Not("owner_is_legal_person", Flag("owner_is_person")),
        Not("owner_counts", Flag("owner_excluded")),
        Compare(
            "owner_share",
            Between(share, f"{share}_low", f"{share}_high", "share"),
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
    limit = related_limit("size.related_limit", MEDIUM_LIMIT)
    summed = Compare("size.related_sales", total, "<=", limit, source, "KRW")
    return AnyOf("size.with_related", (exempt_from_related_sales(), summed), source)


def related_limit(name: str, table: str) -> Number:
    """The limit of the main industry of a firm and its related companies; where two can be it, between theirs."""
    return Either(name, tuple(Keyed(table, row, LIMITS_ON) for row in RELATED_ROWS), "KRW")


def exempt_from_related_sales() -> Finds:
    """A body that the sum with related companies is not asked of, or a person's business."""
    source = decree("제3조제1항제2호다목")
    return Among("body", LISTED_BODIES | {"sole_proprietor"}, source, "size.exempt_from_related_sales")
