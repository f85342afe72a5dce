"""The compiled search and its bound: it says what the check and the costs say, and no bound is above the best."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.schedule.costly import STEPS, costly_shops, every, least, small_prices
from tests.plan.schedule.shops import FT06, shop_of

from pulmu.plan.schedule import Aim, Effort, Prices, Shop, Way, breaches, dispatch, plan_shop
from pulmu.plan.schedule.ask import Ask
from pulmu.plan.schedule.dispatch import RULES
from pulmu.plan.schedule.seats import Hunter, Relaxed, floor_of, timetable_of

WEIGHTS = st.sampled_from([{"energy": 1.0}, {"energy": 1.0, "tardiness": 30.0}, {"energy": 1.0, "peak": 1.0}])


@settings(max_examples=30, deadline=None)
@given(costly_shops(), small_prices(), WEIGHTS, st.data())
def test_what_is_found_breaks_nothing_and_costs_what_is_said(shop, prices, weights, data) -> None:  # type: ignore[no-untyped-def]
    shop = replace(shop, idle_kw=()) if "peak" in weights else shop
    options = list(every(shop))
    if not options:
        return
    first = data.draw(st.sampled_from(options))
    ask = Ask(shop=shop, prices=prices, weights=weights, steps=STEPS)
    floor = floor_of(ask)
    hunter = Hunter(floor, first, 1)
    assert hunter.value == pytest.approx(ask.value(first))
    for _ in range(3):
        hunter.go_on()
    found = timetable_of(floor, *hunter.best)
    assert list(breaches(shop, found, steps=STEPS)) == []
    assert ask.value(found) == pytest.approx(hunter.value)
    assert hunter.value <= ask.value(first) + 1e-9


@settings(max_examples=30, deadline=None)
@given(costly_shops(), small_prices(), WEIGHTS)
def test_no_bound_of_seats_is_above_the_best_there_is(shop, prices, weights) -> None:  # type: ignore[no-untyped-def]
    best = least(shop, prices, weights)
    if best is None:
        return
    relaxed = Relaxed(floor_of(Ask(shop=shop, prices=prices, weights=weights, steps=STEPS)))
    while relaxed.go_on(best + 1.0):
        pass
    assert relaxed.bound <= best + 1e-6


def powered(shop: Shop) -> Shop:
    return replace(shop, jobs=tuple(
        replace(job, operations=tuple(
            replace(item, ways=tuple(Way(way.machine, way.duration, 4.0 + 3.0 * way.machine) for way in item.ways))
            for item in job.operations)) for job in shop.jobs))  # fmt: skip


def test_a_plan_of_a_job_shop_saves_and_is_nearly_proven() -> None:
    prices = Prices(tuple((90.0, 146.0, 178.0, 90.0)[step // 20] for step in range(80)), 15)
    shop = powered(shop_of(*FT06))
    ask = Ask(shop=shop, prices=prices, weights={"energy": 1.0}, steps=80)
    rules = [dispatch(shop, rule) for rule in RULES.values()]
    found = plan_shop(shop, prices, Aim(energy=1.0), Effort(seconds=2.5, workers=2, seed=1))
    assert list(breaches(shop, found.timetable, steps=80)) == []
    assert found.value < 0.97 * min(ask.value(item) for item in rules if item.makespan <= 80)
    assert found.gap < 0.05


def test_seats_may_be_given_again_on_one_thread() -> None:
    prices = Prices(tuple(90.0 + 80.0 * (step // 9 % 2) for step in range(80)), 15, 500.0)
    shop = powered(shop_of(*FT06))
    found = plan_shop(shop, prices, Aim(energy=1.0, peak=1.0), Effort(seconds=1.0, workers=1, seed=1))
    assert list(breaches(shop, found.timetable, steps=80)) == []
    assert 0.0 < found.bound <= found.value
