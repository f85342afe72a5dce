"""Who may not judge what, and why: employers and former ones, affiliates, partners, suppliers, relatives, likenesses.

Firms and persons are looked up by keys, so that a thousand applications and two hundred reviewers take a moment. A
likeness (equal names of persons, firms of one name with two register numbers) bars until somebody clears it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from pulmu.model.source import Source
from pulmu.support.review._lookup import Hit, Lookup
from pulmu.support.review.grounds import MAY_BE_CLEARED, ConflictRules, Ground
from pulmu.support.review.groups import Groups
from pulmu.support.review.panel_rules import Flags
from pulmu.support.review.parties import Employment, Judge, Judged, Person, Tie

_OWN: tuple[Ground, ...] = ("own_application", "same_name")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A reviewer who may not judge an application.

    Parameters
    ----------
    evidence : Whom or what it rests on, as given; of affiliates the whole chain.
    years : Whole years since former work ended; None where it is no former work.
    """

    reviewer: str
    application: str
    ground: Ground
    evidence: str
    source: Source
    years: int | None = None

    @property
    def may_be_cleared(self) -> bool:
        """Whether it is a likeness or a gap that a person may clear."""
        return self.ground in MAY_BE_CLEARED


@dataclass(frozen=True, slots=True)
class Cleared:
    """Somebody looked at a likeness or a gap and found that it is none; without an application: for all of them."""

    reviewer: str
    ground: Ground
    application: str = ""
    by: str = ""
    why: str = ""


def conflicts(
    reviewers: Sequence[Judge],
    applications: Sequence[Judged],
    rules: ConflictRules,
    day: date,
    *,
    ties: Iterable[Tie] = (),
    cleared: Collection[Cleared] = (),
) -> tuple[Conflict, ...]:
    """Every conflict, by reviewer, application and ground.

    Parameters
    ----------
    day : From which former work is counted back.
    ties : Firms of one group, by ownership or as told; groups go through any number of them.
    cleared : What was cleared; only likenesses and gaps can be.
    """
    lookup = Lookup.of(applications, Groups.of(ties) if rules.affiliates else Groups.of(()))
    free = {(item.reviewer, item.ground, item.application) for item in cleared if item.ground in MAY_BE_CLEARED}
    found: dict[tuple[str, str, Ground], Conflict] = {}

    def note(judge: Judge, hits: Iterable[Hit]) -> None:
        for hit in hits:
            if not {(judge.id, hit.ground, hit.application), (judge.id, hit.ground, "")} & free:
                one = Conflict(judge.id, hit.application, hit.ground, hit.evidence, rules.source(hit.ground), hit.years)
                found.setdefault((judge.id, hit.application, hit.ground), one)

    for judge in reviewers:
        note(judge, _of_person(judge.person, lookup))
        note(judge, _of_work(judge, lookup, rules, day))
        note(judge, _of_relatives(judge, lookup, rules))
        note(judge, _of_declared(judge, lookup))
        if judge.employments is None and rules.unknown_history == "ask":
            note(judge, (Hit(one.id, "history_unknown", judge.person.name) for one in applications))
    own: dict[str, set[str]] = {}
    for item in found.values():
        if item.ground in _OWN:
            own.setdefault(item.reviewer, set()).add(item.application)
    for judge in reviewers:
        note(judge, _mutual(judge, own))
    return tuple(sorted(found.values(), key=lambda item: (item.reviewer, item.application, item.ground)))


def barred(found: Iterable[Conflict], applications: Sequence[str], reviewers: Sequence[str]) -> Flags:
    """(applications, reviewers)  Who may not judge what."""
    row = {name: number for number, name in enumerate(applications)}
    column = {name: number for number, name in enumerate(reviewers)}
    flags = np.zeros((len(applications), len(reviewers)), dtype=np.bool_)
    for item in found:
        flags[row[item.application], column[item.reviewer]] = True
    return flags


def _of_person(person: Person, lookup: Lookup) -> Iterator[Hit]:
    for application, other, sure in lookup.persons(person):
        yield Hit(application, "own_application" if sure else "same_name", other.name)


def _of_work(judge: Judge, lookup: Lookup, rules: ConflictRules, day: date) -> Iterator[Hit]:
    institution = () if judge.person.institution is None else (Employment(party=judge.person.institution),)
    for work in (*institution, *(judge.employments or ())):
        ended = work.until if work.until is not None and work.until < day else None
        if ended is not None and not _counts(ended, rules.former_years, day):
            continue
        years = None if ended is None else _whole_years(ended, day)
        yield from lookup.firms(work.party, years, suppliers=rules.suppliers)
        if rules.same_institution and ended is None:
            for application, person in lookup.colleagues(work.party):
                yield Hit(application, "same_institution", f"{person.name}, {work.party.name}")
        if rules.former_colleagues:
            yield from _former_colleagues(work, ended, lookup, rules, day)


def _former_colleagues(
    work: Employment, ended: date | None, lookup: Lookup, rules: ConflictRules, day: date
) -> Iterator[Hit]:
    """Who was there with them: one of the two left, and not too long ago."""
    there = [(application, person, None) for application, person in lookup.colleagues(work.party)]
    for application, person, until in (*there, *lookup.once_there(work.party)):
        left = until if until is not None and until < day else None
        if ended is None and left is None:
            if rules.same_institution:
                yield Hit(application, "same_institution", f"{person.name}, {work.party.name}")
        elif left is None or _counts(left, rules.former_years, day):
            yield Hit(application, "former_colleague", f"{person.name}, {work.party.name}")


def _of_relatives(judge: Judge, lookup: Lookup, rules: ConflictRules) -> Iterator[Hit]:
    if not rules.relatives:
        return
    for relative in judge.relatives:
        for application, other, sure in lookup.persons(relative):
            yield Hit(application, "relative" if sure else "same_name", other.name)
        if relative.institution is not None:
            for hit in lookup.firms(relative.institution, None, suppliers=False):
                ground: Ground = "same_firm_name" if hit.ground == "same_firm_name" else "relative"
                yield Hit(hit.application, ground, f"{relative.name}, {hit.evidence}")


def _of_declared(judge: Judge, lookup: Lookup) -> Iterator[Hit]:
    for told in judge.declared:
        if told.application in lookup.applications:
            yield Hit(told.application, "declared", told.why or told.application)
        if told.party is not None:
            for hit in lookup.firms(told.party, None, suppliers=True):
                yield Hit(hit.application, "declared", told.why or hit.evidence)


def _mutual(judge: Judge, own: dict[str, set[str]]) -> Iterator[Hit]:
    """Those of two applications would judge each other: neither judges the other's."""
    if judge.id not in own:
        return
    for other, theirs in sorted(own.items()):
        if other != judge.id:
            yield from (Hit(name, "mutual", other) for name in sorted(theirs - own[judge.id]))


def _counts(ended: date, years: int, day: date) -> bool:
    """Whether former work still counts: the last day of the years is one of them."""
    return years > 0 and _years_later(ended, years) >= day


def _whole_years(ended: date, day: date) -> int:
    years = day.year - ended.year
    return years if _years_later(ended, years) <= day else years - 1


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
