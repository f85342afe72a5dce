"""Both evaluations of size say the same of every firm of a synthetic population, holdings and all."""

from collections import defaultdict
from typing import Any

import ibis
import pyarrow as pa
import pytest

from pulmu.model import Answer, Bounded, Finding
from pulmu.support.population import AS_OF, make_parts, plan_nation
from pulmu.support.population.column import joined
from pulmu.support.rules import Choice, Facts, evaluate
from pulmu.support.rules.columns import columns, label_bits
from pulmu.support.size import size_rules
from pulmu.support.size.columns import prepared

RULES = size_rules().rulebook()


def arrow(columns_of: Any) -> pa.Table:
    arrays = {}
    for name, column in columns_of.items():
        values = column.values.tolist()
        if column.labels:
            values = [column.labels[value] for value in values]
        known = [True] * len(values) if column.known is None else column.known.tolist()
        arrays[name] = [value if is_known else None for value, is_known in zip(values, known, strict=True)]
    return pa.table(arrays)


@pytest.fixture(scope="module")
def nation() -> tuple[pa.Table, pa.Table]:
    parts = list(make_parts(plan_nation(scale=1 / 1000, seed=5)))
    return arrow(joined([part.firms for part in parts])), arrow(joined([part.links for part in parts]))


@pytest.fixture(scope="module")
def duck() -> Any:
    con = ibis.duckdb.connect(threads=2)
    con.raw_sql("SET disabled_optimizers = 'in_clause'")
    return con


def test_every_firm_of_a_nation_is_classed_alike(nation: tuple[pa.Table, pa.Table], duck: Any) -> None:
    firms, links = (ibis.memtable(table) for table in nation)

    def keep(_: str, table: Any) -> Any:
        return ibis.memtable(duck.to_pyarrow(table))

    ready = prepared(RULES, firms, links, AS_OF, keep=keep)
    found = {
        row["firm_id"]: row for row in duck.to_pyarrow(columns(RULES, AS_OF, ready.firms, ready.relations)).to_pylist()
    }
    relations = {name: _by_firm(duck.to_pyarrow(table).to_pylist()) for name, table in ready.relations.items()}
    bits = label_bits(RULES)
    facts = duck.to_pyarrow(ready.firms).to_pylist()
    assert len(found) == len(facts) > 8000
    tied = {firm for of_firm in relations.values() for firm in of_firm}
    assert tied
    for row in (row for row in facts if row["firm_id"] % 5 == 0 or row["firm_id"] in tied or row["left_sme_on"]):
        rows = {name: tuple(of_firm.get(row["firm_id"], ())) for name, of_firm in relations.items()}
        outcomes = evaluate(RULES, Facts(row, rows), AS_OF)
        assert {name: found[row["firm_id"]][name] for name in _plain(outcomes, bits)} == _plain(outcomes, bits), row


def _by_firm(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["firm_id"]].append(row)
    return found


def _plain(outcomes: dict[str, Any], bits: dict[str, int]) -> dict[str, int]:
    found = {}
    for name, outcome in outcomes.items():
        match outcome:
            case Finding(answer=Answer() as answer):
                found[name] = int(answer)
            case Choice(possible=possible):
                found[name] = sum(bits[label] for label in possible)
            case Bounded():
                continue
    return found
