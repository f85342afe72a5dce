"""A round of matching as arrays: who asks whom, who takes whom, how many, and under which limits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.model.errors import InputError

Whole = NDArray[np.integer]
NOBODY = -1
"""Stands where an applicant has no supplier, and a supplier no pool."""
NO_LIMIT = -1
"""Stands where a budget is not limited."""


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """Kinds of applicants, and what suppliers take of each. Every applicant is of one kind.

    Parameters
    ----------
    kind : Kind of each applicant, from 0; shape (applicants,).
    most : How many of each kind a supplier takes at most; shape (suppliers, kinds).
    reserved : How many of its places go to each kind first; the rest of them is open to all; shape (suppliers, kinds).

    Source: Abdulkadiroglu and Sonmez (2003), controlled choice; Hafalir, Yenmez and Yildirim (2013) and Ehlers et al.
    (2014), reserves: what deferred acceptance needs is kept, as reserves are no quotas that must be filled.
    """

    kind: Whole
    most: Whole
    reserved: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What must be kept though it may take stability away.

    Parameters
    ----------
    least : How many applicants each supplier must have; shape (suppliers,).
    kind_least : The same of each kind; shape (suppliers, kinds); None without kinds.
    cost : What each applicant's voucher costs, in won; shape (applicants,).
    budget : What those of each supplier may cost together, or `NO_LIMIT`; shape (suppliers,).
    pool : Pool of money of each supplier, from 0, or `NOBODY`; shape (suppliers,).
    pool_budget : What those of all suppliers of a pool may cost together; shape (pools,).
    """

    least: Whole
    kind_least: Whole | None
    cost: Whole
    budget: Whole
    pool: Whole
    pool_budget: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Applicants and suppliers who would take each other.

    A pair stands in it once, and only if both would have it. The smaller a rank, the better; equal ranks are ties.

    Parameters
    ----------
    applicants, suppliers : How many there are; they are numbered from 0.
    applicant, supplier : Who they are, for each pair; shape (pairs,).
    applicant_rank : How the applicant ranks the supplier, from 0; shape (pairs,).
    supplier_rank : How the supplier ranks the applicant, from 0; shape (pairs,).
    capacity : How many applicants each supplier takes; shape (suppliers,).
    lot : Place of each applicant in the order that breaks ties, drawn before and published; shape (applicants,).
    supplier_lot : The same of suppliers; shape (suppliers,).

    Source: Gale and Shapley (1962); Roth and Sotomayor (1990), chapter 5.
    """

    applicants: int
    suppliers: int
    applicant: Whole
    supplier: Whole
    applicant_rank: Whole
    supplier_rank: Whole
    capacity: Whole
    lot: Whole
    supplier_lot: Whole
    kinds: Kinds | None = None
    limits: Limits | None = None

    def __post_init__(self) -> None:
        """Refuse what is no market.

        Raises
        ------
        InputError  Lengths that do not fit, somebody who is not there, a pair twice, a lot that is no permutation, a
            number below 0, more places reserved than there are (`matching.not_a_market`).
        """
        for found, said in (*self._faults(), *self._faults_of_kinds(), *self._faults_of_limits()):
            if found:
                raise InputError.of("matching.not_a_market", "", said, "correct the data of the round", why=said)

    def _faults(self) -> list[tuple[bool, str]]:
        pairs = len(self.applicant)
        lengths = {len(self.supplier), len(self.applicant_rank), len(self.supplier_rank)}
        if lengths - {pairs} or len(self.capacity) != self.suppliers:
            return [(True, "lengths do not fit")]
        if not (_inside(self.applicant, self.applicants) and _inside(self.supplier, self.suppliers)):
            return [(True, "a pair names somebody who is not there")]
        key = self.applicant.astype(np.int64) * max(self.suppliers, 1) + self.supplier
        lots = _is_order(self.lot, self.applicants) and _is_order(self.supplier_lot, self.suppliers)
        ranks = np.concatenate((self.applicant_rank, self.supplier_rank))
        return [
            (len(np.unique(key)) != pairs, "a pair stands twice"),
            (not lots, "a lot is no order of those it is drawn for"),
            (not _at_least_0(self.capacity), "a capacity is below 0"),
            (not _inside(ranks, 2**31), "a rank is below 0 or too large"),
        ]

    def _faults_of_kinds(self) -> list[tuple[bool, str]]:
        if self.kinds is None:
            return []
        kind, most, reserved = self.kinds.kind, self.kinds.most, self.kinds.reserved
        shape = (self.suppliers, most.shape[1] if most.ndim == 2 else -1)
        fit = len(kind) == self.applicants and most.shape == shape and reserved.shape == shape
        if not (fit and _inside(kind, shape[1]) and _at_least_0(most) and _at_least_0(reserved)):
            return [(True, "quotas by kind do not fit")]
        many = bool((reserved.sum(axis=1) > self.capacity).any() or (reserved > most).any())
        return [(many, "more places are reserved than there are")]

    def _faults_of_limits(self) -> list[tuple[bool, str]]:
        limits = self.limits
        if limits is None:
            return []
        lengths = {len(limits.least), len(limits.budget), len(limits.pool)}
        if lengths != {self.suppliers} or len(limits.cost) != self.applicants:
            return [(True, "lengths of the limits do not fit")]
        kinds = (limits.kind_least is None) == (self.kinds is None)
        if limits.kind_least is not None and self.kinds is not None:
            kinds = limits.kind_least.shape == self.kinds.most.shape and _at_least_0(limits.kind_least)
        numbers = (limits.least, limits.cost, limits.pool_budget, limits.budget + 1, limits.pool + 1)
        return [
            (not kinds, "least numbers by kind do not fit"),
            (not all(_at_least_0(item) for item in numbers), "a limit is below 0"),
            (not _inside(limits.pool + 1, len(limits.pool_budget) + 1), "a pool is not there"),
            (self.has_reserves and self.may_be_unstable, "reserved places go with neither budgets nor least numbers"),
        ]

    @property
    def has_reserves(self) -> bool:
        """Whether any place is reserved."""
        return self.kinds is not None and bool(self.kinds.reserved.any())

    @property
    def has_budgets(self) -> bool:
        """Whether money is limited anywhere."""
        return self.limits is not None and bool((self.limits.budget >= 0).any() or (self.limits.pool >= 0).any())

    @property
    def may_be_unstable(self) -> bool:
        """Whether money is limited or a number must be reached."""
        limits = self.limits
        if limits is None:
            return False
        by_kind = limits.kind_least is not None and bool(limits.kind_least.any())
        return self.has_budgets or by_kind or bool(limits.least.any())

    @property
    def is_strict(self) -> bool:
        """Whether nobody is tied with anybody."""
        asked = self.applicant.astype(np.int64) << 31 | self.applicant_rank
        taken = self.supplier.astype(np.int64) << 31 | self.supplier_rank
        return len(np.unique(asked)) == len(asked) and len(np.unique(taken)) == len(taken)


def _inside(numbers: Whole, count: int) -> bool:
    return not len(numbers) or (int(numbers.min()) >= 0 and int(numbers.max()) < count)


def _at_least_0(numbers: Whole) -> bool:
    return not bool((numbers < 0).any())


def _is_order(lot: Whole, count: int) -> bool:
    return len(lot) == count and bool((np.bincount(lot, minlength=count) == 1).all()) if count else len(lot) == 0
