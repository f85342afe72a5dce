"""The rules of size say the same of a firm by itself and of a table of firms."""

import os
from datetime import date
from random import Random
from typing import Any

import ibis
import pyarrow as pa
from tests.support.size.random_firms import DAYS, file

from pulmu.model import Bounded, Finding
from pulmu.support.rules import Choice, Facts, evaluate
from pulmu.support.rules.columns import columns, label_bits
from pulmu.support.size import facts_of, facts_read, size_rules

RULES = size_rules().rulebook()
FIRMS = 150
ALL = tuple(name for name in RULES.outputs if name != "size.average_sales")
OUTPUTS = ALL if "PULMU_FIRMS" in os.environ else ("size.class",)
"""DuckDB takes seconds to plan them all: a long run does."""
RELATIONS = ("owners", "relatives")
WORDS = ("body", "basis", "section", "micro_section", "left_sme_because", "left_micro_because", "tax_left_because")
FLAGS = ("disclosure_group", "cross_shareholding_group", "finance_or_insurance", "general_holding_company", "listed",
         "owners_known", "relatives_known", "returned_by_raised_table", "is_largest", "owner_is_person",
         "owner_is_fund", "owner_excluded", "counts", "tax_excluded_industry", "research_unit_recognised",
         "content_producer", "venture_excluded_industry", "venture_growth_good", "venture_technology_good")  # fmt: skip


def kind(name: str) -> str:
    if name.endswith("_on") or name in ("year_after_left_on", "tax_reason_year_end", "tax_reason_next_year"):
        return "date"
    if name in FLAGS:
        return "boolean"
    return "string" if name in WORDS else "int64" if name.endswith("limit_row") else "float64"


def table(rows: list[dict[str, Any]], names: list[str]) -> Any:
    schema = ibis.schema({"firm_id": "int64", **{name: kind(name) for name in names}}).to_pyarrow()
    lines = [{"firm_id": row["firm_id"], **{name: row.get(name) for name in names}} for row in rows]
    return ibis.memtable(pa.Table.from_pylist(lines, schema=schema))


def by_itself(firm: Facts, day: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    bits = label_bits(RULES)
    for name, outcome in evaluate(RULES, firm, day).items():
        match outcome:
            case Finding(answer=answer):
                found[name] = int(answer)
            case Choice(possible=possible):
                found[name] = sum(bits[label] for label in possible)
            case Bounded():
                pass
    return found


def test_a_table_of_firms_is_classed_like_each_firm_by_itself() -> None:
    day = date(2026, 11, 25)
    firms = [facts_of(RULES, file(Random(number)), DAYS[number % len(DAYS)]) for number in range(FIRMS)]
    names = sorted({name for output in OUTPUTS for name in facts_read(RULES.outputs[output])} - set(RELATIONS))
    relations = {}
    for relation in RELATIONS:
        rows = [{"firm_id": number, **row} for number, firm in enumerate(firms) for row in firm.relations[relation]]
        assert rows
        relations[relation] = table(rows, [name for name in names if name in rows[0]])
    asked = table([{"firm_id": number, **firm.values} for number, firm in enumerate(firms)], names)
    found = ibis.duckdb.connect(threads=1).to_pyarrow(columns(RULES, day, asked, relations, OUTPUTS)).to_pylist()
    shown = {row.pop("firm_id"): row for row in found}
    for number, firm in enumerate(firms):
        expected = by_itself(firm, day)
        assert {name: shown[number][name] for name in OUTPUTS} == {name: expected[name] for name in OUTPUTS}, number
