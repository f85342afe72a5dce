"""What answers about calls that are shown, and applications to them, hold."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from pulmu.model import Finding
from pulmu.services.applications.board import ShownCall
from pulmu.services.applications.own import OwnApplication
from pulmu.services.applications.received import ReceivedApplication
from pulmu.services.records.crossing import Delivery
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.paper import Paper


class ShownCallView(BaseModel):
    """A call that an agency shows to all."""

    agency: str
    agency_name: str
    call: str
    name_ko: str
    name_en: str
    programme: str
    version: int
    opens: datetime
    closes: datetime
    shown_at: datetime
    sha256: str

    @classmethod
    def of(cls, found: ShownCall) -> "ShownCallView":
        """What is shown in a list."""
        return cls(
            agency=found.agency, agency_name=found.agency_name, call=found.call.id, name_ko=found.call.name_ko,
            name_en=found.call.name_en, programme=found.call.programme, version=found.version, opens=found.opens,
            closes=found.closes, shown_at=found.shown_at, sha256=found.sha256,
        )  # fmt: skip


class ShownCallContent(ShownCallView):
    """The same with the call and its programme whole."""

    tree: dict[str, Any]
    programme_tree: dict[str, Any]


class RequirementView(BaseModel):
    """Something that is asked for: yes it is there, no, or unknown whether this firm must give it."""

    name: str
    answer: str
    detail: str

    @classmethod
    def of(cls, found: Iterable[Finding]) -> "list[RequirementView]":
        """All of them."""
        return [cls(name=item.name, answer=str(item.answer), detail=item.detail) for item in found]


class ReceiptView(BaseModel):
    """That something was sent: its hash, its moment, and when the agency took it in."""

    id: str
    kind: str
    at: datetime
    sha256: str
    taken: datetime | None

    @classmethod
    def of(cls, sent: Delivery) -> "ReceiptView":
        """The receipt."""
        return cls(id=sent.id, kind=sent.kind, at=sent.at, sha256=sent.sha256, taken=sent.taken)


class OwnApplicationHead(BaseModel):
    """An application in a list of the firm's own."""

    agency: str
    call: str
    version: int
    at: datetime
    author: str

    @classmethod
    def of(cls, found: DocumentVersion) -> "OwnApplicationHead":
        """What is shown in a list."""
        agency, _, call = found.document.partition(".")
        return cls(agency=agency, call=call, version=found.number, at=found.at, author=found.author)


class ApplicationContent(BaseModel):
    """The firm's application as it stands: what is missing, what the rules say, and what was sent of it."""

    agency: str
    call: str
    version: int
    is_open: bool
    is_complete: bool
    given: list[RequirementView]
    eligible: str
    explained: list[str]
    sent: list[ReceiptView]
    counts: bool
    tree: dict[str, Any]
    problems: list[dict[str, Any]]

    @classmethod
    def of(
        cls, found: OwnApplication, now: datetime, tree: Any, problems: list[dict[str, Any]]
    ) -> "ApplicationContent":
        """All of it."""
        return cls(
            agency=found.shown.agency, call=found.shown.call.id, version=found.number,
            is_open=found.shown.is_open(now), is_complete=found.checked.is_complete,
            given=RequirementView.of(found.checked.given), eligible=str(found.checked.eligible.answer),
            explained=found.checked.eligible.lines(0), sent=[ReceiptView.of(item) for item in found.sent],
            counts=found.counting is not None, tree=tree, problems=problems,
        )  # fmt: skip


class DraftView(BaseModel):
    """A draft: nothing of it is kept until it is saved. Facts that are not told are asked for."""

    tree: dict[str, Any]
    asks: list[str]


class SubmitBody(BaseModel):
    """The version that was looked at: that one is sent, or none."""

    seen: Annotated[int, Field(ge=1, le=10**9)]


class WithdrawalBody(BaseModel):
    """Why an application is taken back, if one wants to say."""

    reason: Annotated[str, Field(max_length=2000)] = ""


class UploadedView(BaseModel):
    """What came of a table: nothing is kept where something is wrong, unless only what is right was wanted."""

    rows: int
    kept: int
    known: int
    left_out: int
    problems: list[dict[str, Any]]


class ReceivedView(BaseModel):
    """An application as an agency has it: `complete`, `incomplete`, `not_eligible`, or `open` where facts miss."""

    id: str
    source: str
    sender: str
    name: str
    at: datetime
    sha256: str
    title: str
    track: str
    cost_krw: int | None
    asked_krw: int | None
    standing: str
    missing: list[RequirementView]
    decided_by: list[str]
    asks: list[str]

    @classmethod
    def of(cls, found: ReceivedApplication) -> "ReceivedView":
        """What is shown in a list."""
        record, given = found.record, found.application
        return cls(
            id=record.id, source=record.source, sender=record.sender, name=given.name or record.name, at=record.at,
            sha256=record.sha256, title=given.title, track=given.track or "", cost_krw=given.cost_krw,
            asked_krw=given.asked_krw, standing=found.standing, missing=RequirementView.of(found.checked.missing),
            decided_by=[f"{item.name}: {item.answer}, {item.detail}" for item in found.reasons],
            asks=list(found.asks),
        )  # fmt: skip


class PaperView(BaseModel):
    """A file that came with an application."""

    id: str
    file: str
    sha256: str
    size: int
    media_type: str

    @classmethod
    def of(cls, paper: Paper) -> "PaperView":
        """What is told of it."""
        return cls(**asdict(paper))


class InboxView(BaseModel):
    """How much was taken in now, and how much still waits."""

    taken: int
    waiting: int


class ReceivedContent(ReceivedView):
    """The same whole: what was sent, and the rules' answer with all that it rests on."""

    papers: list[PaperView]
    application: dict[str, Any]
    firm: dict[str, Any] | None
    explained: list[str]
    problems: list[dict[str, Any]]
