"""What forecasts are worth: the arithmetic of the benchmark, by hand."""

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmark"))

from emulated_load import power_of_trace
from worth import FORESIGHT, MEDIAN, RAISES, USUAL, Plant, Told, best_raise, bills, interval, kept, planners, raised
from worth_orders import MACHINES, STEPS, Day, Ledger, days_of, orders, shop_of_day

from pulmu.bootstrap.twin import sample_line
from pulmu.plan.forecast import Load
from pulmu.plan.schedule import RULES, costs_of, dispatch, load_of
from pulmu.plan.schedule.costs import peak_kw
from pulmu.reference.electricity import industrial_electricity
from pulmu.twin import Happening, read_line
from pulmu.twin.counts import STATES

TARIFF = industrial_electricity("industrial_b", "high_a", "II")
BASIC = 8_320.0


def _days(first: date, power: list[float]) -> list[Day]:
    """Days of an even load; the first of them is only there to be looked back at."""
    return days_of(TARIFF, Load(first, np.repeat(np.array(power)[:, None], STEPS, 1)), 1, len(power))


def test_kept_is_a_share_of_the_saving_of_foresight():
    usual, foresight, forecast = np.array([100.0, 100.0]), np.array([60.0, 60.0]), np.array([80.0, 60.0])
    assert kept(usual, foresight, forecast) == pytest.approx(60 / 80)
    assert kept(usual, foresight, usual) == 0
    assert kept(usual, foresight, np.array([110.0, 110.0])) == pytest.approx(-0.25)
    assert np.isnan(kept(usual, usual, forecast))


def test_days_that_are_all_alike_leave_no_doubt():
    assert interval(np.full(9, 10.0), np.full(9, 6.0), np.full(9, 7.0)) == pytest.approx((0.75, 0.75))
    low, high = interval(np.full(9, 10.0), np.full(9, 6.0), np.array([6.0] * 6 + [9.0] * 3))
    assert low < 0.75 < high


def test_demand_is_paid_once_for_what_it_rises_by_within_a_month():
    ledger = Ledger(TARIFF)
    for day in _days(date(2026, 5, 10), [0.0, 100.0, 120.0, 90.0]):
        ledger.draw(day, np.full(STEPS, 30.0))
    assert [row[1] for row in ledger.rows] == pytest.approx([130 * BASIC, 20 * BASIC, 0.0])


def test_a_summers_peak_is_billed_in_the_months_after_it():
    ledger = Ledger(TARIFF)
    for day in _days(date(2026, 8, 30), [0.0, 150.0, 100.0, 160.0]):  # of these the second is the first of September
        ledger.draw(day, np.zeros(STEPS))
    assert [row[1] for row in ledger.rows] == pytest.approx([150 * BASIC, 150 * BASIC, 10 * BASIC])


def test_spring_is_forgotten_with_its_month():
    ledger = Ledger(TARIFF)
    for day in _days(date(2026, 3, 30), [0.0, 150.0, 100.0]):  # the second is the first of April
        ledger.draw(day, np.zeros(STEPS))
    assert [row[1] for row in ledger.rows] == pytest.approx([150 * BASIC, 100 * BASIC])


def test_what_is_drawn_at_night_is_not_demand():
    (day,) = _days(date(2026, 5, 10), [0.0, 100.0])
    jobs = np.where(np.arange(STEPS) < 4, 500.0, 0.0)
    ledger = Ledger(TARIFF)
    ledger.draw(day, jobs)
    assert ledger.rows[0] == pytest.approx((500 * sum(day.won_per_kwh[:4]) / 4, 100 * BASIC))


def test_the_ledger_says_what_the_costs_of_a_plan_say_under_the_load_that_came():
    load = Load(date(2026, 5, 10), np.random.default_rng(1).uniform(200.0, 400.0, (2, STEPS)))
    (day,) = days_of(TARIFF, load, 1, 2)
    shop = shop_of_day(orders(), 1.0, np.random.default_rng(2))
    timetable = dispatch(shop, RULES["first_come_first_served"], begin=32)
    prices, jobs = day.prices(day.base, 300.0), load_of(shop, timetable, STEPS)
    ledger = Ledger(TARIFF, {(2026, 5): 300.0})
    ledger.draw(day, jobs)
    costs = costs_of(shop, timetable, prices)
    assert ledger.rows[0][0] == pytest.approx(costs["energy"])
    assert ledger.billed(day.date) == pytest.approx(peak_kw(prices, jobs * day.counts))
    assert ledger.rows[0][1] == pytest.approx(costs["peak"] + BASIC * (prices.free_kw - 300.0))


def test_a_raised_load_stays_below_what_is_billed_or_highest():
    told = Told(np.array([100.0, 200.0, 50.0]), np.array([150.0, 260.0, 400.0]), np.zeros(3))
    assert raised(told, 0.0, 0.0).tolist() == [100, 200, 50]
    assert raised(told, 1.0, 0.0).tolist() == [150, 200, 200]
    assert raised(told, 1.0, 300.0).tolist() == [150, 260, 300]


def test_the_raise_is_chosen_on_the_days_it_is_given():
    found = {MEDIAN: np.array([[5.0, 0.0], [1.0, 0.0]]), "raised 1": np.array([[4.0, 0.0], [9.0, 0.0]])}
    assert best_raise(found, (0.0, 1.0), slice(1)) == 1.0
    assert best_raise(found, (0.0, 1.0), slice(2)) == 0.0


def test_orders_fit_into_a_day_as_usual():
    made = orders()
    for seed in range(100):
        shop = shop_of_day(made, 1.0, np.random.default_rng(seed))
        assert planners(0.1, RAISES)[USUAL](None, shop, None, 0.0).makespan <= STEPS
        assert {way.machine for job in shop.jobs for step in job.operations for way in step.ways} <= set(
            range(len(MACHINES))
        )


def test_foresight_costs_no_more_than_usual():
    power = np.random.default_rng(3).uniform(200.0, 400.0, (9, STEPS))
    plant = Plant("made", Load(date(2026, 5, 4), power), 8, (Told(power[7], power[7] + 50, power[1]),), TARIFF)
    found = bills(plant, {name: plan for name, plan in planners(0.5, ()).items() if name in (USUAL, FORESIGHT)}, 1)
    assert found[FORESIGHT].sum() < found[USUAL].sum()


def test_the_power_of_a_line_is_that_of_its_machines_states():
    line = read_line(sample_line("fasteners")).unwrap()
    still = power_of_trace(line, [], 1800.0)
    change = Happening(time=450.0, what="changes", who=0, serial=-1, value=STATES.index("busy"))
    busy = power_of_trace(line, [change], 1800.0)
    assert (busy - still).tolist() == pytest.approx([(165 - 6) / 2, 165 - 6])  # a drawing machine, from 7:30 minutes on
