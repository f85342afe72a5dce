"""Cells of the tables of a review: firms, people, past work and declared conflicts as people write them."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from pulmu.model import Document, Problem, problem
from pulmu.model.review_table import JudgedRow, JudgeRow
from pulmu.support.review.naming import firm_key, person_key, register_key
from pulmu.support.review.parties import Declared, Employment, Judge, Judged, Party, Person

_NONE = ("none", "없음", "-", "해당없음")
_NUMBER = re.compile(r"(.*?)[(\[]\s*([\d\s-]{10,20})\s*[)\]]\s*")
_ID = re.compile(r"(.*?)\[([^\[\]]+)\]\s*")
_ENDED = re.compile(r"(.*?)~\s*(\S.*)?")

Path = tuple[str | int, ...]


def entries(cell: str) -> list[str]:
    """The entries of a cell."""
    text = unicodedata.normalize("NFC", cell).replace("\n", ";").replace("；", ";")
    return [part.strip() for part in text.split(";") if part.strip() and part.strip().casefold() not in _NONE]


def judged_of(row: JudgedRow, document: Document, path: Path, wrong: list[Problem]) -> Judged:
    """An application; what is wrong with its cells is added."""
    applicant = Party(name=row.firm, register=row.firm_number, other_name=row.firm_english)
    wrong += _wrong_number(row.firm_number, document, (*path, "firm_number"))
    wrong += _wrong_name(applicant, document, (*path, "firm"))
    return Judged(
        id=row.application,
        applicant=applicant,
        partners=tuple(map(_party, entries(row.partners))),
        suppliers=tuple(map(_party, entries(row.suppliers))),
        people=tuple(map(_person, entries(row.people))),
    )


def judge_of(
    row: JudgeRow, applications: frozenset[str], document: Document, path: Path, wrong: list[Problem]
) -> Judge:
    """A reviewer; what is wrong with the cells is added."""
    wrong += _wrong_number(row.institution_number, document, (*path, "institution_number"))
    if not person_key(row.name):
        wrong.append(problem("review.no_name", document.place((*path, "name")), "there is no name", "give the name"))
    institution = Party(name=row.institution, register=row.institution_number) if row.institution.strip() else None
    return Judge(
        id=row.reviewer,
        person=Person(name=row.name, id=row.person_id, institution=institution),
        employments=None if row.worked_for is None or not row.worked_for.strip()
        else tuple(works_of(row.worked_for, document, (*path, "worked_for"), wrong)),
        relatives=tuple(map(_person, entries(row.relatives))),
        declared=tuple(
            Declared(application=one) if one in applications else Declared(party=_party(one))
            for one in entries(row.declared)
        ),
    )  # fmt: skip


def _party(text: str) -> Party:
    found = _NUMBER.fullmatch(text)
    if found and register_key(found[2]):
        return Party(name=found[1].strip(), register=found[2])
    return Party(name=text)


def _person(text: str) -> Person:
    found = _ID.fullmatch(text)
    return Person(name=found[1].strip(), id=found[2].strip()) if found else Person(name=text)


def works_of(cell: str, document: Document, path: Path, wrong: list[Problem]) -> Iterator[Employment]:
    """Where somebody works and worked, each with its last day if it ended; what is wrong with the cell is added."""
    for text in entries(cell):
        found = _ENDED.fullmatch(text)
        if found is None:
            yield Employment(party=_party(text))
            continue
        until = _day(found[2] or "") if found[2] else None
        if found[2] and until is None:
            said = f"{found[2]!r} is not a day"
            wrong.append(problem("review.day", document.place(path), said, "write it as 2024-05-31", text=found[2]))
        yield Employment(party=_party(found[1].strip()), until=until)


def _day(text: str) -> date | None:
    plain = re.sub(r"[.\s/]+", "-", text.strip()).strip("-")
    parts = plain.split("-")
    try:
        return date(*(int(part) for part in parts)) if len(parts) == 3 else None
    except ValueError:
        return None


def _wrong_number(text: str, document: Document, path: Path) -> list[Problem]:
    if not text.strip() or register_key(text):
        return []
    return [problem("review.register_number", document.place(path), f"{text!r} is no register number",
                    "give 10 digits of a business, or 13 of a corporation", text=text)]  # fmt: skip


def _wrong_name(party: Party, document: Document, path: Path) -> list[Problem]:
    if firm_key(party.name) or register_key(party.register):
        return []
    return [problem("review.no_name", document.place(path), "there is no name", "give the name")]
