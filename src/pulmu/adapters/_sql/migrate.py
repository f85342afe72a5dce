"""Brings a database to the form this program knows, step by step."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from pulmu.adapters._sql.seals import broken_seals, kept_seals, made_seals, seal_anew, seal_form, workspaces_of
from pulmu.model import OutsideError

Part = Literal["place", "workspace"]
_HERE = Path(__file__).parent / "migrations"
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
    config, scripts = config_of(part)
    known = revision(connection, part)
    if known == scripts.get_current_head() and to == "head":
        return
    config.attributes["connection"] = connection
    broken = {
        name: broken_seals(seals, made_seals(connection, part, name))
        for name in _named(connection, part)
        if (seals := kept_seals(connection, part, name))
    }
    try:
        move = command.downgrade if _is_behind(scripts, to, known) else command.upgrade
        move(config, to)
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
