"""Reads the file of a support programme, YAML or JSON, writes one, and lists those that come with Pulmu."""

import importlib.resources

import yaml

from pulmu.adapters._document import LARGEST_FILE, parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.model import Document, encode
from pulmu.model.programme import Programme


def read_programme_file(path: str) -> Document:
    """The document in a file.

    Raises
    ------
    InputError  The file cannot be a programme's (`input.file_kind`, `input.yaml_syntax`, ...): all that was found.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_programme_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_programme_bytes(data: bytes, name: str) -> Document:
    """The document in the content of a file; `name` is its name as problems show it.

    Raises
    ------
    InputError  As for `read_programme_file`.
    """
    return parse_document(data, name)


def packaged_programme_documents() -> tuple[Document, ...]:
    """The programmes that come with Pulmu, one document each, by name."""
    folder = importlib.resources.files("pulmu.reference") / "data" / "programmes"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return tuple(read_programme_bytes(file.read_bytes(), file.name) for file in files)


def write_programme_yaml(programme: Programme) -> bytes:
    """A programme as YAML; reading it gives the same programme."""
    return yaml.safe_dump(encode(programme), allow_unicode=True, sort_keys=False, width=110).encode()
