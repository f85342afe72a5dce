"""Scores of a call once they are opened: each against its seal, and the points of the applications."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulmu.model import InputError, Problem
from pulmu.model.call import Call
from pulmu.services._call_points import Given, scored, totals_of
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing.sealed import SealedPoints, open_seal
from pulmu.services.workspaces.documents import unknown_document
from pulmu.support.review import Calibration


@dataclass(frozen=True, slots=True)
class OpenedScores:
    """What reviewers gave, and what it comes to.

    Parameters
    ----------
    given : Sealed reviews with their points, by application and reviewer.
    missing : Reviews that were not sealed when the scores were opened.
    by_criterion : A calibration for each criterion, where some reviewers judge some criteria only; else one for the
        total, by the name ``total``.
    """

    given: tuple[tuple[Review, SealedPoints], ...]
    missing: tuple[Review, ...]
    by_criterion: dict[str, Calibration]

    def points(self) -> dict[str, int]:
        """Points of each application: calibrated where the call says so, else the mean. [hundredths]"""
        return totals_of(self.by_criterion)


def opened_scores(gate: Gate, actor: Actor, call: Call) -> OpenedScores:
    """The scores of a call whose scores are opened; that they were read is noted.

    Raises
    ------
    AccessRefused  They may not, or there is no such call (`access.unknown_document`).
    InputError  They are sealed still (`review.sealed_still`), or are not those that were sealed
        (`review.seal_broken`): all of them.
    """
    with gate.reading(actor, "open_scores") as work:
        state = work.call_state(call.id)
    if state is None:
        raise unknown_document()
    if state.stage in ("taking", "reviewing"):
        said, mend = "the scores are sealed still", "open them when all are in"
        raise InputError.of("review.sealed_still", f"call {call.id}", said, mend)
    with gate.disclosing(actor, Deed("open_scores", f"call:{call.id}")) as work:
        reviews = work.whole_reviews(call.id)
    given = list[tuple[Review, SealedPoints]]()
    broken = list[Problem]()
    for review in reviews:
        if review.state == "sealed":
            try:
                given.append((review, open_seal(review)))
            except InputError as error:
                broken += error.problems
    if broken:
        raise InputError(*broken)
    missing = tuple(item for item in reviews if item.state == "assigned")
    return OpenedScores(tuple(given), missing, scored(call, told_points(given)).calibrations)


def told_points(given: Iterable[tuple[Review, SealedPoints]]) -> list[Given]:
    """Opened reviews as points are made of them."""
    return [Given(review.reviewer, review.application, points.points) for review, points in given]
