"""A meter's alarms: within the budget on noise, leaks found with their cost, and no later value read."""

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.anomaly.plants import steady, with_leak, with_slots
from tests.plan.forecast.loads import made_load, spoiled

from pulmu.plan.anomaly import Watched, alarm_loss, hint_of, standby, watch_meter
from pulmu.plan.forecast import Load

FACTOR, PRICE = 0.4173, 150.0


def hints(watched: Watched, day: int) -> list[str]:
    """Of the alarms told on a day."""
    slots = watched.load.slots
    return [hint_of(watched, one) for one in watched.alarms if one.told // slots == day]


@pytest.mark.parametrize("spread", [0.1, 0.8], ids=["calm", "wild"])
def test_on_noise_that_stays_alike_alarms_stay_within_the_budget(spread: float) -> None:
    days, told, budget = 0, 0, 0.5
    for seed in range(2):
        watched = watch_meter(steady(70, seed, spread), budget)
        days, told = days + watched.load.days - watched.begun, told + len(watched.alarms)
    assert 0 < told <= budget * days


def test_a_leak_is_found_within_a_week_and_its_cost_is_right() -> None:
    leak, day, days = 10.0, 50, 70
    watched = watch_meter(with_leak(made_load(days), day, leak), 0.5)
    alarm = next(one for one in watched.alarms if one.kind == "base_up")
    assert day <= alarm.told // 96 <= day + 7
    assert alarm.actual - alarm.expected == pytest.approx(leak, rel=0.25)
    assert hint_of(watched, alarm) == "leak"
    loss = alarm_loss(watched, alarm, np.full(days * 96, PRICE), FACTOR)
    assert loss is not None
    hours = days * 24 - alarm.start / 4
    assert loss.energy == pytest.approx((alarm.actual - alarm.expected) * hours)
    assert loss.won == pytest.approx(loss.energy * PRICE)
    assert loss.footprint == pytest.approx(loss.energy * FACTOR)
    true_won = leak * (days - day) * 24 * PRICE
    assert loss.won == pytest.approx(true_won, rel=0.35)


def test_no_electricity_that_is_lost_moves_certificates() -> None:
    watched = watch_meter(with_leak(made_load(60), 45, 15.0), 0.5)
    prices = np.full(60 * 96, PRICE)
    losses = [alarm_loss(watched, one, prices, FACTOR) for one in watched.alarms]
    closed = standby(watched, 28, prices, FACTOR)
    assert closed is not None
    known = [one for one in (*losses, closed.drawn, closed.above_lowest) if one is not None]
    assert all(one.certificates == 0 for one in known)
    assert all(one.energy > 0 and one.won > 0 and one.footprint > 0 for one in known)


def test_hours_tell_what_they_may_come_from() -> None:
    load = made_load(62)
    sunday = (6 - load.first.weekday()) + 7 * 5
    tuesday = sunday + 2
    day_and_night = {"left_on": (sunday, slice(40, 60), 90.0), "ran_when_closed": (sunday + 14, slice(40, 60), 280.0),
                     "stood": (tuesday, slice(36, 80), 20.0), "no_supply": (tuesday + 7, slice(36, 80), 0.0),
                     "meter_stuck": (tuesday + 14, slice(20, 90), 123.4)}  # fmt: skip
    for day, slots, kilowatt in day_and_night.values():
        load = with_slots(load, day, slots, kilowatt)
    watched = watch_meter(load, 0.5)
    for hint, (day, _, _) in day_and_night.items():
        assert hint in hints(watched, day), hint


def test_standing_is_counted_in_closed_hours_and_above_the_lowest_level() -> None:
    load = made_load(60)
    watched = watch_meter(load, 0.5)
    closed = standby(watched, 28, np.full(60 * 96, PRICE), FACTOR)
    assert closed is not None
    assert 10.0 < closed.lowest < 25.0
    assert closed.drawn.energy == pytest.approx(closed.mean * closed.hours)
    least = closed.drawn.energy - closed.lowest * closed.hours
    assert least - 1e-6 <= closed.above_lowest.energy < closed.drawn.energy
    assert standby(watch_meter(steady(40, 1), 0.5), 28, np.full(40 * 96, PRICE), FACTOR) is None


@pytest.mark.parametrize("how", [np.nan, 1e6, 0.0], ids=["nan", "huge", "zero"])
def test_later_values_change_no_earlier_alarm(how: float) -> None:
    day, slot = 43, 61
    load = with_leak(with_slots(made_load(48), 36, slice(0, 20), 200.0), 36, 20.0)
    at = day * 96 + slot
    whole, cut = watch_meter(load, 1.0), watch_meter(spoiled(load, day, slot, how), 1.0)
    before = [[one for one in each.alarms if one.told < at] for each in (whole, cut)]
    assert before[0]
    for one, other in zip(*before, strict=True):
        told = ("kind", "told", "start", "needed")
        assert [getattr(one, name) for name in told] == [getattr(other, name) for name in told]
        if one.end < at - 16:  # what is nearer may go on
            assert one == other
    assert np.array_equal(whole.expected.middle[: day + 1], cut.expected.middle[: day + 1], equal_nan=True)


def test_too_few_days_raise_nothing_and_gaps_are_nothing() -> None:
    assert not watch_meter(made_load(20), 5.0).alarms
    load = made_load(50)
    power = load.power.copy()
    power[40:44] = np.nan
    gaps = watch_meter(replace(load, power=power), 0.5)
    assert not [one for one in gaps.alarms if 40 <= one.start // 96 < 44]
    assert isinstance(gaps.load, Load)
