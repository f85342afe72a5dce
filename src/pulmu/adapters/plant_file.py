"""Reads a plant's file from disk, YAML or JSON, and writes one."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from pulmu.adapters._document import LARGEST_FILE, parse_document
from pulmu.adapters._document.parse import no_workbook
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.model import Document, Plant, encode

LARGEST_REPORT = 100_000_000
"""Bytes. A report of 200 processes takes fourteen megabytes at most."""
_WORKBOOKS = (".xlsx", ".xlsm")
MOST_ENTRIES_OF_A_REPORT = 5_000_000

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
    return read_plant_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path), others)


def read_plant_bytes(data: bytes, name: str, others: Mapping[bytes, Reader] | None = None) -> Document:
    """The document in the content of a file.

    Parameters
    ----------
    name : Name of the file as problems show it.
    others : As for `read_plant_file`.

    Raises
    ------
    InputError  As for `read_plant_file`.
    """
    reader = next((item for mark, item in (others or {}).items() if data.startswith(mark)), None)
    if reader is None and others and name.lower().endswith(_WORKBOOKS) and not _is_text(data):
        raise no_workbook(name)
    return (reader or parse_document)(data, name)


def _is_text(data: bytes) -> bool:
    """Whether somebody could have written it: then the name of the file is wrong, not its content."""
    try:
        return bool(data.strip()) and "\x00" not in data.decode()
    except UnicodeDecodeError:
        return False


def read_report_file(path: str) -> Document:
    """The document in a report.json, which may be far larger than a plant's: it holds every figure.

    Raises
    ------
    InputError  The file cannot be a report (`input.file_kind`, `input.json_syntax`, ...): all that was found.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    data = read_bytes(path, LARGEST_REPORT + 1)
    return parse_document(data, shown_name(path), LARGEST_REPORT, MOST_ENTRIES_OF_A_REPORT)


def write_plant_yaml(plant: Plant) -> bytes:
    """A plant as YAML; reading it gives the same plant. Comments of a file it was read from are not in it."""
    return write_tree_yaml(encode(plant))


def write_plant_json(plant: Plant) -> bytes:
    """A plant as JSON; reading it gives the same plant."""
    return write_tree_json(encode(plant))


def write_tree_yaml(tree: Any) -> bytes:
    """The tree of a plant's document as YAML, whatever is wrong with it."""
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=110).encode()


def write_tree_json(tree: Any) -> bytes:
    """The tree of a plant's document as JSON, whatever is wrong with it."""
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()
