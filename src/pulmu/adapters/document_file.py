"""Opens a bill, an invoice or an export, and hands its bytes to the first reader that knows them."""

import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from pulmu.model import InputError, OutsideError
from pulmu.services.ports import DocumentFile, DocumentWish

LARGEST_FILE = 100_000_000
"""Bytes. A year of vouchers of a mid-sized plant takes ten megabytes."""


class ContentReader(Protocol):
    """Reads documents of one kind, told by their content."""

    def __call__(self, data: bytes, name: str, wish: DocumentWish) -> DocumentFile | None:
        """The document with its problems; None if it is not of this kind."""
        ...


def read_document_file(path: str, wish: DocumentWish, readers: Sequence[ContentReader]) -> DocumentFile:
    """What a document holds, as the first of the readers that knows it says.

    Raises
    ------
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    name = "".join(sign if sign.isprintable() else "?" for sign in Path(path).name)
    try:
        data = _read(path)
    except (OSError, ValueError) as error:
        raise _cannot_read(path, error) from error
    try:
        if len(data) > LARGEST_FILE:
            limit = f"{LARGEST_FILE // 1_000_000} MB"
            mend = "export fewer months at a time"
            raise InputError.of("book.file_too_large", name, f"the file is larger than {limit}", mend, limit=limit)
        for reader in readers:
            found = reader(data, name, wish)
            if found is not None:
                return found
        raise InputError.of(
            "book.file_kind",
            name,
            "the content is no bill or export that is known here",
            "give a CSV file or a workbook saved as .xlsx",
        )
    except InputError as error:
        digest = hashlib.sha256(data).hexdigest()
        return DocumentFile(name=name, sha256=digest, kind="unknown", problems=error.problems)


def _read(path: str) -> bytes:
    # Without waiting: a name may be a pipe into which nobody ever writes.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is not a regular file")
        return file.read(LARGEST_FILE + 1)


def _cannot_read(path: str, error: Exception) -> OutsideError:
    why = getattr(error, "strerror", None) or str(error)
    shown = "".join(sign if sign.isprintable() else "?" for sign in path)
    mend = "check the name, the folder and the rights to read it"
    return OutsideError.of("outside.cannot_read", shown, f"cannot read the file: {why}", mend, reason=why)
