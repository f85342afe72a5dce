"""A simulated shift in its plant: three balances, which move apart, by the engine of the report."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.services.test_check_line import changed, plant_of
from tests.twin.lines import results

from pulmu.carbon.costs import state_costs
from pulmu.carbon.statement import state_emissions
from pulmu.model import Plant
from pulmu.model.line import Line
from pulmu.services._line_intensity import Intensity, intensity_of, mean_used, scrap_by_process
from pulmu.services._line_plant import plant_with, setting_of, year_of, year_per_tonne
from pulmu.services._line_tie import rows_of
from pulmu.services.line_carbon import LineCarbon, figure_of_run, line_carbon
from pulmu.twin import LineResult

EDITION = "2026-08"


def run_of(line: Line, replications: int = 3) -> list[LineResult]:
    return results(line, hours=240, warm_up=168, replications=replications)


LINES = {name: changed(name)[0] for name in ("fasteners", "extrusions")}
PLANTS = {name: plant_of(name) for name in LINES}
RUNS = {name: run_of(line) for name, line in LINES.items()}


def as_in_the_year(line: Line, plant: Plant) -> Intensity:
    """A run that used, per tonne, just what the plant's meters counted."""
    year = year_of(plant)
    names = {row.process for row in rows_of(line, plant)}
    return Intensity(
        dict.fromkeys(names, 1.0),
        {row: year_per_tonne(year, row) for row in rows_of(line, plant)},
        {name: year.input[name] for name in names},
        dict.fromkeys(names, 0.0),
        0.0,
        0.0,
    )


@pytest.mark.parametrize("name", ["fasteners", "extrusions"])
@pytest.mark.parametrize("rest", ["auto", "keep", "drop"])
def test_a_line_that_uses_what_the_year_did_gives_the_figures_of_the_report(name: str, rest: str) -> None:
    line, plant = LINES[name], PLANTS[name]
    run = as_in_the_year(line, plant)
    setting = setting_of(plant, run.used, run.input, rest)  # type: ignore[arg-type]
    again, given_as = (state_emissions(item, EDITION) for item in (plant_with(setting, run, "the year"), plant))
    for good, stated in given_as.goods.items():
        assert again.goods[good].counted.value == pytest.approx(stated.counted.value, rel=1e-12)
        assert again.goods[good].indirect.value == pytest.approx(stated.indirect.value, rel=1e-12)  # type: ignore[union-attr]
    costs, before = state_costs(again, EDITION), state_costs(given_as, EDITION)
    for good, cost in before.items():
        assert costs[good].certificates_per_tonne.value == pytest.approx(  # type: ignore[union-attr]
            cost.certificates_per_tonne.value, rel=1e-12)  # type: ignore[union-attr]  # fmt: skip
    assert again.total_direct_emissions.value == pytest.approx(given_as.total_direct_emissions.value, rel=1e-12)


@given(factor=st.floats(0, 5))
def test_energy_times_a_number_moves_what_it_emits_by_just_that(factor: float) -> None:
    line, plant = LINES["fasteners"], PLANTS["fasteners"]
    run = as_in_the_year(line, plant)
    setting = setting_of(plant, run.used, run.input, "drop")
    furnace = next(row for row in run.used if row.user == "heat_treatment_furnace")
    more = dataclasses.replace(run, used=run.used | {furnace: run.used[furnace] * factor})
    before, after = (state_emissions(plant_with(setting, item, "a run"), EDITION) for item in (run, more))
    (part,) = [
        item.figure.value
        for item in before.processes["fasteners"].parts
        if item.figure.subject.endswith("heat_treatment_furnace")
    ]
    moved = after.processes["fasteners"].attributed_direct.value - before.processes["fasteners"].attributed_direct.value
    assert moved == pytest.approx((factor - 1) * part, abs=1e-6)
    wire = [item.processes["drawn_wire"].attributed_direct.value for item in (before, after)]
    assert wire[0] == pytest.approx(wire[1], rel=1e-12)


def carbon(name: str, *changes: tuple[str, str], rest: str = "auto") -> LineCarbon:
    """A changed line against the sample as it is, by the same random numbers."""
    other = changed(name, *changes)[0]
    today = (LINES[name], RUNS[name])
    return line_carbon(other, run_of(other), PLANTS[name], EDITION, base=today, rest=rest)  # type: ignore[arg-type]


def test_electricity_moves_won_and_footprint_and_no_certificate() -> None:
    found = carbon("fasteners", ("idle: 5, busy: 48, set_up: 8, down: 3", "idle: 2, busy: 24, set_up: 4, down: 1"))
    change = found.change["bolts"]
    assert change["energy_won"].mean < -1000
    assert change["footprint"].mean < -0.01
    assert change["certificates"].mean == pytest.approx(0, abs=1e-12)
    assert change["embedded"].mean == pytest.approx(0, abs=1e-12)


