"""The compiled search and its bound: it says what the check and the costs say, and no bound is above the best."""

from dataclasses import replace
from itertools import count
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.schedule.costly import STEPS, costly_shops, every, least, small_prices
from tests.plan.schedule.shops import FT06, shop_of

from pulmu.plan.schedule import Aim, Effort, Prices, Shop, Way, breaches, dispatch, plan_shop, repaired, with_breakdown
from pulmu.plan.schedule.ask import Ask
from pulmu.plan.schedule.dispatch import RULES
from pulmu.plan.schedule.programme import solve
from pulmu.plan.schedule.seats import Hunter, Relaxed, floor_of, relax, timetable_of

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


def test_a_round_that_is_broken_off_gains_nothing_and_says_nothing_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relax, "_CELLS", 1)
    shop = powered(shop_of(*FT06))
    ask = Ask(shop=shop, prices=Prices((100.0,) * 80, 15), weights={"energy": 1.0}, steps=80)
    best = ask.value(dispatch(shop, RULES["most_work_remaining"]))
    relaxed, asked = Relaxed(floor_of(ask)), count()
    assert not relaxed.go_on(best, lambda: next(asked) >= 3)
    assert relaxed.bound == 0.0
    relaxed.go_on(best)
    assert relaxed.bound == pytest.approx(best), "a price that never changes leaves nothing to choose"
    relaxed.go_on(best + 1.0, lambda: True)
    assert relaxed.bound == pytest.approx(best)


def test_a_search_ends_soon_after_it_is_told_to() -> None:
    shop = powered(shop_of(*FT06))
    prices = Prices(tuple(90.0 + 7.0 * (step * step % 11) for step in range(80)), 15)
    ask = Ask(shop=shop, prices=prices, weights={"energy": 1.0}, steps=80)
    first, begun = dispatch(shop, RULES["most_work_remaining"]), monotonic()
    effort = Effort(seconds=60.0, workers=1, seed=1)
    solve(ask, first, effort, lambda _: None, lambda _: None, lambda: monotonic() > begun + 0.3)
    assert monotonic() < begun + 20.0


def test_a_large_plan_that_is_ended_at_once_is_the_repaired_one() -> None:
    jobs = [[(step % 8, 1 + (step + place) % 4) for step in range(8)] for place in range(60)]
    shop, prices = powered(shop_of(*jobs)), Prices((100.0,) * 900, 15)
    first = dispatch(shop, RULES["first_come_first_served"])
    broken = with_breakdown(shop, 3, 60, 80)
    found = plan_shop(
        broken, prices, Aim(makespan=1.0), Effort(seconds=60.0, workers=2, seed=1), first, 60, lambda: True
    )
    assert found.timetable.makespan <= repaired(broken, first, 60).makespan
    assert list(breaches(broken, found.timetable, given=first, frozen_until=60, steps=900)) == []
