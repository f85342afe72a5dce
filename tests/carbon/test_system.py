"""Production systems: the same intensities as a dense solve, loops told apart from those that nothing leaves."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, eye_array

from pulmu.carbon.factorisation import Floats, block_triangular_order, solve_directly
from pulmu.carbon.system import System, intensities, production_system, scores
from pulmu.model import InputError, SolveError


def dense(system: System) -> Floats:
    return np.linalg.solve(np.eye(system.goods) - system.consumption.toarray(), system.emissions)


def random_system(seed: int, goods: int, exchanges: int, channels: int = 1, most: float = 0.9) -> System:
    """Loops of every size; what a good consumes adds up to less than `most`."""
    draw = np.random.default_rng(seed)
    consumer, consumed = draw.integers(0, goods, (2, exchanges))
    amount = draw.lognormal(0, 1, exchanges)
    share = np.bincount(consumer, amount, goods)
    amount *= draw.uniform(0, most, goods)[consumer] / share[consumer]
    own = draw.lognormal(0, 2, (goods, channels)) * (draw.random((goods, channels)) < 0.7)
    return production_system(consumer, consumed, amount, own)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(1, 30), st.integers(0, 90), st.integers(1, 3), st.sampled_from([0.5, 0.99999])
)
def test_intensities_are_those_of_a_dense_solve(
    seed: int, goods: int, exchanges: int, channels: int, most: float
) -> None:
    system = random_system(seed, goods, exchanges, channels, most)
    np.testing.assert_allclose(intensities(system).values, dense(system), rtol=1e-11, atol=1e-13)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 30), st.integers(0, 90))
def test_factors_say_what_the_series_says(seed: int, goods: int, exchanges: int) -> None:
    system = random_system(seed, goods, exchanges)
    directly = solve_directly(system.consumption, system.emissions)
    np.testing.assert_allclose(directly, intensities(system).values, rtol=1e-11, atol=1e-13)


def test_a_good_far_down_a_chain_carries_what_its_beginning_emits() -> None:
    # 0.9 of each good in the next; only the first emits, so that the rest stand at nothing for long.
    numbers = np.arange(1, 2_000)
    system = production_system(numbers, numbers - 1, np.full(1_999, 0.99), np.eye(2_000)[:, :1])
    found = intensities(system)
    assert found.terms == 0
    np.testing.assert_allclose(found.values[:, 0], 0.99 ** np.arange(2_000), rtol=1e-12)


def test_a_loop_that_hardly_anything_leaves_is_solved() -> None:
    system = production_system(np.array([0, 1]), np.array([1, 0]), np.array([1.0, 0.9999]), np.array([1.0, 2.0]))
    np.testing.assert_allclose(intensities(system).values, dense(system), rtol=1e-11)


@pytest.mark.parametrize("share", [1.0, 1.0001, 1.5, 1e9])
@pytest.mark.parametrize("emissions", [(1.0, 2.0), (1.0, 0.0), (-1.0, 2.0), (-1.0, -2.0)])
def test_a_loop_that_nothing_leaves_is_refused(share: float, emissions: tuple[float, float]) -> None:
    system = production_system(np.array([0, 1]), np.array([1, 0]), np.array([1.0, share]), np.array(emissions))
    with pytest.raises(SolveError) as caught:
        intensities(system)
    assert [item.code for item in caught.value.problems] == ["carbon.loop_not_solvable"]


def test_a_small_loop_beside_large_emissions_is_refused() -> None:
    own = np.array([1e-9, 2e-9, 1e9])
    with pytest.raises(SolveError):
        intensities(production_system(np.array([0, 1]), np.array([1, 0]), np.array([1.0, 1.5]), own))


def test_emissions_may_be_taken_out() -> None:
    own = np.array([[-3.0, 1.0], [1.0, 0.0], [2.0, 0.0]])
    system = production_system(np.array([0, 1, 2]), np.array([1, 0, 0]), np.array([0.5, 0.5, 1.0]), own)
    np.testing.assert_allclose(intensities(system).values, dense(system), rtol=1e-11, atol=1e-12)


def test_several_exchanges_between_the_same_goods_add_up() -> None:
    apart = production_system(np.array([1, 1]), np.array([0, 0]), np.array([0.25, 0.5]), np.array([4.0, 1.0]))
    assert intensities(apart).values[:, 0].tolist() == [4.0, 4.0]


def test_a_good_may_consume_itself() -> None:
    system = production_system(np.array([0]), np.array([0]), np.array([0.5]), np.array([1.0]))
    assert intensities(system).values[0, 0] == pytest.approx(2.0, rel=1e-12)


@pytest.mark.parametrize("make", [np.asarray, csr_array])
def test_a_score_is_what_a_demand_carries(make: Any) -> None:
    system = production_system(np.array([1]), np.array([0]), np.array([0.5]), np.array([[4.0, 1.0], [1.0, 0.0]]))
    demands = make(np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 10.0]]))
    assert scores(system, demands).tolist() == [[4.0, 1.0], [3.0, 0.5], [38.0, 7.0]]


def test_no_goods_have_no_intensities() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert intensities(production_system(nothing, nothing, np.zeros(0), np.zeros((0, 2)))).values.shape == (0, 2)


def test_goods_come_after_what_they_consume() -> None:
    system = random_system(3, 200, 300)
    order = block_triangular_order(system.consumption)
    assert sorted(order) == list(range(200))
    place = np.argsort(order)
    consumer, consumed = system.consumption.nonzero()
    reach = np.linalg.matrix_power((eye_array(200) + system.consumption).toarray() > 0, 200) > 0
    apart = ~reach[consumed, consumer]
    assert apart.any()
    assert (place[consumer] > place[consumed])[apart].all()


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"amount": [0.5, np.nan]}, ["carbon.system_value"]),
        ({"amount": [0.5, -0.1]}, ["carbon.system_value"]),
        ({"amount": [0.5, np.inf]}, ["carbon.system_value"]),
        ({"emissions": [1.0, np.inf]}, ["carbon.system_value"]),
        ({"consumer": [0, 2]}, ["carbon.system_number"]),
        ({"consumed": [0, -1]}, ["carbon.system_number"]),
        ({"consumed": [0.0, 1.0]}, ["carbon.system_number"]),
        ({"consumer": [0, 7], "amount": [0.5, np.nan]}, ["carbon.system_number", "carbon.system_value"]),
        ({"amount": [0.5]}, ["carbon.system_shape"]),
        ({"emissions": [[[1.0]]]}, ["carbon.system_shape"]),
    ],
)
def test_what_does_not_fit_is_told_at_once(changed: dict[str, Any], codes: list[str]) -> None:
    fitting = {"consumer": [0, 1], "consumed": [1, 0], "amount": [0.5, 0.1], "emissions": [1.0, 1.0]}
    with pytest.raises(InputError) as caught:
        production_system(**{name: np.array(values) for name, values in (fitting | changed).items()})
    assert [item.code for item in caught.value.problems] == codes


@pytest.mark.parametrize("demands", [np.ones(2), np.ones((3, 1)), np.array([[np.nan], [1.0]])])
def test_demands_that_do_not_fit_are_refused(demands: Floats) -> None:
    system = production_system(np.array([0]), np.array([1]), np.array([0.5]), np.array([1.0, 1.0]))
    with pytest.raises(InputError, match="a row for every good"):
        scores(system, demands)
