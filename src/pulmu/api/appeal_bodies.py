"""What answers about appeals hold, and what is asked of one."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from pulmu.services.appeals.answer import ToldAnswer
from pulmu.services.appeals.own import OwnAppeal, SentAppeal
from pulmu.services.appeals.received import Appeal
from pulmu.services.records.deciding import DecisionRecord, Outcome


class GroundsBody(BaseModel):
    """Why the decision is thought to be wrong."""

    grounds: Annotated[str, Field(min_length=1, max_length=20_000)]


class AppealSeenBody(BaseModel):
    """The version of the appeal that was looked at: that one is sent, or none."""

    seen: Annotated[int, Field(ge=1, le=10**9)]


class AppealWithdrawalBody(BaseModel):
    """Why an appeal is taken back, if one wants to say."""

    reason: Annotated[str, Field(max_length=2000)] = ""


class PaperAppealBody(BaseModel):
    """An appeal that came on paper."""

    application: Annotated[str, Field(max_length=100)]
    grounds: Annotated[str, Field(min_length=1, max_length=20_000)]
    came: datetime | None = None


class PaperWithdrawalBody(BaseModel):
    """Why an appeal on paper was taken back."""

    reason: Annotated[str, Field(min_length=1, max_length=1000)]


class PutOffBody(BaseModel):
    """By how many days an answer is put off, from the day after its last one, and why: the firm is told."""

    further: Annotated[int, Field(ge=1, le=10)]
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class SettleBody(BaseModel):
    """What is decided on an appeal, with what is decided instead where it is upheld.

    Parameters
    ----------
    seen : Number of the last decision that was looked at; if another was made meanwhile, nothing is settled.
    """

    verdict: Literal["upheld", "rejected"]
    reason: Annotated[str, Field(min_length=1, max_length=20_000)]
    seen: Annotated[int, Field(ge=1, le=10**9)]
    outcome: Outcome | None = None
    amount_krw: Annotated[int, Field(ge=0, le=10**15)] = 0


class AppealAnswerView(BaseModel):
    """What a firm was answered."""

    verdict: Literal["upheld", "rejected"]
    reason: str
    late: bool
    outcome: str
    amount_krw: int
    decision: int
    at: datetime
    sha256: str

    @classmethod
    def of(cls, found: ToldAnswer) -> "AppealAnswerView":
        """All of it."""
        return cls(
            verdict=found.verdict, reason=found.reason, late=found.late, outcome=found.outcome,
            amount_krw=found.amount_krw, decision=found.decision, at=found.at, sha256=found.sha256,
        )  # fmt: skip


class SentAppealView(BaseModel):
    """An appeal a firm sent: its receipt, and where it stands."""

    id: str
    at: datetime
    sha256: str
    taken: datetime | None
    state: str
    withdrawn: datetime | None
    answer: AppealAnswerView | None
    answer_by: datetime
    delay_days: int
    delay_reason: str

    @classmethod
    def of(cls, found: SentAppeal) -> "SentAppealView":
        """All of it."""
        receipt, answer, delay = found.receipt, found.answer, found.delay
        return cls(
            id=receipt.id, at=receipt.at, sha256=receipt.sha256, taken=receipt.taken, state=found.state,
            withdrawn=found.withdrawn, answer=None if answer is None else AppealAnswerView.of(answer),
            answer_by=found.answer_by.over, delay_days=0 if delay is None else delay.further,
            delay_reason="" if delay is None else delay.reason,
        )  # fmt: skip


class OwnAppealView(BaseModel):
    """A firm's appeal on one application: its grounds as saved last, and what was sent of it.

    `days` and `answer_days` are those of the call, or of the act named in `source` and `answer_source`. They count from
    the day after `told`, when the letter came. `ends` is the first moment that is too late: a last day that is a
    Saturday or a public holiday gives way to the next working day. An appeal is taken after it too; the agency judges.
    """

    application: str
    agency: str
    agency_name: str
    call: str
    grounds: str
    version: int
    days: int
    source: str
    answer_days: int
    answer_source: str
    told: datetime | None
    ends: datetime | None
    sent: list[SentAppealView]

    @classmethod
    def of(cls, found: OwnAppeal) -> "OwnAppealView":
        """All of it."""
        terms = found.terms
        return cls(
            application=found.application.id, agency=found.application.receiver, agency_name=found.agency_name,
            call=found.application.about, grounds=found.grounds, version=found.number, days=terms.days,
            source="" if terms.source is None else str(terms.source), answer_days=terms.answer_days,
            answer_source="" if terms.answer_source is None else str(terms.answer_source),
            told=found.told, ends=found.ends,
            sent=[SentAppealView.of(item) for item in found.sent],
        )  # fmt: skip


class AppealView(BaseModel):
    """An appeal as its agency has it: open, withdrawn, upheld or rejected.

    `decision` is the number of the decision it is about; None where nothing was decided before it came.
    """

    id: str
    application: str
    name: str
    source: str
    at: datetime
    sha256: str
    state: str
    is_late: bool
    told: datetime | None
    ends: datetime | None
    answer_by: datetime
    delay_days: int
    delay_reason: str
    decision: int | None
    outcome: str
    verdict: int | None
    grounds: str

    @classmethod
    def of(cls, found: Appeal) -> "AppealView":
        """All of it."""
        decision, verdict = found.decision, found.verdict
        return cls(
            id=found.id, application=found.application, name=found.name, source=found.source, at=found.at,
            sha256=found.sha256, state=found.state, is_late=found.is_late, told=found.told, ends=found.ends,
            answer_by=found.answer_by, delay_days=found.further, delay_reason=found.delay_reason,
            decision=None if decision is None else decision.number,
            outcome="" if decision is None else decision.outcome,
            verdict=None if verdict is None else verdict.number, grounds=found.grounds,
        )  # fmt: skip


class AppealContent(AppealView):
    """The same with everything behind the decision: application, rules, points, selection, decisions, letters, audit.

    `may_settle` says whether it is for who asks to settle it.
    """

    may_settle: bool
    trace: dict[str, Any]


class SettledView(BaseModel):
    """The decision that settled an appeal."""

    application: str
    number: int
    outcome: str
    amount_krw: int
    at: datetime

    @classmethod
    def of(cls, made: DecisionRecord) -> "SettledView":
        """All of it."""
        return cls(
            application=made.application, number=made.number, outcome=made.outcome, amount_krw=made.amount_krw,
            at=made.at,
        )  # fmt: skip
