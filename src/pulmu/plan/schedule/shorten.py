"""A short timetable of a shop: the best rule of thumb, a search beside a proof, and the gap between what both found."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from pulmu.plan.schedule.bound import least_makespan
from pulmu.plan.schedule.breed import Breed
from pulmu.plan.schedule.constraint import Effort, Proven, prove
from pulmu.plan.schedule.dispatch import RULES, dispatch
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.tabu import orders_of, timetable_of
from pulmu.plan.schedule.tabu.timing import heads_of
from pulmu.plan.schedule.timetable import Timetable


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
    """
    first = min((*(() if given is None else (given,)), *(dispatch(shop, rule) for rule in RULES.values())),
                key=lambda item: item.makespan)  # fmt: skip
    bound = least_makespan(shop)
    if first.makespan <= bound:
        return Shortened(timetable=first, bound=bound)
    if shop.is_flexible or effort.workers < 2:
        found = prove(shop, first, bound, effort, lambda _best, _bound: is_over())
        return Shortened(timetable=found.timetable or first, bound=found.bound)
    return _side_by_side(shop, first, bound, effort, is_over)


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
            found = _searched(shop, first, bound, effort, lambda: proof.done() or is_over(), table)
        finally:
            table.close()
        proven: Proven = proof.result()
    options = [item for item in (first, found, proven.timetable) if item is not None]
    return Shortened(timetable=min(options, key=lambda item: item.makespan), bound=proven.bound)


def _searched(
    shop: Shop, first: Timetable, bound: int, effort: Effort, is_over: Callable[[], bool], table: "_Table"
) -> Timetable:  # fmt: skip
    orders = orders_of(shop, first)
    breed = Breed(orders, bound, effort.seed)
    breed.take(orders.row)

    def over() -> bool:
        table.tell(breed.best[0], bound)
        return is_over() or table.is_closed()

    breed.go_on(over)
    row = breed.best[1]
    return timetable_of(shop, orders.with_row(row), heads_of(orders, row))


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
