"""The guard's ledger: one file to which lines are added, each on the disk before anything it tells of is done."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pulmu.adapters._parts import flush
from pulmu.model import OutsideError
from pulmu.services.records.audit import AuditEntry

_NEWLINE = b"\n"


class GuardLedger:
    """Entries of one guard in a file.

    The end of a line that was being written when the power went is cut off: it was never acknowledged, so nothing it
    told of was done.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def entries(self) -> Iterator[AuditEntry]:
        """All of them, in order.

        Raises
        ------
        OutsideError  The file cannot be read, or a line is no entry (`outside.ledger`).
        """
        try:
            data = self._file.read_bytes() if self._file.exists() else b""
        except OSError as error:
            raise self._failed(error) from error
        whole = data[: data.rfind(_NEWLINE) + 1]
        for number, line in enumerate(whole.splitlines(), 1):
            yield _entry(line, f"{self._file.name}, line {number}")

    def after(self, place: int) -> tuple[int, tuple[AuditEntry, ...]]:
        """Entries behind a place in the file, and the place behind them; 0 is its beginning. For who follows it.

        Raises
        ------
        OutsideError  The file cannot be read, is shorter than it was, or a line is no entry (`outside.ledger`).
        """
        try:
            size = self._file.stat().st_size if self._file.exists() else 0
            if size == place:
                return place, ()
            with self._file.open("rb") as file:
                file.seek(place)
                data = file.read()
        except OSError as error:
            raise self._failed(error) from error
        if size < place:
            raise self._failed(OSError("it is shorter than it was"))
        whole = data[: data.rfind(_NEWLINE) + 1]
        return place + len(whole), tuple(_entry(line, self._file.name) for line in whole.splitlines())

    def keep(self, entry: AuditEntry) -> None:
        """Add an entry; it is on the disk when this returns.

        Raises
        ------
        OutsideError  It cannot be written (`outside.ledger`).
        """
        line = json.dumps(_tree(entry), ensure_ascii=False, separators=(",", ":")).encode() + _NEWLINE
        try:
            is_new = not self._file.exists()
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "r+b") as file:
                end = _end_of_whole_lines(file)
                file.seek(end)
                file.truncate()
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                flush(self._file.parent)
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> OutsideError:
        why = error.strerror or str(error)
        return OutsideError.of("outside.ledger", self._file.name, f"the ledger of the guard cannot be kept: {why}",
                               "make room on the disk, and see who may write the file", reason=why)  # fmt: skip


def _end_of_whole_lines(file: Any) -> int:
    """Where the last whole line ends."""
    size = int(file.seek(0, os.SEEK_END))
    step = 1 << 16
    at = size
    while at:
        start = max(0, at - step)
        file.seek(start)
        found = file.read(at - start).rfind(_NEWLINE)
        if found >= 0:
            return int(start + found + 1)
        at = start
    return 0


def _tree(entry: AuditEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__slots__ if name != "at"} | {"at": entry.at.isoformat()}


def _entry(line: bytes, place: str) -> AuditEntry:
    try:
        tree = json.loads(line)
        if any(type(part) is not str for pair in tree["detail"].items() for part in pair):
            raise ValueError("a detail is no text")
        return AuditEntry(**{**tree, "at": datetime.fromisoformat(tree["at"])})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise OutsideError.of(
            "outside.ledger", place, "the ledger of the guard cannot be kept: this line is no entry",
            "restore the copy you kept of it; without it the guard does not start", reason="a line is no entry",
        ) from error  # fmt: skip
