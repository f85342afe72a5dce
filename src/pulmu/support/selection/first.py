"""The first set in the published order of all that keep the limits: whoever stands higher is taken if possible."""

from collections.abc import Callable, Sequence

import numpy as np

from pulmu.support.selection.cases import Cases
from pulmu.support.selection.limits import Ints, Limits
from pulmu.support.selection.prices import least_broken, settled
from pulmu.support.selection.programme import Bools

Tell = Callable[[int, int, str], None]
"""Is told how many candidates are decided, of how many, and the step; ends the search by raising."""
STEP = "selection"
_SWAPS = 100
"""Exchanges tried before a search is begun."""


def untold(done: int, of: int, step: str) -> None:
    """Whom nobody tells anything."""


class FirstSet:
    """Takes candidates one by one, and always knows a whole set that keeps the limits and holds those taken.

    Parameters
    ----------
    limits : What every set must keep.
    witness : A set that keeps them.
    free : Who may still be chosen.
    tell : Is told how far it is: at every hundredth, and before every search.
    """

    def __init__(self, limits: Limits, witness: Bools, free: Bools, tell: Tell = untold) -> None:
        self.limits = limits
        self.witness = witness.copy()
        self.free = free.copy()
        self.taken = np.zeros(limits.number, dtype=bool)
        self._columns = limits.matrix.tocsc()
        self._caps = np.array([row.only_caps for row in limits.rows], dtype=bool)
        self._all_caps = bool(self._caps.all())
        self._weighed = limits.weighed(self.taken)
        self._cases = Cases(limits, free, self._say)
        self.tell, self._done = tell, 0

    def take_in(self, order: Sequence[int]) -> None:
        """Take everyone in this order who can be taken.

        Raises
        ------
        SolveError  A search was given up (`selection.not_solved`).
        """
        for number in order:
            if self.free[number] and not self.taken[number]:
                self.try_one(number)

    def try_one(self, number: int) -> bool:
        """Take one candidate if it can be taken."""
        if number * 100 // self.limits.number != self._done * 100 // self.limits.number:
            self._done = number
            self._say()
        is_taken = self.can_take(number)
        self._settle(number, is_taken)
        return is_taken

    def can_take(self, number: int) -> bool:
        """Whether it can be taken; if so the known set holds it."""
        sure = self._sure(number)
        if sure is None:
            sure = self._refuted(number)
        return self._decided(number) if sure is None else sure

    def follow(self, other: "FirstSet") -> None:
        """Take whom another has taken under tighter limits, and know its set."""
        self.taken, self.witness = other.taken.copy(), other.witness.copy()
        self._weighed = self.limits.weighed(self.taken)

    def column(self, number: int) -> tuple[Ints, Ints]:
        """The limits that weigh a candidate, and its weights in them."""
        start, end = self._columns.indptr[number], self._columns.indptr[number + 1]
        return self._columns.indices[start:end].astype(np.int64), self._columns.data[start:end]

    @property
    def weighed(self) -> Ints:
        """What those taken weigh in each limit."""
        return self._weighed

    def _say(self) -> None:
        self.tell(self._done, self.limits.number, STEP)

    def _sure(self, number: int) -> bool | None:
        """Whether it can be taken; None where only a search can tell."""
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

    def _refuted(self, number: int) -> bool | None:
        """False where prices prove that it cannot be taken, and then all others of whom they prove it are out too."""
        lower = self.taken.copy()
        lower[number] = True
        prices = least_broken(self.limits, lower, self.free | lower)
        if prices is None:
            return None
        may = settled(self.limits, self.taken, self.free | self.taken, prices).may
        if may[number]:
            return None
        self.free &= may
        return False

    def _decided(self, number: int) -> bool:
        """Look for a set with one more."""
        found = self._cases.set_with(number, self.taken, self.free, self.witness)
        self.free &= self._cases.may
        if found is not None:
            self.witness = found
        return found is not None

    def _settle(self, number: int, is_taken: bool) -> None:
        if is_taken:
            self.taken[number] = True
            column, weights = self.column(number)
            self._weighed[column] += weights
        else:
            self.free[number] = False
