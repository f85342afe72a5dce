"""Chances under draws: seeded, with their error."""

import numpy as np

from pulmu.support.selection import Candidate, Terms, chances_of, drawn_around, resampled_reviewers, select


def test_a_coin_between_two_is_a_chance_of_one_half_within_its_interval() -> None:
    found = select([Candidate("a", 8000), Candidate("b", 8000), Candidate("sure", 9900)], Terms("in_order", places=2))
    points = np.array([item.points for item in found.ranked])
    draws = drawn_around(points, np.full(3, 100.0), 400, np.random.default_rng(7))
    chances = {item.id: item for item in chances_of(found, draws).each}
    assert chances["sure"].share == 1.0
    assert chances["a"].low < 0.5 < chances["a"].high
    assert chances["a"].share + chances["b"].share == 1.0
    assert {item.id for item in chances_of(found, draws).border} == {"a", "b"}


def test_draws_without_error_choose_the_same_again() -> None:
    found = select([Candidate(f"{n}", 8000 + n, amount_krw=n) for n in range(6)], Terms("most_points", budget_krw=9))
    points = np.array([item.points for item in found.ranked])
    again = chances_of(found, np.tile(points, (5, 1)))
    assert again.kept == 1.0
    assert [item.share for item in again.each] == [float(chosen) for chosen in found.chosen]


def test_reviewers_drawn_again_give_means_of_what_they_gave() -> None:
    scores = [(8000, 9000, 9100), (7000, 7000, 7000), ()]
    draws = resampled_reviewers(scores, 300, np.random.default_rng(1))
    assert draws.shape == (300, 3)
    assert set(draws[:, 1]) == {7000}
    assert set(draws[:, 2]) == {0}
    assert draws[:, 0].min() >= 8000
    assert abs(draws[:, 0].mean() - 8700) < 60
    assert (draws == resampled_reviewers(scores, 300, np.random.default_rng(1))).all()


def test_no_draws_say_nothing() -> None:
    found = select([Candidate("a", 8000)], Terms("in_order"))
    (only,) = chances_of(found, np.zeros((0, 1), dtype=np.int64)).each
    assert (only.low, only.high) == (0.0, 1.0)
