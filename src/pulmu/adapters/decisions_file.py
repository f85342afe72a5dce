"""Reads the decisions of a call, YAML or JSON, and writes them."""

import yaml

from pulmu.adapters._document import parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.model import Document, encode
from pulmu.model.decision import Decisions

LARGEST = 80_000_000
"""Bytes. Ten thousand decisions with their reasons take twenty megabytes."""
_MOST_NODES = 4_000_000


def read_decisions_file(path: str) -> Document:
    """The document in a file.

    Raises
    ------
    InputError  The file cannot be one of decisions (`input.file_kind`, `input.yaml_syntax`, ...): all that was found.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_decisions_bytes(read_bytes(path, LARGEST + 1), shown_name(path))


def read_decisions_bytes(data: bytes, name: str) -> Document:
    """The document in the content of a file; `name` is its name as problems show it.

    Raises
    ------
    InputError  As for `read_decisions_file`.
    """
    return parse_document(data, name, LARGEST, _MOST_NODES)


def write_decisions_yaml(decisions: Decisions) -> bytes:
    """Decisions as YAML; reading it gives the same decisions."""
    return yaml.safe_dump(encode(decisions), allow_unicode=True, sort_keys=False, width=110).encode()
