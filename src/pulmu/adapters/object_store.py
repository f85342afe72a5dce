"""Keeps contents as files named by their hash, a folder for each workspace."""

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import time
from pathlib import Path

from pulmu.adapters._names import checked_id
from pulmu.adapters._parts import flush, make_folder, publish, store_errors
from pulmu.model import OutsideError

_HASH = re.compile(r"[0-9a-f]{64}")
_LEFT = re.compile(r"\.(\d{6}-)?[0-9a-f]{16}\.tmp")
"""Names that files of contents, readings and books have while they are written."""
_OLD = 3600.0
"""A file that was begun and did not get its name for so long never will: whoever wrote it is no more. [s]"""


class FolderObjectStore:
    """A folder with `workspaces/ID/objects/ab/cdef…`. The same content of two workspaces is two files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, workspace: str, content: bytes) -> str:
        """Keep a content, on the disk before it returns; its SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self._file(workspace, sha256)
        with store_errors(target.parent):
            if target.exists():
                return sha256
            make_folder(target.parent)
            work = target.with_name(f".{secrets.token_hex(8)}.tmp")
            try:
                _write(work, content)
                with contextlib.suppress(FileExistsError):  # the same content, by somebody who was first
                    publish(work, target)
            finally:
                work.unlink(missing_ok=True)
        return sha256

    def get(self, workspace: str, sha256: str) -> bytes:
        """A content.

        Raises
        ------
        OutsideError  It is missing or damaged (`outside.object_missing`, `outside.object_damaged`).
        """
        file = self._file(workspace, sha256)
        mend = "restore the newest backup that verifies"
        with store_errors(file.parent):
            try:
                content = file.read_bytes()
            except FileNotFoundError as error:
                said = f"a kept file is missing: {sha256[:12]}"
                raise OutsideError.of("outside.object_missing", file.name, said, mend, sha256=sha256[:12]) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            said = f"a kept file is not as it was written: {sha256[:12]}"
            raise OutsideError.of("outside.object_damaged", file.name, said, mend, sha256=sha256[:12])
        return content

    def workspaces(self) -> tuple[str, ...]:
        """Workspaces that have a folder, in order."""
        home = self._folder / "workspaces"
        with store_errors(home):
            return tuple(sorted(item.name for item in home.iterdir())) if home.is_dir() else ()

    def hashes(self, workspace: str) -> tuple[str, ...]:
        """What is kept, in order."""
        home = self._home(workspace)
        with store_errors(home):
            found = home.glob("??/*") if home.is_dir() else ()
            names = (item.parent.name + item.name for item in found)
            return tuple(sorted(name for name in names if _HASH.fullmatch(name)))

    def erase(self, workspace: str) -> None:
        """Take away everything of a workspace that is in files, its readings too; its records are the store's."""
        home = self._home(workspace).parent
        with store_errors(home):
            for item in home.iterdir() if home.is_dir() else ():
                if item.is_dir():
                    shutil.rmtree(item)
                elif not item.name.startswith("records.sqlite"):
                    item.unlink()
            if home.is_dir():
                with contextlib.suppress(OSError):
                    home.rmdir()
                flush(home.parent)

    def sweep(self, age: float = _OLD) -> int:
        """Take away what killed processes began to write, so many seconds ago or more; how many files."""
        until, swept = time.time() - age, 0
        for folder, _, names in os.walk(self._folder / "workspaces"):
            for file in (Path(folder, name) for name in names if _LEFT.fullmatch(name)):
                with contextlib.suppress(OSError):  # it got its name meanwhile, or may not be taken away
                    if file.stat().st_mtime <= until:
                        file.unlink()
                        swept += 1
        return swept

    def _home(self, workspace: str) -> Path:
        return self._folder / "workspaces" / checked_id(workspace) / "objects"

    def _file(self, workspace: str, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        return self._home(workspace) / sha256[:2] / sha256[2:]


def _write(work: Path, content: bytes) -> None:
    """Write a new file, for its owner only, and have it on the disk."""
    descriptor = os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
