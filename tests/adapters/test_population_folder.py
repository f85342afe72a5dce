"""The populations of a place: found by name, looked at once, opened only as they were written."""

import json
import shutil
from pathlib import Path

import pytest
from tests.places import codes

from pulmu.bootstrap.population import make_population_in, populations_in


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "population"
    make_population_in(folder, one_in=1000, seed=7)
    return folder


@pytest.fixture
def place(tmp_path: Path, made: Path) -> Path:
    shutil.copytree(made, tmp_path / "populations" / "national")
    return tmp_path


def test_a_place_without_any_has_none(tmp_path: Path) -> None:
    assert populations_in(tmp_path).known() == ()
    assert codes(lambda: populations_in(tmp_path).find("national")) == ["reform.population_unknown"]


def test_a_population_is_listed_with_its_manifest_and_computed_over(place: Path) -> None:
    found = populations_in(place)
    (listed,) = found.known()
    assert listed.name == "national"
    assert listed.manifest is not None
    assert (listed.manifest.seed, listed.manifest.one_in, len(listed.sha256)) == (7, 1000, 64)
    assert found.find("national") is listed
    engine = found.open("national")
    try:
        assert engine.tables == ("firms", "links")
        (count,) = engine.to_columns(engine.table("firms").count())["CountStar(firms)"].tolist()
    finally:
        engine.close()
    assert count == listed.manifest.firms


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../populations/national", "/etc", "national/..", ".pulmu-population-1"]
)
def test_no_name_leads_out_of_the_folder(place: Path, name: str) -> None:
    assert codes(lambda: populations_in(place).find(name)) == ["reform.population_unknown"]
    assert codes(lambda: populations_in(place).open(name)) == ["reform.population_unknown"]


def test_what_is_no_population_is_listed_with_what_is_wrong_and_is_well_when_it_is_mended(place: Path) -> None:
    home = place / "populations" / "empty"
    home.mkdir()
    (place / "populations" / ".pulmu-population-0123").mkdir()
    (place / "populations" / "note.txt").touch()
    found = populations_in(place)
    assert [(item.name, [problem.code for problem in item.problems]) for item in found.known()] == [
        ("empty", ["input.no_population"]),
        ("national", []),
    ]
    home.rmdir()
    shutil.copytree(place / "populations" / "national", home)
    assert [item.problems for item in found.known()] == [(), ()]


def test_one_that_was_changed_is_not_computed_over(place: Path) -> None:
    found = populations_in(place)
    assert found.find("national").problems == ()
    part = next((place / "populations" / "national").glob("firms-small-C.parquet"))
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)
    assert codes(lambda: found.open("national")) == ["input.population_damaged"]


def test_another_in_its_place_is_seen(place: Path) -> None:
    found = populations_in(place)
    before = found.find("national")
    path = place / "populations" / "national" / "manifest.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**kept, "seed": 12345}), encoding="utf-8")
    after = found.find("national")
    assert after.manifest is not None
    assert (after.manifest.seed, after.sha256 == before.sha256) == (12345, False)


def test_an_engine_that_is_none_is_told_before_anything_is_served(tmp_path: Path) -> None:
    assert codes(lambda: populations_in(tmp_path, "sqlite://")) == ["input.engine_address"]
