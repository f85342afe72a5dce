"""What fits a question best."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.support.search.index import Index
from pulmu.support.search.query import Wish, wishes


@dataclass(frozen=True, slots=True)
class Match:
    """How well an entry fits a question: `share` of the best that any entry could reach, between 0 and 1."""

    number: int
    id: str
    share: float


def search(index: Index, text: str, allowed: NDArray[np.bool_] | None = None, most: int = 20) -> tuple[Match, ...]:
    """The entries that fit a text, the best first; entries that fit equally by their id. None that share nothing.

    Parameters
    ----------
    allowed : (entries,)  Which of them may be found; None for all.
    """
    shares = fitting(index, wishes(index, text))
    if allowed is not None:
        shares = np.where(allowed, shares, 0.0)
    return ranked(index, shares, most)


def ranked(index: Index, shares: NDArray[np.float64], most: int) -> tuple[Match, ...]:
    """The best of some shares; what is equal to nine places is ordered by id."""
    rounded = np.round(shares, 9)
    order = np.lexsort((np.arange(len(rounded)), -rounded))[:most]  # entries stand in the order of their ids
    return tuple(Match(int(at), index.entries[at].id, float(rounded[at])) for at in order if rounded[at] > 0)


def fitting(index: Index, wanted: Sequence[Wish]) -> NDArray[np.float64]:
    """(entries,)  Share of the best that could be reached, for each entry."""
    reached, met = np.zeros(len(index.entries)), np.zeros(len(index.entries))
    best = sum(wish.weight for wish in wanted)
    for wish in wanted:
        if index.known(wish.feature):
            rows, held = index.postings[wish.feature]
            reached[rows] += wish.weight * held
            met[rows] += wish.weight
    if best <= 0:
        return reached
    covered = index.settings.covered
    return reached / best * (1 - covered + covered * met / best)
