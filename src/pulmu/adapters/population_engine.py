"""DuckDB in this process, over the Parquet files of a population."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import ibis
from ibis.backends.sql.datatypes import DuckDBType
from ibis.common.exceptions import IbisError

from pulmu.adapters._engine.address import DuckAddress
from pulmu.adapters._engine.errors import damaged, engine_errors, out_of_memory, stopped
from pulmu.adapters._engine.files import check_free, no_table, tables_in, work_path
from pulmu.adapters._parts import flush, no_room, told_by_system
from pulmu.adapters._store.files import listed, quoted
from pulmu.model import OutsideError
from pulmu.services.population_engine import Arrays

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    # Nothing is fetched from anywhere, whatever a query asks for.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # Rows may come in any order: what is sorted is sorted by name, and nothing is held back for it.
    "preserve_insertion_order": "false",
    # It would make a join of every list of choices: of the rules of a nation some hundreds, and fifty times as slow.
    "disabled_optimizers": "in_clause",
}


class DuckEngine:
    """Computes on the cores and in the memory of this machine; what does not fit there goes beside the population."""

    def __init__(self, folder: Path, address: DuckAddress) -> None:
        self._folder = folder
        self._rest = work_path(folder / "duckdb")  # made only when memory does not suffice
        self._files, self._kept = tables_in(folder), 0
        settings = {**_SETTINGS, "temp_directory": str(self._rest.absolute())}
        settings |= {} if address.threads is None else {"threads": str(address.threads)}
        settings |= {"memory_limit": address.memory} if address.memory else {}
        with self._errors():
            self._database = duckdb.connect(config=settings)
            self._database.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
            self._tables = {name: self._open(name, files) for name, files in self._files.items()}

    def _open(self, name: str, files: tuple[str, ...]) -> Any:
        rows = f"SELECT * FROM read_parquet({listed(files)})"  # noqa: S608 - names of ours, quoted
        self._database.execute(f'CREATE VIEW "{name}" AS {rows}')
        return self._described(name)

    def _described(self, name: str) -> Any:
        columns = self._database.execute(f'DESCRIBE "{name}"').fetchall()
        return ibis.table({column: DuckDBType.from_string(kind) for column, kind, *_ in columns}, name=name)

    def _errors(self) -> contextlib.AbstractContextManager[None]:
        return engine_errors(self._folder, told_by_duckdb, duckdb.Error, IbisError)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of its tables, in order."""
        return tuple(self._tables)

    def table(self, name: str) -> Any:
        """A table as an Ibis table."""
        if name not in self._tables:
            raise no_table(name, self._tables)
        return self._tables[name]

    def keep(self, name: str, expression: Any) -> Any:
        """Compute a table once and hand it on."""
        self._kept += 1
        own = f"_{self._kept}_{name}"
        with self._errors():
            self._database.execute(f'CREATE TEMP TABLE "{own}" AS {_query(expression)}')
            return self._described(own)

    def to_columns(self, expression: Any) -> Arrays:
        """All rows of an expression."""
        with self._errors():
            found: Arrays = self._database.sql(_query(expression)).fetchnumpy()
        return found

    def write(self, expression: Any, path: Path) -> None:
        """Write the rows as one Parquet file."""
        check_free(path)
        work = work_path(path)
        try:
            with self._errors():
                query = _query(expression)
                with _of_writing():
                    self._database.execute(f"COPY ({query}) TO {quoted(str(work))} (FORMAT parquet, COMPRESSION zstd)")
                flush(work)
                work.rename(path)
                flush(path.parent)
        finally:
            work.unlink(missing_ok=True)

    def interrupt(self) -> None:
        """Stop what it computes."""
        self._database.interrupt()

    def progress(self) -> float | None:
        """How much of what it computes is done; None between computations, and where it cannot tell."""
        done = self._database.query_progress()
        return None if done < 0 else min(1.0, done / 100)

    def close(self) -> None:
        """Let go of memory and of what lies beside the population."""
        self._database.close()
        shutil.rmtree(self._rest, ignore_errors=True)


def _query(expression: Any) -> str:
    return str(ibis.to_sql(expression.as_table(), dialect="duckdb", pretty=False))


@contextlib.contextmanager
def _of_writing() -> Iterator[None]:
    """What DuckDB tells of the system by its text only."""
    try:
        yield
    except duckdb.IOException as error:
        raise told_by_system(str(error)) from error


def told_by_duckdb(error: Exception) -> OutsideError | None:
    """The error of ours for one of DuckDB's; None where no more is known than its text."""
    match error:
        case duckdb.InterruptException():
            return stopped()
        case duckdb.OutOfMemoryException():
            return out_of_memory()
        case duckdb.IOException() if "No space left" in str(error):
            return no_room("engine")
        case duckdb.IOException() | duckdb.InvalidInputException():
            return damaged(error)
    return None
