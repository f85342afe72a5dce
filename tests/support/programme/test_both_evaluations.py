"""For all packaged programmes: one firm at a time and a population say the same, and what decides is named."""

import math
import os
from datetime import date
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest
from tests.support.programme.random_firms import random_firm, schema
from tests.support.programme.told import told_rules, told_size

from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import Answer, Bounded, Finding
from pulmu.support.programme import rulebook_of
from pulmu.support.rules import Choice, Facts, Outcome, Rulebook, Value, evaluate, parameters_named
from pulmu.support.rules.columns import columns, label_bits

FIRMS = int(os.environ.get("PULMU_FIRMS", "60"))
"""How many random firms; a long run takes more."""


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebook_of(packaged_programmes(), told_size())


def comparable(value: Any) -> Any:
    if isinstance(value, float):
        return math.inf if value > 1e250 else round(value, 6)
    return value


def as_columns(outcomes: dict[str, Outcome], bits: dict[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, outcome in outcomes.items():
        match outcome:
            case Finding(answer=answer):
                found[name] = int(answer)
            case Choice(possible=possible):
                found[name] = sum(bits[label] for label in possible)
            case Bounded(low=low, high=high):
                found[f"{name}.low"], found[f"{name}.high"] = comparable(low), comparable(high)
    return found


@pytest.mark.parametrize("day", [date(2021, 6, 1), date(2026, 2, 27)])
def test_both_evaluations_say_the_same_of_every_firm_and_programme(rules: Rulebook, day: date) -> None:
    random = Random(day.toordinal())
    firms = [{"firm_id": number, **random_firm(rules, random, day)} for number in range(600)]
    table = ibis.memtable(pa.Table.from_pylist(firms, schema=ibis.schema(schema(rules)).to_pyarrow()))
    connection = ibis.duckdb.connect(threads=1)
    found = connection.to_pyarrow(columns(rules, day, table).order_by("firm_id")).to_pylist()
    bits = label_bits(rules)
    answers: dict[str, set[Any]] = {}
    for firm, line in zip(firms, found, strict=True):
        expected = as_columns(evaluate(rules, Facts(firm), day), bits)
        shown = {name: comparable(value) for name, value in line.items() if name != "firm_id"}
        assert expected == shown
        for name in expected:
            answers.setdefault(name, set()).add(expected[name])
    eligible = {name: found for name, found in answers.items() if name.endswith(".eligible")}
    met = {0, 1, 2}
    assert [name for name, found in eligible.items() if found != met] == ["innovation_awards.eligible"]


def changed(value: Value | None, random: Random) -> Value | None:
    """Another value of the same kind."""
    if value is None:
        return random.choice([0.0, 0.4, 1e8])
    if isinstance(value, frozenset):
        return random.choice([frozenset(), value | {"large", "G", "cloud", "general"}])
    if isinstance(value, dict):
        return dict.fromkeys(value, 0.5)
    if isinstance(value, str):
        return {"open": "closed", "closed": "open", "intermediate_1": "basic"}[value]
    if not value:
        return 0.4
    return random.choice([0.0, float(value) / 2, float(value) * 2])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(told_rules()))
def test_a_parameter_that_moves_an_answer_is_named_by_its_explanation(name: str) -> None:
    """Every parameter of a programme against random firms: of two explanations, at least one names what was changed."""
    random, day = Random(name + os.environ.get("PULMU_SEED", "")), date(2026, 2, 27)
    one = told_rules()[name]
    rules = Rulebook(one.parameters, one.outputs)
    firms = [Facts(random_firm(rules, random, day, known=0.95)) for _ in range(FIRMS)]
    before = [evaluate(rules, firm, day) for firm in firms]
    moved = set()
    for parameter, item in one.parameters.items():
        if parameter.endswith((".window", ".conditions")):
            continue
        version = item.on(day)
        assert version is not None
        after_rules = rules.replace(parameter, changed(version.value, random))
        touched = tuple(sorted(rules.touched_by(after_rules)))
        for firm, was in zip(firms, before, strict=True):
            now = evaluate(after_rules, firm, day, touched) if touched else {}
            for output, outcome in now.items():
                if not alike(was[output], outcome):
                    moved.add(parameter)
                    assert parameter in parameters_named(was[output]), (parameter, output)
    assert moved or name == "innovation_awards"


def alike(a: Outcome, b: Outcome) -> bool:
    if isinstance(a, Bounded) and isinstance(b, Bounded):
        return (a.low, a.high) == (b.low, b.high)
    return isinstance(a, Finding) and isinstance(b, Finding) and a.answer is b.answer


def test_a_firm_that_is_told_nothing_is_refused_nothing(rules: Rulebook) -> None:
    found = evaluate(rules, Facts({}), date(2026, 2, 27))
    answers = {name: outcome.answer for name, outcome in found.items()
               if isinstance(outcome, Finding) and name.endswith(".eligible")}  # fmt: skip
    assert set(answers.values()) == {Answer.UNKNOWN}
