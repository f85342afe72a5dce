"""Whether a paper that is given with an application counts on the day its call closes."""

from datetime import date
from typing import Literal

from pulmu.model.application import GivenDocument
from pulmu.model.call import AskedDocument
from pulmu.model.finding import Answer, Finding

PaperFault = Literal["not_attached", "no_issue", "too_old", "no_end", "expired"]
"""Why a paper that is given does not count: only named, no day of issue, issued too early, no last day, run out."""


def paper_fault(item: AskedDocument, given: GivenDocument, closes: date) -> PaperFault | None:
    """Why a paper does not count on the day a call closes; None where it does."""
    if item.attached and not given.sha256:
        return "not_attached"
    if item.no_older_days is not None:
        if given.issued is None:
            return "no_issue"
        if (closes - given.issued).days > item.no_older_days:
            return "too_old"
    if item.has_end and given.valid_until is None:
        return "no_end"
    return "expired" if given.valid_until is not None and given.valid_until < closes else None


def given_paper(name: str, item: AskedDocument, given: GivenDocument, closes: date) -> Finding:
    """Whether a paper that is given counts."""
    fault = paper_fault(item, given, closes)
    said: dict[PaperFault, str] = {
        "not_attached": "named and not attached", "no_issue": "the day of issue is not told",
        "too_old": f"issued on {given.issued}, more than {item.no_older_days} days before {closes}",
        "no_end": "the last day on which it is valid is not told",
        "expired": f"valid until {given.valid_until}, before {closes}",
    }  # fmt: skip
    return Finding(name, Answer.YES, given.file) if fault is None else Finding(name, Answer.NO, said[fault])
