"""Both computations of ownership, for one firm and for a population, say the same."""

import functools
import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.golden.test_ownership import CASES, firms_of
from tests.support.ownership.random_graphs import LIMITS, family_firms, limits, random_firms

from pulmu.model import Firm, Firms, Shareholding
from pulmu.support.ownership import OwnershipLimits, graph_of, owners_of, relatives_of
from pulmu.support.ownership.columns import owners, relatives

FIRMS = {
    "firm_id": "int64", "body": "string", "total_assets_krw": "int64", "externally_audited": "boolean",
    "owners_known": "boolean", "exempt_investor": "boolean",
}  # fmt: skip
HOLDERS = {"holder_id": "int64", "kind": "string", "exempt_investor": "boolean", "total_assets_krw": "int64"}
OWNERS = (
    "firm_id", "owner_id", "share", "share_low", "share_high", "is_largest", "owner_is_person", "owner_is_fund",
    "owner_excluded", "owner_assets_krw", "owner_foreign",
)  # fmt: skip
RELATIVES = ("firm_id", "relative_id", "direction", "share", "share_low", "share_high", "depth", "counts")
LINKS = {"owner_id": "int64", "owned_id": "int64", "share": "float64", "is_largest": "boolean"}
FILES = st.lists(random_firms() | family_firms(), min_size=2, max_size=8)
FOUR = 4
APART = 100
"""Ids of one file lie within a hundred; several files make a population."""


class Population:
    """Tables that are filled anew, and questions that are compiled once for each set of limits."""

    def __init__(self) -> None:
        self.duck = duckdb.connect(config={"threads": 1})
        self.schemas = {"firms": FIRMS, "links": LINKS, "holders": HOLDERS}
        for name, schema in self.schemas.items():
            self.duck.register("empty", pa.Table.from_pylist([], schema=ibis.schema(schema).to_pyarrow()))
            self.duck.execute(f"CREATE TABLE {name} AS SELECT * FROM empty")
        firms, links, holders = (ibis.table(schema, name=name) for name, schema in self.schemas.items())
        self.owners = functools.cache(
            lambda limits: str(ibis.to_sql(owners(firms, links, limits, holders=holders), dialect="duckdb"))
        )
        self.relatives = functools.cache(
            lambda limits: str(ibis.to_sql(relatives(firms, links, limits, holders=holders), dialect="duckdb"))
        )

    def fill(self, files: list[Firms]) -> None:
        rows = [rows_of(firms, APART * number) for number, firms in enumerate(files)]
        for name, schema in self.schemas.items():
            told = [row for of_file in rows for row in of_file[name]]
            filled = pa.Table.from_pylist(told, schema=ibis.schema(schema).to_pyarrow())
            self.duck.execute(f"DELETE FROM {name}")
            self.duck.register("filled", filled)
            self.duck.execute(f"INSERT INTO {name} SELECT * FROM filled")

    def ask(self, question: str) -> list[dict[str, Any]]:
        return self.duck.sql(question).to_arrow_table().to_pylist()


@pytest.fixture(scope="module")
def population() -> Population:
    return Population()


def rows_of(firms: Firms, start: int) -> dict[str, list[dict[str, Any]]]:
    kept = [name for name in FIRMS if name not in ("firm_id", "total_assets_krw")]
    return {
        "firms": [
            {"firm_id": start + int(firm.id), "total_assets_krw": int(firm.id)}
            | {name: getattr(firm, name) for name in kept}
            for firm in firms.companies
        ],
        "holders": [
            {name: getattr(holder, name) for name in HOLDERS if name != "holder_id"}
            | {"holder_id": start + int(holder.id)}
            for holder in firms.holders
        ],
        "links": [
            {"owner_id": start + int(item.holder), "owned_id": start + int(item.company)}
            | {"share": item.share, "is_largest": item.is_largest}
            for item in firms.shareholdings
        ],
    }


def told(rows: Iterable[Any], names: Iterable[str], start: int) -> list[dict[str, Any]]:
    return [
        {name: start + int(getattr(row, name)) if name.endswith("_id") else getattr(row, name) for name in names}
        for row in rows
    ]


