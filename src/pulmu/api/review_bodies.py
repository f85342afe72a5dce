"""What answers about reviews hold. No view of somebody's part holds points but that of the reviewer's own."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from pulmu.model import encode
from pulmu.services.records.deciding import Review, ReviewState
from pulmu.services.reviewing.judging import OwnReview
from pulmu.services.reviewing.opening import OpenedScores
from pulmu.services.reviewing.pool import KnownConflicts
from pulmu.services.reviewing.proposing import Proposed
from pulmu.services.workspaces.documents import Kept
from pulmu.support.review import CalibratedPoints, ReviewerLeniency

Id = Annotated[str, Field(min_length=1, max_length=64)]
Reason = Annotated[str, Field(min_length=1, max_length=2000)]
Given = Annotated[Decimal, Field(ge=0, le=100_000, max_digits=12, allow_inf_nan=False)]


class PairAsked(BaseModel):
    """An application and who is to judge it, by account."""

    application: Id
    reviewer: Id


class PairsBody(BaseModel):
    """Pairs that are assigned together, or not at all."""

    pairs: Annotated[list[PairAsked], Field(min_length=1, max_length=20_000)]


class TakeBackBody(PairAsked):
    """What is taken back, and why."""

    reason: Reason


class DeclineBody(BaseModel):
    """Why a reviewer steps back."""

    reason: Reason


class SealBody(BaseModel):
    """Points by criterion, at most two decimals, and words."""

    points: Annotated[dict[str, Given], Field(max_length=40)]
    remark: Annotated[str, Field(max_length=5000)] = ""


class ReviewerAsked(BaseModel):
    """A reviewer with their past, in the form of a cell of the table of reviewers; no `worked_for`: not told."""

    reviewer: Id
    name: Annotated[str, Field(min_length=1, max_length=200)]
    person_id: Annotated[str, Field(max_length=60)] | None = None
    institution: Annotated[str, Field(max_length=200)] | None = None
    institution_number: Annotated[str, Field(max_length=60)] | None = None
    worked_for: Annotated[str, Field(max_length=4000)] | None = None
    relatives: Annotated[str, Field(max_length=4000)] | None = None
    declared: Annotated[str, Field(max_length=4000)] | None = None
    expertise: Annotated[str, Field(max_length=4000)] | None = None
    fields: Annotated[str, Field(max_length=4000)] | None = None
    most: Annotated[int, Field(ge=0, le=10_000)] | None = None


class ClearedAsked(BaseModel):
    """A likeness or gap that somebody cleared; without an application for all."""

    reviewer: Id
    ground: Literal["same_name", "same_firm_name", "history_unknown"]
    application: Id | None = None
    by: Annotated[str, Field(min_length=1, max_length=200)]
    why: Reason


class FieldsAsked(BaseModel):
    """What an application is about, the main field first, as an officer sees it."""

    application: Id
    fields: Annotated[str, Field(max_length=4000)]


class PoolBody(BaseModel):
    """The reviewers of a call, what was cleared, and what the applications are about."""

    reviewers: Annotated[list[ReviewerAsked], Field(min_length=1, max_length=20_000)]
    cleared: Annotated[list[ClearedAsked], Field(max_length=100_000)] = []
    fields: Annotated[list[FieldsAsked], Field(max_length=100_000)] = []


class ClearBody(BaseModel):
    """A likeness or gap that somebody looked at, on the pool of a version; without an application for all of them."""

    seen: Annotated[int, Field(ge=0, le=10**9)]
    reviewer: Id
    ground: Literal["same_name", "same_firm_name", "history_unknown"]
    application: Annotated[str, Field(max_length=64)] = ""
    why: Reason


class ProposalSeenBody(BaseModel):
    """The version that was looked at."""

    seen: Annotated[int, Field(ge=0, le=10**9)]


class ProposedPair(BaseModel):
    """An application and who would judge it; `fit` in hundredths of 100."""

    application: str
    reviewer: str
    fit: int
    is_new: bool


class ProposalView(BaseModel):
    """Who is proposed to judge what, kept with its proof; `gone` are pairs that are assigned and do not fit it."""

    version: int
    seed: int
    pool: int
    floor: int
    is_proven: bool
    total: int
    bound: int
    pairs: list[ProposedPair]
    gone: list[PairAsked]

    @classmethod
    def of(cls, found: Proposed) -> "ProposalView":
        """As the service has it."""
        tree: Any = json.loads(json.dumps(found.kept.document.tree))
        return cls.model_validate(tree | {"version": found.kept.version.number, "pool": tree["pool"]["version"]})


class ConflictView(BaseModel):
    """A reviewer who may not judge an application, the ground and what it rests on."""

    reviewer: str
    application: str
    ground: str
    evidence: str
    source: str
    may_be_cleared: bool


class PoolView(BaseModel):
    """The reviewers as they are kept, and their conflicts with the applications that count."""

    version: int
    reviewers: list[dict[str, Any]]
    cleared: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    conflicts: list[ConflictView]

    @classmethod
    def of(cls, kept: Kept, known: KnownConflicts | None) -> "PoolView":
        """As the service has it."""
        tree: Any = json.loads(json.dumps(kept.document.tree))
        return cls(
            version=kept.version.number, reviewers=tree.get("reviewers", []), cleared=tree.get("cleared", []),
            fields=tree.get("fields", []),
            conflicts=[
                ConflictView(reviewer=one.reviewer, application=one.application, ground=one.ground,
                             evidence=one.evidence, source=str(one.source), may_be_cleared=one.may_be_cleared)
                for one in (known.conflicts if known else ())
            ],
        )  # fmt: skip


class ReviewView(BaseModel):
    """A reviewer's part, without a point."""

    call: str
    application: str
    reviewer: str
    state: ReviewState
    assigned_at: datetime
    sealed_at: datetime | None
    sha256: str
    reason: str

    @classmethod
    def of(cls, review: Review) -> "ReviewView":
        """What is shown in a list."""
        return cls(
            call=review.call, application=review.application, reviewer=review.reviewer, state=review.state,
            assigned_at=review.assigned_at, sealed_at=review.sealed_at, sha256=review.sha256, reason=review.reason,
        )  # fmt: skip


