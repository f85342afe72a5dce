"""Where exports lie until they are taken, and what they hold."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from pulmu.services.export.part import Part


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file in an export."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Packed:
    """An export as a whole, as one file."""

    size: int
    sha256: str
    files: int


class ExportStore(Protocol):
    """Keeps exports for a few days, each below its workspace under a name of 32 hexadecimal digits."""

    def write(
        self, workspace: str, name: str, parts: Iterable[Part], manifest: Callable[[tuple[PackedFile, ...]], Part]
    ) -> Packed:
        """Write an export that cannot be opened yet; whatever goes wrong, also in making its parts, leaves nothing."""
        ...

    def publish(self, workspace: str, name: str) -> None:
        """From now on it can be opened."""
        ...

    def drop(self, workspace: str, name: str) -> None:
        """Take it away, published or not; nothing happens where there is none."""
        ...

    def open(self, workspace: str, name: str) -> tuple[BinaryIO, int] | None:
        """An export and its size; None where there is none."""
        ...

    def workspaces(self) -> tuple[str, ...]:
        """Workspaces of which something lies there, in order."""
        ...

    def sweep(self, workspace: str, keep: Set[str], before: datetime) -> None:
        """Take away all others that were written before a moment, finished or not."""
        ...
