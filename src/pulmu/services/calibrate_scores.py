"""Calibrated points of a call from a table of scores; nothing is told before every assigned score is in."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pulmu.model import Document, InputError, Problem, decode, has_errors, problem
from pulmu.model.review_table import GivenTable, PairTable
from pulmu.support.review import LEVEL, Calibration, Score, calibrate

MOST_POINTS = 100_000
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CalibratedScores:
    """The calibration, or what stands in its way."""

    calibration: Calibration | None
    problems: tuple[Problem, ...]


def calibrate_scores(document: Document, assigned: Document | None = None, level: float = LEVEL) -> CalibratedScores:
    """Calibrate the scores of a table; every problem is told at once.

    Parameters
    ----------
    assigned : Who was to judge what; scores that are missing or that nobody asked for are refused then.
    """
    given = decode(GivenTable, document)
    pairs = None if assigned is None else decode(PairTable, assigned)
    problems = [*given.problems, *(pairs.problems if pairs else ())]
    scores = []
    for number, row in enumerate(given.value.scores):
        points = hundredths(row.points)
        if points is None:
            place = document.place(("scores", number, "points"))
            problems.append(
                problem("review.points", place, f"{row.points!r} is no number of points from 0 to {MOST_POINTS:,}",
                        "write it with at most two decimals, such as 82.5", text=row.points, most=MOST_POINTS)
            )  # fmt: skip
        else:
            scores.append(Score(row.reviewer, row.application, points))
    if pairs is not None:
        asked = {(row.reviewer, row.application) for row in pairs.value.pairs}
        problems += _against({(row.reviewer, row.application) for row in given.value.scores}, asked)
    if has_errors(problems):
        return CalibratedScores(None, tuple(problems))
    try:
        return CalibratedScores(calibrate(scores, level=level), tuple(problems))
    except InputError as error:
        return CalibratedScores(None, (*problems, *error.problems))


def hundredths(text: str) -> int | None:
    """Points in hundredths; None if they are none."""
    try:
        value = Decimal(text.replace(",", "").removesuffix("점").strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value <= MOST_POINTS or value * 100 % 1:
        return None
    return int(value * 100)


def _against(given: set[tuple[str, str]], asked: set[tuple[str, str]]) -> Iterator[Problem]:
    for reviewer, application in sorted(asked - given)[:_SHOWN]:
        yield problem("review.score_missing", f"{reviewer}, {application}",
                      f"reviewer {reviewer!r} has given no points to application {application!r}",
                      "scores stay closed until all are in; take the pair out of the assignment if it will not come",
                      reviewer=reviewer, application=application)  # fmt: skip
    for reviewer, application in sorted(given - asked)[:_SHOWN]:
        yield problem("review.score_not_asked", f"{reviewer}, {application}",
                      f"reviewer {reviewer!r} was not given application {application!r}",
                      "take the score out, or mend the assignment",
                      reviewer=reviewer, application=application)  # fmt: skip
