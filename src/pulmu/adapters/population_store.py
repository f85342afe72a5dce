"""Keeps a population as Parquet files with a manifest: a folder that appears whole or not at all, never changed."""

import contextlib
import csv
import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from pulmu.adapters._document import parse_document
from pulmu.adapters._file import read_bytes
from pulmu.adapters._parts import flush, make_folder, store_errors, told_by_system
from pulmu.model import InputError, Problem, decode, encode, problem
from pulmu.services.csv_text import harmless
from pulmu.services.population import KeptFile, PopulationManifest
from pulmu.support.population import Column, Columns, Part

MANIFEST = "manifest.json"
SKIPPED = "skipped.csv"
_NAME = re.compile(r"(firms|links)-[A-Za-z0-9\-]+\.parquet")
_STAGING = ".pulmu-population-"
_LEFT_BEHIND = 24 * 3600.0
_LARGEST_MANIFEST = 8 * 1024 * 1024
_ROW_GROUP = 131_072
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",
}


@dataclass(frozen=True, slots=True)
class StoredPopulation:
    """A population in a folder: its manifest, and the files of its two tables."""

    folder: Path
    manifest: PopulationManifest

    def files(self, table: str) -> tuple[Path, ...]:
        """Files of the table `firms` or `links`, in order."""
        return tuple(self.folder / file.name for file in self.manifest.files if file.name.startswith(f"{table}-"))


class ParquetPopulation:
    """Writes parts beside the place of the folder, and gives the whole its name in the end."""

    def __init__(self, folder: Path, staging: Path) -> None:
        """A population for a folder, in the making."""
        self.folder, self._staging = folder, staging

    def add(self, part: Part) -> tuple[KeptFile, ...]:
        """Write the firms and the holdings of one part."""
        tables = {"firms": part.firms, "links": part.links}
        return tuple(self._written(f"{table}-{part.name}.parquet", columns) for table, columns in tables.items())

    def skip(self, cells: Sequence[str]) -> None:
        """Keep a row of a register that is left out, with the reason, in a file for a spreadsheet."""
        with _outside(self.folder), (self._staging / SKIPPED).open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow([harmless(cell) for cell in cells])

    def finish(self, manifest: PopulationManifest) -> None:
        """Write the manifest, and have the folder there at once.

        Raises
        ------
        InputError  Something else came into the place meanwhile (`input.population_exists`).
        """
        with _outside(self.folder):
            file = self._staging / MANIFEST
            file.write_text(json.dumps(encode(manifest), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            skipped = self._staging / SKIPPED
            for path in (file, *((skipped,) if skipped.exists() else ()), self._staging):
                flush(path)
            _check_free(self.folder)
            self._staging.rename(self.folder)
            flush(self.folder.parent)

    def _written(self, name: str, columns: Columns) -> KeptFile:
        target = self._staging / name
        with _outside(self.folder):
            _write_parquet(target, columns)
            flush(target)
            with target.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            rows = int(next(iter(columns.values())).values.size)
            return KeptFile(name, rows, target.stat().st_size, digest)


@contextlib.contextmanager
def new_population(folder: Path) -> Iterator[ParquetPopulation]:
    """A population to be written; if it is not finished, nothing of it stays.

    Raises
    ------
    InputError  There is something of that name already (`input.population_exists`): nothing is written over.
    OutsideError  It cannot be written (`outside.store`, `outside.store_full`, ...).
    """
    _check_free(folder)
    with _outside(folder):
        make_folder(folder.parent.absolute(), 0o777)
        _sweep(folder.parent)
        staging = folder.parent / f"{_STAGING}{secrets.token_hex(8)}"
        staging.mkdir()
    try:
        yield ParquetPopulation(folder, staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def read_population(folder: Path, *, check_hashes: bool = False) -> StoredPopulation:
    """A population that is there, its files named and there in full.

    Parameters
    ----------
    check_hashes : Read every file through and compare its hash.

    Raises
    ------
    InputError  There is none (`input.no_population`), its manifest cannot be read (all problems), or files are not
        those of its manifest (`input.population_damaged`): every one of them.
    """
    if not (folder / MANIFEST).is_file():
        raise InputError.of("input.no_population", str(folder), "there is no population in this folder",
                            "check the folder, or make a population first")  # fmt: skip
    data = read_bytes(str(folder / MANIFEST), _LARGEST_MANIFEST + 1)
    manifest = decode(PopulationManifest, parse_document(data, MANIFEST, _LARGEST_MANIFEST)).unwrap()
    wrong = [file.name for file in manifest.files if not _is_as_written(folder, file, check_hashes)]
    if wrong:
        raise InputError(*(_damaged(name) for name in wrong))
    return StoredPopulation(folder, manifest)


def _damaged(name: str) -> Problem:
    return problem("input.population_damaged", name, "the file is not as it was written, or is missing",
                   "make the population again, with the seed its manifest names")  # fmt: skip


def _is_as_written(folder: Path, file: KeptFile, check_hashes: bool) -> bool:
    if not _NAME.fullmatch(file.name):
        return False  # a manifest of a stranger names no file outside its folder
    path = folder / file.name
    if path.is_symlink() or not path.is_file() or path.stat().st_size != file.size:
        return False
    if not check_hashes:
        return True
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256


def _write_parquet(target: Path, columns: Columns) -> None:
    chosen = ", ".join(_expression(name, column) for name, column in columns.items())
    place = str(target).replace("'", "''")
    copy = f"COPY (SELECT {chosen} FROM part) TO '{place}' "  # noqa: S608 - names and words of our own
    with duckdb.connect(config=_SETTINGS) as database, _interrupts():
        database.register("part", {name: _array(column) for name, column in columns.items()})
        database.execute(f"{copy} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})")


@contextlib.contextmanager
def _interrupts() -> Iterator[None]:
    """Ctrl-C while DuckDB works is told by a text alone."""
    try:
        yield
    except RuntimeError as error:
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from error
        raise


def _array(column: Column) -> np.ndarray:
    values = column.values.astype("datetime64[s]") if column.values.dtype.kind == "M" else column.values
    return values if column.known is None else np.ma.masked_array(values, ~column.known)


def _expression(name: str, column: Column) -> str:
    if column.labels:
        words = ", ".join(f"'{label}'" for label in column.labels)
        return f'[{words}][CAST("{name}" AS INTEGER) + 1] AS "{name}"'
    if column.values.dtype.kind == "O":
        return f'CAST("{name}" AS VARCHAR) AS "{name}"'
    return f'CAST("{name}" AS DATE) AS "{name}"' if column.values.dtype.kind == "M" else f'"{name}"'


def _check_free(folder: Path) -> None:
    if os.path.lexists(folder):
        raise InputError.of("input.population_exists", str(folder), "there is something of that name already",
                            "choose a new folder; a population is never written over")  # fmt: skip


def _sweep(parent: Path) -> None:
    """What a killed run has left; none takes a day."""
    with contextlib.suppress(OSError):
        for left in parent.glob(f"{_STAGING}*"):
            if time.time() - left.lstat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _outside(folder: Path) -> Iterator[None]:
    with store_errors(folder, duckdb.Error):
        try:
            yield
        except duckdb.IOException as error:
            raise told_by_system(str(error)) from error
