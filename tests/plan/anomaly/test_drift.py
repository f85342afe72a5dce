"""Levels that change: false alarms stay within the budget whatever the distribution, and a step is found."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.plan.anomaly import changes

Draw = Callable[[np.random.Generator, int], np.ndarray]
ALIKE: dict[str, Draw] = {
    "normal": lambda draws, days: draws.normal(100.0, 10.0, days),
    "heavy": lambda draws, days: 100.0 + draws.standard_t(2, days),
    "few values": lambda draws, days: draws.choice([100.0, 110.0], days),
}


@pytest.mark.parametrize("draw", ALIKE.values(), ids=ALIKE)
def test_while_days_are_alike_false_alarms_stay_within_the_budget(draw: Draw) -> None:
    days, rounds, budget = 200, 60, 0.02
    told = 0
    for seed in range(rounds):
        level = draw(np.random.default_rng(seed), days)
        told += len(changes(level, np.zeros(days, np.int64), budget, upward=True))
    assert told / (days * rounds) <= budget


@pytest.mark.parametrize("upward", [True, False], ids=["up", "down"])
def test_a_step_is_told_within_days_once_and_with_its_size(upward: bool) -> None:
    draws = np.random.default_rng(3)
    level = draws.normal(100.0, 2.0, 80)
    step = 12.0 if upward else -12.0
    level[50:] += step
    kinds = np.arange(80) % 7 // 5
    (change,) = changes(level, kinds, 0.02, upward=upward)
    assert 50 <= change.day <= 57
    assert 48 <= change.since <= 52
    assert change.after - change.before == pytest.approx(step, abs=3.0)
    assert not changes(level, kinds, 0.02, upward=not upward)


def test_a_change_too_small_to_matter_is_let_pass() -> None:
    level = np.full(80, 100.0) + np.random.default_rng(1).normal(0, 0.1, 80)
    level[40:] += 2.0
    kinds = np.zeros(80, np.int64)
    assert not changes(level, kinds, 0.1, upward=True)
    level[40:] += 6.0
    assert changes(level, kinds, 0.1, upward=True)
    assert not changes(level, kinds, 0.1, upward=True, least=9.0)


@given(st.integers(20, 60), st.floats(0.0, 1e3))
def test_later_days_change_nothing_that_was_told(cut: int, later: float) -> None:
    level = np.random.default_rng(2).normal(100.0, 5.0, 80)
    level[30:] += 25.0
    kinds = np.arange(80) % 7 // 5
    spoiled = level.copy()
    spoiled[cut:] = later
    whole, part = (changes(each, kinds, 0.05, upward=True) for each in (level, spoiled))
    assert [one for one in whole if one.day < cut] == [one for one in part if one.day < cut]
