"""Documents of plants that were made here and not read from a file."""

import dataclasses
import hashlib
import json
from typing import Any

from pulmu.model import Document


def document_of_tree(tree: Any, name: str) -> Document:
    """The document of a tree that somebody filled in.

    Parameters
    ----------
    name : What problems and figures name as the file: that of the plant.
    """
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return Document(tree, name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def empty_plant(name: str, year: int) -> Document:
    """A plant of which only the year is known."""
    tree = {"pulmu": "plant/1", "company": {}, "installation": {}, "period": year, "processes": []}
    return document_of_tree(tree, name)


def without_file(document: Document) -> Document:
    """The document as it is written out: what it cites stays cited, and what was wrong with its file is left behind."""
    return dataclasses.replace(document, problems=(), cited={})
