"""Each case of ownership.yaml, read by the codec as a user's file and answered by the library."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pulmu.model import Document, Finding, Firms, decode
from pulmu.support.ownership import (
    Graph,
    Owner,
    OwnershipLimits,
    Relative,
    asked_firm,
    check_firms,
    graph_of,
    owners_of,
    relatives_of,
)

LIMITS = OwnershipLimits(
    control_from=0.3,
    parent_from=0.3,
    whole_from=0.5,
    direct_whole_from=0.5,
    grandchild_whole_from=0.5,
    known_from=0.3,
)
USUAL = {"body": "company", "listed": False, "externally_audited": True, "owners_known": True}
CASES = yaml.safe_load(Path(__file__).with_name("ownership.yaml").read_text(encoding="utf-8"))


def firms_of(case: dict[str, Any]) -> Firms:
    tree = case["file"] | {"companies": [USUAL | company for company in case["file"]["companies"]]}
    document = Document(tree, "case.yaml")
    firms = decode(Firms, document).unwrap()
    assert check_firms(document, firms) == ()
    return firms


def graph_and_firm(case: dict[str, Any]) -> tuple[Graph, str]:
    firms = firms_of(case)
    return graph_of(firms), asked_firm(firms).id


def items_of(finding: Finding) -> list[int]:
    """Items of Decree 3-2(1) that hold; if none does, those that may."""
    named = [part for part in finding.parts[0].parts if part.name.startswith("control_")]
    best = max(part.answer for part in named)
    return [int(part.name[-1]) for part in named if part.answer is best][:1]


def owner_row(row: Owner) -> dict[str, Any]:
    return {
        "owner": row.owner_id,
        "share": row.share,
        "share_low": row.share_low,
        "share_high": row.share_high,
        "is_largest": row.is_largest,
        "is_person": row.owner_is_person,
        "excluded": row.owner_excluded,
        "assets_krw": row.owner_assets_krw,
        "foreign": row.owner_foreign,
        "rings": [list(ring) for ring in row.rings],
    }


def relative_row(row: Relative) -> dict[str, Any]:
    return {
        "relative": row.relative_id,
        "direction": row.direction,
        "share": row.share,
        "depth": row.depth,
        "counts": row.counts,
        "items": items_of(row.why),
        "missing": sorted(set(row.why.missing())),
    }


def rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 12) if isinstance(value, float) else value for name, value in row.items()}


def assert_rows(expected: list[dict[str, Any]], found: list[dict[str, Any]], key: tuple[str, ...]) -> None:
    def by_key(row: dict[str, Any]) -> str:
        return str([row.get(name) for name in key])

    expected, found = sorted(expected, key=by_key), sorted(found, key=by_key)
    assert [by_key(row) for row in expected] == [by_key(row) for row in found]
    for one, other in zip(expected, found, strict=True):
        assert rounded(one) == rounded({name: other[name] for name in one})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_owners_are_as_an_officer_expects(case: dict[str, Any]) -> None:
    graph, firm = graph_and_firm(case)
    rows = owners_of(graph, firm, LIMITS, assets={})
    assert_rows(case["owners"], [owner_row(row) for row in rows], ("owner",))
    assert all(graph.name(row.owner_id) in row.explain(graph) for row in rows)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_relatives_are_as_an_officer_expects(case: dict[str, Any]) -> None:
    graph, firm = graph_and_firm(case)
    rows = relatives_of(graph, firm, LIMITS)
    assert_rows(case["relatives"], [relative_row(row) for row in rows], ("relative", "direction", "depth"))
    assert all("중소기업기본법 시행령" in row.explain(graph) for row in rows)
