"""Laws of inputs: their mean is what was given, their spread what was stated."""

from typing import get_args

import numpy as np
import pytest
from scipy.special import ndtri

from pulmu.carbon.uncertainty.laws import MOST, Law, Shape, factors_of
from pulmu.model import InputError

EVEN = ndtri((np.arange(200_000) + 0.5) / 200_000)
"""Standard normal numbers at even shares: a law's mean is that of its quantiles."""


@pytest.mark.parametrize("shape", get_args(Shape))
@pytest.mark.parametrize("relative", [0.01, 0.19])
def test_mean_is_one_and_deviation_what_was_stated(shape: Shape, relative: float) -> None:
    found = Law(shape, relative).factors(EVEN)
    assert found.mean() == pytest.approx(1, abs=1e-5)
    assert found.std() == pytest.approx(relative, rel=2e-3)
    assert (np.diff(found) > 0).all()


@pytest.mark.parametrize("shape", get_args(Shape))
def test_no_factor_is_below_zero_and_more_is_refused(shape: Shape) -> None:
    assert (factors_of(shape, np.float64(MOST[shape]), np.array([-5.0, 5.0])) >= 0).all()
    with pytest.raises(InputError) as caught:
        Law(shape, MOST[shape] + 0.01)
    assert [item.code for item in caught.value.problems] == ["carbon.uncertainty_law"]


def test_widths_are_those_of_the_shapes() -> None:
    uniform, triangular = (Law(shape, 0.1).factors(EVEN) for shape in ("uniform", "triangular"))
    assert np.quantile(uniform, [0, 0.25, 1]) == pytest.approx(1 + 0.1 * 3**0.5 * np.array([-1, -0.5, 1]), abs=1e-4)
    assert np.quantile(triangular, [0, 0.125, 1]) == pytest.approx(1 + 0.1 * 6**0.5 * np.array([-1, -0.5, 1]), abs=2e-3)
