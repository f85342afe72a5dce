"""What SQLite and PostgreSQL each do on their own: files apart, rows apart, steps from one form to the next."""

import contextlib
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text
from tests import databases, records
from tests.contract.test_store import seed
from tests.records import DAERIM, HANBIT

from pulmu.adapters._sql import migrate as steps
from pulmu.adapters._sql.crossing import SqlCrossing
from pulmu.adapters._sql.engine import create_sqlite, sqlite_engine, transaction
from pulmu.adapters._sql.place import SqlPlaceRecords
from pulmu.adapters._sql.seals import FORM
from pulmu.adapters._sql.tables import PLACE, WORKSPACE
from pulmu.adapters._sql.workspace import SqlWorkspaceRecords
from pulmu.adapters.sql_store import SqlStore, open_store
from pulmu.model import OutsideError
from pulmu.services.records.audit import AuditEntry, sealed

METADATA = {"place": PLACE, "workspace": WORKSPACE}
PARTS: tuple[steps.Part, ...] = ("place", "workspace")


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    if request.param == "postgres":
        found = create_engine(databases.new_database(request.getfixturevalue("postgres")))
    else:
        create_sqlite(tmp_path / "new.sqlite")
        found = sqlite_engine(tmp_path / "new.sqlite")
    yield found
    found.dispose()


def with_a_plant(store: SqlStore, workspace: str) -> None:
    store.open_workspace(workspace)
    with store.writing(workspace) as work:
        work.add_plant(records.plant(name=f"plant of {workspace}"))


def seed_place(place: SqlPlaceRecords) -> None:
    """One of each of what a place knows."""
    place.add_workspace(records.workspace())
    place.add_account(records.account())
    place.add_membership(records.membership())
    place.add_session(records.session())
    place.add_token(records.token())
    place.put_job(records.queued_job())
    place.add_identity(records.identity())
    place.add_request(records.authorization_request())
    place.add_invitation(records.invitation())
    place.keep_head(HANBIT, 1, "5" * 64)
    crossing = SqlCrossing(place._rows.connection, HANBIT)
    crossing.publish(records.notice())
    crossing.send(records.delivery(receiver=HANBIT))
    first = AuditEntry(at=records.NOON, actor="system", action="make_backup", about="b.pulmu", number=1)
    place.add_entry(sealed(first, ""))


@pytest.mark.parametrize("part", PARTS)
def test_a_file_made_at_once_is_the_one_the_steps_lead_to(tmp_path: Path, part: steps.Part) -> None:
    """Its statements, in order, and so its seal too: a step that writes a row or a trigger is not forgotten."""
    found = []
    for name, forms in (("at_once", ["head"]), ("step by step", ["0001", "head"])):
        create_sqlite(tmp_path / name)
        made = sqlite_engine(tmp_path / name)
        for form in forms:
            with transaction(made, "test", writes=True) as connection:
                steps.migrate(connection, part, "test", to=form, workspace="" if part == "place" else HANBIT)
        made.dispose()
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as file:
            found.append(list(file.iterdump()))
    assert found[0] == found[1]
    assert len(found[0]) > len(METADATA[part].tables)


@pytest.mark.parametrize("part", PARTS)
def test_the_steps_lead_to_the_tables_the_program_uses_and_back(engine: Engine, part: steps.Part) -> None:
    with transaction(engine, "test", writes=True) as connection:
        steps.migrate(connection, part, "test")
        context = MigrationContext.configure(connection, opts={"version_table": f"{part}_form"})
        tables = set(METADATA[part].tables)
        differences = [item for item in compare_metadata(context, METADATA[part]) if item[0] != "remove_table"]
        assert differences == []
        assert set(inspect(connection).get_table_names()) == tables | {f"{part}_form"}
        steps.migrate(connection, part, "test", to="base")
        assert set(inspect(connection).get_table_names()) == {f"{part}_form"}
        steps.migrate(connection, part, "test")
        assert set(inspect(connection).get_table_names()) == tables | {f"{part}_form"}


