"""How sure a selection is: chosen again for every draw of the points."""

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.support.selection.limits import Ints
from pulmu.support.selection.select import Selection, select
from pulmu.support.selection.terms import Candidate, Terms

_WIDTH = 1.959963984540054
"""Of a 95 % interval of a share."""
_BORDER = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Chance:
    """How often one candidate is chosen, with the error of so many draws.

    Parameters
    ----------
    share : Of the draws in which it is chosen.
    low, high : 95 % interval of that share by the number of draws (Wilson).
    """

    id: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances of everyone, in the published order of the selection.

    Parameters
    ----------
    draws : How often it was chosen again.
    kept : Mean share of those chosen who are chosen again.
    unmet : Draws in which the terms could not be met: nobody is chosen in them.
    """

    each: tuple[Chance, ...]
    draws: int
    kept: float
    unmet: int

    @property
    def border(self) -> tuple[Chance, ...]:
        """Those whose outcome hangs on the draw: chosen in 5 to 95 of 100."""
        return tuple(item for item in self.each if _BORDER[0] < item.share < _BORDER[1])


def chances_of(selection: Selection, draws: Ints) -> Chances:
    """Choose again for every draw.

    Parameters
    ----------
    draws : (draws, candidates)  Points without bonus, candidates in the order of `selection.ranked`. [hundredths]
    """
    counts = np.zeros(len(selection.ranked), dtype=np.int64)
    chosen = np.array(selection.chosen, dtype=bool)
    kept, unmet = 0.0, 0
    for row in draws:
        again = _chosen_again(selection.ranked, row, selection.terms)
        unmet += again is None
        if again is not None:
            counts += again
            kept += float((again & chosen).sum())
    number = len(draws)
    total = int(chosen.sum())
    return Chances(
        tuple(_chance(item.id, int(count), number) for item, count in zip(selection.ranked, counts, strict=True)),
        number,
        kept / (number * total) if number and total else 1.0,
        unmet,
    )


def resampled_reviewers(scores: Sequence[Sequence[int]], number: int, random: np.random.Generator) -> Ints:
    """Means over reviewers drawn again with replacement, each application's among its own; (draws, applications).

    Parameters
    ----------
    scores : Points each reviewer gave, for each application. [hundredths of a point]
    """
    means = np.zeros((number, len(scores)), dtype=np.int64)
    for position, given in enumerate(scores):
        if given:
            drawn = np.array(given, dtype=np.int64)[random.integers(0, len(given), (number, len(given)))]
            means[:, position] = (2 * drawn.sum(axis=1) + len(given)) // (2 * len(given))
    return means


def drawn_around(points: Ints, errors: NDArray[np.float64], number: int, random: np.random.Generator) -> Ints:
    """Points drawn around those given with their standard errors, never below none; (draws, applications)."""
    drawn = points + random.standard_normal((number, len(points))) * errors
    return np.maximum(np.rint(drawn), 0).astype(np.int64)


def _chosen_again(ranked: tuple[Candidate, ...], points: Ints, terms: Terms) -> NDArray[np.bool_] | None:
    drawn = [dataclasses.replace(item, points=int(value)) for item, value in zip(ranked, points, strict=True)]
    again = select(drawn, terms)
    if again.conflicts:
        return None
    ids = set(again.chosen_ids)
    return np.array([item.id in ids for item in ranked], dtype=bool)


def _chance(id: str, count: int, number: int) -> Chance:
    if number == 0:
        return Chance(id, 0.0, 0.0, 1.0)
    share = count / number
    spread = 1 + _WIDTH**2 / number
    middle = (share + _WIDTH**2 / (2 * number)) / spread
    half = _WIDTH * math.sqrt(share * (1 - share) / number + _WIDTH**2 / (4 * number**2)) / spread
    return Chance(id, share, max(0.0, middle - half), min(1.0, middle + half))
