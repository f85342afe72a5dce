"""Readings of meters, and bills and exports in books."""

from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.services.cite import Kept
from pulmu.services.ports import (
    BookStore,
    DocumentFile,
    DocumentWish,
    ReadingFile,
    ReadingStore,
    ReadingWish,
)

if TYPE_CHECKING:
    from pulmu.adapters.document_file import ContentReader
    from pulmu.services.workspaces.measured import Measured


def read_readings(path: str, wish: ReadingWish) -> ReadingFile:
    """Readings of one meter from a file."""
    from pulmu.adapters.readings_file import read_readings_file

    return read_readings_file(path, wish)


def reading_store(folder: Path) -> ReadingStore:
    """The readings kept in a folder."""
    from pulmu.adapters.readings_store import ParquetReadingStore

    return ParquetReadingStore(folder)


def read_document(path: str, wish: DocumentWish) -> DocumentFile:
    """A bill, an invoice or an export: the first reader that knows the content reads it."""
    from pulmu.adapters.document_file import read_document_file

    return read_document_file(path, wish, _document_readers())


def read_document_content(data: bytes, name: str, wish: DocumentWish) -> DocumentFile:
    """The same, in the content of a file somebody sent."""
    from pulmu.adapters.document_file import read_document as read

    return read(data, name, wish, _document_readers())


def _document_readers() -> "tuple[ContentReader, ...]":
    from pulmu.adapters.bill_file import read_bill
    from pulmu.adapters.export_file import read_export

    # Bills first: they are told by their layout. An export is any other table.
    return (read_bill, read_export)


def book_store(folder: Path) -> BookStore:
    """The books kept in a folder."""
    from pulmu.adapters.book_store import FolderBookStore

    return FolderBookStore(folder)


def kept_in(folder: Path) -> Kept:
    """The readings and books of a folder, for plants that cite them."""
    return Kept(reading_store(folder), book_store(folder))


def measured_in(folder: Path) -> "Measured":
    """Readings and books of the workspaces of a place."""
    from pulmu.adapters._names import checked_id
    from pulmu.adapters.book_store import FolderBookStore
    from pulmu.adapters.readings_file import read_readings as read
    from pulmu.adapters.readings_store import ParquetReadingStore
    from pulmu.services.workspaces.measured import Measured

    def home(workspace: str) -> Path:
        return folder / "workspaces" / checked_id(workspace) / "readings"

    return Measured(
        lambda workspace, parts: ParquetReadingStore(home(workspace), parts),
        lambda workspace, parts: FolderBookStore(home(workspace), parts),
        read,
        read_document_content,
    )
