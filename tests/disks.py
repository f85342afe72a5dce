"""Disks to fill and to shut: small ones of their own, never the machine's."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_PIECE = b"\0" * 65_536


class SmallDisk:
    """A file system of a few megabytes in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, leave: int = 0) -> None:
        """Leave so many bytes."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (len(_PIECE), 4096, 1):
                with contextlib.suppress(OSError):
                    while file.write(_PIECE[:size]) == size:
                        pass
            if leave:
                file.truncate(max(0, file.tell() - leave))

    def empty(self) -> None:
        """Take away what fills it."""
        self._ballast.unlink(missing_ok=True)


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """A disk of its own below a folder, where this machine lets us have one."""
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder))
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _mount(*arguments: str) -> None:
    """Mount something, or skip the test and say why."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a disk of its own needs Linux and its administrator")
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing may be mounted here: {done.stderr.strip()}")


class SmallFiles:
    """The other way to a full disk: the files of a process may not grow. Its children keep what they had."""

    def __init__(self, folder: Path, process: Callable[[], int]) -> None:
        """Where it keeps its files, and which process it is."""
        self.folder = folder
        self._process = process

    def fill(self) -> None:
        """Let no file of it grow by a byte."""
        self._limit(0)

    def empty(self) -> None:
        """Let them grow again."""
        self._limit(None)

    def _limit(self, size: int | None) -> None:
        import resource

        most = resource.prlimit(self._process(), resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self._process(), resource.RLIMIT_FSIZE, (most if size is None else size, most))


@contextlib.contextmanager
def small_files(folder: Path, process: Callable[[], int]) -> Iterator[SmallFiles]:
    """Limits to a process, where this machine knows them."""
    if sys.platform != "linux":
        pytest.skip("the files of another process are limited on Linux only")
    folder.mkdir()
    yield SmallFiles(folder, process)


@contextlib.contextmanager
def shut(folder: Path) -> Iterator[None]:
    """A folder on a disk that was mounted for reading only."""
    _mount("--bind", str(folder), str(folder))
    try:
        _mount("-o", "remount,bind,ro", str(folder))
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


class Frozen:
    """Files nobody can change, also who has them open: as on a disk the system made read-only in its trouble.

    But for SQLite's shared memory: who writes to memory of an immutable file is ended by the system.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self) -> None:
        """Freeze everything there is."""
        done = self._attribute("+i")
        if done.returncode:
            self.end()
            pytest.skip(f"no file can be made immutable here: {done.stderr.strip()}")

    def end(self) -> None:
        """Thaw it."""
        self._attribute("-i")

    def _attribute(self, change: str) -> "subprocess.CompletedProcess[str]":
        every = [self._folder, *self._folder.rglob("*")]
        command = ["chattr", change, *(str(item) for item in every if not item.name.endswith("-shm"))]
        return subprocess.run(command, capture_output=True, text=True, check=False)


@contextlib.contextmanager
def freezing(folder: Path) -> Iterator[Frozen]:
    """A folder that can be frozen, and is thawed at the end."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("chattr") is None:
        pytest.skip("making files immutable needs Linux and its administrator")
    found = Frozen(folder)
    try:
        yield found
    finally:
        found.end()
