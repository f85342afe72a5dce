"""Connections: how SQLite keeps what was acknowledged, how PostgreSQL keeps workspaces apart; and a transaction."""

import contextlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from pulmu.adapters._sql.meaning import meaning

WAIT = 20.0
"""How long a transaction waits for another that writes. [s]"""
_KEPT = 12
"""Connections to a file that are kept open; opening one anew takes longer than most questions."""
_WRITES = "pulmu_writes"
_SERVER_WAITS = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""How long a silent server is waited for, where its address does not say; else it were minutes. [s, the last in ms]"""
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was acknowledged is on the disk, also when the power fails
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
    f"PRAGMA busy_timeout = {int(WAIT * 1000)}",
)


def sqlite_engine(file: Path) -> Engine:
    """An engine for a database file that exists; it is never made by opening it."""
    uri = f"{file.absolute().as_uri()}?mode=rw&uri=true"
    engine = create_engine(
        f"sqlite:///{uri}",
        connect_args={"timeout": WAIT, "check_same_thread": False},
        pool_size=_KEPT,
        max_overflow=32 - _KEPT,
    )

    @event.listens_for(engine, "connect")
    def opened(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver would begin transactions later than we say
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def create_sqlite(file: Path) -> None:
    """Make an empty database file where none is."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileExistsError):
        file.touch(mode=0o600, exist_ok=False)


def postgres_engine(url: str) -> Engine:
    """An engine for a server. A connection that was cut is told before it is used, and another made in its stead."""
    given = make_url(url)
    waits = {name: value for name, value in _SERVER_WAITS.items() if name not in given.query}
    return create_engine(given, pool_size=5, max_overflow=27, pool_pre_ping=True, pool_timeout=WAIT, connect_args=waits)


@contextlib.contextmanager
def transaction(
    engine: Engine, where: str, *, writes: bool, workspace: str = "", of_place: bool = False
) -> Iterator[Connection]:
    """One transaction: a snapshot to read, or the only one that writes there.

    Parameters
    ----------
    of_place : Whether a workspace writes what is the place's: then who writes there takes turns, and not who writes
        in the workspace.
    """
    options = _options(engine, writes)
    with outside(where), engine.connect().execution_options(**options) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            _prepare_postgres(connection, workspace, "" if of_place else workspace, writes=writes)
        yield connection


def _options(engine: Engine, writes: bool) -> dict[str, Any]:
    if engine.dialect.name == "sqlite":
        return {_WRITES: writes}
    return {} if writes else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _prepare_postgres(connection: Connection, workspace: str, turns: str, *, writes: bool) -> None:
    connection.execute(text("SELECT set_config('pulmu.workspace', :workspace, true)"), {"workspace": workspace})
    if writes:  # one writer to a workspace at a time, as in a file: the chain of its audit has no forks
        connection.execute(text("SELECT pg_advisory_xact_lock(1886742893, :key)"), {"key": lock_key(turns)})


def lock_key(name: str) -> int:
    """A signed 32-bit number for a name; two names with one number only wait for each other."""
    number = zlib.crc32(name.encode())
    return number - 2**32 if number >= 2**31 else number


@contextlib.contextmanager
def outside(where: str) -> Iterator[None]:
    """Whatever goes wrong with the database becomes an `OutsideError`."""
    try:
        yield
    except SQLAlchemyError as error:
        raise meaning(error, where) from error
