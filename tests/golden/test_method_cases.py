"""The check cases of the method (method.md, section 14), each answered by a public formula named in data."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from tests.golden.calls import as_arrays, called, figure_of

ENTRIES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("method_cases.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def cases(shared: Path) -> dict[int, dict[str, Any]]:
    found = json.loads((shared / "reference" / "cbam" / "method_cases.json").read_text("utf-8"))["cases"]
    return {case["id"]: case for case in found}


def _parameter(entry: dict[str, Any]) -> Any:
    why = entry.get("waits")
    # Nothing but the missing formula may be the reason: a formula that is there and answers wrongly is a failure.
    marks = [pytest.mark.xfail(strict=True, raises=(ImportError, AttributeError), reason=f"waits for: {why}")]
    return pytest.param(entry, id=f"case {entry['case']}", marks=marks if why else [])


@pytest.mark.parametrize("entry", [_parameter(entry) for entry in ENTRIES])
def test_the_formula_gives_what_was_computed_by_hand(entry: dict[str, Any], cases: dict[int, dict[str, Any]]) -> None:
    case = cases[entry["case"]]
    assert case["expected"].keys() == entry["results"].keys()
    for name, call in entry["results"].items():
        figure = called(call, case["inputs"])
        assert case["expected"][name] == pytest.approx(figure.to(call["unit"]), rel=case["rel_tolerance"], abs=1e-12)
        np.testing.assert_array_equal(as_arrays(figure), figure.value)


def test_every_case_has_one_entry(cases: dict[int, dict[str, Any]]) -> None:
    assert list(cases) == [entry["case"] for entry in ENTRIES]


def test_the_cases_that_wait_are_those_of_the_next_part() -> None:
    assert [entry["case"] for entry in ENTRIES if "waits" in entry] == []


def test_a_case_is_not_answered_by_its_own_expectation() -> None:
    changed = {"attr_em_t": 220, "al_t": 1000, "m_i": 1.06, "see_i": 1.9}
    (entry,) = (entry for entry in ENTRIES if entry["case"] == 11)
    assert pytest.approx(figure_of(entry["results"]["see"], changed).value, rel=1e-12) == 0.22 + 1.06 * 1.9
