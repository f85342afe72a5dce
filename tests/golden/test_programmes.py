"""Every programme on firms an officer can read: who may apply, what decides, what is missing, and the edges."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.support.programme.told import rulebook, told_rules

from pulmu.model import Answer, Bounded, Finding
from pulmu.support.programme import asks, deciding_conditions
from pulmu.support.rules import Facts, Outcome, evaluate

FOLDER = Path(__file__).parent / "programmes"
CASES = [
    pytest.param(file, case, id=f"{file['programme']}: {case['name']}")
    for file in (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml")))
    for case in file["cases"]
]
NOT_OUTPUTS = ("name", "change", "decided_by", "asks", "asks_of_support")


def outcomes(file: dict[str, Any], case: dict[str, Any]) -> dict[str, Outcome]:
    changed = {**file["facts"], **case.get("change", {})}
    day = changed.pop("day", file["day"])
    facts = {name: date.fromisoformat(value) if name == "founded_on" and isinstance(value, str) else value
             for name, value in changed.items()}  # fmt: skip
    found = evaluate(rulebook(file["programme"]), Facts(facts), date.fromisoformat(str(day)))
    return {name.removeprefix(f"{file['programme']}."): outcome for name, outcome in found.items()}


@pytest.mark.parametrize(("file", "case"), CASES)
def test_a_firm_is_answered_as_an_officer_would(file: dict[str, Any], case: dict[str, Any]) -> None:
    found, programme = outcomes(file, case), file["programme"]
    expected = {name: value for name, value in case.items() if name not in NOT_OUTPUTS}
    assert expected, "a case must expect something"
    for name, value in expected.items():
        outcome = found[name]
        if isinstance(outcome, Finding):
            assert answer_of(value) is outcome.answer, name
        else:
            assert isinstance(outcome, Bounded)
            assert bounds(value) == pytest.approx((outcome.low, outcome.high), rel=1e-12), name
    eligible = found["eligible"]
    assert isinstance(eligible, Finding)
    if "decided_by" in case:
        decides = deciding_conditions(eligible, told_rules()[programme].conditions)
        names = [item.name.removeprefix(f"{programme}.") for item in decides]
        assert case["decided_by"] == names
    if "asks" in case:
        assert tuple(case["asks"]) == asks(eligible)
    if "asks_of_support" in case:
        assert tuple(case["asks_of_support"]) == asks(found["support_krw"])


def answer_of(value: Any) -> Answer:
    return {True: Answer.YES, False: Answer.NO, "yes": Answer.YES, "no": Answer.NO, "unknown": Answer.UNKNOWN}[value]


def bounds(value: Any) -> tuple[float, float]:
    low, high = value if isinstance(value, list) else (value, value)
    return float(low), float("inf") if high is None else float(high)


def test_every_programme_has_each_kind_of_case() -> None:
    found: dict[str, set[str]] = {}
    for param in CASES:
        file, case = param.values
        kinds = found.setdefault(file["programme"], set())
        if "eligible" in case:
            kinds.add(answer_of(case["eligible"]).name)
    assert set(told_rules()) == set(found)
    every = {"YES", "NO", "UNKNOWN"}
    assert [name for name, kinds in found.items() if kinds != every] == ["innovation_awards"], "no source says who may"
