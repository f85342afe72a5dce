"""Small calls an officer can follow by hand, each with who is chosen and what stood in the way of the others."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pulmu.support.calls import hundredths
from pulmu.support.selection import Candidate, Quota, Terms, TieKey, reasons_of, select

CASES = yaml.safe_load(Path(__file__).with_name("selection.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_who_is_chosen_and_why_the_others_are_not(case: dict[str, Any]) -> None:
    given = [_candidate(name, told) for name, told in case["applications"].items()]
    found = select(given, _terms(case["terms"]))
    assert list(found.chosen_ids) == case["chosen"]
    why = {reason.id: reason.causes[0].kind for reason in reasons_of(found) if reason.causes}
    assert why == case["why"]


def _candidate(name: str, told: dict[str, Any]) -> Candidate:
    return Candidate(
        name, hundredths(float(told["points"])), 0, told.get("asks", 0) * 1_000_000, "", frozenset(told.get("is", ())),
        frozenset({told["group"]} if "group" in told else ()), (("plan", told["plan"]),) if "plan" in told else (),
    )  # fmt: skip


def _terms(told: dict[str, Any]) -> Terms:
    quotas = tuple(Quota(name, name, least=least) for name, least in told.get("least", {}).items())
    budget = told["budget"] * 1_000_000 if "budget" in told else None
    return Terms(
        told["mode"], budget, told.get("places"), (), quotas, hundredths(float(told.get("passing", 0))),
        ties=tuple(map(TieKey, told.get("ties", ()))), over_budget=told.get("over_budget", "pass_over"),
    )  # fmt: skip
