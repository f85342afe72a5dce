"""Draws of a system: the same as solving each exactly, whatever the block, the memory and the executor."""

import tracemalloc
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.carbon.test_system import random_system

from pulmu.carbon.draws import GivenDraws, LognormalDraws, standard_deviation_of_log
from pulmu.carbon.factorisation import Floats
from pulmu.carbon.system import System, production_system
from pulmu.carbon.system_draws import block_size, scores_of_draws
from pulmu.model import InputError, SolveError


def exact(system: System, demands: Floats, amounts: Floats, emissions: Floats) -> Floats:
    """Every draw by a dense solve; amounts in the order the system stores them."""
    consumer = np.repeat(np.arange(system.goods), np.diff(system.consumption.indptr))
    found = []
    for amount, own in zip(amounts, emissions, strict=True):
        balance = np.eye(system.goods)
        np.subtract.at(balance, (consumer, system.consumption.indices), amount)
        found.append(demands.T @ np.linalg.solve(balance, own))
    return np.array(found)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(1, 25), st.integers(0, 80), st.integers(1, 2), st.sampled_from([0.5, 0.8, 0.999])
)
def test_every_draw_is_what_an_exact_solve_gives(
    seed: int, goods: int, exchanges: int, channels: int, most: float
) -> None:
    system = random_system(seed, goods, exchanges, channels, most)
    draws = LognormalDraws(system, 1e-5 if most > 0.9 else 0.1, 0.5, 9, seed)
    demands = np.random.default_rng(seed).uniform(0, 3, (goods, 4))
    found = scores_of_draws(system, demands, draws)
    np.testing.assert_allclose(found.values, exact(system, demands, *draws.block(0, 9)), rtol=1e-10, atol=1e-13)


def test_draws_do_not_depend_on_blocks_memory_or_executor() -> None:
    system = random_system(5, 40, 150, 2)
    demands = np.eye(40)[:, :7]
    draws = LognormalDraws(system, 0.1, 0.3, 150, 11)
    least = block_size(system, 7, 2**30)
    assert least > 150
    at_once = scores_of_draws(system, demands, draws)
    # Memory for one, and for seven at a time.
    one = next(size for size in range(2**20, 2**25, 2_000) if _fits(system, size) == 1)
    seven = next(size for size in range(one, 2**25, 2_000) if _fits(system, size) == 7)
    for memory in (one, seven):
        assert np.array_equal(scores_of_draws(system, demands, draws, memory=memory).values, at_once.values)
    for pool in (ThreadPoolExecutor(3), ProcessPoolExecutor(2)):
        with pool:
            apart = scores_of_draws(system, demands, draws, memory=seven, executor=pool)
        assert np.array_equal(apart.values, at_once.values)


def _fits(system: System, memory: int) -> int:
    try:
        return block_size(system, 7, memory)
    except InputError:
        return 0


def test_the_same_seed_gives_the_same_draws_and_more_of_them_begin_alike() -> None:
    system = random_system(5, 10, 30)
    few, many, other = (LognormalDraws(system, 0.1, 0.3, n, seed) for n, seed in ((5, 1), (9, 1), (5, 2)))
    for one, two in zip(few.block(0, 5), many.block(0, 9), strict=True):
        assert np.array_equal(one, two[:5])
    assert np.array_equal(few.block(0, 5)[0][3:], few.block(3, 5)[0])
    assert not np.array_equal(few.block(0, 5)[0], other.block(0, 5)[0])


def test_lognormal_draws_have_the_value_as_median_and_the_spread_asked_for() -> None:
    system = production_system(np.array([1, 0]), np.array([0, 1]), np.array([0.5, 0.2]), np.array([2.0, 1.0]))
    draws = LognormalDraws(system, np.array([0.0, 0.4]), np.array([[0.2], [0.0]]), 20_000, 3)
    amounts, emissions = draws.block(0, 20_000)
    # Stored by consumer: the exchange given second (spread 0.4) comes first.
    assert np.median(amounts[:, 0]) == pytest.approx(0.2, rel=0.02)
    assert np.log(amounts[:, 0]).std() == pytest.approx(0.4, rel=0.02)
    assert (amounts[:, 1] == 0.5).all()
    assert np.log(emissions[:, 0, 0]).std() == pytest.approx(0.2, rel=0.02)
    assert (emissions[:, 1, 0] == 1.0).all()


def test_a_relative_uncertainty_is_that_of_the_lognormal_value() -> None:
    normal = np.random.default_rng(0).standard_normal(400_000)
    drawn = np.exp(standard_deviation_of_log(0.3) * normal)
    assert drawn.std() / drawn.mean() == pytest.approx(0.3, rel=0.01)


