"""A programme that an officer wrote is read with everything that is wrong with it, and its place."""

import json
from typing import Any

import pytest

from pulmu.adapters.programme_file import read_programme_bytes, write_programme_yaml
from pulmu.bootstrap.support import packaged_programmes, read_programme_content
from pulmu.model import Document, encode
from pulmu.support.programme import read_programme

SIMPLE = {"id": "x", "name_ko": "가", "name_en": "x", "kind": "grant", "year": 2026}

WHOLE = {"fact": "in_business", "operator": "equals", "value": True}


def problems_of(**more: Any) -> list[tuple[str, str]]:
    return [(item.code, item.place) for item in read_programme(Document({**SIMPLE, **more}, "")).problems]


@pytest.mark.parametrize(
    ("condition", "code", "where"),
    [
        ({}, "programme.condition_form", "conditions"),
        ({"fact": "in_business"}, "programme.condition_form", "conditions"),
        ({"fact": "in_business", "all": [WHOLE]}, "programme.condition_form", "conditions"),
        ({"fact": "shoe_size", "operator": "at_most", "value": 4}, "input.fact_unknown", "conditions.fact"),
        ({"fact": "section", "operator": "at_most", "value": "C"}, "programme.operator_unfit", "conditions.operator"),
        ({"fact": "size_class", "operator": "in", "value": ["sme"]}, "programme.value_unfit", "conditions.value"),
        ({"fact": "size_class", "operator": "in", "value": []}, "programme.value_unfit", "conditions.value"),
        ({"fact": "in_business", "operator": "equals", "value": "so"}, "programme.value_unfit", "conditions.value"),
        ({"fact": "sales_1_krw", "operator": "below", "value": -1}, "programme.value_unfit", "conditions.value"),
        ({"fact": "sales_1_krw", "operator": "below", "value": True}, "programme.value_unfit", "conditions.value"),
        ({"fact": "track", "operator": "in", "value": ["other"]}, "programme.value_unfit", "conditions.value"),
        ({"fact": "founded_on", "operator": "below", "value": 3}, "programme.operator_unfit", "conditions.operator"),
        ({"any": [{"fact": "in_business"}]}, "programme.condition_form", "conditions.any[0]"),
    ],
)
def test_a_condition_that_cannot_be_is_told(condition: Any, code: str, where: str) -> None:
    assert problems_of(conditions=condition) == [(code, where)]


def test_tables_rounds_and_bands_are_checked() -> None:
    bands = [{"up_to_krw": 5, "rate": 0.5}, {"up_to_krw": 5, "rate": 0.4}]
    assert problems_of(
        payment={
            "rate_by_size": {"sme": 0.5},
            "rate_add_by_region": {"capitol": 0.1},
            "rate_by_sales": bands,
            "ceiling_table": {"fact": "export_stage", "ceilings_krw": {"growth": 1}},
            "interest": {"base": "fund", "less_by_size": {"mid": 0.02}},
        },
        rounds=[{"id": "a", "year": 2026, "opens": "2026-02-01", "closes": "2026-01-31", "closes_at": "24:00"}],
        history=[{"years": "2021", "own_share_by_size": {"mid": 0.3}}],
    ) == [
        ("input.text_form", "rounds[0].closes_at"),
        ("programme.name_unknown", "history[0].own_share_by_size.mid"),
        ("programme.name_unknown", "payment.rate_by_size.sme"),
        ("programme.name_unknown", "payment.interest.less_by_size.mid"),
        ("programme.name_unknown", "payment.rate_add_by_region.capitol"),
        ("programme.name_unknown", "payment.ceiling_table.ceilings_krw.growth"),
        ("programme.round_dates", "rounds[0].closes"),
        ("programme.bands", "payment.rate_by_sales"),
    ]


def test_a_problem_names_its_line() -> None:
    text = "id: x\nname_ko: 가\nname_en: x\nkind: grant\nyear: 2026\n"
    text += "conditions:\n  fact: shoe_size\n  operator: in\n  value: [a]\n"
    assert [item.place for item in read_programme(read_programme_content(text.encode(), "x.yaml")).problems] == [
        "x.yaml, line 7, conditions.fact"
    ]


def test_there_are_23_programmes_and_each_comes_back_as_it_was_written() -> None:
    found = packaged_programmes()
    assert len(found) == 23
    for programme in found:
        again = read_programme(read_programme_bytes(write_programme_yaml(programme), "x.yaml"))
        assert again.unwrap() == programme, programme.id


def test_every_programme_says_where_it_was_read_and_how_sure_that_is() -> None:
    for programme in packaged_programmes():
        assert programme.sources, programme.id
        assert programme.confidence, programme.id


def test_an_id_of_the_law_and_two_limits_of_one_name_are_refused() -> None:
    """Else a limit of the law, or of the programme itself, would silently be another number."""
    programme = next(item for item in packaged_programmes() if item.id == "innovation_voucher")
    tree: Any = json.loads(json.dumps(encode(programme)))
    assert [item.code for item in read_programme(Document({**tree, "id": "size"}, "x.yaml")).problems] == [
        "programme.id_of_law"
    ]
    tree["conditions"]["all"][2]["any"][0]["name"] = "rate_cap"
    (found,) = read_programme(Document(tree, "x.yaml")).problems
    assert (found.code, found.place) == ("programme.name_taken", "x.yaml, conditions.all[2].any[0].name")
