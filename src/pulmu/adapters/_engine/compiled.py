"""SQL kept in the user's cache folder, so that the next process asks the same without building it again.

Whoever can write there could have a query of theirs run: a folder or file that is not the user's own, or that others
may write, is not read. What is read must be a whole file of ours for the very key, and every statement one that only
selects; anything else is as if it were not there.
"""

import contextlib
import hashlib
import json
import os
import re
import secrets
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

LARGEST, MOST_FILES = 20_000_000, 200
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_KEY = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z0-9_]{1,100}")


@dataclass(frozen=True, slots=True)
class Script:
    """Tables to keep, each with its query, and the query at the end."""

    kept: tuple[tuple[str, str], ...]
    query: str


def cache_folder() -> Path | None:
    """Where this user keeps what can be made again; None if the system knows no such place."""
    with contextlib.suppress(RuntimeError):
        told = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
        home = Path(told) if told and Path(told).is_absolute() else Path.home() / ".cache"
        return home / "pulmu" / "engine"
    return None


def read_script(folder: Path | None, key: str) -> Script | None:
    """What was kept under a key; None where there is nothing that can be trusted."""
    if folder is None or not _is_ours(folder):
        return None
    try:
        held = os.open(_file(folder, key), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(held, "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or not _is_own(found) or found.st_size > LARGEST:
                return None
            return _script(file.read(LARGEST), key)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def write_script(folder: Path | None, key: str, script: Script) -> None:
    """Keep it, whole or not at all; where it cannot be kept, it is built again next time."""
    if folder is None:
        return
    work = _file(folder, key).with_name(f".{secrets.token_hex(8)}.tmp")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_ours(folder):
            return
        try:
            with os.fdopen(os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(_written(script, key))
            work.replace(_file(folder, key))
        finally:
            work.unlink(missing_ok=True)
        _drop_oldest(folder)


def _file(folder: Path, key: str) -> Path:
    return folder / f"{key}.json"


def _written(script: Script, key: str) -> bytes:
    body = json.dumps({"key": key, **asdict(script)}).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _script(data: bytes, key: str) -> Script | None:
    digest, _, body = data.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    told: Any = json.loads(body)
    script = Script(tuple((str(name), str(query)) for name, query in told["kept"]), str(told["query"]))
    is_plain = all(_NAME.fullmatch(name) for name, _ in script.kept)
    only_selects = all(map(_selects, (*(query for _, query in script.kept), script.query)))
    return script if told["key"] == key and is_plain and only_selects else None


def _selects(query: str) -> bool:
    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error:
        return False
    return len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT


def _is_ours(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and _is_own(found)


def _is_own(found: os.stat_result) -> bool:
    """Whether nobody else may write; where the system has no owners (Windows), the profile of the user decides."""
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE)


def _drop_oldest(folder: Path) -> None:
    files = [item for item in folder.iterdir() if item.suffix == ".json" and _KEY.fullmatch(item.stem)]
    files.sort(key=lambda item: item.stat().st_mtime)
    for item in files[:-MOST_FILES]:
        item.unlink(missing_ok=True)


def made_by(package: Path) -> Iterator[str]:
    """Name, size and time of every source under a folder: what is kept is not trusted once one has changed."""
    for item in sorted(package.rglob("*.py")):
        found = item.stat()
        yield f"{item.relative_to(package)} {found.st_size} {found.st_mtime_ns}"
