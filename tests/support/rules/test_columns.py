"""Both evaluations of a rulebook say the same of every firm."""

import math
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.rules.random_rules import ACT, DAY, Drawn, drawn

from pulmu.model import Answer, Bounded, Finding
from pulmu.support.rules import (
    AllOf,
    Choice,
    Compare,
    Decide,
    Facts,
    Flag,
    Given,
    Member,
    Not,
    Pick,
    Plus,
    Rulebook,
    Setting,
    constant,
    evaluate,
)
from pulmu.support.rules.columns import columns, label_bits

FACTS = {
    "firm_id": "int64", "x": "int64", "y": "int64", "z": "int64", "least": "int64", "most": "int64", "key": "int64",
    "flag1": "boolean", "flag2": "boolean", "letter": "string", "level": "string", "has": "array<string>",
    "date1": "date", "date2": "date",
}  # fmt: skip
ROWS = {"firm_id": "int64", "weight": "int64", "counts": "boolean"}


@pytest.fixture(scope="module")
def duck() -> Any:
    return ibis.duckdb.connect(threads=1)


def table(rows: list[dict[str, Any]], schema: dict[str, str]) -> Any:
    return ibis.memtable(pa.Table.from_pylist(rows, schema=ibis.schema(schema).to_pyarrow()))


def one_by_one(case: Drawn) -> list[dict[str, Any]]:
    bits = label_bits(case.rulebook)
    found = []
    for firm in case.firms:
        rows = tuple(row for row in case.rows if row["firm_id"] == firm["firm_id"])
        outcomes = evaluate(case.rulebook, Facts(firm, {"rows": rows}), DAY)
        line: dict[str, Any] = {"firm_id": firm["firm_id"]}
        for name, outcome in outcomes.items():
            match outcome:
                case Finding(answer=answer):
                    line[name] = int(answer)
                case Choice(possible=possible):
                    line[name] = sum(bits[label] for label in possible)
                case Bounded(low=low, high=high):
                    line[f"{name}.low"], line[f"{name}.high"] = low, high
        found.append(line)
    return found


def comparable(value: Any) -> Any:
    """Without bound is one thing, however a backend writes it."""
    if isinstance(value, float):
        return math.copysign(math.inf, value) if abs(value) > 1e250 else round(value, 9)
    return value


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=drawn())
def test_both_evaluations_say_the_same_of_every_firm(duck: Any, case: Drawn) -> None:
    firms, rows = table(case.firms, FACTS), table(case.rows, ROWS)
    asked = columns(case.rulebook, DAY, firms, {"rows": rows}).order_by("firm_id")
    found = duck.to_pyarrow(asked).to_pylist()
    expected = one_by_one(case)
    shown = [{name: comparable(value) for name, value in line.items()} for line in found]
    assert shown == [{name: comparable(value) for name, value in line.items()} for line in expected]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=drawn(), alone=st.booleans())
def test_what_is_never_null_is_computed_once_and_says_the_same(duck: Any, case: Drawn, alone: bool) -> None:
    told = case.firms[:1] if alone else case.firms
    firms, rows = table(told, FACTS), table(case.rows, ROWS)
    full = full_columns(firms, told, FACTS) | full_columns(rows, case.rows, ROWS)
    found, expected = (
        duck.to_pyarrow(
            columns(case.rulebook, DAY, firms, {"rows": rows}, never_null=never_null).order_by("firm_id")
        ).to_pylist()
        for never_null in (full, {})
    )
    shown = [[{name: comparable(value) for name, value in line.items()} for line in item] for item in (found, expected)]
    assert shown[0] == shown[1]


def full_columns(of: Any, rows: list[dict[str, Any]], schema: dict[str, str]) -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {}
    for name, kind in schema.items():
        values = [row[name] for row in rows]
        if None not in values:
            found[of.op().name, name] = (min(values), max(values)) if kind == "int64" and values else None
    return found


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=drawn(), data=st.data())
def test_a_fact_more_never_turns_yes_or_no_into_unknown(case: Drawn, data: Any) -> None:
    firm = case.firms[0]
    missing = [name for name in firm if firm[name] is None and name not in ("least", "most")]
    if not missing:
        return
    fact = data.draw(st.sampled_from(missing))
    told = data.draw(st.sampled_from([other[fact] for other in case.firms if other[fact] is not None] or [firm[fact]]))
    before = evaluate(case.rulebook, Facts(firm), DAY, ("finding", "decision"))
    after = evaluate(case.rulebook, Facts({**firm, fact: told}), DAY, ("finding", "decision"))
    if before["finding"].answer is not Answer.UNKNOWN and not _unlisted(fact, told):
        assert after["finding"].answer is before["finding"].answer
    if not _unlisted(fact, told):
        assert after["decision"].possible <= before["decision"].possible


def _unlisted(fact: str, told: Any) -> bool:
    """A date on which no version of a parameter holds says less than a date that is not given."""
    return isinstance(told, date)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=drawn(), told=st.sets(st.sampled_from(sorted(FACTS))))
def test_a_fact_without_a_column_is_not_given(duck: Any, case: Drawn, told: set[str]) -> None:
    names = {"firm_id", *told}
    firms = [{name: value if name in names else None for name, value in firm.items()} for firm in case.firms]
    shown, full = table(firms, FACTS).select(*sorted(names)), table(firms, FACTS)
    relations = {"rows": table(case.rows, ROWS)}
    found, expected = (duck.to_pyarrow(columns(case.rulebook, DAY, item, relations).order_by("firm_id")).to_pylist()
                       for item in (shown, full))  # fmt: skip
    assert found == expected


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=drawn())
def test_what_is_known_already_is_read_and_not_computed_again(duck: Any, case: Drawn) -> None:
    finding, decision, number = (case.rulebook.outputs[name] for name in ("finding", "decision", "number"))
    more = {
        "member": Member(decision, Setting("labels")),
        "all": AllOf("all", (finding, Not("not", Flag("flag1")))),
        "compare": Compare("compare", Plus("plus", (number, Given("x"))), "<", Setting("number0"), None, "KRW"),
        "pick": Pick("pick", ((finding, number),), Given("y")),
    }
    rulebook = case.rulebook.with_outputs(more)
    firms, relations = table(case.firms, FACTS), {"rows": table(case.rows, ROWS)}
    known = ("finding", "decision", "number")
    before = columns(rulebook, DAY, firms, relations, known, keep=[name for name in FACTS if name != "firm_id"])
    again = columns(rulebook, DAY, before, relations, tuple(more), known=known)
    expected = columns(rulebook, DAY, firms, relations, tuple(more))
    rows = [duck.to_pyarrow(item.order_by("firm_id")).to_pylist() for item in (again, expected)]
    assert rows[0] == rows[1]


def test_what_is_known_already_is_not_looked_at(duck: Any) -> None:
    decided = Decide("class", ((Flag("flag1"), "small"),), "large")
    parameters = {"wanted": constant("wanted", frozenset({"small"}), "", ACT)}
    rulebook = Rulebook(parameters, {"class": decided, "member": Member(decided, Setting("wanted"))})
    rows = [{"firm_id": 1, "flag1": False, "class": label_bits(rulebook)["small"]},
            {"firm_id": 2, "flag1": False, "class": 3}]  # fmt: skip
    told = table(rows, {"firm_id": "int64", "flag1": "boolean", "class": "int32"})
    found = columns(rulebook, DAY, told, outputs=("member",), known=("class",)).order_by("firm_id")
    assert duck.to_pyarrow(found).column("member").to_pylist() == [2, 1]
