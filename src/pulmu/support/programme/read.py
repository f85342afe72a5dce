"""Programmes from their documents, with every problem at once."""

from collections.abc import Iterable, Iterator

from pulmu.model.codec import Decoded, decode
from pulmu.model.document import Document
from pulmu.model.errors import InputError, problem
from pulmu.model.problem import Problem
from pulmu.model.programme import Programme
from pulmu.support.programme.check import check_programme
from pulmu.support.programme.rules import programme_rules
from pulmu.support.programme.walk import conditions_in
from pulmu.support.size import size_rules


def read_programme(document: Document) -> Decoded[Programme]:
    """The programme in a document, and everything that is wrong with it."""
    decoded = decode(Programme, document)
    told = {item.place for item in decoded.problems}
    more = (item for item in check_programme(document, decoded.value) if item.place not in told)
    problems = (*decoded.problems, *more)
    return Decoded(decoded.value, problems or tuple(_names(document, decoded.value)))


def _names(document: Document, programme: Programme) -> Iterator[Problem]:
    """Names that are taken: its own by a part of the law, or one of its limits by another."""
    law = size_rules()
    if programme.id in {name.partition(".")[0] for name in (*law.parameters, *law.outputs)}:
        said = f"{programme.id} is the name of a part of the law"
        yield problem("programme.id_of_law", document.place(("id",)), said, "choose another id", name=programme.id)
    for clash in programme_rules(programme, law).clashes:
        name = clash.removeprefix(f"{programme.id}.")
        path = next((path for path, item in conditions_in(programme) if item.name and name.endswith(item.name)), ())
        said = f"two limits of the programme would be called {name}"
        mend = "give the condition, or the track, another name"
        yield problem("programme.name_taken", document.place((*path, "name") if path else ()), said, mend, name=name)


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
