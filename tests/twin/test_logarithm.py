"""The logarithm in plain arithmetic is the logarithm."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.twin.logarithm import logarithm

shares = st.floats(min_value=1e-300, max_value=1, exclude_max=True)


@given(shares)
def test_it_is_the_logarithm(share: float) -> None:
    assert logarithm(share) == pytest.approx(math.log(share), rel=4.5e-16, abs=2e-18)


@given(shares, shares)
def test_it_never_falls(one: float, other: float) -> None:
    assert logarithm(min(one, other)) <= logarithm(max(one, other))


def test_next_to_one_it_stays_below_nothing() -> None:
    near = 1.0 - np.arange(1, 5000) * 2.0**-53
    found = np.array([logarithm(share) for share in near.tolist()])
    assert (found < 0).all()
    assert (np.diff(found) <= 0).all()
    assert found == pytest.approx(np.log(near), abs=2e-18)


def test_between_pieces_it_does_not_jump() -> None:
    for piece in range(129, 256):
        edge = piece / 256
        below, above = logarithm(math.nextafter(edge, 0)), logarithm(edge)
        assert 0 <= above - below <= 5e-16
