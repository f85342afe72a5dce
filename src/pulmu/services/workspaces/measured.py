"""Where readings and books of workspaces lie, and who reads what is taken into them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pulmu.services.ports import BookStore, DocumentFile, DocumentWish, ReadingFile, ReadingStore, ReadingWish
from pulmu.services.records.sealed import SealedKind
from pulmu.services.records.store import WorkspaceRecords


@dataclass(frozen=True, slots=True)
class Measured:
    """How services come to readings and books.

    Parameters
    ----------
    readings, books : Those of a workspace, by its id; of each meter and book only so many parts as its records count.
    read_readings, read_document : What the content of a file holds, by content and name.
    """

    readings: Callable[[str, Mapping[str, int]], ReadingStore]
    books: Callable[[str, Mapping[str, int]], BookStore]
    read_readings: Callable[[bytes, str, ReadingWish], ReadingFile]
    read_document: Callable[[bytes, str, DocumentWish], DocumentFile]


def counted(work: WorkspaceRecords, what: SealedKind) -> dict[str, int]:
    """How many parts count, by meter or book."""
    return {head.name: head.parts for head in work.sealed_heads(what)}
