"""A precursor made in another year than the goods (Articles 13 and 14(1))."""

import dataclasses
from typing import Any

import pytest
from tests.plants import EDITION, bought, plant, report_of

from pulmu.carbon.batch import embedded_emissions_of_plants
from pulmu.carbon.check import check_plant
from pulmu.carbon.precursors import precursor_year
from pulmu.carbon.statement import state_emissions
from pulmu.model import Plant


def bolts_of_2027(**more: Any) -> Plant:
    return plant_of((bought("rod", {"bolts": "1050 t"}, country="CN", **more),))


def plant_of(purchases: Any) -> Plant:
    described = plant(purchases=purchases)
    return dataclasses.replace(described, period=plant(year=2027).period)


def value_of(described: Plant) -> float:
    found = state_emissions(described, EDITION).purchases["rod"].direct.value
    batch = embedded_emissions_of_plants([described], EDITION)
    good = state_emissions(described, EDITION).goods["bolt"]
    assert batch.counted[0] == pytest.approx(good.counted.value, rel=1e-12)
    return found


def codes(described: Plant) -> dict[str, str]:
    return {item.code: item.severity for item in check_plant(described)}


PUBLISHED = 3.169


def test_the_year_of_the_good_counts_unless_another_is_shown() -> None:
    # The mark-up is 20 % for 2027 and 10 % for 2026.
    assert value_of(bolts_of_2027()) == pytest.approx(PUBLISHED * 1.2, rel=1e-12)
    assert value_of(bolts_of_2027(production_year=2026)) == pytest.approx(PUBLISHED * 1.2, rel=1e-12)
    shown = bolts_of_2027(production_year=2026, production_year_evidence="mill certificate of 2026-11")
    assert value_of(shown) == pytest.approx(PUBLISHED * 1.1, rel=1e-12)
    assert report_of(shown).precursors[0].production_year == 2026


def test_never_before_2026_and_never_after_the_good() -> None:
    for year in (2025, 2028):
        rod = bought("rod", {}, production_year=year, production_year_evidence="certificate")
        assert precursor_year(rod, 2027) == 2027
    early = bolts_of_2027(production_year=2025, production_year_evidence="certificate")
    assert codes(early)["carbon.produced_before_rules"] == "warning"
    assert codes(bolts_of_2027(production_year=2028))["carbon.produced_after_use"] == "error"
    assert codes(bolts_of_2027(production_year=2026))["carbon.production_year_unproven"] == "warning"


def test_periods_of_one_supplier_are_averaged_by_mass() -> None:
    def delivery(name: str, mass: str, direct: str, year: int) -> Any:
        return bought(name, {"bolts": mass}, mass, direct=direct, supplier="Mill", production_year=year,
                      production_year_evidence="certificates")  # fmt: skip

    described = plant_of((delivery("rod", "600 t", "2 t CO2e/t", 2026), delivery("b", "450 t", "3 t CO2e/t", 2027)))
    used = state_emissions(described, EDITION).consumption["bolts"][0]
    assert used.value.direct.value == pytest.approx((600 * 2 + 450 * 3) / 1050, rel=1e-12)
    assert used.value.direct.because == "Art 14(1): mean over the periods it was made in"
    assert {item.averaged for item in report_of(described).precursors} == {used.value.direct.because}
