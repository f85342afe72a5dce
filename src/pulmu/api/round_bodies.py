"""What answers about rounds of matching hold."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from pulmu.model.matching_round import MatchingAnswer
from pulmu.services.rounds.shelf import KeptRound

PartyName = Annotated[str, Field(min_length=1, max_length=60)]


class RoundView(BaseModel):
    """A round in a list."""

    id: str
    name_ko: str
    name_en: str
    version: int
    counts: bool
    applicants: int
    suppliers: int
    answers: int

    @classmethod
    def of(cls, found: KeptRound) -> "RoundView":
        """What is shown in a list."""
        given = found.round
        return cls(
            id=found.id, name_ko=given.name_ko, name_en=given.name_en, version=found.version.number,
            counts=found.counts, applicants=len(given.applicants), suppliers=len(given.suppliers),
            answers=len(given.answers),
        )  # fmt: skip


class RoundContent(RoundView):
    """A round as it stands: its tree, and everything that is wrong with it."""

    tree: dict[str, Any] | list[Any] | str | int | float | bool | None
    problems: list[dict[str, Any]]


class MatchedView(BaseModel):
    """What the round comes to with its answers, as `pulmu match --json` says it; nothing where it cannot be matched."""

    version: int
    matched: dict[str, Any] | None
    problems: list[dict[str, Any]]


class RoundAnswer(BaseModel):
    """An answer to a proposal."""

    step: Annotated[int, Field(ge=1, le=100)]
    applicant: PartyName
    supplier: PartyName
    by: Literal["applicant", "supplier", "officer"]
    answer: Literal["accept", "refuse"]
    reason: Annotated[str, Field(max_length=400)] = ""

    def said(self) -> MatchingAnswer:
        """As the round keeps it."""
        return MatchingAnswer(step=self.step, applicant=self.applicant, supplier=self.supplier, by=self.by,
                              answer=self.answer, reason=self.reason)  # fmt: skip


class RoundAnswersBody(BaseModel):
    """Answers to proposals of a version."""

    seen: Annotated[int, Field(ge=1)]
    answers: Annotated[list[RoundAnswer], Field(min_length=1, max_length=5_000)]
