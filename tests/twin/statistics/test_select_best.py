"""Selecting the best as often as promised."""

import numpy as np
import pytest

from pulmu.twin.statistics.select_best import select_best


def test_the_best_is_selected_as_often_as_promised_in_the_hardest_case() -> None:
    """Five systems tied by common luck, four just as far below the best as matters: 95 of 100 at least."""
    right, seen = 0, 0
    for seed in range(400):
        random = np.random.default_rng(seed)
        common = random.normal(0, 1, 2000)
        drawn = [random.normal(0.5 if n == 3 else 0.0, 1, 2000) + common for n in range(5)]
        found = select_best(lambda system, count, drawn=drawn: drawn[system][:count], 5, 0.5, most=2000)  # type: ignore[misc]
        right += found.best == 3
        seen += max(found.counts)
        assert found.sure
    assert right / 400 >= 0.95 - 0.011  # a standard error of a share of 400


def test_one_that_is_far_off_is_left_early() -> None:
    random = np.random.default_rng(1)
    drawn = [random.normal(mean, 1, 4000) for mean in (0, 9, 9.3)]
    found = select_best(lambda system, count: drawn[system][:count], 3, 0.3, most=4000)
    assert found.best == 2
    assert found.counts[0] < found.counts[1]


def test_it_says_when_it_is_not_sure_and_refuses_what_cannot_be() -> None:
    random = np.random.default_rng(1)
    drawn = [random.normal(0, 1, 12) for _ in range(2)]
    assert not select_best(lambda system, count: drawn[system][:count], 2, 0.001, most=12).sure
    with pytest.raises(ValueError, match="indifference"):
        select_best(lambda system, count: drawn[system][:count], 2, 0.0)
