"""Limits of size by industry."""

import csv
import itertools
from datetime import date
from pathlib import Path

import pytest

from pulmu.model.errors import InputError
from pulmu.reference import SEAT_ROWS, SizeLimit, micro_employees_below, size_limit, size_limits

LAST_OLD, FIRST_NEW = date(2025, 8, 31), date(2025, 9, 1)
EOK = 100_000_000


def limit(row: int, closed_on: date) -> SizeLimit:
    found = size_limit(row, closed_on)
    assert found is not None
    return found


def by_law_row(day: date) -> dict[str, SizeLimit]:
    """The rows as the annexes print them, without those of seats."""
    return {item.law_row: item for item in size_limits()
            if item.is_listed and item.limit_row not in SEAT_ROWS
            and item.valid_from <= day and (item.valid_to is None or day <= item.valid_to)}  # fmt: skip


def test_every_value_is_that_of_the_written_reading(shared: Path) -> None:
    with (shared / "reference" / "support" / "size_thresholds.csv").open(encoding="utf-8", newline="") as file:
        expected = {
            (int(row["ksic_code"]), row["valid_from"]): (
                row["section"], row["name_ko"], row["valid_to"], row["medium_max_krw"], row["small_max_krw"],
                row["micro_merchant_max_employees_exclusive"], row["verification"].startswith("memory"),
            )
            for row in csv.DictReader(file)
        }  # fmt: skip
    assert expected == {
        (item.limit_row, str(item.valid_from)): (
            item.section, item.name_ko, str(item.valid_to or ""), str(item.medium_max_krw or ""),
            str(item.small_max_krw or ""), str(item.micro_employees_below), item.confidence == "memory",
        )
        for item in size_limits()
    }  # fmt: skip


def test_the_annex_has_44_rows_of_which_16_rose_by_200_to_300_eok() -> None:
    old, new = by_law_row(LAST_OLD), by_law_row(FIRST_NEW)
    assert old.keys() == new.keys()
    assert len(new) == 44
    rises = [(new[row].medium_max_krw or 0) - (old[row].medium_max_krw or 0) for row in new]
    assert {rise // EOK for rise in rises} == {0, 200, 300}
    assert sum(rise > 0 for rise in rises) == 16
    assert len({item.medium_max_krw for item in new.values()}) == 7


def test_12_small_rows_rose_by_5_to_20_eok() -> None:
    old, new = by_law_row(LAST_OLD), by_law_row(FIRST_NEW)
    rises = [(new[row].small_max_krw or 0) - (old[row].small_max_krw or 0) for row in new]
    assert {rise // EOK for rise in rises} == {0, 5, 10, 20}
    assert sum(rise > 0 for rise in rises) == 12
    assert len({item.small_max_krw for item in new.values()}) == 9


def test_basic_metals_turn_on_the_day_the_accounts_are_closed() -> None:
    assert limit(24, LAST_OLD).medium_max_krw == 1500 * EOK
    assert limit(24, FIRST_NEW).medium_max_krw == 1800 * EOK
    assert (limit(24, LAST_OLD).small_max_krw, limit(24, FIRST_NEW).small_max_krw) == (120 * EOK, 140 * EOK)


@pytest.mark.parametrize("row", [84, 94, 97, 98, 99])
def test_a_division_without_a_row_is_told_and_is_not_zero(row: int) -> None:
    found = limit(row, date(2025, 12, 31))
    assert not found.is_listed
    assert (found.medium_max_krw, found.small_max_krw) == (None, None)
    assert found.micro_employees_below == 5
    assert "no row" in found.medium_source.place


@pytest.mark.parametrize("row", SEAT_ROWS)
def test_seats_take_the_furniture_row(row: int) -> None:
    day = date(2025, 12, 31)
    furniture, seats = limit(32, day), limit(row, day)
    assert (seats.law_row, seats.medium_max_krw, seats.small_max_krw) == ("C32", 1500 * EOK, 120 * EOK)
    assert (furniture.medium_max_krw, furniture.small_max_krw) == (seats.medium_max_krw, seats.small_max_krw)


def test_where_no_table_of_the_day_was_read_nothing_is_said() -> None:
    assert size_limit(24, date(2015, 12, 31)) is None
    assert size_limit(30393, LAST_OLD) is None


@pytest.mark.parametrize("row", [0, 4, 40, 100, 30392])
def test_what_is_no_industry_is_refused(row: int) -> None:
    with pytest.raises(InputError) as refused:
        size_limit(row, FIRST_NEW)
    assert refused.value.problems[0].code == "input.limit_row_unknown"


def test_micro_merchants_stay_below_ten_in_four_sections_and_below_five_elsewhere() -> None:
    assert {letter: micro_employees_below(letter) for letter in "ABCDEFGHIJKLMNOPQRSTU"} == {
        letter: 10 if letter in "BCFH" else 5 for letter in "ABCDEFGHIJKLMNOPQRSTU"
    }
    with pytest.raises(InputError):
        micro_employees_below("V")


def test_versions_of_a_row_follow_each_other_without_a_gap() -> None:
    rows = size_limits()
    for before, after in itertools.pairwise(rows):
        if before.limit_row == after.limit_row:
            assert before.valid_to is not None
            assert (after.valid_from - before.valid_to).days == 1
        else:
            assert before.valid_to is None


def test_sources_name_the_annex_the_row_and_how_it_was_read() -> None:
    new, old = limit(24, FIRST_NEW), limit(24, LAST_OLD)
    expected = "중소기업기본법 시행령, 별표 1, 1차 금속 제조업, 2025-09-01 (Decree 35723), extract"
    assert expected == str(new.medium_source)
    assert new.small_source.place == "별표 3, 1차 금속 제조업"
    assert old.medium_source.confidence == "memory"
    assert new.micro_source.act == "소상공인기본법 시행령"
