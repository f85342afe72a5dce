"""Puts finished letters into one zip file: whole or not at all."""

import contextlib
import io
import os
import secrets
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pulmu.model import InputError, OutsideError

_DATE = (1980, 1, 1, 0, 0, 0)
"""The same for every file, so that the same letters give the same bytes."""


def streamed_archive(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A zip file piece by piece: no more than one content is in memory at a time."""
    passing = _Passing()
    with zipfile.ZipFile(passing, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(_entry(name), data, zipfile.ZIP_DEFLATED, 6)
            yield passing.taken()
    yield passing.taken()


class _Passing(io.RawIOBase):
    """A file that is written once, from front to back, and keeps what nobody has taken yet."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        added = bytes(data)
        self._waiting += added
        return len(added)

    def taken(self) -> bytes:
        """What was written since it was asked last."""
        found = bytes(self._waiting)
        self._waiting.clear()
        return found


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def write_archive(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a new zip file, one content after the other.

    Raises
    ------
    InputError  A file stands there (`input.file_exists`).
    OutsideError  It cannot be written (`outside.cannot_write`); nothing is left behind.
    """
    if os.path.lexists(path):
        raise InputError.of(
            "input.file_exists", str(path), "a file of this name exists", "give another name", file=path.name
        )
    passing = path.with_name(f".pulmu-{secrets.token_hex(8)}")
    try:
        with passing.open("xb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in files.items():
                    archive.writestr(_entry(name), data, zipfile.ZIP_DEFLATED, 6)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
    except OSError as error:
        why = error.strerror or str(error)
        shown = "".join(sign if sign.isprintable() else "?" for sign in str(path))
        said, mend = f"cannot write the file: {why}", "choose another folder, or free some space"
        raise OutsideError.of("outside.cannot_write", shown, said, mend, reason=why) from error
    finally:
        with contextlib.suppress(OSError):
            passing.unlink(missing_ok=True)
