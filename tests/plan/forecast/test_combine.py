"""Weights, medians, intervals and tests of forecasts, on numbers small enough for a pencil."""

import datetime as dt

import numpy as np
import pytest

from pulmu.plan.forecast import daily_scale, diebold_mariano, kind_of, load_of_slots
from pulmu.plan.forecast.combine import Memory, expert_weights, weighted_median, weighted_quantile
from pulmu.plan.forecast.intervals import COVERED, correct_share, stretches
from pulmu.plan.forecast.load import DAY_OFF, SATURDAY, WORKDAY
from pulmu.plan.forecast.rules import NAIVE, kind_median


def test_kinds_of_days_follow_the_korean_calendar() -> None:
    days = {dt.date(2018, 2, 16): DAY_OFF, dt.date(2018, 2, 17): DAY_OFF, dt.date(2018, 2, 24): SATURDAY,
            dt.date(2018, 2, 25): DAY_OFF, dt.date(2018, 2, 26): WORKDAY, dt.date(2018, 5, 7): DAY_OFF}  # fmt: skip
    assert {day: kind_of(day) for day in days} == days


def test_rules_are_what_their_names_say() -> None:
    power = np.arange(30.0)[:, None] * np.ones((1, 4))
    kinds = np.array([0, 0, 0, 0, 0, 1, 2] * 4 + [0, 0, 0])
    said = {name: rule(power, kinds)[0] for name, rule in NAIVE.items()}
    assert said == {"yesterday": 29, "last_week": 23, "same_kind": 29, "weeks_mean": 12.5, "weeks_median": 12.5}
    assert kind_median(3)(power, kinds)[0] == 28
    assert np.isnan(NAIVE["last_week"](power[:3], kinds[:4])).all()


def test_who_was_better_lately_weighs_more_and_weights_sum_to_one() -> None:
    errors = np.ones((10, 2, 12))
    errors[:, 1] = 2.0
    errors[:, :, 6:] = errors[:, ::-1, 6:]
    weights = expert_weights(errors, np.zeros(11, int), Memory(parts=12, sharpness=3.0))
    assert weights.sum(axis=0) == pytest.approx(np.ones(12))
    assert weights[0, 0] == pytest.approx(1 / (1 + np.exp(-2)))  # its excess is 1 / 1.5 of the usual
    assert weights[1, 11] == pytest.approx(weights[0, 0])
    assert expert_weights(np.full((3, 2, 12), np.nan), np.zeros(4, int)) == pytest.approx(np.full((2, 12), 0.5))


def test_a_weighted_median_is_the_value_where_half_the_weight_is_reached() -> None:
    values = np.array([[1.0, 5.0], [2.0, np.nan], [9.0, np.nan]])
    weights = np.array([[0.2, 0.1], [0.2, 0.8], [0.6, 0.1]])
    assert weighted_median(values, weights).tolist() == [9.0, 5.0]
    assert weighted_quantile(values, weights, 0.4)[0] == 2.0
    assert np.isnan(weighted_median(np.full((2, 1), np.nan), np.ones((2, 1)))).all()


def test_intervals_are_stretched_to_what_was_needed() -> None:
    needed = np.tile(np.linspace(0.01, 1.0, 100)[:, None], (1, 12)) * 3
    found = stretches(needed, np.zeros(101, int), 0.8, Memory(half_life=1e9, other_kind=1.0, parts=6))
    assert found == pytest.approx(np.full(12, 2.4), abs=0.031)
    assert stretches(np.full((2, 12), np.nan), np.zeros(3, int), 0.8) == pytest.approx(np.ones(12))


def test_the_share_aimed_at_rises_after_misses_and_falls_after_too_many_hits() -> None:
    assert correct_share(0.8, 0.5) > 0.8 > correct_share(0.8, 1.0)
    assert correct_share(0.8, COVERED) == 0.8
    assert correct_share(0.8, float("nan")) == 0.8


def test_the_scale_is_the_mean_difference_of_neighbouring_days() -> None:
    load = load_of_slots(dt.date(2026, 3, 2), np.repeat([1.0, 3.0, 4.0, 100.0], 4), 4)
    assert daily_scale(load, 3) == 1.5


def test_the_paired_test_sees_a_difference_and_sees_none_where_there_is_none() -> None:
    draws = np.random.default_rng(0)
    one = draws.normal(10, 1, 56)
    assert diebold_mariano(one, one + draws.normal(1, 0.5, 56)).probability < 1e-6
    found = [diebold_mariano(one, one + draws.normal(0, 1, 56)).probability < 0.05 for _ in range(400)]
    assert 0.01 < np.mean(found) < 0.12
    assert diebold_mariano(one, one).probability == 1.0
