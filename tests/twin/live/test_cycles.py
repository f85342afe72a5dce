"""Cycle times and breakdowns of a machine that is watched, against the line that made them."""

import math

import numpy as np
import pytest
from scipy.stats import binom
from tests.twin.live.plants import press, shown

from pulmu.twin.counts import STATES
from pulmu.twin.live import UNKNOWN, StateHistory, cycle_times, failures, time_per_piece
from pulmu.twin.live.estimate import mean_of, spread_of, time_between

IDLE, BUSY, DOWN = STATES.index("idle"), STATES.index("busy"), STATES.index("down")
FAULT = {
    "id": "fault",
    "every": {"law": "exponential", "mean": "3 h"},
    "lasts": {"law": "lognormal", "mean": "20 min", "cv": 1},
}


def test_time_broken_down_is_no_part_of_a_cycle() -> None:
    states = np.array([BUSY, DOWN, BUSY, IDLE, BUSY], dtype=np.int64)
    told = StateHistory(np.array([0.0, 100, 400, 520, 600]), states, 900.0)
    seen = cycle_times([(told, np.array([520.0, 900.0]))])
    assert seen.values == (300.0,)
    assert seen.mean is not None
    assert seen.mean.high == math.inf
    assert seen.spread is None


def test_a_cycle_with_a_part_that_is_not_known_is_left_out() -> None:
    states = np.array([BUSY, UNKNOWN, BUSY], dtype=np.int64)
    told = StateHistory(np.array([0.0, 300, 400]), states, 900.0)
    seen = cycle_times([(told, np.array([100.0, 200, 500, 800, 950]))])
    assert seen.values == (100.0, 300.0)
    assert seen.left_out == 2


def test_the_law_that_made_the_cycles_is_found_in_its_interval() -> None:
    """200 days of a press that fails: mean and spread lie in their 95 % intervals about so often (error 1e-6)."""
    line, runs = press(stops=[FAULT]), 200
    held = np.zeros(2)
    for run in range(runs):
        seen = cycle_times([shown(line, 24, run)])
        assert seen.mean is not None
        assert seen.spread is not None
        held += [seen.mean.holds(240), seen.spread.holds(0.3)]
    assert held.min() >= binom.ppf(1e-6 / 4, runs, 0.92)


def test_breakdowns_are_found_as_often_and_as_long_as_they_are_made() -> None:
    line, runs = press(stops=[FAULT]), 200
    held = np.zeros(2)
    for run in range(runs):
        history, _ = shown(line, 120, run)
        seen = failures([history])
        assert seen.between is not None
        assert seen.lasting is not None
        held += [seen.between.holds(3 * 3600), seen.lasting.holds(1200)]
    assert held[0] >= binom.ppf(1e-6 / 4, runs, 0.95)
    assert held[1] >= binom.ppf(1e-6 / 4, runs, 0.88)  # Student's interval of skewed times is a little short


def test_a_breakdown_that_was_under_way_or_ends_unseen_tells_no_length() -> None:
    states = np.array([DOWN, BUSY, DOWN, UNKNOWN, DOWN, BUSY, DOWN, BUSY, DOWN], dtype=np.int64)
    told = StateHistory(np.arange(9) * 100.0, states, 900.0)
    seen = failures([told])
    assert seen.number == 3
    assert seen.lasting is not None
    assert (seen.lasting.value, seen.lasting.count) == (100.0, 1)
    assert seen.at_work == 300.0


def test_without_a_breakdown_the_time_between_is_bounded_below_alone() -> None:
    found = time_between(0, 100.0, 0.95)
    assert found.low == pytest.approx(100 / -math.log(0.025))
    assert found.high == math.inf


def test_an_interval_of_events_is_garwoods() -> None:
    """Ten events: 4.795 to 18.39, from the published table."""
    found = time_between(10, 100.0, 0.95)
    assert 100 / found.high == pytest.approx(4.795, abs=5e-4)
    assert 100 / found.low == pytest.approx(18.39, abs=5e-3)


def test_times_that_never_differ_have_no_spread_and_no_width() -> None:
    spread, mean = spread_of([60.0] * 5, 0.95), mean_of([60.0] * 5, 0.95)
    assert spread is not None
    assert (spread.value, spread.low, spread.high) == (0.0, 0.0, 0.0)
    assert (mean.low, mean.high) == (60.0, 60.0)


def test_nothing_watched_says_nothing() -> None:
    seen = failures([])
    assert (seen.number, seen.between, seen.lasting) == (0, None, None)
    assert cycle_times([]).mean is None


def test_time_at_work_for_each_piece_is_found_from_counts_of_a_station() -> None:
    """200 days of a press in blocks of an hour: the mean lies in its interval as often as it says (error 1e-6)."""
    line, runs, held = press(stops=[FAULT]), 200, 0
    edges = np.arange(25) * 3600.0
    for run in range(runs):
        history, ends = shown(line, 24, run)
        work = np.diff(history.time_in(frozenset((BUSY,)), edges))
        pieces = np.histogram(ends, edges)[0].astype(float)
        found = time_per_piece(work, pieces)
        assert found is not None
        held += found.holds(240)
    assert held >= binom.ppf(1e-6, runs, 0.92)


@pytest.mark.parametrize(
    ("work", "pieces"), [([], []), ([60, 60], [1, 1]), ([0, 0, 0], [0, 0, 0]), ([60, 0, 0], [1, 0, 0])]
)
def test_of_too_few_blocks_or_pieces_nothing_is_said(work: list[float], pieces: list[float]) -> None:
    assert time_per_piece(np.array(work, dtype=float), np.array(pieces, dtype=float)) is None
