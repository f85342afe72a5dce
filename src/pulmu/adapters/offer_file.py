"""Reads files of offers (YAML, JSON, or a table in a workbook) and of needs (YAML, JSON), and writes them."""

import hashlib

import yaml

from pulmu.adapters._document import parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._offers import offers_of_sheets, template_of_offers
from pulmu.adapters._workbook import TABLE, read_sheets
from pulmu.model import Document, encode
from pulmu.model.need import Need, Needs
from pulmu.model.offer import Offer, Offers

__all__ = [
    "read_need_bytes",
    "read_need_file",
    "read_offer_bytes",
    "read_offer_file",
    "template_of_offers",
    "write_yaml",
]

LARGEST_FILE = 40_000_000
MOST_NODES = 2_000_000
"""Bytes and entries: 20,000 offers with all they can say."""
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_offer_file(path: str) -> Document:
    """The offers in a file.

    Raises
    ------
    InputError  The file cannot be one (`input.file_kind`, `input.yaml_syntax`, `offer.no_table`, ...).
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_offer_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_offer_bytes(data: bytes, name: str) -> Document:
    """The offers in the content of a file: a workbook if it is one, whatever the name says.

    Raises
    ------
    InputError  As for `read_offer_file`.
    """
    if data.startswith(_BOOKS):
        return offers_of_sheets(read_sheets(data, name, TABLE), name, hashlib.sha256(data).hexdigest())
    return parse_document(data, name, LARGEST_FILE, MOST_NODES)


def read_need_file(path: str) -> Document:
    """The need or needs in a file.

    Raises
    ------
    InputError, OutsideError  As for `read_offer_file`.
    """
    return read_need_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_need_bytes(data: bytes, name: str) -> Document:
    """The need or needs in the content of a file.

    Raises
    ------
    InputError  As for `read_offer_file`.
    """
    return parse_document(data, name, LARGEST_FILE, MOST_NODES)


def write_yaml(item: Offer | Offers | Need | Needs) -> bytes:
    """An offer or a need as YAML; reading it gives the same."""
    return yaml.safe_dump(encode(item), allow_unicode=True, sort_keys=False, width=110).encode()
