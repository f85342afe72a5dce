"""Electrolysis: the factor of the technology, own ones with evidence, and what the act has none for."""

from typing import Any

import pytest
from tests.plants import q

from pulmu.carbon.perfluorocarbons import electrolysis_emissions
from pulmu.model import Electrolysis, RuleError


def emitted(technology: str, **more: Any) -> float:
    given = {"anode_effect_frequency": 0.2, "anode_effect_duration": 1.5} | more
    return electrolysis_emissions(
        Electrolysis(id="c", process="p", technology=technology, aluminium=q("100 kt"), **given)  # type: ignore[arg-type]
    ).value


def by_slope(slope: float, fraction: float) -> float:
    return 0.2 * 1.5 * slope * 1e-3 * 1e5 * (6630 + fraction * 11100)


@pytest.mark.parametrize(
    ("technology", "slope", "fraction"),
    [("PFPB L", 0.122, 0.097), ("PFPB M", 0.104, 0.057), ("PFPB MW", 0.143, 0.121), ("CWPB", 0.143, 0.121),
     ("SWPB", 0.233, 0.280), ("VSS", 0.058, 0.086), ("HSS", 0.165, 0.077)],
)  # fmt: skip
def test_each_technology_has_its_slope(technology: str, slope: float, fraction: float) -> None:
    assert emitted(technology) == pytest.approx(by_slope(slope, fraction), rel=1e-12)


@pytest.mark.parametrize(("technology", "coefficient", "fraction"), [("CWPB", 1.16, 0.121), ("SWPB", 3.65, 0.252)])
def test_two_technologies_have_an_overvoltage_coefficient(technology: str, coefficient: float, fraction: float) -> None:
    found = emitted(technology, method="overvoltage", anode_effect_overvoltage=5.0, current_efficiency=94.0)
    assert found == pytest.approx(coefficient * 5 / 94 * 1e5 * 1e-3 * (6630 + fraction * 11100), rel=1e-12)


@pytest.mark.parametrize("technology", ["PFPB L", "PFPB M", "PFPB MW", "VSS", "HSS"])
def test_the_other_technologies_have_none(technology: str) -> None:
    with pytest.raises(RuleError) as caught:
        emitted(technology, method="overvoltage", anode_effect_overvoltage=5.0, current_efficiency=94.0)
    assert technology in caught.value.problems[0].message


def test_own_factors_count_with_evidence_only() -> None:
    own = {"slope_factor": 0.05, "weight_fraction": 0.04}
    assert emitted("PFPB M", **own) == pytest.approx(by_slope(0.104, 0.057), rel=1e-12)
    assert emitted("PFPB M", factor_evidence="2025", **own) == pytest.approx(by_slope(0.05, 0.04), rel=1e-12)


def test_what_the_ducts_do_not_collect_counts_too() -> None:
    assert emitted("PFPB M", collection_efficiency=0.8) == pytest.approx(by_slope(0.104, 0.057) / 0.8, rel=1e-12)
