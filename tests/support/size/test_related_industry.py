"""The main industry of related companies, of a firm by itself and of a table of firms, by either reading."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pulmu.model import Bounded
from pulmu.support.size import size_rules
from pulmu.support.size.classify import _industries_by_pair, _industries_of_largest, _one_or_two
from pulmu.support.size.columns import _with_industry

DAY = date(2026, 11, 25)
RULES = size_rules().rulebook()
READINGS = {"yes": _industries_by_pair, "no": _industries_of_largest}
ROW = {"firm_id": "int64", "counts": "boolean", "average_low_krw": "float64", "average_high_krw": "float64",
       "relative_limit_row": "int32", "own_low": "float64", "own_high": "float64", "own_row": "int32"}  # fmt: skip


@dataclass(frozen=True)
class Tied:
    """A firm and what is related to it, or may be."""

    limit_row: int | None
    average: tuple[float, float]
    relatives: tuple[dict[str, Any], ...]


# Few amounts and industries: ties and overlaps are where the readings part.
spans = st.tuples(st.integers(0, 4), st.integers(0, 2)).map(lambda span: (float(span[0]), float(sum(span))))
rows = st.sampled_from([24, 25, 26, 29, None])
relatives = st.builds(
    lambda span, counts, row, no_bound: {"average_low_krw": span[0], "average_high_krw": None if no_bound else span[1],
                                         "counts": counts, "limit_row": row},
    spans, st.sampled_from([True, True, None, False]), rows, st.sampled_from([False, False, False, True]),
)  # fmt: skip
firms = st.lists(st.builds(Tied, rows, spans, st.lists(relatives, max_size=4).map(tuple)), min_size=20, max_size=40)


@pytest.mark.parametrize("by_pair", READINGS)
@settings(max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(drawn=firms)
def test_both_evaluations_find_the_same_industries(by_pair: str, drawn: list[Tied]) -> None:
    lines = [
        {"firm_id": number, "counts": row["counts"], "average_low_krw": row["average_low_krw"],
         "average_high_krw": row["average_high_krw"], "relative_limit_row": row["limit_row"],
         "own_low": firm.average[0], "own_high": firm.average[1], "own_row": firm.limit_row}
        for number, firm in enumerate(drawn) for row in firm.relatives
    ]  # fmt: skip
    own = [{"firm_id": number, "limit_row": firm.limit_row} for number, firm in enumerate(drawn)]
    table = _with_industry(
        RULES.replace("size.related_by_pair", by_pair),
        memory(own, {"firm_id": "int64", "limit_row": "int32"}), memory(lines, ROW), DAY, lambda _, kept: kept,
    )  # fmt: skip
    told = ibis.duckdb.connect(threads=1).to_pyarrow(table.order_by("firm_id")).to_pylist()
    found = [(row["related_limit_row"], row["other_related_limit_row"]) for row in told]
    assert found == [_one_or_two(_by_itself(firm, by_pair)) for firm in drawn]


def memory(lines: list[dict[str, Any]], kinds: dict[str, str]) -> Any:
    return ibis.memtable(pa.Table.from_pylist(lines, schema=ibis.schema(kinds).to_pyarrow()))


def _by_itself(firm: Tied, by_pair: str) -> set[int | None]:
    average = Bounded("average", *firm.average)
    return READINGS[by_pair]({"limit_row": firm.limit_row}, average, firm.relatives)


def test_the_readings_part() -> None:
    larger, largest = (
        {"average_low_krw": most, "average_high_krw": most, "counts": True, "limit_row": row}
        for most, row in ((2.0, 25), (3.0, 26))
    )
    firm = Tied(24, (1.0, 1.0), (larger, largest))
    assert (_by_itself(firm, "yes"), _by_itself(firm, "no")) == ({25, 26}, {26})
