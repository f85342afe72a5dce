"""What answers about an agency's calls hold."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from pulmu.services.calls.decide import DecisionWish
from pulmu.services.calls.shelf import KeptCall
from pulmu.services.records.deciding import DecisionRecord, Outcome, Stage

Won = Annotated[int, Field(ge=0, le=10**15)]
Reason = Annotated[str, Field(max_length=2000)]


class CallView(BaseModel):
    """A call in a list: 0 for a version that is not shown, no stage before it was first published."""

    id: str
    name_ko: str
    name_en: str
    programme: str
    version: int
    counts: bool
    shown_version: int
    stage: Stage | None
    budget_krw: int | None
    committed_krw: int
    places: int | None
    taken: int

    @classmethod
    def of(cls, found: KeptCall) -> "CallView":
        """What is shown in a list."""
        state = found.state
        return cls(
            id=found.id, name_ko=found.call.name_ko, name_en=found.call.name_en, programme=found.call.programme,
            version=found.version.number, counts=found.counts,
            shown_version=found.notice.number if found.notice is not None and found.is_shown else 0,
            stage=state.stage if state else None, budget_krw=state.budget_krw if state else None,
            committed_krw=state.committed_krw if state else 0, places=state.places if state else None,
            taken=state.taken if state else 0,
        )  # fmt: skip


class CallContent(CallView):
    """A call as it stands: its tree, and everything that is wrong with it."""

    tree: dict[str, Any] | list[Any] | str | int | float | bool | None
    problems: list[dict[str, Any]]


class WithdrawBody(BaseModel):
    """Why a call is shown no more."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class StageBody(BaseModel):
    """The stage it is at, and why scores are opened without some."""

    seen: Stage
    reason: Reason = ""


class StageView(BaseModel):
    """The stage a call is at."""

    stage: Stage


class DecisionAsked(BaseModel):
    """What is to be decided of an application: `seen` is the number of the decision it follows."""

    application: Annotated[str, Field(min_length=1, max_length=64)]
    outcome: Literal["selected", "reserve", "not_selected", "not_eligible", "incomplete", "withdrawn"]
    amount_krw: Won = 0
    seen: Annotated[int, Field(ge=0, le=10**6)] = 0
    told: dict[str, Any] | None = None
    note: Reason = ""

    def wish(self) -> DecisionWish:
        """The same as the service takes it."""
        return DecisionWish(
            application=self.application, outcome=self.outcome, amount_krw=self.amount_krw, seen=self.seen,
            told=self.told or {}, note=self.note,
        )  # fmt: skip


class DecisionsBody(BaseModel):
    """Decisions that are made together, or not at all."""

    decisions: Annotated[list[DecisionAsked], Field(min_length=1, max_length=20_000)]


class DecisionView(BaseModel):
    """A decision: who made it, when, and its hash."""

    application: str
    number: int
    outcome: Outcome
    amount_krw: int
    at: datetime
    author: str
    sha256: str
    note: str

    @classmethod
    def of(cls, made: DecisionRecord) -> "DecisionView":
        """What is shown in a list."""
        return cls(
            application=made.application, number=made.number, outcome=made.outcome, amount_krw=made.amount_krw,
            at=made.at, author=made.author, sha256=made.sha256, note=made.note,
        )  # fmt: skip


class SelectionAsked(BaseModel):
    """The version of the selection that was looked at, 0 before the first; chances cost a choice for every draw."""

    seen: Annotated[int, Field(ge=0, le=10**9)]
    note: Annotated[str, Field(max_length=500)] = ""
    draws_chances: bool = True


class SelectionSeen(BaseModel):
    """The version of the selection that was looked at."""

    seen: Annotated[int, Field(ge=1, le=10**9)]


class SelectionContent(BaseModel):
    """A selection as it is kept."""

    number: int
    at: datetime
    author: str
    sha256: str
    tree: dict[str, Any]
