"""As many replications as it takes, and the error that was agreed."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.twin.asked_lines import queue

from pulmu.bootstrap.twin import line_engine
from pulmu.twin import Ask
from pulmu.twin.statistics import Precision, Runner, Runs, estimate_until, measures_of, simulate_until
from pulmu.twin.statistics.looks import confidence_at, next_count

STREAM = np.random.default_rng(11)


def sample(kind: str) -> tuple[float, Sequence[float]]:
    if kind == "normal":
        return 10.0, list(STREAM.normal(10, 3, 4000))
    return 1.0, list(STREAM.exponential(1, 4000))


@pytest.mark.parametrize(("kind", "least"), [("normal", 0.95), ("exponential", 0.93)])
def test_the_truth_lies_inside_as_often_as_agreed(kind: str, least: float) -> None:
    """1,000 samples to within 5 %: of normal values 95 % at least; of exponential ones, far from normal, 93 %."""
    held = 0
    for _ in range(1000):
        truth, values = sample(kind)
        found = estimate_until(lambda count, values=values: values[:count], Precision(relative=0.05, most=4000))  # type: ignore[misc]
        assert found.reached
        held += found.interval.low <= truth <= found.interval.high
    assert held / 1000 >= least - 0.007  # one standard error of a share of 1,000


def test_a_queue_is_found_as_theory_has_it() -> None:
    """M/M/1, load 0.5: the mean number in it is 1. Of 60 answers each to within 4 %, 55 at least hold it."""
    line, held = queue(0.5), 0
    precision = Precision(relative=0.04, first=10, most=640)
    for seed in range(60):
        runs = Runs.of(line, Ask(2000 * 60.0, 100 * 60.0, seed))
        found = simulate_until(runs, measures_of(line)["inside"], precision, Runner(line_engine()))
        assert found.reached
        assert found.interval.half_width is not None
        assert found.interval.half_width <= 0.04 * found.interval.mean
        held += found.interval.low <= 1 <= found.interval.high
    assert held >= 55


def test_it_says_when_the_most_was_not_enough() -> None:
    found = estimate_until(lambda count: [0.0, 1.0] * (count // 2), Precision(half_width=1e-6, most=64))
    assert not found.reached
    assert found.interval.replications == 64


def test_values_that_never_differ_need_one_look() -> None:
    found = estimate_until(lambda count: [7.0] * count, Precision(relative=0.01))
    assert (found.reached, found.looks, found.interval.half_width) == (True, 1, 0.0)


@given(st.floats(0.5, 0.999))
def test_all_looks_together_err_no_more_than_agreed(confidence: float) -> None:
    assert sum(1 - confidence_at(look, confidence) for look in range(60)) <= (1 - confidence) * (1 + 1e-9)


@given(st.integers(2, 500), st.floats(0.001, 1e6), st.floats(0, 1e6))
def test_the_next_look_is_further_and_never_beyond_the_most(count: int, half: float, wanted: float) -> None:
    assert min(2 * count, 1000) <= next_count(count, half, wanted, 1000) <= 1000


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="first"):
        Precision(relative=0.1, first=1)
    with pytest.raises(ValueError, match="wanted"):
        Precision()
