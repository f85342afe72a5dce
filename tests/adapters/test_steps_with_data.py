"""Each step of the forms of a store with the data of that time: up to the newest form, down to the first, up again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, insert, inspect, select, text
from tests import databases, records
from tests.adapters.test_sql_store import METADATA, PARTS, seed_place
from tests.contract.test_store import everything, seed
from tests.records import DAERIM, HANBIT

from pulmu.adapters._sql import migrate as steps
from pulmu.adapters._sql.checks import check_records
from pulmu.adapters._sql.engine import create_sqlite, sqlite_engine, transaction
from pulmu.adapters._sql.place import SqlPlaceRecords
from pulmu.adapters._sql.seals import add_seal, is_sealed
from pulmu.adapters._sql.workspace import SqlWorkspaceRecords

Rows = dict[str, list[dict[str, Any]]]
"""Rows of tables by name, in an order of their own."""


class Ground:
    """Databases of one kind, and whose rows one of them holds: a file those of one company, a server those of all."""

    def __init__(self, part: steps.Part, folder: Path, server: str) -> None:
        self.part: steps.Part = part
        self._folder, self._server = folder, server
        self._engines: list[Engine] = []
        self.rooms = ("",) if part == "place" else (HANBIT, DAERIM) if server else (HANBIT,)

    def new(self) -> Engine:
        """An empty database; on a server that of a place, which knows its workspaces."""
        file = self._folder / f"{len(self._engines)}.sqlite"
        if not self._server:
            create_sqlite(file)
        made = create_engine(databases.new_database(self._server)) if self._server else sqlite_engine(file)
        self._engines.append(made)
        if self._server and self.part == "workspace":
            with transaction(made, "test", writes=True) as connection:
                steps.migrate(connection, "place", "test")
                for room in self.rooms:
                    SqlPlaceRecords(connection).add_workspace(records.workspace(room))
        return made

    @contextmanager
    def opened(self, engine: Engine, room: str) -> Iterator[Connection]:
        """A transaction that sees one company."""
        with transaction(engine, "test", writes=True, workspace=room) as connection:
            yield connection

    def close(self) -> None:
        for engine in self._engines:
            engine.dispose()


@pytest.fixture(params=[(part, kind) for part in PARTS for kind in ("sqlite", "postgres")], ids="-".join)
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    part, kind = request.param
    found = Ground(part, tmp_path, request.getfixturevalue("postgres") if kind == "postgres" else "")
    yield found
    found.close()


def tables_of(connection: Connection, metadata: MetaData) -> list[Table]:
    """Tables of records that are there, those others name first."""
    there = set(inspect(connection).get_table_names())
    return [table for table in metadata.sorted_tables if table.name in there and is_sealed(table)]


def columns_of(connection: Connection, table: Table) -> list[str]:
    return sorted(column["name"] for column in inspect(connection).get_columns(table.name))


def rows_of(connection: Connection, metadata: MetaData) -> Rows:
    """Everything that can be seen, in the columns of this form."""
    found: Rows = {}
    for table in tables_of(connection, metadata):
        chosen = [table.c[name] for name in columns_of(connection, table)]
        rows = [dict(row._mapping) for row in connection.execute(select(*chosen))]
        found[table.name] = sorted(rows, key=repr)
    return found


def source(ground: Ground) -> tuple[dict[str, Rows], dict[str, list[object]]]:
    """Rows of the newest form, one of everything for each company, and what the program reads of them."""
    engine, rows, read = ground.new(), {}, {}
    for room in ground.rooms:
        with ground.opened(engine, room) as connection:
            steps.migrate(connection, ground.part, "test", workspace=room)
            seed(SqlWorkspaceRecords(connection, room)) if room else seed_place(SqlPlaceRecords(connection))
            rows[room] = rows_of(connection, METADATA[ground.part])
            read[room] = everything(SqlWorkspaceRecords(connection, room)) if room else []
    return rows, read


def put(connection: Connection, part: steps.Part, new: set[str], rows: Rows) -> None:
    """Rows of the tables that came with a form, in its columns, sealed where it knows seals."""
    knows_seals = inspect(connection).has_table(f"{part}_seal")
    for table in tables_of(connection, METADATA[part]):
        for row in rows[table.name] if table.name in new else ():
            known = {name: row[name] for name in columns_of(connection, table)}
            connection.execute(insert(table).values(known))
            if knows_seals:
                add_seal(connection, table, known)


def as_known_by(first: Rows, found: Rows) -> Rows:
    """Rows in the tables and columns of an older form."""
    return {
        name: sorted(({key: row[key] for key in rows[0]} for row in found[name]), key=repr)
        for name, rows in first.items()
    }


def whole(connection: Connection, ground: Ground, room: str) -> None:
    """Whether every row is as it was sealed."""
    assert check_records(connection, room).problems == ()


def test_every_step_carries_the_data_of_its_time_up_and_down_and_up_again(ground: Ground) -> None:
    metadata = METADATA[ground.part]
    _, scripts = steps.config_of(ground.part)
    forms = [step.revision for step in scripts.walk_revisions()][::-1]
    rows, read = source(ground)
    engine, known = ground.new(), set[str]()
    kept: dict[tuple[str, str], Rows] = {}
    for form in forms:
        with ground.opened(engine, ground.rooms[0]) as connection:
            steps.migrate(connection, ground.part, "test", to=form, workspace=ground.rooms[0])
        for room in ground.rooms:
            with ground.opened(engine, room) as connection:
                there = {table.name for table in tables_of(connection, metadata)}
                put(connection, ground.part, there - known, rows[room])
                kept[form, room] = rows_of(connection, metadata)
        known = there
    assert known == {table.name for table in metadata.sorted_tables if is_sealed(table)}
    for room in ground.rooms:
        with ground.opened(engine, room) as connection:
            assert all(found for found in kept[forms[-1], room].values()), "a table without a row"
            assert kept[forms[-1], room] == rows[room]
            assert not room or everything(SqlWorkspaceRecords(connection, room)) == read[room]
            whole(connection, ground, room)
    for form in [*reversed(forms[:-1]), forms[-1]]:
        with ground.opened(engine, ground.rooms[-1]) as connection:
            steps.migrate(connection, ground.part, "test", to=form, workspace=ground.rooms[-1])
        for room in ground.rooms:
            with ground.opened(engine, room) as connection:
                found = rows_of(connection, metadata)
                if form != forms[-1]:
                    assert found == kept[form, room], f"down to {form}"
                    continue
                first = kept[forms[0], room]
                assert as_known_by(first, found) == first, "up again"
                assert len(found["audit" if room else "account"]) == 1
                whole(connection, ground, room)


def test_a_step_back_shows_no_company_what_is_anothers(postgres: str, tmp_path: Path) -> None:
    """Row security holds in every form of a server, not only in the newest."""
    ground = Ground("workspace", tmp_path, postgres)
    engine = ground.new()
    try:
        for room in ground.rooms:
            with ground.opened(engine, room) as connection:
                steps.migrate(connection, "workspace", "test")
                seed(SqlWorkspaceRecords(connection, room))
        _, scripts = steps.config_of("workspace")
        for form in [step.revision for step in scripts.walk_revisions()]:
            with ground.opened(engine, HANBIT) as connection:
                steps.migrate(connection, "workspace", "test", to=form)
            with ground.opened(engine, DAERIM) as connection:
                for table in tables_of(connection, METADATA["workspace"]):
                    asked = text(f'SELECT DISTINCT workspace FROM "{table.name}"')
                    assert connection.scalars(asked).all() == [DAERIM], (form, table.name)
    finally:
        ground.close()
