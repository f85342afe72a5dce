"""Reads the file of a round of matching: YAML or JSON, or a workbook whose wishes come as rows."""

import hashlib

from pulmu.adapters._document import parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._round.assemble import document_of
from pulmu.adapters._workbook import TABLE, read_sheets
from pulmu.model import Document

LARGEST_FILE = 40_000_000
_MOST_NODES = 3_000_000


def read_round_file(path: str) -> Document:
    """The document in a file.

    Raises
    ------
    InputError  The file cannot be a round's (`input.file_kind`, `input.yaml_syntax`, ...): all that was found.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_round_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_round_bytes(data: bytes, name: str) -> Document:
    """The document in the content of a file; `name` is its name as problems show it.

    Raises
    ------
    InputError  As for `read_round_file`.
    """
    if name.lower().endswith(".xlsx"):
        sheets = read_sheets(data, name, TABLE)
        return document_of(sheets, name, hashlib.sha256(data).hexdigest())
    return parse_document(data, name, LARGEST_FILE, _MOST_NODES)
