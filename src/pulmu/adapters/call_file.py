"""Reads the file of a call, or of an application to one, YAML or JSON, and writes one."""

import yaml

from pulmu.adapters._document import LARGEST_FILE, parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.model import Document, encode
from pulmu.model.call import Call


def read_call_file(path: str) -> Document:
    """The document in a file.

    Raises
    ------
    InputError  The file cannot be a call's (`input.file_kind`, `input.yaml_syntax`, ...): all that was found.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_call_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_call_bytes(data: bytes, name: str) -> Document:
    """The document in the content of a file; `name` is its name as problems show it.

    Raises
    ------
    InputError  As for `read_call_file`.
    """
    return parse_document(data, name)


def write_call_yaml(call: Call) -> bytes:
    """A call as YAML; reading it gives the same call."""
    return yaml.safe_dump(encode(call), allow_unicode=True, sort_keys=False, width=110).encode()


def read_application_bytes(data: bytes, name: str) -> Document:
    """The document of an application in the content of a file; `name` is its name as problems show it.

    Raises
    ------
    InputError  As for `read_call_file`.
    """
    return parse_document(data, name)
