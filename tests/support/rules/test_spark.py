"""What DuckDB and Spark say of the same firms; needs the environment of `make spark`."""

import importlib.util
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from tests.support.rules.random_rules import DAY, Drawn, drawn
from tests.support.rules.test_columns import FACTS, ROWS, comparable

from pulmu.bootstrap.population import make_population_in, open_population
from pulmu.bootstrap.support import packaged_programmes
from pulmu.services.population_engine import PopulationEngine
from pulmu.support.programme import rulebook_of
from pulmu.support.rules.columns import columns
from pulmu.support.size import size_rules
from pulmu.support.size.columns import prepared

Open = Callable[[Path], list[PopulationEngine]]


@pytest.fixture(scope="module", autouse=True)
def spark() -> None:
    if importlib.util.find_spec("pyspark") is None:
        reason = "PySpark is not installed: make spark"
        if "spark" in os.environ.get("PULMU_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def both() -> Iterator[Open]:
    """Opens both engines over a folder."""
    opened: list[PopulationEngine] = []

    def open_them(folder: Path) -> list[PopulationEngine]:
        engines = [open_population(folder, address) for address in ("duckdb://?threads=2", "local[2]")]
        opened.extend(engines)
        return engines

    yield open_them
    for engine in opened:
        engine.close()


def write(folder: Path, name: str, rows: list[dict[str, Any]], schema: dict[str, str]) -> None:
    pq.write_table(pa.Table.from_pylist(rows, schema=ibis.schema(schema).to_pyarrow()), folder / f"{name}.parquet")


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=drawn())
def test_spark_says_of_random_rules_what_duckdb_says(
    tmp_path_factory: pytest.TempPathFactory, both: Open, case: Drawn
) -> None:
    folder = tmp_path_factory.mktemp("firms")
    write(folder, "firms", case.firms, FACTS)
    write(folder, "rows", case.rows, ROWS)
    found = []
    for engine in both(folder):
        asked = columns(case.rulebook, DAY, engine.table("firms"), {"rows": engine.table("rows")}).order_by("firm_id")
        answers = engine.to_columns(asked)
        found.append({name: [comparable(value) for value in values.tolist()] for name, values in answers.items()})
    assert found[0] == found[1]


def test_spark_says_of_a_nation_what_duckdb_says(tmp_path: Path, both: Open) -> None:
    folder = tmp_path / "population"
    make_population_in(folder, one_in=400, seed=1)
    day, programmes = date(2026, 11, 25), packaged_programmes()
    rules = rulebook_of(programmes, size_rules())
    asked = ("size.class", "size.average_sales", *(f"{item.id}.eligible" for item in programmes))
    found = []
    for engine in both(folder):
        ready = prepared(rules, engine.table("firms"), engine.table("links"), day, keep=engine.keep)
        answers = engine.to_columns(columns(rules, day, ready.firms, ready.relations, asked))
        order = np.argsort(answers["firm_id"])
        found.append({name: values[order] for name, values in answers.items()})
    duck, spark = found
    assert set(duck) == set(spark)
    assert len(duck["firm_id"]) > 20_000
    for name, values in duck.items():
        np.testing.assert_array_equal(spark[name], values, err_msg=name)
