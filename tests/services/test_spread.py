"""The spread of goods: beside the declared figures, by the formulas that give them."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from tests.plants import EDITION, electricity, fuel, good, plant, plants, process, q, report_of

from pulmu.adapters.samples import read_sample, sample_names
from pulmu.carbon.plant_draws import Uncertainty
from pulmu.model import Decisions, Document, ElectricitySource, Plant, decode
from pulmu.services.report import Report
from pulmu.services.report_cbam import report_cbam
from pulmu.services.spread import spread_of_goods, spread_of_report

GRID = ElectricitySource(id="grid", amount=q("900 MWh"), emission_factor=q("0.45 t CO2e/MWh"), evidence="Annex II")
STATED = Uncertainty(amounts=0.02, emission_factors=0.01, precursor_values=0.1)


def hold_what_is_declared(described: Plant, report: Report) -> None:
    spread = spread_of_report(report, described, Uncertainty(), EDITION, draws=2, seed=1)
    assert [good.id for good in spread.goods] == [good.id for good in report.goods]
    for drawn, told in zip(spread.goods, report.goods, strict=True):
        emissions, certificates = drawn.specific_embedded_emissions, drawn.certificates_per_tonne
        assert emissions.declared == told.specific_embedded_emissions.value
        assert dataclasses.astuple(emissions) == pytest.approx([emissions.declared] * 5 + [0], rel=1e-9, abs=1e-12)
        assert (certificates is None) == (told.certificates_per_tonne is None)
        if certificates is not None:
            assert dataclasses.astuple(certificates) == pytest.approx(
                [certificates.declared] * 5 + [0], rel=1e-9, abs=1e-9
            )


@pytest.mark.parametrize("name", sample_names())
def test_without_uncertainty_every_band_is_the_declared_figure(name: str) -> None:
    report = report_cbam(read_sample(name)).report
    assert report is not None
    hold_what_is_declared(decode(Plant, read_sample(name)).unwrap(), report)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plants())
def test_without_uncertainty_it_is_so_for_every_plant(described: Plant) -> None:
    hold_what_is_declared(described, report_of(described))


def test_a_good_counted_by_its_clinker_spreads_per_tonne_of_the_good() -> None:
    described = plant(
        process("kiln", good("clinker", "25231000", route="A", variant="2523100090")),
        process("mill", good("cement", "25232900", clinker_content=0.8), own={"clinker": "800 t"}),
        source_streams=(fuel("coal", "own", "400 t", {"kiln": "rest"}, emission_factor=q("2 t CO2/t")),),
        electricity=electricity({"kiln": "0 MWh", "mill": "0 MWh", "outside": "900 MWh"}, GRID),
        decisions=Decisions(cement_values_per="tonne_of_clinker"),
    )
    report = report_of(described)
    assert [good.content is not None for good in report.goods] == [False, True]
    hold_what_is_declared(described, report)
    spread = spread_of_report(report, described, Uncertainty(amounts=0.02), EDITION, draws=20_000, seed=1)
    for item in spread.goods:
        band = item.specific_embedded_emissions
        assert band.high / band.declared == pytest.approx(1 + 1.645 * 0.02, rel=2e-3)
        assert band.low / band.declared == pytest.approx(1 - 1.645 * 0.02, rel=2e-3)


def test_what_is_stated_spreads_around_what_is_declared_and_the_seed_tells_which() -> None:
    first, again, other = (spread_of_goods(read_sample("fasteners"), STATED, seed=seed).spread for seed in (1, 1, 2))
    assert first == again
    assert first is not None
    assert other is not None
    assert (first.seed, first.draws, first.uncertainty) == (1, 10_000, STATED)
    for one, two in zip(first.goods, other.goods, strict=True):
        emissions = one.specific_embedded_emissions
        assert emissions.low < emissions.middle < emissions.high
        assert emissions.low < emissions.declared < emissions.high
        assert emissions.low != two.specific_embedded_emissions.low
        assert emissions.low == pytest.approx(two.specific_embedded_emissions.low, rel=0.01)
        assert one.certificates_per_tonne is not None
        assert one.certificates_per_tonne.low >= 0


def test_a_plant_with_errors_has_its_problems_and_no_spread() -> None:
    outcome = spread_of_goods(Document({"period": 2026}, "x.yaml"), STATED, seed=1)
    assert outcome.spread is None
    assert "input.missing_field" in [item.code for item in outcome.problems]


def test_free_allocation_and_cost_come_from_the_same_draws() -> None:
    scenario = "last_published_price"
    stated = Uncertainty(precursor_masses=0.05)
    found = spread_of_goods(read_sample("fasteners"), stated, scenario=scenario, seed=1).spread
    report = report_cbam(read_sample("fasteners"), scenario=scenario).report
    assert found is not None
    assert report is not None
    assert found.scenario == scenario
    told = [item for item in found.goods if item.cost is not None]
    declared = [item.cost.value for item in report.goods if item.cost]
    assert [item.cost.declared for item in told if item.cost] == declared
    for item in told:
        emissions, free, needed = (
            item.specific_embedded_emissions,
            item.specific_embedded_free_allocation,
            item.certificates_per_tonne,
        )
        assert free is not None
        assert needed is not None
        assert item.cost is not None
        assert free.low < free.declared < free.high
        # More of a precursor brings its emissions and its free allocation: less is left for certificates.
        assert needed.high - needed.low < 0.8 * (emissions.high - emissions.low)
        assert item.cost.mean == pytest.approx(item.cost.declared, abs=4 * item.cost.mean_error)
    assert all(
        item.specific_embedded_emissions.mean
        == pytest.approx(item.specific_embedded_emissions.declared, abs=4 * item.specific_embedded_emissions.mean_error)
        for item in found.goods
    )