def comparable(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sorted, and without the last digits of binary fractions."""
    plain = [{name: round(v, 9) if isinstance(v, float) else v for name, v in row.items()} for row in rows]
    keys = ("firm_id", "owner_id", "relative_id", "depth")
    return sorted(plain, key=lambda row: str([row.get(name) for name in keys]))


def owners_one_by_one(files: list[Firms], limits: OwnershipLimits) -> list[dict[str, Any]]:
    expected = []
    for number, firms in enumerate(files):
        graph, assets = graph_of(firms), {firm.id: int(firm.id) for firm in firms.companies}
        for firm in firms.companies:
            rows = owners_of(graph, firm.id, limits, assets=assets, longest_chain=FOUR)
            expected += told(rows, OWNERS, APART * number)
    return expected


def relatives_one_by_one(files: list[Firms], limits: OwnershipLimits) -> list[dict[str, Any]]:
    expected = []
    for number, firms in enumerate(files):
        graph = graph_of(firms)
        for firm in firms.companies:
            expected += told(relatives_of(graph, firm.id, limits), RELATIVES, APART * number)
    return expected


# A failure is not made smaller: that takes minutes, and the rows that differ are shown.
QUICK = settings(max_examples=40, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


@QUICK
@given(files=FILES, limits=limits())
def test_owners_are_the_same_for_one_firm_and_for_all(
    population: Population, files: list[Firms], limits: OwnershipLimits
) -> None:
    population.fill(files)
    found = population.ask(population.owners(limits))
    assert comparable(found) == comparable(owners_one_by_one(files, limits))


@QUICK
@given(files=FILES, limits=limits())
def test_relatives_are_the_same_for_one_firm_and_for_all(
    population: Population, files: list[Firms], limits: OwnershipLimits
) -> None:
    population.fill(files)
    found = population.ask(population.relatives(limits))
    assert comparable(found) == comparable(relatives_one_by_one(files, limits))


def numbered(firms: Firms) -> Firms:
    """The same with whole numbers of two digits for names, in the order of the names."""
    names = sorted(item.id for item in (*firms.companies, *firms.holders))
    number = {name: str(10 + place) for place, name in enumerate(names)}
    return replace(
        firms,
        firm=None,
        companies=tuple(replace(item, id=number[item.id], consolidates=()) for item in firms.companies),
        holders=tuple(replace(item, id=number[item.id]) for item in firms.holders),
        shareholdings=tuple(
            replace(item, holder=number[item.holder], company=number[item.company]) for item in firms.shareholdings
        ),
    )


def test_what_an_officer_expects_is_the_same_for_all(population: Population) -> None:
    files = [numbered(firms_of(case)) for case in CASES]
    files = [firms for firms in files if not any(item.relatives or item.officer_of for item in firms.holders)]
    assert len(files) > 25
    population.fill(files)
    assert comparable(population.ask(population.owners(LIMITS))) == comparable(owners_one_by_one(files, LIMITS))
    found = population.ask(population.relatives(LIMITS))
    assert comparable(found) == comparable(relatives_one_by_one(files, LIMITS))


def test_holders_may_be_left_out_and_chains_end_where_they_are_told_to(population: Population) -> None:
    names = [str(number) for number in range(11, 17)]
    links = [Shareholding(holder=one, company=other, share=1.0) for one, other in itertools.pairwise(names)]
    population.fill([Firms(companies=tuple(Firm(id=name) for name in names), shareholdings=tuple(links))])
    of_firms, of_links = (ibis.table(schema, name=name) for name, schema in (("firms", FIRMS), ("links", LINKS)))
    for longest, found_above in ((4, ["12", "13", "14", "15"]), (5, names[:5]), (1, ["15"])):
        asked = owners(of_firms, of_links, LIMITS, longest_chain=longest)
        rows = population.ask(str(ibis.to_sql(asked.filter(asked.firm_id == 16), dialect="duckdb")))
        assert sorted(str(row["owner_id"]) for row in rows) == found_above
    rows = population.ask(str(ibis.to_sql(relatives(of_firms, of_links, LIMITS), dialect="duckdb")))
    assert {row["relative_id"] for row in rows if row["firm_id"] == 16} == {14, 15}
