"""The programmes on the law of size: both evaluations say the same, and what moves eligibility is named."""

from datetime import date
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest
from tests.support.programme.random_firms import random_firm, random_rows, schema
from tests.support.programme.test_both_evaluations import alike, as_columns, changed, comparable

from pulmu.bootstrap.support import packaged_programmes
from pulmu.support.programme import rulebook_of
from pulmu.support.rules import Facts, Rulebook, evaluate, parameters_named
from pulmu.support.rules.columns import columns, label_bits
from pulmu.support.size import size_rules

DAY = date(2026, 2, 27)
RELATIONS = ("owners", "relatives")


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    """Eligibility and support of every programme."""
    book = rulebook_of(packaged_programmes(), size_rules())
    return book.only([name for name in book.outputs if name.endswith((".eligible", ".support_krw", "size.class"))])


def a_firm(rules: Rulebook, random: Random) -> Facts:
    facts = random_firm(rules, random, DAY)
    if random.random() < 0.6:  # most firms are plain companies with three years
        facts |= {"body": "company", "basis": "three_years", "disclosure_group": False, "limits_on": date(2025, 12, 31),
                  "cross_shareholding_group": False, "relatives_known": True, "owners_known": True}  # fmt: skip
    return Facts(facts, {name: random_rows(rules, random, DAY, name) for name in RELATIONS})


def test_both_evaluations_say_the_same_on_the_law_of_size(rules: Rulebook) -> None:
    random = Random(6)
    firms = [a_firm(rules, random) for _ in range(150)]
    tables = {}
    for relation in RELATIONS:
        rows: list[dict[str, Any]] = [{"firm_id": number, **row} for number, firm in enumerate(firms)
                                      for row in firm.relations[relation]]  # fmt: skip
        types = ibis.schema(schema(rules, relation)).to_pyarrow()
        tables[relation] = ibis.memtable(pa.Table.from_pylist(rows, schema=types))
    told = [{"firm_id": number, **firm.values} for number, firm in enumerate(firms)]
    table = ibis.memtable(pa.Table.from_pylist(told, schema=ibis.schema(schema(rules)).to_pyarrow()))
    asked = columns(rules, DAY, table, tables).order_by("firm_id")
    found = ibis.duckdb.connect(threads=1).to_pyarrow(asked).to_pylist()
    bits = label_bits(rules)
    for firm, line in zip(firms, found, strict=True):
        shown = {name: comparable(value) for name, value in line.items() if name != "firm_id"}
        assert as_columns(evaluate(rules, firm, DAY), bits) == shown


def test_a_parameter_that_moves_an_answer_is_named_size_and_all(rules: Rulebook) -> None:
    """Every parameter of every programme against random firms of the law of size."""
    random = Random(7)
    firms = [a_firm(rules, random) for _ in range(25)]
    before = [evaluate(rules, firm, DAY) for firm in firms]
    ids, moved = {programme.id for programme in packaged_programmes()}, 0
    for name, parameter in rules.parameters.items():
        if name.partition(".")[0] not in ids or name.endswith((".window", ".conditions")):
            continue
        version = parameter.on(DAY)
        assert version is not None
        after = rules.replace(name, changed(version.value, random))
        touched = tuple(sorted(rules.touched_by(after)))
        for firm, was in zip(firms, before, strict=True) if touched else ():
            for output, now in evaluate(after, firm, DAY, touched).items():
                if not alike(was[output], now):
                    moved += 1
                    assert name in parameters_named(was[output]), (name, output)
    assert moved > 100
