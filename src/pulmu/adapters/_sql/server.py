"""PostgreSQL: all workspaces in one database; row security shows each transaction only the one it named."""

import contextlib
import threading
from collections.abc import Iterator

from sqlalchemy import Connection, delete, text

from pulmu.adapters._sql.engine import postgres_engine, transaction
from pulmu.adapters._sql.migrate import migrate
from pulmu.adapters._sql.tables import WORKSPACE
from pulmu.model import OutsideError, Problem


class PostgresServer:
    """A database on a server. Its user must not be a superuser: they see every row, whatever a policy says."""

    def __init__(self, url: str) -> None:
        self._engine = postgres_engine(url)
        self._where = self._engine.url.render_as_string(hide_password=True)
        self._lock = threading.Lock()
        self._is_ready = False

    @contextlib.contextmanager
    def opened(self, workspace: str, *, writes: bool) -> Iterator[Connection]:
        """One transaction that sees one workspace, or none and the place."""
        self._prepare()
        with transaction(self._engine, self._where, writes=writes, workspace=workspace) as connection:
            yield connection

    @contextlib.contextmanager
    def crossing(self, workspace: str, *, writes: bool) -> Iterator[Connection]:
        """One transaction on the place that sees of notices and deliveries what one workspace may."""
        self._prepare()
        opened = transaction(self._engine, self._where, writes=writes, workspace=workspace, of_place=True)
        with opened as connection:
            yield connection

    def make(self, workspace: str) -> None:
        """Nothing has to be made."""

    def erase(self, workspace: str) -> None:
        """Delete the rows of a workspace."""
        with self.opened(workspace, writes=True) as connection:
            for table in reversed(WORKSPACE.sorted_tables):
                connection.execute(delete(table).where(table.c.workspace == workspace))

    def tidy(self) -> None:
        """The server writes over what was deleted when it needs the room."""

    def check_log(self, workspace: str) -> tuple[Problem, ...]:  # noqa: ARG002
        """The server looks after its own log."""
        return ()

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def _prepare(self) -> None:
        """Bring the database to the form we know, once."""
        with self._lock:
            if self._is_ready:
                return
            with transaction(self._engine, self._where, writes=True) as connection:
                self._refuse_who_sees_all(connection)
                migrate(connection, "place", self._where)
                migrate(connection, "workspace", self._where)
            self._is_ready = True

    def _refuse_who_sees_all(self, connection: Connection) -> None:
        """Row security does not hold for a superuser, and for who may pass it by.

        Raises
        ------
        OutsideError  The user is such a one (`outside.store_superuser`).
        """
        asked = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if connection.execute(asked).scalar():
            said = "the user of the database sees every row, whatever keeps workspaces apart"
            mend = "use one that is no superuser: CREATE ROLE pulmu LOGIN NOSUPERUSER NOBYPASSRLS"
            raise OutsideError.of("outside.store_superuser", self._where, said, mend)
