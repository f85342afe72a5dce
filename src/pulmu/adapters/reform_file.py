"""Reads the file of a reform, YAML or JSON, and lists those that come with Pulmu."""

import importlib.resources

from pulmu.adapters._document import LARGEST_FILE, parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.model import Document


def read_reform_file(path: str) -> Document:
    """The document in a file.

    Raises
    ------
    InputError  The file cannot be a reform's (`input.file_kind`, `input.yaml_syntax`, ...): all that was found.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_reform_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_reform_bytes(data: bytes, name: str) -> Document:
    """The document in the content of a file; `name` is its name as problems show it.

    Raises
    ------
    InputError  As for `read_reform_file`.
    """
    return parse_document(data, name)


def packaged_reform_documents() -> dict[str, Document]:
    """The reforms that come with Pulmu, by id."""
    folder = importlib.resources.files("pulmu.reference") / "data" / "reforms"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): parse_document(file.read_bytes(), file.name) for file in files}
