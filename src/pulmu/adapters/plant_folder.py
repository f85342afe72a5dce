"""Finds the plant files of a folder, those of folders below it included."""

import os
from pathlib import Path

from pulmu.adapters._file import shown_name
from pulmu.model import InputError, OutsideError, Problem

SUFFIXES = (".xlsx", ".yaml", ".yml", ".json")


def find_plant_files(folder: str, without: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Paths below a folder in the order of their names, and the folders that cannot be looked into.

    Hidden files and those of an open workbook (`~$`) are left out; links to folders are not followed.

    Parameters
    ----------
    without : A folder that is left out, because reports go there.

    Raises
    ------
    InputError  There is no plant file (`input.no_plant_files`); reports would go among them (`input.same_folder`).
    """
    home, left_out = Path(folder).resolve(), Path(without).resolve()
    if home == left_out:
        raise InputError.of(
            "input.same_folder",
            without,
            "the reports would go among the plants",
            "give another folder with --out; one inside is left out of the search",
        )
    unread: list[Problem] = []
    found: list[str] = []
    for here, folders, files in os.walk(home, onerror=lambda error: unread.append(_cannot_list(error, home))):
        folders[:] = sorted(name for name in folders if not _is_hidden(name) and Path(here, name) != left_out)
        found += [str(Path(here, name).relative_to(home)) for name in files if _is_plant(name)]
    if not found and not unread:
        raise InputError.of(
            "input.no_plant_files",
            folder,
            "the folder holds no plant file",
            f"put plants there as {', '.join(SUFFIXES)}",
            suffixes=", ".join(SUFFIXES),
        )
    return tuple(sorted(found)), tuple(unread)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _is_plant(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not _is_hidden(name)


def _cannot_list(error: OSError, home: Path) -> Problem:
    path = Path(error.filename or home)
    shown = "/".join(shown_name(part) for part in path.relative_to(home).parts) or shown_name(str(home))
    why = error.strerror or str(error)
    found = OutsideError.of(
        "outside.cannot_read",
        shown,
        f"cannot read the file: {why}",
        "give the name of a file on this computer",
        reason=why,
    )
    return found.problems[0]
