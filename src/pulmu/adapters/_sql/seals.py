"""A seal for each row: SHA-256 of what it holds, written with it, so that a row that changed on the disk is told.

A seal is made of what SQLite would hold, so that both databases, and a copy of one in the other, have the same.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import Connection, Select, Table, column, delete, insert, inspect, select, table, text, update

from pulmu.adapters._sql.tables import PLACE, WORKSPACE, place_seal, workspace_seal

Key = tuple[str, str]
"""A table and a row of it."""
Seals = dict[Key, str]
FORM = "sqlite_schema"
"""Stands where a table does in the seal of a file's form."""


def seal_of(row: Mapping[str, Any]) -> str:
    """The seal of a row's values by column. What is not given is left out: a new column changes no seal."""
    plain = {name: _plain(value) for name, value in row.items() if value is not None}
    said = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode(errors="surrogateescape")).hexdigest()


def key_of(of: Table, row: Mapping[str, Any]) -> str:
    """How a row is named in its table."""
    names = [item.name for item in of.primary_key if of.metadata is PLACE or item.name != "workspace"]
    return json.dumps([_plain(row[name]) for name in names], ensure_ascii=False, separators=(",", ":"))


def is_sealed(of: Table) -> bool:
    """Whether the rows of a table are sealed."""
    return of not in (place_seal, workspace_seal)


def add_seal(connection: Connection, of: Table, row: Mapping[str, Any]) -> None:
    """Seal a new row."""
    connection.execute(insert(_seals(of)).values(_named(of, row) | {"sha256": seal_of(row)}))


def change_seal(connection: Connection, of: Table, row: Mapping[str, Any]) -> None:
    """Seal a row as it is now."""
    seals = _seals(of)
    connection.execute(update(seals).where(*_is(seals, _named(of, row))).values(sha256=seal_of(row)))


def drop_seal(connection: Connection, of: Table, row: Mapping[str, Any]) -> None:
    """Take away the seal of a row that is gone."""
    seals = _seals(of)
    connection.execute(delete(seals).where(*_is(seals, _named(of, row))))


def kept_seals(connection: Connection, part: str, workspace: str = "") -> Seals:
    """Seals as they were kept; none where the form has none yet."""
    seals = _seal_table(part)
    if not inspect(connection).has_table(seals.name):
        return {}
    statement = select(seals.c.table, seals.c.key, seals.c.sha256)
    if part == "workspace":
        statement = statement.where(seals.c.workspace == workspace)
    return {(row[0], row[1]): row[2] for row in connection.execute(statement)}


def made_seals(connection: Connection, part: str, workspace: str = "") -> Seals:
    """Seals of the rows as they are, whatever columns the database has at this moment."""
    return {
        (of.name, key_of(of, row)): seal_of(row)
        for of in _metadata(part).sorted_tables
        if is_sealed(of)
        for row in _raw(connection, of, workspace)
    } | _made_form(connection, part)


def _made_form(connection: Connection, part: str) -> Seals:
    if connection.dialect.name != "sqlite" or not inspect(connection).has_table(f"{part}_form"):
        return {}
    return {(FORM, ""): form_of(connection, part)}


def broken_seals(kept: Seals, made: Seals) -> tuple[Key, ...]:
    """Rows that are not as they were sealed, are gone, or were never sealed."""
    return tuple(sorted(key for key in kept.keys() | made.keys() if kept.get(key) != made.get(key)))


def seal_anew(connection: Connection, part: str, workspace: str, broken: tuple[Key, ...]) -> None:
    """Seal every row after the form changed; what was broken before stays broken."""
    seals = _seal_table(part)
    if not inspect(connection).has_table(seals.name):
        return
    kept, made = kept_seals(connection, part, workspace), made_seals(connection, part, workspace)
    scope = {"workspace": workspace} if part == "workspace" else {}
    for name, key in broken_seals(kept, made):
        if name == FORM or (name, key) in broken:
            continue
        named = scope | {"table": name, "key": key}
        connection.execute(delete(seals).where(*_is(seals, named)))
        if (name, key) in made:
            connection.execute(insert(seals).values(named | {"sha256": made[name, key]}))


def seal_form(connection: Connection, part: str, workspace: str) -> None:
    """Seal the form of a file: its tables as SQLite knows them."""
    seals = _seal_table(part)
    if connection.dialect.name != "sqlite" or not inspect(connection).has_table(seals.name):
        return
    named = ({"workspace": workspace} if part == "workspace" else {}) | {"table": FORM, "key": ""}
    connection.execute(delete(seals).where(*_is(seals, named)))
    connection.execute(insert(seals).values(named | {"sha256": form_of(connection, part)}))


def form_of(connection: Connection, part: str) -> str:
    """The seal of a file's form."""
    schema = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").all()
    step = connection.exec_driver_sql(f"SELECT version_num FROM {part}_form").all()  # noqa: S608 - a name of ours
    return hashlib.sha256(json.dumps([[list(row) for row in (*schema, *step)]]).encode()).hexdigest()


def workspaces_of(connection: Connection) -> tuple[str, ...]:
    """Workspaces whose rows a database holds: on SQLite the one of the file, on a server those the place knows."""
    if connection.dialect.name == "postgresql":
        known = inspect(connection).has_table("workspace")
        return tuple(connection.scalars(text("SELECT id FROM workspace"))) if known else ()
    names: set[str] = set()
    for of in WORKSPACE.sorted_tables:
        if inspect(connection).has_table(of.name):
            names |= set(connection.scalars(select(column("workspace")).select_from(table(of.name)).distinct()))
    return tuple(sorted(names))


def _raw(connection: Connection, of: Table, workspace: str) -> Iterator[dict[str, Any]]:
    """Rows as the database holds them, without a word of ours about their types."""
    found = inspect(connection)
    if not found.has_table(of.name):
        return
    names = [item["name"] for item in found.get_columns(of.name)]
    statement = cast("Select[Any]", select(*(column(name) for name in names))).select_from(table(of.name))
    if workspace:
        statement = statement.where(column("workspace") == workspace)
    for row in connection.execute(statement):
        yield dict(zip(names, row, strict=True))


def _plain(value: Any) -> Any:
    """A value as SQLite holds it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple | list):
        return json.dumps(list(value), ensure_ascii=False)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value.hex() if isinstance(value, bytes) else value


def _metadata(part: str) -> Any:
    return PLACE if part == "place" else WORKSPACE


def _seal_table(part: str) -> Table:
    return place_seal if part == "place" else workspace_seal


def _seals(of: Table) -> Table:
    return place_seal if of.metadata is PLACE else workspace_seal


def _named(of: Table, row: Mapping[str, Any]) -> dict[str, str]:
    scope = {} if of.metadata is PLACE else {"workspace": row["workspace"]}
    return scope | {"table": of.name, "key": key_of(of, row)}


def _is(seals: Table, named: Mapping[str, str]) -> list[Any]:
    return [seals.c[name] == value for name, value in named.items()]
