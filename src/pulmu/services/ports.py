"""What the services ask of the outside world."""

from typing import Literal, Protocol

from pulmu.model import Document
from pulmu.services.report import Report

Language = Literal["ko", "en"]


class PlantReader(Protocol):
    """Reads a plant's file into a plain tree with places."""

    def __call__(self, path: str) -> Document:
        """The document; `InputError` for a file that cannot be one, `OutsideError` if it cannot be opened."""
        ...


class ReportWriter(Protocol):
    """Draws a report as the bytes of one file."""

    @property
    def suffix(self) -> str:
        """Ending of the file's name."""
        ...

    def __call__(self, report: Report, language: Language) -> bytes:
        """The file's bytes; the same report gives the same bytes."""
        ...


class Folder(Protocol):
    """Puts finished files into a folder: all of them or none."""

    def __call__(self, path: str, files: dict[str, bytes]) -> None:
        """`OutsideError` if it cannot be written; what stood there before then still stands."""
        ...
