"""What is wrong with an importer's file is told all at once, each at its place."""

from typing import Any

import pytest

from pulmu.carbon.declarant import read_imports, state_year
from pulmu.model import Document, InputError, RuleError
from pulmu.reference import DEFAULT_EDITION

LINE = {"id": "a", "cn_code": "73181588", "country_of_origin": "KR", "mass": "100 t", "quarter": "2026Q1"}
ACTUAL = LINE | {"basis": "actual", "embedded_emissions": "2 t CO2e/t", "verification_report": "V-1"}


def told(*lines: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    found = read_imports(Document({"lines": list(lines), **more}, "f.yaml")).problems
    return [(item.code, item.place.removeprefix("f.yaml, ")) for item in found]


def test_a_right_file_has_no_problem() -> None:
    assert told(LINE, ACTUAL | {"id": "b"}) == []


def test_all_that_is_wrong_is_told_in_one_report() -> None:
    wrong = (
        LINE | {"cn_code": "99999999"},
        LINE | {"id": "b", "country_of_origin": "unknown"},
        LINE | {"id": "c", "country_of_origin": "Atlantis"},
        LINE | {"id": "d", "quarter": "2027Q1"},
        LINE | {"id": "e", "produced": 2027},
        LINE | {"id": "f", "embedded_emissions": "1 t CO2e/t"},
        LINE | {"id": "g", "basis": "actual"},
    )
    assert told(*wrong) == [
        ("input.cn_code_unknown", "lines[0].cn_code"),
        ("carbon.import_origin_unknown", "lines[1].country_of_origin"),
        ("input.country_unknown", "lines[2].country_of_origin"),
        ("carbon.import_years", "lines[3].quarter"),
        ("carbon.import_produced_later", "lines[4].produced"),
        ("carbon.import_basis", "lines[5].basis"),
        ("carbon.import_value_missing", "lines[6]"),
        ("carbon.import_not_verified", "lines[6]"),
    ]


def test_a_file_without_lines_and_a_stranger_among_last_years_goods_are_told() -> None:
    assert told() == [("carbon.import_years", "lines")]
    last = {"cn_code": "1", "country_of_origin": "Atlantis", "certificates": 1}
    places = [place for _, place in told(LINE, surrendered_last_year=[last])]
    assert places == ["surrendered_last_year[0].cn_code", "surrendered_last_year[0].country_of_origin"]


def test_a_year_of_two_years_and_an_unknown_scenario_are_refused() -> None:
    two = read_imports(Document({"lines": [LINE, LINE | {"id": "b", "quarter": "2027Q1"}]}, "f")).value
    with pytest.raises(InputError, match="2026, 2027"):
        state_year(two, DEFAULT_EDITION)
    one = read_imports(Document({"lines": [LINE]}, "f")).unwrap()
    with pytest.raises(RuleError, match="no price scenario 'x'"):
        state_year(one, DEFAULT_EDITION, "x")


def test_default_values_of_cement_wait_for_a_decision() -> None:
    cement = LINE | {"cn_code": "25232900"}
    (undecided,) = state_year(read_imports(Document({"lines": [cement]}, "f")).unwrap(), DEFAULT_EDITION).lines
    assert "rule.cement_unit_undecided" in {item.code for item in undecided.missing}
    decided = {"lines": [cement], "readings": {"cement_values_per": "tonne_of_good"}}
    (line,) = state_year(read_imports(Document(decided, "f")).unwrap(), DEFAULT_EDITION).lines
    assert line.embedded is not None
    assert line.embedded.value > 0


def test_a_free_carbon_price_scenario_deducts_nothing_by_dividing_by_zero() -> None:
    tree = {
        "lines": [ACTUAL | {"quarter": "2026Q3", "free_allocation": "1 t CO2e/t", "carbon_price_paid": "9 EUR/t CO2e"}],
        "readings": {"carbon_price_draft": True},
        "price_scenarios": {"free": {"2026Q3": "0 EUR/t CO2e"}},
    }
    (line,) = state_year(read_imports(Document(tree, "f")).unwrap(), DEFAULT_EDITION, "free").lines
    assert line.price_is_scenario
    assert [item.code for item in line.missing] == ["carbon.import_reduction_unknown"]
