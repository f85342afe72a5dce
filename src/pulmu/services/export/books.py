"""Books of an export: the entries that count, every import with its seal, and how tables are read."""

import json
from collections.abc import Iterator
from dataclasses import fields

from pulmu.metering import Entry
from pulmu.model import OutsideError
from pulmu.services.export.gathering import Gathering
from pulmu.services.export.names import Names
from pulmu.services.export.part import Part, json_part, plain, rows_part, table_part
from pulmu.services.export.sealed import sealed_parts, told_head, told_import
from pulmu.services.read_book import book_entries
from pulmu.services.workspaces.measured import counted

_HEAD = tuple(item.name for item in fields(Entry))


def book_parts(found: Gathering) -> Iterator[Part]:
    """Files of every book."""
    store = found.measured.books(found.work.workspace, counted(found.work, "book"))
    names = Names()
    for head in found.work.sealed_heads("book"):
        found.step()
        home = f"books/{names.of(head.name)}"
        try:
            book = book_entries(store, head.name)
        except OutsideError as error:
            found.missing.extend(error.problems)
            continue
        yield json_part(f"{home}/about.json", told_head(head))
        yield table_part(f"{home}/entries.csv", _HEAD, map(_row, book.entries))
        parts = zip(sealed_parts(found, head), book.parts, strict=True)
        imports = (told_import(found, sealed) | {"documents": plain(part)["files"]} for sealed, part in parts)
        yield rows_part(f"{home}/imports.json", {"book": head.name}, "imports", imports)
    confirmed = [{"heads": heads, "reading": dict(reading)} for heads, reading in store.remembered()]
    if confirmed:
        yield json_part("books/confirmed-readings.json", {"confirmed": confirmed})


def _row(entry: Entry) -> list[object]:
    tree = plain(entry)
    tree["details"] = json.dumps(dict(entry.details), ensure_ascii=False) if entry.details else ""
    return [tree[name] for name in _HEAD]