def _rows(connection: Connection, tables: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    """What stands in columns of tables, but the seal of the form itself: each form has its own."""
    found = {}
    for table, columns in tables.items():
        chosen = ", ".join(f'"{column}"' for column in columns)
        rows = (tuple(row) for row in connection.execute(text(f'SELECT {chosen} FROM "{table}"')))
        found[table] = sorted(row for row in rows if FORM not in row)
    return found


@pytest.mark.parametrize("part", PARTS)
def test_a_step_back_and_on_again_loses_nothing_the_form_before_knew(engine: Engine, part: steps.Part) -> None:
    _, scripts = steps.config_of(part)
    forms = [step.revision for step in scripts.walk_revisions()]
    room = HANBIT if part == "workspace" else ""
    with transaction(engine, "test", writes=True, workspace=room) as connection:
        steps.migrate(connection, part, "test")
        seed(SqlWorkspaceRecords(connection, HANBIT)) if room else seed_place(SqlPlaceRecords(connection))
    for form in forms[1:]:
        with transaction(engine, "test", writes=True, workspace=room) as connection:
            steps.migrate(connection, part, "test", to=form)
            known = {
                name: sorted(column["name"] for column in inspect(connection).get_columns(name))
                for name in set(inspect(connection).get_table_names()) - {f"{part}_form"}
            }
            before = _rows(connection, known)
            assert all(before[name] for name in ("plant", "report_version", "audit") if room)
            steps.migrate(connection, part, "test")
            inspect(connection).clear_cache()
            assert _rows(connection, known) == before
            if room:
                connection.execute(text("UPDATE report_version SET reason = 'still written'"))


def test_a_step_that_fails_leaves_the_form_before(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), transaction(engine, "test", writes=True) as connection:
        steps.migrate(connection, "place", "test")
        raise ZeroDivisionError
    with transaction(engine, "test", writes=True) as connection:
        assert steps.revision(connection, "place") is None
        assert "account" not in inspect(connection).get_table_names()


def test_a_form_of_a_newer_program_is_refused_and_left_alone(engine: Engine) -> None:
    with transaction(engine, "test", writes=True) as connection:
        steps.migrate(connection, "place", "test")
        connection.execute(text("UPDATE place_form SET version_num = '9999'"))
    with pytest.raises(OutsideError) as caught, transaction(engine, "test", writes=True) as connection:
        steps.migrate(connection, "place", "test")
    assert [item.code for item in caught.value.problems] == ["outside.store_newer"]
    with transaction(engine, "test", writes=False) as connection:
        assert steps.revision(connection, "place") == "9999"


def test_each_company_has_a_file_of_its_own(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for workspace in (HANBIT, DAERIM):
        with_a_plant(store, workspace)
    store.close()
    for own, other in ((HANBIT, DAERIM), (DAERIM, HANBIT)):
        folder = tmp_path / "workspaces" / own
        content = b"".join(file.read_bytes() for file in folder.iterdir())
        assert f"plant of {own}".encode() in content
        assert other.encode() not in content
    store.erase_workspace(HANBIT)
    left = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert f"plant of {HANBIT}".encode() not in left
    assert f"plant of {DAERIM}".encode() in left


def test_the_file_of_a_company_is_never_made_by_looking(tmp_path: Path) -> None:
    from pulmu.model import AccessRefused

    with pytest.raises(AccessRefused) as caught, open_store(tmp_path).reading(HANBIT):
        pass
    assert [item.code for item in caught.value.problems] == ["access.unknown_workspace"]
    assert not list(tmp_path.rglob("*.sqlite"))


def test_more_companies_than_files_may_be_open(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    names = [f"{number:032x}" for number in range(70)]
    for name in names:
        with_a_plant(store, name)
    for name in names:
        with store.reading(name) as work:
            assert [item.name for item in work.plants()] == [f"plant of {name}"]
    store.close()


def test_what_is_acknowledged_is_flushed(tmp_path: Path) -> None:
    with_a_plant(store := open_store(tmp_path), HANBIT)
    with store.writing(HANBIT) as work:
        connection = work._rows.connection
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "place.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(OutsideError) as caught, open_store(tmp_path).place_reading():
        pass
    assert [item.code for item in caught.value.problems] == ["outside.store_damaged"]


def test_a_store_that_another_holds_for_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pulmu.adapters._sql.engine._PRAGMAS", ("PRAGMA journal_mode = WAL", "PRAGMA busy_timeout = 50")
    )
    with_a_plant(store := open_store(tmp_path), HANBIT)
    other = sqlite3.connect(tmp_path / "workspaces" / HANBIT / "records.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OutsideError) as caught, store.writing(HANBIT):
        pass
    assert [item.code for item in caught.value.problems] == ["outside.store_locked"]
    other.close()
    store.close()


def test_rows_of_another_company_are_invisible_to_a_query_that_forgot_to_ask(postgres: str) -> None:
    url = databases.new_database(postgres)
    store = open_store(Path(), url)
    for workspace in (HANBIT, DAERIM):
        with_a_plant(store, workspace)
    every = text("SELECT workspace FROM plant")
    with store.reading(HANBIT) as work:
        assert work._rows.connection.scalars(every).all() == [HANBIT]
    with store.place_reading() as place:
        assert place._rows.connection.scalars(every).all() == []
    with pytest.raises(OutsideError), store.writing(HANBIT) as work:
        work._rows.connection.execute(text("UPDATE plant SET workspace = :other"), {"other": DAERIM})
    store.close()
    for table in WORKSPACE.tables:
        asked = f"SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = '{table}'"
        name = make_url(url).database
        assert databases.run(postgres.replace("/postgres?", f"/{name}?"), asked) == [(True, True)], table


def test_a_server_that_went_away_is_told(postgres: str) -> None:
    url = databases.new_database(postgres)
    store = open_store(Path(), url)
    name = make_url(url).database
    with pytest.raises(OutsideError) as caught, store.place_writing() as place:
        databases.run(postgres, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        place.add_workspace(records.workspace())
    assert [item.code for item in caught.value.problems] == ["outside.store_lost"]
    with store.place_writing() as place:  # it is there again, without help
        place.add_workspace(records.workspace())
    store.close()


def test_an_address_is_shown_without_its_password() -> None:
    store = open_store(Path(), "postgresql+psycopg://pulmu:geheim@127.0.0.1:1/none")
    with pytest.raises(OutsideError) as caught, store.place_reading():
        pass
    assert [item.code for item in caught.value.problems] == ["outside.store_lost"]
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("left", [None, b""])
def test_nobody_comes_in_where_the_records_of_the_place_are_gone(tmp_path: Path, left: bytes | None) -> None:
    store = open_store(tmp_path)
    store.open_workspace(HANBIT)
    store.close()
    for file in tmp_path.glob("place.sqlite*"):
        file.unlink()
    if left is not None:
        (tmp_path / "place.sqlite").write_bytes(left)
    again = open_store(tmp_path)
    for act in (again.place_reading, again.place_writing):
        with pytest.raises(OutsideError) as caught, act():
            pass
        assert caught.value.problems[0].code == "outside.place_missing"
    with pytest.raises(OutsideError):
        again.open_workspace(DAERIM)
    assert not (tmp_path / "workspaces" / DAERIM).exists()


def test_a_user_of_the_server_who_sees_every_row_is_refused(postgres: str) -> None:
    databases.run(postgres, "DROP ROLE IF EXISTS passes_by", "CREATE ROLE passes_by LOGIN NOSUPERUSER BYPASSRLS")
    for user in ("postgres", "passes_by"):
        url = databases.new_database(postgres).replace("//pulmu:", f"//{user}:")
        store = open_store(Path("unused"), url)
        with pytest.raises(OutsideError) as caught, store.place_reading():
            pass
        store.close()
        assert caught.value.problems[0].code == "outside.store_superuser"


def test_a_server_that_does_not_say_a_word_is_not_waited_for_without_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        store = open_store(Path(), f"postgresql+psycopg://pulmu@127.0.0.1:{port}/none?connect_timeout=2")
        with pytest.raises(OutsideError) as caught, store.place_reading():
            pass
    assert [item.code for item in caught.value.problems] == ["outside.store_lost"]
