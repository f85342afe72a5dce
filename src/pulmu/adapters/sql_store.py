"""Keeps records in SQLite or PostgreSQL; a workspace never shares a file, or a row another can see."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from pulmu.adapters._names import checked_id
from pulmu.adapters._sql.checks import as_problems, check_records
from pulmu.adapters._sql.copies import copy_back, copy_to
from pulmu.adapters._sql.crossing import SqlCrossing
from pulmu.adapters._sql.files import SqliteFiles
from pulmu.adapters._sql.place import SqlPlaceRecords
from pulmu.adapters._sql.server import PostgresServer
from pulmu.adapters._sql.workspace import SqlWorkspaceRecords
from pulmu.model import AccessRefused, OutsideError, Problem, problem
from pulmu.services.records.checked import Checked

PLACE = ""
"""Names the place itself where a workspace may stand."""


class Databases(Protocol):
    """Where the tables are."""

    def opened(self, workspace: str, *, writes: bool) -> contextlib.AbstractContextManager[Connection]:
        """One transaction on the tables of a workspace, or of the place."""
        ...

    def crossing(self, workspace: str, *, writes: bool) -> contextlib.AbstractContextManager[Connection]:
        """One transaction on what crosses workspaces, as one of them."""
        ...

    def make(self, workspace: str) -> None:
        """Make room for a workspace."""
        ...

    def erase(self, workspace: str) -> None:
        """Take away what there is of a workspace."""
        ...

    def tidy(self) -> None:
        """Leave nothing of what was deleted in a log."""
        ...

    def check_log(self, workspace: str) -> tuple[Problem, ...]:
        """What is wrong with what was written and is not in the tables yet."""
        ...

    def close(self) -> None:
        """Close what is open."""
        ...


class SqlStore:
    """The store on databases."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases

    @contextlib.contextmanager
    def place_reading(self) -> Iterator[SqlPlaceRecords]:
        """Records of the place as they stand at this moment."""
        with self._databases.opened(PLACE, writes=False) as connection:
            yield SqlPlaceRecords(connection)

    @contextlib.contextmanager
    def place_writing(self) -> Iterator[SqlPlaceRecords]:
        """Records of the place to change: all of it or nothing."""
        with self._databases.opened(PLACE, writes=True) as connection:
            yield SqlPlaceRecords(connection)

    def open_workspace(self, workspace: str) -> None:
        """Make room for a new workspace; nothing happens where there is."""
        self._databases.make(checked_id(workspace))

    @contextlib.contextmanager
    def reading(self, workspace: str) -> Iterator[SqlWorkspaceRecords]:
        """Records of a workspace as they stand at this moment."""
        with self._databases.opened(checked_id(workspace), writes=False) as connection:
            yield SqlWorkspaceRecords(connection, workspace)

    @contextlib.contextmanager
    def writing(self, workspace: str) -> Iterator[SqlWorkspaceRecords]:
        """Records of a workspace to change: all of it or nothing."""
        with self._databases.opened(checked_id(workspace), writes=True) as connection:
            yield SqlWorkspaceRecords(connection, workspace)

    @contextlib.contextmanager
    def crossing(self, workspace: str, *, writes: bool) -> Iterator[SqlCrossing]:
        """What a workspace may see of others, and shows and sends them; whole or not at all."""
        with self._databases.crossing(checked_id(workspace), writes=writes) as connection:
            yield SqlCrossing(connection, workspace)

    def erase_workspace(self, workspace: str) -> None:
        """Take away everything of a workspace but its name in the place."""
        self._databases.erase(checked_id(workspace))

    def tidy(self) -> None:
        """Leave nothing of what was deleted in a log."""
        self._databases.tidy()

    def check(self, workspace: str = "") -> Checked:
        """Whether records are as they were written. A file whose log is damaged is left as it is, and not opened."""
        where = f"workspace {checked_id(workspace)}" if workspace else "place"
        if damaged := self._databases.check_log(workspace):
            return Checked(tuple(replace(item, place=f"{where}, {item.place}") for item in damaged))
        try:
            with self._databases.opened(workspace, writes=False) as connection:
                return check_records(connection, workspace)
        except OutsideError as error:
            return Checked(as_problems(error, where))
        except AccessRefused:
            said, mend = "the records of the workspace are missing", "restore the newest backup that verifies"
            return Checked((problem("place.records_missing", where, said, mend),))

    def copy(self, workspace: str, target: Path) -> None:
        """Records of a workspace, or of the place, as they stand at this moment, as a SQLite file that is new."""
        with self._databases.opened(workspace, writes=False) as connection:
            copy_to(connection, workspace, target)

    def take_in(self, place: Path, rooms: dict[str, Path], ready: Callable[[], object]) -> None:
        """Take everything of such files onto an empty server: all of it or nothing.

        Parameters
        ----------
        ready : Done when all is there, before it counts.
        """
        with self._databases.opened(PLACE, writes=True) as connection:
            copy_back(connection, place, rooms)
            ready()

    def close(self) -> None:
        """Close what is open."""
        self._databases.close()


def open_store(folder: Path, url: str = "") -> SqlStore:
    """The store in a folder, or on the PostgreSQL server of an address."""
    return SqlStore(PostgresServer(url) if url else SqliteFiles(folder))
