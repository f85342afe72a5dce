"""Applications of a call as an officer keeps them in a table, and what reviewers gave: one row each."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Doc, Most, Text, Unique
from pulmu.model.award import EarlierAward
from pulmu.model.decision import ApplicationId
from pulmu.model.firm import Fact, Won
from pulmu.model.flow import Words
from pulmu.model.programme import Points, Word

Moment = Annotated[str, Text(19, r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?", "2026-12-17 14:32")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRow:
    """One application, or one nominee.

    Parameters
    ----------
    facts : By the names of the table of facts.
    points : Mean points by criterion, where reviewers' scores are not given in a file of their own.
    """

    id: ApplicationId
    name_ko: Words
    name_en: Words = ""
    business_number: Annotated[str, Text(20)] = ""
    received: Annotated[Moment | None, Doc("when it came in")] = None
    track: Annotated[Word | None, Doc("track of the call it is for")] = None
    asked_krw: Annotated[Won | None, Doc("what it asks for")] = None
    group: Annotated[Words, Doc("name of the group of affiliates, or of the person")] = ""
    eligible: Annotated[
        Literal["yes", "no", ""], Doc("what the officer found; not given: the programme's conditions are asked")
    ] = ""
    complete: Annotated[Literal["yes", "no"], Doc("whether all that is asked for was handed in")] = "yes"
    facts: dict[str, Fact] = field(default_factory=dict)
    points: dict[str, Points] = field(default_factory=dict)
    had: Annotated[
        tuple[EarlierAward, ...] | None, Most(40), Doc("earlier awards; an empty list: none; not given: not known")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationTable:
    """The applications of a call."""

    pulmu: Annotated[Literal["applications/1"], Doc("kind and version of this document")] = "applications/1"
    applications: Annotated[tuple[ApplicationRow, ...], Unique(), Most(100_000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """What one reviewer gave one application."""

    application: ApplicationId
    reviewer: Words
    points: dict[str, Points] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTable:
    """What reviewers gave."""

    pulmu: Annotated[Literal["scores/1"], Doc("kind and version of this document")] = "scores/1"
    scores: Annotated[tuple[ScoreRow, ...], Most(1_000_000)] = ()
