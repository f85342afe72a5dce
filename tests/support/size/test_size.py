"""The size class of one firm: a steel processor around the limits of its industry."""

from datetime import date
from typing import Any

import pytest

from pulmu.model.errors import RuleError
from pulmu.model.firm import BusinessYear, Firm, Firms, Membership
from pulmu.support.rules import parameters_named
from pulmu.support.size import Size, size_of, size_rules

RULES = size_rules().rulebook()
EOK = 100_000_000


def firm(sales: int = 1_600 * EOK, assets: int = 2_000 * EOK, **changed: Any) -> Firms:
    years = tuple(
        BusinessYear(end=date(year, 12, 31), sales_krw=sales, total_assets_krw=assets) for year in range(2022, 2026)
    )
    given: dict[str, Any] = {
        "id": "hanbit", "body": "company", "ksic": "24112", "founded_on": date(2001, 3, 2), "business_years": years,
        "disclosure_group": Membership(member=False), "cross_shareholding_group": Membership(member=False),
        "finance_or_insurance": False, "owners_known": True, "relatives_known": True,
    }  # fmt: skip
    return Firms(companies=(Firm(**(given | changed)),))


def label(firms: Firms, day: date = date(2026, 11, 25)) -> str | None:
    return size_of(RULES, firms, day).size_class.label


def test_sales_at_the_limit_are_within_and_a_won_over_is_not() -> None:
    assert label(firm(1_800 * EOK)) == "medium"
    assert size_of(RULES, firm(1_800 * EOK + 1), date(2026, 11, 25)).size_class.possible == {"medium", "mid_sized"}


def test_assets_at_the_cap_are_not_within() -> None:
    assert label(firm(assets=5_000 * EOK - 1)) == "medium"
    assert label(firm(assets=5_000 * EOK)) != "medium"


def test_the_new_table_serves_accounts_closed_since_it_holds() -> None:
    older = firm(leaving=())
    assert size_of(RULES, older, date(2026, 3, 31)).outcomes["size.deemed"].answer == 2  # type: ignore[union-attr]
    assert size_of(RULES, older, date(2026, 4, 1)).outcomes["size.deemed"].answer == 0  # type: ignore[union-attr]


def test_small_by_its_own_sales() -> None:
    assert label(firm(140 * EOK)) == "small"
    assert label(firm(140 * EOK + 1)) == "medium"


def test_a_missing_year_leaves_the_class_open_unless_the_others_decide() -> None:
    years = (BusinessYear(end=date(2025, 12, 31), sales_krw=2_800 * EOK, total_assets_krw=1),
             BusinessYear(end=date(2024, 12, 31), sales_krw=2_600 * EOK, total_assets_krw=1))  # fmt: skip
    found = size_of(RULES, firm(business_years=years), date(2026, 11, 25))
    assert found.size_class.possible == {"small", "medium", "mid_sized"} - {"small"}
    more = (*years[:1], BusinessYear(end=date(2024, 12, 31), sales_krw=2_600 * EOK + 1, total_assets_krw=1))
    decided = size_of(RULES, firm(business_years=more), date(2026, 11, 25))
    assert _answers(decided)["size.own_sales"] == 0


def test_a_body_that_is_not_for_profit_is_out_of_scope() -> None:
    assert label(firm(body="non_profit")) == "out_of_scope"
    assert label(firm(body="public_institution")) == "out_of_scope"


def test_a_disclosure_group_below_the_line_of_gross_domestic_product_is_mid_sized() -> None:
    assert label(firm(10 * EOK, disclosure_group=Membership(member=True))) == "mid_sized"
    both = firm(10 * EOK, disclosure_group=Membership(member=True), cross_shareholding_group=Membership(member=True))
    assert label(both) == "large"


def test_an_industry_without_a_row_is_not_decided_by_sales() -> None:
    found = size_of(RULES, firm(10 * EOK, ksic="94110"), date(2026, 11, 25))
    assert found.size_class.label is None
    assert label(firm(10 * EOK, assets=5_000 * EOK, ksic="94110")) != "small"


@pytest.mark.parametrize(("ksic", "staff", "is_micro"), [
    ("24112", 9.5, True), ("24112", 10.0, False), ("46800", 4.5, True), ("46800", 5.0, False),
])  # fmt: skip
def test_a_micro_merchant_stays_below_ten_or_five(ksic: str, staff: float, is_micro: bool) -> None:
    found = size_of(RULES, firm(5 * EOK, ksic=ksic, regular_employees=staff), date(2026, 11, 25))
    assert _answers(found, "size.micro_merchant")["micro.merchant"] == (2 if is_micro else 0)


def test_a_number_that_facts_are_made_with_has_to_have_a_value() -> None:
    for name in ("size.status_months_after_closing", "size.related_share", "size.indirect_whole_share"):
        with pytest.raises(RuleError, match=name):
            size_of(RULES.replace(name, None), firm(), date(2026, 11, 25))


def test_the_explanation_names_the_limit_it_read() -> None:
    named = parameters_named(size_of(RULES, firm(), date(2026, 11, 25)).outcomes["size.class"])
    assert {"size.medium_limit_krw", "size.small_limit_krw", "size.asset_cap_krw", "size.average_years"} <= named


def _answers(found: Size, output: str = "size.class") -> dict[str, int]:
    from pulmu.model import Finding
    from pulmu.support.rules import inside

    return {item.name: int(item.answer) for item in inside(found.outcomes[output]) if isinstance(item, Finding)}
