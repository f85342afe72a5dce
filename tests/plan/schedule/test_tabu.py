"""The compiled search: its estimates, that it never runs in a circle, and that what it says is what its orders give."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.schedule.shops import FT06, shop_of, shops

from pulmu.plan.schedule import RULES, breaches, dispatch
from pulmu.plan.schedule.breed import Breed
from pulmu.plan.schedule.kinds import OfOrders
from pulmu.plan.schedule.tabu import Hunt, mix, orders_of, search, timetable_of
from pulmu.plan.schedule.tabu.orders import Orders, Row
from pulmu.plan.schedule.tabu.timing import heads_of

ANY = st.sampled_from(sorted(RULES))


def hunted(orders: Orders, hunt: Hunt, seed: int) -> tuple[int, int, Row]:
    best = Row(np.empty_like(orders.row.before), np.empty_like(orders.row.after))
    used = Row(orders.row.before.copy(), orders.row.after.copy())
    span, steps = search(orders.work, used, hunt, np.array([seed], np.uint64), best)
    return span, steps, best


@settings(deadline=None)
@given(shops(jobs=6, machines=4), ANY, st.integers(1, 2**63))
def test_a_search_ends_in_orders_that_give_what_it_says(shop, rule, seed) -> None:  # type: ignore[no-untyped-def]
    made = dispatch(shop, RULES[rule])
    orders = orders_of(shop, made)
    span, steps, best = hunted(orders, Hunt(200, 0, 3, 5), seed)
    found = timetable_of(shop, orders, heads_of(orders, best))
    assert list(breaches(shop, found)) == []
    assert found.makespan == span <= made.makespan
    assert steps >= 0


def test_a_search_reaches_the_best_there_is() -> None:
    shop = shop_of(*FT06)
    orders = orders_of(shop, dispatch(shop, RULES["shortest_processing_time"]))
    span, steps, _ = hunted(orders, Hunt(20_000, 55, 10, 14), 7)
    assert span == 55
    assert steps < 20_000
    assert hunted(orders, Hunt(20_000, 55, 10, 14), 7)[:2] == (span, steps), "the same chance, the same search"


def test_orders_in_a_circle_are_told() -> None:
    shop = shop_of([(0, 1), (1, 1)], [(1, 1), (0, 1)])
    orders = orders_of(shop, dispatch(shop, RULES["shortest_processing_time"]))
    circle = Row(np.array([3, -1, 1, -1]), np.array([-1, 2, -1, 0]))
    assert hunted(orders.with_row(circle), Hunt(10, 0, 1, 2), 1)[0] == -1


@settings(deadline=None)
@given(shops(jobs=5, machines=3), ANY, ANY, st.floats(0, 1))
def test_what_is_mixed_runs_in_no_circle(shop, one, other, share) -> None:  # type: ignore[no-untyped-def]
    if any(way.duration == 0 for job in shop.jobs for step in job.operations for way in step.ways):
        share = round(share)
    first = orders_of(shop, dispatch(shop, RULES[one]))
    second = orders_of(shop, dispatch(shop, RULES[other]))
    mixed = mix(first, first.row, second.row, share)
    found = timetable_of(shop, first, heads_of(first, mixed))
    assert list(breaches(shop, found)) == []


def test_the_same_seed_breeds_the_same() -> None:
    shop = shop_of(*FT06)
    orders = orders_of(shop, dispatch(shop, RULES["shortest_processing_time"]))
    ends = []
    for _ in range(2):
        breed, turns = Breed(OfOrders(orders), 0, 5), iter(range(30))
        breed.take(orders.row)
        breed.go_on(lambda turns=turns: next(turns) == 24)  # type: ignore[misc]
        ends.append((breed.best[0], breed.steps))
    assert ends[0] == ends[1]
    assert ends[0][0] == 55
