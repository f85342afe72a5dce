"""Furnaces, rests and people: as good as the best there is, a true bound, and what is broken is told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.schedule.costly import STEPS, every, least
from tests.plan.schedule.furnaces import hot_shops, paid_prices

from pulmu.model import InputError, SolveError
from pulmu.plan.schedule import (
    RULES,
    Aim,
    Effort,
    Job,
    Operation,
    Placed,
    Prices,
    Rest,
    Shop,
    Timetable,
    Way,
    begun,
    breaches,
    busy_people,
    costs_of,
    dispatch,
    least_makespan,
    load_of,
    plan_shop,
    repaired,
    rests_of,
    with_breakdown,
    with_scrap,
)
from pulmu.plan.schedule.ask import Ask
from pulmu.plan.schedule.seats import Hunter, Relaxed, floor_of, timetable_of

BRIEF = Effort(seconds=10.0, workers=2, seed=1)
WEIGHTS = st.sampled_from(
    [{"energy": 1.0}, {"energy": 1.0, "tardiness": 30.0}, {"makespan": 1.0}, {"energy": 1.0, "labour": 1.0}]
)
ANY = st.one_of(hot_shops(), hot_shops(furnace=False, rests=True), hot_shops(people=True), hot_shops(rests=True))


@settings(max_examples=15, deadline=None)
@given(ANY, paid_prices(), WEIGHTS)
def test_small_plans_are_as_good_as_the_best_there_is(shop, prices, weights) -> None:  # type: ignore[no-untyped-def]
    best = least(shop, prices, weights)
    try:
        found = plan_shop(shop, prices, Aim(**weights), BRIEF if not any(shop.rests) else replace(BRIEF, seconds=1.0))
    except SolveError:
        assert best is None
        return
    assert list(breaches(shop, found.timetable, steps=STEPS)) == []
    assert best is not None
    assert found.bound <= best * (1 + 1e-9) + 1e-9
    assert found.value >= best * (1 - 1e-9)
    if not any(shop.rests):
        assert found.value == pytest.approx(best, rel=1e-4, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(ANY, paid_prices(), st.one_of(WEIGHTS, st.just({"energy": 1.0, "peak": 1.0})), st.data())
def test_what_is_found_breaks_nothing_and_costs_what_is_said(shop, prices, weights, data) -> None:  # type: ignore[no-untyped-def]
    shop = replace(shop, idle_kw=(), rests=()) if "peak" in weights else shop
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
    relaxed = Relaxed(floor)
    while relaxed.go_on(hunter.value + 1.0):
        pass
    assert relaxed.bound <= min(ask.value(item) for item in options) + 1e-6


@settings(max_examples=15, deadline=None)
@given(ANY, st.sampled_from(sorted(RULES)))
def test_rules_of_thumb_keep_furnaces_and_people(shop, rule) -> None:  # type: ignore[no-untyped-def]
    made = dispatch(shop, RULES[rule])
    assert made.makespan >= least_makespan(shop)
    codes = {item.code for item in breaches(shop, made)}
    if all(item.load <= 1.5 for job in shop.jobs for item in job.operations):
        codes -= {"plan.too_few_people"} if made.makespan > STEPS else set()
        assert codes == set()


@settings(max_examples=15, deadline=None)
@given(hot_shops(), st.data())
def test_a_batch_stays_together_after_a_breakdown(shop, data) -> None:  # type: ignore[no-untyped-def]
    options = list(every(shop))
    if options:
        told = data.draw(st.sampled_from(options))
        begin = data.draw(st.integers(0, STEPS))
        broken = with_breakdown(shop, data.draw(st.integers(0, 1)), begin, begin + 2)
        again = repaired(broken, told, begin)
        assert list(breaches(broken, again, given=told, frozen_until=begin)) == []


def furnace(**told: object) -> Shop:
    """A saw, then a furnace that holds 3, for jobs of load 1 or 2."""
    jobs = tuple(
        Job(f"job{place}", (
            Operation((Way(0, 1, 10.0),), people=1.0),
            Operation((Way(1, 2, power),), "red", load, people=0.5),
        ))
        for place, (load, power) in enumerate([(1.0, 50.0), (2.0, 60.0), (1.0, 50.0)])
    )  # fmt: skip
    return Shop(("saw", "furnace"), jobs, **{"holds": (0.0, 3.0), **told})  # type: ignore[arg-type]


SAWN = tuple(Placed(job, 0, 0, job, job + 1) for job in range(3))
BAKED = Timetable((*SAWN, Placed(0, 1, 1, 2, 4), Placed(1, 1, 1, 2, 4), Placed(2, 1, 1, 7, 9)))
PRICES = Prices((100.0,) * 4 + (200.0,) * 6, 60, won_per_person_hour=(10.0,) * 5 + (30.0,) * 5)


def test_a_batch_draws_and_is_paid_for_once() -> None:
    costs = costs_of(furnace(), BAKED, PRICES)
    assert costs["energy"] == 3 * 10 * 100 + 2 * 60 * 100 + 2 * 50 * 200
    assert costs["labour"] == 3 * 10 + 2 * 0.5 * 10 + 2 * 0.5 * 30
    assert load_of(furnace(), BAKED, 9).tolist() == [10, 10, 70, 60, 0, 0, 0, 50, 50]
    assert busy_people(furnace(), BAKED, 4).tolist() == [1, 1, 1.5, 0.5]
    assert list(breaches(furnace(people=(1.0, 1.0, 1.5, *(0.5,) * 6)), BAKED)) == []


@pytest.mark.parametrize(
    ("shop", "placed", "code"),
    [
        (furnace(holds=(0.0, 2.5)), BAKED.placed, "plan.furnace_too_full"),
        (furnace(holds=(0.0, 9.0)), (*BAKED.placed[:4], Placed(1, 1, 1, 3, 5), BAKED.placed[5]),
         "plan.operations_overlap"),
        (furnace(holds=()), BAKED.placed, "plan.operations_overlap"),
        (furnace(setups=({}, {("red", "red"): 4})), BAKED.placed, "plan.setup_too_short"),
        (furnace(people=(1.0, 1.0, 1.0, 0.5, 0, 0, 0, 0.5, 0.5)), BAKED.placed, "plan.too_few_people"),
        (furnace(people=(2.0,) * 8), BAKED.placed, "plan.too_few_people"),
    ],
)  # fmt: skip
def test_the_check_finds_what_furnaces_and_people_forbid(shop, placed, code) -> None:  # type: ignore[no-untyped-def]
    assert {item.code for item in breaches(shop, Timetable(placed))} == {code}


def test_families_do_not_share_a_furnace() -> None:
    shop = furnace(holds=(0.0, 9.0))
    blue = replace(shop.jobs[1], operations=(shop.jobs[1].operations[0],
                                             replace(shop.jobs[1].operations[1], family="blue")))  # fmt: skip
    shop = replace(shop, jobs=(shop.jobs[0], blue, shop.jobs[2]))
    assert {item.code for item in breaches(shop, BAKED)} == {"plan.operations_overlap"}


def test_what_is_hot_waits_rests_or_is_switched_off() -> None:
    hold, off = Rest("hold", 2.0, 1, 1, 3.0, 8.0), Rest("off", 0.0, 0, 3, 0.0, 20.0)
    shop = furnace(idle_kw=(0.0, 10.0), rests=((), (hold, off)))
    (gap,) = [item for item in rests_of(shop, BAKED, PRICES) if item.machine == 1]
    assert (gap.start, gap.end, gap.name, gap.power.tolist()) == (4, 7, "hold", [3.0, 2.0, 8.0])
    assert load_of(shop, BAKED, 9, PRICES).tolist() == [10, 10, 70, 60, 3, 2, 8, 50, 50]
    late = Timetable((*BAKED.placed[:5], Placed(2, 1, 1, 20, 22)))
    flat, cheap = Prices((100.0,) * 22, 60), Prices((100.0,) * 16 + (9.0,) * 6, 60)
    assert [item.name for item in rests_of(shop, late, flat) if item.machine == 1] == ["hold"]
    assert [item.name for item in rests_of(shop, late, cheap) if item.machine == 1] == ["off"]
    near = Timetable((*BAKED.placed[:5], Placed(2, 1, 1, 5, 7)))
    assert [item.name for item in rests_of(shop, near, flat) if item.machine == 1] == [""]


def test_nobody_switches_a_machine_that_is_closed_or_set_up() -> None:
    hold = Rest("hold", 2.0, 1, 1, 3.0, 8.0)
    shop = furnace(idle_kw=(0.0, 10.0), rests=((), (hold,)))
    shut = replace(shop, closed=((), ((4, 5),)))
    assert [item.power.tolist() for item in rests_of(shut, BAKED, PRICES) if item.machine == 1] == [[0.0, 10.0, 10.0]]
    changed = replace(shop, setups=({}, {("red", "red"): 1}))
    assert [item.power.tolist() for item in rests_of(changed, BAKED, PRICES) if item.machine == 1] == [[3, 8, 10]]


def test_what_has_to_be_begun_by_hand() -> None:
    assert begun(81.0, (0.9, 1.0, 0.9)) == pytest.approx((100.0, 90.0, 90.0))
    job = Job("job", (Operation((Way(0, 9),)), Operation((Way(1, 9),), load=90.0)))
    more = with_scrap(job, (0.9, 0.9), furnaces={1})
    assert [way.duration for item in more.operations for way in item.ways] == [12, 9]
    assert more.operations[1].load == pytest.approx(100.0)
    with pytest.raises(InputError, match="is no share"):
        begun(1.0, (0.0, 1.5))


def test_a_furnace_is_filled_where_that_costs_less() -> None:
    shop = replace(furnace(holds=(0.0, 4.0)), idle_kw=(0.0, 5.0))
    found = plan_shop(shop, PRICES, Aim(energy=1.0), BRIEF)
    assert {item.start for item in found.timetable.placed if item.machine == 1} == {3}
    assert found.value == 3 * 10 * 100 + 60 * 100 + 60 * 200
    assert found.gap < 1e-4
