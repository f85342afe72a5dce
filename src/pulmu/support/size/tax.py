"""Small and medium enterprises in tax law: the same annex, on the sales of one year, with rules of its own."""

from pulmu.model.source import Source
from pulmu.support.rules import (
    AllOf,
    Among,
    AnyOf,
    Compare,
    Finds,
    Flag,
    Given,
    Keyed,
    Node,
    Not,
    Number,
    Setting,
    Switched,
    Within,
)
from pulmu.support.size.leaving import NEVER
from pulmu.support.size.parameters import MEDIUM_LIMIT
from pulmu.support.size.sales import RELATIVE_LAST, with_related
from pulmu.support.size.sme import (
    LIMITS_ON,
    SmeRules,
    exempt_from_related_sales,
    no_group,
    no_parent,
    related_limit,
)

EDITION = "2026-05-22 (Decree 36342)"


def tax_decree(place: str) -> Source:
    """A place of the enforcement decree of the act on the restriction of special taxation."""
    return Source("조세특례제한법 시행령", place, EDITION, "read")


def tax_rules(sme: SmeRules) -> dict[str, Node]:
    """SME in tax law (article 2), and mid-sized for its credits (articles 9 (4), 6-4 (1))."""
    last = Given("sales_1_krw", "KRW")
    summed = AnyOf(
        "tax.with_related",
        (
            exempt_from_related_sales(),
            _within_limit(
                "tax.related_sales",
                with_related(last, RELATIVE_LAST, "sales_with_related_companies"),
                related_limit("tax.related_limit", MEDIUM_LIMIT),
                "제2조제1항제3호",
            ),
        ),
    )
    sales = _within_limit("tax.own_sales", last, Keyed(MEDIUM_LIMIT, "limit_row", LIMITS_ON), "제2조제1항제1호")
    parent = no_parent("tax.no_parent", "share_without_funds")
    industry = Not("tax.industry", Flag("tax_excluded_industry"), tax_decree("제2조제1항제4호"))
    tests = (sme.in_scope, no_group(), _assets(), parent, industry, sales, summed)
    passed = AllOf("tax.all_tests", tests, tax_decree("제2조제1항"))
    grace = _grace(parent, (sme.in_scope, no_group(), industry))
    is_sme = AnyOf("tax.sme", (passed, grace), tax_decree("제2조"))
    below = {
        name: AllOf(
            f"tax.{name}",
            (
                Not("tax.not_sme", is_sme),
                Compare(f"tax.{name}_sales", sme.average_sales, "<", Setting(parameter), tax_decree(place), "KRW"),
            ),
        )
        for name, parameter, place in (
            ("mid_sized_for_research", "tax.mid_sized_rnd_average_sales_krw", "제9조제4항"),
            ("mid_sized_for_win_win", "tax.mid_sized_win_win_average_sales_krw", "제6조의4제1항"),
        )
    }
    return {
        "tax.sme": is_sme,
        "tax.deemed": _deemed(passed, grace),
        **{f"tax.{name}": node for name, node in below.items()},
    }


def _deemed(passed: Finds, grace: Finds) -> Finds:
    return AllOf("tax.deemed", (Not("tax.not_all_tests", passed), grace), tax_decree("제2조제2항"))


def _within_limit(name: str, sales: Number, limit: Number, place: str) -> Finds:
    return Compare(name, sales, "<=", limit, tax_decree(place), "KRW")


def _assets() -> Finds:
    own = Given("total_assets_krw", "KRW")
    return Compare("tax.assets", own, "<", Setting("tax.asset_cap_krw"), tax_decree("제2조제1항 단서"), "KRW")


def _grace(parent: Finds, others: tuple[Finds, ...]) -> Finds:
    """The tax year of the reason and the next five (earlier three, listed seven); a group or parent ends it."""
    source = tax_decree("제2조제2항")
    after_parent = Switched("tax.grace_after_parent", "yes")
    grown = AllOf(
        "tax.grace_by_growth",
        (
            AnyOf("tax.grace_period", (_runs("tax.grace_runs", "tax.grace_years"), _runs_if_listed())),
            AnyOf("tax.grace_reason", (
                Among("tax_left_because", frozenset({"growth", "related_companies", NEVER}), source,
                      "tax.left_by_growth"),
                AllOf("tax.left_when_bought", (
                    Among("tax_left_because", frozenset({"parent"}), source, "tax.left_by_parent"), after_parent)),
            )),
            Compare("tax.beyond_first_years", Given("years_to_tax_reason", "years"), ">",
                    Setting("tax.grace_refused_years_after_founding"), tax_decree("제2조제2항제4호"), "years"),
        ),
        source,
    )  # fmt: skip
    lowered = AllOf(
        "tax.grace_by_table",
        (
            Among("tax_left_because", frozenset({"table_change"}), tax_decree("제2조제5항"), "tax.left_by_table"),
            Within("tax.grace_runs_table", "tax_reason_next_year", Setting("tax.grace_after_table_change_years"), False,
                   tax_decree("제2조제5항")),
        ),
        tax_decree("제2조제5항"),
    )  # fmt: skip
    independent = AnyOf("tax.still_no_parent", (parent, after_parent), source)
    return AllOf("tax.grace", (AnyOf("tax.grace_kind", (grown, lowered)), independent, *others), source)


def _runs(name: str, years: str) -> Finds:
    since = "tax_reason_next_year"
    return Within(name, since, Setting(years, "tax_reason_year_end"), False, tax_decree("제2조제2항"))


def _runs_if_listed() -> Finds:
    return AllOf("tax.grace_listed", (Flag("listed"), _runs("tax.grace_runs_listed", "tax.grace_years_listed")))
