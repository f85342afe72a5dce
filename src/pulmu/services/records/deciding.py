"""A call as it goes on in its agency: its money and places, who judges what, and what was decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Stage = Literal["taking", "reviewing", "opened", "decided", "published"]
"""Applications are taken in; reviewers judge; scores are opened; decisions are made; results are published."""
ReviewState = Literal["assigned", "declined", "withdrawn", "sealed"]
Outcome = Literal["selected", "reserve", "not_selected", "not_eligible", "incomplete", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallState:
    """How far a call is, and what is left of it.

    Parameters
    ----------
    version : Version of the call's document that holds.
    budget_krw, places : What there is; None without a limit.
    committed_krw, taken : What decisions took of it: never more than there is.
    """

    call: str
    version: int
    stage: Stage = "taking"
    budget_krw: int | None = None
    committed_krw: int = 0
    places: int | None = None
    taken: int = 0
    changed: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One reviewer's part in one application.

    Parameters
    ----------
    reviewer : Account of the reviewer, or the id of one without an account.
    content : Points and remarks as JSON; empty until they are sealed. A sealed one is never changed.
    reason : Why it was declined, or taken back.
    """

    call: str
    application: str
    reviewer: str
    state: ReviewState = "assigned"
    assigned_by: str
    assigned_at: datetime
    sealed_at: datetime | None = None
    content: str = ""
    sha256: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """What was decided of an application; a later number takes the place of an earlier, which stays.

    Parameters
    ----------
    amount_krw : What is granted; 0 unless it was selected.
    content : Reasons with margins as JSON, as the letter tells them.
    """

    call: str
    application: str
    number: int
    outcome: Outcome
    amount_krw: int
    at: datetime
    author: str
    content: str
    sha256: str
    note: str = ""
