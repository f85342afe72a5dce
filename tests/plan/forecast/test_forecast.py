"""A forecast of a day: right where the plant is plain, never crossed, reproducible, honest where little is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.forecast.loads import FIRST, made_load

from pulmu.model import InputError, OutsideError
from pulmu.plan.forecast import LEARNED_DAYS, NAIVE, SIMILAR, TYPICAL, Load, forecast_load, learned, load_of_slots


def test_a_plain_plant_is_forecast_better_than_by_any_naive_rule() -> None:
    made = forecast_load(made_load(45), tracked=7)
    assert made.basis.not_learned == ""
    assert made.track.days == 7
    assert made.track.error < min(made.track.errors[name] for name in NAIVE)
    assert 0.7 <= made.track.covered <= 0.9
    assert made.peak.lower <= made.peak.kilowatt <= made.peak.upper
    assert sum(made.weights.values()) == pytest.approx(1.0, abs=0.01)


def test_the_same_readings_and_seed_give_the_same_forecast_and_another_seed_another() -> None:
    load = made_load(32)
    one, again, other = (forecast_load(load, seed=seed, tracked=1) for seed in (1, 1, 2))
    assert np.array_equal(one.middle, again.middle)
    assert np.array_equal(one.lower, again.lower)
    assert one.basis == again.basis
    assert not np.array_equal(one.middle, other.middle)


def test_two_weeks_fall_back_to_the_rules_and_say_so() -> None:
    made = forecast_load(made_load(14))
    assert made.basis.not_learned == "short"
    assert made.basis.features == ()
    assert set(made.weights) <= {*NAIVE, *TYPICAL, *SIMILAR}
    assert not np.isnan(made.middle).any()


def test_without_the_package_the_rules_are_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulmu.plan.forecast.forecast.has_lightgbm", lambda: False)
    assert forecast_load(made_load(LEARNED_DAYS + 2)).basis.not_learned == "no_lightgbm"


def test_who_learns_without_the_package_is_told_in_one_sentence_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(learned.importlib, "import_module", absent)
    lesson = learned.Lesson(rows=np.zeros((2, 4, 1)), power=np.zeros((2, 4)))
    with pytest.raises(OutsideError, match="lightgbm") as refused:
        learned.learn_plain(lesson, 0)
    (said,) = refused.value.problems
    assert said.code == "outside.forecast_not_installed"
    assert ".[plan]" in said.mend


def test_less_than_a_week_is_refused_and_what_is_infinite() -> None:
    with pytest.raises(InputError, match=r"6\.0 days"):
        forecast_load(made_load(6))
    load = made_load(10)
    load.power[3, 3] = np.inf
    with pytest.raises(InputError, match="infinite"):
        forecast_load(load)


def test_gaps_stay_gaps_and_are_counted() -> None:
    load = made_load(45)
    load.power[20, 10:40] = np.nan
    load.power[33] = np.nan
    made = forecast_load(load, tracked=1)
    assert made.basis.missing == 30 + 96
    assert not np.isnan(made.middle).any()


def test_a_day_that_has_begun_shows_what_was_and_never_a_peak_below_it() -> None:
    load = made_load(30)
    cut = load.until(29, 50)
    cut.power[29, 40] = 900.0
    made = forecast_load(cut, is_learning=False)
    assert np.array_equal(made.middle[:50], cut.power[29, :50])
    assert np.array_equal(made.lower[:50], made.upper[:50])
    assert (made.peak.kilowatt, made.peak.slot) == (900.0, 40)


def test_a_plant_that_stands_still_today_is_forecast_lower_once_that_is_seen() -> None:
    load = made_load(40)  # the last row is a workday
    idle = load.until(39, 44)
    idle.power[39, 28:44] = 20.0
    night = forecast_load(load.until(39), is_learning=False)
    now = forecast_load(idle, is_learning=False)
    assert now.middle[44:].sum() < 0.6 * night.middle[44:].sum()


def test_what_is_known_ahead_is_used() -> None:
    load = made_load(50)
    heat = np.random.default_rng(3).choice([0.0, 400.0], (51, 1, 1)) * np.ones((51, 96, 1))
    load = Load(load.first, load.power + heat[:50, :, 0], heat, ("furnace_kw",))
    blind = forecast_load(Load(load.first, load.power), tracked=7)
    told = forecast_load(load, tracked=7)
    assert "furnace_kw" in told.basis.features
    assert told.track.error < 0.8 * blind.track.error


@settings(max_examples=10, deadline=None)
@given(power=st.lists(st.sampled_from([0.0, 3.5, 40.0, 600.0, float("nan")]), min_size=24 * 9, max_size=24 * 12))
def test_intervals_never_cross_and_are_never_below_zero(power: list[float]) -> None:
    load = load_of_slots(FIRST, np.array(power), 24)
    if np.count_nonzero(~np.isnan(load.power)) < 7 * 24:
        return
    made = forecast_load(load)
    known = ~np.isnan(made.middle)
    assert (made.lower[known] >= 0).all()
    assert (made.lower[known] <= made.middle[known] + 1e-9).all()
    assert (made.middle[known] <= made.upper[known] + 1e-9).all()
