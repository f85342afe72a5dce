"""Sections and divisions of the industry classification."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model.errors import InputError
from pulmu.reference import Industry, find_division, list_divisions, list_sections, section_of, size_limits


def test_every_name_is_that_of_the_written_list(shared: Path) -> None:
    with (shared / "reference" / "support" / "ksic_sections.csv").open(encoding="utf-8", newline="") as file:
        expected = [(r["code"], r["section"], r["name_ko_rev10"], r["name_en"]) for r in csv.DictReader(file)]
    found = [(i.code, i.section, i.name_ko, i.name_en) for i in (*list_sections(), *list_divisions())]
    assert found == expected


def test_there_are_21_sections_and_77_divisions() -> None:
    assert "".join(item.code for item in list_sections()) == "ABCDEFGHIJKLMNOPQRSTU"
    assert len(list_divisions()) == 77


@pytest.mark.parametrize("text", [24, "24", "C24", "c24", "1차 금속 제조업", "Manufacture of basic metals"])
def test_basic_metals_by_any_name(text: str | int) -> None:
    found = find_division(text)
    assert (found.code, found.number, found.section) == ("24", 24, "C")
    assert section_of(text).name_ko == "제조업"


def test_a_number_below_ten_is_a_code_of_two_digits() -> None:
    assert find_division(5).code == "05"


@pytest.mark.parametrize("text", ["", "C", "D24", "24111", "04", 4, 100, "steel"])
def test_what_is_no_division_is_refused(text: str | int) -> None:
    with pytest.raises(InputError) as refused:
        find_division(text)
    assert refused.value.problems[0].code == "input.industry_unknown"


def test_a_mistyped_name_is_guessed_at() -> None:
    with pytest.raises(InputError, match="Manufacture of basic metals"):
        find_division("Manufacture of basic metal")


@given(st.sampled_from(list_divisions()))
def test_code_number_and_names_lead_to_the_same_division(item: Industry) -> None:
    assert item.number is not None
    assert {item} == {find_division(text) for text in (item.number, item.code, item.section + item.code, item.name_en)}


def test_every_division_has_limits_of_size_and_the_same_section() -> None:
    limits = {item.limit_row: (item.section, item.name_ko) for item in size_limits() if item.limit_row < 100}
    assert limits == {item.number: (item.section, item.name_ko) for item in list_divisions()}
