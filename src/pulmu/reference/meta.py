"""What is said of a packaged table: the `.toml` beside each `.csv`, read and checked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

from pulmu.model.errors import RuleError
from pulmu.model.source import Confidence

ColumnType = Literal["text", "number", "integer", "date", "choice"]
Status = Literal["in_force", "superseded", "draft", "proposal"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    missing : What a blank means; None where a blank is a fault.
    choices : The words a column of type choice may hold.
    """

    name: str
    type: ColumnType
    meaning: str
    unit: str = ""
    missing: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableMeta:
    """Where a table comes from, when it holds, what its columns mean, and the hash of its bytes.

    Parameters
    ----------
    edition : Identifier of the edition, such as ``2026-08``.
    edition_note : What a citation adds to it, such as the act that corrected it.
    key : Columns that together name a row; no two rows share them.
    based_on : Name of the table this one lists the differences to; its hash is `based_on_sha256`.
    """

    title: str
    act: str
    place: str
    edition: str
    edition_note: str
    status: Status
    confidence: Confidence
    valid_from: date
    valid_to: date | None
    checked: str
    sha256: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    based_on: str = ""
    based_on_sha256: str = ""


def read_meta(folder: Traversable, stem: str) -> TableMeta:
    """The description of table `stem` in a folder.

    Raises
    ------
    RuleError  Unknown table (`reference.unknown_table`), description incomplete (`reference.meta`) or dates that
    do not fit (`reference.dates`).
    """
    file = folder / f"{stem}.toml"
    if not file.is_file():
        raise RuleError.of("reference.unknown_table", file.name, "there is no such table", table=stem)
    try:
        return _meta(tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _fault(file.name, str(error)) from error


def _meta(said: Mapping[str, Any], place: str) -> TableMeta:
    columns = tuple(_column(name, column, place) for name, column in _get(said, "columns", dict, place).items())
    meta = TableMeta(
        title=_get(said, "title", str, place),
        act=_get(said, "act", str, place),
        place=_get(said, "place", str, place),
        edition=_get(said, "edition", str, place),
        edition_note=said.get("edition_note", ""),
        status=_word(said, "status", get_args(Status), place),
        confidence=_word(said, "confidence", get_args(Confidence), place),
        valid_from=_day(said, "valid_from", place),
        valid_to=_day(said, "valid_to", place) if "valid_to" in said else None,
        checked=_get(said, "checked", str, place),
        sha256=_get(said, "sha256", str, place),
        key=tuple(_get(said, "key", list, place)),
        columns=columns,
        based_on=said.get("based_on", ""),
        based_on_sha256=said.get("based_on_sha256", ""),
    )
    if meta.valid_to is not None and meta.valid_to < meta.valid_from:
        raise RuleError.of("reference.dates", place, f"valid_to {meta.valid_to} is before valid_from {meta.valid_from}")
    if unknown := set(meta.key) - {column.name for column in columns}:
        raise _fault(place, f"key names no column: {', '.join(sorted(unknown))}")
    return meta


def _column(name: str, said: Mapping[str, Any], place: str) -> Column:
    where = f"{place}, columns.{name}"
    return Column(
        name=name,
        type=_word(said, "type", get_args(ColumnType), where),
        meaning=_get(said, "meaning", str, where),
        unit=said.get("unit", ""),
        missing=said.get("missing"),
        choices=tuple(said.get("choices", ())),
    )


def _get(said: Mapping[str, Any], name: str, kind: type, place: str) -> Any:
    value = said.get(name)
    if not isinstance(value, kind):
        raise _fault(place, f"{name} is missing or not of type {kind.__name__}")
    return value


def _word(said: Mapping[str, Any], name: str, words: tuple[str, ...], place: str) -> Any:
    if said.get(name) not in words:
        raise _fault(place, f"{name} is {said.get(name)!r}, not one of {', '.join(words)}")
    return said[name]


def _day(said: Mapping[str, Any], name: str, place: str) -> date:
    value = said.get(name)
    if type(value) is not date:  # a datetime is a date too, and is not meant
        raise RuleError.of("reference.dates", place, f"{name} is {value!r}, not a date", "write it as 2026-01-01")
    return value


def _fault(place: str, message: str) -> RuleError:
    return RuleError.of("reference.meta", place, message, "compare with the description of another table")
