"""A timetable that is run: without upsets it is the plan to the won; with them it moves right as rules tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.schedule.costly import costly_shops
from tests.plan.schedule.luck import Told

from pulmu.plan.schedule import RULES, Job, Operation, Placed, Prices, Shop, Timetable, Way, costs_of, dispatch, load_of
from pulmu.plan.schedule.costs import peak_kw, tardiness
from pulmu.plan.schedule.rehearse import Cause, run_all

LONG = 60


def one_machine(*lengths: int, closed: tuple[tuple[int, int], ...] = (), idle: float = 0.0) -> Shop:
    jobs = tuple(Job(f"job{place}", (Operation((Way(0, length, 10.0),)),)) for place, length in enumerate(lengths))
    return Shop(("only",), jobs, closed=(closed,), idle_kw=(idle,))


def row(*spans: tuple[int, int]) -> Timetable:
    return Timetable(tuple(Placed(job, 0, 0, start, end) for job, (start, end) in enumerate(spans)))


FLAT = Prices((100.0,) * LONG, 60)


@settings(max_examples=150, deadline=None)
@given(costly_shops(), st.sampled_from(sorted(RULES)), st.sampled_from([5, 15, 30, 60]), st.data())
def test_without_upsets_it_comes_to_the_plans_own_costs(
    shop: Shop, rule: str, minutes: int, data: st.DataObject
) -> None:
    won = data.draw(st.lists(st.sampled_from([60.0, 100.0, 180.0]), min_size=LONG, max_size=LONG))
    base = data.draw(st.sampled_from([(), (0.0, 30.0) * (LONG // 2)]))
    prices = Prices(tuple(won), minutes, 90.0, base)
    made = dispatch(shop, RULES[rule], begin=data.draw(st.integers(0, 3)))
    ran = run_all(shop, made, Told(), prices, 2)
    costs = costs_of(shop, made, prices)
    load = load_of(shop, made, LONG)
    assert made.makespan == ran.makespan[0]
    assert ran.tardiness(shop)[0] == tardiness(shop, made)
    assert ran.won[0] == pytest.approx(costs["energy"], rel=1e-12, abs=1e-9)
    assert ran.kwh[0] == pytest.approx(float(load.sum()) * prices.hours, rel=1e-12, abs=1e-9)
    assert max(prices.billed_kw, ran.peak_kw[0]) == pytest.approx(peak_kw(prices, load), rel=1e-12, abs=1e-9)
    for place in range(len(shop.jobs)):
        own = [item.end for item in made.placed if item.job == place]
        assert ran.ends[0, place] == max(own, default=shop.jobs[place].release)


@settings(max_examples=100, deadline=None)
@given(costly_shops(), st.sampled_from(sorted(RULES)), st.data())
def test_nothing_ends_before_its_plan_whatever_comes_between(shop: Shop, rule: str, data: st.DataObject) -> None:
    made = dispatch(shop, RULES[rule])
    machines = st.integers(0, len(shop.machines) - 1)
    cause = st.builds(Cause, machines, st.booleans(), st.booleans())
    stops = data.draw(st.lists(st.tuples(cause, st.lists(st.floats(0.25, 4.0), max_size=3), st.floats(0.1, 3.0)),
                               max_size=3))  # fmt: skip
    ran = run_all(shop, made, Told(stops), Prices((1.0,) * LONG, 15), 1)
    for place in range(len(shop.jobs)):
        own = [item.end for item in made.placed if item.job == place]
        assert ran.ends[0, place] >= max(own, default=0)
    assert run_all(shop, made, Told(stops), Prices((1.0,) * LONG, 15), 1, without=0).stops[0, 0] == 0


def test_work_goes_on_after_a_repair_and_what_follows_waits() -> None:
    shop = one_machine(4, 3)
    ran = run_all(shop, row((0, 4), (4, 7)), Told([(Cause(0), [1.5], 2.0)]), FLAT, 1)
    assert ran.ends[0].tolist() == [6.0, 9.0]
    assert ran.kwh[0] == pytest.approx(70.0)


def test_work_that_is_spoilt_is_done_anew_and_draws_its_power_again() -> None:
    shop = one_machine(4, 3)
    ran = run_all(shop, row((0, 4), (4, 7)), Told([(Cause(0, is_anew=True), [1.5], 2.0)]), FLAT, 1)
    assert ran.ends[0].tolist() == [7.5, 10.5]
    assert ran.kwh[0] == pytest.approx(85.0)


def test_a_repair_ends_by_the_clock_and_work_goes_on_when_the_machine_opens() -> None:
    shop = one_machine(4, closed=((5, 10), (12, 20)))
    ran = run_all(shop, row((0, 4)), Told([(Cause(0), [3.0], 3.0)]), FLAT, 1)
    assert ran.makespan[0] == 11.0, "3 h of work, repaired at 6 while closed, the last hour from 10"
    slow = run_all(shop, row((0, 4)), Told(factors={(0, 0): 1.5}), FLAT, 1)
    assert slow.makespan[0] == 11.0, "what takes longer than planned goes on after the break"


def test_a_late_task_begins_only_where_it_fits_as_planned() -> None:
    shop = one_machine(2, 3, closed=((6, 8),))
    ran = run_all(shop, row((0, 2), (2, 5)), Told(factors={(0, 0): 2.0}), FLAT, 1)
    assert ran.ends[0].tolist() == [4.0, 11.0]


def test_a_machine_that_fails_by_the_clock_fails_while_it_waits() -> None:
    shop = one_machine(2, 3)
    by_clock = Told([(Cause(0, is_clock=True), [3.0], 4.0)])
    assert run_all(shop, row((0, 2), (5, 8)), by_clock, FLAT, 1).ends[0].tolist() == [2.0, 10.0]
    at_work = Told([(Cause(0), [3.0], 4.0)])
    assert run_all(shop, row((0, 2), (5, 8)), at_work, FLAT, 1).ends[0].tolist() == [2.0, 12.0]


def test_a_machine_that_is_repaired_draws_what_it_draws_waiting_but_not_while_it_is_closed() -> None:
    shop = one_machine(4, closed=((5, 10),), idle=2.0)
    ran = run_all(shop, row((0, 4)), Told([(Cause(0), [3.0], 3.0)]), FLAT, 1)
    assert ran.kwh[0] == pytest.approx(4 * 10.0 + 2 * 2.0)


def test_what_has_begun_comes_as_planned_up_to_now() -> None:
    shop = one_machine(4, 3)
    told = Told([(Cause(0), [0.5], 1.0)], {(0, 0): 2.0})
    ran = run_all(shop, row((0, 4), (4, 7)), told, FLAT, 1, begin=3)
    assert ran.ends[0].tolist() == [6.0, 9.0], "3 h done, the last hour takes two and one of repair"


def test_beyond_the_last_price_the_last_day_comes_again() -> None:
    prices = Prices(tuple(float(hour) for hour in range(24)), 60)
    ran = run_all(one_machine(4), row((18, 22)), Told([(Cause(0), [2.0], 24.0)]), prices, 1)
    assert ran.won[0] == pytest.approx(10.0 * (18 + 19 + 20 + 21))
    assert ran.makespan[0] == 46.0


def test_somebody_may_end_it() -> None:
    seen: list[int] = []

    def tell(done: int) -> bool:
        seen.append(done)
        return done >= 100

    ran = run_all(one_machine(4), row((0, 4)), Told(), FLAT, 1000, tell=tell)
    assert ran.count == 128
    assert seen == [64, 128]
