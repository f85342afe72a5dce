"""Power of states out of one meter: exact without noise, within its interval with it, and what cannot be told."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.signal import lfilter
from scipy.stats import binom

from pulmu.twin.live import power_by_state
from pulmu.twin.live.history import Floats

NAMES = ("idle", "busy", "down", "per_piece")
TRUE = np.array([5.0, 48.0, 3.0, 0.4])


def amounts(rng: np.random.Generator, slots: int) -> Floats:
    """Quarter hours, each shared out among three states, with the pieces of its work."""
    shares = rng.dirichlet([0.6, 1.5, 0.3], slots) * 0.25
    return np.column_stack([shares, rng.poisson(shares[:, 1] * 15)])


def test_without_noise_the_powers_come_out_as_they_are() -> None:
    x = amounts(np.random.default_rng(1), 96)
    fit = power_by_state(NAMES, x, x @ TRUE)
    for name, true in zip(NAMES, TRUE, strict=True):
        found = fit.found[name]
        assert found is not None
        assert found.value == pytest.approx(true, rel=1e-9)
        assert found.low == pytest.approx(found.high, rel=1e-6)
    assert (fit.never, fit.alike, fit.slots, fit.left_out) == ((), (), 96, 0)
    assert fit.unexplained == pytest.approx(0, abs=1e-9)


def test_intervals_hold_the_true_power_as_often_as_they_say() -> None:
    """300 days whose errors hang together from slot to slot; a family-wise error of 1e-6 over the four columns."""
    held = np.zeros(len(NAMES))
    runs, rng = 300, np.random.default_rng(2)
    for _ in range(runs):
        x = amounts(rng, 384)
        errors = lfilter([1.0], [1.0, -0.5], rng.normal(0, 0.6, 384))
        fit = power_by_state(NAMES, x, x @ TRUE + errors)
        held += [
            (found := fit.found[name]) is not None and found.holds(true) for name, true in zip(NAMES, TRUE, strict=True)
        ]
    assert held.min() >= binom.ppf(1e-6 / 8, runs, 0.93)
    assert held.max() <= binom.ppf(1 - 1e-6 / 8, runs, 0.97)


def test_no_power_is_below_nothing_though_the_noise_says_so() -> None:
    rng = np.random.default_rng(3)
    x = amounts(rng, 50)
    for _ in range(40):
        fit = power_by_state(NAMES, x, x @ np.array([0.0, 48, 0, 0]) + rng.normal(0, 1, 50))
        for found in fit.found.values():
            assert found is not None
            assert found.value >= 0
            assert 0 <= found.low <= found.high


def test_what_never_occurred_is_told_and_the_rest_is_found() -> None:
    x = amounts(np.random.default_rng(4), 60)
    x[:, 2] = 0
    fit = power_by_state(NAMES, x, x @ TRUE)
    assert (fit.never, fit.found["down"]) == (("down",), None)
    assert fit.found["busy"] is not None


def test_states_that_always_come_together_are_told_and_not_guessed() -> None:
    x = amounts(np.random.default_rng(5), 60)
    x[:, 3] = x[:, 1] * 15
    fit = power_by_state(NAMES, x, x @ TRUE)
    assert fit.alike == ("busy", "per_piece")
    assert fit.found["busy"] is None
    assert fit.found["idle"] is not None
    assert fit.found["idle"].value == pytest.approx(5)


def test_slots_with_a_gap_are_left_out_and_counted() -> None:
    x = amounts(np.random.default_rng(6), 40)
    energy = x @ TRUE
    energy[3] = np.nan
    x[7, 0] = np.nan
    fit = power_by_state(NAMES, x, energy)
    assert (fit.slots, fit.left_out) == (38, 2)
    assert fit.found["busy"] is not None
    assert fit.found["busy"].value == pytest.approx(48)


@pytest.mark.parametrize("slots", [0, 1, 4])
def test_with_no_more_slots_than_unknowns_nothing_is_said(slots: int) -> None:
    x = amounts(np.random.default_rng(7), slots)
    fit = power_by_state(NAMES, x, x @ TRUE)
    assert set(fit.found.values()) == {None}
    assert fit.unexplained is None


@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e6), st.floats(1e-3, 1e3))
def test_another_unit_of_energy_or_time_changes_the_numbers_alone(seed: int, energy: float, time: float) -> None:
    rng = np.random.default_rng(seed)
    x = amounts(rng, 60)
    y = x @ TRUE + rng.normal(0, 0.5, 60)
    plain = power_by_state(NAMES, x, y).found["busy"]
    scaled = power_by_state(NAMES, x * np.array([time, time, time, 1.0]), y * energy).found["busy"]
    assume(plain is not None)
    assert plain is not None
    assert scaled is not None
    assert scaled.value == pytest.approx(plain.value * energy / time, rel=1e-6)
    assert scaled.high == pytest.approx(plain.high * energy / time, rel=1e-6)


def test_a_state_of_one_slot_alone_has_no_bound() -> None:
    """What is fitted by one slot is whatever that slot held: here an error of 3 kWh in a quarter hour."""
    rng = np.random.default_rng(8)
    x = amounts(rng, 60)
    x[:, 2] = 0
    x[17, 2] = 0.1
    energy = x @ TRUE + rng.normal(0, 0.1, 60)
    energy[17] += 3
    fit = power_by_state(NAMES, x, energy)
    down, busy = fit.found["down"], fit.found["busy"]
    assert down is not None
    assert (down.low, down.high) == (0.0, np.inf)
    assert busy is not None
    assert busy.holds(48)
    assert busy.high < 50


def test_a_state_of_a_few_slots_is_in_its_interval_as_often_as_said() -> None:
    """A state of four slots out of 200, whose clock is off by some of the slot: 300 runs, an error of 1e-6."""
    held, runs, rng = 0, 300, np.random.default_rng(9)
    for _ in range(runs):
        x = amounts(rng, 200)
        x[:, 1] += x[:, 2]
        x[:, 2] = 0
        rows = rng.choice(200, 4, replace=False)
        x[rows, 2], x[rows, 1] = x[rows, 1] * 0.7, x[rows, 1] * 0.3
        fit = power_by_state(NAMES, x, x @ TRUE + rng.normal(0, 0.5, 200))
        down = fit.found["down"]
        held += down is not None and down.holds(3)
    assert held >= binom.ppf(1e-6, runs, 0.93)
