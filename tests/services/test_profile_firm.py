"""What a plant proves for the profile of its firm."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from pulmu.adapters.samples import read_sample
from pulmu.metering import Extent, Gap, Series
from pulmu.model import Document, Plant, Quantity, decode
from pulmu.services.plant_evidence import (
    energy_meters,
    metered_energy_share,
    readings_of,
    renewable_share,
    worst_to_benchmark,
)
from pulmu.services.ports import SeriesHead
from pulmu.services.profile_firm import ProfileAnswer, profile_firm
from pulmu.services.report import Report
from pulmu.services.report_cbam import report_cbam

DAY = date(2026, 11, 27)
YEAR = {"end": "2025-12-31", "sales_krw": 41_200_000_000, "rnd_krw": 640_000_000, "exports_usd": 9_300_000}


def firms(**facts: Any) -> Document:
    return Document({"companies": [{"id": "hanbit", "business_years": [YEAR], "facts": facts}]}, "firm.yaml")


@pytest.fixture(scope="module")
def plant() -> Plant:
    return decode(Plant, read_sample("fasteners")).unwrap()


@pytest.fixture(scope="module")
def report() -> Report:
    found = report_cbam(read_sample("fasteners")).report
    assert found is not None
    return found


class Store:
    """Readings of a few meters, as far as their interval and gaps are asked."""

    def __init__(self, **series: tuple[int, int]) -> None:
        self.series = series

    def meters(self) -> tuple[str, ...]:
        return tuple(self.series)

    def head(self, meter: str) -> SeriesHead:
        return SeriesHead(Series(meter=meter, unit="kWh", interval=self.series[meter][0]), (), 1)

    def extent(self, meter: str) -> Extent:
        interval, missing = self.series[meter]
        return Extent(0, 100 * interval, (Gap(0, missing * interval, missing),) if missing else ())

    def resets(self, meter: str) -> Any:
        import numpy as np

        return np.array([], dtype=np.int64)


def answer_of(found: ProfileAnswer | None, axis: str) -> dict[str, str]:
    assert found is not None
    own = next(item for item in found.axes if item.axis == axis)
    return {item.name: item.answer for item in own.criteria}


def test_own_emissions_are_held_against_column_a_of_the_worst_good(report: Report) -> None:
    goods = [good for good in report.goods if good.cbam_good]
    process = next(item for item in report.processes if item.id == "fasteners")
    own = process.attributed_direct.value / process.activity_level.value
    assert worst_to_benchmark(report, goods) == pytest.approx(own / 0.038)  # 7318 15 88 and 7318 16 92, route C


@pytest.mark.parametrize("change", [{"grouping": "joint"}, {"outsourced_to": "somebody"}])
def test_a_process_the_benchmark_does_not_cover_leaves_the_ratio_unknown(
    report: Report, change: dict[str, str]
) -> None:
    processes = tuple(dataclasses.replace(item, **change) for item in report.processes)  # type: ignore[arg-type]
    other = dataclasses.replace(report, processes=processes)
    assert worst_to_benchmark(other, [good for good in other.goods if good.cbam_good]) is None


def test_one_good_without_a_ratio_leaves_the_worst_unknown(report: Report) -> None:
    first, *rest = [good for good in report.goods if good.cbam_good]
    goods = [dataclasses.replace(first, functional_unit="t_clinker"), *rest]
    assert worst_to_benchmark(report, goods) is None
    assert worst_to_benchmark(report, []) is None


def test_a_meter_proves_the_energy_it_measures(plant: Plant) -> None:
    assert metered_energy_share(plant) == 1.0
    source = plant.electricity.sources[0]
    billed = dataclasses.replace(source, amount=dataclasses.replace(source.amount, evidence="bills of 2026"))
    other = dataclasses.replace(plant, electricity=dataclasses.replace(plant.electricity, sources=(billed,)))
    gas = metered_energy_share(other)
    assert gas is not None
    electricity = source.amount.to("TJ")
    fuel = electricity * gas / (1 - gas)
    assert fuel == pytest.approx(1_912_400 * 38.9e-6, rel=0.05)  # about 38.9 MJ of net heat in a Nm3 of city gas


def test_a_plant_without_energy_says_nothing(plant: Plant) -> None:
    none = dataclasses.replace(plant, source_streams=(), electricity=type(plant.electricity)())
    assert (metered_energy_share(none), renewable_share(none), energy_meters(none)) == (None, None, ())


@pytest.mark.parametrize(
    ("kind", "factor", "share"),
    [
        ("grid", None, 0.0),
        ("own_renewable", None, 0.25),
        ("power_purchase_agreement", Quantity(0.0, "t CO2e/MWh"), 0.25),
        ("power_purchase_agreement", Quantity(0.4, "t CO2e/MWh"), 0.0),
        ("power_purchase_agreement", None, None),
        ("direct_line", None, None),
    ],
)
def test_an_agreement_is_renewable_only_where_it_says_so(
    plant: Plant, kind: Any, factor: Quantity | None, share: float | None
) -> None:
    grid = plant.electricity.sources[0]
    other = dataclasses.replace(grid, id="other", kind=kind, emission_factor=factor, amount=Quantity(1.0, "MWh"))
    rest = dataclasses.replace(grid, amount=Quantity(3.0, "MWh"))
    unbundled = dataclasses.replace(grid, id="paper", kind="unbundled_certificate", amount=Quantity(9.0, "MWh"))
    electricity = dataclasses.replace(plant.electricity, sources=(rest, other, unbundled))
    assert renewable_share(dataclasses.replace(plant, electricity=electricity)) == share


def test_the_meter_read_most_rarely_and_the_one_with_most_gaps_decide(plant: Plant) -> None:
    names = energy_meters(plant)
    assert {"gm_main", "em_main", "gm_boiler", "em_wire"} <= set(names)
    assert "hm_boiler" not in names
    whole = dict.fromkeys(names, (900, 0))
    found = readings_of(plant, Store(**whole | {"em_main": (3600, 0), "gm_main": (900, 3)}))  # type: ignore[arg-type]
    assert found == {"readings_interval_minutes": 60.0, "readings_missing_share": 0.03}


def test_one_meter_without_readings_leaves_both_unknown(plant: Plant) -> None:
    names = energy_meters(plant)
    found = readings_of(plant, Store(**dict.fromkeys(names[1:], (900, 0))))  # type: ignore[arg-type]
    assert found == {"readings_interval_minutes": None, "readings_missing_share": None}


def test_a_plant_answers_what_its_firm_did_not(report: Report) -> None:
    alone = profile_firm(firms(), DAY).answer
    assert answer_of(alone, "carbon")["figure"] == "unknown"
    found = profile_firm(firms(), DAY, plant=read_sample("fasteners")).answer
    carbon = answer_of(found, "carbon")
    assert [name for name, answer in carbon.items() if answer == "unknown"] == ["frozen", "target", "management"]
    assert (carbon["figure"], carbon["benchmark"], carbon["own_values"]) == ("yes", "no", "no")
    assert found is not None
    item = next(item for item in found.axes[1].criteria if item.name == "own_values")
    assert item.origin == {"default_value_share": "plant"}
    most = max(good.share_of_default_values.value for good in report.goods if good.cbam_good)
    assert item.facts == {"default_value_share": most}


def test_what_is_proven_comes_before_what_is_told_and_what_is_not_proven_does_not() -> None:
    told = firms(metered_energy_share=0.1, has_frozen_report=True)
    found = profile_firm(told, DAY, plant=read_sample("fasteners"))
    assert answer_of(found.answer, "ai")["metered_energy"] == "yes"
    assert answer_of(found.answer, "carbon")["frozen"] == "yes"
    frozen = profile_firm(told, DAY, proven={"has_frozen_report": False})
    assert answer_of(frozen.answer, "carbon")["frozen"] == "no"


def test_a_figure_of_long_ago_is_none_of_the_last_year() -> None:
    for day, answer in ((date(2027, 12, 31), "yes"), (date(2028, 1, 1), "unknown")):
        found = profile_firm(firms(), day, plant=read_sample("fasteners")).answer
        assert answer_of(found, "carbon")["figure"] == answer


def test_everything_wrong_with_firm_and_plant_is_told_at_once() -> None:
    sample = read_sample("fasteners")
    broken = dataclasses.replace(sample, tree={**sample.tree, "processes": []})
    found = profile_firm(firms(uses_ai="perhaps"), DAY, plant=broken)
    assert found.answer is None
    assert found.problems[0].code == "firm.fact_answer"
    assert len(found.problems) > 1


def test_plain_values_agree_with_the_findings_behind_them() -> None:
    found = profile_firm(firms(krw_per_usd=1_400, uses_ai=True, smart_factory_level="basic"), DAY)
    assert found.answer is not None
    assert found.profile is not None
    for said, axis in zip(found.answer.axes, found.profile.axes, strict=True):
        assert (said.axis, said.sure, said.possible) == (axis.axis, axis.sure, axis.possible)
        assert [item.answer for item in said.criteria] == [str(item.answer) for item in axis.criteria]
        assert said.holds == sum(item.answer == "yes" for item in said.criteria)
    share = next(item for item in found.answer.axes[2].criteria if item.name == "share")
    assert share.facts["export_share"] == pytest.approx(9_300_000 * 1_400 / 41_200_000_000)
    level = next(item for item in found.answer.axes[0].criteria if item.name == "factory_level")
    assert "programme smart_factory_autonomous" in level.threshold_source
