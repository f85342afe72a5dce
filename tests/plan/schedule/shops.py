"""Shops for the tests: drawn by chance, written out, or read from the instances that the field measures itself by."""

import json
from itertools import permutations, product
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pulmu.plan.schedule import Job, Operation, Shop, Timetable, Way
from pulmu.plan.schedule.tabu import orders_of, timetable_of
from pulmu.plan.schedule.tabu.orders import Row
from pulmu.plan.schedule.tabu.timing import heads_of

FT06 = (
    ((2, 1), (0, 3), (1, 6), (3, 7), (5, 3), (4, 6)),
    ((1, 8), (2, 5), (4, 10), (5, 10), (0, 10), (3, 4)),
    ((2, 5), (3, 4), (5, 8), (0, 9), (1, 1), (4, 7)),
    ((1, 5), (0, 5), (2, 5), (3, 3), (4, 8), (5, 9)),
    ((2, 9), (1, 3), (4, 5), (5, 4), (0, 3), (3, 1)),
    ((1, 3), (3, 3), (5, 9), (0, 10), (4, 4), (2, 1)),
)
"""Fisher and Thompson 1963, of 6 jobs on 6 machines; its least makespan is 55."""


def shop_of(*jobs: Any) -> Shop:
    """Jobs of operations, each [machine, duration] or a list of such."""
    made = tuple(
        Job(f"job{place}", tuple(Operation(_ways(operation)) for operation in job)) for place, job in enumerate(jobs)
    )
    last = max((way.machine for job in made for operation in job.operations for way in operation.ways), default=-1)
    return Shop(tuple(f"machine{place}" for place in range(last + 1)), made)


def _ways(operation: Any) -> tuple[Way, ...]:
    if isinstance(operation[0], int):
        return (Way(*operation),)
    return tuple(Way(*way) for way in operation)


def instance(folder: Path, name: str) -> tuple[Shop, int]:
    """A published instance, and the best makespan that is known of it."""
    told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return shop_of(*told["jobs"]), told["best_known"]["upper"]


@st.composite
def shops(draw: st.DrawFn, *, jobs: int = 4, machines: int = 3, ways: int = 1) -> Shop:
    """Small shops; durations may be 0, a job may come back to a machine, or have nothing to do."""
    count = draw(st.integers(1, machines))
    way = st.tuples(st.integers(0, count - 1), st.integers(0, 9))
    operation = st.lists(way, min_size=1, max_size=ways, unique_by=lambda item: item[0])
    return shop_of(*draw(st.lists(st.lists(operation, max_size=3), min_size=1, max_size=jobs)))


def best_of_all(shop: Shop) -> int:
    """The least makespan, by trying every choice of ways and every order of the machines."""
    return min((_best_on(fixed) for fixed in _fixed(shop)), default=0)


def _fixed(shop: Shop) -> list[Shop]:
    steps = [operation.ways for job in shop.jobs for operation in job.operations]
    lengths = [len(job.operations) for job in shop.jobs]
    found = []
    for ways in product(*steps):
        taken = iter(ways)
        jobs = tuple(Job(f"job{place}", tuple(Operation((next(taken),)) for _ in range(length)))
                     for place, length in enumerate(lengths))  # fmt: skip
        found.append(Shop(shop.machines, jobs))
    return found


def _best_on(shop: Shop) -> int:
    """Every order in which the jobs may take their turns, each operation as early as it can then be."""
    turns = [place for place, job in enumerate(shop.jobs) for _ in job.operations]
    return min((_semi_active(shop, order) for order in set(permutations(turns))), default=0)


def _semi_active(shop: Shop, order: tuple[int, ...]) -> int:
    ready, free, step = [0] * len(shop.jobs), [0] * len(shop.machines), [0] * len(shop.jobs)
    for job in order:
        (way,) = shop.jobs[job].operations[step[job]].ways
        ready[job] = free[way.machine] = max(ready[job], free[way.machine]) + way.duration
        step[job] += 1
    return max(ready, default=0)


def retimed(shop: Shop, timetable: Timetable, row: Row | None = None) -> Timetable:
    """A timetable in the same orders, or in others, each operation as early as can be."""
    orders = orders_of(shop, timetable)
    return timetable_of(shop, orders, heads_of(orders, row or orders.row))


__all__ = ["FT06", "best_of_all", "instance", "retimed", "shop_of", "shops"]
