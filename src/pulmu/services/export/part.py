"""One file of an export: where it stands, and its content piece by piece."""

import dataclasses
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.services.csv_text import csv_pieces

Tree = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A file of an export.

    Parameters
    ----------
    path : Below the export, with `/` between folders; of names that `pulmu.services.export.names` made.
    content : Read once, when its turn has come.
    """

    path: str
    content: Iterable[bytes]


def json_part(path: str, tree: Tree) -> Part:
    """A tree as JSON."""
    return Part(path, (json.dumps(tree, ensure_ascii=False, indent=1).encode(),))


def rows_part(path: str, head: Tree, name: str, rows: Iterable[Tree]) -> Part:
    """A JSON object whose last entry is a list that is not held in memory, a row on a line."""
    return Part(path, _rows(head, name, rows))


def table_part(path: str, head: Sequence[str], rows: Iterable[Iterable[object]]) -> Part:
    """A table for a spreadsheet."""
    return Part(path, csv_pieces(head, rows))


def plain(record: Any, *, without: Sequence[str] = ()) -> dict[str, Any]:
    """The fields of a record as JSON takes them."""
    tree = dataclasses.asdict(record)
    return {name: _plain(value) for name, value in tree.items() if name not in without}


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # moments too
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _rows(head: Tree, name: str, rows: Iterable[Tree]) -> Iterator[bytes]:
    begin = json.dumps({**head, name: []}, ensure_ascii=False, indent=1).removesuffix("]\n}")
    remaining, mark = iter(rows), "\n"
    yield begin.encode()
    while some := list(itertools.islice(remaining, 1000)):
        yield (mark + ",\n".join(json.dumps(row, ensure_ascii=False) for row in some)).encode()
        mark = ",\n"
    yield b"\n]}"
