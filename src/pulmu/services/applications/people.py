"""People an application names, as a table gives them and as conflicts turn on them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from pulmu.model import Document, Problem
from pulmu.model.application import Application, NamedPerson
from pulmu.model.call import PersonPart
from pulmu.services.review_cells import entries, works_of
from pulmu.support.review.parties import Employment, Party, Person

_NAMED = re.compile(r"([^\[\]:]*)(?:\[([^\[\]]*)\])?\s*(?::(.*))?")
_PARTING = str.maketrans(";；\n[]", ",,,  ")
"""Signs that part entries in a cell, or say a number: a name has none of them."""
PARTS: tuple[PersonPart, ...] = get_args(PersonPart)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody named in an application.

    Parameters
    ----------
    person : With where they work now: the firm that applies, unless another was told.
    past : Where else they work or worked; None if they did not tell.
    """

    part: PersonPart
    person: Person
    past: tuple[Employment, ...] | None


def known_people(application: Application) -> tuple[KnownPerson, ...]:
    """Everybody an application names, for the rules of conflicts."""
    own = Party(name=application.name, register=application.business_number)
    return tuple(_known(item, own) for item in application.people if item.name.strip())


def people_cell(application: Application) -> str:
    """The same as a cell of the table of a review: names, each with its number in square brackets."""
    return "; ".join(_entry(item) for item in application.people if item.name.strip())


def people_of_cell(part: PersonPart, cell: str) -> Iterator[NamedPerson]:
    """People from a cell: ``name [number]: where they worked ~ 2024-05-31 | another; next name``."""
    for text in entries(cell):
        found = _NAMED.fullmatch(text)
        name, number, past = found.groups() if found else (text, "", "")
        worked = "; ".join(item.strip() for item in (past or "").split("|") if item.strip())
        yield NamedPerson(
            part=part, name=name.strip()[:200], researcher_number=(number or "").strip()[:40], worked_for=worked[:4000]
        )


def wrong_people(application: Application, document: Document) -> Iterator[Problem]:
    """What cannot be read of where they worked; names stay out of it."""
    for number, item in enumerate(application.people):
        wrong: list[Problem] = []
        tuple(works_of(item.worked_for, document, ("people", number, "worked_for"), wrong))
        yield from wrong


def _known(item: NamedPerson, own: Party) -> KnownPerson:
    institution = Party(name=item.works_for) if item.works_for.strip() else own
    told = item.worked_for.strip()
    past = tuple(works_of(told, Document({}, ""), ("people",), [])) if told else None
    return KnownPerson(item.part, Person(name=item.name, id=item.researcher_number, institution=institution), past)


def _entry(item: NamedPerson) -> str:
    name, number = (" ".join(text.translate(_PARTING).split()) for text in (item.name, item.researcher_number))
    return f"{name} [{number}]" if number else name
