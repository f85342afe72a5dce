"""Sensitivities beside functions whose indices are known."""

from collections.abc import Callable, Sequence
from math import comb

import numpy as np
import pytest
from scipy.special import ndtr

from pulmu.carbon.uncertainty.sensitivity import Floats, shapley_effects, sobol_indices

G = np.array([0.0, 1.0, 4.5, 9.0])
LINEAR = np.array([1.0, 2.0, 0.5])


def uniform(normal: Floats, low: float, high: float) -> Floats:
    return low + (high - low) * ndtr(normal)


def ishigami(normal: Floats) -> Floats:
    x = uniform(normal, -np.pi, np.pi)
    return (np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))[:, None]


def g_function(normal: Floats) -> Floats:
    return np.prod((np.abs(4 * uniform(normal, 0, 1) - 2) + G) / (1 + G), axis=1)[:, None]


def linear(normal: Floats) -> Floats:
    return (normal @ LINEAR)[:, None]


def indices_of_ishigami() -> tuple[list[float], list[float]]:
    """Ishigami and Homma 1990, with a = 7 and b = 0.1."""
    alone, second, both = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 8 * 0.01 * np.pi**8 / 225
    whole = alone + second + both
    return [alone / whole, second / whole, 0.0], [(alone + both) / whole, second / whole, both / whole]


def indices_of_g() -> tuple[Floats, Floats]:
    """Saltelli and Sobol 1995."""
    part = 1 / (3 * (1 + G) ** 2)
    whole = np.prod(1 + part) - 1
    return part / whole, part * np.prod(1 + part) / (1 + part) / whole


@pytest.mark.parametrize(("function", "known"), [(ishigami, indices_of_ishigami), (g_function, indices_of_g)])
def test_sobol_indices_are_the_known_ones(
    function: Callable[[Floats], Floats], known: Callable[[], tuple[Sequence[float], Sequence[float]]]
) -> None:
    first, total = known()
    found = sobol_indices(function, np.arange(len(first)), 40_000, np.random.default_rng(5))
    for share, error, expected in ((found.first, found.first_error, first), (found.total, found.total_error, total)):
        assert (np.abs(share[:, 0] - expected) <= 2 * error[:, 0] + 1e-12).all()
        assert (error < 0.04).all()


def test_a_group_makes_what_its_inputs_make_together() -> None:
    found = sobol_indices(ishigami, np.array([0, 1, 0]), 40_000, np.random.default_rng(5))
    expected = np.array([1 - indices_of_ishigami()[0][1], indices_of_ishigami()[0][1]])
    assert found.first[:, 0] == pytest.approx(expected, abs=0.03)
    assert found.total[:, 0] == pytest.approx(expected, abs=0.03)


def test_a_linear_function_has_its_analytic_variance_and_shares() -> None:
    found = sobol_indices(linear, np.arange(3), 40_000, np.random.default_rng(2))
    assert found.variance[0] == pytest.approx(5.25, rel=0.03)
    for share in (found.first, found.total):
        assert share[:, 0] == pytest.approx(LINEAR**2 / 5.25, abs=0.02)


def test_intervals_hold_the_known_index_as_often_as_they_say() -> None:
    first, total = (np.array(item) for item in indices_of_ishigami())
    runs, held = 300, np.zeros((2, 3))
    for seed in range(runs):
        found = sobol_indices(ishigami, np.arange(3), 1_000, np.random.default_rng(seed))
        held[0] += np.abs(found.first[:, 0] - first) <= found.first_error[:, 0]
        held[1] += np.abs(found.total[:, 0] - total) <= found.total_error[:, 0] + 1e-12
    assert held / runs == pytest.approx(np.full((2, 3), 0.95), abs=3.5 * np.sqrt(0.95 * 0.05 / runs) + 0.01)


def test_nothing_that_varies_has_no_shares() -> None:
    found = sobol_indices(lambda normal: np.ones((len(normal), 1)), np.arange(2), 100, np.random.default_rng(1))
    assert found.first.tolist() == found.total.tolist() == [[0.0], [0.0]]


CORRELATED = np.array([[1.0, 0.8, 0.0], [0.8, 1.0, -0.3], [0.0, -0.3, 1.0]])
ONE_METER = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def linear_shapley(weights: Floats, covariance: Floats) -> Floats:
    """By all subsets, from the normal law's conditional variance (Owen and Prieur 2017, theorem 2)."""
    size = len(weights)

    def explained(subset: int) -> float:
        inside = [number for number in range(size) if subset >> number & 1]
        moved = covariance[inside] @ weights
        return float(moved @ np.linalg.pinv(covariance[np.ix_(inside, inside)]) @ moved) if inside else 0.0

    effects = np.zeros(size)
    for number in range(size):
        for subset in range(2**size):
            if not subset >> number & 1:
                gain = explained(subset | 1 << number) - explained(subset)
                effects[number] += gain / (size * comb(size - 1, subset.bit_count()))
    return effects / explained(2**size - 1)


@pytest.mark.parametrize("correlation", [np.eye(3), CORRELATED, ONE_METER])
def test_shapley_effects_of_correlated_normals_are_the_analytic_ones(correlation: Floats) -> None:
    found = shapley_effects(linear, correlation, np.random.default_rng(4), permutations=4_000, draws=100_000)
    expected = linear_shapley(LINEAR, correlation)
    assert found.effect.sum() == pytest.approx(1, rel=1e-12)
    assert (np.abs(found.effect[:, 0] - expected) <= 2 * found.error[:, 0] + 0.01).all()
    assert (found.error < 0.05).all()
    assert found.variance[0] == pytest.approx(LINEAR @ correlation @ LINEAR, rel=0.03)


def test_of_two_normals_they_are_what_owen_and_prieur_print() -> None:
    """Owen and Prieur 2017, section 4.1: half of rho squared is handed from the greater to the lesser."""
    weights, rho = np.array([1.0, 2.0]), 0.5
    variance = 1 + 4 + 2 * rho * 2
    expected = np.array([1 * (1 - rho**2 / 2) + rho * 2 + 4 * rho**2 / 2, 4 * (1 - rho**2 / 2) + rho * 2 + rho**2 / 2])
    assert linear_shapley(weights, np.array([[1, rho], [rho, 1]])) == pytest.approx(expected / variance, rel=1e-12)


def test_shares_that_interact_lie_between_first_and_total() -> None:
    first, total = indices_of_ishigami()
    found = shapley_effects(ishigami, np.eye(3), np.random.default_rng(4), permutations=6_000, draws=50_000)
    expected = (np.array(first) + np.array(total)) / 2  # an interaction of two is halved
    assert found.effect[:, 0] == pytest.approx(expected, abs=0.03)


def test_what_is_no_correlation_is_refused() -> None:
    with pytest.raises(ValueError, match="not a covariance"):
        shapley_effects(linear, np.array([[1.0, 2.0], [2.0, 1.0]]), np.random.default_rng(1))
