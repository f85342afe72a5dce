"""Reads a plant's file from disk, YAML or JSON, and writes one."""

import json
from collections.abc import Callable, Mapping

import yaml

from pulmu.adapters._document import LARGEST_FILE, parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.model import Document, Plant, encode

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
    name = shown_name(path)
    data = read_bytes(path, LARGEST_FILE + 1)
    reader = next((item for mark, item in (others or {}).items() if data.startswith(mark)), parse_document)
    return reader(data, name)


def write_plant_yaml(plant: Plant) -> bytes:
    """A plant as YAML; reading it gives the same plant. Comments of a file it was read from are not in it."""
    return yaml.safe_dump(encode(plant), allow_unicode=True, sort_keys=False, width=110).encode()


def write_plant_json(plant: Plant) -> bytes:
    """A plant as JSON; reading it gives the same plant."""
    return (json.dumps(encode(plant), ensure_ascii=False, indent=1) + "\n").encode()
