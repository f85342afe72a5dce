"""Points of applications calibrated for lenient and harsh reviewers, with intervals, in hundredths.

A calibrated point can be checked by hand: the mean of the scores, each less its reviewer's leniency as told. Where the
scores do not show that reviewers differ, every leniency is nought and the point is the mean.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import stdtrit

from pulmu.model.errors import InputError, SolveError, problem
from pulmu.support.review.leniency import Integers, Leniency, Panel, leniency_of
from pulmu.support.review.rounding import half_away, rounded

LEVEL = 0.0001
"""Leniency is believed where differences as large would arise by chance in 1 of 10,000 calls at most."""
_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one reviewer for one application, in hundredths."""

    reviewer: str
    application: str
    points: int


@dataclass(frozen=True, slots=True)
class CalibratedPoints:
    """An application's points. All in hundredths, rounded once, halves away from nought.

    Parameters
    ----------
    mean : Mean of its scores.
    calibrated : Mean of its scores, each less its reviewer's leniency.
    low, high : Interval of 95 percent; None where every application has one score and chance cannot be told.
    panel : Number of the panel: applications of two panels share no reviewer, not even through others.
    """

    application: str
    scores: int
    mean: int
    calibrated: int
    low: int | None
    high: int | None
    panel: int


@dataclass(frozen=True, slots=True)
class ReviewerLeniency:
    """Points a reviewer gives more than colleagues of the panel do, in hundredths, with its interval of 95 percent."""

    reviewer: str
    scores: int
    leniency: int
    low: int
    high: int
    panel: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Calibrated points of a call, by application and by reviewer, both sorted by id.

    Parameters
    ----------
    believed : Whether reviewers differ more than chance explains, so that leniency is taken off.
    probability : How often differences as large arise by chance; None if the scores cannot tell.
    panels : How many panels there are that nothing joins. Between panels points compare as raw means do.
    """

    applications: tuple[CalibratedPoints, ...]
    reviewers: tuple[ReviewerLeniency, ...]
    believed: bool
    probability: float | None
    panels: int
    level: float
    panel: Panel = field(repr=False)
    found: Leniency = field(repr=False)


def calibrate(scores: Sequence[Score], *, level: float = LEVEL) -> Calibration:
    """Calibrated points of all applications that were scored.

    Parameters
    ----------
    level : Probability of chance up to which leniency is believed.

    Raises
    ------
    InputError  There are no scores (`review.no_scores`), or a reviewer scored an application twice
        (`review.scored_twice`): all that were found.
    """
    _check(scores)
    panel, applications, reviewers = _panel(scores)
    found = leniency_of(panel, level)
    numbers, panels = _panels(panel)
    leniency = np.array([rounded(value) for value in found.effect], dtype=np.int64)
    width = float(stdtrit(found.freedom, 0.5 + _CONFIDENCE / 2)) if found.freedom else 0.0
    return Calibration(
        _points(panel, applications, leniency, found, width, numbers[: panel.applications]),
        _reviewers(panel, reviewers, leniency, found, width, numbers[panel.applications :]),
        found.believed,
        found.probability,
        panels,
        level,
        panel,
        found,
    )


def draw_points(calibration: Calibration, draws: int, seed: int) -> Integers:
    """(draws, applications)  Points as they may as well be, given what is known, in hundredths.

    Applications stand in the order of `calibration.applications`. The same seed gives the same draws.

    Raises
    ------
    SolveError  Every application has one score: how far chance moves it is not known (`review.no_spread`).
    """
    panel, found = calibration.panel, calibration.found
    if found.chance is None:
        raise SolveError.of("review.no_spread", "scores",
                            "every application has one score, so that nobody can tell how far chance moves it",
                            "have applications scored by two reviewers or more")  # fmt: skip
    random = np.random.default_rng(seed)
    values, vectors = np.linalg.eigh(found.covariance)
    root = vectors * np.sqrt(np.clip(values, 0.0, None))
    shift = random.standard_normal((draws, panel.reviewers)) @ root.T @ panel.shares().T
    spread = np.sqrt(found.chance / panel.counts())
    noise = random.standard_normal((draws, panel.applications)) * spread
    wider = np.sqrt(found.freedom / random.chisquare(found.freedom, (draws, 1)))
    centre = np.array([item.calibrated for item in calibration.applications], dtype=np.float64)
    drawn = centre + (noise - shift) * wider
    return np.asarray(np.sign(drawn) * np.floor(np.abs(drawn) + 0.5), dtype=np.int64)


def _check(scores: Sequence[Score]) -> None:
    if not scores:
        raise InputError.of("review.no_scores", "scores", "there are no scores", "give at least one score")
    pairs = Counter((item.reviewer, item.application) for item in scores)
    twice = [
        problem("review.scored_twice", f"{reviewer}, {application}",
                f"reviewer {reviewer!r} scored application {application!r} {count} times",
                "keep one of the scores", reviewer=reviewer, application=application, count=count)
        for (reviewer, application), count in sorted(pairs.items()) if count > 1
    ]  # fmt: skip
    if twice:
        raise InputError(*twice)


def _panel(scores: Sequence[Score]) -> tuple[Panel, list[str], list[str]]:
    applications = sorted({item.application for item in scores})
    reviewers = sorted({item.reviewer for item in scores})
    row = {name: number for number, name in enumerate(applications)}
    column = {name: number for number, name in enumerate(reviewers)}
    # In one order, so that sums of floats do not turn on the order of the file.
    held = sorted(scores, key=lambda item: (row[item.application], column[item.reviewer]))
    panel = Panel(
        np.array([row[item.application] for item in held], dtype=np.int64),
        np.array([column[item.reviewer] for item in held], dtype=np.int64),
        np.array([item.points for item in held], dtype=np.int64),
        len(applications),
        len(reviewers),
    )
    return panel, applications, reviewers


def _panels(panel: Panel) -> tuple[Integers, int]:
    """The panel of each application, then of each reviewer, numbered from 1."""
    size = panel.applications + panel.reviewers
    ends = (panel.application, panel.applications + panel.reviewer)
    count, labels = connected_components(coo_array((np.ones(panel.points.size), ends), (size, size)), directed=False)
    return np.asarray(labels, dtype=np.int64) + 1, int(count)


def _points(
    panel: Panel, names: list[str], leniency: Integers, found: Leniency, width: float, numbers: Integers
) -> tuple[CalibratedPoints, ...]:
    counts, shares = panel.counts(), panel.shares()
    sums = _whole_sums(panel, panel.points)
    less = _whole_sums(panel, panel.points - leniency[panel.reviewer])
    moved = np.einsum("ar,rs,as->a", shares, found.covariance, shares, optimize=True)
    half = None if found.chance is None else width * np.sqrt(found.chance / counts + np.clip(moved, 0.0, None))
    points = []
    for number, name in enumerate(names):
        count = int(counts[number])
        calibrated = half_away(int(less[number]), count)
        reach = None if half is None else rounded(float(half[number]))
        low, high = (None, None) if reach is None else (calibrated - reach, calibrated + reach)
        mean = half_away(int(sums[number]), count)
        points.append(CalibratedPoints(name, count, mean, calibrated, low, high, int(numbers[number])))
    return tuple(points)


def _whole_sums(panel: Panel, values: Integers) -> Integers:
    sums = np.zeros(panel.applications, dtype=np.int64)
    np.add.at(sums, panel.application, values)
    return sums


def _reviewers(
    panel: Panel, names: list[str], leniency: Integers, found: Leniency, width: float, numbers: Integers
) -> tuple[ReviewerLeniency, ...]:
    counts = np.bincount(panel.reviewer, minlength=panel.reviewers)
    half = width * np.sqrt(np.clip(np.diag(found.covariance), 0.0, None))
    return tuple(
        ReviewerLeniency(
            name,
            int(counts[number]),
            int(leniency[number]),
            int(leniency[number]) - rounded(float(half[number])),
            int(leniency[number]) + rounded(float(half[number])),
            int(numbers[number]),
        )
        for number, name in enumerate(names)
    )
