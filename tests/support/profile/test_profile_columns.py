"""The profile of one firm and that of a population are the same."""

from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.profile.test_profile import FACTS, facts_of_firms

from pulmu.model.finding import Finding
from pulmu.reference import find_fact
from pulmu.support.profile import AXES, profile_rules
from pulmu.support.rules import Choice, Facts, evaluate
from pulmu.support.rules.columns import columns, label_bits

DAY = date(2026, 11, 27)
NAMES = [name for name in profile_rules().outputs if name.split(".")[0] in (*AXES, "smart_factory")]
RULES = profile_rules().only(NAMES)
TYPES = {"flag": "boolean", "ordinal": "string"}
SCHEMA = {"firm_id": "int64", **{fact: TYPES.get(find_fact(fact).kind, "float64") for fact in FACTS}}


@pytest.fixture(scope="module")
def duck() -> Any:
    return ibis.duckdb.connect(threads=1)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(facts_of_firms, min_size=1, max_size=8))
def test_both_evaluations_give_every_firm_the_same_profile(duck: Any, firms: list[dict[str, Any]]) -> None:
    rows = [dict.fromkeys(FACTS) | firm | {"firm_id": number} for number, firm in enumerate(firms)]
    table = ibis.memtable(pa.Table.from_pylist(rows, schema=ibis.schema(SCHEMA).to_pyarrow()))
    found = duck.to_pyarrow(columns(RULES, DAY, table, {}).order_by("firm_id")).to_pylist()
    bits = label_bits(RULES)
    for row, line in zip(rows, found, strict=True):
        for name, outcome in evaluate(RULES, Facts(row), DAY).items():
            expected = int(outcome.answer) if isinstance(outcome, Finding) else None
            if isinstance(outcome, Choice):
                expected = sum(bits[label] for label in outcome.possible)
            assert (name, expected) == (name, line[name])
