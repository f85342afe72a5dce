"""The first set in the published order of all that keep the limits: whoever stands higher is taken if possible."""

from collections.abc import Sequence

import numpy as np

from pulmu.model import SolveError
from pulmu.support.selection.limits import Ints, Limits
from pulmu.support.selection.programme import FULL, Bools, Effort, best_set, out_of_reach, reach

_BLOCK = 10
"""Candidates decided by one integer programme: weights up to 2 to this power stay exact in it."""

_MANY = 1_000
"""Open candidates up to which blocks are decided at once."""
_SURE = 1e-9
_NEXT = 200
"""Next candidates in the order that a search near a known set looks at."""
_QUICK = Effort(nodes=100, gap=0.05)
_SOME = Effort(nodes=2_000)
_SWAPS = 100
"""Exchanges tried before an integer programme is asked."""


class FirstSet:
    """Takes candidates one by one, and always knows a whole set that keeps the limits and holds those taken.

    Parameters
    ----------
    limits : What every set must keep.
    witness : A set that keeps them.
    free : Who may still be chosen.
    """

    def __init__(self, limits: Limits, witness: Bools, free: Bools) -> None:
        self.limits = limits
        self.witness = witness.copy()
        self.free = free.copy()
        self.taken = np.zeros(limits.number, dtype=bool)
        self._columns = limits.matrix.tocsc()
        self._caps = np.array([row.only_caps for row in limits.rows], dtype=bool)
        self._all_caps = bool(self._caps.all())
        self._weighed = limits.weighed(self.taken)
        self._near = self.taken

    def take_in(self, order: Sequence[int]) -> None:
        """Take everyone in this order who can be taken."""
        queue = [number for number in order if self.free[number] and not self.taken[number]]
        at = 0
        while at < len(queue):
            number = queue[at]
            if not self.free[number] or self.taken[number]:
                at += 1
                continue
            sure = self.sure(number)
            if sure is None:
                sure = self._refuted(number)
            if sure is None and np.count_nonzero(self.free & ~self.taken) <= _MANY:
                self._decide_block([other for other in queue[at:] if self.free[other]])
                continue
            self._settle(number, self._decided(number) if sure is None else sure)
            at += 1

    def try_one(self, number: int) -> bool:
        """Take one candidate if it can be taken."""
        sure = self.sure(number)
        if sure is None:
            sure = self._refuted(number)
        is_taken = self._decided(number) if sure is None else sure
        self._settle(number, is_taken)
        return is_taken

    def sure(self, number: int) -> bool | None:
        """Whether it can be taken; None where only an integer programme can tell."""
        column, weights = self.column(number)
        if self._over(column, weights):
            return False
        if self._all_caps:
            self.witness = self.taken.copy()
            self.witness[number] = True
            return True
        if self.witness[number] or self._swapped_in(number, column, weights):
            return True
        return None

    def column(self, number: int) -> tuple[Ints, Ints]:
        """The limits that weigh a candidate, and its weights in them."""
        start, end = self._columns.indptr[number], self._columns.indptr[number + 1]
        return self._columns.indices[start:end].astype(np.int64), self._columns.data[start:end]

    @property
    def weighed(self) -> Ints:
        """What those taken weigh in each limit."""
        return self._weighed

    def _over(self, column: Ints, weights: Ints) -> bool:
        """Whether a limit that only caps would be broken by those taken and this one."""
        capped = self._caps[column]
        rows = column[capped]
        return bool((self._weighed[rows] + weights[capped] > self.limits.most[rows]).any())

    def _swapped_in(self, number: int, column: Ints, weights: Ints) -> bool:
        """Look for a known set with this one in it: added, or in the place of one that is not taken yet."""
        sums = self.limits.weighed(self.witness)
        sums[column] += weights
        broken = np.flatnonzero((sums < self.limits.least) | (sums > self.limits.most))
        if len(broken) == 0:
            self.witness[number] = True
            return True
        others = np.flatnonzero(self.witness & ~self.taken)[::-1]
        after = sums[broken, None] - self.limits.matrix[broken][:, others].toarray()
        heals = (after >= self.limits.least[broken, None]) & (after <= self.limits.most[broken, None])
        for other in others[heals.all(axis=0)][:_SWAPS]:
            rows, gone = self.column(int(other))
            left = sums[rows] - gone
            if bool(((left >= self.limits.least[rows]) & (left <= self.limits.most[rows])).all()):
                self.witness[number] = True
                self.witness[other] = False
                return True
        return False

    def _decide_block(self, queue: list[int]) -> None:
        """Decide the next few by one integer programme."""
        block = queue[:_BLOCK]
        gains = np.zeros(self.limits.number, dtype=np.int64)
        gains[block] = 2 ** np.arange(len(block) - 1, -1, -1)
        try:
            solved = best_set(gains, self.limits, self.taken, self.free, effort=_SOME)
        except SolveError:
            solved = None
        if solved is None or not solved.is_proven:  # too much at once: the first of them alone
            self._settle(block[0], self._decided(block[0]))
            return
        self.witness = solved.chosen
        for number in block:
            self._settle(number, bool(solved.chosen[number]))

    def _refuted(self, number: int) -> bool | None:
        """False where prices prove that it cannot be taken, and then all others of whom they prove it are out too."""
        lower = self.taken.copy()
        lower[number] = True
        found = reach(self.limits, lower, self.free | lower)
        if found is None:
            return None
        self._near = (found.choices > _SURE) & (self.free | lower)
        gone = out_of_reach(self.limits, self.taken, self.free | lower, found)
        if not gone[number]:
            return None
        self.free &= ~gone
        return False

    def _decided(self, number: int) -> bool:
        """Look for a set with one more: near the choices that would do if they need not be whole, then anywhere."""
        lower = self.taken.copy()
        lower[number] = True
        free = self.free | lower
        near = self._near | lower | (self.witness & free)
        near[np.flatnonzero(free & ~self.taken)[:_NEXT]] = True
        if self._searched(self._early(lower), lower, near, _QUICK):
            return True
        return self._searched(np.zeros(self.limits.number, np.int64), lower, free, FULL)

    def _early(self, lower: Bools) -> Ints:
        """Gains that fall steeply down the order: a known set that likes the next ones serves longest."""
        gains = np.zeros(self.limits.number, dtype=np.int64)
        waiting = np.flatnonzero(self.free & ~lower)
        half = max(1.0, float(np.count_nonzero(self.witness & ~lower)) / 8)
        gains[waiting] = np.round(2.0 ** (20 - np.minimum(np.arange(len(waiting)) / half, 20))).astype(np.int64)
        return gains

    def _searched(self, gains: Ints, lower: Bools, upper: Bools, effort: Effort) -> bool:
        try:
            solved = best_set(gains, self.limits, lower, upper, effort=effort)
        except SolveError:
            if effort is FULL:
                raise
            return False
        if solved is not None:
            self.witness = solved.chosen
        return solved is not None

    def _settle(self, number: int, is_taken: bool) -> None:
        if is_taken:
            self.taken[number] = True
            column, weights = self.column(number)
            self._weighed[column] += weights
        else:
            self.free[number] = False
