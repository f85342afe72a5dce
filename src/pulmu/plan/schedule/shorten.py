"""A short timetable of a shop: the best rule of thumb, a search beside a proof, and the gap between what both found."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from pulmu.plan.schedule.bound import least_makespan
from pulmu.plan.schedule.breed import Breed
from pulmu.plan.schedule.dispatch import RULES, dispatch
from pulmu.plan.schedule.effort import Effort, Proven
from pulmu.plan.schedule.kinds import OfOrders, OfWays, One
from pulmu.plan.schedule.proofs import check_solver, prove
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.tabu import choice_of, orders_of, timetable_by, timetable_of, ways_of
from pulmu.plan.schedule.tabu.timing import heads_of, heads_of_choice
from pulmu.plan.schedule.timetable import Timetable
from pulmu.plan.schedule.within import within


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortened:
    """A timetable, and what is known of the best there is.

    Parameters
    ----------
    bound : No timetable has a lower makespan.
    """

    timetable: Timetable
    bound: int

    @property
    def gap(self) -> float:
        """How far the best there is could be below this one, as a part of this one."""
        span = self.timetable.makespan
        return 0.0 if span == 0 else (span - self.bound) / span


def shorten(
    shop: Shop, effort: Effort, *, given: Timetable | None = None, is_over: Callable[[], bool] = lambda: False
) -> Shortened:  # fmt: skip
    """The shortest timetable that is found; never longer than the given one, or than a rule of thumb would make it.

    Parameters
    ----------
    given : One that keeps every rule.
    is_over : Whether time is up, or somebody wants it to end; it is asked again and again.

    Raises
    ------
    OutsideError  OR-Tools is not installed (`outside.schedule_not_installed`).
    """
    check_solver()
    first = min((*(() if given is None else (given,)), *(dispatch(shop, rule) for rule in RULES.values())),
                key=lambda item: item.makespan)  # fmt: skip
    bound = least_makespan(shop)
    if first.makespan <= bound:
        return Shortened(timetable=first, bound=bound)
    if effort.workers < 2:
        return _one_by_one(shop, first, bound, effort, is_over)
    return _side_by_side(shop, first, bound, effort, is_over)


def _one_by_one(
    shop: Shop, first: Timetable, bound: int, effort: Effort, is_over: Callable[[], bool]
) -> Shortened:  # fmt: skip
    """Half of the time a search, then a proof from what it found."""
    table = _Table(first.makespan, bound)
    half = replace(effort, seconds=effort.seconds / 2.0)
    with within(half.seconds, is_over) as over:
        found = _shorter(first, _searched(shop, first, bound, effort.seed, over, table))
    if table.is_closed() or is_over():
        return Shortened(timetable=found, bound=bound)
    proven = prove(shop, found, bound, half, lambda _best, _bound: is_over())
    return Shortened(timetable=_shorter(found, proven.timetable), bound=proven.bound)


def _side_by_side(
    shop: Shop, first: Timetable, bound: int, effort: Effort, is_over: Callable[[], bool]
) -> Shortened:  # fmt: skip
    """One thread searches, the others prove; each ends once the other has closed the gap."""
    table = _Table(first.makespan, bound)

    def enough(best: int, low: int) -> bool:
        table.tell(best, low)
        return is_over() or table.is_closed()

    with ThreadPoolExecutor(1) as pool:
        proof = pool.submit(prove, shop, first, bound, replace(effort, workers=effort.workers - 1), enough)
        try:
            found = _searched(shop, first, bound, effort.seed, lambda: proof.done() or is_over(), table)
        finally:
            table.close()
        proven: Proven = proof.result()
    return Shortened(timetable=_shorter(_shorter(first, found), proven.timetable), bound=proven.bound)


def _shorter(one: Timetable, other: Timetable | None) -> Timetable:
    return one if other is None or one.makespan <= other.makespan else other


def _searched(
    shop: Shop, first: Timetable, bound: int, seed: int, is_over: Callable[[], bool], table: "_Table"
) -> Timetable:  # fmt: skip
    """The best that is bred from a timetable."""
    if shop.is_flexible:
        ways = ways_of(shop)
        choice = _bred(Breed(OfWays(ways), bound, seed), choice_of(shop, ways, first), is_over, table)
        return timetable_by(shop, ways, choice, heads_of_choice(ways, choice))
    orders = orders_of(shop, first)
    row = _bred(Breed(OfOrders(orders), bound, seed), orders.row, is_over, table)
    return timetable_of(shop, orders.with_row(row), heads_of(orders, row))


def _bred(breed: Breed[One], first: One, is_over: Callable[[], bool], table: "_Table") -> One:
    breed.take(first)

    def over() -> bool:
        table.tell(breed.best[0], breed.target)
        return is_over() or table.is_closed()

    breed.go_on(over)
    table.tell(breed.best[0], breed.target)
    return breed.best[1]


class _Table:
    """The best makespan and the best bound so far, for both sides."""

    def __init__(self, best: int, bound: int) -> None:
        self._lock = threading.Lock()
        self._best, self._bound, self._closed = best, bound, False

    def tell(self, best: int, bound: int) -> None:
        with self._lock:
            self._best, self._bound = min(self._best, best), max(self._bound, bound)

    def is_closed(self) -> bool:
        with self._lock:
            return self._closed or self._best <= self._bound

    def close(self) -> None:
        with self._lock:
            self._closed = True
