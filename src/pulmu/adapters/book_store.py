"""Keeps books as JSON files, one per import, that are only ever added; and confirmed readings of columns."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pulmu.adapters._parts import (
    OWN,
    SHARED,
    flush,
    make_folder,
    make_way,
    numbered,
    publish,
    store_errors,
    sweep,
    work_file,
)
from pulmu.metering import Change, Entry
from pulmu.services.ports import BookFile, BookPart, Pairs

_VERSION = 1


class FolderBookStore:
    """A folder with `books/ID/`, in it one file per import, and `mappings/`, in it one file per set of heads.

    An import appears by one link of a file that is whole and flushed. Each file carries the hash of its content, so
    that a change by another hand is told and not counted.
    """

    def __init__(self, folder: Path, parts: Mapping[str, int] | None = None) -> None:
        """Books in a folder; of each as many parts as another place says there are, where one does."""
        self.folder = folder
        self._parts = None if parts is None else dict(parts)

    def books(self) -> tuple[str, ...]:
        """Books it holds, in order."""
        home = self.folder / "books"
        with store_errors(home):
            if not home.is_dir():
                return ()
            return tuple(sorted(item.name for item in home.iterdir() if item.is_dir() and self._files(item.name)))

    def read(self, book: str) -> tuple[BookPart, ...]:
        """Imports of a book, in order; none if it is not known."""
        home = self.folder / "books" / book
        with store_errors(home):
            return tuple(_part(_read(file)) for file in self._files(book))

    def content_hash(self, book: str, number: int) -> str:
        """Hash of one part's content, read anew."""
        home = self.folder / "books" / book
        with store_errors(home):
            file = self._files(book)[number - 1]
            _read(file)
            return hashlib.sha256(file.read_bytes()).hexdigest()

    def _files(self, book: str) -> list[Path]:
        count = None if self._parts is None else self._parts.get(book, 0)
        return numbered(self.folder / "books" / book, ".json", count)

    def append(self, book: str, part: BookPart, *, after: int) -> None:
        """Add one part, whole or not at all.

        Raises
        ------
        OutsideError  It cannot be written, or another import came first (`outside.store_busy`).
        """
        home = self.folder / "books" / book
        number = after + 1
        with store_errors(home):
            make_folder(home, SHARED if self._parts is None else OWN)
            work, target = work_file(home, number), home / f"{number:06d}.json"
            try:
                _write(work, _tree(part))
                make_way(target, self._parts, book, after)
                publish(work, target)
            finally:
                work.unlink(missing_ok=True)
            sweep(home, number)
        if self._parts is not None:
            self._parts[book] = number

    def remembered(self) -> tuple[tuple[str, Pairs], ...]:
        """Confirmed readings by the fingerprint of the heads."""
        home = self.folder / "mappings"
        with store_errors(home):
            files = sorted(home.glob("*.json")) if home.is_dir() else []
            return tuple((file.stem, _pairs(_read(file)["reading"])) for file in files)

    def remember(self, fingerprint: str, reading: Pairs) -> None:
        """Keep a confirmed reading, instead of an earlier one."""
        home = self.folder / "mappings"
        with store_errors(home):
            make_folder(home, SHARED if self._parts is None else OWN)
            work = work_file(home, 0)
            try:
                _write(work, {"reading": reading})
                work.replace(home / f"{fingerprint}.json")
                flush(home)
            finally:
                work.unlink(missing_ok=True)


def _write(work: Path, content: dict[str, Any]) -> None:
    """A head with the hash of the line that follows it."""
    body = json.dumps(content, ensure_ascii=False)
    head = json.dumps({"version": _VERSION, "sha256": hashlib.sha256(body.encode()).hexdigest()})
    work.write_bytes(f"{head}\n{body}\n".encode())
    flush(work)


def _read(file: Path) -> dict[str, Any]:
    head, _, body = file.read_bytes().decode("utf-8").removesuffix("\n").partition("\n")
    said = json.loads(head)
    if said["version"] != _VERSION:
        raise ValueError(f"{file.name} is of version {said['version']}")
    if said["sha256"] != hashlib.sha256(body.encode()).hexdigest():
        raise ValueError(f"{file.name} was changed")
    found: dict[str, Any] = json.loads(body)
    return found


def _tree(part: BookPart) -> dict[str, Any]:
    return {"reason": part.reason, "files": [_file_tree(file) for file in part.files]}


def _file_tree(file: BookFile) -> dict[str, Any]:
    change = file.change
    added, corrected, withdrawn = (
        [_entry_tree(entry) for entry in entries] for entries in (change.added, change.corrected, change.withdrawn)
    )
    said = {"name": file.name, "sha256": file.sha256, "kind": file.kind, "reading": file.reading}
    return {**said, "added": added, "corrected": corrected, "withdrawn": withdrawn}


def _entry_tree(entry: Entry) -> dict[str, Any]:
    tree = dataclasses.asdict(entry)
    return {**tree, "start": entry.start.isoformat(), "end": entry.end.isoformat()}


def _part(tree: dict[str, Any]) -> BookPart:
    return BookPart(tuple(_file(item) for item in tree["files"]), tree["reason"])


def _file(tree: dict[str, Any]) -> BookFile:
    names = ("added", "corrected", "withdrawn")
    added, corrected, withdrawn = (tuple(_entry(item) for item in tree[name]) for name in names)
    return BookFile(
        name=tree["name"],
        sha256=tree["sha256"],
        kind=tree["kind"],
        reading=_pairs(tree["reading"]),
        change=Change(added, corrected, withdrawn),
    )


def _entry(tree: dict[str, Any]) -> Entry:
    days = {name: date.fromisoformat(tree[name]) for name in ("start", "end")}
    return Entry(**{**tree, **days, "details": _pairs(tree["details"])})


def _pairs(items: Any) -> Pairs:
    return tuple((str(name), str(text)) for name, text in items)
