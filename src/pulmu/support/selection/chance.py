"""How sure a selection is: chosen again for every draw of the points."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.support.selection.again import ChoosesAgain
from pulmu.support.selection.limits import Ints
from pulmu.support.selection.select import Selection

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


def chances_of(selection: Selection, draws: Ints, tell: Callable[[int], None] = lambda _: None) -> Chances:
    """Choose again for every draw.

    Parameters
    ----------
    draws : (draws, candidates)  Points without bonus, candidates in the order of `selection.ranked`. [hundredths]
    tell : Told how many draws are done.
    """
    chosen = np.array(selection.chosen, dtype=bool)
    again, met = ChoosesAgain(selection.ranked, selection.terms, chosen).each(draws, tell)
    return counted([item.id for item in selection.ranked], chosen, again, met)


def counted(ids: Sequence[str], chosen: NDArray[np.bool_], again: NDArray[np.bool_], met: NDArray[np.bool_]) -> Chances:
    """Chances from who was chosen, and who is chosen again in each draw.

    Parameters
    ----------
    again : (draws, candidates)
    met : (draws,)  Draws in which the terms could be met.
    """
    number, total = len(again), int(chosen.sum())
    kept = float((again & chosen).sum())
    return Chances(
        tuple(chance_of(name, int(count), number) for name, count in zip(ids, again.sum(axis=0), strict=True)),
        number,
        kept / (number * total) if number and total else 1.0,
        int((~met).sum()),
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


def chance_of(id: str, count: int, number: int) -> Chance:
    """So many of a number of independent draws, with the interval of that share."""
    if number == 0:
        return Chance(id, 0.0, 0.0, 1.0)
    share = count / number
    spread = 1 + _WIDTH**2 / number
    middle = (share + _WIDTH**2 / (2 * number)) / spread
    half = _WIDTH * math.sqrt(share * (1 - share) / number + _WIDTH**2 / (4 * number**2)) / spread
    return Chance(id, share, max(0.0, middle - half), min(1.0, middle + half))
