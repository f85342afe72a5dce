"""Scores of a call once they are opened: each against its seal, and the points of the applications."""

from dataclasses import dataclass

from pulmu.model import InputError, Problem
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing.sealed import SealedPoints, open_seal
from pulmu.services.workspaces.documents import unknown_document
from pulmu.support.review import LEVEL, Calibration, Score, calibrate

_EXTREMES = 2


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
        points: dict[str, int] = {}
        for calibration in self.by_criterion.values():
            for item in calibration.applications:
                points[item.application] = points.get(item.application, 0) + item.calibrated
        return points


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
    return OpenedScores(tuple(given), missing, _calibrations(call, given))


def _calibrations(call: Call, given: list[tuple[Review, SealedPoints]]) -> dict[str, Calibration]:
    calibrates = call.reviewing is not None and call.reviewing.calibration == "additive"
    level = LEVEL if calibrates else -1.0  # no probability is as small: the mean stays
    if not calibrates and call.reviewing is not None and call.reviewing.leave_out == "highest_and_lowest":
        given = _without_extremes(given)
    names = [one.id for one in call.criteria]
    if all(len(points.points) == len(names) for _, points in given):
        parts = {"total": [Score(one.reviewer, one.application, points.total) for one, points in given]}
    else:
        parts = {name: [Score(one.reviewer, one.application, points.points[name]) for one, points in given
                        if name in points.points] for name in names}  # fmt: skip
    return {name: calibrate(scores, level=level) for name, scores in parts.items() if scores}


def _without_extremes(given: list[tuple[Review, SealedPoints]]) -> list[tuple[Review, SealedPoints]]:
    """Without the highest and the lowest of each application, where more than two judged it."""
    by_application: dict[str, list[tuple[Review, SealedPoints]]] = {}
    for item in given:
        by_application.setdefault(item[0].application, []).append(item)
    kept = []
    for items in by_application.values():
        items.sort(key=lambda item: (item[1].total, item[0].reviewer))
        kept += items[1:-1] if len(items) > _EXTREMES else items
    return kept
