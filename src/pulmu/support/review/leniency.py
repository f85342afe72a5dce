"""How lenient each reviewer is, judged only against colleagues who scored the same applications.

score = application + reviewer + chance. Applications are taken as they are, reviewers as drawn from a population whose
spread is estimated by restricted maximum likelihood. Only what several reviewers said of one application counts:
whoever was given better applications is never taken for lenient.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import fdtrc

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_NOUGHT = 1e-9
_RANGE = 20.0
"""Largest absolute logarithm of the ratio of the two spreads that is looked at."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Scores as they were given: one row for each score. Every application and every reviewer has one at least.

    Parameters
    ----------
    application, reviewer : (scores,)  Their numbers, from 0 on.
    points : (scores,)  In hundredths.
    applications, reviewers : How many there are.
    """

    application: Integers
    reviewer: Integers
    points: Integers
    applications: int
    reviewers: int

    def counts(self) -> Integers:
        """(applications,)  How many scores each application has."""
        return np.bincount(self.application, minlength=self.applications).astype(np.int64)

    def means(self) -> Floats:
        """(applications,)  Mean score of each application. [hundredths]"""
        sums = np.bincount(self.application, weights=self.points, minlength=self.applications)
        return np.asarray(sums / self.counts(), dtype=np.float64)

    def shares(self) -> Floats:
        """(applications, reviewers)  Weight of each reviewer in the mean of each application."""
        shares = np.zeros((self.applications, self.reviewers))
        shares[self.application, self.reviewer] = 1.0
        return np.asarray(shares / self.counts()[:, None], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Leniency:
    """What the scores say about the reviewers.

    Parameters
    ----------
    effect : (reviewers,)  Points a reviewer gives more than colleagues do; 0 where nothing can be said. [hundredths]
    covariance : (reviewers, reviewers)  How sure that is. [hundredths squared]
    chance : Variance of a single score beside application and reviewer; None if every application has one score.
    freedom : Scores beyond one for each application.
    probability : How often differences as large arise where no reviewer is lenient; None if nothing can be said.
    believed : Whether the effects are used.
    """

    effect: Floats
    covariance: Floats
    chance: float | None
    freedom: int
    probability: float | None
    believed: bool


@dataclass(frozen=True, slots=True)
class _Within:
    """The scores without the means of their applications, turned so that reviewers' contrasts stand apart."""

    eigen: Floats
    turned: Floats
    basis: Floats
    total: float
    freedom: int
    least: float

    @property
    def explained(self) -> float:
        return float((self.turned**2 / self.eigen).sum())

    def rest(self, ratio: float) -> float:
        """Variance of chance if the reviewers' spread is `ratio` times that; never under that of rounding."""
        taken = float((self.turned**2 * ratio / (1.0 + ratio * self.eigen)).sum())
        return max((self.total - taken) / self.freedom, self.least)


def leniency_of(panel: Panel, level: float) -> Leniency:
    """The reviewers' leniency; none if differences as large arise by chance more often than `level`."""
    within = _within(panel)
    probability = _probability(within)
    if probability is None or probability > level:
        chance = within.total / within.freedom if within.freedom else None
        nothing = np.zeros(panel.reviewers)
        return Leniency(nothing, np.diag(nothing), chance, within.freedom, probability, believed=False)
    ratio = _best_ratio(within)
    chance = within.rest(ratio)
    shrunk = 1.0 / (within.eigen + 1.0 / ratio)
    known = (within.basis * shrunk) @ within.basis.T
    return Leniency(
        within.basis @ (shrunk * within.turned),
        chance * (known + ratio * _unreached(within.basis)),
        chance,
        within.freedom,
        probability,
        believed=True,
    )


def _within(panel: Panel) -> _Within:
    shares, seen = panel.shares(), np.zeros(panel.reviewers)
    np.add.at(seen, panel.reviewer, 1.0)
    link = np.diag(seen) - shares.T @ (shares * panel.counts()[:, None])
    left = panel.points - panel.means()[panel.application]
    pull = np.bincount(panel.reviewer, weights=left, minlength=panel.reviewers)
    eigen, vectors = np.linalg.eigh(link)
    real = eigen > _NOUGHT * max(1.0, float(eigen.max(initial=0.0)))
    basis = vectors[:, real]
    step = int(np.gcd.reduce(panel.points - panel.points.min()))
    freedom = panel.points.size - panel.applications
    return _Within(eigen[real], basis.T @ pull, basis, float(left @ left), freedom, step * step / 12.0)


def _unreached(basis: Floats) -> Floats:
    """Differences between groups of reviewers that no application joins, without what moves all alike."""
    size = basis.shape[0]
    return np.asarray(np.eye(size) - basis @ basis.T - np.full((size, size), 1.0 / size), dtype=np.float64)


def _probability(within: _Within) -> float | None:
    """The exact test of equal reviewers under normal chance; rounding of the scores counts as chance."""
    rank, left = within.eigen.size, within.freedom - within.eigen.size
    if rank == 0 or left <= 0:
        return None
    if within.total <= 0.0:
        return 1.0
    chance = max((within.total - within.explained) / left, within.least)
    return float(fdtrc(rank, left, within.explained / rank / chance))


def _best_ratio(within: _Within) -> float:
    def worth(logarithm: float) -> float:
        ratio = exp(logarithm)
        return within.freedom * log(within.rest(ratio)) + float(np.log1p(ratio * within.eigen).sum())

    return exp(_lowest(worth))


def _lowest(worth: Callable[[float], float]) -> float:
    """Where a function of one valley, or nearly one, is lowest: a look at steps of one quarter, then between them."""
    steps = np.arange(-_RANGE, _RANGE + 0.25, 0.25)
    near = float(steps[int(np.argmin([worth(step) for step in steps]))])
    found = minimize_scalar(worth, bounds=(near - 0.25, near + 0.25), method="bounded", options={"xatol": 1e-10})
    return float(found.x)