def test_given_draws_are_in_the_order_of_the_exchanges_given() -> None:
    system = production_system(np.array([1, 0]), np.array([0, 1]), np.array([0.5, 0.2]), np.array([2.0, 1.0]))
    draws = GivenDraws(system, np.array([[0.5, 0.0], [0.0, 0.0]]), np.array([[[2.0], [1.0]], [[2.0], [1.0]]]))
    assert scores_of_draws(system, np.eye(2), draws).values[:, :, 0].tolist() == [[2.0, 2.0], [2.0, 1.0]]


def test_a_draw_whose_series_does_not_end_is_solved_by_its_own_factors_and_told() -> None:
    system = production_system(np.array([0, 1]), np.array([1, 0]), np.array([1.0, 0.5]), np.array([1.0, 1.0]))
    amounts = np.array([[1.0, 0.5], [1.0, 0.999999], [1.0, 0.4]])
    draws = GivenDraws(system, amounts, np.ones((3, 2, 1)))
    found = scores_of_draws(system, np.eye(2), draws)
    assert found.refactorised == 1
    np.testing.assert_allclose(found.values, exact(system, np.eye(2), *draws.block(0, 3)), rtol=1e-9)


def test_a_system_that_was_factorised_corrects_its_draws() -> None:
    numbers = np.arange(1, 1_000)
    chain = production_system(numbers, numbers - 1, np.full(999, 0.99), np.eye(1_000)[:, :1])
    draws = LognormalDraws(chain, 1e-4, 0.2, 5, 1)
    found = scores_of_draws(chain, np.eye(1_000)[:, -1:], draws)
    assert found.refactorised == 0
    np.testing.assert_allclose(found.values, exact(chain, np.eye(1_000)[:, -1:], *draws.block(0, 5)), rtol=1e-10)
    wild = scores_of_draws(chain, np.eye(1_000)[:, -1:], LognormalDraws(chain, 0.9, 0.2, 3, 1))
    assert wild.refactorised == 3


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("share", [0.5, 0.9999])
def test_a_draw_that_nothing_leaves_is_refused_by_its_number(sign: float, share: float) -> None:
    system = production_system(np.array([0, 1]), np.array([1, 0]), np.array([1.0, share]), np.array([1.0, sign]))
    amounts = np.array([[1.0, share], [1.0, 1.5]])
    draws = GivenDraws(system, amounts, np.array([[[1.0], [sign]]] * 2))
    with pytest.raises(SolveError) as caught:
        scores_of_draws(system, np.eye(2), draws)
    assert [item.place for item in caught.value.problems] == ["draw 1"]


@pytest.mark.parametrize(("amount", "own"), [(np.nan, 1.0), (-0.1, 1.0), (0.1, np.inf)])
def test_a_draw_that_no_system_has_is_refused(amount: float, own: float) -> None:
    system = production_system(np.array([0]), np.array([1]), np.array([0.5]), np.array([1.0, 1.0]))
    draws = GivenDraws(system, np.array([[0.1], [amount]]), np.array([[[1.0], [1.0]], [[own], [1.0]]]))
    with pytest.raises(InputError) as caught:
        scores_of_draws(system, np.eye(2), draws)
    assert [(item.code, item.place) for item in caught.value.problems] == [("carbon.draw_value", "draw 1")]


def test_draws_of_another_shape_are_refused() -> None:
    system = production_system(np.array([0]), np.array([1]), np.array([0.5]), np.array([1.0, 1.0]))
    for amounts, emissions in (((2, 2), (2, 2, 1)), ((2, 1), (2, 2, 3)), ((2, 1), (1, 2, 1))):
        with pytest.raises(InputError, match="give as many of both"):
            GivenDraws(system, np.ones(amounts), np.ones(emissions))


def test_no_draws_have_no_scores() -> None:
    system = random_system(5, 10, 30)
    assert scores_of_draws(system, np.eye(10), LognormalDraws(system, 0.1, 0.1, 0, 1)).values.shape == (0, 10, 1)


def test_memory_for_less_than_one_draw_is_refused() -> None:
    system = random_system(5, 400, 2_000)
    with pytest.raises(InputError, match="do not hold one draw"):
        scores_of_draws(system, np.eye(400), LognormalDraws(system, 0.1, 0.1, 5, 1), memory=10_000)


@pytest.mark.parametrize("memory", [8 * 2**20, 40 * 2**20])
@pytest.mark.parametrize("most", [0.8, 0.9999])
def test_the_memory_given_is_not_exceeded(memory: int, most: float) -> None:
    system = random_system(7, 3_000, 15_000, most=most)
    demands = np.eye(3_000)[:, :2]
    draws = LognormalDraws(system, 0.05 if most < 0.9 else 1e-6, 0.1, 250, 1)
    scores_of_draws(system, demands, LognormalDraws(system, 0.0, 0.0, 1, 1))
    tracemalloc.start()
    scores_of_draws(system, demands, draws, memory=memory)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= memory
