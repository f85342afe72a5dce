"""Published counts of Korean firms."""

import csv
from pathlib import Path

from pulmu.reference import Margin, list_sections, population_margins


def margin(year: int, size_class: str, section: str, dimension: str, category: str, metric: str) -> Margin:
    key = (year, size_class, section, dimension, category, metric)
    return next(m for m in population_margins()
                if (m.year, m.size_class, m.section, m.dimension, m.category, m.metric) == key)  # fmt: skip


def test_every_row_is_that_of_the_written_table(shared: Path) -> None:
    with (shared / "reference" / "support" / "population.csv").open(encoding="utf-8", newline="") as file:
        expected = [
            {name: float(text) if text else None for name, text in row.items() if name in ("value", "low", "high")}
            | {name: text for name, text in row.items() if name not in ("value", "low", "high", "year")}
            | {"year": int(row["year"])}
            for row in csv.DictReader(file)
        ]
    found = [{name: getattr(item, name) for name in expected[0]} for item in population_margins()]
    assert found == expected


def test_totals_of_2023() -> None:
    assert margin(2023, "sme", "ALL", "total", "all", "firms").value == 8_298_915
    assert margin(2023, "mid", "ALL", "total", "all", "firms").value == 5_868
    sales = margin(2023, "sme", "ALL", "total", "all", "sales")
    assert sales.plain_value == 3301.2545 * 1e12


def test_the_regions_and_legal_forms_add_up_to_the_total() -> None:
    for year in (2022, 2023):
        total = margin(year, "sme", "ALL", "total", "all", "firms").value
        for dimension in ("region", "legal_form", "employees_band"):
            parts = [item.value or 0 for item in population_margins()
                     if (item.year, item.size_class, item.dimension) == (year, "sme", dimension)]  # fmt: skip
            assert sum(parts) == total


def test_a_percent_is_a_share_in_plain_units() -> None:
    found = margin(2023, "sme", "ALL", "share_of_all_firms", "all", "firms")
    assert found.plain_value == 99.9 * 0.01


def test_what_was_not_found_has_no_value_and_says_so() -> None:
    assert all((item.value is None) == (item.status == "missing") for item in population_margins())
    assert sum(item.status == "missing" for item in population_margins()) == 4
    assert all(item.source for item in population_margins() if item.status != "missing")


def test_bounds_hold_the_value_and_belong_to_derived_rows() -> None:
    for item in population_margins():
        if item.low is not None and item.high is not None and item.value is not None:
            assert item.status == "derived"
            assert item.low <= item.value <= item.high
        else:
            assert (item.low, item.high) == (None, None)


def test_sections_are_those_of_the_classification() -> None:
    letters = {item.code for item in list_sections()}
    assert {item.section for item in population_margins()} - letters == {"ALL", "ALL11", "NON_C", "SERVICES"}
