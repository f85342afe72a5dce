"""Reads the file of a firm and of those tied to it by shares, YAML or JSON, and writes one."""

import json

import yaml

from pulmu.adapters._document import LARGEST_FILE, parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.model import Document, Firms, InputError, encode


def read_firm_file(path: str) -> Document:
    """The document in a file.

    Raises
    ------
    InputError  The file cannot be a firm's (`input.firm_file_kind`, `input.yaml_syntax`, ...): all that was found.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_firm_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_firm_bytes(data: bytes, name: str) -> Document:
    """The document in the content of a file; `name` is its name as problems show it.

    Raises
    ------
    InputError  As for `read_firm_file`.
    """
    try:
        return parse_document(data, name)
    except InputError as error:
        first = error.problems[0]
        if first.code != "input.file_kind":
            raise
        kind = dict(first.values).get("kind", "")
        said = f"{kind or 'a name without ending'} is not the ending of a firm's file"
        mend = "give a file that ends in .yaml, .yml or .json"
        raise InputError.of("input.firm_file_kind", name, said, mend, kind=kind) from error


def write_firm_yaml(firms: Firms) -> bytes:
    """Firms as YAML; reading it gives the same firms."""
    return yaml.safe_dump(encode(firms), allow_unicode=True, sort_keys=False, width=110).encode()


def write_firm_json(firms: Firms) -> bytes:
    """Firms as JSON; reading it gives the same firms."""
    return (json.dumps(encode(firms), ensure_ascii=False, indent=1) + "\n").encode()
