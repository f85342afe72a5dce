"""Choosing again for many draws of the points: what does not hang on the points is made once."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pulmu.support.selection.first import FirstSet
from pulmu.support.selection.limits import MONEY, Ints, Limits, limits_of
from pulmu.support.selection.order import counted_bonus, in_order
from pulmu.support.selection.programme import Bools, best_set, relaxed
from pulmu.support.selection.select import select
from pulmu.support.selection.terms import Candidate, Terms

Done = Callable[[int], None]
_MOST_KNOWN = 60
"""Sets that are kept to begin with."""
_SURE = 1e-6
_AT_ONCE = 50
"""Draws that are gone through together: so often it is told how far it is."""


class Order:
    """The published order of candidates for any points: totals first, then what does not hang on them."""

    def __init__(self, ranked: Sequence[Candidate], terms: Terms) -> None:
        self.terms = terms
        self.bonus = np.array([counted_bonus(item, terms) for item in ranked], dtype=np.int64)
        equal = [Candidate(item.id, 0, ties=item.ties) for item in ranked]
        self._behind = np.empty(len(ranked), dtype=np.int64)
        self._behind[in_order(equal, terms)] = np.arange(len(ranked))

    def totals(self, points: Ints) -> Ints:
        """Points with bonus. [hundredths of a point]"""
        return points + self.bonus

    def passed(self, points: Ints) -> Bools:
        """Who reaches the passing points."""
        reached = self.totals(points) if self.terms.passing_counts_bonus else points
        return np.asarray(reached >= self.terms.passing_points)

    def of(self, totals: Ints) -> Ints:
        """(draws, candidates)  Positions of the candidates, first one first."""
        behind = np.broadcast_to(self._behind, totals.shape)
        return np.asarray(np.lexsort((behind, -totals), axis=-1), dtype=np.int64)


class ChoosesAgain:
    """Chooses again under the terms of a selection, draw by draw.

    Of sets with equal points any one counts: which of them stands first in the published order is not asked again.
    """

    def __init__(self, ranked: Sequence[Candidate], terms: Terms, chosen: Bools) -> None:
        self.ranked, self.terms = tuple(ranked), terms
        self.limits = limits_of(ranked, terms)
        self.order = Order(ranked, terms)
        self._caps = Caps(self.limits)
        self._known = [chosen.copy()] if self.limits.hold(chosen) else []  # nobody is chosen where terms conflict

    def each(self, points: Ints, tell: Done) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Who is chosen in each draw, and in which draws the terms can be met; (draws, candidates) and (draws,).

        Parameters
        ----------
        points : (draws, candidates)  Without bonus. [hundredths of a point]
        tell : Told how many draws are done.
        """
        chosen = np.zeros(points.shape, dtype=bool)
        met = np.ones(len(points), dtype=bool)
        for start in range(0, len(points), _AT_ONCE):
            part = slice(start, min(start + _AT_ONCE, len(points)))
            chosen[part], met[part] = self._some(points[part], lambda done, first=start: tell(first + done))  # type: ignore[misc]
            tell(part.stop)
        return chosen, met

    def _some(self, points: Ints, tell: Done) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        totals, passed = self.order.totals(points), self.order.passed(points)
        met = np.ones(len(points), dtype=bool)
        if self.terms.mode == "in_order":
            order = self.order.of(totals)
            chosen = self._caps.taken(order, passed, ends=self.terms.over_budget == "end")
            settled = self._caps.settles(chosen, ends=self.terms.over_budget == "end")
        else:
            order, chosen = np.zeros(points.shape, np.int64), np.zeros(points.shape, dtype=bool)
            settled = np.zeros(len(points), dtype=bool)
        for draw in np.flatnonzero(~settled):
            found = self._one(points[draw], totals[draw], passed[draw], order[draw])
            met[draw] = found is not None
            if found is not None:
                chosen[draw] = found
                self._remember(found)
            tell(int(draw) + 1)
        chosen[~met] = False
        return chosen, met

    def _one(self, points: Ints, totals: Ints, passed: Bools, order: Ints) -> Bools | None:
        if self.terms.mode == "most_points":
            return self._most(totals, passed)
        if self.terms.over_budget == "end":
            return self._anew(points)
        witness = next((known for known in reversed(self._known) if not (known & ~passed).any()), None)
        if witness is None:
            solved = best_set(totals, self.limits, np.zeros(len(totals), dtype=bool), passed)
            if solved is None:
                return None
            witness = solved.chosen
        state = FirstSet(self.limits, witness, passed)
        state.take_in(order.tolist())
        return state.taken

    def _most(self, totals: Ints, passed: Bools) -> Bools | None:
        """The set with the most points: from the best that is known, and only over those whom its price leaves open."""
        nobody = np.zeros(len(totals), dtype=bool)
        fitting = [known for known in self._known if not (known & ~passed).any()]
        best = max(fitting, key=lambda known: int(totals @ known), default=None)
        found = relaxed(totals, self.limits, nobody, passed)
        if best is None or found is None:
            solved = best_set(totals, self.limits, nobody, passed)
            return None if solved is None else solved.chosen
        value = int(totals @ best)
        if value >= int(np.floor(found.most + _SURE)):
            return best
        settled = found.most - found.lost < value + 1 - _SURE  # against its choice no set has more than the known one
        lower = settled & (found.choices > 0.5) & passed
        upper = passed & ~(settled & (found.choices < 0.5))
        better = best_set(totals, self.limits, lower, upper)
        return better.chosen if better is not None and better.value > value else best

    def _anew(self, points: Ints) -> Bools | None:
        """As the selection itself is made, from its beginning."""
        drawn = [
            Candidate(item.id, int(value), item.bonus, item.amount_krw, item.track, item.memberships, item.groups,
                      item.ties)
            for item, value in zip(self.ranked, points, strict=True)
        ]  # fmt: skip
        again = select(drawn, self.terms)
        ids = set(again.chosen_ids)
        return None if again.conflicts else np.array([item.id in ids for item in self.ranked], dtype=bool)

    def _remember(self, chosen: Bools) -> None:
        if not any((known == chosen).all() for known in self._known):
            self._known = [*self._known[-_MOST_KNOWN:], chosen.copy()]


