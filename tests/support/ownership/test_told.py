"""Facts that a firm's file tells for programmes."""

from typing import Any

import pytest

from pulmu.model import Document, Firms, decode
from pulmu.support.ownership import check_firms


def problems_of(facts: dict[str, Any]) -> list[tuple[str, str]]:
    document = Document({"companies": [{"id": "a", "facts": facts}]}, "")
    return [(item.code, item.place) for item in check_firms(document, decode(Firms, document).unwrap())]


@pytest.mark.parametrize(
    "facts",
    [
        {"uses_ai": True, "uses_aas": "no"},
        {"rnd_krw": 0, "exports_usd": "2,000,000", "export_share": 1.0},
        {"smart_factory_level": "intermediate_1", "plan.uses": "ai, aas", "founded_on": "2001-02-03"},
    ],
)
def test_an_answer_of_the_kind_of_its_fact_is_taken(facts: dict[str, Any]) -> None:
    assert problems_of(facts) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("uses_ai", "maybe"),
        ("uses_ai", 1),
        ("export_share", 35),
        ("export_share", -0.1),
        ("rnd_krw", "many"),
        ("rnd_krw", True),
        ("research_staff", "nan"),
        ("research_staff", "inf"),
        ("smart_factory_level", "high"),
        ("plan.uses", "ai, magic"),
        ("founded_on", "2001-02-30"),
    ],
)
def test_an_answer_of_another_kind_is_refused_at_its_place(name: str, value: Any) -> None:
    assert problems_of({name: value}) == [("firm.fact_answer", f"companies[0].facts.{name}")]


def test_a_name_no_rule_asks_is_refused_and_so_is_everything_else_at_once() -> None:
    found = problems_of({"uses_ia": True, "uses_ai": "perhaps"})
    assert [code for code, _ in found] == ["input.fact_unknown", "firm.fact_answer"]
