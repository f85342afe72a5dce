"""Rows and records: a column for each field, by name."""

import dataclasses
import functools
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, Table, delete, func, insert, literal, select, update
from sqlalchemy.sql.elements import ColumnElement

from pulmu.adapters._sql.seals import add_seal, change_seal, drop_seal

R = TypeVar("R")


def values_of(record: Any) -> dict[str, Any]:
    """A record's fields by name."""
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def record_of(kind: type[R], row: Row[*tuple[Any, ...]]) -> R:
    """The record a row says."""
    found = row._mapping
    return kind(**{name: found[name] for name in _field_names(kind)})  # type: ignore[arg-type]


@functools.cache
def _field_names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


class Rows:
    """Rows of a connection, in whole only those of a scope: what every query and every new row has in common."""

    def __init__(self, connection: Connection, scope: dict[str, str]) -> None:
        self.connection = connection
        self._scope = scope

    def add(self, table: Table, record: Any) -> None:
        """A new row."""
        self.add_values(table, values_of(record))

    def add_values(self, table: Table, values: dict[str, Any]) -> None:
        """A new row of values by column, with its seal."""
        row = values | self._scope
        self.connection.execute(insert(table).values(row))
        add_seal(self.connection, table, row)

    def one(self, kind: type[R], table: Table, /, **where: Any) -> R | None:
        """The record of a key."""
        row = self.connection.execute(self.chosen(table, where)).one_or_none()
        return None if row is None else record_of(kind, row)

    def all(self, kind: type[R], table: Table, /, *order: ColumnElement[Any], **where: Any) -> tuple[R, ...]:
        """Records in an order."""
        found = self.connection.execute(self.chosen(table, where).order_by(*order))
        return tuple(record_of(kind, row) for row in found)

    def page(
        self, kind: type[R], table: Table, /, *order: ColumnElement[Any], start: int, most: int, **where: Any
    ) -> tuple[R, ...]:
        """So many records in an order, from a place in it on."""
        statement = self.chosen(table, where).order_by(*order).offset(start).limit(most)
        return tuple(record_of(kind, row) for row in self.connection.execute(statement))

    def heads(
        self, kind: type[R], table: Table, /, *order: ColumnElement[Any], empty: str, **where: Any
    ) -> tuple[R, ...]:
        """Records in an order, one text of theirs not read and left empty."""
        columns = [column for column in table.c if column.name != empty]
        statement = select(*columns, literal("").label(empty)).where(*self._only(table, where)).order_by(*order)
        return tuple(record_of(kind, row) for row in self.connection.execute(statement))

    def counted(
        self, table: Table, column: ColumnElement[Any], /, *more: ColumnElement[bool], **where: Any
    ) -> dict[Any, int]:
        """How many rows there are of each value of a column."""
        statement = select(column, func.count()).where(*self._only(table, where), *more).group_by(column)
        return {row[0]: row[1] for row in self.connection.execute(statement)}

    def holding(
        self, table: Table, *columns: ColumnElement[Any], where: ColumnElement[str], text: str
    ) -> list[tuple[Any, ...]]:
        """Some columns of the rows that hold a text in one of theirs, in the order of those columns."""
        found = select(*columns).where(*self._only(table, {}), where.contains(text, autoescape=True)).order_by(*columns)
        return [tuple(row) for row in self.connection.execute(found)]

    def last(self, kind: type[R], table: Table, number: ColumnElement[int]) -> R | None:
        """The record with the greatest number."""
        row = self.connection.execute(self.chosen(table, {}).order_by(number.desc()).limit(1)).one_or_none()
        return None if row is None else record_of(kind, row)

    def some(
        self, kind: type[R], table: Table, number: ColumnElement[int], after: int, most: int | None, **where: Any
    ) -> tuple[R, ...]:
        """Records in the order of their numbers, from the one after a number."""
        statement = self.chosen(table, where).where(number > after).order_by(number).limit(most)
        return tuple(record_of(kind, row) for row in self.connection.execute(statement))

    def change(self, table: Table, values: dict[str, Any], *more: ColumnElement[bool], **where: Any) -> bool:
        """Change the rows of a key that also fulfil more; whether there was one."""
        statement = update(table).where(*self._only(table, where), *more).values(values).returning(*table.c)
        changed = self.connection.execute(statement).all()
        for row in changed:
            change_seal(self.connection, table, dict(row._mapping))
        return len(changed) > 0

    def take_away(self, table: Table, *more: ColumnElement[bool], **where: Any) -> int:
        """Delete rows; how many."""
        statement = delete(table).where(*self._only(table, where), *more).returning(*table.c)
        gone = self.connection.execute(statement).all()
        for row in gone:
            drop_seal(self.connection, table, dict(row._mapping))
        return len(gone)

    def chosen(self, table: Table, where: dict[str, Any]) -> Select[Any]:
        """Rows of the scope that have these values."""
        return select(table).where(*self._only(table, where))

    def _only(self, table: Table, where: dict[str, Any]) -> Iterable[ColumnElement[bool]]:
        return [table.c[name] == value for name, value in (where | self._scope).items()]
