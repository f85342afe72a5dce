"""An importer's year against numbers computed by hand: see certificates.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pulmu.carbon.declarant import Declaration, YearOwed, declare, holdings, read_imports, state_year
from pulmu.model import Document
from pulmu.model.imports import Imports
from pulmu.reference import DEFAULT_EDITION

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("certificates.yaml").read_text("utf-8"))
_OURS = ("name", "expect", "scenario")


def imports_of(case: dict[str, Any]) -> Imports:
    """The imports of a case, through the door every importer's file goes through."""
    return read_imports(Document({key: value for key, value in case.items() if key not in _OURS}, "case")).unwrap()


def computed(case: dict[str, Any]) -> tuple[YearOwed, Declaration]:
    year = state_year(imports_of(case), DEFAULT_EDITION, case.get("scenario"))
    return year, declare(year)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_year_is_owed_as_computed_by_hand(case: dict[str, Any]) -> None:
    expect = case["expect"]
    year, declaration = computed(case)
    assert expect["exceeded"] is year.mass.is_exceeded
    found = {"certificates": year.certificates, "cost": year.cost}
    for name, figure in found.items():
        assert expect[name] == (None if figure is None else pytest.approx(figure.value, rel=1e-12))
    if "mass" in expect:
        assert expect["mass"] == pytest.approx(year.mass.mass.value, rel=1e-12)
    if "declared" in expect:
        assert expect["declared"] == len(declaration.goods)
    if "embedded" in expect:
        (good,) = declaration.goods
        assert good.embedded is not None
        assert expect["embedded"] == pytest.approx(good.embedded.value, rel=1e-12)
    told = {item.code for line in year.lines if line.obliged for item in line.missing}
    assert set(expect.get("problems", ())) == told


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_quarter_is_held_as_computed_by_hand(case: dict[str, Any]) -> None:
    imports = imports_of(case)
    year = state_year(imports, DEFAULT_EDITION, case.get("scenario"))
    held = {item.quarter: item.least for item in holdings(year, imports.surrendered_last_year, DEFAULT_EDITION)}
    expect = case["expect"].get("hold", {})
    assert list(expect) == list(held)
    for quarter, figure in held.items():
        assert figure is not None
        assert expect[quarter] == pytest.approx(figure.value, rel=1e-12)


def test_a_figure_tells_its_article_and_that_it_rests_on_a_draft() -> None:
    (case,) = (case for case in CASES if case["name"].startswith("by the draft"))
    year, _ = computed(case)
    assert year.certificates is not None
    told = year.certificates.explain()
    assert "Article 9" in told
    assert "rests on a draft act" in told
