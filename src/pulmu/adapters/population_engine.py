"""DuckDB in this process, over the Parquet files of a population."""

import contextlib
import functools
import importlib.metadata
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import duckdb

import pulmu
from pulmu.adapters._engine.address import DuckAddress
from pulmu.adapters._engine.compiled import Script, cache_folder, made_by, read_script, write_script
from pulmu.adapters._engine.errors import damaged, engine_errors, out_of_memory, stopped
from pulmu.adapters._engine.files import check_free, no_table, tables_in, work_path
from pulmu.adapters._engine.statistics import never_null
from pulmu.adapters._parts import flush, no_room, told_by_system
from pulmu.adapters._sql_text import listed, quoted
from pulmu.model import OutsideError
from pulmu.services.population_engine import Arrays, NeverNull, PopulationEngine
from pulmu.support.rules import fingerprint

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    # Nothing is fetched from anywhere, whatever a query asks for.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # Rows may come in any order: what is sorted is sorted by name, and nothing is held back for it.
    "preserve_insertion_order": "false",
    # It would make a join of every list of choices: of the rules of a nation some hundreds, and fifty times as slow.
    "disabled_optimizers": "in_clause",
}


Taken = TypeVar("Taken")
_SHAPES_SQL = ("ibis-framework", "sqlglot", "duckdb")
_STALE = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)


class DuckEngine:
    """Computes on the cores and in the memory of this machine; what does not fit there goes beside the population.

    Ibis is loaded where an expression is built, and not before: it takes longer than many answers.
    """

    def __init__(self, folder: Path, address: DuckAddress) -> None:
        self._folder = folder
        self._rest = work_path(folder / "duckdb")  # made only when memory does not suffice
        self._files, self._kept = tables_in(folder), 0
        self._script: list[tuple[str, str]] | None = None
        self._key = ""
        settings = {**_SETTINGS, "temp_directory": str(self._rest.absolute())}
        settings |= {} if address.threads is None else {"threads": str(address.threads)}
        settings |= {"memory_limit": address.memory} if address.memory else {}
        with self._errors():
            self._database = duckdb.connect(config=settings)
            self._database.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
            self._columns = {name: self._open(name, files) for name, files in self._files.items()}

    def _open(self, name: str, files: tuple[str, ...]) -> dict[str, str]:
        rows = f"SELECT * FROM read_parquet({listed(files)})"  # noqa: S608 - names of ours, quoted
        self._database.execute(f'CREATE VIEW "{name}" AS {rows}')
        return self._described(name)

    def _described(self, name: str) -> dict[str, str]:
        """The kind of each column."""
        return {column: kind for column, kind, *_ in self._database.execute(f'DESCRIBE "{name}"').fetchall()}

    def _errors(self) -> contextlib.AbstractContextManager[None]:
        ibis = sys.modules.get("ibis.common.exceptions")
        foreign = [] if ibis is None else [ibis.IbisError]
        return engine_errors(self._folder, told_by_duckdb, duckdb.Error, *foreign)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of its tables, in order."""
        return tuple(self._columns)

    def table(self, name: str) -> Any:
        """A table as an Ibis table."""
        if name not in self._columns:
            raise no_table(name, self._columns)
        return _ibis_table(name, self._columns[name])

    @functools.cached_property
    def never_null(self) -> NeverNull:
        """Columns of its tables in which nothing is missing, by what the files say."""
        with self._errors():
            return never_null(self._database, self._files)

    def keep(self, name: str, expression: Any) -> Any:
        """Compute a table once and hand it on."""
        self._kept += 1
        own, query = f"_{self._key[:12]}{self._kept}_{name}", self._query(expression)
        with self._errors():
            self._database.execute(f'CREATE TEMP TABLE "{own}" AS {query}')
            described = self._described(own)
        if self._script is not None:
            self._script.append((own, query))
        return _ibis_table(own, described)

    def to_columns(self, expression: Any) -> Arrays:
        """All rows of an expression."""
        query = self._query(expression)
        with self._errors():
            return self._fetched(query)

    def _fetched(self, query: str) -> Arrays:
        found: Arrays = self._database.sql(query).fetchnumpy()
        return found

    def answers(self, asked: str, build: Callable[[PopulationEngine], Any]) -> Arrays:
        """All rows of the expression that is built; its SQL is kept for whoever asks the same again."""
        return self._asked(self._key_of(asked), build, self._fetched)

    def kept(self, name: str, asked: str, build: Callable[[PopulationEngine], Any]) -> Any:
        """What is built as a table; its SQL is kept for whoever asks the same again."""
        key = self._key_of(asked)
        own = f"_{key[:12]}_{name}"

        def made(query: str) -> dict[str, str]:
            self._database.execute(f'CREATE OR REPLACE TEMP TABLE "{own}" AS {query}')
            return self._described(own)

        return _ibis_table(own, self._asked(key, build, made))

    def _asked(self, key: str, build: Callable[[PopulationEngine], Any], take: Callable[[str], Taken]) -> Taken:
        """What is taken of the query that is kept under a key, or else of the one that is built."""
        folder = cache_folder()
        script = read_script(folder, key)
        again = None if script is None else self._replayed(script, take)
        if again is not None:
            return again
        script, taken = self._built(key, build, take)
        write_script(folder, key, script)
        return taken

    def _key_of(self, asked: str) -> str:
        return fingerprint(asked, self._shaped_by)

    @functools.cached_property
    def _shaped_by(self) -> str:
        """Whatever else SQL can depend on."""
        versions = [importlib.metadata.version(package) for package in _SHAPES_SQL]
        package = Path(pulmu.__file__).parent
        sources = [*made_by(package / "support"), *made_by(package / "adapters" / "_engine")]
        return fingerprint(pulmu.__version__, sys.version, versions, sources, self._columns, self.never_null)

    def _replayed(self, script: Script, take: Callable[[str], Taken]) -> Taken | None:
        """None where the SQL is none for these tables: it is built anew then."""
        with self._errors():
            try:
                for name, query in script.kept:
                    self._database.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {query}')
                return take(script.query)
            except _STALE:
                return None
            finally:
                self._forget(script.kept)

    def _built(
        self, key: str, build: Callable[[PopulationEngine], Any], take: Callable[[str], Taken]
    ) -> tuple[Script, Taken]:
        self._key, self._kept, self._script, before = f"{key[:12]}_", 0, [], self._kept
        try:
            query = self._query(build(self))
            with self._errors():
                return Script(tuple(self._script), query), take(query)
        finally:
            self._forget(self._script)
            self._key, self._kept, self._script = "", before, None

    def _forget(self, kept: Iterable[tuple[str, str]]) -> None:
        for name, _ in kept:
            self._database.execute(f'DROP TABLE IF EXISTS "{name}"')

    def _query(self, expression: Any) -> str:
        import ibis

        with self._errors():
            return str(ibis.to_sql(expression.as_table(), dialect="duckdb", pretty=False))

    def write(self, expression: Any, path: Path) -> None:
        """Write the rows as one Parquet file."""
        check_free(path)
        work = work_path(path)
        try:
            query = self._query(expression)
            with self._errors():
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


def _ibis_table(name: str, columns: dict[str, str]) -> Any:
    import ibis
    from ibis.backends.sql.datatypes import DuckDBType

    return ibis.table({column: DuckDBType.from_string(kind) for column, kind in columns.items()}, name=name)


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
