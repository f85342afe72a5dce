"""Each case of profile.yaml, answered by the library."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pulmu.model.finding import Answer
from pulmu.reference import find_fact
from pulmu.support.profile import AxisProfile, FirmProfile, profile_of, profile_rules
from pulmu.support.profile.facts import profile_facts
from pulmu.support.rules import Facts

CASES = yaml.safe_load(Path(__file__).with_name("profile.yaml").read_text(encoding="utf-8"))
KEYS = {"name", "facts", "levels", "unmet", "unknown", "nearest", "ask_first", "smart_factory", "certificates"}


def profile_in(case: dict[str, Any]) -> FirmProfile:
    for name in case["facts"]:
        assert find_fact(name).name == name
    return profile_of(profile_rules(), profile_facts(Facts(case["facts"]), {}), date(2026, 11, 27))


def named(axis: AxisProfile, answer: Answer) -> list[str]:
    return [item.criterion.name for item in axis.criteria if item.answer is answer]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_profile_is_what_the_officer_expects(case: dict[str, Any]) -> None:
    assert case.keys() <= KEYS
    profile = profile_in(case)
    axes = {axis.axis: axis for axis in profile.axes}
    assert case.get("levels", {}) == {name: [axes[name].sure, axes[name].possible] for name in case.get("levels", {})}
    for word, answer in (("unmet", Answer.NO), ("unknown", Answer.UNKNOWN)):
        found = {name: named(axes[name], answer) for name in case.get(word, {})}
        assert case.get(word, {}) == found
    nearest = {name: axes[name].steps[0].result.criterion.name for name in case.get("nearest", {})}
    assert case.get("nearest", {}) == nearest
    first = {name: axes[name].questions[0].fact.name for name in case.get("ask_first", {})}
    assert case.get("ask_first", {}) == first


@pytest.mark.parametrize("case", [case for case in CASES if "smart_factory" in case], ids=lambda case: case["name"])
def test_the_levels_left_for_the_smart_factory_are_as_expected(case: dict[str, Any]) -> None:
    found = profile_in(case).smart_factory
    assert case["smart_factory"] == {"told": found.told, "indicated": list(found.indicated)}


@pytest.mark.parametrize("case", [case for case in CASES if "certificates" in case], ids=lambda case: case["name"])
def test_the_certificates_are_as_expected(case: dict[str, Any]) -> None:
    words = {True: "yes", False: "no"}  # YAML reads a bare no as false
    expected = {name: {key: words.get(value, value) for key, value in parts.items()}
                for name, parts in case["certificates"].items()}  # fmt: skip
    found = {
        item.name: {"certificate": str(item.certificate.answer)}
        | {part.name.split(".")[1]: str(part.answer) for part in item.conditions}
        for item in profile_in(case).certificates
    }
    assert expected == {name: found[name] for name in expected}
