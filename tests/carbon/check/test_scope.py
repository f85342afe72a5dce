"""The period the method applies to, and the mean a process takes without proof."""

import dataclasses
from datetime import date

import pytest
from tests.plants import bought, good, plant, process, q

from pulmu.carbon.check import check_plant
from pulmu.model import Period, Plant

HALF = Period(date(2026, 7, 1), date(2027, 1, 1))


def codes(described: Plant) -> set[str]:
    return {item.code for item in check_plant(described)}


@pytest.mark.parametrize(("months", "told"), [(None, True), (6, False)])
def test_part_of_a_year_is_reported_only_by_a_new_installation(months: int | None, told: bool) -> None:
    described = dataclasses.replace(plant(), period=HALF, months_monitored=months)
    assert ("carbon.period_not_calendar_year" in codes(described)) is told


def test_a_year_that_ends_in_summer_is_no_reporting_period() -> None:
    described = dataclasses.replace(plant(), period=Period(date(2026, 7, 1), date(2027, 7, 1)), months_monitored=12)
    assert "carbon.period_not_calendar_year" in codes(described)


@pytest.mark.parametrize(("evidence", "told"), [("", True), ("coil numbers of the furnace log", False)])
def test_who_took_one_delivery_gets_the_mean_over_all_unless_it_is_proven(evidence: str, told: bool) -> None:
    cheap = bought("cheap", {"bolts": "1050 t"}, direct="1 t CO2e/t", specific_use_evidence=evidence)
    dear = bought("dear", {}, direct="3 t CO2e/t")
    assert ("carbon.mean_over_suppliers" in codes(plant(purchases=(cheap, dear)))) is told


def test_a_plant_that_burns_nothing_is_asked_for_its_fuel() -> None:
    assert "carbon.no_source_stream" in codes(plant(source_streams=()))
    assert "carbon.no_source_stream" not in codes(plant())


@pytest.mark.parametrize(("quarter", "told"), [("2025Q4", True), ("2026Q1", False), ("2027Q1", False)])
def test_goods_cannot_arrive_before_the_year_they_were_made_in(quarter: str, told: bool) -> None:
    made = process("bolts", good("bolt", exports_to_eu={quarter: q("10 t")}))
    assert ("carbon.export_before_production" in codes(plant(made))) is told
