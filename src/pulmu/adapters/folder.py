"""Puts finished files into a folder: all of them or none."""

import contextlib
import errno
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pulmu.model import InputError, OutsideError

if sys.platform != "win32":
    import fcntl

_STAGING = ".pulmu-"
_LEFT_BEHIND = 24 * 3600.0
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def write_folder(path: str, files: Mapping[str, bytes]) -> None:
    """Write files into a folder that may exist already.

    Everything is written in full and flushed to the disk beside its place before the first name changes hands. A new
    folder then appears by one rename. In a folder that exists, each file is replaced by a rename of its own, and the
    files replaced so far are put back if one fails; what else the user keeps there is not touched. Swapping whole
    folders would be one step fewer, but would carry the user's other files around, cannot be done while a program on
    Windows holds one of them open, and leaves no folder at all if the power fails between its two renames. Here a power
    failure between two renames leaves whole files, at worst of two runs; the hash in report.json tells.

    Raises
    ------
    OutsideError  It cannot be written (`outside.cannot_write`), for want of space on the disk (`outside.disk_full`);
        what stood there before still stands.
    InputError  A name that is no plain file name (`input.file_name`).
    """
    for name in files:
        _check_name(name)
    try:
        target = Path(path)
        if target.is_dir():
            _replace_in(target, files)
        elif os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "there is a file of that name")
        else:
            _create(target, files)
    except (OSError, ValueError) as error:  # ValueError: a name no folder can have
        raise _cannot_write(path, error) from error


def _create(target: Path, files: Mapping[str, bytes]) -> None:
    with _parents(target.parent), _staging(target.parent) as staging:
        new = staging / "new"
        new.mkdir()
        _write_all(new, files)
        new.rename(target)
        _flush_folder(target.parent)


def _replace_in(target: Path, files: Mapping[str, bytes]) -> None:
    present = {name for name in files if os.path.lexists(target / name)}
    for name in present:
        if not (target / name).is_file() and not (target / name).is_symlink():
            raise FileExistsError(errno.EEXIST, f"{name} is there and is no file")
    # Inside the folder, so that it is on the same disk even where the folder is a link or a mount.
    with _staging(target) as staging:
        new, old = staging / "new", staging / "old"
        new.mkdir()
        old.mkdir()
        for name in present:
            shutil.copy2(target / name, old / name, follow_symlinks=False)
        _write_all(new, files)
        with _undoing(target, old, present) as replaced:
            for name in files:
                replaced.append(name)
                (new / name).replace(target / name)
        _flush_folder(target)


@contextlib.contextmanager
def _undoing(target: Path, old: Path, present: set[str]) -> Iterator[list[str]]:
    """If the body fails, files that were replaced get their old content back, and new ones go."""
    replaced: list[str] = []
    try:
        yield replaced
    except BaseException:
        for name in replaced:
            with contextlib.suppress(OSError):
                if name in present:
                    (old / name).replace(target / name)
                else:
                    (target / name).unlink(missing_ok=True)
        raise


def remove_files(path: str, names: Iterable[str]) -> None:
    """Take files out of a folder, those that are there.

    Raises
    ------
    OutsideError  One cannot be taken away (`outside.cannot_write`): a program holds it open, say.
    """
    try:
        for name in names:
            (Path(path) / name).unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(path, error) from error


@contextlib.contextmanager
def only_run_in(path: str) -> Iterator[None]:
    """Hold a folder for one run, made where it is missing; the system gives it back however the run ends.

    Where a file system cannot hold a folder (some network drives), it is not held.

    Raises
    ------
    OutsideError  Another run holds it (`outside.folder_in_use`), or it cannot be made (`outside.cannot_write`).
    """
    folder = Path(path)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(_parents(folder))
            if not folder.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, "there is a file of that name")
            descriptor = _hold(folder)
        except OSError as error:
            raise _cannot_write(path, error) from error
        if descriptor is not None:
            stack.callback(os.close, descriptor)
        yield


def _hold(folder: Path) -> int | None:
    try:
        return _lock(folder)
    except (BlockingIOError, FileExistsError) as error:
        raise OutsideError.of(
            "outside.folder_in_use",
            _shown(str(folder)),
            "another run of Pulmu writes its reports into this folder",
            "wait until it has ended, or give another folder with --out",
        ) from error
    except OSError:
        return None


if sys.platform == "win32":

    def _lock(folder: Path) -> int:
        # Windows cannot lock a folder; it takes this file away when its holder ends.
        return os.open(folder / f"{_STAGING}run", os.O_CREAT | os.O_EXCL | os.O_TEMPORARY)

else:

    def _lock(folder: Path) -> int:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor


@contextlib.contextmanager
def _staging(parent: Path) -> Iterator[Path]:
    _sweep(parent)
    # Not tempfile.mkdtemp: the folder we rename must have the rights the user's umask gives.
    staging = parent / f"{_STAGING}{secrets.token_hex(8)}"
    staging.mkdir()
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """What a killed run has left; no run takes a day for the files of one folder."""
    with contextlib.suppress(OSError):
        for left in parent.glob(f"{_STAGING}*"):
            if time.time() - left.lstat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _parents(parent: Path) -> Iterator[None]:
    """Folders above the target, made where they are missing, and taken away again if the body fails."""
    missing = [folder for folder in (parent, *parent.parents) if not os.path.lexists(folder)]
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
        yield
    except BaseException:
        for folder in missing:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        with (folder / name).open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    # Windows cannot open a folder, and needs no flush of it.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _check_name(name: str) -> None:
    if name in ("", ".", "..") or any(sign in '/\\:*?"<>|' or ord(sign) < 32 for sign in name):
        raise InputError.of(
            "input.file_name",
            repr(name),
            "this is no plain file name",
            "use letters, digits, '_', '.' and '-'",
            name=name,
        )


_MENDS = {
    errno.EEXIST: "give the name of a folder, new or existing",
    errno.ENOTDIR: "give the name of a folder, new or existing",
    errno.EACCES: "close the files in the program that shows them, or choose a folder you may write to",
    errno.EPERM: "close the files in the program that shows them, or choose a folder you may write to",
}


def _cannot_write(path: str, error: OSError | ValueError) -> OutsideError:
    why = getattr(error, "strerror", None) or str(error)
    mend = _MENDS.get(getattr(error, "errno", None) or 0, "choose another folder")
    shown = _shown(path)
    if getattr(error, "errno", None) in _FULL:
        return OutsideError.of(
            "outside.disk_full",
            shown,
            f"the disk is full: {why}",
            "free some space and run the command again",
            reason=why,
        )
    return OutsideError.of("outside.cannot_write", shown, f"cannot write the folder: {why}", mend, reason=why)


def _shown(path: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in path)
