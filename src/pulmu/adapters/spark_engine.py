"""Spark, in this machine or on a cluster that sees the population's folder under the same path."""

import functools
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from ibis.backends.pyspark.datatypes import PySparkType
from ibis.common.exceptions import IbisError
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from pulmu.adapters._engine.address import SparkAddress
from pulmu.adapters._engine.arrays import arrays_of
from pulmu.adapters._engine.errors import damaged, engine_errors, out_of_memory, stopped
from pulmu.adapters._engine.files import check_free, no_table, tables_in, work_path
from pulmu.adapters._engine.shared import computed_once
from pulmu.adapters._engine.statistics import never_null
from pulmu.model import OutsideError
from pulmu.services.population_engine import Arrays, NeverNull, PopulationEngine

_PATTERN = re.compile(r"[*?\[\]{}\\]")
_SETTINGS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    # What is not defined is unknown, as DuckDB has it: no row stops a nation.
    "spark.sql.ansi.enabled": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # What follows from what for every column and name of it: of rules on rules it takes longer than to compute them.
    "spark.sql.constraintPropagation.enabled": "false",
}
_LOCAL: Mapping[str, str] = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "4g",
    "spark.sql.shuffle.partitions": "8",
}


_open: list["SparkEngine"] = []


class SparkEngine:
    """Computes on Spark; the rows of an answer come to this process, so ask for sums of a nation, or write it."""

    def __init__(self, folder: Path, address: SparkAddress) -> None:
        self._folder = folder
        self._files, self._kept = tables_in(folder), 0
        is_local = address.master.startswith("local")
        with self._errors():
            builder = SparkSession.builder.master(address.master).appName("pulmu")
            for name, value in {**_SETTINGS, **(_LOCAL if is_local else {})}.items():
                builder = builder.config(name, value)
            # One context for all engines of a process; views of its own for each.
            self._session = builder.getOrCreate().newSession()
            self._backend = ibis.pyspark.connect(self._session)  # Ibis registers its options only so
            _open.append(self)
            self._tables = {name: self._open(name, files) for name, files in self._files.items()}

    def _open(self, name: str, files: tuple[str, ...]) -> Any:
        return self._named(name, self._session.read.parquet(*map(_address, files)))

    def _named(self, name: str, rows: Any) -> Any:
        rows.createOrReplaceTempView(name)
        return ibis.table(dict(PySparkType.to_ibis(rows.schema).fields), name=name)

    def _errors(self) -> Any:
        return engine_errors(
            self._folder, told_by_spark, PySparkException, Py4JError, IbisError, pa.ArrowException, RuntimeError
        )

    def _frame(self, expression: Any) -> Any:
        """Catalyst writes a relation out for each that reads it, of ownership without end: what many read is held."""
        return self._plain(computed_once(expression, lambda part: self._held("part", self._plain(part))))

    def _plain(self, expression: Any) -> Any:
        return self._session.sql(self._backend.compile(expression.as_table()))

    def _held(self, name: str, rows: Any) -> Any:
        """Rows computed now, under a name; what they were made of is forgotten, for plans grow by it without bound."""
        self._kept += 1
        return self._named(f"_{self._kept}_{name}", rows.localCheckpoint(eager=True))

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of its tables, in order."""
        return tuple(self._tables)

    def table(self, name: str) -> Any:
        """A table as an Ibis table."""
        if name not in self._tables:
            raise no_table(name, self._tables)
        return self._tables[name]

    @functools.cached_property
    def never_null(self) -> NeverNull:
        """Columns of its tables in which nothing is missing, by what the files say."""
        with self._errors(), duckdb.connect() as database:
            return never_null(database, self._files)

    def keep(self, name: str, expression: Any) -> Any:
        """Compute a table once and hand it on."""
        with self._errors():
            return self._held(name, self._frame(expression))

    def kept(self, name: str, asked: str, build: Callable[[PopulationEngine], Any]) -> Any:  # noqa: ARG002
        """What is built as a table, planned anew."""
        return self.keep(name, build(self))

    def to_columns(self, expression: Any) -> Arrays:
        """All rows of an expression."""
        with self._errors():
            return arrays_of(self._frame(expression).toArrow())

    def answers(self, asked: str, build: Callable[[PopulationEngine], Any]) -> Arrays:  # noqa: ARG002
        """All rows of the expression that is built; what Spark takes to plan it is not saved by keeping its SQL."""
        return self.to_columns(build(self))

    def write(self, expression: Any, path: Path) -> None:
        """Write the rows as a folder of Parquet files."""
        check_free(path)
        work = work_path(path)
        try:
            with self._errors():
                self._frame(expression).write.parquet(f"file://{work.absolute()}")
                work.rename(path)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def interrupt(self) -> None:
        """Stop what it computes."""
        self._session.sparkContext.cancelAllJobs()

    def progress(self) -> float | None:
        """How much of the running stages is done; None between computations."""
        tracker = self._session.sparkContext.statusTracker()
        stages = [found for number in tracker.getActiveStageIds() if (found := tracker.getStageInfo(number))]
        tasks = sum(stage.numTasks for stage in stages)
        return sum(stage.numCompletedTasks for stage in stages) / tasks if tasks else None

    def close(self) -> None:
        """Let go of the tables; the last one ends Spark in this process."""
        if self in _open:
            _open.remove(self)
            if not _open:
                self._session.stop()


def _address(file: str) -> str:
    """A file as Spark names it; signs of a pattern in its name mean themselves."""
    return "file://" + _PATTERN.sub(r"\\\g<0>", file)


def told_by_spark(error: Exception) -> OutsideError | None:
    """The error of ours for one of Spark's; None where no more is known than its text."""
    text = str(error)
    if "cancelled" in text:
        return stopped()
    if "OutOfMemoryError" in text:
        return out_of_memory()
    if "FAILED_READ_FILE" in text or "CANNOT_READ_FILE" in text or "is not a Parquet file" in text:
        return damaged(error)
    return None
