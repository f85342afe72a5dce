"""Files of a folder by number, published one after the other."""

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

_WORK = re.compile(r"\.(\d{6})-[0-9a-f]+\.tmp")


def numbered(home: Path, suffix: str, count: int | None = None) -> list[Path]:
    """Published files in order.

    Parameters
    ----------
    count : How many count, where others say so: what lies beyond is of an import that was never acknowledged.

    Raises
    ------
    KeyError  There is a hole: one was taken away.
    """
    if not home.is_dir():
        if count:
            raise KeyError("a numbered file is missing")
        return []
    name = re.compile(rf"\d{{6}}{re.escape(suffix)}")
    files = sorted(item for item in home.iterdir() if name.fullmatch(item.name))
    if [int(file.stem) for file in files] != list(range(1, len(files) + 1)):
        raise KeyError("a numbered file is missing")
    if count is not None and len(files) < count:
        raise KeyError("a numbered file is missing")
    return files[:count]


def work_file(home: Path, number: int) -> Path:
    """A name to write under, beside the place of part `number`."""
    return home / f".{number:06d}-{secrets.token_hex(8)}.tmp"


def publish(work: Path, target: Path) -> None:
    """Give the file its name, never over another's.

    Raises
    ------
    FileExistsError  Another came first.
    """
    try:
        os.link(work, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a memory stick
        if target.exists():
            raise FileExistsError(str(target)) from None
        work.replace(target)
    flush(target.parent)


def flush(path: Path) -> None:
    """Have a file or a folder on the disk, not only in memory."""
    # Windows cannot open a folder, and flushes a file only through a handle that may write.
    with contextlib.suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


OWN, SHARED = 0o700, 0o777


def make_folder(folder: Path, mode: int = OWN) -> None:
    """Make a folder and those above it, each known to the disk: what lies in one is lost with it."""
    if not folder.is_dir():
        make_folder(folder.parent, mode)
        folder.mkdir(exist_ok=True, mode=mode)
        flush(folder.parent)


def make_way(target: Path, parts: Mapping[str, int] | None, name: str, after: int) -> None:
    """Take away what an import left under the number of the next part, where others say that it never counted.

    Whoever says how many parts count lets one writer in at a time.

    Raises
    ------
    FileExistsError  Another import came first.
    """
    if parts is None:
        return
    if parts.get(name, 0) != after:
        raise FileExistsError(str(target))
    target.unlink(missing_ok=True)


def sweep(home: Path, number: int) -> None:
    """Take away what killed imports left: whoever still writes a part of that number comes too late anyway."""
    for item in home.iterdir():
        found = _WORK.fullmatch(item.name)
        if found and int(found[1]) <= number:
            with contextlib.suppress(OSError):
                item.unlink()
