"""Facts that rules of support ask."""

import csv
import importlib.resources
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from pulmu.model.errors import InputError
from pulmu.model.firm import Body, LeavingReason, MicroLeavingReason, Province, RegionClass, TaxLeavingReason
from pulmu.reference import FactDescription, find_fact, list_divisions, list_facts, list_sections, load_table

SIZE_FACTS = """
body province region_class section division limit_row founded_on listed closed_on basis sales_1_krw sales_2_krw
sales_3_krw sales_years recent_sales_krw recent_months recent_days assessed_on total_assets_krw regular_employees
disclosure_group cross_shareholding_group finance_or_insurance general_holding_company externally_audited owners_known
relatives_known left_sme_on left_sme_because graces_before returned_by_raised_table rnd_krw exports_usd export_share
"""
UNITS = {
    "won": {"KRW"},
    "count": {
        "years",
        "months",
        "days",
        "minutes",
        "persons",
        "times",
        "countries",
        "rights",
        "points",
        "USD",
        "KRW/USD",
    },
    "share": {"1"},
}
DERIVED_WORDS = {"sme": {"small", "medium"}, "mid": {"mid_sized"}, "large": {"large"}}
"""Words of older programme data, and the size classes they stand for."""


def conditions(node: Any) -> Iterator[dict[str, Any]]:
    """Every condition of a programme, however deep."""
    if isinstance(node, dict):
        if "field" in node:
            yield node
        for part in node.values():
            yield from conditions(part)
    elif isinstance(node, list):
        for part in node:
            yield from conditions(part)


@pytest.fixture(scope="module")
def programmes(shared: Path) -> dict[str, Any]:
    text = (shared / "reference" / "support" / "programmes.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def test_every_fact_of_the_size_rules_has_a_row() -> None:
    assert [name for name in SIZE_FACTS.split() if find_fact(name).name != name] == []


def test_every_field_of_the_programme_data_has_a_row(programmes: dict[str, Any]) -> None:
    fields = {item["field"] for item in conditions(programmes["programmes"])}
    assert len(fields) == 32
    assert {field: field for field in fields} == {
        field: fact.programme_field if fact.programme_field == field else fact.name
        for field in fields
        for fact in [find_fact(field)]
    }


def test_every_word_of_the_programme_data_is_a_choice(programmes: dict[str, Any]) -> None:
    unknown = set()
    for item in conditions(programmes["programmes"]):
        fact = find_fact(item["field"])
        asked = [item[sign] for sign in ("eq", "in", "gte", "contains_all") if sign in item]
        words = {word for part in asked for word in (part if isinstance(part, list) else [part])}
        if fact.choices:
            known = {choice.id for choice in fact.choices}
            meant = set().union(*(DERIVED_WORDS.get(str(word), {str(word)}) for word in words))
            unknown |= {(fact.name, word) for word in meant - known}
        elif words and isinstance(next(iter(words)), str):
            unknown.add((fact.name, "has no choices"))
    assert unknown == set()


def test_levels_of_a_smart_factory_stand_in_order(programmes: dict[str, Any]) -> None:
    fact = find_fact("smart_factory_level")
    assert fact.kind == "ordinal"
    assert programmes["ordinals"]["smart_factory_level"] == [choice.id for choice in fact.choices]


def test_choices_are_those_of_a_firms_file() -> None:
    for name, words in (("body", Body), ("province", Province), ("region_class", RegionClass),
                        ("left_sme_because", LeavingReason), ("left_micro_because", MicroLeavingReason),
                        ("tax_left_because", TaxLeavingReason)):  # fmt: skip
        derived = {"never"} if words in (LeavingReason, MicroLeavingReason, TaxLeavingReason) else set()
        assert {choice.id for choice in find_fact(name).choices} == set(get_args(words)) | derived, name


def test_industries_are_choices_by_section_division_and_row_of_the_limits() -> None:
    assert len(find_fact("section").choices) == len(list_sections())
    assert [choice.id for choice in find_fact("division").choices][:2] == ["1", "2"]
    assert len(find_fact("limit_row").choices) == len(list_divisions()) + 3


def test_every_list_of_choices_belongs_to_a_fact_and_has_each_word_once() -> None:
    assert {row["fact"] for row in load_table("fact_choices").rows} <= {fact.name for fact in list_facts()}
    for fact in list_facts():
        ids = [choice.id for choice in fact.choices]
        assert len(set(ids)) == len(ids)
        assert all(choice.name_en and choice.name_ko for choice in fact.choices)


def test_an_older_name_leads_to_the_fact() -> None:
    assert find_fact("avg_sales_3y_krw") is find_fact("average_sales_krw")
    assert find_fact("mid_candidate").name == "mid_sized_candidate"


def test_no_older_name_is_another_fact() -> None:
    names = {fact.name for fact in list_facts()}
    older = [fact.programme_field for fact in list_facts() if fact.programme_field]
    assert len(set(older)) == len(older)
    assert names.isdisjoint(older)


def test_an_unknown_fact_is_refused_with_a_near_one() -> None:
    with pytest.raises(InputError, match="tax_arrears"):
        find_fact("tax_arears")


@pytest.mark.parametrize("fact", list_facts(), ids=lambda fact: fact.name)
def test_every_fact_is_whole(fact: FactDescription) -> None:
    assert re.fullmatch(r"[a-z][a-z_0-9]*(\.[a-z_]+)?", fact.name)
    assert fact.unit in UNITS.get(fact.kind, {""})
    assert (fact.kind == "won") == fact.name.endswith("_krw")
    assert bool(fact.choices) == (fact.kind in ("choice", "choices", "ordinal"))
    assert fact.question_en.endswith("?")
    assert fact.question_ko.endswith("까?")
    assert len(fact.question_ko) <= 60
    assert fact.where_en
    assert fact.where_ko
    assert fact.is_derived == (fact.where_en == "Pulmu computes it.") or fact.name in ("division", "recent_sales_krw")
    assert "." not in fact.name or fact.name.split(".")[0] == fact.subject


def test_terms_are_those_of_the_glossary() -> None:
    text = (importlib.resources.files("pulmu.locale") / "data" / "glossary.csv").read_text(encoding="utf-8")
    glossary = {row["id"]: row["ko"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    shown = {fact.name: (fact.term, fact.name_ko) for fact in list_facts() if fact.term}
    assert {name for name, (term, _) in shown.items() if term not in glossary} == set()
    assert {name for name, (term, words) in shown.items() if glossary[term] not in words} == set()
    sizes = {choice.id: choice.name_ko for choice in find_fact("size_class").choices}
    assert [sizes["small"], sizes["medium"], sizes["mid_sized"], sizes["large"]] == [
        glossary[term] for term in ("small_enterprise", "medium_enterprise", "mid_sized", "large_enterprise")
    ]
