"""Finished files put where they belong."""

import os
from pathlib import Path

from pulmu.model import InputError


def save_new_file(path: Path, data: bytes) -> None:
    """Put a finished file where no file stands yet.

    Raises
    ------
    InputError  A file stands there (`input.file_exists`): it may be filled in, and is not replaced.
    OutsideError  It cannot be written.
    """
    if os.path.lexists(path):
        raise InputError.of(
            "input.file_exists", str(path), "a file of this name exists", "give another name", file=path.name
        )
    save_files(path.parent, {path.name: data})


def save_files(folder: Path, files: dict[str, bytes]) -> None:
    """Put finished files into a folder: all of them or none."""
    from pulmu.adapters.folder import write_folder

    write_folder(str(folder), files)
