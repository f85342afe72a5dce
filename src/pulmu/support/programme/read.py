"""Programmes from their documents, with every problem at once."""

from collections.abc import Iterable

from pulmu.model.codec import Decoded, decode
from pulmu.model.document import Document
from pulmu.model.errors import InputError
from pulmu.model.programme import Programme
from pulmu.support.programme.check import check_programme


def read_programme(document: Document) -> Decoded[Programme]:
    """The programme in a document, and everything that is wrong with it."""
    decoded = decode(Programme, document)
    told = {item.place for item in decoded.problems}
    more = (item for item in check_programme(document, decoded.value) if item.place not in told)
    return Decoded(decoded.value, (*decoded.problems, *more))


def read_programmes(documents: Iterable[Document]) -> tuple[Programme, ...]:
    """The programmes of several documents.

    Raises
    ------
    InputError  Everything that is wrong with all of them.
    """
    found = [read_programme(document) for document in documents]
    problems = [problem for item in found for problem in item.problems]
    if problems:
        raise InputError(*problems)
    return tuple(item.value for item in found)
