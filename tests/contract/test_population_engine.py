"""What computes expressions over a population: DuckDB, and Spark where its environment is (make spark)."""

import importlib.util
import os
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pulmu.bootstrap.population import open_population
from pulmu.locale import problem_line
from pulmu.model import InputError, OutsideError, PulmuError
from pulmu.services.population_engine import PopulationEngine

FIRMS = {
    "firm_id": [1, 2, 3],
    "sales": [2**60 + 1, None, 5],
    "listed": [True, None, False],
    "body": ["company", None, "x"],
    "founded_on": [date(2020, 2, 29), None, date(1999, 12, 31)],
    "has": [["A"], None, []],
}
Open = Callable[[Path], PopulationEngine]


def missing(thing: str, reason: str) -> None:
    if thing in os.environ.get("PULMU_REQUIRE", "").split(","):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(params=["duckdb://?threads=2&memory=500MB", "local[2]"], ids=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens the engine over a folder."""
    if request.param == "local[2]" and importlib.util.find_spec("pyspark") is None:
        missing("spark", "PySpark is not installed: make spark")
    opened: list[PopulationEngine] = []

    def open_it(folder: Path) -> PopulationEngine:
        opened.append(open_population(folder, request.param))
        return opened[-1]

    yield open_it
    for item in opened:
        item.close()


def write(folder: Path, name: str, rows: dict[str, list[Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    pq.write_table(pa.table(rows), folder / f"{name}.parquet")
    return folder


def population(folder: Path) -> Path:
    return write(write(folder, "firms", FIRMS), "links", {"owner_id": [1], "owned_id": [2], "share": [0.3]})


def code_of(ask: Callable[[], object]) -> str:
    with pytest.raises(PulmuError) as caught:
        ask()
    (problem,) = caught.value.problems
    assert problem_line(problem, "ko") != problem_line(problem, "en")
    return problem.code


def test_missing_values_are_masked_and_whole_numbers_stay_whole(engine: Open, tmp_path: Path) -> None:
    opened = engine(population(tmp_path / "population"))
    assert opened.tables == ("firms", "links")
    firms = opened.table("firms")
    found = opened.to_columns(firms.order_by("firm_id"))
    assert found["sales"].tolist() == [2**60 + 1, None, 5]
    assert found["sales"].dtype == np.int64
    assert found["listed"].tolist() == [True, None, False]
    assert found["founded_on"].astype("datetime64[D]").tolist() == [date(2020, 2, 29), None, date(1999, 12, 31)]
    assert found["body"].tolist() == ["company", None, "x"]
    assert [None if item is None else list(item) for item in found["has"].tolist()] == [["A"], None, []]
    assert opened.to_columns(opened.table("links"))["share"].tolist() == [0.3]
    assert opened.to_columns(firms.filter(firms.firm_id > 9))["sales"].tolist() == []


def test_several_files_of_a_table_are_one_table(engine: Open, tmp_path: Path) -> None:
    folder = tmp_path / "[po] %pulation"
    for part in range(3):
        write(folder, f"firms-small-{part}", {"firm_id": [part]})
    write(folder, ".firms-9.parquet.ab.tmp", {"firm_id": [9]})
    opened = engine(folder)
    assert opened.tables == ("firms",)
    assert sorted(opened.to_columns(opened.table("firms"))["firm_id"].tolist()) == [0, 1, 2]


def test_what_is_kept_is_a_table_like_others(engine: Open, tmp_path: Path) -> None:
    opened = engine(population(tmp_path / "population"))
    firms = opened.table("firms")
    first = opened.keep("ids", firms.select("firm_id"))
    other = opened.keep("ids", first.mutate(twice=first.firm_id * 2.0))
    joined = firms.join(other, "firm_id").order_by("firm_id").select("sales", "twice")
    assert opened.to_columns(joined)["twice"].tolist() == [2, 4, 6]
    assert opened.to_columns(first.aggregate(rows=first.count()))["rows"].tolist() == [3]
    assert opened.tables == ("firms", "links")


def test_what_is_written_is_opened_again_and_never_written_over(engine: Open, tmp_path: Path) -> None:
    opened = engine(population(tmp_path / "population"))
    firms, made = opened.table("firms"), tmp_path / "made"
    made.mkdir()
    opened.write(firms.mutate(double=firms.firm_id * 2), made / "firms.parquet")
    assert [item.name for item in made.iterdir()] == ["firms.parquet"]
    again = engine(made)
    assert sorted(again.to_columns(again.table("firms"))["double"].tolist()) == [2, 4, 6]
    assert code_of(lambda: opened.write(firms, made / "firms.parquet")) == "input.file_exists"


def test_what_cannot_be_computed_leaves_no_file(engine: Open, tmp_path: Path) -> None:
    opened = engine(population(tmp_path / "population"))
    stranger = ibis.table({"firm_id": "int64"}, name="nowhere")
    assert code_of(lambda: opened.write(stranger, tmp_path / "made.parquet")) == "outside.engine"
    assert code_of(lambda: opened.to_columns(stranger)) == "outside.engine"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["population"]


def test_a_computation_is_stopped_from_outside(engine: Open, tmp_path: Path) -> None:
    opened = engine(write(tmp_path / "population", "firms", {"firm_id": list(range(200_000))}))
    one, other = opened.table("firms"), opened.table("firms").view()
    endless = one.join(other, one.firm_id % 7 != other.firm_id).aggregate(most=(one.firm_id * 3 % 11).max())
    is_done = threading.Event()

    def stop() -> None:
        while not is_done.wait(0.2):
            opened.progress()
            opened.interrupt()

    stopper = threading.Thread(target=stop)
    stopper.start()
    try:
        assert code_of(lambda: opened.to_columns(endless)) == "outside.engine_stopped"
    finally:
        is_done.set()
        stopper.join()
    assert len(opened.to_columns(opened.table("firms"))["firm_id"]) == 200_000
    assert opened.progress() is None or 0 <= opened.progress() <= 1  # type: ignore[operator]


def test_a_damaged_file_is_told(engine: Open, tmp_path: Path) -> None:
    folder = population(tmp_path / "population")
    (folder / "links.parquet").write_bytes(b"PAR1 and nothing else")
    assert code_of(lambda: engine(folder)) == "outside.engine_file"


def test_a_table_that_is_not_there_is_told(engine: Open, tmp_path: Path) -> None:
    opened = engine(population(tmp_path / "population"))
    assert code_of(lambda: opened.table("factories")) == "input.no_table"
    assert code_of(lambda: engine(tmp_path / "nowhere")) == "input.no_population"


ADDRESSES = ["", "duckdb", "duckdb://x", "duckdb://?threads=0", "duckdb://?threads=²", "duckdb://?memory=6", "duckdb://?a=1",
             "duckdb://?memory=6GB'", "local[x]", "spark:", "postgresql://x"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_engine_that_is_none_is_refused(address: str, tmp_path: Path) -> None:
    assert code_of(lambda: open_population(population(tmp_path / "population"), address)) == "input.engine_address"


@pytest.mark.parametrize("address", ["duckdb://", "local[2]"])
def test_packages_that_are_missing_are_told(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert code_of(lambda: open_population(tmp_path, address)) == "outside.engine_not_installed"


def test_little_memory_is_told_and_nothing_is_left_beside_the_population(tmp_path: Path) -> None:
    folder = write(tmp_path / "population", "firms", {"firm_id": list(range(3_000_000))})
    opened = open_population(folder, "duckdb://?threads=1&memory=20MB")
    firms = opened.table("firms")
    texts = firms.mutate(text=firms.firm_id.cast("string").lpad(300, "0"))
    huge = texts.group_by("text").aggregate(all=texts.text.group_concat())
    assert code_of(lambda: opened.to_columns(huge)) == "outside.engine_memory"
    opened.close()
    assert [item.name for item in folder.iterdir()] == ["firms.parquet"]


def every(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for child in kind.__subclasses__():
        yield from every(child)


def test_every_error_of_the_libraries_becomes_ours(engine: Open, tmp_path: Path) -> None:
    from ibis.common.exceptions import IbisError

    opened: Any = engine(population(tmp_path / "population"))
    kinds = [*every(IbisError)]
    if importlib.util.find_spec("pyspark") is not None and "Spark" in type(opened).__name__:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        kinds += [*every(PySparkException), *every(Py4JError)]
    else:
        kinds += [*every(duckdb.Error)]
    assert len(kinds) > 40
    for kind in kinds:
        shown = type(
            kind.__name__, (kind,), {"__str__": lambda _: "x"}
        )  # some cannot be shown without what they ask for
        error = shown.__new__(shown)
        with pytest.raises((OutsideError, InputError)) as caught, opened._errors():
            raise error
        (problem,) = caught.value.problems
        assert problem.code.startswith("outside.")
        assert problem_line(problem, "ko") != problem_line(problem, "en")


def test_two_engines_do_not_see_each_others_tables(engine: Open, tmp_path: Path) -> None:
    one = engine(write(tmp_path / "one", "firms", {"firm_id": [1]}))
    other = engine(write(tmp_path / "other", "firms", {"firm_id": [2]}))
    expression = one.table("firms")
    assert one.to_columns(expression)["firm_id"].tolist() == [1]
    assert other.to_columns(expression)["firm_id"].tolist() == [2]
    one.close()
    assert other.to_columns(expression)["firm_id"].tolist() == [2]


def test_a_list_of_choices_is_looked_at_where_it_stands(tmp_path: Path) -> None:
    from pulmu.adapters.population_engine import DuckEngine

    opened = open_population(write(tmp_path / "population", "firms", {"firm_id": list(range(100)), "row": [7] * 100}))
    assert isinstance(opened, DuckEngine)
    firms = opened.table("firms")
    limit = ibis.cases((firms.row.isin(range(20)), 1.0), (firms.row.isin(range(20, 90, 2)), 2.0), else_=0.0)
    plan = opened._database.execute(f"EXPLAIN {ibis.to_sql(firms.select(limit=limit), dialect='duckdb')}").fetchall()
    assert "PROJECTION" in plan[0][1].upper()
    assert "JOIN" not in plan[0][1].upper()
    opened.close()
