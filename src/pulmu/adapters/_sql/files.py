"""SQLite: a folder with `place.sqlite`, and `workspaces/ID/records.sqlite` for each workspace."""

import contextlib
import shutil
import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from pulmu.adapters._names import unknown_workspace
from pulmu.adapters._parts import check_room, store_errors
from pulmu.adapters._sql.checks import check_log
from pulmu.adapters._sql.engine import create_sqlite, outside, sqlite_engine, transaction
from pulmu.adapters._sql.migrate import migrate
from pulmu.model import OutsideError, Problem

_OPEN = 64
"""Files of workspaces that stay open at a time."""
_UNSAID = frozenset({"outside.store_disk", "outside.store_not_opened"})


class SqliteFiles:
    """A file for each workspace: a query that forgot to name one finds nothing of another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._engines: OrderedDict[Path, Engine] = OrderedDict()

    @contextlib.contextmanager
    def opened(self, workspace: str, *, writes: bool) -> Iterator[Connection]:
        """One transaction on the file of a workspace, or of the place; only the place's file is made by opening it."""
        file = self._file(workspace)
        if not workspace:
            self._make_place(file)
        with _looked_into(file), transaction(self._engine(file, workspace), file.name, writes=writes) as connection:
            yield connection

    def crossing(self, workspace: str, *, writes: bool) -> contextlib.AbstractContextManager[Connection]:  # noqa: ARG002
        """One transaction on the place's file: who asks is in every query."""
        return self.opened("", writes=writes)

    def make(self, workspace: str) -> None:
        """Make the file of a workspace; nothing happens where it is. The place's file is always older."""
        with self.opened("", writes=False):
            file = self._file(workspace)
        _create(file)
        with _looked_into(file):
            self._engine(file, workspace)

    def erase(self, workspace: str) -> None:
        """Delete the folder of a workspace."""
        file = self._file(workspace)
        with self._lock:
            engine = self._engines.pop(file, None)
        if engine is not None:
            engine.dispose()
        with store_errors(file):
            if file.parent.exists():
                shutil.rmtree(file.parent)

    def tidy(self) -> None:
        """Write the log of the place into its file and empty it: pages as they were before are in it."""
        engine = self._engine(self._file(""), "")
        with outside("place.sqlite"), engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def check_log(self, workspace: str) -> tuple[Problem, ...]:
        """What is wrong with the log of a file nobody here has open: SQLite takes it in when it is opened."""
        file = self._file(workspace)
        with self._lock:
            return () if file in self._engines else check_log(file)

    def close(self) -> None:
        """Close every file."""
        with self._lock:
            engines = list(self._engines.values())
            self._engines.clear()
        for engine in engines:
            engine.dispose()

    def _make_place(self, file: Path) -> None:
        """Make the file of the place where nothing is yet; without it nobody may come in, and nobody in its stead.

        Raises
        ------
        OutsideError  Workspaces are there and it is not (`outside.place_missing`).
        """
        if file.is_file() and file.stat().st_size:
            return
        if next((self._folder / "workspaces").glob("*/records.sqlite"), None) is not None:
            said, mend = (
                "the records of the place are missing, and workspaces are there",
                "restore them with the backup",
            )
            raise OutsideError.of("outside.place_missing", file.name, said, mend, file=file.name)
        _create(file)

    def _file(self, workspace: str) -> Path:
        if not workspace:
            return self._folder / "place.sqlite"
        return self._folder / "workspaces" / workspace / "records.sqlite"

    def _engine(self, file: Path, workspace: str) -> Engine:
        """The engine of a file, brought to the form we know when it is opened first."""
        with self._lock:
            engine = self._engines.get(file)
            if engine is not None:
                self._engines.move_to_end(file)
                return engine
        if not file.is_file():
            raise unknown_workspace(workspace)
        engine = sqlite_engine(file)
        with transaction(engine, file.name, writes=True) as connection:
            migrate(connection, "workspace" if workspace else "place", file.name, workspace=workspace)
        return self._kept(file, engine)

    def _kept(self, file: Path, engine: Engine) -> Engine:
        """The engine that stays: of two opened at once the first."""
        with self._lock:
            kept = self._engines.setdefault(file, engine)
            self._engines.move_to_end(file)
            closing = [self._engines.popitem(last=False)[1] for _ in range(len(self._engines) - _OPEN)]
        for old in [*closing, *([engine] if kept is not engine else [])]:
            old.dispose()  # connections in use stay open until they are given back
        return kept


@contextlib.contextmanager
def _looked_into(file: Path) -> Iterator[None]:
    """Where SQLite does not say why it cannot write or open a file, see whether the folder has room and may be written.

    Its log and its shared memory lie beside it, and are made when it is opened, also to read.
    """
    try:
        yield
    except OutsideError as error:
        if error.problems[0].code in _UNSAID:
            check_room(file.parent)
        raise


def _create(file: Path) -> None:
    with store_errors(file):
        create_sqlite(file)
