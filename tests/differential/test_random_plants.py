"""Random plants in the Commission's own workbook, calculated there: every process, product and stream is equal.

PULMU_OFFICIAL_SEED and PULMU_OFFICIAL_PLANTS choose other plants and more of them.
"""

import fnmatch
import os
import re
import sys
import zipfile
from pathlib import Path

import pytest
from tests.communication_template import FILE
from tests.differential.calculated import calculated_file
from tests.differential.cases import (
    Case,
    differences_of,
    differences_of_all_in_batch,
    differences_of_pulmus_filling,
    make_cases,
)
from tests.differential.census import NOT_DRAWN, census, known_attributes, lines
from tests.differential.described import described
from tests.differential.draw import CATEGORIES, draw_plants
from tests.differential.failing import describe_failing
from tests.differential.features import FEATURES, features_of
from tests.differential.wrong_formulas import UNCAUGHT, UNCAUGHT_IN_BATCH, survivors_in_batch, told_and_survivors
from tests.official import opened_template
from tests.surface.office.session import work

from pulmu.adapters.official_workbook import fill_template
from pulmu.carbon.check import check_plant

USUAL_SEED, USUAL_PLANTS, SOAK_PLANTS = 20261200, 25, 500
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


def test_every_feature_a_figure_rests_on_is_drawn(shared: Path) -> None:
    """Each attribute of the model and each of its words, but those whose reason stands in NOT_DRAWN."""
    counts = census(draw_plants(USUAL_SEED, range(SOAK_PLANTS), shared))
    sys.stdout.write(lines(counts, SOAK_PLANTS))
    assert [name for name, count in counts.items() if not count] == []


def test_the_plants_of_the_usual_run_have_every_one_of_the_features(shared: Path) -> None:
    found = {name for drawn in draw_plants(USUAL_SEED, range(USUAL_PLANTS), shared) for name in features_of(drawn)}
    assert (FEATURES | {f"category {name}" for name in CATEGORIES}) - found == set()


def test_what_is_not_drawn_is_there() -> None:
    """A reason for an attribute that is gone, or that is drawn after all, goes too."""
    known = known_attributes()
    for pattern in (pattern for patterns in NOT_DRAWN.values() for pattern in patterns):
        assert fnmatch.filter(known, pattern), pattern


def test_every_process_product_and_stream_equals_the_official_workbook(cases: list[Case], tmp_path: Path) -> None:
    for case in cases:
        found = differences_of(case)
        assert not found, describe_failing(SEED, case.drawn, found, tmp_path)


def test_the_workbook_filled_in_by_pulmu_gives_the_same_results(cases: list[Case], tmp_path: Path) -> None:
    for case in cases:
        found = differences_of_pulmus_filling(case)
        assert not found, describe_failing(SEED, case.drawn, found, tmp_path)


def test_the_array_path_equals_the_official_workbook(cases: list[Case], tmp_path: Path) -> None:
    for case, found in zip(cases, differences_of_all_in_batch(cases), strict=True):
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
    assert set(survivors_in_batch(cases, told)) <= UNCAUGHT_IN_BATCH.keys()
