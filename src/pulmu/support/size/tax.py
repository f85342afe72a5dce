"""Small and medium enterprises in tax law: the same annex, on the sales of one year, with rules of its own."""

from pulmu.model.source import Source
from pulmu.support.rules import AllOf, Among, AnyOf, Compare, Finds, Flag, Given, Keyed, Node, Not, Setting, Within
from pulmu.support.size.parameters import MEDIUM_LIMIT
from pulmu.support.size.sales import RELATIVE_LAST, with_related
from pulmu.support.size.sme import LIMITS_ON, SmeRules, no_group, no_parent

EDITION = "2026-05-22 (Decree 36342)"


def tax_decree(place: str) -> Source:
    """A place of the enforcement decree of the act on the restriction of special taxation."""
    return Source("조세특례제한법 시행령", place, EDITION, "read")


def tax_rules(sme: SmeRules) -> dict[str, Node]:
    """SME in tax law (article 2), and mid-sized for its credits (articles 9 (4), 6-4 (1))."""
    last = Given("sales_1_krw", "KRW")
    sales = Compare(
        "tax.own_sales", last, "<=", Keyed(MEDIUM_LIMIT, "limit_row", LIMITS_ON), tax_decree("제2조제1항제1호"), "KRW"
    )
    summed = Compare(
        "tax.related_sales",
        with_related(last, RELATIVE_LAST, "sales_with_related_companies"),
        "<=",
        Keyed(MEDIUM_LIMIT, "related_limit_row", LIMITS_ON),
        tax_decree("제2조제1항제3호"),
        "KRW",
    )
    assets = Compare(
        "tax.assets",
        Given("total_assets_krw", "KRW"),
        "<",
        Setting("tax.asset_cap_krw"),
        tax_decree("제2조제1항 단서"),
        "KRW",
    )
    industry = Not("tax.industry", Flag("tax_excluded_industry"), tax_decree("제2조제1항제4호"))
    tests = (no_group(), assets, no_parent("tax.no_parent", through_funds=False), industry, sales, summed)
    passed = AllOf("tax.all_tests", (sme.in_scope, *tests), tax_decree("제2조제1항"))
    grace = _grace()
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
    return {"tax.sme": is_sme, **{f"tax.{name}": node for name, node in below.items()}}


def _grace() -> Finds:
    """The tax year of the reason and the next five; three before 2024-11-12, seven if listed."""
    source = tax_decree("제2조제2항")
    since = "tax_reason_next_year"
    runs = Within("tax.grace_runs", since, Setting("tax.grace_years", "tax_reason_year_end"), False, source)
    listed = AllOf(
        "tax.grace_listed",
        (
            Flag("listed"),
            Within(
                "tax.grace_runs_listed", since, Setting("tax.grace_years_listed", "tax_reason_year_end"), False, source
            ),
        ),
    )
    reason = Among("left_sme_because", frozenset({"growth", "related_companies"}), source, "tax.grace_reason")
    late = Not("tax.beyond_first_years", Flag("left_within_two_years"), tax_decree("제2조제2항제4호"))
    return AllOf(
        "tax.grace",
        (
            AnyOf("tax.grace_period", (runs, listed)),
            reason,
            late,
            no_group(),
            no_parent("tax.still_no_parent", through_funds=False),
        ),
        source,
    )
