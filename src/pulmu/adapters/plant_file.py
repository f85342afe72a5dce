"""Reads a plant's file from disk: YAML or JSON."""

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from pulmu.adapters._document import LARGEST_FILE, parse_document
from pulmu.model import Document, OutsideError

Reader = Callable[[bytes, str], Document]


def read_plant_file(path: str, others: Mapping[bytes, Reader] | None = None) -> Document:
    """The document in a file.

    Parameters
    ----------
    others : Readers of other kinds of content, by the bytes it begins with; the name of a file decides nothing.

    Raises
    ------
    InputError  The file cannot be a plant's (`input.file_kind`, `input.yaml_syntax`, ...): all that was found.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    name = "".join(sign if sign.isprintable() else "?" for sign in Path(path).name)
    try:
        data = _read(path)
    except (OSError, ValueError) as error:  # ValueError: a name no file can have
        raise _cannot_read(path, error) from error
    reader = next((item for mark, item in (others or {}).items() if data.startswith(mark)), parse_document)
    return reader(data, name)


def _read(path: str) -> bytes:
    if not stat.S_ISREG(Path(path).stat().st_mode):
        raise OSError("it is not a regular file")
    # Without waiting: the name may have become a pipe since, and nobody may ever write into it.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is not a regular file")
        return file.read(LARGEST_FILE + 1)


def _cannot_read(path: str, error: Exception) -> OutsideError:
    if isinstance(error, FileNotFoundError):
        why, mend = "there is no such file", "check the name and the folder"
    elif isinstance(error, PermissionError):
        why, mend = "it may not be read", "ask its owner, or close the program that holds it open"
    else:
        why, mend = getattr(error, "strerror", None) or str(error), "give the name of a file on this computer"
    shown = "".join(sign if sign.isprintable() else "?" for sign in path)
    return OutsideError.of("outside.cannot_read", shown, f"cannot read the file: {why}", mend, reason=why)