class OwnReviewView(ReviewView):
    """A reviewer's own part: the application, and the points they sealed (hundredths)."""

    name: str
    content: str
    points: dict[str, int] | None
    remark: str

    @classmethod
    def shown(cls, found: OwnReview) -> "OwnReviewView":
        """What its reviewer sees."""
        return cls(
            **ReviewView.of(found.review).model_dump(), name=found.name,
            content=json.dumps(encode(found.application), ensure_ascii=False),
            points=dict(found.given.points) if found.given else None, remark=found.given.remark if found.given else "",
        )  # fmt: skip


class GivenView(BaseModel):
    """The points of one reviewer for one application, opened (hundredths)."""

    application: str
    reviewer: str
    points: dict[str, int]
    total: int
    remark: str
    sha256: str


class PointsView(BaseModel):
    """Points of an application (hundredths): the mean, calibrated, and the interval of 95 percent."""

    application: str
    scores: int
    mean: int
    calibrated: int
    low: int | None
    high: int | None
    panel: int

    @classmethod
    def of(cls, item: CalibratedPoints) -> "PointsView":
        """As the library has it."""
        return cls(
            application=item.application, scores=item.scores, mean=item.mean, calibrated=item.calibrated, low=item.low,
            high=item.high, panel=item.panel,
        )  # fmt: skip


class LeniencyView(BaseModel):
    """Points a reviewer gives more than colleagues do (hundredths), with the interval of 95 percent."""

    reviewer: str
    scores: int
    leniency: int
    low: int
    high: int
    panel: int

    @classmethod
    def of(cls, item: ReviewerLeniency) -> "LeniencyView":
        """As the library has it."""
        return cls(
            reviewer=item.reviewer, scores=item.scores, leniency=item.leniency, low=item.low, high=item.high,
            panel=item.panel,
        )  # fmt: skip


class CalibrationView(BaseModel):
    """A calibration: `believed` says whether leniency is taken off."""

    believed: bool
    probability: float | None
    panels: int
    applications: list[PointsView]
    reviewers: list[LeniencyView]


class ScoresView(BaseModel):
    """Opened scores of a call: what was given, what is missing, what it comes to."""

    given: list[GivenView]
    missing: list[ReviewView]
    calibrations: dict[str, CalibrationView]
    points: dict[str, int]

    @classmethod
    def of(cls, opened: OpenedScores) -> "ScoresView":
        """As the service has it."""
        return cls(
            given=[
                GivenView(application=review.application, reviewer=review.reviewer, points=dict(points.points),
                          total=points.total, remark=points.remark, sha256=review.sha256)
                for review, points in opened.given
            ],
            missing=[ReviewView.of(item) for item in opened.missing],
            calibrations={
                name: CalibrationView(
                    believed=one.believed, probability=one.probability, panels=one.panels,
                    applications=[PointsView.of(item) for item in one.applications],
                    reviewers=[LeniencyView.of(item) for item in one.reviewers],
                )
                for name, one in opened.by_criterion.items()
            },
            points=opened.points(),
        )  # fmt: skip