class Caps:
    """Down the order past limits that only cap: for all draws at once, and without any solver."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        rows = [row for row in limits.rows if row.only_caps]
        wide = [row for row in rows if row.name.kind != "group"]
        self._open = [number for number, row in enumerate(limits.rows) if not row.only_caps]
        self._weights = np.zeros((len(wide), limits.number), dtype=np.int64)
        self._inside = np.zeros((len(wide), limits.number), dtype=bool)
        for number, row in enumerate(wide):
            self._weights[number, row.members] = row.weights
            self._inside[number, row.members] = True
        self._most = np.array([row.most for row in wide], dtype=np.int64)[:, None]
        self._is_money = np.array([row.name.kind in MONEY for row in wide], dtype=bool)
        self._groups = Groups(limits.number, [(row.members, row.most or 0) for row in rows if row.name.kind == "group"])

    def taken(self, order: Ints, passed: NDArray[np.bool_], *, ends: bool) -> NDArray[np.bool_]:
        """Who is taken in each draw, one after the other, whatever the other limits say; (draws, candidates)."""
        draws, number = order.shape
        every = np.arange(draws)
        chosen = np.zeros((draws, number), dtype=bool)
        used = np.zeros((len(self._weights), draws), dtype=np.int64)
        ended = np.zeros((len(self._weights), draws), dtype=bool)
        groups = self._groups.none_of(draws)
        for place in range(number):
            one = order[:, place]
            weights = self._weights[:, one]
            over = used + weights > self._most
            fits = passed[every, one] & ~over.any(axis=0) & self._groups.fit(groups, one)
            if ends:
                fits, ended = self._ended(one, over, fits, ended, passed[every, one] & self._groups.fit(groups, one))
            used += weights * fits
            self._groups.take(groups, one, fits)
            chosen[every, one] = fits
        return chosen

    def _ended(
        self, one: Ints, over: NDArray[np.bool_], fits: NDArray[np.bool_], ended: NDArray[np.bool_],
        could: NDArray[np.bool_],
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:  # fmt: skip
        """Lists that money ended: who falls under one is not taken, and who does not fit its money alone ends it."""
        under = self._inside[:, one] & self._is_money[:, None]
        stopped = (under & ended).any(axis=0)
        by_money = could & ~stopped & ~(over & ~self._is_money[:, None]).any(axis=0)
        return fits & ~stopped, ended | (over & self._is_money[:, None] & by_money)

    def settles(self, chosen: NDArray[np.bool_], *, ends: bool) -> NDArray[np.bool_]:
        """In which draws that is the answer: the other limits hold too, so nobody had to give way to them."""
        if not self._open:
            return np.ones(len(chosen), dtype=bool)
        if ends:
            return np.zeros(len(chosen), dtype=bool)
        weighed = np.asarray(self.limits.matrix[self._open] @ chosen.T.astype(np.int64))
        least, most = self.limits.least[self._open][:, None], self.limits.most[self._open][:, None]
        return np.asarray(((weighed >= least) & (weighed <= most)).all(axis=0))


class Groups:
    """How many of each group are taken in each draw, and who fits in still."""

    def __init__(self, number: int, groups: Sequence[tuple[Ints, int]]) -> None:
        lists: list[list[int]] = [[] for _ in range(number)]
        for name, (members, _) in enumerate(groups):
            for member in members:
                lists[int(member)].append(name)
        width = max((len(item) for item in lists), default=0)
        self._of = np.full((number, width), len(groups), dtype=np.int64)  # the last is nobody's group and has no limit
        for member, item in enumerate(lists):
            self._of[member, : len(item)] = item
        self._most = np.array([most for _, most in groups] + [np.iinfo(np.int64).max], dtype=np.int64)

    def none_of(self, draws: int) -> Ints:
        """Nobody is taken; (draws, groups)."""
        return np.zeros((draws, len(self._most)), dtype=np.int64)

    def fit(self, taken: Ints, one: Ints) -> NDArray[np.bool_]:
        """Whether the candidate of each draw fits its groups."""
        groups = self._of[one]
        counts = np.take_along_axis(taken, groups, axis=1)
        return np.asarray((counts < self._most[groups]).all(axis=1))

    def take(self, taken: Ints, one: Ints, fits: NDArray[np.bool_]) -> None:
        """Take the candidate of each draw where it fits."""
        groups = self._of[one]
        for column in range(groups.shape[1]):
            taken[np.arange(len(one)), groups[:, column]] += fits
