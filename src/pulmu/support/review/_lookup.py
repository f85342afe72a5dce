"""Firms and people of all applications of a call, by the keys they are found by."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pulmu.support.review.grounds import Ground
from pulmu.support.review.groups import Groups
from pulmu.support.review.naming import names_of, person_key, register_key
from pulmu.support.review.parties import Judged, Party, Person

_Part = Literal["applicant", "partner", "supplier", "affiliate"]
_NOW: dict[_Part, Ground] = {
    "applicant": "employer", "partner": "partner", "supplier": "supplier", "affiliate": "affiliate",
}  # fmt: skip
_BEFORE: dict[_Part, Ground] = {
    "applicant": "former_employer", "partner": "former_employer", "affiliate": "former_affiliate",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A ground against somebody for an application, and what it rests on."""

    application: str
    ground: Ground
    evidence: str
    years: int | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    application: str
    part: _Part
    party: Party
    chain: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """What stands in the applications: firms by register number and by name, people by id and by name."""

    applications: frozenset[str]
    by_register: dict[str, list[_Entry]]
    by_name: dict[str, list[_Entry]]
    by_id: dict[str, list[tuple[str, Person]]]
    by_person: dict[str, list[tuple[str, Person]]]
    at_institution: dict[str, list[tuple[str, Person]]]
    once_at: dict[str, list[tuple[str, Person, date | None]]]

    @classmethod
    def of(cls, applications: Sequence[Judged], groups: Groups) -> "Lookup":
        """The applications, with the firms of the groups of applicants and partners."""
        lookup = cls(frozenset(one.id for one in applications), defaultdict(list), defaultdict(list), defaultdict(list),
                     defaultdict(list), defaultdict(list), defaultdict(list))  # fmt: skip
        for application in applications:
            for entry in _entries(application, groups):
                lookup.by_register[register_key(entry.party.register)].append(entry)
                for name in names_of(entry.party):
                    lookup.by_name[name].append(entry)
            for person in application.people:
                lookup.by_id[person.id.strip()].append((application.id, person))
                lookup.by_person[person_key(person.name)].append((application.id, person))
                if person.institution is not None:
                    for key in _keys(person.institution):
                        lookup.at_institution[key].append((application.id, person))
                for work in person.past:
                    for key in _keys(work.party):
                        lookup.once_at[key].append((application.id, person, work.until))
        lookup.by_register.pop("", None)
        lookup.by_id.pop("", None)
        lookup.by_person.pop("", None)
        return lookup

    def firms(self, party: Party, years: int | None, *, suppliers: bool) -> Iterator[Hit]:
        """Where a firm stands in the applications; `years` since it was somebody's, None where it still is."""
        number = register_key(party.register)
        same = self.by_register.get(number, []) if number else []
        named = [entry for name in names_of(party) for entry in self.by_name.get(name, [])]
        for entry in (*same, *named):
            ground = (_NOW if years is None else _BEFORE).get(entry.part)
            if ground is None or (entry.part == "supplier" and not suppliers):
                continue
            other = register_key(entry.party.register)
            if number and other and number != other:
                ground = "same_firm_name"
            yield Hit(entry.application, ground, entry.chain or entry.party.name, years)

    def persons(self, person: Person) -> Iterator[tuple[str, Person, bool]]:
        """Where a person stands, and whether it is surely they; two different ids are two persons."""
        own = person.id.strip()
        for application, other in self.by_id.get(own, []) if own else []:
            yield application, other, True
        for application, other in self.by_person.get(person_key(person.name), []):
            if not (own and other.id.strip()):
                yield application, other, False

    def colleagues(self, party: Party) -> Iterator[tuple[str, Person]]:
        """People of applications who work at an institution."""
        for key in _keys(party):
            yield from self.at_institution.get(key, [])

    def once_there(self, party: Party) -> Iterator[tuple[str, Person, date | None]]:
        """People of applications who worked at an institution beside, with the day on which that ended."""
        for key in _keys(party):
            yield from self.once_at.get(key, [])


def _entries(application: Judged, groups: Groups) -> Iterator[_Entry]:
    yield _Entry(application.id, "applicant", application.applicant, "")
    for party in application.partners:
        yield _Entry(application.id, "partner", party, "")
    for party in application.suppliers:
        yield _Entry(application.id, "supplier", party, "")
    for party in (application.applicant, *application.partners):
        for other, chain in groups.others(party):
            yield _Entry(application.id, "affiliate", other, chain or other.name)


def _keys(party: Party) -> list[str]:
    number = register_key(party.register)
    return [*([f"r:{number}"] if number else []), *(f"n:{name}" for name in names_of(party))]
