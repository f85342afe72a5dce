"""Records as a SQLite file of their own, whichever database they are in, and back onto a server."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, insert, select, text

from pulmu.adapters._sql.engine import create_sqlite, sqlite_engine, transaction
from pulmu.adapters._sql.migrate import Part, migrate
from pulmu.adapters._sql.seals import FORM
from pulmu.adapters._sql.tables import PLACE, WORKSPACE, place_seal, workspace, workspace_seal
from pulmu.model import InputError

_AT_ONCE = 500


def copy_to(connection: Connection, of: str, target: Path) -> None:
    """What a transaction sees of a workspace, or of the place, as a new file."""
    create_sqlite(target)
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        with contextlib.closing(sqlite3.connect(target)) as copy:
            driver.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        return
    with _file(target, of) as copy:
        _copy_rows(connection, copy, of)
    with contextlib.closing(sqlite3.connect(target)) as done:
        done.execute("PRAGMA journal_mode = DELETE")


def copy_back(connection: Connection, place: Path, rooms: dict[str, Path]) -> None:
    """Everything of the files onto an empty server, in the one transaction of the connection.

    Raises
    ------
    InputError  There is a place on the server already (`input.place_not_empty`).
    """
    if connection.execute(select(workspace.c.id).limit(1)).first() is not None:
        said, mend = "the database holds a place already", "give an empty one"
        raise InputError.of("input.place_not_empty", "PULMU_DATABASE", said, mend)
    for of, file in ({"": place} | rooms).items():
        connection.execute(text("SELECT set_config('pulmu.workspace', :of, true)"), {"of": of})
        with _file(file, of) as copy:
            _copy_rows(copy, connection, of)


@contextlib.contextmanager
def _file(file: Path, of: str) -> Iterator[Connection]:
    """A transaction on a file, in the form we know."""
    engine = sqlite_engine(file)
    part: Part = "workspace" if of else "place"
    try:
        with transaction(engine, file.name, writes=True) as connection:
            migrate(connection, part, file.name, workspace=of)
            yield connection
    finally:
        engine.dispose()


def _copy_rows(source: Connection, target: Connection, of: str) -> None:
    tables: MetaData = WORKSPACE if of else PLACE
    for table in tables.sorted_tables:
        statement = select(table).where(table.c.workspace == of) if of else select(table)
        if table in (place_seal, workspace_seal):  # each kind of database has a form of its own
            statement = statement.where(table.c.table != FORM)
        for rows in source.execute(statement).partitions(_AT_ONCE):
            target.execute(insert(table), [dict(row._mapping) for row in rows])