def test_gas_moves_all_three_but_each_by_its_own() -> None:
    change = carbon("fasteners", ("{carrier: gas, idle: 16, busy: 50", "{carrier: gas, idle: 2, busy: 40")).change[
        "nuts"
    ]
    assert change["energy_won"].mean < 0
    assert change["footprint"].mean == pytest.approx(change["certificates"].mean, rel=1e-9)
    assert change["own"].mean == pytest.approx(change["certificates"].mean, rel=1e-9)


def test_without_scrap_less_precursor_is_embedded() -> None:
    found = carbon("extrusions", ("scrap: 0.012", "scrap: 0"), ("scrap: 0.02,", "scrap: 0,"))
    change = found.change["solid_profiles"]["precursors"]
    assert change.mean < 0
    assert change.half_width is not None
    taken = [intensity_of(LINES["extrusions"], PLANTS["extrusions"], run) for run in RUNS["extrusions"]]
    assert all(run.input["extrusions"] > 1 for run in taken)


def test_a_line_against_itself_changes_nothing_and_keeps_the_meters_mean() -> None:
    found = carbon("fasteners", rest="keep")
    assert {item.mean for change in found.change.values() for item in change.values()} == {0.0}
    shop = next(item for item in found.taken if item.user == "fasteners")
    assert shop.kept + shop.simulated == pytest.approx(shop.year, rel=1e-9)


@pytest.mark.parametrize("name", ["fasteners", "extrusions"])
def test_the_goods_of_a_process_add_up_to_it_and_parts_to_the_figure(name: str) -> None:
    found = line_carbon(LINES[name], RUNS[name], PLANTS[name], EDITION, rest="drop")
    for run in found.runs:
        for balances in run.values():
            assert balances.own + balances.precursors == pytest.approx(balances.embedded, rel=1e-12)
        assert len({round(item.embedded, 9) for item in run.values()}) == 1
    used = mean_used([intensity_of(LINES[name], PLANTS[name], run) for run in RUNS[name]])
    assert {item.user: item.simulated for item in found.taken if item.flow == "electricity"} == {
        row.user: amount for row, amount in used.items() if row.flow == "electricity"
    }


def test_energy_is_used_up_by_the_rows_and_nothing_is_lost() -> None:
    line, plant, run = LINES["fasteners"], PLANTS["fasteners"], RUNS["fasteners"][0]
    found = intensity_of(line, plant, run)
    gas = sum(amount * found.output[row.process] for row, amount in found.used.items() if row.flow == "city_gas")
    assert gas == pytest.approx(next(use.amount for use in run.uses if use.carrier == "gas"), rel=1e-12)
    assert found.output["fasteners"] == pytest.approx(sum(item.good_kg for item in run.products) / 1000)
    assert found.output["drawn_wire"] > found.output["fasteners"]


def test_scrap_is_shared_over_processes_as_the_route_lets_expect() -> None:
    shares = scrap_by_process(LINES["fasteners"].products[0], LINES["fasteners"])
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["drawn_wire"] == pytest.approx(0.024 / (0.024 + 0.976 * (0.03 + 0.97 * 0.015 + 0.97 * 0.985 * 0.01)),
                                                 rel=0.01)  # fmt: skip


def test_a_simulated_amount_says_which_run_it_is_of() -> None:
    name = "fasteners"
    figure = figure_of_run(LINES[name], RUNS[name][1], RUNS[name], PLANTS[name], EDITION, "bolts")
    told = {leaf.because for leaf in figure.leaves()}
    assert any("line fasteners, seed 1, replication 1, 72 h" in text for text in told)
    found = line_carbon(LINES[name], RUNS[name], PLANTS[name], EDITION)
    assert figure.value == pytest.approx(found.runs[1]["bolts"].embedded, rel=1e-12)
    assert found.confidence.keys() <= {"transitional", "secondary", "memory"}


def test_a_line_counted_while_it_fills_is_told() -> None:
    line = LINES["fasteners"]
    found = line_carbon(line, results(line, hours=120), PLANTS["fasteners"], EDITION)
    assert [item.code for item in found.problems] == ["line.much_inside"]


def test_the_aluminium_line_makes_and_burns_what_its_plants_year_did() -> None:
    line, plant = LINES["extrusions"], PLANTS["extrusions"]
    runs = results(line, hours=336 + 1344, warm_up=336, replications=6)
    taken = line_carbon(line, runs, plant, EDITION).taken
    for item in taken:
        if item.flow in ("city_gas", "lpg"):
            assert item.simulated == pytest.approx(item.year, rel=0.04), item
    tonnes = sum(made.good_kg for run in runs for made in run.products) / 1000
    year = sum(item.produced.value for step in plant.processes if step.id == "extrusions" for item in step.goods)
    assert tonnes / (6 * 1344) * 8760 == pytest.approx(year, rel=0.04)
    assert {item.flow for item in taken} == {"city_gas", "lpg", "electricity"}
