"""What can be bred: orders of a job shop, and choices of a flexible one."""

from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.tabu import Choice, Hunt, Orders, Ways, choice_by, mix, mix_choices, search, search_ways
from pulmu.plan.schedule.tabu.orders import Row, Whole, row_of

Chance = NDArray[np.uint64]
PATIENCE = 12_500
"""Steps without anything better after which a search for orders ends, for each."""
_LOOKS, _LEAST_PATIENCE, _MOST_PATIENCE = 100_000, 100, 500
"""Operations that a search for ways passes without anything better before it ends; the least and most steps of that."""

_TENURE = 0, 9
"""Steps, over those of the path and the ways, that a way is not taken anew."""

One = TypeVar("One")


class Kind(Protocol[One]):
    """What breeding asks of what is bred."""

    def searched(self, one: One, target: int, chance: Chance) -> tuple[int, One, int]:
        """The makespan of what a search from one finds, what it finds, and how many steps it did."""

    def mixed(self, one: One, other: One, share: float, draw: np.random.Generator) -> One:
        """Something that is a share of the way from one to another."""

    def by_chance(self, draw: np.random.Generator) -> One:
        """One that has nothing to do with the others."""

    def unlike(self, one: One, other: One) -> float:
        """In what share of operations two are not the same."""


class OfOrders:
    """Orders of a job shop."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        jobs, machines = int((orders.work.job_before < 0).sum()), np.unique(orders.machine).size
        least = 10 + jobs // max(machines, 1)
        self._tenure = least, round(least * (1.4 if jobs <= 2 * machines else 1.5))

    def searched(self, one: Row, target: int, chance: Chance) -> tuple[int, Row, int]:
        """The best orders that a search from some finds."""
        best, used = Row(*(np.empty_like(item) for item in one)), Row(*(item.copy() for item in one))
        span, steps = search(self._orders.work, used, Hunt(PATIENCE, target, *self._tenure), chance, best)
        _must_be_straight(span)
        return span, best, steps

    def mixed(self, one: Row, other: Row, share: float, _draw: np.random.Generator) -> Row:
        """Orders between two others."""
        return mix(self._orders, one, other, share)

    def by_chance(self, draw: np.random.Generator) -> Row:
        """Orders that keep to the jobs, else by chance."""
        return row_of(self._orders.machine, _turns(self._orders.work.job_before, draw))

    def unlike(self, one: Row, other: Row) -> float:
        """Share of operations that something else follows on their machine."""
        return float((one.after != other.after).mean())


class OfWays:
    """Choices of a flexible shop; spans are in the steps of the shop."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        size = max(ways.job_before.size, 1)
        self._patience = min(max(_LOOKS // size, _LEAST_PATIENCE), _MOST_PATIENCE)

    def searched(self, one: Choice, target: int, chance: Chance) -> tuple[int, Choice, int]:
        """The best choice that a search from one finds."""
        best, used = Choice(*(np.empty_like(item) for item in one)), Choice(*(item.copy() for item in one))
        # A makespan is reached once it is below the next, in the steps of the ways.
        hunt = Hunt(self._patience, (target + 1) * self._ways.unit - 1, *_TENURE)
        span, steps = search_ways(self._ways, used, hunt, chance, best)
        _must_be_straight(span)
        return span // self._ways.unit, best, steps

    def mixed(self, one: Choice, other: Choice, share: float, draw: np.random.Generator) -> Choice:
        """Each operation on the machine of the one or of the other, and between where it comes in both."""
        return mix_choices(self._ways, one, other, share, draw.random(one.taken.size) < share)

    def by_chance(self, draw: np.random.Generator) -> Choice:
        """Operations by chance, one after the other, each where it would end first."""
        return _as_they_come(self._ways, _turns(self._ways.job_before, draw))

    def unlike(self, one: Choice, other: Choice) -> float:
        """Share of operations that take another way, or that something else follows on their machine."""
        return float(((one.taken != other.taken) | (one.after != other.after)).mean())


def _turns(job_before: Whole, draw: np.random.Generator) -> NDArray[np.intp]:
    """All operations in one order, by chance but for the jobs."""
    first = np.flatnonzero(job_before < 0)
    lengths = np.diff([*first, job_before.size])
    turns = draw.permutation(np.repeat(np.arange(first.size), lengths))
    order = np.zeros(turns.size, np.intp)
    order[np.argsort(turns, kind="stable")] = np.arange(turns.size)
    return order


def _as_they_come(ways: Ways, order: NDArray[np.intp]) -> Choice:
    """Each operation where it would end first, behind what is there."""
    free = [0] * (int(ways.machine.max(initial=-1)) + 1)
    taken, ends = np.zeros(order.size, np.int64), [0] * (order.size + 1)
    for one in order:
        ready = ends[ways.job_before[one]]
        row = range(ways.first[one], ways.first[one + 1])
        ends[one], way = min((max(ready, free[ways.machine[way]]) + int(ways.duration[way]), way) for way in row)
        taken[one], free[ways.machine[way]] = way, ends[one]
    return choice_by(ways, taken, order)


def _must_be_straight(span: int) -> None:
    if span < 0:
        raise ValueError("orders run in a circle")
