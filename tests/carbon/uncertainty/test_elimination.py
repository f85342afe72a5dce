"""Elimination of all draws at once, beside the solution of each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.carbon.uncertainty.elimination import Elimination
from pulmu.model import SolveError


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(0, 25), st.integers(0, 2**32 - 1))
def test_it_solves_every_system_that_can_be_solved(size: int, exchanges: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows, columns = draw.integers(0, size, (2, exchanges))
    shares = draw.uniform(0, 0.95 / max(exchanges, 1), (exchanges, 4))
    own = draw.normal(size=(size, 2, 4))
    found = Elimination(rows.tolist(), columns.tolist(), size).solve(shares, own.copy())
    for number in range(4):
        matrix = np.eye(size)
        np.subtract.at(matrix, (rows, columns), shares[:, number])
        np.testing.assert_allclose(found[:, :, number], np.linalg.solve(matrix, own[:, :, number]), rtol=1e-10)


def test_a_chain_needs_nothing_but_its_own_entries() -> None:
    chain = Elimination(range(1, 50), range(49), 50)
    assert sum(map(len, chain.users)) == 49
    assert sum(map(len, chain.later)) == 0


def test_a_loop_that_nothing_leaves_is_refused_in_the_draw_where_it_is() -> None:
    with pytest.raises(SolveError) as caught:
        Elimination([0, 1], [1, 0], 2).solve(np.array([[0.5, 1.1], [0.5, 1.0]]), np.ones((2, 1, 2)))
    assert [(item.code, item.place) for item in caught.value.problems] == [("carbon.loop_not_solvable", "draw 1")]
