"""Tables of a population as they lie in its folder: ``firms.parquet``, or several files ``firms-….parquet``."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from pulmu.model import InputError

_FILE = re.compile(r"([a-z][a-z_]*)(?:-[\w.\-]+)?\.parquet")


def tables_in(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Files of each table, in order; where Spark wrote a folder of that name, what is in it.

    Raises
    ------
    InputError  There is no table (`input.no_population`).
    """
    found: dict[str, list[str]] = {}
    for item in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = _FILE.fullmatch(item.name)
        if name is not None:
            found.setdefault(name[1], []).extend(_files_at(item))
    tables = {name: tuple(files) for name, files in sorted(found.items()) if files}
    if not tables:
        said, mend = "there is no population in this folder", "check the folder, or make a population first"
        raise InputError.of("input.no_population", str(folder), said, mend)
    return tables


def _files_at(item: Path) -> list[str]:
    if item.is_dir():
        return [str(file.absolute()) for file in sorted(item.glob("*.parquet")) if file.is_file()]
    return [str(item.absolute())]


def check_free(path: Path) -> None:
    """Refuse to write over something.

    Raises
    ------
    InputError  `input.file_exists`.
    """
    if os.path.lexists(path):
        said, mend = "a file of this name exists", "give another name"
        raise InputError.of("input.file_exists", str(path), said, mend, file=path.name)


def work_path(path: Path) -> Path:
    """A name beside it to write under; no table is read from there."""
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")


def no_table(name: str, tables: Mapping[str, object]) -> InputError:
    """That a population has no such table."""
    known = ", ".join(tables)
    said, mend = f"the population has no table {name!r}; it has {known}", "check which population was opened"
    return InputError.of("input.no_table", "population", said, mend, table=name, known=known)
