"""Opens a bill, an invoice or an export, and hands its bytes to the first reader that knows them."""

import hashlib
from collections.abc import Sequence
from typing import Protocol

from pulmu.adapters._file import read_bytes, shown_name
from pulmu.model import InputError
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
    return read_document(read_bytes(path, LARGEST_FILE + 1), shown_name(path), wish, readers)


def read_document(data: bytes, name: str, wish: DocumentWish, readers: Sequence[ContentReader]) -> DocumentFile:
    """What the bytes of a document hold, whatever its name says."""
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
