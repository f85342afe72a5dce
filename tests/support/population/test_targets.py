"""Which row of the margins counts, and how another year is brought to 2023."""

import pytest

from pulmu.reference import Margin, population_margins
from pulmu.support.population.targets import targets_from


def _row(year: int, size: str, section: str, dimension: str, metric: str, value: float | None) -> Margin:
    return Margin(
        year=year, size_class=size, section=section, dimension=dimension, category="all", metric=metric, value=value,
        low=None, high=None, unit="firms", status="reported", source="a test", note="",
    )  # fmt: skip


def test_the_year_2023_counts_before_any_other() -> None:
    rows = [_row(year, "sme", "ALL", "total", "firms", float(year)) for year in (2022, 2023, 2024)]
    assert [item.role for item in targets_from(rows).rows] == ["superseded", "constraint", "superseded"]


def test_an_earlier_year_moves_with_the_national_total() -> None:
    rows = [
        _row(2022, "sme", "ALL", "total", "firms", 100.0),
        _row(2023, "sme", "ALL", "total", "firms", 110.0),
        _row(2022, "sme", "L", "section", "firms", 20.0),
    ]
    assert targets_from(rows).value("sme", "L", "section", "all", "firms") == pytest.approx(22)


def test_a_year_whose_total_is_unknown_is_only_compared() -> None:
    rows = [
        _row(2019, "sme", "F", "section", "sales", 307.6),
        _row(2023, "sme", "ALL", "total", "sales", 3301.0),
    ]
    found = targets_from(rows).rows[0]
    assert (found.role, found.target) == ("compared", 307.6)


def test_a_missing_margin_stays_free() -> None:
    found = targets_from([_row(2023, "sme", "ALL", "gap", "firms", None)]).rows[0]
    assert (found.role, found.target) == ("missing", None)


def test_only_rows_of_2023_count_as_of_the_year_itself() -> None:
    rows = targets_from(population_margins()).rows
    assert {item.year for item in rows if item.because == "of_year"} == {2023}
    assert {item.because for item in rows if item.role == "constraint"} == {"of_year", "as_it_is", "moved"}


def test_another_frame_is_compared_and_says_so() -> None:
    by_key = targets_from(population_margins()).by_key
    found = by_key["micro", "L", "section", "L", "firms"]
    assert found.role == "compared"
    assert found.because == "another_frame"


def test_without_a_national_total_there_is_no_population() -> None:
    with pytest.raises(KeyError):
        targets_from([]).need("sme", "firms")
