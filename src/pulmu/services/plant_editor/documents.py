"""Documents of plants that were made here and not read from a file."""

import dataclasses

from pulmu.model import Document
from pulmu.services.document_form.edit import document_of_tree


def empty_plant(name: str, year: int) -> Document:
    """A plant of which only the year is known."""
    tree = {"pulmu": "plant/1", "company": {}, "installation": {}, "period": year, "processes": []}
    return document_of_tree(tree, name)


def without_file(document: Document) -> Document:
    """The document as it is written out: what it cites stays cited, and what was wrong with its file is left behind."""
    return dataclasses.replace(document, problems=(), cited={})
