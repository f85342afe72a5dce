"""Plans under prices and due dates: the best there is, a true bound, nothing broken, never worse than given."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.schedule.costly import STEPS, costly_shops, every, least, small_prices
from tests.plan.schedule.shops import FT06, shop_of

from pulmu.model import InputError, SolveError
from pulmu.plan.schedule import (
    RULES,
    Aim,
    Effort,
    Job,
    Operation,
    Placed,
    Prices,
    Shop,
    Timetable,
    Way,
    breaches,
    costs_of,
    dispatch,
    lateness,
    load_of,
    plan_shop,
    repaired,
    with_breakdown,
)

BRIEF = Effort(seconds=10.0, workers=2, seed=1)
WEIGHTS = st.sampled_from(
    [{"energy": 1.0}, {"energy": 1.0, "tardiness": 30.0}, {"energy": 1.0, "peak": 1.0}, {"tardiness": 1.0}]
)


@settings(max_examples=25, deadline=None)
@given(costly_shops(), small_prices(), WEIGHTS)
def test_small_plans_are_as_good_as_the_best_there_is(shop, prices, weights) -> None:  # type: ignore[no-untyped-def]
    if "peak" in weights:
        shop = replace(shop, idle_kw=())
    best = least(shop, prices, weights)
    try:
        found = plan_shop(shop, prices, Aim(**weights), BRIEF)
    except SolveError:
        assert best is None
        return
    assert list(breaches(shop, found.timetable, steps=STEPS)) == []
    assert best is not None
    assert found.bound <= best * (1 + 1e-9) + 1e-9
    assert found.value == pytest.approx(best, rel=1e-6, abs=1e-6)


@settings(max_examples=8, deadline=None)
@given(costly_shops(setups=False, idle=False), small_prices(minutes=5))
def test_a_peak_is_a_mean_of_15_minutes(shop, prices) -> None:  # type: ignore[no-untyped-def]
    prices = replace(prices, demand_won_per_kw=70.0)
    best = least(shop, prices, {"peak": 1.0})
    if best is not None:
        found = plan_shop(shop, prices, Aim(peak=1.0), BRIEF)
        assert found.value == pytest.approx(best, rel=1e-3, abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(costly_shops(), small_prices())
def test_aims_in_order_come_one_after_the_other(shop, prices) -> None:  # type: ignore[no-untyped-def]
    reached = [costs_of(shop, made, prices) for made in every(shop)]
    if not reached:
        return
    late = min(costs["tardiness"] for costs in reached)
    cheap = min(costs["energy"] for costs in reached if costs["tardiness"] <= late + 1e-9)
    found = plan_shop(shop, prices, Aim(in_order=("tardiness", "energy")), BRIEF)
    assert found.costs["tardiness"] == pytest.approx(late)
    assert found.costs["energy"] == pytest.approx(cheap, rel=1e-6, abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(costly_shops(), small_prices(), st.data())
def test_it_is_never_worse_than_what_it_was_given(shop, prices, data) -> None:  # type: ignore[no-untyped-def]
    options = list(every(shop))
    if options:
        told = data.draw(st.sampled_from(options))
        until = data.draw(st.integers(0, STEPS))
        found = plan_shop(shop, prices, Aim(energy=1.0), BRIEF, told, until, lambda: True)
        assert list(breaches(shop, found.timetable, given=told, frozen_until=until, steps=STEPS)) == []
        assert found.costs["energy"] <= costs_of(shop, told, prices)["energy"]


def two_machines(**told: object) -> Shop:
    jobs = (
        Job("first", (Operation((Way(0, 2, 10.0),), "a"), Operation((Way(1, 2, 4.0),), "a")), due=4, weight=3.0),
        Job("second", (Operation((Way(0, 3, 20.0),), "b"),), release=1, due=4),
    )
    return Shop(("saw", "press"), jobs, **told)  # type: ignore[arg-type]


GOOD = Timetable((Placed(0, 0, 0, 0, 2), Placed(1, 0, 0, 4, 7), Placed(0, 1, 1, 4, 6)))


def test_costs_by_hand() -> None:
    prices = Prices((100.0, 100.0, 100.0, 100.0, 200.0, 200.0, 200.0, 200.0), 15, 1000.0, (5.0,) * 8)
    shop = two_machines(idle_kw=(1.0,), closed=(((2, 3),),))
    costs = costs_of(shop, GOOD, prices, given=Timetable((replace(GOOD.placed[0], start=1, end=3), *GOOD.placed[1:])))
    # saw 2 x 10 and 1 x 1 waiting (step 3; step 2 is closed) at 100, 3 x 20 at 200; press 2 x 4 at 200; quarter hours
    assert costs["energy"] == pytest.approx((20 * 100 + 1 * 100 + 60 * 200 + 8 * 200) / 4)
    assert costs["peak"] == pytest.approx(1000.0 * (20 + 4 + 5 - 5))
    assert costs["tardiness"] == 3.0 * 2 + 1.0 * 3
    assert costs["makespan"] == 7
    assert costs["moved"] == 1
    assert lateness(shop, GOOD) == {"first": 2, "second": 3}
    assert load_of(shop, GOOD, 8).tolist() == [10, 10, 0, 1, 24, 24, 20, 0]


def test_demand_that_is_billed_anyway_costs_no_more() -> None:
    shop = two_machines()
    prices = Prices((100.0,) * 8, 15, 1000.0, (5.0,) * 8, billed_kw=40.0)
    assert costs_of(shop, GOOD, prices)["peak"] == 0.0
    hourly = Prices((100.0,) * 8, 60, 1000.0)
    assert costs_of(shop, GOOD, hourly)["peak"] == 24_000.0
    assert costs_of(shop, GOOD, hourly)["energy"] == 100.0 * (20 + 60 + 8)
    in_fives = Prices((100.0,) * 9, 5, 1000.0)
    assert costs_of(shop, GOOD, in_fives)["peak"] == pytest.approx(1000.0 * (24 + 24) / 3)


@pytest.mark.parametrize(
    ("shop", "code"),
    [
        (two_machines(closed=(((6, 9),),)), "plan.machine_closed"),
        (two_machines(setups=({("a", "b"): 3},)), "plan.setup_too_short"),
        (replace(two_machines(), jobs=(two_machines().jobs[0], replace(two_machines().jobs[1], release=5))),
         "plan.operation_before_release"),
    ],
)  # fmt: skip
def test_the_check_finds_what_shops_forbid(shop: Shop, code: str) -> None:
    assert list(breaches(two_machines(setups=({("a", "b"): 2},), closed=(((2, 4), (7, 9)),)), GOOD)) == []
    assert {item.code for item in breaches(shop, GOOD)} == {code}


def test_the_check_finds_what_was_frozen_and_what_is_too_late() -> None:
    shop = two_machines()
    moved = Timetable((*GOOD.placed[:2], replace(GOOD.placed[2], start=5, end=7)))
    assert [item.code for item in breaches(shop, moved, given=GOOD, frozen_until=5)] == ["plan.frozen_moved"]
    assert list(breaches(shop, moved, given=GOOD, frozen_until=4)) == []
    early = Timetable((*GOOD.placed[:2], replace(GOOD.placed[2], start=3, end=5)))
    assert [item.code for item in breaches(shop, early, given=GOOD, frozen_until=4)] == ["plan.frozen_moved"]
    assert [item.code for item in breaches(shop, GOOD, steps=6)] == ["plan.operation_too_late"]


def test_a_breakdown_moves_only_what_it_must() -> None:
    shop = with_breakdown(two_machines(), 0, 5, 6)
    again = repaired(shop, GOOD, 5)
    assert [(item.job, item.start) for item in again.placed] == [(0, 0), (0, 4), (1, 6)]
    assert list(breaches(shop, again, given=GOOD, frozen_until=5)) == []


def test_a_plan_after_a_breakdown_stays_near_the_one_before() -> None:
    shop = shop_of(*FT06)
    told = min((dispatch(shop, rule) for rule in RULES.values()), key=lambda item: item.makespan)
    broken = with_breakdown(shop, 2, 20, 30)
    found = plan_shop(broken, None, Aim(makespan=10.0, moved=1.0), replace(BRIEF, seconds=3.0), told, 20)
    assert list(breaches(broken, found.timetable, given=told, frozen_until=20)) == []
    first = costs_of(broken, repaired(broken, told, 20), given=told)
    assert found.value <= 10.0 * first["makespan"] + first["moved"]


def test_what_cannot_be_planned_is_told() -> None:
    shop = two_machines()
    for aim in (Aim(), Aim(energy=1.0), Aim(moved=1.0), Aim(in_order=("beauty",))):
        with pytest.raises(InputError, match="cannot be aimed"):
            plan_shop(shop, None, aim, BRIEF)
    with pytest.raises(SolveError, match="within 4 steps"):
        plan_shop(shop, Prices((100.0,) * 4, 15), Aim(energy=1.0), BRIEF)
    for wrong in (((-1.0,), 15, 0.0, ()), ((1.0,), 7, 0.0, ()), ((1.0,), 15, 0.0, (1.0, 2.0))):
        with pytest.raises(InputError):
            Prices(*wrong)


def test_it_fits_a_plan_into_the_prices_that_no_rule_of_thumb_fits_into() -> None:
    shop = shop_of(*FT06)
    assert min(dispatch(shop, rule).makespan for rule in RULES.values()) > 56
    prices = Prices(tuple(100.0 + 80.0 * (step // 10 % 2) for step in range(56)), 15)
    powered = replace(shop, jobs=tuple(
        replace(job, operations=tuple(replace(item, ways=(replace(item.ways[0], power_kw=3.0 + item.ways[0].machine),))
                                      for item in job.operations)) for job in shop.jobs))  # fmt: skip
    found = plan_shop(powered, prices, Aim(energy=1.0), replace(BRIEF, seconds=3.0))
    assert found.timetable.makespan <= 56
    assert 0.0 < found.bound <= found.value
