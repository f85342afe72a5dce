"""Reads the file of a line: YAML or JSON."""

from pulmu.adapters._document import LARGEST_FILE, parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.model import Document


def read_line_file(path: str) -> Document:
    """The document in a file.

    Raises
    ------
    InputError  The file cannot be a line's (`input.file_kind`, `input.yaml_syntax`, ...): all that was found.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_line_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_line_bytes(data: bytes, name: str) -> Document:
    """The document in the content of a file; `name` is its name as problems show it.

    Raises
    ------
    InputError  As for `read_line_file`.
    """
    return parse_document(data, name)
