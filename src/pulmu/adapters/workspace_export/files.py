"""Exports as zip files in the folder of their workspace."""

import contextlib
import hashlib
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO

from pulmu.adapters._names import checked_id
from pulmu.adapters._parts import flush, make_folder, store_errors
from pulmu.model import OutsideError
from pulmu.services.export.part import Part
from pulmu.services.export.store import Packed, PackedFile

FOLDER = "exports"
_NAME = re.compile(r"[0-9a-f]{32}")
_FILE = re.compile(r"([0-9a-f]{32})\.zip|\.([0-9a-f]{32})\.tmp")
_WHEN = (1980, 1, 1, 0, 0, 0)
"""The same for every file: when something was written is told in it."""
_PACKED = (".pdf", ".xlsx", ".zip", ".png", ".jpg", ".jpeg", ".gz")
"""Files that become no smaller."""
_CHUNK = 1 << 20
RESERVE = 512 * 1024 * 1024
"""Room that an export leaves for what people save meanwhile. [bytes]"""
_LOOKED = 64 * _CHUNK
"""How often it is looked how much room there is. [bytes of content]"""


class FolderExports:
    """A folder with `workspaces/ID/exports/NAME.zip`."""

    def __init__(self, folder: Path, reserve: int = RESERVE) -> None:
        self._folder, self._reserve = folder, reserve

    def write(
        self, workspace: str, name: str, parts: Iterable[Part], manifest: Callable[[tuple[PackedFile, ...]], Part]
    ) -> Packed:
        """Write an export that cannot be opened yet; whatever goes wrong, also in making its parts, leaves nothing."""
        work = self._work(workspace, name)
        with _disk(work):
            make_folder(work.parent)
        try:
            with _disk(work), _new(work) as file, zipfile.ZipFile(file, "w") as archive:
                look = _Room(work.parent, self._reserve).look
                packed = tuple(_checked(parts, archive, look))
                _add(archive, manifest(packed), look)
            with _disk(work):
                flush(work)
                with work.open("rb") as written:
                    sha256 = hashlib.file_digest(written, "sha256").hexdigest()
                return Packed(work.stat().st_size, sha256, len(packed) + 1)
        except BaseException:
            self.drop(workspace, name)
            raise

    def publish(self, workspace: str, name: str) -> None:
        """From now on it can be opened."""
        work = self._work(workspace, name)
        with _disk(work):
            work.replace(self._file(workspace, name))
            flush(work.parent)

    def drop(self, workspace: str, name: str) -> None:
        """Take it away, published or not; nothing happens where there is none."""
        for file in (self._work(workspace, name), self._file(workspace, name)):
            with _disk(file):
                file.unlink(missing_ok=True)

    def open(self, workspace: str, name: str) -> tuple[BinaryIO, int] | None:
        """An export and its size; None where there is none."""
        file = self._file(workspace, name)
        with _disk(file):
            try:
                opened = file.open("rb")
            except FileNotFoundError:
                return None
            return opened, os.fstat(opened.fileno()).st_size

    def workspaces(self) -> tuple[str, ...]:
        """Workspaces of which something lies there, in order."""
        home = self._folder / "workspaces"
        with _disk(home):
            return tuple(sorted(item.parent.name for item in home.glob(f"*/{FOLDER}")))

    def sweep(self, workspace: str, keep: Set[str], before: datetime) -> None:
        """Take away all others that were written before a moment, finished or not."""
        home = self._home(workspace)
        with _disk(home):
            for item in sorted(home.iterdir()) if home.is_dir() else ():
                found = _FILE.fullmatch(item.name)
                if found and (found[1] or "") not in keep and _written(item) < before:
                    item.unlink(missing_ok=True)

    def _home(self, workspace: str) -> Path:
        return self._folder / "workspaces" / checked_id(workspace) / FOLDER

    def _file(self, workspace: str, name: str) -> Path:
        return self._home(workspace) / f"{_name(name)}.zip"

    def _work(self, workspace: str, name: str) -> Path:
        return self._home(workspace) / f".{_name(name)}.tmp"


class _Room:
    """The room there is, looked at now and then."""

    def __init__(self, home: Path, reserve: int) -> None:
        self._home, self._reserve, self._since = home, reserve, _LOOKED

    def look(self, written: int) -> None:
        """Refuse to go on where the disk is about to be full.

        Raises
        ------
        OutsideError  It is (`outside.export_room`).
        """
        self._since += written
        if self._since >= _LOOKED:
            self._since = 0
            if shutil.disk_usage(self._home).free < self._reserve:
                room = self._reserve // 1_000_000
                said = f"there is too little room for an export: {room} MB stay free for what people save"
                raise OutsideError.of(
                    "outside.export_room", str(self._home), said, "free some space, then export again", room=room
                )


def _checked(
    parts: Iterable[Part], archive: zipfile.ZipFile, look: Callable[[int], None]
) -> Iterator[PackedFile]:  # fmt: skip
    """Write parts; a path that leads elsewhere, or that some system takes for another's, is a fault of ours."""
    taken: set[str] = set()
    for part in parts:
        steps = part.path.split("/")
        bare = part.path.casefold()
        if bare in taken or "\\" in part.path or any(step.strip(". ") != step or not step for step in steps):
            raise ValueError("an export with a path twice, or that leads elsewhere")
        taken.add(bare)
        yield _add(archive, part, look)


def _add(archive: zipfile.ZipFile, part: Part, look: Callable[[int], None]) -> PackedFile:
    head = zipfile.ZipInfo(part.path, _WHEN)
    head.create_system, head.external_attr = 3, 0o600 << 16  # the same on every system
    head.compress_type = zipfile.ZIP_STORED if part.path.lower().endswith(_PACKED) else zipfile.ZIP_DEFLATED
    size, digest = 0, hashlib.sha256()
    with archive.open(head, "w", force_zip64=True) as target:
        for piece in part.content:
            for first in range(0, len(piece), _CHUNK):
                chunk = piece[first : first + _CHUNK]
                target.write(chunk)
                digest.update(chunk)
                look(len(chunk))
            size += len(piece)
    return PackedFile(part.path, size, digest.hexdigest())


@contextlib.contextmanager
def _disk(where: Path) -> Iterator[None]:
    """What the disk refuses becomes an `OutsideError`; what else goes wrong inside stays what it is."""
    try:
        yield
    except OSError:
        with store_errors(where):
            raise


@contextlib.contextmanager
def _new(file: Path) -> Iterator[IO[bytes]]:
    """A new file for its owner only."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "w+b") as opened:
        yield opened


def _written(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("no name of an export")
    return name
