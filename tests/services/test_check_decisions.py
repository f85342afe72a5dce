"""What is wrong with decisions is told at once; each rule by a decision that breaks it."""

from typing import Any

import pytest
import yaml

from pulmu.adapters.samples import sample_decisions_text
from pulmu.model import Document
from pulmu.services.check_decisions import check_decisions


def tree() -> Any:
    return yaml.load(sample_decisions_text(), yaml.BaseLoader)


def codes(changed: Any) -> list[str]:
    checked = check_decisions(Document(changed, "decisions.yaml"))
    assert (checked.decisions is None) == bool(checked.problems)
    return [item.code for item in checked.problems]


def test_the_sample_has_one_decision_of_each_outcome_and_no_problem() -> None:
    found = check_decisions(Document(tree(), "decisions.yaml"))
    assert found.problems == ()
    assert found.decisions is not None
    assert [item.outcome for item in found.decisions.decisions] == [
        "selected", "reserve", "not_selected", "not_eligible", "incomplete",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("call", "appeal_until"), "2026-12-27", "decision.appeal_ended"),
        (("decisions", 2, "reasons"), [], "decision.no_reason"),
        (("decisions", 1, "reserve_place"), None, "decision.reserve_place"),
        (("decisions", 0, "reserve_place"), "2", "decision.reserve_place"),
        (("decisions", 3, "amount_krw"), "1", "decision.granted_without"),
        (("decisions", 4, "award"), "대통령상", "decision.granted_without"),
        (("decisions", 0, "rank"), "42", "decision.rank"),
        (("decisions", 0, "total_hundredths"), "8836", "decision.points_sum"),
        (("decisions", 0, "bonus_hundredths"), "103", "decision.points_sum"),
        (("decisions", 0, "points", 0, "criterion"), "style", "decision.unknown_criterion"),
        (("criteria", 0, "most_hundredths"), "2632", "decision.too_many_points"),
        (("decisions", 1, "application"), "a-0007", "decision.same_file"),
        (("decisions", 1, "application"), "A-0007", "input.duplicate_id"),
        (("decisions", 1, "application"), "../A", "input.text_form"),
        (("decisions", 0, "total_hundredths"), "88.33", "input.not_whole"),
    ],
)
def test_each_rule_is_told(path: tuple[Any, ...], value: Any, code: str) -> None:
    changed = tree()
    node = changed
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    assert code in codes(changed)


def test_means_rounded_one_by_one_may_miss_the_total_by_a_hundredth() -> None:
    changed = tree()
    changed["decisions"][0]["total_hundredths"] = "8834"
    assert codes(changed) == []


def test_a_reserve_place_is_given_once_in_a_track() -> None:
    changed = tree()
    second = {**changed["decisions"][1], "application": "A-0013"}
    changed["decisions"].append(second)
    assert codes(changed) == ["decision.reserve_twice"]
    second["track"] = "other"
    assert codes(changed) == []


def test_all_problems_are_told_at_once() -> None:
    changed = tree()
    changed["call"]["appeal_until"] = "2020-01-01"
    changed["decisions"][2]["reasons"] = []
    changed["decisions"][0]["total_hundredths"] = "1"
    assert codes(changed) == ["decision.appeal_ended", "decision.points_sum", "decision.no_reason"]
