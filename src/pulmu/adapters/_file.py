"""Bytes of a file the user names: a regular file only, and no more of it than wanted."""

import os
import stat
from pathlib import Path

from pulmu.model import OutsideError


def read_bytes(path: str, longest: int) -> bytes:
    """The first bytes of a file.

    Raises
    ------
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    try:
        return _read(path, longest)
    except (OSError, ValueError) as error:  # ValueError: a name no file can have
        raise _cannot_read(path, error) from error


def shown_name(path: str) -> str:
    """The file's name, for people."""
    return "".join(sign if sign.isprintable() else "?" for sign in Path(path).name)


def _read(path: str, longest: int) -> bytes:
    if not stat.S_ISREG(Path(path).stat().st_mode):
        raise OSError("it is not a regular file")
    # Without waiting: the name may have become a pipe since, and nobody may ever write into it.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is not a regular file")
        return file.read(longest)


def _cannot_read(path: str, error: Exception) -> OutsideError:
    if isinstance(error, FileNotFoundError):
        why, mend = "there is no such file", "check the name and the folder"
    elif isinstance(error, PermissionError):
        why, mend = "it may not be read", "ask its owner, or close the program that holds it open"
    else:
        why, mend = getattr(error, "strerror", None) or str(error), "give the name of a file on this computer"
    shown = "".join(sign if sign.isprintable() else "?" for sign in path)
    return OutsideError.of("outside.cannot_read", shown, f"cannot read the file: {why}", mend, reason=why)
