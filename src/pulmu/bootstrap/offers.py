"""Files of offers and needs, and the words that search knows for the same thing."""

import functools
from typing import TYPE_CHECKING

from pulmu.model import Document

if TYPE_CHECKING:
    from pulmu.model.need import Needs
    from pulmu.support.search import Lexicon


@functools.cache
def search_words() -> "Lexicon":
    """Words for the same thing, of the table of search terms and of the glossary."""
    from pulmu.locale import glossary_words
    from pulmu.support.search import concepts_of, search_terms

    return search_terms(concepts_of({"id": name, "ko": ko, "en": en} for name, ko, en in glossary_words()))


def read_offers(path: str) -> Document:
    """Read a file of offers: a workbook if its content is one, else YAML or JSON."""
    from pulmu.adapters.offer_file import read_offer_file

    return read_offer_file(path)


def read_offers_content(data: bytes, name: str) -> Document:
    """The offers in the content of a file somebody sent."""
    from pulmu.adapters.offer_file import read_offer_bytes

    return read_offer_bytes(data, name)


def read_needs(path: str) -> Document:
    """Read a file of one need or many: YAML or JSON."""
    from pulmu.adapters.offer_file import read_need_file

    return read_need_file(path)


def read_needs_content(data: bytes, name: str) -> Document:
    """The need or needs in the content of a file somebody sent."""
    from pulmu.adapters.offer_file import read_need_bytes

    return read_need_bytes(data, name)


def offers_workbook(language: str) -> bytes:
    """An empty table of offers to fill in, with an example."""
    from pulmu.adapters.offer_file import template_of_offers

    return template_of_offers(language)


def needs_file(needs: "Needs") -> bytes:
    """Needs as a file in YAML."""
    from pulmu.adapters.offer_file import write_yaml

    return write_yaml(needs)
