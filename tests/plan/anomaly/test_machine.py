"""A machine's alarms: within the budget on noise, told with the channel that shows it, and nothing later read."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import InputError
from pulmu.plan.anomaly import Smoothing, watch_machine


def channels(rows: int, seed: int = 0) -> np.ndarray:
    """A pump: flow follows speed, pressure follows both, temperature goes its own way."""
    draws = np.random.default_rng(seed)
    speed = 50.0 + draws.normal(0.0, 1.0, rows)
    flow = 2.0 * speed + draws.normal(0.0, 0.5, rows)
    pressure = speed + flow + draws.normal(0.0, 0.5, rows)
    return np.stack([speed, flow, pressure, 80.0 + draws.normal(0.0, 0.3, rows)], axis=1)


def test_on_noise_alarms_stay_within_the_budget() -> None:
    told, days, budget, a_day = 0, 0.0, 4.0, 1440.0
    for seed in range(6):
        watched = watch_machine(channels(6 * 1440, seed), 4 * 1440, a_day, budget)
        told, days = told + len(watched.alarms), days + 2
    assert told <= budget * days


def test_a_flow_that_no_longer_follows_the_speed_is_told_with_the_channel_and_its_direction() -> None:
    rows = channels(3000)
    rows[2500:, 1] -= 3.0  # well within what flow alone does
    watched = watch_machine(rows, 2000, 86_400.0, 10.0)
    (alarm,) = [one for one in watched.alarms if one.told >= 2500]
    assert alarm.told < 2530
    first = alarm.hints[0]
    assert (first.channel, first.direction < 0) == (1, True)


def test_a_channel_that_crept_while_all_was_well_may_go_on() -> None:
    rows = channels(3000)
    rows[:, 3] += np.arange(3000) * 0.001
    watched = watch_machine(rows, 1500, 86_400.0, 10.0)
    assert not [one for one in watched.alarms if one.hints and one.hints[0].channel == 3 and one.told < 2500]


@given(st.integers(600, 900), st.floats(-1e6, 1e6) | st.just(np.nan))
def test_later_rows_change_no_earlier_score(cut: int, later: float) -> None:
    rows = channels(900, 3)
    spoiled = rows.copy()
    spoiled[cut:] = later
    whole, part = (watch_machine(each, 500, 86_400.0, 50.0) for each in (rows, spoiled))
    assert np.array_equal(whole.score[:cut], part.score[:cut])
    assert whole.threshold == part.threshold


@given(st.floats(0.01, 100.0))
def test_the_unit_of_a_channel_does_not_matter(scale: float) -> None:
    rows = channels(700, 4)
    told = rows.copy()
    told[:, 0] = rows[:, 0] * scale
    one, other = (watch_machine(each, 500, 86_400.0, 50.0, Smoothing(share=1.0)) for each in (rows, told))
    np.testing.assert_allclose(one.score, other.score, rtol=1e-6)


def test_too_few_normal_rows_are_refused() -> None:
    with pytest.raises(InputError, match="whole rows are normal"):
        watch_machine(channels(200), 30, 86_400.0, 1.0)
