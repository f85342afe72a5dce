"""An application to a call: what a firm asks for, with what it gives beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Doc, Most, Text, Unique
from pulmu.model.award import Nomination
from pulmu.model.call import PersonPart
from pulmu.model.firm import Fact, Won
from pulmu.model.flow import Words
from pulmu.model.programme import FactName, Prose, Word

Digest = Annotated[str, Text(64, r"([0-9a-f]{64})?"), Doc("sha256 of the file; empty for one on paper")]
RoleName = Annotated[str, Text(60, r"[a-z][a-z0-9_]*", "supplier")]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDocument:
    """A paper that is given: the name of its file, and its hash where the file is kept as evidence."""

    id: Word
    file: Words
    sha256: Digest = ""
    issued: Annotated[date | None, Doc("day on which it was issued")] = None
    valid_until: Annotated[date | None, Doc("last day on which it is valid")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer to a question of the call."""

    id: Word
    text: Annotated[str, Text(20_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Who takes which part in a consortium."""

    role: Annotated[RoleName, Doc("a role of the programme's consortium")]
    name: Words
    business_number: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """Somebody the application names; no more of them than keeps their acquaintances from judging it."""

    part: Annotated[PersonPart, Doc("what they are in it")]
    name: Annotated[str, Text(200)]
    researcher_number: Annotated[str, Text(40), Doc("a number nobody else has, where there is one")] = ""
    works_for: Annotated[str, Text(400), Doc("where they work, if not for the firm that applies")] = ""
    worked_for: Annotated[
        str,
        Text(4000),
        Doc("where they worked, with `~ YYYY-MM-DD` where it ended; `none`: nowhere else; empty: not told"),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFact:
    """A fact that was taken from what Pulmu holds, and where it stands there."""

    name: Annotated[FactName, Doc("a fact, or a figure of a plant")]
    value: Fact
    unit: Words = ""
    source: Annotated[Prose, Doc("file and version, report and version, or article")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application as its firm writes it, or as an officer took it in from paper."""

    pulmu: Annotated[Literal["application/1"], Doc("kind and version of this document")] = "application/1"
    call: Word
    name: Annotated[Words, Doc("of the firm that applies")] = ""
    business_number: Words = ""
    track: Annotated[Word | None, Doc("part of the call it goes to, where the call has parts")] = None
    title: Annotated[Words, Doc("of the project")] = ""
    cost_krw: Annotated[Won | None, Doc("cost of the whole project")] = None
    asked_krw: Annotated[Won | None, Doc("support that is asked for")] = None
    documents: Annotated[tuple[GivenDocument, ...], Unique(), Most(60)] = ()
    answers: Annotated[tuple[GivenAnswer, ...], Unique(), Most(60)] = ()
    partners: Annotated[tuple[Partner, ...], Most(60)] = ()
    nomination: Annotated[Nomination | None, Doc("who stands for an award, where the call gives awards")] = None
    people: Annotated[tuple[NamedPerson, ...], Most(60)] = ()
    facts: Annotated[tuple[TakenFact, ...], Unique("name"), Most(200)] = ()
    note: Prose = ""
