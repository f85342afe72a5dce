"""Times after a move are those that are found from nothing, move after move."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit
from tests.plan.schedule.shops import FT06, shop_of, shops

from pulmu.plan.schedule import RULES, dispatch
from pulmu.plan.schedule.tabu import orders_of
from pulmu.plan.schedule.tabu.chance import below
from pulmu.plan.schedule.tabu.moves import do, may_go, new_stretch
from pulmu.plan.schedule.tabu.moving import move_times
from pulmu.plan.schedule.tabu.times import find_times, new_times


@njit
def differing(work: Any, row: Any, chance: Any, moves: int) -> tuple[int, int]:
    """How many moves by chance were done, and after how many of them something differs."""
    size = work.durations.size
    if size == 0:
        return 0, 0
    times, fresh, room = new_times(size), new_times(size), new_stretch(size).ones
    find_times(work, row, times)
    done = wrong = 0
    for _ in range(moves):
        first = np.int64(below(chance, size))
        last, way = first, np.int64(below(chance, 2))
        for _ in range(1 + below(chance, 4)):
            if row.after[last] >= 0:
                last = row.after[last]
        if last == first or not may_go(work, times, first, last, way):
            continue
        do(row, first, last, way)
        span = move_times(work, row, times, room, first, last, way)
        same = span == find_times(work, row, fresh) and times.reached[size - 1] == span
        for one in range(size):
            same = same and times.heads[one] == fresh.heads[one] and times.tails[one] == fresh.tails[one]
            same = same and times.order[times.place[one]] == one and times.waiting[one] == 0
        done, wrong = done + 1, wrong + (not same)
    return done, wrong


def counted(shop: Any, rule: str, seed: int) -> tuple[int, int]:
    orders = orders_of(shop, dispatch(shop, RULES[rule]))
    found: tuple[int, int] = differing(orders.work, orders.row, np.array([seed], np.uint64), 200)
    return found


@settings(deadline=None)
@given(shops(jobs=6, machines=4), st.sampled_from(sorted(RULES)), st.integers(1, 2**63))
def test_times_after_a_move_are_those_found_from_nothing(shop, rule, seed) -> None:  # type: ignore[no-untyped-def]
    assert counted(shop, rule, seed)[1] == 0


def test_many_moves_are_done() -> None:
    done, wrong = counted(shop_of(*FT06), "shortest_processing_time", 3)
    assert (done > 50, wrong) == (True, 0)
