"""The score that is rare enough: how often what is alike goes beyond it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.plan.anomaly import block_highest, episodes, threshold


@pytest.mark.parametrize("tail", ["normal", "heavy"])
def test_of_blocks_that_are_alike_no_more_go_beyond_than_the_budget_says(tail: str) -> None:
    draws, beyond, rounds, wanted = np.random.default_rng(5), 0, 4000, 0.5
    for _ in range(rounds):
        blocks = draws.normal(size=61) if tail == "normal" else draws.standard_cauchy(61)
        beyond += blocks[-1] > threshold(blocks[:-1], 6, wanted).score
    expected = 5 / 61  # the largest k with 6 k / 61 at most 0.5
    assert abs(beyond / rounds - expected) < 4 * math.sqrt(expected / rounds)
    assert 6 * expected <= wanted


@given(st.lists(st.floats(0.0, 1e6), min_size=1, max_size=60), st.floats(0.01, 5.0))
def test_a_smaller_budget_needs_a_score_at_least_as_high(scores: list[float], budget: float) -> None:
    highest = np.array(scores)
    assert threshold(highest, 6, budget / 2).score >= threshold(highest, 6, budget).score


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.permutations(range(60)))
def test_the_order_of_blocks_does_not_matter(scores: list[float], order: list[int]) -> None:
    highest = np.array(scores)
    mixed = highest[[number for number in order if number < len(scores)]]
    assert threshold(highest, 6, 0.5) == threshold(mixed, 6, 0.5)


def test_what_is_rarer_than_all_that_was_seen_is_a_guess_and_marked() -> None:
    highest = np.arange(1.0, 31.0)
    few, enough = threshold(highest, 1, 0.01), threshold(highest, 1, 0.1)
    assert (few.is_beyond, enough.is_beyond) == (True, False)
    assert few.score > highest.max()
    assert enough.score == 28.0  # three in 31
    assert threshold(np.array([np.nan]), 1, 0.5).score == math.inf
    assert threshold(highest, 1, 2.0).score == -math.inf


def test_what_is_guessed_from_few_blocks_comes_as_often_as_is_wanted() -> None:
    draws, beyond, rounds = np.random.default_rng(6), 0, 12_000
    for _ in range(rounds):
        blocks = draws.exponential(size=9)
        limit = threshold(blocks[:-1], 200, 1.0)
        beyond += blocks[-1] > limit.score
        assert limit.is_beyond
    assert abs(beyond - rounds / 200) < 4 * math.sqrt(rounds / 200)
    assert threshold(np.arange(8.0), 1440, 1.0).least == 160
    assert threshold(np.array([1.0]), 1440, 1.0).score == math.inf, "one block shows no spread"


@given(
    st.lists(st.floats(0.0, 3.0) | st.just(math.nan), min_size=1, max_size=200),
    st.integers(1, 30),
)
def test_there_is_no_more_than_one_alarm_for_each_block_that_goes_beyond(scores: list[float], length: int) -> None:
    score = np.array(scores)
    found = episodes(np.nan_to_num(score), np.full(len(score), 1.0), length)
    assert len(found) <= np.count_nonzero(block_highest(score, length) > 1.0)
    assert all(one.told < one.end and one.peak > 1.0 for one in found)
