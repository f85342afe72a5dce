"""The day's peak: its interval holds, and one odd day makes none of many times the peak; holidays are apart."""

from datetime import date

import numpy as np
from tests.plan.forecast.loads import FIRST, made_load

from pulmu.plan.forecast import forecast_peaks, highest_of, kinds_of
from pulmu.plan.forecast.combine import day_weights, is_better
from pulmu.plan.forecast.load import DAY_OFF, HOLIDAY, judged_kinds_of


def test_the_interval_covers_about_what_it_says_and_never_reaches_far_beyond_what_was_seen() -> None:
    load, first = made_load(120), 14
    middle = np.tile(np.median(load.power, axis=0), (120 - first, 1))
    peaks, highest = forecast_peaks(load.power, kinds_of(FIRST, 121), middle, first), highest_of(load.power)
    held = [peak.lower <= top <= peak.upper for peak, top in zip(peaks[28:], highest[first + 28 :], strict=True)]
    assert 0.7 <= np.mean(held) <= 0.9
    assert max(peak.upper for peak in peaks) <= max(1.05 * highest.max(), *(peak.kilowatt for peak in peaks))


def test_a_day_off_on_which_the_plant_ran_makes_no_interval_of_many_times_its_peak() -> None:
    kinds = np.zeros(61, np.int64)
    kinds[6::7] = DAY_OFF
    power = np.where(kinds[:60, None] == DAY_OFF, 2.0, 300.0) * np.ones((60, 96))
    power[55] = 300.0  # forecast at 2 kW: a ratio of 150
    kinds[55] = kinds[60] = DAY_OFF
    middle = np.where(kinds[7:, None] == DAY_OFF, 2.0, 300.0) * np.ones((54, 96))
    assert forecast_peaks(power, kinds, middle, 7)[-1].upper <= 1.05 * 300.0


def test_holidays_that_are_no_sundays_count_for_each_other_and_hardly_for_other_days() -> None:
    kinds = judged_kinds_of(date(2026, 5, 1), 5)  # Friday the 1st, Sunday the 3rd, Tuesday the 5th
    assert kinds.tolist() == [HOLIDAY, 1, DAY_OFF, 0, HOLIDAY]
    weights = day_weights(kinds)
    assert weights[0] > 10 * weights[1:].max()
    assert day_weights(kinds[:4])[0] < 0.2 * day_weights(kinds[:4])[1:].min()


def test_who_was_off_by_less_is_better_and_nobody_where_nothing_is_known() -> None:
    kinds, one, other = np.zeros(4, np.int64), np.ones((3, 2)), np.full((3, 2), 2.0)
    assert is_better(one, other, kinds)
    assert not is_better(other, one, kinds)
    assert not is_better(one, one, kinds)
    assert not is_better(one, np.full((3, 2), np.nan), kinds)
