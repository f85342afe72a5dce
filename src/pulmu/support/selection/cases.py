"""Whether a set is there: told apart by the number of chosen, narrowed by prices, and only then searched for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from pulmu.model import SolveError
from pulmu.support.selection.exchange import exchanged
from pulmu.support.selection.limits import Ints, Limits
from pulmu.support.selection.prices import Prices, Settled, least_broken, most_left, settled
from pulmu.support.selection.programme import FULL, Bools, Effort, best_set
from pulmu.support.selection.totals import has_shares, totals_open, with_total

_MOST_TOTALS = 60
"""Numbers of chosen that are tried one by one; if more are open, the others are tried together after them."""
_FEW_TOTALS = 4
"""Numbers of chosen that are so few that it is not asked again which of them are left."""
_PARTS = 10
"""After which part of the places still open more are taken it is asked again."""
_ANY = -1
"""Stands for any number of chosen."""
_QUICK = Effort(nodes=100, gap=1e6)
_SCARCE = ("budget", "track_budget", "places", "track_places", "quota_least")
"""Of which limit it is asked how much could be left: the first kind that there is."""


@dataclass(frozen=True, slots=True)
class Case:
    """Limits, with who is in every set that keeps them beside those taken, and who may be in one."""

    limits: Limits
    must: Bools
    may: Bools

    def beside(self, taken: Bools, free: Bools) -> "Case":
        """The case after more were taken or passed over."""
        return Case(self.limits, self.must | taken, self.may & (free | taken))

    def without(self, number: int, proof: Prices | None) -> "Case":
        """The case after one candidate was passed over, and with it whom the same prices keep out."""
        may = self.may if proof is None else settled(self.limits, self.must, self.may, proof).may
        may = may.copy()
        may[number] = False
        return Case(self.limits, self.must, may)


class Cases:
    """What is still possible beside those taken.

    Parameters
    ----------
    limits : What every set must keep.
    free : Who may be chosen.
    asked : Called before every search.
    """

    def __init__(self, limits: Limits, free: Bools, asked: Callable[[], None]) -> None:
        self._limits = limits
        self._by_total: dict[int, Case] = {}
        self._totals: tuple[int, ...] | None = None
        self._again_from = 0
        self._whole = Case(limits, np.zeros(limits.number, dtype=bool), free.copy())
        self._depends = has_shares(limits)
        self._asked = asked

    def some_set(self) -> Bools | None:
        """A set that keeps the limits; None where there is none."""
        return self._search(None, self._whole, np.zeros(self._limits.number, dtype=bool))

    def set_with(self, number: int, taken: Bools, free: Bools, known: Bools) -> Bools | None:
        """A set with those taken and one more; None where none keeps the limits.

        Parameters
        ----------
        known : A set that keeps the limits.

        Raises
        ------
        SolveError  The search was given up (`selection.not_solved`).
        """
        return self._search(number, self._whole.beside(taken, free), known)

    @property
    def may(self) -> Bools:
        """Who may still be in a set, as far as that is known."""
        cases = [self._by_total.get(total) for total in self._totals or (_ANY,)]
        known = [case.may for case in cases if case is not None]
        if not known or len(known) < len(cases):
            return np.ones(self._limits.number, dtype=bool)
        return np.asarray(np.logical_or.reduce(known), dtype=bool)

    def _search(self, number: int | None, now: Case, known: Bools) -> Bools | None:
        hard: list[tuple[Case, Settled]] = []
        gone: list[int] = []
        count = int(np.count_nonzero(known))
        for key in self._keys(number, now, None if number is None else count):
            case = self._case(key, now)
            if number is not None and not case.may[number]:
                continue
            self._asked()
            room = _room(case, number)
            if isinstance(room, Prices):
                gone.append(key)
                if number is not None:
                    self._by_total[key] = case.without(number, room)
                continue
            found, is_sure = _tried(case.limits, room, known, _early(room, count))
            if found is not None:
                self._by_total[key] = Case(case.limits, room.must, room.may)
                if self._totals is not None:
                    self._totals = tuple(total for total in self._totals if total not in gone)
                return found
            if not is_sure:
                hard.append((case, room))
        return self._search_on(hard)

    def _search_on(self, hard: list[tuple[Case, Settled]]) -> Bools | None:
        """Search to the end where the first search left it open."""
        for case, room in hard:
            self._asked()
            solved = best_set(np.zeros(case.limits.number, np.int64), case.limits, room.must, room.may, effort=FULL)
            if solved is not None:
                return solved.chosen
        return None

    def _keys(self, number: int | None, now: Case, known: int | None) -> Iterator[int]:
        """Numbers of chosen to look at, the known one first, for it mostly does; `_ANY` for all others together."""
        if not self._depends:
            yield _ANY
            return
        first = known if known is not None and (self._totals is None or known in self._totals) else None
        if first is not None:
            yield first
        totals = self._totals_with(number, now)
        if totals is None:
            yield _ANY
            return
        middle = max(totals, default=0) if known is None else known
        order = sorted(set(totals) - {first}, key=lambda total: (abs(total - middle), -total))
        yield from order[:_MOST_TOTALS]
        if len(order) > _MOST_TOTALS:
            yield _ANY

    def _totals_with(self, number: int | None, now: Case) -> tuple[int, ...] | None:
        """Numbers of chosen that are open for a set with one more; None where that is not known."""
        self._look_again(now)
        if self._totals is None or number is None or len(self._totals) <= _FEW_TOTALS:
            return self._totals
        must = now.must.copy()
        must[number] = True
        found = totals_open(self._limits, must, now.may)
        return self._totals if found is None else tuple(total for total in found if total in self._totals)

    def _look_again(self, now: Case) -> None:
        """Which numbers of chosen are open at all: asked again when a good part more is taken."""
        taken = int(np.count_nonzero(now.must))
        if self._totals is not None and (taken < self._again_from or len(self._totals) <= _FEW_TOTALS):
            return
        found = totals_open(self._limits, now.must, now.may)
        if found is not None:
            self._totals = tuple(total for total in found if self._totals is None or total in self._totals)
            self._again_from = taken + max(1, (max(found, default=taken) - taken) // _PARTS)

    def _case(self, key: int, now: Case) -> Case:
        """What is known of the sets of so many."""
        case = self._by_total.get(key)
        if case is None:
            case = Case(self._limits if key == _ANY else with_total(self._limits, key), now.must, now.may)
        return case.beside(now.must, now.may)


def _room(case: Case, number: int | None) -> Settled | Prices:
    """Who must and may be in a set with one more; prices that prove that there is none."""
    must = case.must.copy()
    if number is not None:
        must[number] = True
    room = Settled(True, must, case.may)
    for priced in (least_broken, _scarcest):
        prices = priced(case.limits, room.must, room.may)
        if prices is not None:
            room = settled(case.limits, room.must, room.may, prices)
            if not room.is_met:
                return prices
    return room


def _scarcest(limits: Limits, lower: Bools, upper: Bools) -> Prices | None:
    kinds = [row.name.kind for row in limits.rows]
    row = next((kinds.index(kind) for kind in _SCARCE if kind in kinds), None)
    return None if row is None else most_left(limits, lower, upper, row)


def _tried(limits: Limits, room: Settled, known: Bools, gains: Ints) -> tuple[Bools | None, bool]:
    """A set, if one is found soon, and whether it is sure that there is none if not."""
    try:
        solved = best_set(gains, limits, room.must, room.may, effort=_QUICK)
    except SolveError:
        return exchanged(limits, room.must, room.may, known), False
    return None if solved is None else solved.chosen, True


def _early(room: Settled, known: int) -> Ints:
    """Gains that fall steeply down the order: a known set that likes the next ones serves longest."""
    gains = np.zeros(len(room.must), dtype=np.int64)
    waiting = np.flatnonzero(room.may & ~room.must)
    half = max(1.0, float(known - np.count_nonzero(room.must)) / 8)
    gains[waiting] = np.round(2.0 ** (20 - np.minimum(np.arange(len(waiting)) / half, 20))).astype(np.int64)
    return gains
