"""Who takes part in a review, as far as conflicts turn on it: reviewers and their past, applications, their people."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Work = Literal["employed", "officer", "adviser", "owner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A firm, university or institute, by its register number if it is known, and by name; `other_name` in English."""

    name: str
    register: str = ""
    other_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment:
    """Work for somebody; without `until` it goes on."""

    party: Party
    work: Work = "employed"
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person; `id` is a number that no other person has, such as that of a register of researchers.

    Parameters
    ----------
    past : Where else somebody of an application works or worked, as far as that was told.
    """

    name: str
    id: str = ""
    institution: Party | None = None
    past: tuple[Employment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A conflict that somebody told: with an application by its id, or with a firm."""

    application: str = ""
    party: Party | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A reviewer.

    Parameters
    ----------
    employments : Where they work and worked; None if they did not tell.
    relatives : As they told them.
    """

    id: str
    person: Person
    employments: tuple[Employment, ...] | None
    relatives: tuple[Person, ...] = ()
    declared: tuple[Declared, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An application.

    Parameters
    ----------
    partners : Of its consortium: they count like the applicant.
    suppliers : Whom it names to deliver or to advise.
    people : Representative, head of the project, everybody named in it.
    """

    id: str
    applicant: Party
    partners: tuple[Party, ...] = ()
    suppliers: tuple[Party, ...] = ()
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """Two firms of one group, and why: who owns, controls or leads whom."""

    first: Party
    second: Party
    why: str
