"""Numbers and readings of the law on company size."""

import itertools
import re
from datetime import date

import pytest

from pulmu.model.errors import RuleError
from pulmu.reference import SizeParameter, size_limits, size_parameter, size_parameters

TODAY = date(2026, 11, 27)
BN = 1_000_000_000
UNITS = {
    "won": {"KRW"},
    "count": {"years", "months", "days", "degrees", "times", "persons", "hours a month", "points"},
    "share": {"1"},
    "flag": {""},
    "choice": {""},
    "date": {""},
}


def value(name: str, day: date = TODAY) -> object:
    found = size_parameter(name, day)
    assert found is not None
    return found.value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("size.asset_cap_krw", 500 * BN),
        ("size.parent_assets_krw", 500 * BN),
        ("size.parent_share", 0.3),
        ("size.indirect_whole_share", 0.5),
        ("size.related_whole_share", 0.5),
        ("size.disclosure_group_assets_krw", 5000 * BN),
        ("size.cross_shareholding_gdp_share", 0.005),
        ("size.status_months_after_closing", 3),
        ("micro.grace_years", 3),
        ("micro.grace_employees_below", 20),
        ("mid_sized.early_average_sales_krw", 300 * BN),
        ("mid_sized.candidate_growth", 0.15),
        ("mid_sized.candidate_rnd_share", 0.02),
        ("mid_sized.band.e_learning_average_sales_krw", 150 * BN),
        ("mid_sized.band.e_learning_years_after_grace", 3),
        ("mid_sized.band.workforce_open_to_all", True),
        ("mid_sized.band.succession_last_year_sales_krw", 300 * BN),
        ("tax.asset_cap_krw", 500 * BN),
        ("tax.grace_years_listed", 7),
        ("tax.mid_sized_rnd_average_sales_krw", 500 * BN),
        ("tax.mid_sized_win_win_average_sales_krw", 300 * BN),
        ("tax.rnd.increment_rate.mid_sized", 0.4),
        ("tax.investment.general_rate.left_3_years", 0.075),
        ("startup.years", 7),
    ],
)
def test_numbers_of_law_today(name: str, expected: object) -> None:
    assert expected == value(name)


@pytest.mark.parametrize(("day", "years"), [(date(2024, 8, 20), 3), (date(2024, 8, 21), 5)])
def test_grace_is_five_years_from_the_day_the_act_changed(day: date, years: int) -> None:
    found = size_parameter("size.grace_years", day)
    assert found is not None
    assert (found.value, found.dated_by) == (years, "loss_day")


@pytest.mark.parametrize(("day", "years"), [(date(2024, 11, 11), 3), (date(2024, 12, 31), 5)])
def test_tax_grace_turns_with_the_tax_year(day: date, years: int) -> None:
    found = size_parameter("tax.grace_years", day)
    assert found is not None
    assert (found.value, found.dated_by) == (years, "tax_year_end")


@pytest.mark.parametrize(
    ("day", "least", "most"),
    [
        (date(2008, 7, 1), 5_000, 5_000),
        (date(2016, 9, 29), 5_000, 5_000),
        (date(2016, 9, 30), 10_000, 10_000),
        (date(2024, 4, 30), 10_000, 10_000),
        (date(2024, 5, 14), 10_000, 10_400),
        (date(2024, 5, 15), 10_400, 10_400),
        (date(2025, 5, 16), 11_600, 11_600),
        (date(2026, 4, 30), 11_600, 11_600),
        (date(2026, 5, 1), 11_600, 12_500),
        (date(2027, 5, 1), 11_600, None),
    ],
)
def test_the_cross_shareholding_line_lies_in_bounds_where_it_was_not_found(
    day: date, least: int, most: int | None
) -> None:
    lower, upper = (value(f"size.cross_shareholding_assets_{end}_krw", day) for end in ("least", "most"))
    assert (lower, upper) == (least * BN, None if most is None else most * BN)


def test_candidate_lines_are_known_for_the_old_limits_only() -> None:
    name = "mid_sized.candidate_sales_krw.limit_{}bn"
    old = {limit: value(name.format(limit), date(2025, 8, 31)) for limit in (150, 100, 80, 60)}
    assert old == {150: 100 * BN, 100: 70 * BN, 80: 55 * BN, 60: 40 * BN}
    bands = {item.medium_max_krw // BN for item in size_limits() if item.medium_max_krw and item.valid_to is None}
    assert {value(name.format(limit), date(2025, 9, 1)) for limit in bands} == {None}


def test_open_switches_have_the_default_their_note_defends() -> None:
    defaults = {
        "size.grace_reason_year": "accounts_year",
        "size.grace_after_related": True,
        "size.grace_after_parent": None,
        "size.grace_ends_by_group": True,
        "size.small_by_own_sales": True,
        "mid_sized.finance_bar": "carries_on",
    }
    assert defaults == {name: value(name) for name in defaults}


def test_what_is_not_settled_is_open() -> None:
    assert {item.name for item in size_parameters() if item.value is None and not item.is_open} == set()


def test_an_unknown_name_is_refused_with_a_near_one() -> None:
    with pytest.raises(RuleError, match=r"size\.asset_cap_krw"):
        size_parameter("size.asset_cap", TODAY)


@pytest.mark.parametrize("item", size_parameters(), ids=lambda item: f"{item.name} {item.valid_from or ''}")
def test_every_row_is_whole(item: SizeParameter) -> None:
    assert re.fullmatch(r"[a-z_0-9]+(\.[a-z_0-9]+)+", item.name)
    assert item.unit in UNITS[item.kind]
    assert (item.kind == "won") == item.name.split(".limit_")[0].endswith("_krw")
    assert bool(item.choices) == (item.kind == "choice")
    assert item.value is None or item.kind != "choice" or item.value in item.choices
    assert item.kind != "share" or item.value is None or 0 < float(str(item.value)) < 1
    assert item.source.act
    assert item.source.place
    assert item.source.confidence
    assert item.note_en.endswith(".")
    assert item.note_ko.endswith("다.")


def test_versions_of_a_number_follow_each_other_and_have_one_kind() -> None:
    for name, group in itertools.groupby(size_parameters(), key=lambda item: item.name):
        rows = list(group)
        assert len({(row.kind, row.unit, row.dated_by) for row in rows}) == 1, name
        for before, after in itertools.pairwise(rows):
            assert before.valid_to is not None
            assert after.valid_from is not None
            assert (after.valid_from - before.valid_to).days == 1, name
