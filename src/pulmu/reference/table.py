"""The one reader of packaged tables: a table whose hash, columns, types or dates do not fit is refused."""

import csv
import functools
import hashlib
import importlib.resources
import io
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any

from pulmu.model.errors import RuleError
from pulmu.model.source import Confidence, Source
from pulmu.reference.meta import Column, ColumnType, TableMeta, read_meta

Row = Mapping[str, Any]

_SHAPES: dict[ColumnType, re.Pattern[str]] = {
    "number": re.compile(r"-?[0-9]+(\.[0-9]+)?"),
    "integer": re.compile(r"-?[0-9]+"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_READERS: dict[ColumnType, Callable[[str], Any]] = {"number": float, "integer": int, "date": date.fromisoformat}


@dataclass(frozen=True, slots=True)
class Table:
    """A packaged table: its rows, by column name, and where they come from."""

    name: str
    rows: tuple[Row, ...]
    meta: TableMeta

    def source(self, place: str, confidence: Confidence | None = None) -> Source:
        """A citation of this table at the row that `place` names."""
        meta = self.meta
        edition = f"{meta.edition} ({meta.edition_note})" if meta.edition_note else meta.edition
        where = ", ".join(part for part in (meta.place, place) if part)
        return Source(meta.act, where, edition, confidence or meta.confidence)


@functools.cache
def load_table(name: str, edition: str | None = None) -> Table:
    """A packaged table, checked, once per process.

    Parameters
    ----------
    edition : Identifier of the edition; None for the one in force.

    Raises
    ------
    RuleError  No such table or edition (`reference.unknown_table`, `reference.edition_unknown`), or the table does not
    fit its description (`reference.tampered`, `.columns`, `.value`, `.duplicate`, `.dates`, `.meta`, `.delta`).
    """
    return read_table(importlib.resources.files("pulmu.reference") / "data", name, edition)


def read_table(folder: Traversable, name: str, edition: str | None = None) -> Table:
    """A table of a folder of csv and toml files, checked; see `load_table`."""
    meta = read_meta(folder, name)
    if edition is None or edition == meta.edition:
        return Table(name, tuple(_rows(folder, name, meta)), meta)
    stem = f"{name}.{edition}"
    if not (folder / f"{stem}.toml").is_file():
        raise RuleError.of("reference.edition_unknown", f"{name}.toml", f"edition {edition!r} is not stored",
                           f"use {meta.edition!r}, or one that editions() lists", table=name,
                           edition=edition)  # fmt: skip
    return _based(folder, name, stem, meta)


def _based(folder: Traversable, name: str, stem: str, base: TableMeta) -> Table:
    meta = read_meta(folder, stem)
    if meta.based_on != name or meta.based_on_sha256 != base.sha256:
        raise RuleError.of("reference.tampered", f"{stem}.toml", f"it was made for another {name}.csv",
                           "reinstall Pulmu; developers: look at the differences, then run tools/seal_tables.py",
                           table=stem)  # fmt: skip
    names = {column.name for column in base.columns}
    if {column.name for column in meta.columns} != names | {"change"}:
        raise RuleError.of("reference.columns", f"{stem}.toml", f"its columns are not change and those of {name}")
    key_of = _key_of(base)
    rows = {key_of(row): row for row in _rows(folder, name, base)}
    for line in _rows(folder, stem, meta):
        _apply(line, key_of(line), rows, stem)
    return Table(name, tuple(rows.values()), meta)


def _apply(line: Row, key: Any, rows: dict[Any, Row], stem: str) -> None:
    change = line["change"]
    if (key in rows) == (change == "add"):
        raise RuleError.of("reference.delta", f"{stem}.csv, {key}",
                           f"cannot {change} it: {'there already' if key in rows else 'not there'}")  # fmt: skip
    if change == "remove":
        del rows[key]
    else:
        rows[key] = {name: value for name, value in line.items() if name != "change"}


def _rows(folder: Traversable, stem: str, meta: TableMeta) -> list[Row]:
    place = f"{stem}.csv"
    content = (folder / place).read_bytes()
    if hashlib.sha256(content).hexdigest() != meta.sha256:
        raise RuleError.of("reference.tampered", place, "its content is not what its description was made for",
                           "reinstall Pulmu; developers: check the change, then run tools/seal_tables.py",
                           table=stem)  # fmt: skip
    names = [column.name for column in meta.columns]
    lines = _lines(content, names, place)
    texts = zip(*lines, strict=True)
    columns = [_values(column, cells, place) for column, cells in zip(meta.columns, texts, strict=False)]
    rows: list[Row] = [dict(zip(names, values, strict=False)) for values in zip(*columns, strict=True)]
    if len(set(map(_key_of(meta), rows))) != len(rows):
        raise RuleError.of("reference.duplicate", place, f"two lines have the same {', '.join(meta.key)}")
    return rows


def _lines(content: bytes, names: list[str], place: str) -> list[list[str]]:
    try:
        header, *lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    except (ValueError, csv.Error) as error:  # not UTF-8, no line at all, broken quotes
        raise RuleError.of("reference.columns", place, f"it is no table: {error}") from error
    if header != names or not set(map(len, lines)) <= {len(names)}:
        raise RuleError.of("reference.columns", place, f"its columns are not {', '.join(names)} in every line")
    return lines


def _values(column: Column, texts: Sequence[str], place: str) -> list[Any]:
    if column.type == "text" and (column.missing is not None or "" not in texts):
        return list(texts)
    # Few texts differ in a column of thousands: each is read once.
    values: dict[str, Any] = {}
    for text in dict.fromkeys(texts):
        try:
            values[text] = _value(column, text)
        except ValueError as error:
            where = f"{place}, line {texts.index(text) + 2}, column {column.name}"
            raise RuleError.of("reference.value", where, f"{text!r} is not a {column.type} it may hold") from error
    return [values[text] for text in texts]


def _value(column: Column, text: str) -> Any:
    if not text:
        if column.missing is None:
            raise ValueError(column.name)
        return "" if column.type in ("text", "choice") else None
    if column.type == "text" or (column.type == "choice" and text in column.choices):
        return text
    if column.type == "choice" or not _SHAPES[column.type].fullmatch(text):
        raise ValueError(column.name)
    return _READERS[column.type](text)


def _key_of(meta: TableMeta) -> Callable[[Row], Any]:
    return operator.itemgetter(*meta.key)
