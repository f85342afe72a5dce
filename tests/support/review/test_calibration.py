"""Calibration: nearer to the true order where reviewers differ, the raw mean where they do not."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.review.made_panels import made_panel, taus

from pulmu.model.errors import InputError, SolveError
from pulmu.support.review import Score, calibrate, draw_points


def scores_of(table: dict[str, dict[str, int]]) -> list[Score]:
    """Scores from points by reviewer and application."""
    return [Score(one, name, points * 100) for one, given in table.items() for name, points in given.items()]


@pytest.mark.parametrize("seed", range(12))
def test_on_planted_leniency_tau_to_the_true_order_is_a_tenth_above_the_raw_mean(seed: int) -> None:
    true, scores = made_panel(seed)
    found = calibrate(scores)
    raw, calibrated = taus(true, found)
    assert found.believed
    assert calibrated >= raw + 0.10


@pytest.mark.parametrize("shape", [(300, 40), (60, 12), (15, 5), (30, 30)])
def test_without_leniency_it_is_the_raw_mean_on_every_seed_tried(shape: tuple[int, int]) -> None:
    for seed in range(40):
        true, scores = made_panel(seed, applications=shape[0], reviewers=shape[1], leniency=0.0)
        found = calibrate(scores)
        assert [item.calibrated for item in found.applications] == [item.mean for item in found.applications]
        raw, calibrated = taus(true, found)
        assert calibrated >= raw


def test_planted_leniency_is_told_of_each_reviewer() -> None:
    _, scores = made_panel(3, leniency=0.0)
    lenient = [Score(item.reviewer, item.application, item.points + 900 * (item.reviewer == "r007")) for item in scores]
    found = calibrate(lenient)
    (one,) = [item for item in found.reviewers if item.reviewer == "r007"]
    assert 600 <= one.leniency <= 900  # drawn towards the others, who do not differ
    assert one.low > 0
    assert max(abs(item.leniency) for item in found.reviewers if item.reviewer != "r007") < 250


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_a_calibrated_point_is_the_mean_of_scores_less_the_leniency_told(seed: int) -> None:
    _, scores = made_panel(seed, applications=40, reviewers=10)
    found = calibrate(scores)
    less = {item.reviewer: item.leniency for item in found.reviewers}
    for item in found.applications:
        own = [one.points - less[one.reviewer] for one in scores if one.application == item.application]
        exact = Fraction(sum(own), len(own))
        assert abs(exact - item.calibrated) <= Fraction(1, 2)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_the_scores_does_not_matter(seed: int, random: object) -> None:
    _, scores = made_panel(seed, applications=20, reviewers=6)
    mixed = list(scores)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert calibrate(mixed).applications == calibrate(scores).applications


def test_points_that_move_all_alike_move_the_result_alike() -> None:
    _, scores = made_panel(2, applications=40, reviewers=8)
    moved = [Score(item.reviewer, item.application, item.points - 1000) for item in scores]
    first, second = calibrate(scores), calibrate(moved)
    assert [item.calibrated - 1000 for item in first.applications] == [item.calibrated for item in second.applications]


def test_one_reviewer_for_all_leaves_the_points_as_they_are() -> None:
    found = calibrate(scores_of({"r1": {"a": 80, "b": 70, "c": 90}}))
    assert [item.calibrated for item in found.applications] == [8000, 7000, 9000]
    assert found.probability is None
    assert [item.low for item in found.applications] == [None, None, None]


def test_one_score_each_is_never_corrected_by_who_gave_it() -> None:
    table = {"harsh": {f"a{n}": 40 + n for n in range(20)}, "lenient": {f"b{n}": 80 + n % 3 for n in range(20)}}
    found = calibrate(scores_of(table))
    assert not found.believed
    assert found.panels == 2
    assert all(item.calibrated == item.mean for item in found.applications)
    with pytest.raises(SolveError) as caught:
        draw_points(found, 10, 1)
    assert caught.value.problems[0].code == "review.no_spread"


def test_a_reviewer_who_gives_everybody_the_same_is_not_made_lenient_by_it() -> None:
    _, scores = made_panel(4, leniency=0.0)
    same = [Score(item.reviewer, item.application, 7000 if item.reviewer == "r001" else item.points) for item in scores]
    (one,) = [item for item in calibrate(same).reviewers if item.reviewer == "r001"]
    assert one.leniency == 0


def test_constant_scores_stay() -> None:
    found = calibrate(scores_of({f"r{one}": {f"a{n}": 75 for n in range(5)} for one in range(3)}))
    assert {item.calibrated for item in found.applications} == {7500}
    assert {item.low for item in found.applications} == {7500}
    assert draw_points(found, 3, 1).tolist() == [[7500] * 5] * 3


def test_leniency_without_any_chance_is_taken_off_whole() -> None:
    table = {f"r{one}": {f"a{n:02}": 50 + n + 7 * one for n in range(20)} for one in range(3)}
    found = calibrate(scores_of(table))
    assert found.believed
    assert [abs(item.leniency - 700 * (one - 1)) <= 2 for one, item in enumerate(found.reviewers)] == [True] * 3


def test_two_scores_that_differ_by_rounding_alone_prove_nothing() -> None:
    found = calibrate(scores_of({"r1": {"a": 80, "b": 90}, "r2": {"a": 75, "b": 85}}))
    assert not found.believed


def test_panels_that_share_nobody_are_told_apart_and_keep_their_level() -> None:
    first = {f"r{one}": {f"a{n:02}": 60 + n % 7 + 10 * one for n in range(30)} for one in range(2)}
    second = {f"s{one}": {f"b{n:02}": 30 + n % 5 + 10 * one for n in range(30)} for one in range(2)}
    found = calibrate(scores_of(first | second))
    assert found.panels == 2
    means = {name: np.mean([item.calibrated for item in found.applications if item.application[0] == name])
             for name in "ab"}  # fmt: skip
    raw = {name: np.mean([item.mean for item in found.applications if item.application[0] == name]) for name in "ab"}
    assert means == pytest.approx(raw, abs=1.0)


def test_intervals_hold_the_true_points_as_often_as_they_say() -> None:
    inside = []
    for seed in range(30):
        true, scores = made_panel(seed, leniency=0.0, applications=100, reviewers=15)
        inside += [item.low <= 100 * points <= item.high for points, item in zip(true, calibrate(scores).applications,
                   strict=True) if item.low is not None and item.high is not None]  # fmt: skip
    assert 0.93 <= np.mean(inside) <= 0.97


def test_draws_are_whole_and_lie_as_the_intervals_say() -> None:
    _, scores = made_panel(6, applications=50, reviewers=10)
    found = calibrate(scores)
    drawn = draw_points(found, 4000, 9)
    assert drawn.shape == (4000, 50)
    assert drawn.dtype == np.int64
    assert np.array_equal(drawn, draw_points(found, 4000, 9))
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    width = np.array([item.high - item.low for item in found.applications if item.high and item.low])
    assert np.allclose((high - low) / width, 1.0, atol=0.1)
    assert np.abs(drawn.mean(axis=0) - [item.calibrated for item in found.applications]).max() < 25


def test_missing_scores_count_as_not_given() -> None:
    _, scores = made_panel(7, applications=60, reviewers=12)
    found = calibrate(scores[:-2])
    assert {item.scores for item in found.applications} == {3, 1}
    assert next(item for item in found.applications if item.scores == 1).application == "a0059"


def test_no_scores_and_a_score_given_twice_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        calibrate([])
    assert caught.value.problems[0].code == "review.no_scores"
    twice = [Score("r1", "a", 100), Score("r1", "a", 200), Score("r2", "b", 100), Score("r2", "b", 100)]
    with pytest.raises(InputError) as caught:
        calibrate(twice)
    assert [item.place for item in caught.value.problems] == ["r1, a", "r2, b"]


@pytest.mark.parametrize(("total", "parts", "expected"), [(5, 2, 3), (-5, 2, -3), (7, 3, 2), (8, 3, 3), (0, 4, 0)])
def test_halves_are_rounded_away_from_nought(total: int, parts: int, expected: int) -> None:
    found = calibrate([Score(f"r{n}", "a", total if n == 0 else 0) for n in range(parts)])
    assert found.applications[0].mean == expected
