"""How sure awards are: given down the ladder again for every draw of the points."""

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pulmu.support.selection.again import Groups, Order
from pulmu.support.selection.chance import Chances, counted
from pulmu.support.selection.ladder import LadderOutcome, LadderTerms, Nominee, award, bar_of
from pulmu.support.selection.limits import Ints

_AT_ONCE = 50
_NONE = -1


def chances_of_awards(
    nominees: Sequence[Nominee], outcome: LadderOutcome, terms: LadderTerms, draws: Ints,
    tell: Callable[[int], None] = lambda _: None,
) -> Chances:  # fmt: skip
    """How often each nominee gets the award it stands on or a higher one; of who has none, any.

    Parameters
    ----------
    draws : (draws, nominees)  Points without bonus, nominees in the order of `outcome.each`. [hundredths]
    tell : Told how many draws are done.
    """
    by_id = {item.candidate.id: item for item in nominees}
    ranked = [by_id[item.id] for item in outcome.each]
    place = {kind.id: number for number, kind in enumerate(terms.kinds)}
    stands = np.array([place.get(item.award or "", len(terms.kinds) - 1) for item in outcome.each], dtype=np.int64)
    awards = _Awards(ranked, terms)
    again = np.zeros(draws.shape, dtype=bool)
    for start in range(0, len(draws), _AT_ONCE):
        part = slice(start, min(start + _AT_ONCE, len(draws)))
        given = awards.given(draws[part])
        again[part] = (given != _NONE) & (given <= stands)
        tell(part.stop)
    chosen = np.array([item.award is not None for item in outcome.each], dtype=bool)
    return counted([item.id for item in outcome.each], chosen, again, np.ones(len(draws), dtype=bool))


class _Awards:
    """Gives awards for many draws: bars that do not hang on points are looked at once."""

    def __init__(self, ranked: Sequence[Nominee], terms: LadderTerms) -> None:
        self.ranked, self.terms = tuple(ranked), terms
        self._order = Order([item.candidate for item in ranked], terms.order)
        self._has_quotas = any(kind.quotas for kind in terms.kinds)
        self._barred = np.array(
            [[bar_of(item, kind, terms) is not None for kind in terms.kinds] for item in ranked], dtype=bool
        ).reshape(len(ranked), len(terms.kinds))
        members: dict[str, list[int]] = {}
        for number, item in enumerate(ranked):
            for group in item.candidate.groups:
                members.setdefault(group, []).append(number)
        self._groups = Groups(len(ranked), [(np.array(item), 1) for _, item in sorted(members.items())])

    def given(self, points: Ints) -> Ints:
        """Number of the kind each gets in each draw, highest 0; -1 for none; (draws, nominees)."""
        if self._has_quotas:
            return np.array([self._anew(row) for row in points], dtype=np.int64).reshape(points.shape)
        totals, passed = self._order.totals(points), self._order.passed(points)
        order = self._order.of(totals)
        draws, number = points.shape
        every = np.arange(draws)
        given = np.full((draws, number), _NONE, dtype=np.int64)
        groups = self._groups.none_of(draws)
        for place, kind in enumerate(self.terms.kinds):
            left = np.full(draws, kind.places, dtype=np.int64)
            fit = passed & ~self._barred[:, place]
            if kind.least_points is not None:
                fit &= totals >= kind.least_points
            self._give(order, fit, left, given, groups, place, every)
        return given

    def _give(
        self, order: Ints, fit: NDArray[np.bool_], left: Ints, given: Ints, groups: Ints, kind: int, every: Ints
    ) -> None:
        for place in range(order.shape[1]):
            if not left.any():
                return
            one = order[:, place]
            takes = fit[every, one] & (given[every, one] == _NONE) & (left > 0) & self._groups.fit(groups, one)
            given[every[takes], one[takes]] = kind
            self._groups.take(groups, one, takes)
            left -= takes

    def _anew(self, points: Ints) -> list[int]:
        drawn = [
            dataclasses.replace(item, candidate=dataclasses.replace(item.candidate, points=int(value)))
            for item, value in zip(self.ranked, points, strict=True)
        ]
        place = {kind.id: number for number, kind in enumerate(self.terms.kinds)}
        found = {item.id: place.get(item.award or "", _NONE) for item in award(drawn, self.terms).each}
        return [found[item.candidate.id] for item in self.ranked]
