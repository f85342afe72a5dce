"""Jobs and timetables: read from YAML or JSON, a workbook, a folder of CSV tables or one CSV, and written."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath

from pulmu.adapters._document import parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._jobs.assemble import jobs_document, timetable_document
from pulmu.adapters._jobs.sheets import TABLES, Sheet, plain
from pulmu.adapters._jobs.write import jobs_workbook, table_heads, timetable_workbook
from pulmu.adapters._readings.content import refuse_kind
from pulmu.adapters._readings.text import read_text
from pulmu.adapters._untrusted import Limit
from pulmu.adapters._workbook import Limits, read_sheets
from pulmu.model import Document, InputError

__all__ = [
    "jobs_workbook",
    "read_jobs_bytes",
    "read_jobs_file",
    "read_timetable_bytes",
    "read_timetable_file",
    "table_heads",
    "timetable_workbook",
]

LARGEST_FILE = 20_000_000
MOST_ROWS = 100_000
_MOST_NODES = 2_000_000
_LIMITS = Limits(LARGEST_FILE, MOST_ROWS, 200, 1_500_000, Limit(seconds=60, memory=1_000_000_000))
_TEXTS = (".csv", ".tsv", ".txt")
_MOST_TEXTS = 20
Assemble = Callable[[Iterable[Sheet], str, str], Document]


def read_jobs_file(path: str) -> Document:
    """The jobs in a file, or in the CSV tables of a folder.

    Raises
    ------
    InputError  It cannot hold jobs (`schedule.file_kind`, `input.yaml_syntax`, ...): all that was found.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    if Path(path).is_dir():
        return _of_folder(Path(path))
    return read_jobs_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_jobs_bytes(data: bytes, name: str) -> Document:
    """The jobs in the content of a file; `name` is its name as problems show it.

    Raises
    ------
    InputError  As for `read_jobs_file`.
    """
    return _read(data, name, jobs_document)


def read_timetable_file(path: str) -> Document:
    """The timetable in a file.

    Raises
    ------
    InputError, OutsideError  As for `read_jobs_file`.
    """
    return read_timetable_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_timetable_bytes(data: bytes, name: str) -> Document:
    """The timetable in the content of a file.

    Raises
    ------
    InputError  As for `read_jobs_file`.
    """
    return _read(data, name, timetable_document)


def _read(data: bytes, name: str, assemble: Assemble) -> Document:
    name = unicodedata.normalize("NFC", name)
    suffix = PurePath(name).suffix.lower()
    if suffix in (".yaml", ".yml", ".json"):
        return parse_document(data, name, LARGEST_FILE, _MOST_NODES)
    digest = hashlib.sha256(data).hexdigest()
    if suffix == ".xlsx":
        sheets = [Sheet(item.name, f"sheet {item.name}", item.rows, tuple(item.flawed))
                  for item in read_sheets(data, name, _LIMITS)]  # fmt: skip
        return assemble(sheets, name, digest)
    if suffix in _TEXTS:
        return assemble([_of_text(data, name, "")], name, digest)
    raise InputError.of("schedule.file_kind", name, f"{suffix or 'a name without ending'} is no file of jobs",
                        "give a file that ends in .xlsx, .csv, .yaml or .json", kind=suffix)  # fmt: skip


def _of_folder(folder: Path) -> Document:
    """Every CSV table of a folder, named as the sheets of a workbook are."""
    known = {plain(name) for table in TABLES.values() for name in table.names}
    files = sorted(item for item in folder.iterdir() if item.suffix.lower() in _TEXTS and plain(item.stem) in known)
    if not files:
        listed = ", ".join(table.names[0] + ".csv" for table in TABLES.values())
        raise InputError.of("schedule.no_tables", shown_name(str(folder)), "the folder holds no table of jobs",
                            f"name the files: {listed}", known=listed)  # fmt: skip
    sheets, whole = [], hashlib.sha256()
    for file in files[:_MOST_TEXTS]:
        data = read_bytes(str(file), LARGEST_FILE + 1)
        whole.update(hashlib.sha256(data).digest())
        sheets.append(_of_text(data, shown_name(str(file)), shown_name(str(file))))
    return jobs_document(sheets, shown_name(str(folder)), whole.hexdigest())


def _of_text(data: bytes, name: str, where: str) -> Sheet:
    """A text as a table whose rows stand where they stand in the file."""
    if len(data) > LARGEST_FILE:
        raise _too_large(name)
    refuse_kind(data, name)
    grid, rows = read_text(data, name), list[list[str]]()
    for line, cells in grid.rows(0):
        if line > MOST_ROWS:
            raise _too_large(name)
        rows += [[]] * (line - 1 - len(rows))
        rows.append(cells)
    return Sheet(PurePath(name).stem, where, rows)


def _too_large(name: str) -> InputError:
    limit = f"{LARGEST_FILE // 1_000_000} MB, {MOST_ROWS:,}"
    return InputError.of("schedule.too_large", name, f"the table is larger than {limit} rows",
                         "plan fewer jobs at a time", limit=limit)  # fmt: skip
