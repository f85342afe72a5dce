"""What holds of any shareholdings."""

import random
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.ownership.random_graphs import LIMITS, family_firms, random_firms

from pulmu.model import Answer, Document, Firms, decode
from pulmu.support.ownership import Controls, Graph, graph_of, owners_of, relatives_of
from pulmu.support.ownership.span import TOLERANCE

FILES = random_firms(persons_are_tied=True) | family_firms()


def told_by_shares(firms: Firms) -> Firms:
    """Without what was told of ranks, which need not fit the shares that were drawn."""
    return replace(firms, shareholdings=tuple(replace(item, is_largest=None) for item in firms.shareholdings))


def rows_of(firms: Firms) -> list[Any]:
    graph = graph_of(firms)
    rows: list[Any] = []
    for firm in firms.companies:
        rows += [
            (row.owner_id, round(row.share_low, 9), round(row.share_high, 9), row.is_largest)
            for row in owners_of(graph, firm.id, LIMITS, assets={}, longest_chain=4)
        ]
        rows += [
            (row.relative_id, row.direction, row.depth, round(row.share_low, 9), round(row.share_high, 9), row.counts)
            for row in relatives_of(graph, firm.id, LIMITS)
        ]
    return sorted(rows, key=str)


def answers(graph: Graph, firms: Firms) -> dict[Any, Answer]:
    controls = Controls(graph, LIMITS)
    names = [firm.id for firm in firms.companies]
    return {(one, other): controls.control(one, other).answer for one in names for other in names if one != other}


@settings(max_examples=150, deadline=None)
@given(firms=FILES, seed=st.integers(0, 99))
def test_the_order_of_a_file_does_not_matter(firms: Firms, seed: int) -> None:
    mixed = {name: list(getattr(firms, name)) for name in ("companies", "holders", "shareholdings")}
    for items in mixed.values():
        random.Random(seed).shuffle(items)
    shuffled = replace(firms, **{name: tuple(items) for name, items in mixed.items()})
    assert rows_of(firms) == rows_of(shuffled)


@settings(max_examples=300, deadline=None)
@given(firms=FILES.map(told_by_shares), data=st.data())
def test_a_share_more_never_turns_yes_or_no_into_another_answer(firms: Firms, data: st.DataObject) -> None:
    untold = [number for number, item in enumerate(firms.shareholdings) if item.share is None]
    if not untold:
        return
    number = data.draw(st.sampled_from(untold))
    graph = graph_of(firms)
    item = firms.shareholdings[number]
    most = graph.share(item.holder, item.company).high
    share = data.draw(st.sampled_from([0.0, most, round(most * 10) * 0.05]))
    told = replace(item, share=min(share, most))
    more = replace(firms, shareholdings=(*firms.shareholdings[:number], told, *firms.shareholdings[number + 1 :]))
    before, after = answers(graph, firms), answers(graph_of(more), more)
    assert {pair: after[pair] for pair, answer in before.items() if answer is not Answer.UNKNOWN} == {
        pair: answer for pair, answer in before.items() if answer is not Answer.UNKNOWN
    }


def test_relatives_who_may_not_be_of_the_group_are_rivals_together() -> None:
    """21 and 22 may hold up to 45 + 10 % of 12: unless 21 stands behind 11, they may have more than its 45 %."""
    tree = {
        "pulmu": "firm/1", "firm": "11",
        "companies": [{"id": "11", "owners_known": True}, {"id": "12", "owners_known": True}],
        "holders": [{"id": "21", "kind": "person"}, {"id": "22", "kind": "person", "relatives": ["21"]}],
        "shareholdings": [
            {"holder": "21", "company": "11"}, {"holder": "11", "company": "12", "share": 0.45},
            {"holder": "21", "company": "12"}, {"holder": "22", "company": "12", "share": 0.1},
        ],
    }  # fmt: skip
    firms = decode(Firms, Document(tree, "firm")).value
    assert answers(graph_of(firms), firms)["11", "12"] is Answer.UNKNOWN
    behind = replace(firms, shareholdings=(replace(firms.shareholdings[0], share=0.9), *firms.shareholdings[1:]))
    assert answers(graph_of(behind), behind)["11", "12"] is Answer.YES


@settings(max_examples=300, deadline=None)
@given(firms=FILES.map(told_by_shares), data=st.data())
def test_a_complete_list_never_turns_yes_or_no_into_another_answer(firms: Firms, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(firms.companies) - 1))
    firm = replace(firms.companies[number], owners_known=True)
    more = replace(firms, companies=(*firms.companies[:number], firm, *firms.companies[number + 1 :]))
    graph, known = graph_of(firms), graph_of(more)
    before, after = answers(graph, firms), answers(known, more)
    assert all(after[pair] is answer for pair, answer in before.items() if answer is not Answer.UNKNOWN)
    found = {row.owner_id: row.is_largest for row in owners_of(known, firm.id, LIMITS, assets={}, longest_chain=4)}
    for row in owners_of(graph, firm.id, LIMITS, assets={}, longest_chain=4):
        assert row.is_largest in (None, found[row.owner_id])


@settings(max_examples=150, deadline=None)
@given(firms=FILES)
def test_nobody_holds_more_than_all_or_less_than_directly(firms: Firms) -> None:
    graph = graph_of(firms)
    for firm in firms.companies:
        for row in owners_of(graph, firm.id, LIMITS, assets={}, longest_chain=4):
            held = graph.share(row.owner_id, firm.id)
            assert held.low - TOLERANCE <= row.share_low <= row.share_high <= 1.0


@pytest.mark.parametrize("module", ["pulmu.support.ownership", "pulmu.support.rules"])
def test_one_firm_does_not_load_ibis(module: str) -> None:
    code = f"import sys, {module}; sys.exit('ibis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
