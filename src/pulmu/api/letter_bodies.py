"""What answers about letters of decisions and published results hold."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from pulmu.model import encode
from pulmu.services.letters.own import OwnLetter
from pulmu.services.letters.results import ResultsPreview, ShownResults
from pulmu.services.letters.sending import LetterStanding
from pulmu.services.letters.template import KeptTemplate
from pulmu.services.records.crossing import Notice


class LetterFormView(BaseModel):
    """The form of a call's letters; version 0, and no file, is Pulmu's PDF."""

    version: int
    file: str
    kind: str
    sha256: str
    size: int
    problems: list[dict[str, Any]]

    @classmethod
    def of(cls, found: KeptTemplate, problems: list[dict[str, Any]]) -> "LetterFormView":
        """What is known of it."""
        return cls(
            version=found.number, file=found.file, kind=found.kind, sha256=found.sha256, size=found.size,
            problems=problems,
        )  # fmt: skip


class LetterView(BaseModel):
    """A letter: `way` is `deliver` to a workspace or `paper`; `is_older` where another decision was made since."""

    application: str
    number: str
    name: str
    decision: int
    outcome: str
    amount_krw: int
    file: str
    sha256: str
    size: int
    way: str
    sent: datetime | None
    taken: datetime | None
    is_older: bool

    @classmethod
    def of(cls, found: LetterStanding) -> "LetterView":
        """What is shown in a list."""
        item = found.letter
        return cls(
            application=item.application, number=item.number, name=item.name, decision=item.decision,
            outcome=item.outcome, amount_krw=item.amount_krw, file=item.file, sha256=item.sha256, size=item.size,
            way=found.way, sent=found.sent, taken=found.taken, is_older=found.is_older,
        )  # fmt: skip


class LettersAsked(BaseModel):
    """The language letters are written in."""

    language: Literal["ko", "en"] = "ko"


class LettersSent(BaseModel):
    """The list that was looked at, and how many were to be sent then: so many go, or none."""

    seen: Annotated[int, Field(ge=1, le=10**9)]
    count: Annotated[int, Field(ge=1, le=10**6)]


class PublishedBody(BaseModel):
    """Number of what was published last when it was looked at; 0 before the first."""

    seen: Annotated[int, Field(ge=0, le=10**9)]


class NoMoreBody(BaseModel):
    """Why results are shown no more."""

    reason: Annotated[str, Field(max_length=2000)]


class OwnLetterView(BaseModel):
    """A letter a firm was sent, the decision in it as `decisions/1`."""

    id: str
    at: datetime
    application: str
    decision: int
    outcome: str
    amount_krw: int
    file: str
    sha256: str
    size: int
    has_file: bool
    taken: bool
    told: dict[str, Any] | None

    @classmethod
    def of(cls, found: OwnLetter) -> "OwnLetterView":
        """All of it but the file."""
        made = found.decision
        return cls(
            id=found.id, at=found.at, application=found.application, decision=found.number,
            outcome="" if made is None else made.outcome, amount_krw=0 if made is None else made.amount_krw or 0,
            file=found.file, sha256=found.sha256, size=found.size, has_file=found.has_file, taken=found.taken,
            told=None if found.told is None else encode(found.told),
        )  # fmt: skip


class PreviewView(BaseModel):
    """Results as they would be published now: null where a number is hidden; `leaks` name what stands in the way."""

    results: dict[str, Any]
    hidden: int
    published: int
    is_shown: bool
    is_same: bool
    leaks: list[str]

    @classmethod
    def of(cls, found: ResultsPreview) -> "PreviewView":
        """All of it."""
        return cls(
            results=encode(found.results, full=True), hidden=found.results.hidden,
            published=found.versions[0].number if found.versions else 0, is_shown=found.is_shown,
            is_same=found.is_same, leaks=list(found.leaks),
        )  # fmt: skip


class ResultHead(BaseModel):
    """Results that are shown."""

    agency: str
    agency_name: str
    call: str
    number: int
    at: datetime
    sha256: str

    @classmethod
    def of(cls, found: ShownResults) -> "ResultHead":
        """What is shown in a list."""
        return cls.of_notice(found.notice, found.agency_name)

    @classmethod
    def of_notice(cls, item: Notice, name: str = "") -> "ResultHead":
        """The same of a notice."""
        return cls(agency=item.workspace, agency_name=name, call=item.id, number=item.number, at=item.at,
                   sha256=item.sha256)  # fmt: skip


class ResultContent(ResultHead):
    """The same with all numbers: null where one is hidden."""

    results: dict[str, Any]


class ShownNoMore(BaseModel):
    """Whether they were shown."""

    withdrawn: bool


class TakenView(BaseModel):
    """Whether it was waiting."""

    taken: bool
