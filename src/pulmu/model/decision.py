"""Decisions of a call as they are told to those who applied: one document for all letters of a call.

A decision holds what its own applicant may see and nothing of another firm; the line of the last selected is published.
Points are whole hundredths of a point and money is whole won, so that a decision never hangs on a rounding.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import AnySize, Bounds, Doc, Most, Text, Unique
from pulmu.model.firm import Won
from pulmu.model.flow import Words
from pulmu.model.source import Source

Outcome = Literal["selected", "reserve", "not_selected", "not_eligible", "incomplete"]
ReasonKind = Literal[
    "eligibility", "documents", "passing", "rank", "budget", "places", "quota", "tie", "one_per_group", "award", "other"
]

ApplicationId = Annotated[
    str, Text(60, r"[A-Za-z0-9][A-Za-z0-9_-]*", "A-0042"), Doc("number of the application: letters, digits, - and _")
]
Prose = Annotated[str, Text(1200)]
Hundredths = Annotated[int, Bounds(0, 10_000_000), Doc("hundredths of a point: 8733 for 87.33")]
Place = Annotated[int, Bounds(1, 10_000_000)]
AppealDays = Annotated[int, Bounds(1, 3_660)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredCriterion:
    """What applications were scored by."""

    id: Annotated[str, Text(60, r"[a-z][a-z0-9_]*", "technology")]
    name_ko: Words
    name_en: Words
    most_hundredths: Hundredths


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionPoints:
    """What an application was given for a criterion."""

    criterion: Annotated[str, Text(60), Doc("id of the criterion")]
    hundredths: Hundredths


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionReason:
    """Why it was decided so: one finding, with what was compared where it compares numbers.

    Parameters
    ----------
    left, right : What the applicant has, and the limit; hundredths where the unit is `points`.
    """

    kind: Annotated[ReasonKind, Doc("what decided")] = "other"
    said_ko: Prose
    said_en: Prose
    answer: Annotated[Literal["yes", "no", "unknown", ""], Doc("how the finding was answered")] = ""
    left: Annotated[float | None, AnySize(), Doc("what the applicant has; points in hundredths")] = None
    sign: Annotated[Literal["<", "<=", ">", ">=", "=", ""], Doc("what is asked of it")] = ""
    right: Annotated[float | None, AnySize(), Doc("the limit; points in hundredths")] = None
    unit: Annotated[str, Text(20), Doc("KRW, points, share, or a word such as persons")] = ""
    source: Annotated[Source | None, Doc("law or term it rests on")] = None

    @property
    def margin(self) -> float | None:
        """How far the left lies on the side that was asked for; negative beyond it; None where nothing is compared."""
        if self.left is None or self.right is None or self.sign in ("", "="):
            return None
        return self.right - self.left if self.sign in ("<", "<=") else self.left - self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is told to one applicant.

    Parameters
    ----------
    reasons : Why; at least one where the applicant does not get what was applied for.
    deciders : Rules of ties, quotas and budget that decided between applications near the line, published beforehand.
    """

    application: ApplicationId
    firm_ko: Annotated[Words, Doc("name of the applicant in Korean")]
    firm_en: Words = ""
    representative: Words = ""
    nominee: Annotated[Words, Doc("who stands for the award")] = ""
    business_number: Annotated[str, Text(20)] = ""
    address: Words = ""
    outcome: Outcome
    size: Annotated[
        Literal["small", "medium", "mid_sized", "large", ""], Doc("size class, for the results of the call")
    ] = ""
    province: Annotated[str, Text(20), Doc("code of the province such as KR-11, for the results of the call")] = ""
    section: Annotated[str, Text(2), Doc("section of industry such as C, for the results of the call")] = ""
    track: Words = ""
    track_en: Words = ""
    award: Annotated[Words, Doc("kind of award, where awards are given")] = ""
    award_en: Words = ""
    reserve_place: Annotated[Place | None, Doc("place on the reserve list")] = None
    amount_krw: Annotated[Won | None, Doc("what is granted")] = None
    own_share_krw: Annotated[Won | None, Doc("what the applicant pays itself")] = None
    rank: Annotated[Place | None, Doc("place in the order")] = None
    ranked: Annotated[Place | None, Doc("how many applications are in the order")] = None
    points: Annotated[tuple[CriterionPoints, ...], Most(100), Unique("criterion")] = ()
    bonus_hundredths: Hundredths | None = None
    total_hundredths: Hundredths | None = None
    last_selected_hundredths: Annotated[Hundredths | None, Doc("the line: points of the last selected")] = None
    reasons: Annotated[tuple[DecisionReason, ...], Most(200)] = ()
    deciders: Annotated[tuple[DecisionReason, ...], Most(50)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedCall:
    """The call that was decided, as its letters name it."""

    id: Annotated[str, Text(80, r"[a-z][a-z0-9_]*", "ai_voucher_2026")]
    name_ko: Words
    name_en: Words
    agency_ko: Words
    agency_en: Words
    signed_ko: Annotated[Words, Doc("in whose name letters are sent")] = ""
    signed_en: Words = ""
    contact: Words = ""
    decided_on: date
    passing_hundredths: Annotated[Hundredths | None, Doc("points below which nobody is selected")] = None
    appeal_days: Annotated[AppealDays | None, Doc("days of an appeal, from the day after the letter came")] = None
    appeal_law: Annotated[Source | None, Doc("act whose days these are, where the call sets none")] = None
    appeal_until: Annotated[date | None, Doc("last day of an appeal for who received the letter on its day")] = None
    appeal_to_ko: Words = ""
    appeal_to_en: Words = ""
    terms: Annotated[tuple[Source, ...], Most(50), Doc("law and terms of the call")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """All decisions of a call."""

    pulmu: Annotated[Literal["decisions/1"], Doc("kind and version of this document")] = "decisions/1"
    call: DecidedCall
    criteria: Annotated[tuple[ScoredCriterion, ...], Most(100), Unique()] = ()
    decisions: Annotated[tuple[Decision, ...], Most(20_000), Unique("application")]
