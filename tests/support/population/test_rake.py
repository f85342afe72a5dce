"""Iterative proportional fitting on known answers, and on margins that do not name every cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.support.population.rake import Constraint, rake, spread_whole, whole


def _rows_and_columns(rows: list[float], columns: list[float]) -> list[Constraint]:
    shape = (len(rows), len(columns))
    number = np.arange(shape[0] * shape[1]).reshape(shape)
    by_row = [Constraint(f"row {i}", np.isin(number, number[i]).ravel(), total) for i, total in enumerate(rows)]
    by_column = [
        Constraint(f"column {i}", np.isin(number, number[:, i]).ravel(), total) for i, total in enumerate(columns)
    ]
    return by_row + by_column


def test_a_textbook_table_is_fitted() -> None:
    # Deming and Stephan's way with a two by two table: the odds ratio of the seed, 4, is kept.
    found = rake(np.array([2.0, 1.0, 1.0, 2.0]), _rows_and_columns([30.0, 70.0], [40.0, 60.0])).cells
    assert found[:2].sum() == pytest.approx(30)
    assert found[[0, 2]].sum() == pytest.approx(40)
    assert found[0] * found[3] / (found[1] * found[2]) == pytest.approx(4)


def test_without_ties_between_rows_and_columns_the_answer_is_their_product() -> None:
    found = rake(np.ones(6), _rows_and_columns([20.0, 80.0], [50.0, 30.0, 20.0])).cells.reshape(2, 3)
    assert np.outer([20.0, 80.0], [0.5, 0.3, 0.2]) == pytest.approx(found)


def test_cells_no_margin_names_keep_their_seed() -> None:
    found = rake(np.array([1.0, 2.0, 7.0]), [Constraint("two", np.array([True, True, False]), 30.0)]).cells
    assert pytest.approx(found) == [10.0, 20.0, 7.0]


def test_a_sum_of_persons_tilts_by_persons() -> None:
    persons = np.array([1.0, 3.0, 10.0])
    fitted = [Constraint("firms", np.ones(3, bool), 100.0), Constraint("persons", persons, 250.0)]
    found = rake(np.array([80.0, 15.0, 5.0]), fitted)
    assert found.cells.sum() == pytest.approx(100)
    assert found.cells @ persons == pytest.approx(250)
    # The nearest there is: what firms of more persons gain over their seed is one factor to the power of persons.
    gain = np.log(found.cells / np.array([80.0, 15.0, 5.0]))
    assert (gain[2] - gain[0]) / 9 == pytest.approx((gain[1] - gain[0]) / 2)


def test_margins_that_exclude_one_another_are_told() -> None:
    both = np.ones(2, bool)
    assert rake(np.ones(2), [Constraint("a", both, 10.0), Constraint("b", both, 12.0)], most=50).error > 0.1


def test_a_margin_of_noughts_is_refused() -> None:
    with pytest.raises(ValueError, match="no cell"):
        rake(np.zeros(2), [Constraint("some", np.ones(2, bool), 1.0)])


positive = st.floats(0.1, 100)


@given(
    st.lists(positive, min_size=12, max_size=12), st.lists(positive, min_size=3, max_size=3), st.permutations(range(7))
)
def test_the_order_of_margins_does_not_matter(seed: list[float], rows: list[float], order: list[int]) -> None:
    total = sum(rows)
    margins = _rows_and_columns(rows, [total * share for share in (0.1, 0.2, 0.3, 0.4)])
    one = rake(np.array(seed), margins).cells
    other = rake(np.array(seed), [margins[place] for place in order]).cells
    assert one == pytest.approx(other, rel=1e-5)
    assert (one >= 0).all()


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40), st.integers(0, 10_000), st.floats(0, 0.999))
def test_whole_numbers_keep_the_sum_and_are_never_negative(values: list[float], total: int, start: float) -> None:
    shares = np.array(values) + 1e-3
    for found in (whole(shares, total), spread_whole(shares, total, start)):
        assert found.sum() == total
        assert (found >= 0).all()


@given(st.lists(st.floats(0, 1e3), min_size=1, max_size=40), st.integers(1, 10_000), st.floats(0, 0.999))
def test_every_run_of_neighbours_is_right_to_within_one(values: list[float], total: int, start: float) -> None:
    shares = np.array(values) + 1e-3
    exact = np.cumsum(shares) * total / shares.sum()
    assert (np.abs(np.cumsum(spread_whole(shares, total, start)) - exact) <= 1 + 1e-9).all()


def test_only_shares_of_something_can_be_made_whole() -> None:
    with pytest.raises(ValueError, match="whole"):
        whole(np.zeros(3), 5)
