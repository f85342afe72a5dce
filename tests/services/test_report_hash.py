import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import Company, Installation, Period, encode
from pulmu.services.report import Report, Value
from pulmu.services.report_hash import check_report_hash, report_hash


def a_report(emissions: float = 0.1) -> Report:
    return Report(
        format="pulmu.report/2",
        program="pulmu 0.1.0",
        company=Company(name="Hanbit Fastening", name_local="한빛체결", country="KR"),
        installation=Installation(name="Ansan Works", country="KR"),
        period=Period.of_year(2026),
        scenario=None,
        plant_sha256="ab",
        total_direct_emissions=Value(emissions, "t CO2e", "k"),
        goods=(),
        processes=(),
        precursors=(),
        balances=(),
        remarks=(),
        choices=(),
        editions=(),
        figures={},
        formulas={},
    )


def sealed(emissions: float = 0.1) -> Any:
    report = a_report(emissions)
    return json.loads(json.dumps(encode(replace(report, sha256=report_hash(report)), full=True)))


def test_the_hash_is_that_of_the_canonical_json() -> None:
    tree = encode(a_report(), full=True)
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert '"sha256":""' in text
    assert hashlib.sha256(text.encode()).hexdigest() == report_hash(a_report())


def test_what_the_report_says_of_its_hash_does_not_count() -> None:
    assert report_hash(a_report()) == report_hash(replace(a_report(), sha256="anything"))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_sealed_report_holds_after_any_way_of_writing_json(emissions: float) -> None:
    tree = sealed(emissions)
    assert check_report_hash(tree)
    assert check_report_hash(json.loads(json.dumps(tree, indent=3, sort_keys=True)))


def test_any_change_breaks_the_seal() -> None:
    for change in (
        {"program": "pulmu 0.1.1"},
        {"total_direct_emissions": {"value": 0.10000000000000002, "unit": "t CO2e", "figure": "k"}},
        {"period": 2027},
        {"more": None},
        {"sha256": "0" * 64},
    ):
        assert not check_report_hash(sealed() | change)


def endless() -> list[Any]:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    return deep


@pytest.mark.parametrize(
    "tree",
    [None, [], "x", {}, {"sha256": 5}, {"sha256": "", "x": float("nan")}, {"sha256": "", "x": {1, 2}},
     {"sha256": "", "x": "\ud800"}, {"sha256": "", "x": endless()}],
    ids=range(9),
)  # fmt: skip
def test_what_is_no_report_has_no_seal(tree: Any) -> None:
    assert not check_report_hash(tree)
