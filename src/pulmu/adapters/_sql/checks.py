"""Whether a database is as it was written: its pages, its references, the seal of each row, and its log."""

import contextlib
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from pulmu.adapters._sql.seals import FORM, broken_seals, kept_seals, made_seals
from pulmu.model import OutsideError, Problem, problem
from pulmu.services.records.checked import Checked

_MEND = "restore the newest backup that verifies"
_LOOKS = 3
"""Somebody may be writing the log while it is read: only what is wrong each time is damage."""
_MOST = 20
"""Rows that are named; of more it is said how many."""


def check_records(connection: Connection, workspace: str) -> Checked:
    """What is wrong with the records of a workspace, or of the place; as far as they can be read."""
    where = f"workspace {workspace}" if workspace else "place"
    if connection.dialect.name != "sqlite":
        return _check_rows(connection, workspace, where)
    with _text_as_it_stands(connection):
        if found := (*_pages(connection, where), *_forms(connection, where)):
            return Checked(found)
        return _check_rows(connection, workspace, where)


def _check_rows(connection: Connection, workspace: str, where: str) -> Checked:
    found: list[Problem] = []
    part = "workspace" if workspace else "place"
    kept, made = kept_seals(connection, part, workspace), made_seals(connection, part, workspace)
    broken = broken_seals(kept, made)
    for table, key in broken[:_MOST]:
        is_gone = (table, key) not in made
        found.append(_row(where, table, key, is_gone=is_gone))
    if len(broken) > _MOST:
        said = f"{len(broken) - _MOST} more rows are not as they were written"
        found.append(problem("place.more_rows", where, said, _MEND, count=len(broken) - _MOST))
    return Checked(tuple(found), rows=len(made))


def check_log(file: Path) -> tuple[Problem, ...]:
    """What is wrong with the log beside a database file: a damaged entry is passed over by SQLite without a word, and
    with it what was written after it."""
    log = file.with_name(f"{file.name}-wal")
    for _ in range(_LOOKS):
        try:
            content = log.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError:
            break
        if not content or _is_sound(content):
            return ()
        time.sleep(0.05)
    said = "an entry of the log is not as it was written, and what follows it would be lost"
    return (problem("place.log_damaged", log.name, said, _MEND),)


def _is_sound(content: bytes) -> bool:
    """Whether no whole frame that belongs to the log now has another checksum than it should."""
    if len(content) < 32:
        return False
    magic, _, size = struct.unpack(">III", content[:12])
    order = {0x377F0682: "<", 0x377F0683: ">"}.get(magic)
    if order is None or size not in {1 << n for n in range(9, 17)}:
        return False
    sums = _checksum(content[:24], order, (0, 0))
    if sums != struct.unpack(">II", content[24:32]):
        return False
    salts = content[16:24]
    for start in range(32, len(content) - size - 23, size + 24):
        head, page = content[start : start + 24], content[start + 24 : start + 24 + size]
        if head[8:16] != salts:
            return _is_old(content, start, size, salts)
        sums = _checksum(page, order, _checksum(head[:8], order, sums))
        if sums != struct.unpack(">II", head[16:24]):
            return False
    return True


def _is_old(content: bytes, begin: int, size: int, salts: bytes) -> bool:
    """Whether everything from here on was left from before the log was begun anew, with two other numbers then."""
    frames = range(begin, len(content) - size - 23, size + 24)
    return all(
        content[start + 8 : start + 12] != salts[:4] and content[start + 12 : start + 16] != salts[4:]
        for start in frames
    )


def _checksum(content: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    one, two = sums
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


def as_problems(error: OutsideError, where: str) -> tuple[Problem, ...]:
    """An error of the database as what is wrong with the records."""
    return tuple(
        problem("place.database", where, item.message, item.mend, reason=item.message) for item in error.problems
    )


@contextlib.contextmanager
def _text_as_it_stands(connection: Connection) -> Iterator[None]:
    """Text that is none is read as it is, and not refused: its seal tells it."""
    driver: Any = connection.connection.dbapi_connection
    driver.text_factory = lambda content: content.decode(errors="surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def _pages(connection: Connection, where: str) -> Iterator[Problem]:
    for row in connection.exec_driver_sql("PRAGMA integrity_check(5)"):
        if row[0] != "ok":
            said = f"the database is damaged: {str(row[0])[:200]}"
            yield problem("place.database", where, said, _MEND, reason=str(row[0])[:200])
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5):
        said = f"a row of {row[0]} refers to one of {row[2]} that is not there"
        yield problem("place.database", where, said, _MEND, reason=said)


def _forms(connection: Connection, where: str) -> Iterator[Problem]:
    """Tables and indexes only: a trigger or a view would act where nobody looks."""
    strange = "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')"
    if connection.exec_driver_sql(strange).scalar():
        said = "the database holds what no table and no index is"
        yield problem("place.database", where, said, _MEND, reason=said)


def _row(where: str, table: str, key: str, *, is_gone: bool) -> Problem:
    name = "the form of the tables" if table == FORM else f"{table} {key}"
    code, said = (
        ("place.row_missing", "a row is missing") if is_gone else ("place.row_changed", "a row is not as written")
    )
    return problem(code, f"{where}, {name}", said, _MEND)
