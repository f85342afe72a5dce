"""Each case of matching.yaml, read as a user's file, settled, and compared with all assignments there are."""

import dataclasses
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from tests.support.matching.markets import every_stable, market

from pulmu.model import Document
from pulmu.support.matching import NOBODY, Numbered, Progress, number, play, read_round

CASES = yaml.safe_load(Path(__file__).with_name("matching.yaml").read_text(encoding="utf-8"))


def document(case: dict[str, Any]) -> Document:
    costs, places = case.get("costs", {}), case.get("places", {})
    suppliers = [
        {"id": name, "places": places.get(name, 1), "order": order, "least": case.get("least", {}).get(name, 0),
         "budget_krw": case.get("budgets", {}).get(name)}
        for name, order in case["orders"].items()
    ]  # fmt: skip
    applicants = [{"id": name, "wishes": wishes, "cost_krw": costs.get(name, 0)}
                  for name, wishes in case["wishes"].items()]  # fmt: skip
    return Document({"id": "case", "lot_seed": "none", "applicants": applicants, "suppliers": suppliers}, "case.yaml")


def named(numbered: Numbered, assignment: tuple[int, ...]) -> dict[str, str]:
    return {numbered.applicants[who].id: numbered.suppliers[whom].id
            for who, whom in enumerate(assignment) if whom != NOBODY}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_example_comes_out_as_published(case: dict[str, Any]) -> None:
    given = read_round(document(case)).unwrap()
    played = play(given, ())
    if "proposed" in case:
        assert {item.applicant: item.supplier for item in played.progress.standing} == case["proposed"]
    assert played.settled.certificate.blocks == case.get("fewest", 0)
    if "stable" in case:
        numbered = number(given, Progress())
        found = [named(numbered, assignment) for assignment in every_stable(numbered.market)]
        assert sorted(map(str, map(sorted, (item.items() for item in found)))) == sorted(
            map(str, map(sorted, (item.items() for item in case["stable"])))
        )


def test_the_same_have_nobody_in_every_stable_matching() -> None:
    """Rural hospitals (Roth 1986): a supplier with places left has the same applicants in all of them."""
    several = 0
    for seed in range(400):
        given = market(Random(seed), ties=False)
        given = dataclasses.replace(given, capacity=given.capacity + 1)
        stable = list(every_stable(given))
        several += len(stable) > 1
        assert len({tuple(whom == NOBODY for whom in item) for item in stable}) == 1
        for supplier in range(given.suppliers):
            who = {frozenset(a for a, whom in enumerate(item) if whom == supplier) for item in stable}
            assert len({len(mine) for mine in who}) == 1
            assert len(who) == 1 or len(next(iter(who))) == given.capacity[supplier]
    assert several > 2
