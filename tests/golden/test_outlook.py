"""A plant's goods in later years against numbers computed by hand: see outlook.yaml."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.plants import EDITION, bought, good, plant, process, q

from pulmu.carbon.outlook import YearOutlook, state_outlook
from pulmu.model import Period, Plant, RuleError
from pulmu.reference import rule_set

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("outlook.yaml").read_text("utf-8"))
PRICES = {str(year): q("80 EUR/t CO2e") for year in range(2027, 2035)} | {"2034Q1": q("100 EUR/t CO2e")}


def plant_of(case: dict[str, Any]) -> Plant:
    year = case.get("year", 2026)
    shown: dict[str, Any] = {"production_year": case.get("rod_of"), "production_year_evidence": "mill certificate"}
    told: dict[str, Any] = {"free_allocation": q(case["rod_free_allocation"])} if "rod_free_allocation" in case else {}
    rod = bought("rod", {"bolts": "1050 t"}, direct="2 t CO2e/t", **told, **(shown if "rod_of" in case else {}))
    bolts = process("bolts", good("bolt", exports_to_eu={f"{year}Q1": q("200 t")}))
    described = plant(purchases=(rod,), price_scenarios={"eighty": PRICES})
    return dataclasses.replace(described, processes=(bolts,), period=Period.of_year(year))


def years_of(case: dict[str, Any]) -> dict[int, YearOutlook]:
    rules = rule_set(case["rules"]) if "rules" in case else None
    found = state_outlook(plant_of(case), EDITION, 2034, rules=rules, scenario=case.get("scenario"),
                          growth=case.get("growth", 0.0))  # fmt: skip
    return {item.rates.year: item for item in found}


def numbers(year: YearOutlook) -> list[float | None]:
    bolt = year.goods["bolt"]
    each = (bolt.cost.certificates_per_tonne, bolt.cost.default_certificates_per_tonne, year.certificates,
            year.cost, year.default_cost)  # fmt: skip
    return [None if figure is None else figure.value for figure in each]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_years_are_as_computed_by_hand(case: dict[str, Any]) -> None:
    years = years_of(case)
    for year, expect in case["expect"].items():
        assert [None if item is None else pytest.approx(item, rel=1e-12) for item in expect] == numbers(years[year])
    problems = (item for year in years.values() for good in year.goods.values() for item in good.cost.missing.values())
    assert {item.code for part in problems for item in part} == set(case["missing"])


def test_a_figure_of_a_proposal_tells_its_articles_and_what_is_assumed() -> None:
    case = {"rules": "com_2026_616", "scenario": "eighty"}
    cost = years_of(case)[2031].cost
    assert cost is not None
    told = cost.explain()
    for said in ("COM(2026) 616, amending Directive 2003/87/EC Article 10a(1a), 2031", "secondary", "not law",
                 "benchmarks of 2030 are kept: an assumption", "the cross-sectoral correction factor of 2030 is kept",
                 "exports of 2026 are held", "scenario: not a published price"):  # fmt: skip
        assert said in told, said


def test_what_is_not_set_is_named_year_by_year() -> None:
    lacking = years_of({})[2032].rates.lacking
    assert [item.code for item in lacking] == ["rule.no_cscf", "rule.no_benchmarks_of_year"]
    assert all("2032" in item.message for item in lacking)


def test_a_rule_set_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(RuleError, match=r"no rule set 'nope'.*rates_of_2030, com_2026_616") as refused:
        rule_set("nope")
    assert refused.value.problems[0].code == "rule.no_rule_set"
