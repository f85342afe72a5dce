"""Rounds of matching as documents."""

from typing import Any

from pulmu.model import Document
from pulmu.model.matching_round import MatchingAnswer, MatchingRound
from pulmu.support.matching import read_round


def tree(**more: Any) -> dict[str, Any]:
    """Three applicants who all wish for `a` first, which takes one, and `b`, which takes two."""
    wishes = {"one": ["a", "b"], "two": ["a", "b"], "three": ["a"]}
    return {
        "pulmu": "matching_round/1",
        "id": "round_1",
        "lot_seed": "seed",
        "applicants": [{"id": name, "name": name.title(), "wishes": listed} for name, listed in wishes.items()],
        "suppliers": [{"id": "a", "places": 1, "order": ["three", "two", "one"]}, {"id": "b", "places": 2}],
        **more,
    }


def document(**more: Any) -> Document:
    """The same as a document."""
    return Document(tree(**more), "round.yaml")


def round_of(**more: Any) -> MatchingRound:
    """The same, read."""
    return read_round(document(**more)).unwrap()


def said(step: int, applicant: str, supplier: str, by: str, answer: str) -> MatchingAnswer:
    """An answer; a refusal says why."""
    reason = "too far away" if answer == "refuse" else ""
    return MatchingAnswer(step=step, applicant=applicant, supplier=supplier, by=by, answer=answer, reason=reason)  # type: ignore[arg-type]
