"""Sales in the law on size: the average of a firm, and the sum with its related companies."""

from pulmu.model.source import Source
from pulmu.support.rules import (
    Among,
    Between,
    Compare,
    Fixed,
    Flag,
    Given,
    Number,
    Over,
    Pick,
    Plus,
    Setting,
    Times,
    Total,
)

DECREE = "중소기업기본법 시행령"
EDITION = "2026-01-02 (Decree 35947)"


def decree(place: str) -> Source:
    """A place of the enforcement decree of the SME act."""
    return Source(DECREE, place, EDITION, "read")


def basis(case: str) -> Among:
    """Whether a firm's average is taken in this way."""
    return Among("basis", frozenset((case,)), decree("제7조제2항"), f"basis_{case}")


def average_sales() -> Number:
    """Average sales (Decree, article 7): of three years, of whole years, or of the time since founding or merger."""
    first, second, third = (Given(f"sales_{number}_krw", "KRW") for number in (1, 2, 3))
    recent = Given("recent_sales_krw", "KRW")
    two_years = Compare("two_whole_years", Given("sales_years", "years"), ">=", Fixed(2, "years"), unit="years")
    whole = Plus("sales_of_whole_years", (first, Pick("second_year", ((two_years, second),), Fixed(0), "KRW")), "KRW")
    monthly = Over("sales_a_month", recent, Given("recent_months", "months"), "KRW")
    daily = Over("sales_a_day", recent, Given("recent_days", "days"), "KRW")
    three = Plus("sales_of_three_years", (first, second, third), "KRW")
    cases = (
        (
            basis("three_years"),
            Over("average_of_three_years", three, Setting("size.average_years"), "KRW", decree("제7조제2항제1호")),
        ),
        (
            basis("whole_years"),
            Over("average_of_whole_years", whole, Given("sales_years", "years"), "KRW", decree("제7조제2항제2호")),
        ),
        (
            basis("changed_years"),
            Over("average_of_whole_years", recent, Given("sales_years", "years"), "KRW", decree("제7조제2항제2호")),
        ),
        (basis("recent_12_months"), recent),
        (
            basis("recent_months"),
            Times("months_made_a_year", monthly, Setting("size.new_firm_months"), "KRW", decree("제7조제2항제3호나목")),
        ),
        (
            basis("recent_days"),
            Times(
                "days_made_a_year", daily, Setting("size.new_firm_year_days"), "KRW", decree("제7조제2항제3호나목 단서")
            ),
        ),
    )
    return Pick("average_sales", cases, None, "KRW", decree("제7조"))


def with_related(own: Number, each: Number, name: str) -> Number:
    """Sales summed over related companies (annex 2): whole from half of the shares on, else by the share."""
    share = Between("share", "share_low", "share_high", "share")
    annex = Source(DECREE, "별표 2", "2014-04-14", "memory")
    whole = Compare("held_by_half", share, ">=", Setting("size.related_whole_share"), annex, "share")
    direct = Pick("sales_by_share", ((whole, each),), Times("share_of_sales", share, each, "KRW"), "KRW", annex)
    grandchild = Times("share_of_sales", share, each, "KRW", annex)
    is_direct = Compare("held_directly", Given("depth"), "<=", Fixed(1))
    counted = Pick("sales_that_count", ((is_direct, direct),), grandchild, "KRW", annex)
    related = Total("sales_of_related_companies", "relatives", counted, Flag("counts"), "relatives_known", "KRW", annex)
    return Plus(name, (own, related), "KRW", annex)


RELATIVE_AVERAGE = Between("average_sales_of_related_company", "average_low_krw", "average_high_krw", "KRW")
RELATIVE_LAST = Given("last_sales_krw", "KRW")
