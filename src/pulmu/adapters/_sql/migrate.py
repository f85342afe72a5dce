"""Brings a database to the form this program knows, step by step."""

import functools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, text

from pulmu.adapters._sql.seals import broken_seals, kept_seals, made_seals, seal_anew, seal_form, workspaces_of
from pulmu.model import OutsideError

Part = Literal["place", "workspace"]
_HERE = Path(__file__).parent / "migrations"
_MOVING = threading.Lock()
"""Alembic knows one environment in a process: one database moves at a time."""
_SEEN = text("SELECT current_setting('pulmu.workspace', true)")
_SEE = text("SELECT set_config('pulmu.workspace', :workspace, true)")


def migrate(connection: Connection, part: Part, where: str, *, to: str = "head", workspace: str = "") -> None:
    """Take a database up or down to a revision, inside the transaction of the connection.

    Rows are sealed anew; one that was not as it was sealed before stays so, and `verify` tells it.

    Parameters
    ----------
    workspace : Whose file it is; empty for the place, and on a server.

    Raises
    ------
    OutsideError  A newer program wrote it (`outside.store_newer`).
    """
    known = revision(connection, part)
    if to == "head" and known == newest(part):
        return
    if to == "head" and known is None and _is_new_file(connection):
        for statement in _made_at_once(part):
            connection.exec_driver_sql(statement)
        seal_form(connection, part, workspace)
        return
    config, scripts = config_of(part)
    broken = {
        name: broken_seals(seals, made_seals(connection, part, name))
        for name in _named(connection, part)
        if (seals := kept_seals(connection, part, name))
    }
    try:
        _move(connection, config, to, is_back=_is_behind(scripts, to, known))
    except CommandError as error:
        raise OutsideError.of(
            "outside.store_newer", where, f"the store has the form {known}, which this program does not know",
            "use the newest version of Pulmu", revision=known or "",
        ) from error  # fmt: skip
    for name in _named(connection, part):
        seal_anew(connection, part, name, broken.get(name, ()))
    seal_form(connection, part, workspace)


def _named(connection: Connection, part: Part) -> Iterator[str]:
    """Each workspace in turn, as the one the transaction sees; for the place one without a name."""
    if part == "place":
        yield ""
        return
    is_server = connection.dialect.name == "postgresql"
    before = connection.scalar(_SEEN) or "" if is_server else ""
    for workspace in sorted({*workspaces_of(connection), before} - {""}):
        if is_server:
            connection.execute(_SEE, {"workspace": workspace})
        yield workspace
    if is_server:
        connection.execute(_SEE, {"workspace": before})


def revision(connection: Connection, part: Part) -> str | None:
    """The form a database has; None for an empty one."""
    context = MigrationContext.configure(connection, opts={"version_table": f"{part}_form"})
    return context.get_current_revision()


@functools.cache
def newest(part: Part) -> str | None:
    """The newest form this program knows."""
    _, scripts = config_of(part)
    return scripts.get_current_head()


def _is_new_file(connection: Connection) -> bool:
    """Whether nothing was ever made in a file."""
    if connection.dialect.name != "sqlite":
        return False
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_schema LIMIT 1").first() is None


@functools.cache
def _made_at_once(part: Part) -> tuple[str, ...]:
    """Statements that make a new file of the newest form, as the steps leave it: they are taken once, in memory."""
    config, _ = config_of(part)
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            _move(connection, config, "head", is_back=False)
            driver: Any = connection.connection.dbapi_connection
            _begin, *statements, _commit = driver.iterdump()
    finally:
        engine.dispose()
    return tuple(statements)


def _move(connection: Connection, config: Config, to: str, *, is_back: bool) -> None:
    config.attributes["connection"] = connection
    with _MOVING:
        (command.downgrade if is_back else command.upgrade)(config, to)


def config_of(part: Part) -> tuple[Config, ScriptDirectory]:
    """The steps there are."""
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("version_locations", str(_HERE / part / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["part"] = part
    return config, ScriptDirectory.from_config(config)


def _is_behind(scripts: ScriptDirectory, to: str, known: str | None) -> bool:
    """Whether a revision lies before the one a database has."""
    if to == "head" or known is None:
        return False
    return to == "base" or to in {step.revision for step in scripts.iterate_revisions(known, "base")} - {known}
