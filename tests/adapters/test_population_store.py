"""A population's folder: whole or not there, never written over, and known again by its hashes."""

import json
from pathlib import Path

import duckdb
import numpy as np
import pytest
from tests.disks import small_disk

from pulmu.adapters.population_store import MANIFEST, StoredPopulation, new_population, read_population
from pulmu.model import InputError, OutsideError
from pulmu.services.population import make_population
from pulmu.support.population import make_parts, plan_nation
from pulmu.support.population.column import joined


def _make(folder: Path, seed: int = 5) -> StoredPopulation:
    make_population(lambda: new_population(folder), program="test", one_in=1000, seed=seed)
    return read_population(folder, check_hashes=True)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> StoredPopulation:
    return _make(tmp_path_factory.mktemp("population") / "made")


def _rows(stored: StoredPopulation, table: str, query: str) -> list[tuple[object, ...]]:
    files = [str(file) for file in stored.files(table)]
    with duckdb.connect() as database:
        return database.execute(query, {"files": files}).fetchall()


def test_what_is_read_is_what_was_made(stored: StoredPopulation) -> None:
    parts = list(make_parts(plan_nation(scale=1 / 1000, seed=5)))
    firms = joined([part.firms for part in parts])
    query = (
        "SELECT firm_id, province, basis, sales_3_krw, founded_on, left_sme_because, listed FROM read_parquet($files)"
    )
    found = _rows(stored, "firms", query + " ORDER BY firm_id")
    assert len(found) == stored.manifest.firms == firms["firm_id"].values.size
    sales, left = firms["sales_3_krw"], firms["left_sme_because"]
    for place in (0, 5, 11, 500, len(found) - 1):
        firm_id, province, basis, sales_3, founded, because, listed = found[place]
        assert firm_id == place + 1
        assert province == firms["province"].labels[firms["province"].values[place]]
        assert basis == firms["basis"].labels[firms["basis"].values[place]]
        assert sales_3 == (sales.values[place] if sales.known is None or sales.known[place] else None)
        assert np.datetime64(str(founded)) == firms["founded_on"].values[place]
        assert because == left.texts()[place]
        assert listed == firms["listed"].values[place]


def test_types_are_those_rules_expect(stored: StoredPopulation) -> None:
    described = _rows(stored, "firms", "DESCRIBE SELECT * FROM read_parquet($files)")
    types = {str(name): kind for name, kind, *_ in described}
    expected = {
        "firm_id": "BIGINT", "body": "VARCHAR", "division": "SMALLINT", "limit_row": "INTEGER", "founded_on": "DATE",
        "sales_1_krw": "BIGINT", "sales_years": "TINYINT", "recent_months": "SMALLINT", "regular_employees": "DOUBLE",
        "listed": "BOOLEAN", "left_sme_on": "DATE", "left_sme_because": "VARCHAR", "exports_usd": "BIGINT",
    }  # fmt: skip
    assert {name: types[name] for name in expected} == expected
    links = _rows(stored, "links", "DESCRIBE SELECT * FROM read_parquet($files)")
    assert [(row[0], row[1]) for row in links] == [
        ("owner_id", "BIGINT"), ("owned_id", "BIGINT"), ("share", "DOUBLE"), ("is_largest", "BOOLEAN"),
    ]  # fmt: skip


def test_the_same_seed_gives_the_same_files(stored: StoredPopulation, tmp_path: Path) -> None:
    assert _make(tmp_path / "again").manifest == stored.manifest


def test_another_seed_gives_others_with_the_same_sums(stored: StoredPopulation, tmp_path: Path) -> None:
    other = _make(tmp_path / "other", seed=6).manifest
    assert other.firms == stored.manifest.firms
    firms = [
        {file.sha256 for file in made.files if file.name.startswith("firms-")} for made in (other, stored.manifest)
    ]
    assert firms[0].isdisjoint(firms[1])


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="already"):
        _make(tmp_path / "mine")
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [tmp_path / "mine"]


def test_what_came_into_the_place_meanwhile_stays(tmp_path: Path) -> None:
    def meanwhile(done: int, of: int, _name: str) -> None:
        if done == of:
            (tmp_path / "made").mkdir()

    with pytest.raises(InputError, match="already"):
        make_population(lambda: new_population(tmp_path / "made"), program="test", one_in=1000, tell=meanwhile)
    assert [path.name for path in tmp_path.iterdir()] == ["made"]
    assert list((tmp_path / "made").iterdir()) == []


def test_a_run_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, _of: int, _name: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_population(lambda: new_population(tmp_path / "made"), program="test", one_in=1000, tell=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutsideError):
        _make(tmp_path / "file" / "made")


def test_ctrl_c_while_the_database_writes_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def __enter__(self) -> "Interrupted":
            return self

        def __exit__(self, *_: object) -> None: ...

        def register(self, *_: object) -> None: ...

        def execute(self, _query: str) -> None:
            raise RuntimeError("Query interrupted")

    monkeypatch.setattr("pulmu.adapters.population_store.duckdb.connect", lambda **_: Interrupted())
    with pytest.raises(KeyboardInterrupt):
        _make(tmp_path / "made")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_nothing_stays(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        disk.fill(leave=100_000)
        with pytest.raises(OutsideError) as caught:
            _make(disk.folder / "made")
        assert [item.code for item in caught.value.problems] == ["outside.store_full"]
        assert [path.name for path in disk.folder.iterdir()] == ["ballast"]


def test_no_population_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_population(tmp_path)
    assert [item.code for item in caught.value.problems] == ["input.no_population"]


def test_every_file_that_is_not_as_written_is_told(tmp_path: Path) -> None:
    made = _make(tmp_path / "made")
    first, second, third = made.files("firms")[:3]
    first.unlink()
    data = bytearray(second.read_bytes())
    data[len(data) // 2] ^= 1
    second.write_bytes(data)
    third.write_bytes(third.read_bytes() + b"x")
    with pytest.raises(InputError) as caught:
        read_population(made.folder, check_hashes=True)
    assert [item.place for item in caught.value.problems] == [file.name for file in (first, second, third)]
    with pytest.raises(InputError) as caught:
        read_population(made.folder)
    assert [item.place for item in caught.value.problems] == [file.name for file in (first, third)]


@pytest.mark.parametrize(
    "name", ["../secret.parquet", "firms-../../x.parquet", "/etc/passwd", "firms-x.csv", "firms-a b.parquet"]
)
def test_a_strangers_manifest_names_no_file_outside(stored: StoredPopulation, tmp_path: Path, name: str) -> None:
    tree = json.loads((stored.folder / MANIFEST).read_text(encoding="utf-8"))
    tree["files"] = [{"name": name, "rows": 1, "size": 6, "sha256": "0" * 64}]
    (tmp_path / MANIFEST).write_text(json.dumps(tree), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_population(tmp_path)
    assert [item.code for item in caught.value.problems] == ["input.population_damaged"]


def test_a_manifest_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"format": "other/1", "firms": "many"}', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_population(tmp_path)
    assert len(caught.value.problems) > 2


def test_an_engine_finds_its_two_tables(stored: StoredPopulation) -> None:
    pytest.importorskip("ibis")
    from pulmu.bootstrap.population import open_population

    engine = open_population(stored.folder)
    try:
        assert engine.tables == ("firms", "links")
        firms = engine.table("firms")
        found = engine.to_columns(firms.aggregate(count=firms.count(), listed=firms.listed.sum()))
    finally:
        engine.close()
    assert found["count"].tolist() == [stored.manifest.firms]
    assert found["listed"][0] > 0
