"""Random plants in the Commission's own workbook, calculated there: every process, product and stream is equal.

PULMU_OFFICIAL_SEED and PULMU_OFFICIAL_PLANTS choose other plants and more of them.
"""

import os
import re
import sys
import zipfile
from pathlib import Path

import pytest
from tests.communication_template import FILE
from tests.differential.calculated import calculated_file
from tests.differential.cases import Case, differences_of, differences_of_pulmus_filling, make_cases
from tests.differential.described import described
from tests.differential.draw import CATEGORIES, draw_plants
from tests.differential.drawn import Drawn
from tests.differential.failing import describe_failing
from tests.differential.wrong_formulas import UNCAUGHT, told_and_survivors
from tests.official import opened_template
from tests.surface.office.session import work

from pulmu.adapters.official_workbook import fill_template
from pulmu.carbon.check import check_plant

USUAL_SEED, USUAL_PLANTS = 20261126, 25
SEED = int(os.environ.get("PULMU_OFFICIAL_SEED", str(USUAL_SEED)))
PLANTS = int(os.environ.get("PULMU_OFFICIAL_PLANTS", str(USUAL_PLANTS)))
STALE = 12345.0


@pytest.fixture(scope="module")
def cases(shared: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> list[Case]:
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        sys.stdout.write(f"\nofficial workbook: seed {SEED}, {PLANTS} plants\n")
    return make_cases(SEED, range(PLANTS), shared, tmp_path_factory.mktemp("official"))


def test_every_drawn_plant_passes_its_checks(shared: Path) -> None:
    for drawn in draw_plants(SEED, range(PLANTS), shared):
        errors = [item for item in check_plant(described(drawn)) if item.severity == "error"]
        assert not errors, f"seed {SEED}, plant {drawn.number}: {errors[0]}"


def test_the_plants_have_what_is_to_be_tried(shared: Path) -> None:
    """Loops, chains, heat of every origin, generators, shared equipment, origins and bases of precursors."""
    plants = draw_plants(USUAL_SEED, range(USUAL_PLANTS), shared)
    seen = {name for drawn in plants for name in _features(drawn)}
    wanted = {
        "loop", "chain", "boilers", "imported", "recovered", "heat sold", "generator", "shared furnace", "no power",
        "several supplies", "rest", "process", "combustion", "biomass", "verified", "default", "unknown origin",
        "exempt origin", "several deliveries", "mark-up", "other product", "excluded step", "two routes",
        "waste gas given", "waste gas bought", "heat and power", "shared generator", "electricity sold", "CO2 measured",
        "N2O measured", "slope", "overvoltage", "in", "out", *(f"category {name}" for name in CATEGORIES),
    }  # fmt: skip
    assert wanted - seen == set()


def _features(drawn: Drawn) -> set[str]:
    found = {net.origin for net in drawn.nets} | {stream.method for stream in drawn.streams}
    maker = {good.id: item.id for item in drawn.processes for good in item.goods}
    links = {(maker[good], item.id) for item in drawn.processes for good in item.own}
    deliveries = [item.cn_code for item in drawn.purchases]
    served = [item for item in drawn.equipment if len(item.serves) > 1]
    excluded = {step.id for item in drawn.processes for step in item.steps if step.excluded}
    users = {name for flow in (*drawn.streams, *drawn.nets) for name in flow.users}
    found |= {f"category {item.category}" for item in drawn.processes} | {item.method for item in drawn.cells}
    found |= {f"{item.gas} measured" for item in drawn.stacks}
    for name, holds in {
        "waste gas given": any(item.produced_by for item in drawn.waste_gases),
        "waste gas bought": any(not item.produced_by for item in drawn.waste_gases),
        "heat and power": any(item.combined for item in drawn.equipment),
        "shared generator": any(item.is_named for item in drawn.equipment),
        "electricity sold": any(item.exported for item in drawn.equipment),
        "loop": any((second, first) in links for first, second in links),
        "chain": any(first[1] == second[0] for first in links for second in links if first[0] != second[1]),
        "heat sold": any(net.exported for net in drawn.nets),
        "generator": any(item.megawatt_hours for item in drawn.equipment),
        "shared furnace": bool(served),
        "no power": not drawn.supplies,
        "several supplies": len(drawn.supplies) > 1,
        "rest": any(amount is None for stream in drawn.streams for amount in stream.users.values()),
        "biomass": any(stream.biomass and stream.proven for stream in drawn.streams),
        "verified": any(item.verified and not item.exempt for item in drawn.purchases),
        "default": any(not item.verified and item.default for item in drawn.purchases),
        "unknown origin": any(item.country == "unknown" for item in drawn.purchases),
        "exempt origin": any(item.exempt for item in drawn.purchases),
        "several deliveries": len(set(deliveries)) < len(deliveries),
        "mark-up": drawn.markup is not None,
        "other product": any(not item.category for item in drawn.processes),
        "excluded step": bool(excluded & users),
        "two routes": any(len(item.routes) > 1 for item in drawn.processes),
    }.items():
        if holds:
            found.add(name)
    return found


def test_every_process_product_and_stream_equals_the_official_workbook(cases: list[Case], tmp_path: Path) -> None:
    for case in cases:
        found = differences_of(case)
        assert not found, describe_failing(SEED, case.drawn, found, tmp_path)


def test_the_workbook_filled_in_by_pulmu_gives_the_same_results(cases: list[Case], tmp_path: Path) -> None:
    for case in cases:
        found = differences_of_pulmus_filling(case)
        assert not found, describe_failing(SEED, case.drawn, found, tmp_path)


def test_the_file_pulmu_writes_gives_what_its_cells_give(cases: list[Case], shared: Path, tmp_path: Path) -> None:
    case = max(cases, key=lambda item: len(item.drawn.streams) + len(item.drawn.purchases))
    file = tmp_path / f"plant_{case.drawn.number}.xlsx"
    file.write_bytes(fill_template(opened_template(shared), case.filling.content).data)
    assert calculated_file(file, tmp_path).areas == case.by_pulmu.areas


def test_a_planted_stale_value_is_recalculated(shared: Path, tmp_path: Path) -> None:
    """The example row of measured emissions, a stored 12,345 in its formula: gone once calculation is forced."""
    file = _with_stale_value(shared / FILE, tmp_path / "stale.xlsx")
    read = ["values", "B_EmInst", "AD111"]
    kept, forced = work(tmp_path, [["open", str(file)], read, ["recalculate"], read], recalculate=False)
    assert kept == [[STALE]]
    assert forced == [[pytest.approx(64.2925 * 4 * 265 / 1000, rel=1e-12)]]
    (opened,) = work(tmp_path, [["open", str(file)], read], recalculate=True)
    assert opened == forced


def _with_stale_value(template: Path, file: Path) -> Path:
    planted = 0
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                cell = rb'(<c r="AD111"[^>]*><f>[^<]*Z111/1000[^<]*</f>)<v>[^<]*</v>'
                content, times = re.subn(cell, rb"\g<1><v>%d</v>" % STALE, content)
                planted += times
            target.writestr(name, content)
    assert planted == 1, "the stale value found no place"
    return file


def test_a_wrong_formula_is_told(cases: list[Case]) -> None:
    """Each formula behind the figures, with each of its operations turned round or left out, one at a time."""
    told, survivors = told_and_survivors(cases)
    assert len(told) > 100
    assert set(survivors) <= UNCAUGHT.keys()
    assert not UNCAUGHT.keys() & set(told)
